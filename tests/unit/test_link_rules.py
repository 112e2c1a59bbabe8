"""What the rules find in plans that have no gazetteer, and what they leave alone."""

from __future__ import annotations

import pytest

from graph.link import Gazetteer, link
from graph.link.rules import RULES
from graph.model import Document, Level, Linking, Mention, Outline, Passage, PlanSettings, Role, UnitReference

SETTINGS = PlanSettings(slug="p", area="a")


def linked(text: str, *passages: Passage, title: str = "", issuers: tuple[str, ...] = ()) -> Linking:
    """Link a text without a gazetteer."""
    outline = Outline(title=title, issuers=issuers, date=None, period=None, passages=passages)
    return link(Document(text, "", "plan.txt", "text/plain"), outline, Gazetteer(), SETTINGS)


def found(text: str) -> list[tuple[str, str]]:
    """The types and names found in a text."""
    return [(mention.type.value, mention.surface) for mention in linked(text).mentions]


def task(text: str, *names: str, collective: bool = False) -> Passage:
    """A task over the whole text, with these units at the end of it."""
    units = tuple(
        UnitReference(
            name=name,
            role=Role.RESPONSIBLE,
            label="责任单位",
            collective=collective,
            order=order,
            start=text.rindex(name),
            end=text.rindex(name) + len(name),
        )
        for order, name in enumerate(names, start=1)
    )
    return Passage("1", Level.TASK, "", "", None, 0, len(text), 0, 0, units)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打响“江海文化”品牌,", [("brand", "江海文化")]),
        ("深化“红色引擎”工程。", [("programme", "红色引擎")]),
        ("实施“雁归来”人才回引行动", [("programme", "雁归来")]),
        ("推广“云上书房”“星火讲堂”等公益服务项目", [("project", "云上书房"), ("project", "星火讲堂")]),
        ("举办“书香小镇”系列活动", [("event", "书香小镇")]),
        ("用好「邻里通」服务平台", [("programme", "邻里通")]),
        ('打造"邻里节"品牌', [("brand", "邻里节")]),
        ("落实《城市更新条例》要求", [("policy", "城市更新条例")]),
        ("推进07单元和12-03地块出让", [("place", "07单元"), ("place", "12-03地块")]),
        ("沿沪闵路、龙吴路两侧整治", [("place", "沪闵路"), ("place", "龙吴路")]),
        ("推进北翟快速路建设", [("place", "北翟快速路")]),
        ("推进轨道交通19号线建设", [("place", "轨道交通19号线")]),
        ("服务浦东新区、静安区发展", [("place", "浦东新区"), ("place", "静安区")]),
        ("位于闵行区华漕镇的", [("place", "闵行区"), ("place", "华漕镇")]),
        ("加快推进仁济医院(二期)综合楼项目建设", [("project", "仁济医院(二期)综合楼项目")]),
        ("发挥曹杨中学、建青小学作用", [("facility", "曹杨中学"), ("facility", "建青小学")]),
        ("推动嘉定图书馆开放", [("facility", "嘉定图书馆")]),
        ("办好上海旅游节", [("event", "上海旅游节")]),
        ("依托长宁教育促进会", [("organization", "长宁教育促进会")]),
        ("开展电梯安全专项整治行动", [("programme", "电梯安全专项整治行动")]),
        ("完成第七轮环保三年行动计划", [("programme", "第七轮环保三年行动计划")]),
        ("发展航空产业。推动航空产业集聚", [("industry", "航空产业"), ("industry", "航空产业")]),
    ],
)
def test_a_name_is_known_by_its_form(text: str, expected: list[tuple[str, str]]) -> None:
    """Each rule finds the names it is for, with the right boundaries and type."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "坚持“创新、协调、绿色”发展工程",  # a slogan has pauses
        "完善“三大体系”工作机制",  # a summary of what the sentence lists
        "发展“产品+服务”平台",  # a formula
        "支持“走出去”服务平台",  # a verb
        "打造“强磁场”",  # no noun says what it is
        "“家校社”项目化推进",  # 项目化 is no 项目
        "阅读《论语》和《平凡的世界》",  # books are no policies
        "完善道路、铁路和公路,理清思路,打通断头路,拓宽主干路",
        "建设社区、园区、校区、街区",
        "城乡融合,农村改革,美丽城镇,教育重镇,各村、全镇",
        "重点项目、应用示范项目、人才培养项目、一批重大项目",
        "推进社区医院、口袋公园、公办幼儿园、三甲医院建设",
        "发展现代产业、战略性新兴产业、特色产业,发展现代产业",
        "推动产业化、产业链、产业园区",
        "行业促进会、新型研究院、各类联合会",
        "举办国际文化节、各类博览会",
        "实施重点工程建设行动,实施一批工程",
        "推进多网合一,建设2.0版,抓住各个环节",
    ],
)
def test_common_words_are_no_names(text: str) -> None:
    """What only says what kind of thing is meant, or praises it, is not taken for a name."""
    assert found(text) == []


def test_an_industry_named_once_is_not_believed() -> None:
    """The form of an industry is weak evidence: it counts only where the document says the name again."""
    assert found("提升检测等赛道产业,发展氢能产业") == []


def test_the_plan_does_not_name_itself() -> None:
    """A title in 《》 that is the plan's own is no policy it refers to."""
    title = "青浦区旅游发展行动方案"
    assert linked(f"现印发《{title}》。", title=title).mentions == ()


