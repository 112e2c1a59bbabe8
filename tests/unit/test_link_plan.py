"""The entities of the client's plan, against lists made by reading it."""

from __future__ import annotations

import hashlib
from collections import Counter
from importlib.resources import files

import pytest

from graph.link import Gazetteer, link, load_gazetteer
from graph.model import Document, EntityType, Linking, Outline, PlanSettings
from graph.read import read_outline

BASE = "http://localhost:8080/"
FOLDER = files("graph").joinpath("plans/qibao-2023-2025")
SETTINGS = PlanSettings(slug="qibao-2023-2025", area="qibao", jurisdiction="place/qibao/qibaozhen")

PLACE, PROJECT, FACILITY = EntityType.PLACE, EntityType.PROJECT, EntityType.FACILITY
BRAND, INDUSTRY, PROGRAMME = EntityType.BRAND, EntityType.INDUSTRY, EntityType.PROGRAMME
POLICY, EVENT, ORGANIZATION = EntityType.POLICY, EntityType.EVENT, EntityType.ORGANIZATION

# Every entity that these tasks name, as a reader lists them.
NAMED_IN = {
    "2.1.1.1": {
        PLACE: {"七宝老街", "七宝古镇", "星钻城", "生态商务区", "02单元", "虹桥国际开放枢纽"},
        INDUSTRY: {"新消费产业", "总部经济"},
        PROGRAMME: {"一地块一专班"},
    },
    "2.1.1.2": {
        BRAND: {"九星品牌"},
        EVENT: {"进博会"},
        INDUSTRY: {"传统家居产业", "现代高端商贸"},
        PROJECT: {"九星城项目", "九星区域大市政和公建配套项目"},
        PLACE: {"九星"},
    },
    "2.1.1.3": {
        POLICY: {"闵行主城片区中部单元规划"},
        PLACE: {"中春慧谷", "04单元", "中春路"},
        INDUSTRY: {"总部经济", "文化创意产业"},
        PROGRAMME: {"一轴一谷双核"},
        PROJECT: {"04单元内市政道路优化扩容", "中春路景观提升"},
        FACILITY: {"373蒲溪科创园"},
    },
    "2.1.2.1": {
        INDUSTRY: {
            "数字科技产业",
            "汽车产业",
            "汽车电子产业",
            "传感器及电子元器件",
            "智能网联汽车服务",
            "人工智能",
            "工业互联网",
            "智慧城市",
        },
        PROJECT: {"徕木电子"},
        PLACE: {"上海市", "闵行区"},
    },
    "2.1.3.1": {
        INDUSTRY: {"高端制造", "国际商贸", "文化创意产业", "信息技术", "生命健康"},
        ORGANIZATION: {"七宝镇产业发展联盟"},
        PROGRAMME: {"强链延链补链工程", "七宝镇金融服务圈", "创园贷"},
        PLACE: {"七宝镇"},
    },
    "2.1.3.2": {PLACE: {"七宝镇"}, ORGANIZATION: {"春申金字塔人才七宝分院"}, PROGRAMME: {"E线牵"}},
    "2.1.3.3": {
        PROGRAMME: {"“四个一”集成服务机制"},
        ORGANIZATION: {"社区事务受理中心"},
        FACILITY: {"生态商务区党群服务站"},
        BRAND: {"园委会-园事好办"},
    },
    "2.2.1.1": {
        PLACE: {"七宝古镇", "七宝镇"},
        BRAND: {"七香雅集", "大文化"},
        EVENT: {"忆在七宝", "信在七宝", "赏在七宝", "惠在七宝", "乐在七宝", "育在七宝", "智在七宝"},
    },
    "2.2.1.2": {PLACE: {"七宝镇"}, ORGANIZATION: {"七宝艺术联盟"}},
    "2.2.1.3": {PLACE: {"七宝古镇"}, FACILITY: {"闵行博物馆", "海派艺术馆"}},
    "2.2.2.1": {
        FACILITY: {
            "七宝红色文化展示厅",
            "沪星市民文体中心",
            "七宝城市书房",
            "体育公园",
            "文化公园",
            "闵行博物馆",
            "海派艺术馆",
            "宝龙美术馆",
        },
        PROJECT: {"万科文化中心(三期)综合剧场项目", "冯远美术馆项目"},
    },
    "2.2.2.2": {
        ORGANIZATION: {"世纪出版", "上海报业"},
        PLACE: {"生态商务区", "九星城"},
        INDUSTRY: {"文化出版", "数字融媒", "工业设计", "家居设计", "文化创意产业", "文化产业"},
        FACILITY: {"七宝德必易园", "麦可将文创园"},
    },
    "2.2.2.3": {EVENT: {"亚洲音乐节"}, BRAND: {"古镇文化节", "舞蹈节", "梦想秀"}},
    "2.2.3.2": {PLACE: {"七宝镇"}, EVENT: {"可爱的七宝人", "文明家庭", "优秀志愿者"}},
    "2.2.3.3": {
        PROGRAMME: {"15分钟文明实践圈"},
        PROJECT: {"益暖夕阳站", "暖心会客厅", "便民大篷车"},
        EVENT: {"文明七彩虹", "志愿‘心’联社"},
    },
    "2.2.3.4": {PROGRAMME: {"八大攻坚行动"}},
    "2.3.1.2": {PLACE: {"九星", "04单元"}},
    "2.3.1.3": {FACILITY: {"七宝中学", "文来中学", "明强小学", "启英幼儿园"}},
    "2.3.2.1": {},
    "2.3.2.3": {FACILITY: {"七宝中学", "上宝中学", "万科双语"}},
    "2.3.3.1": {PLACE: {"七宝镇"}, BRAND: {"童心圆"}},
    "2.3.3.2": {PROJECT: {"星空有约", "伴读有方", "协‘童’成长"}},
    "2.3.3.3": {BRAND: {"童心圆"}},
    "2.4.1.2": {
        PROJECT: {"美好社区", "慧治七巧板"},
        PROGRAMME: {"一社区一品牌", "“蒲汇塘边”靠蒲会", "红色物业", "红黑榜"},
    },
    "2.4.2.2": {
        PROJECT: {"闵行中医医院项目"},
        FACILITY: {"社区卫生服务中心九星分中心"},
        PROGRAMME: {"家庭医生签约服务"},
    },
    "2.4.2.3": {FACILITY: {"老宅角敬老院"}, PROJECT: {"海峡敬老院项目"}, PLACE: {"静安新城", "航华"}},
    "2.4.3.1": {
        PROGRAMME: {"全国城市更新美丽城镇建设标准化试点"},
        PLACE: {"吴中路", "吴宝路", "漕宝路", "新镇路", "生态商务区", "嘉闵高架", "蒲汇塘"},
        PROJECT: {"美丽街区示范区圈提升项目", "生态商务区中央景观轴项目", "嘉闵高架景观灯光提升", "蒲汇塘步道贯通"},
        FACILITY: {"廉明园"},
    },
    "2.4.3.2": {
        PLACE: {"七宝村", "七宝老街", "05-08地块", "188地块"},
        PROGRAMME: {"第八轮环保三年行动计划", "河湖长制", "林长制"},
    },
    "2.4.3.3": {PROJECT: {"机场联络线", "漕宝路快速路", "地铁嘉闵线"}, PLACE: {"九星", "04单元"}},
    "3.3": {ORGANIZATION: {"纪委监察办", "督查问责办"}},
}

