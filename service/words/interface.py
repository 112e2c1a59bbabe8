"""The words of the interface in Chinese and English, and which of the two a request wants."""

from __future__ import annotations

from functools import lru_cache

from flask import Request
from rdflib.namespace import DCTERMS, GEO, PROV, RDF, RDFS, SKOS
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from ontology.namespaces import SF
from service.words.documents import PAGE_WORDS
from service.words.features import FEATURE_WORDS

LANGUAGES = ("zh", "en")

# One row a word, both languages side by side, so that neither can be missing.
_WORDS: dict[str, tuple[str, str]] = {
    "site": ("规划图谱", "PlanGraph"),
    "skip": ("跳到正文", "Skip to the content"),
    "tagline": (
        "把政府行动计划读成一张有出处的知识图谱:谁负责、在哪里、为了什么、什么时候,每一条都指回原文。",
        "A government action plan as a knowledge graph with its sources: who, where, what for and by when, "
        "each fact pointing back at the plan's own words.",
    ),
    "home": ("首页", "Home"),
    "questions": ("问题", "Questions"),
    "map": ("地图", "Map"),
    "map_way": (
        "任务落在哪里;圈一块地方,看里面有什么任务、哪些单位。",
        "Where the tasks are; mark an area to see its tasks and units.",
    ),
    "matrix": ("协作", "Collaboration"),
    "explore": ("关系", "Relations"),
    "timeline": ("时间", "Timeline"),
    "query": ("SPARQL 查询", "SPARQL"),
    "vocabulary": ("词汇", "Vocabulary"),
    "datasets": ("数据集", "Datasets"),
    "help": ("使用手册", "Help"),
    "other_language": ("English", "中文"),
    "plans": ("计划", "Plans"),
    "plan_text": ("计划原文", "The plan's text"),
    "read_text": ("读原文", "Read the text"),
    "in_text": ("在原文中看", "See it in the text"),
    "ways_in": ("从这里进入", "Ways in"),
    "most_tasks": ("任务最多的部门", "Units with most tasks"),
    "places": ("地点", "Places"),
    "brands": ("品牌", "Brands"),
    "goals": ("目标", "Goals"),
    "units": ("单位", "Units"),
    "tasks": ("任务", "Tasks"),
    "projects": ("项目", "Projects"),
    "targets": ("指标", "Targets"),
    "all": ("全部", "All"),
    "ask": ("提问", "Ask"),
    "run": ("查询", "Run"),
    "format": ("格式", "Format"),
    "formats": ("其他格式", "Other formats"),
    "rows": ("行", "rows"),
    "no_rows": ("没有结果。", "No rows."),
    "next": ("下一页", "Next"),
    "previous": ("上一页", "Previous"),
    "parameters": ("参数", "Parameters"),
    "parameter_hint": ("名称或 IRI", "a label or an IRI"),
    "statements": ("说了什么", "What is said of it"),
    "inverse": ("谁提到它", "What refers to it"),
    "evidence": ("出处", "evidence"),
    "inferred": ("推导", "inferred"),
    "inferred_hint": ("由推理得出,原文没有直接写", "found by reasoning, not written in the plan"),
    "is_of": ("以它为“{}”的", "has it as “{}”"),
    "part_of": ("位置", "Where it stands"),
    "outline": ("目录", "Outline"),
    "own_text": ("原文", "Its text"),
    "classes": ("类", "Classes"),
    "properties": ("属性", "Properties"),
    "others": ("其他", "Others"),
    "example": ("例", "Example"),
    "subclass_of": ("上级", "Broader"),
    "domain": ("主语", "From"),
    "range": ("宾语", "To"),
    "near": ("也许您要找的是", "You may be looking for"),
    "error": ("出错了", "Error"),
    "at_line": ("第 {} 行,第 {} 列", "line {}, column {}"),
    "offered": ("这里有的格式", "What there is"),
    "query_text": ("查询语句", "Query"),
    "examples": ("例子", "Examples"),
    "protocol_hint": (
        "程序请直接访问本地址(SPARQL 1.1 协议,GET 或 POST);默认图是全部命名图之并。",
        "Programs: this same address speaks the SPARQL 1.1 Protocol, GET and POST; "
        "the default graph is the union of all named graphs.",
    ),
    "strict_hint": (
        "程序请直接访问本地址(SPARQL 1.1 协议,GET 或 POST)。",
        "Programs: this same address speaks the SPARQL 1.1 Protocol, GET and POST.",
    ),
    "triples": ("三元组", "triples"),
    "graph": ("命名图", "Named graph"),
    "download": ("下载", "Download"),
    "published": ("发布", "Issued"),
    "about_text": (
        "划线的是识别出的名称,点开就是它的页面。地址后加 #char=120,180 可以指到任意一段字。",
        "Underlined names were recognised; each leads to its page. "
        "Add #char=120,180 to the address to point at any passage.",
    ),
    "first_rows": (
        "只显示前 {} 行;全部请选别的格式。",
        "Only the first {} rows are shown; another format has them all.",
    ),
    "everything": ("全部", "Everything"),
    "licence": ("程序以 Apache-2.0 许可发布", "The program is published under Apache-2.0"),
    "openapi": ("接口说明", "API description"),
    "class_Task": ("任务", "tasks"),
    "class_Unit": ("单位", "units"),
    "class_Place": ("地点", "places"),
    "class_Project": ("项目", "projects"),
    "class_Brand": ("品牌", "brands"),
    "class_Goal": ("目标", "goals"),
    "class_Target": ("指标", "targets"),
    "def_plan": ("本体", "Ontology"),
    "def_shapes": ("形状(SHACL)", "Shapes (SHACL)"),
    "def_level": ("层级", "Levels"),
    "def_kind": ("种类", "Kinds"),
    "def_industry": ("产业", "Industries"),
    "search": ("搜索", "Search"),
    "search_hint": ("名称、拼音或原文", "A name, pinyin, or the plan's words"),
    "search_help": (
        "可以输入名称(经发办)、拼音(jiuxing)、拼音首字母(jx)、英文,或原文里的词(九星 学校)。",
        "Type a name (经发办, museum), its pinyin (jiuxing), the first letters of its syllables (jx), "
        "or words of the plan (九星 学校).",
    ),
    "suggestions": ("{} 条建议", "{} suggestions"),
    "search_for": ("搜索“{}”", "Search for “{}”"),
    "search_nothing": (
        "没有可以搜索的字:请输入汉字、字母或数字。",
        "Nothing to search for: type letters, digits or characters.",
    ),
    "search_none": ("没有找到。", "Nothing was found."),
    "search_near": ("没有这样的名称,是否指:", "No name is quite like that; perhaps:"),
    "search_partial": (
        "没有一句含有全部的词,下面的句子含有其中一些。",
        "No sentence has all the words; these have some.",
    ),
    "search_all": ("全部 {} 条", "All {}"),
    "all_kinds": ("全部种类", "All kinds"),
    "mentioned": ("提及 {} 次", "mentioned {} times"),
    "kind_unit": ("单位", "Unit"),
    "kind_place": ("地点", "Place"),
    "kind_project": ("项目", "Project"),
    "kind_facility": ("设施", "Facility"),
    "kind_brand": ("品牌", "Brand"),
    "kind_industry": ("产业", "Industry"),
    "kind_programme": ("行动方案", "Programme"),
    "kind_policy": ("政策", "Policy"),
    "kind_event": ("活动", "Event"),
    "kind_organization": ("机构", "Organization"),
    "kind_goal": ("目标", "Goal"),
    "kind_task": ("任务", "Task"),
    "kind_section": ("章节", "Section"),
    "kind_principle": ("原则", "Principle"),
    "kind_safeguard": ("保障措施", "Safeguard"),
    "kind_plan": ("计划", "Plan"),
    "kind_question": ("问题", "Question"),
    "kind_sentence": ("原文", "In the text"),
    "def_status": ("状态", "Statuses"),
    "def_locating": ("定位方法", "Ways of locating"),
    "def_basis": ("依据", "Bases"),
    **FEATURE_WORDS,
    **PAGE_WORDS,
}