def test_one_name_is_one_entity_with_one_type() -> None:
    """A brand whose name later stands before 平台 stays the brand it was introduced as."""
    mentions = linked("打造“童心圆”教育品牌,拓展“童心圆”宣传服务平台。").mentions
    assert {(m.type.value, m.path) for m in mentions} == {("brand", "brand/a/tongxinyuan")}
    assert len(mentions) == 2


def test_a_responsible_unit_is_recognised_in_the_text() -> None:
    """A body that bears a task and is named elsewhere is one node, unit and organization."""
    text = "由社区学校开展培训。(责任单位:社区学校、各社区)"
    linking = linked(text, task(text, "社区学校"))
    (mention,) = linking.mentions
    assert (mention.surface, mention.start, mention.type.value) == ("社区学校", 1, "organization")
    assert mention.path == linking.unit_paths["社区学校"] == "unit/a/shequxuexiao"
    assert [entity.classes for entity in linking.entities] == [("Unit", "Organization")]


def test_a_unit_is_not_found_inside_a_longer_name() -> None:
    """文体中心 is not named by 沪星市民文体中心."""
    text = "沪星市民文体中心开放。(责任单位:文体中心)"
    assert linked(text, task(text, "文体中心")).mentions == ()


def test_a_group_is_a_collective_unit_and_is_not_looked_for() -> None:
    """相关村 becomes a CollectiveUnit, and its words in the text are no mention."""
    text = "相关村配合推进。(责任单位:相关村)"
    linking = linked(text, task(text, "相关村", collective=True))
    assert linking.mentions == ()
    assert [(entity.path, entity.classes) for entity in linking.entities] == [
        ("unit/a/xiangguancun", ("CollectiveUnit",))
    ]


def test_units_that_sound_alike_get_paths_of_their_own() -> None:
    """社建办 and 社监办 have the same pinyin; the later one is numbered."""
    text = "工作。(责任单位:社建办、社监办)"
    assert linked(text, task(text, "社建办", "社监办")).unit_paths == {
        "社建办": "unit/a/shejianban",
        "社监办": "unit/a/shejianban-2",
    }


def test_issuers_are_organizations() -> None:
    """Who signs the plan is named where it signs."""
    text = "高桥镇人民政府 2024年1月5日"
    (mention,) = linked(text, issuers=("高桥镇人民政府",)).mentions
    assert (mention.type.value, mention.surface) == ("organization", "高桥镇人民政府")


def test_no_name_runs_over_the_end_of_a_heading() -> None:
    """A heading glued to its text is not read on into it."""
    text = "保护七宝老街道建设"
    passage = Passage("1", Level.TASK, "", "保护七宝老", None, 0, len(text), 0, 5, ())
    assert linked(text, passage).mentions == ()


def test_rules_are_believed_less_than_a_gazetteer_and_have_names_of_their_own() -> None:
    """Every rule's confidence lies between 0 and 1, and its name is its own."""
    assert all(0 < rule.confidence < 1 for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_mention_says_which_rule_found_it() -> None:
    """The method of a mention is its rule's name."""
    mentions: tuple[Mention, ...] = linked("推进07单元出让").mentions
    assert [(m.method, m.confidence) for m in mentions] == [("numbered-land", 0.9)]