RESPONSIBLE = {
    "经发办",
    "规建办",
    "投促中心",
    "古镇管委办",
    "商城商贸公司",
    "重大办",
    "九星推进办",
    "经发中心",
    "九星村",
    "新九星公司",
    "动迁办",
    "城建中心",
    "宝静公司",
    "科信办",
    "财政所",
    "党建办",
    "社区事务受理中心",
    "党群中心",
    "党群办",
    "文体中心",
    "社事办",
    "社建办",
    "文明办",
    "总工会",
    "团委",
    "妇联",
    "城运中心",
    "综合执法队",
    "房管所",
    "平安办",
    "人口办",
    "安全生产事务管理中心",
    "老龄办",
    "规资所",
    "七宝社区卫生服务中心",
    "纪委监察办",
    "水务站",
}
COLLECTIVE = {"相关村", "合作社", "镇属公司", "各村", "各居村", "相关各村", "各居委"}


@pytest.fixture(scope="module")
def document() -> Document:
    """The plan."""
    text = FOLDER.joinpath("source.txt").read_text(encoding="utf-8")
    return Document(text, hashlib.sha256(text.encode()).hexdigest(), "source.txt", "text/plain")


@pytest.fixture(scope="module")
def outline(document: Document) -> Outline:
    """The plan taken apart."""
    return read_outline(document)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer of the plan."""
    return load_gazetteer(FOLDER.joinpath("gazetteer.ttl"), BASE)


@pytest.fixture(scope="module")
def linking(document: Document, outline: Outline, gazetteer: Gazetteer) -> Linking:
    """What the plan names."""
    return link(document, outline, gazetteer, SETTINGS)


@pytest.mark.parametrize("number", NAMED_IN)
def test_a_passage_names_what_a_reader_finds_in_it_and_nothing_else(linking: Linking, number: str) -> None:
    """Type by type, the entities of a passage are those of the hand-made list."""
    found: dict[EntityType, set[str]] = {}
    for mention in linking.mentions:
        if mention.passage == number:
            found.setdefault(mention.type, set()).add(mention.canonical)
    assert found == NAMED_IN[number]


def test_every_mention_quotes_the_text(document: Document, linking: Linking) -> None:
    """The surface of a mention is the text between its offsets."""
    assert linking.mentions
    assert all(document.text[m.start : m.end] == m.surface for m in linking.mentions)


def test_every_mention_stands_in_its_passage(outline: Outline, linking: Linking) -> None:
    """A mention lies within the passage that it names, and in none that is inside of that one."""
    spans = {passage.number: (passage.start, passage.end) for passage in outline.passages}
    for mention in linking.mentions:
        around = [n for n, (start, end) in spans.items() if start <= mention.start and mention.end <= end]
        innermost = min(around, key=lambda number: spans[number][1] - spans[number][0], default=None)
        assert mention.passage == innermost


def test_no_mention_stands_in_a_responsibility_clause(outline: Outline, linking: Linking) -> None:
    """Responsible units are not mentions: 九星 is not named by 九星推进办."""
    units = [(unit.start, unit.end) for passage in outline.passages for unit in passage.units]
    assert not [m for m in linking.mentions for start, end in units if m.start < end and start < m.end]


def test_headings_and_what_stands_outside_all_passages_are_searched(linking: Linking) -> None:
    """The issuers in the title and signature are found outside of all passages, 美好社区 in the heading of 2.4.1.2."""
    outside = {m.canonical for m in linking.mentions if m.passage is None and m.type is ORGANIZATION}
    assert outside == {"中共闵行区七宝镇委员会", "闵行区七宝镇人民政府", "区委"}
    assert len([m for m in linking.mentions if m.passage == "2.4.1.2" and m.canonical == "美好社区"]) == 2


def test_the_policies_of_the_preamble_are_named_without_their_brackets(linking: Linking) -> None:
    """《…》 in the preamble are two policies, and the areas in their titles are not mentioned beside them."""
    outside = [m for m in linking.mentions if m.passage is None]
    assert {m.surface for m in outside if m.type is POLICY} == {
        "推动“大零号湾”科技创新策源功能区高质量创新发展的实施意见",
        "推动虹桥国际中央商务区高水平开放发展的实施意见",
    }
    assert "虹桥国际中央商务区" not in {m.canonical for m in outside}


def test_all_names_of_this_plan_are_in_the_gazetteer(linking: Linking) -> None:
    """No rule adds anything to what was curated by hand."""
    assert Counter(m.method for m in linking.mentions).keys() == {"gazetteer"}
    assert {m.confidence for m in linking.mentions} == {1.0}


def test_every_responsible_unit_has_a_node_of_its_own(linking: Linking) -> None:
    """The 44 names of the responsibility clauses lead to 44 nodes, of which seven are groups."""
    assert len(RESPONSIBLE | COLLECTIVE) == 44
    assert set(linking.unit_paths) == RESPONSIBLE | COLLECTIVE
    assert len(set(linking.unit_paths.values())) == len(RESPONSIBLE) + len(COLLECTIVE)
    classes = {entity.path: entity.classes for entity in linking.entities}
    groups = {name for name, path in linking.unit_paths.items() if "CollectiveUnit" in classes[path]}
    assert groups == COLLECTIVE


@pytest.mark.parametrize(
    "names",
    [
        ("党建办", "党群办", "党群中心"),
        ("经发办", "经发中心"),
        ("社事办", "社建办"),
        ("城建中心", "城运中心"),
        ("九星村", "九星推进办", "新九星公司"),
        ("相关村", "相关各村", "各村", "各居村"),
    ],
)
def test_units_that_look_alike_are_not_merged(linking: Linking, names: tuple[str, ...]) -> None:
    """Each of a group of similar names has its own path and its own label."""
    labels = {entity.path: entity.label for entity in linking.entities}
    assert [labels[linking.unit_paths[name]] for name in names] == list(names)


@pytest.mark.parametrize(("surface", "unit"), [("镇纪委监察办", "纪委监察办"), ("受理中心", "社区事务受理中心")])
def test_a_body_that_is_responsible_and_named_is_one_node(linking: Linking, surface: str, unit: str) -> None:
    """What the text calls a body leads to the unit's own node, which is an organization as well."""
    mention = next(m for m in linking.mentions if m.surface == surface)
    assert mention.path == linking.unit_paths[unit]
    assert mention.type is ORGANIZATION
    entity = next(entity for entity in linking.entities if entity.path == mention.path)
    assert set(entity.classes) == {"Unit", "Organization"}


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("九星", (PLACE, "九星")),
        ("九星区域", (PLACE, "九星")),
        ("九星城", (PLACE, "九星城")),
        ("九星城项目", (PROJECT, "九星城项目")),
        ("九星品牌", (BRAND, "九星品牌")),
        ("七宝老街", (PLACE, "七宝老街")),
        ("七宝老街区域", (PLACE, "七宝老街")),
        ("七宝古镇", (PLACE, "七宝古镇")),
        ("古镇", (PLACE, "七宝古镇")),
        ("七宝村", (PLACE, "七宝村")),
        ("漕宝路", (PLACE, "漕宝路")),
        ("漕宝路快速路", (PROJECT, "漕宝路快速路")),
        ("嘉闵高架", (PLACE, "嘉闵高架")),
        ("地铁嘉闵线", (PROJECT, "地铁嘉闵线")),
        ("商务区", (PLACE, "生态商务区")),
        ("虹桥国际中央商务区", (PLACE, "虹桥国际中央商务区")),
        ("沪星市民文体中心", (FACILITY, "沪星市民文体中心")),
        ("长三角一体化", (PROGRAMME, "长三角一体化")),
        ("长三角区域", (PLACE, "长三角")),
        ("镇党委", (ORGANIZATION, "中共闵行区七宝镇委员会")),
        ("镇政府", (ORGANIZATION, "闵行区七宝镇人民政府")),
    ],
)
def test_one_string_is_one_thing_in_its_place(linking: Linking, surface: str, expected: tuple[EntityType, str]) -> None:
    """Homonyms are told apart by the longer name they stand in."""
    found = {(m.type, m.canonical) for m in linking.mentions if m.surface == surface}
    assert found == {expected}