# Terms of other vocabularies that the graph uses; those of our own say in the vocabulary what they are called.
_TERMS: dict[str, tuple[str, str]] = {
    str(RDF.type): ("类", "class"),
    str(RDFS.subClassOf): ("是其子类", "is a kind of"),
    str(SKOS.altLabel): ("别名", "also called"),
    str(SKOS.notation): ("代码", "code"),
    str(SKOS.note): ("备注", "note"),
    str(SKOS.scopeNote): ("备注", "note"),
    str(SKOS.inScheme): ("所属分类", "in scheme"),
    str(DCTERMS.title): ("标题", "title"),
    str(DCTERMS.issued): ("发布日期", "issued"),
    str(DCTERMS.publisher): ("发布机关", "publisher"),
    str(DCTERMS.source): ("来源", "source"),
    str(DCTERMS.license): ("许可", "licence"),
    str(PROV.wasDerivedFrom): ("依据", "derived from"),
    str(RDF.subject): ("关系的一方", "subject"),
    str(RDF.predicate): ("关系", "relation"),
    str(RDF.object): ("关系的另一方", "object"),
    str(GEO.Feature): ("地物", "Feature"),
    str(GEO.Geometry): ("几何", "Geometry"),
    str(GEO.hasGeometry): ("几何", "has geometry"),
    str(GEO.hasDefaultGeometry): ("默认几何", "has default geometry"),
    str(GEO.asWKT): ("坐标(WKT)", "as WKT"),
    str(GEO.hasMetricSpatialAccuracy): ("误差(米)", "accuracy in metres"),
    str(SF.Point): ("点", "Point"),
    str(SF.LineString): ("线", "Line"),
    str(SF.Polygon): ("面", "Polygon"),
    str(SF.MultiPoint): ("多点", "Points"),
    str(SF.MultiLineString): ("多线", "Lines"),
    str(SF.MultiPolygon): ("多面", "Polygons"),
    str(PROV.wasGeneratedBy): ("生成过程", "generated by"),
    str(RDFS.label): ("名称", "name"),
    str(SKOS.prefLabel): ("首选名称", "preferred name"),
    str(RDFS.comment): ("说明", "comment"),
    str(RDFS.seeAlso): ("参见", "see also"),
}


def term_word(iri: str, language: str) -> str | None:
    """What a property of another vocabulary is called here."""
    found = _TERMS.get(iri)
    return found[LANGUAGES.index(language)] if found else None


def word(key: str, language: str) -> str:
    """An interface word in a language."""
    return _WORDS[key][LANGUAGES.index(language)]


def words_of(beginning: str) -> list[str]:
    """The keys of the interface's words that begin so."""
    return [key for key in _WORDS if key.startswith(beginning)]


def has_word(key: str) -> bool:
    """Whether the interface has such a word."""
    return key in _WORDS


def language_of(request: Request) -> str:
    """The language of a page: ?lang=, else the browser's, else Chinese."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    return preferred_language(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=64)
def preferred_language(accepted: str) -> str:
    """Which of our languages an Accept-Language asks for."""
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES, "zh") or "zh"