@pytest.mark.parametrize(
    "phrase",
    [
        "七宝中学",
        "七宝教育促进会",
        "七宝德必易园",
        "可爱的七宝人",
        "高品质商务区",
        "长三角文创科创示范园",
        "文化创意再生品",
        "人工智能等新技术",
        "外立面景观提升",
        "蒲汇塘边",
    ],
)
def test_no_shorter_name_is_taken_out_of_a_longer_phrase(document: Document, linking: Linking, phrase: str) -> None:
    """Inside these phrases no name is found that is shorter than they are."""
    start = document.text.index(phrase)
    inside = [m for m in linking.mentions if m.start < start + len(phrase) and start < m.end]
    assert all(m.end - m.start >= len(phrase) for m in inside)


@pytest.mark.parametrize(
    "slogan",
    [
        "充满创新活力、人文气息浓郁、功能品质卓越",
        "南带首站",
        "两个确立",
        "两个维护",
        "四个放在",
        "国际、文化、生态",
        "双招双引",
        "强磁场",
        "品七韵 见未来",
        "沉浸式数字文化空间",
        "上善、创新、活力、和美",
        "阵地共建、活动共联、队伍共育",
        "家校社",
        "四轮驱动",
        "三大体系",
        "一站式服务",
    ],
)
def test_a_quoted_slogan_is_no_entity_but_is_reported(document: Document, linking: Linking, slogan: str) -> None:
    """Nothing is found in a slogan, and the quotation is listed among what became no entity."""
    start = document.text.index(f"“{slogan}”")
    end = start + len(slogan) + 2
    assert not [m for m in linking.mentions if m.start < end and start < m.end]
    assert (start, end) in {(problem.start, problem.end) for problem in linking.problems}


def test_mentions_and_entities_come_in_a_fixed_order(
    document: Document, outline: Outline, gazetteer: Gazetteer, linking: Linking
) -> None:
    """Linking again gives the same; mentions are ordered by place, entities by path."""
    assert link(document, outline, gazetteer, SETTINGS) == linking
    assert [(m.start, m.end) for m in linking.mentions] == sorted((m.start, m.end) for m in linking.mentions)
    assert [e.path for e in linking.entities] == sorted({e.path for e in linking.entities})


def test_every_place_that_something_lies_in_is_among_the_entities(linking: Linking) -> None:
    """From 九星城 one can walk up to 上海市, and the plan's own town is there."""
    entities = {entity.path: entity for entity in linking.entities}
    assert SETTINGS.jurisdiction in entities
    for entity in linking.entities:
        assert {*entity.within, *entity.located_at} <= entities.keys()
    chain, path = [], "place/qibao/jiuxingcheng"
    while path:
        chain.append(entities[path].label)
        path = next(iter(entities[path].within), "")
    assert chain[:5] == ["九星城", "九星", "七宝镇", "闵行区", "上海市"]


def test_full_width_typing_gives_the_same_mentions(
    document: Document, outline: Outline, gazetteer: Gazetteer, linking: Linking
) -> None:
    """（三期） and (三期), ０４单元 and 04单元 are one name."""
    wide = document.text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    again = link(Document(wide, "", "wide.txt", "text/plain"), outline, gazetteer, SETTINGS)
    assert [(m.path, m.start, m.end) for m in again.mentions] == [(m.path, m.start, m.end) for m in linking.mentions]


def test_a_name_broken_over_two_lines_is_found(gazetteer: Gazetteer) -> None:
    """White space within a name hides no name, and the surface keeps it."""
    text = "推动七宝\n老街动迁,加快九 星城项\n\n目建设,提升04\u3000单元品质。"
    outline = Outline(title="", issuers=(), date=None, period=None, passages=())
    found = link(Document(text, "", "broken.txt", "text/plain"), outline, gazetteer, SETTINGS).mentions
    assert [(m.surface, m.canonical) for m in found] == [
        ("七宝\n老街", "七宝老街"),
        ("九 星城项\n\n目", "九星城项目"),
        ("04\u3000单元", "04单元"),
    ]
    assert all(text[m.start : m.end] == m.surface for m in found)
