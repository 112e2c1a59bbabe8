"""Each question of the catalogue, asked about an invented town whose answers are known by reading it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset, Literal, URIRef
from rdflib.plugins.sparql.operators import register_custom_function, unregister_custom_function

from graph.store.answer import Plain
from graph.store.base import Store, select
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.namespaces import GEOF
from queries.ask import ask
from queries.catalogue import Catalogue

BASE = "http://localhost:8080/id/"

FIXTURES = Path(__file__).parent / "fixtures_questions"
# The town is stated in one graph and all of it once more in another: no answer may count it twice.
GRAPHS = {"plan/qingxi": "town.ttl", "plan/copy": "town.ttl", "inferred/qingxi": "inferred.ttl"}

STATION = ("task/qingxi/2.1.10", "2.1.10", "建设驿站")
STREET = ("task/qingxi/2.1.9", "2.1.9", "修缮老街")
TRAINING = ("task/qingxi/2.2.1", "2.2.1", "培训茶农")
FESTIVAL = ("task/qingxi/2.2.2", "2.2.2", "办好茶节")
AWARD = ("task/qingxi/2.2.3", "2.2.3", "评选茶师")

FARMING = ("unit/qingxi/nongyeban", "农业办")
CULTURE = ("unit/qingxi/wentizhongxin", "文体中心")
OFFICE = ("unit/qingxi/dangzhengban", "党政办")
VILLAGES = ("unit/qingxi/xiangguancun", "相关村")

TOWN_PLACE = ("place/qingxi/qingxizhen", "青溪镇")
AREA = ("place/qingxi/pianqu", "溪街片区")
OLD_STREET = ("place/qingxi/laojie", "老街")
GARDEN = ("place/qingxi/chayuan", "茶园")
GROVE = ("place/qingxi/zhulin", "竹林")
GOAL = ("goal/qingxi/chaxiang", "茶香小镇")
SOUTH_STATION = ("facility/qingxi/nanyizhan", "南驿站")
AT_TOWN, AT_STREET, AT_SOUTH_STATION = (f"POINT({longitude} 31.1)" for longitude in ("121.3", "121.3002", "121.3005"))
AROUND_STREET = "POLYGON((121.3001 31.09, 121.3003 31.09, 121.3003 31.11, 121.3001 31.11, 121.3001 31.09))"
INSTITUTE = ("organization/qingxi/chayansuo", "茶研所")

PLAN, KIND = "https://w3id.org/plangraph/ontology#", "https://w3id.org/plangraph/kind#"
LEVEL = "https://w3id.org/plangraph/level#"
SECTION = ("goal/qingxi/chaxiang", "茶香小镇", "section/qingxi/2.1", "振兴茶业")

EXPECTED: list[tuple[str, Mapping[str, Any], list[tuple[Plain, ...]]]] = [
    ("tasks", {}, [STREET, STATION, TRAINING, FESTIVAL, AWARD]),
    ("tasks-of-unit", {"unit": "文体中心"}, [STREET, TRAINING, FESTIVAL]),
    ("tasks-of-unit", {"unit": "农办"}, [STREET, STATION, TRAINING]),
    ("tasks-of-unit", {"unit": BASE + "unit/qingxi/xiangguancun"}, [STATION]),
    ("tasks-shared-by", {"unit": "农业办"}, [STREET, STATION, TRAINING]),
    ("tasks-shared-by", {"unit": ["农业办", "文体中心"]}, [STREET, TRAINING]),
    ("tasks-shared-by", {"unit": ["农业办", "农办"]}, [STREET, STATION, TRAINING]),
    ("tasks-shared-by", {"unit": ["农业办", "文体中心", "党政办"]}, [TRAINING]),
    ("tasks-shared-by", {"unit": ["相关村", "党政办"]}, []),
    (
        "tasks-at-place",
        {"place": "青溪镇"},
        [STREET + OLD_STREET, STATION + GARDEN, TRAINING + TOWN_PLACE, FESTIVAL + OLD_STREET],
    ),
    ("tasks-at-place", {"place": "溪街片区"}, [STREET + OLD_STREET, FESTIVAL + OLD_STREET]),
    ("tasks-at-place", {"place": "老街"}, [STREET + OLD_STREET, FESTIVAL + OLD_STREET]),
    ("tasks-at-place", {"place": "茶园"}, [STATION + GARDEN]),
    ("tasks-of-goal", {"goal": "茶香小镇"}, [STREET, STATION]),
    ("tasks-of-goal", {"goal": "A town of tea"}, [STREET, STATION]),
    ("tasks-of-brand", {"brand": "溪春"}, [STREET, STATION]),
    ("tasks-of-brand", {"brand": "竹海"}, []),
    ("tasks-due-by", {"date": "2024-02-28"}, []),
    ("tasks-due-by", {"date": "2024-02-29"}, [(*FESTIVAL, "2024-02", "2024年2月")]),
    ("tasks-due-by", {"date": "2024-02"}, [(*FESTIVAL, "2024-02", "2024年2月")]),
    ("tasks-due-by", {"date": "2024-12-30"}, [(*FESTIVAL, "2024-02", "2024年2月")]),
    (
        "tasks-due-by",
        {"date": "2024"},
        [(*FESTIVAL, "2024-02", "2024年2月"), (*STATION, "2024", "2024年建成3-5个茶驿站")],
    ),
    (
        "tasks-due-by",
        {"date": "2025-03-01"},
        [
            (*FESTIVAL, "2024-02", "2024年2月"),
            (*STATION, "2024", "2024年建成3-5个茶驿站"),
            (*STREET, "2025-02", "2025年2月底前完成"),
            (*TRAINING, "2025-03-01", None),
        ],
    ),
    ("units", {}, [OFFICE, FARMING, CULTURE, VILLAGES]),
    ("unit-load", {}, [(*FARMING, 3), (*CULTURE, 3), (*OFFICE, 2), (*VILLAGES, 1)]),
    ("units-of-task", {"task": "2.1.9"}, [(*CULTURE, PLAN + "Lead"), (*FARMING, PLAN + "Support")]),
    (
        "units-of-task",
        {"task": BASE + "task/qingxi/2.1.9"},
        [(*CULTURE, PLAN + "Lead"), (*FARMING, PLAN + "Support")],
    ),
    ("units-at-place", {"place": "青溪镇"}, [(*FARMING, 3), (*CULTURE, 3), (*OFFICE, 1), (*VILLAGES, 1)]),
    ("units-at-place", {"place": "茶园"}, [(*FARMING, 1), (*VILLAGES, 1)]),
    (
        "unit-collaboration",
        {},
        [
            (*FARMING, *CULTURE, 2),
            (*OFFICE, *FARMING, 1),
            (*OFFICE, *CULTURE, 1),
            (*FARMING, *VILLAGES, 1),
        ],
    ),
    (
        "places",
        {},
        [
            (*AREA, None, "place/qingxi/qingxizhen", None),
            (*GROVE, None, "place/qingxi/qingxizhen", None),
            (*OLD_STREET, KIND + "road", "place/qingxi/pianqu", AT_STREET),
            (*GARDEN, None, "place/qingxi/qingxizhen", None),
            (*TOWN_PLACE, KIND + "town", None, AT_TOWN),
        ],
    ),
    ("places-of-unit", {"unit": "文体中心"}, [(*OLD_STREET, 2), (*TOWN_PLACE, 1)]),
    ("brands", {}, [("brand/qingxi/xichun", "溪春", 2), ("brand/qingxi/zhuhai", "竹海", 0)]),
    ("units-of-brand", {"brand": "溪春"}, [FARMING, CULTURE, VILLAGES]),
    ("goal-tree", {}, [SECTION + STREET, SECTION + STATION]),
    (
        "targets",
        {},
        [
            ("target/qingxi/xiushan", *STREET[:2], "2025年2月底前完成", None, None, None, None, "2025-02", None),
            ("target/qingxi/yizhan", *STATION[:2], "2024年建成3-5个茶驿站", None, 3, 5, "个", "2024", "茶驿站"),
            ("target/qingxi/chanong", *TRAINING[:2], "培训茶农200人", 200, None, None, "人", None, "茶农"),
            ("target/qingxi/chajie", *FESTIVAL[:2], "2024年2月", None, None, None, None, "2024-02", None),
        ],
    ),
    (
        "evidence-of",
        {"entity": BASE + "place/qingxi/laojie"},
        [(None, None, "老街", 7, 9), ("task/qingxi/2.1.9", "2.1.9", "老街", 120, 122)],
    ),
    # --- tasks
    ("tasks-of-one-unit", {}, [FESTIVAL + CULTURE, AWARD + OFFICE]),
    ("tasks-without-target", {}, [AWARD]),
    ("tasks-without-place", {}, [AWARD]),
    ("tasks-containing", {"words": "茶研所"}, [TRAINING]),
    ("tasks-containing", {"words": "tEA"}, [FESTIVAL]),
    ("tasks-containing", {"words": '。"}'}, []),
    ("tasks-by-units", {}, [(*TRAINING, 3), (*STREET, 2), (*STATION, 2), (*FESTIVAL, 1), (*AWARD, 1)]),
    ("tasks-of-collective-units", {}, [STATION + VILLAGES]),
    ("tasks-without-lead", {}, [(*STATION, 2), (*TRAINING, 3)]),
    ("tasks-of-unit-at-place", {"unit": "农业办", "place": "溪街片区"}, [STREET]),
    ("tasks-of-unit-at-place", {"unit": "农业办", "place": "青溪镇"}, [STREET, STATION, TRAINING]),
    ("tasks-of-unit-for-goal", {"unit": "农业办", "goal": "茶香小镇"}, [STREET, STATION]),
    ("tasks-of-unit-by-goal", {"unit": "农业办"}, [GOAL + STREET, GOAL + STATION, (None, None, *TRAINING)]),
    ("tasks-of-section", {"section": "2.1"}, [STREET, STATION]),
    ("tasks-of-section", {"section": "重点任务"}, [STREET, STATION, TRAINING, FESTIVAL, AWARD]),
    ("tasks-of-industry", {"industry": "茶业"}, [STATION]),
    ("tasks-of-project", {"project": "老街"}, [FESTIVAL]),
    ("tasks-of-facility", {"facility": "南驿站"}, [STATION]),
    ("tasks-of-programme", {"programme": "茶香计划"}, [FESTIVAL]),
    (
        "tasks-due-from",
        {"date": "2025-02-28"},
        [(*STREET, "2025-02", "2025年2月底前完成"), (*TRAINING, "2025-03-01", None)],
    ),
    ("tasks-due-from", {"date": "2025-03"}, [(*TRAINING, "2025-03-01", None)]),
    ("tasks-due-from", {"date": "2026"}, []),
    # --- units
    ("partners-of-unit", {"unit": "文体中心"}, [(*FARMING, 2), (*OFFICE, 1)]),
    ("units-by-partners", {}, [(*FARMING, 3), (*OFFICE, 2), (*CULTURE, 2), (*VILLAGES, 1)]),
    ("units-by-role", {}, [(*CULTURE, PLAN + "Lead", 1), (*FARMING, PLAN + "Support", 1)]),
    ("units-by-role", {"role": "support"}, [(*FARMING, PLAN + "Support", 1)]),
    ("units-by-role", {"role": "responsible"}, []),
    ("units-named-first", {}, [(*CULTURE, 1)]),
    ("units-of-goal", {"goal": "茶香小镇"}, [(*FARMING, 2), (*CULTURE, 1), (*VILLAGES, 1)]),
    ("units-and-goals", {}, [(*FARMING, *GOAL, 2), (*CULTURE, *GOAL, 1), (*VILLAGES, *GOAL, 1)]),
    (
        "units-and-places",
        {},
        [
            (*OFFICE, *TOWN_PLACE, 1),
            (*FARMING, *OLD_STREET, 1),
            (*FARMING, *GARDEN, 1),
            (*FARMING, *TOWN_PLACE, 1),
            (*CULTURE, *OLD_STREET, 2),
            (*CULTURE, *TOWN_PLACE, 1),
            (*VILLAGES, *GARDEN, 1),
        ],
    ),
    ("units-by-kind", {}, [(KIND + "office", "办公室", 2), (KIND + "centre", None, 1), (KIND + "village", None, 1)]),
    ("units-across-goals", {}, [(*FARMING, 1, 2), (*CULTURE, 1, 1), (*VILLAGES, 1, 1)]),
    ("units-of-project", {"project": "老街"}, [(*CULTURE, 1)]),
    # --- places
    ("places-without-tasks", {}, [(*GROVE, None)]),
    (
        "places-within",
        {"place": "青溪镇"},
        [(*AREA, None), (*GROVE, None), (*OLD_STREET, KIND + "road"), (*GARDEN, None)],
    ),
    (
        "located-at-place",
        {"place": "青溪镇"},
        [
            ("facility/qingxi/nanyizhan", "南驿站", PLAN + "Facility", *GARDEN),
            ("project/qingxi/laojie", "老街", PLAN + "Project", *OLD_STREET),
        ],
    ),
    # --- space
    (
        "place-load",
        {},
        [
            (*TOWN_PLACE, 1, 4, 4, AT_TOWN),
            (*OLD_STREET, 2, 2, 2, AT_STREET),
            (*AREA, 0, 2, 2, None),
            (*GARDEN, 1, 1, 2, None),
        ],
    ),
    ("tasks-only-inside", {"place": "青溪镇"}, [STREET + OLD_STREET, STATION + GARDEN, FESTIVAL + OLD_STREET]),
    ("tasks-only-inside", {"place": "溪街片区"}, [STREET + OLD_STREET, FESTIVAL + OLD_STREET]),
    ("tasks-only-inside", {"place": "老街"}, []),
    (
        "units-by-area",
        {},
        [
            (*AREA, *CULTURE, 2),
            (*AREA, *FARMING, 1),
            (*OLD_STREET, *CULTURE, 2),
            (*OLD_STREET, *FARMING, 1),
            (*GARDEN, *FARMING, 1),
            (*GARDEN, *VILLAGES, 1),
            (*TOWN_PLACE, *FARMING, 3),
            (*TOWN_PLACE, *CULTURE, 3),
            (*TOWN_PLACE, *OFFICE, 1),
            (*TOWN_PLACE, *VILLAGES, 1),
        ],
    ),
    (
        "goals-by-area",
        {},
        [(*AREA, *GOAL, 1), (*OLD_STREET, *GOAL, 1), (*GARDEN, *GOAL, 1), (*TOWN_PLACE, *GOAL, 2)],
    ),
    ("places-where-units-meet", {"place": "老街"}, [(*OLD_STREET, *FARMING, *CULTURE, 1, 1)]),
    ("places-where-units-meet", {"place": "茶园"}, [(*GARDEN, *FARMING, *VILLAGES, 1, 0)]),
    (
        "place-profile",
        {"place": "老街"},
        [
            (PLAN + "kind", KIND + "road", None, None, None),
            (PLAN + "within", *AREA, None, None),
            (PLAN + "within", *TOWN_PLACE, None, AT_TOWN),
            (PLAN + "Project", "project/qingxi/laojie", "老街", None, None),
            (PLAN + "Task", STREET[0], STREET[2], None, None),
            (PLAN + "Task", FESTIVAL[0], FESTIVAL[2], None, None),
            (PLAN + "Unit", *CULTURE, 2, None),
            (PLAN + "Unit", *FARMING, 1, None),
            (PLAN + "Goal", *GOAL, 1, None),
            (PLAN + "Brand", "brand/qingxi/xichun", "溪春", 1, None),
        ],
    ),
    (
        "not-located",
        {},
        [
            (*GARDEN, PLAN + "Place", 1, None),
            (*AREA, PLAN + "Place", 0, None),
            (*GROVE, PLAN + "Place", 0, "POINT(121.2 31.2)"),
        ],
    ),
    ("tasks-not-located", {}, [(*AWARD, 0)]),
    (
        "tasks-near-place",
        {"place": "老街"},
        [
            (*STREET, *OLD_STREET, 0, 200, AT_STREET),
            (*FESTIVAL, *OLD_STREET, 0, 200, AT_STREET),
            (*TRAINING, *TOWN_PLACE, 19, None, AT_TOWN),
            (*STATION, *SOUTH_STATION, 29, 150, AT_SOUTH_STATION),
        ],
    ),
    (
        "tasks-near-place",
        {"place": "青溪镇", "metres": "19"},
        [(*TRAINING, *TOWN_PLACE, 0, None, AT_TOWN)],
    ),
    ("tasks-near-place", {"place": "茶园"}, []),
    (
        "tasks-along-road",
        {"road": "老街", "metres": "25"},
        [
            (*STREET, *OLD_STREET, 0, None, AT_STREET),
            (*FESTIVAL, *OLD_STREET, 0, None, AT_STREET),
            (*TRAINING, *TOWN_PLACE, 19, None, AT_TOWN),
        ],
    ),
    ("tasks-along-road", {"road": "青溪镇"}, []),
    # --- the map's own
    (
        "map-tasks",
        {},
        [
            (*STREET, *OLD_STREET, 100, AT_STREET),
            (*STATION, *SOUTH_STATION, 50, AT_SOUTH_STATION),
            (*TRAINING, *TOWN_PLACE, None, AT_TOWN),
            (*FESTIVAL, *OLD_STREET, 100, AT_STREET),
        ],
    ),
    (
        "map-tasks",
        {"area": AROUND_STREET},
        [(*STREET, *OLD_STREET, 100, AT_STREET), (*FESTIVAL, *OLD_STREET, 100, AT_STREET)],
    ),
    ("map-tasks", {"due": "2025-02"}, [(*STREET, *OLD_STREET, 100, AT_STREET)]),
    ("map-tasks", {"due": "2025-01"}, []),
    (
        "map-things",
        {},
        [
            (*OLD_STREET, KIND + "road", 2, None, 100, AT_STREET),
            (*SOUTH_STATION, None, 1, None, 50, AT_SOUTH_STATION),
            (*TOWN_PLACE, KIND + "town", 1, None, None, AT_TOWN),
        ],
    ),
    (
        "map-things",
        {"centre": AT_TOWN, "metres": "10"},
        [(*TOWN_PLACE, KIND + "town", 1, None, None, AT_TOWN)],
    ),
    ("map-units", {}, [(*FARMING, 3), (*CULTURE, 3), (*OFFICE, 1), (*VILLAGES, 1)]),
    ("map-units", {"area": AROUND_STREET}, [(*CULTURE, 2), (*FARMING, 1)]),
    ("map-tasks-not-located", {}, [AWARD]),
    ("map-tasks-not-located", {"unit": "文体中心"}, []),
    # --- goals and targets
    ("goal-load", {}, [(*GOAL, 2, 3, 2)]),
    ("brands-by-goal", {}, [(*GOAL, "brand/qingxi/xichun", "溪春", 2)]),
    ("places-of-goal", {"goal": "茶香小镇"}, [(*OLD_STREET, 1), (*GARDEN, 1)]),
    (
        "targets-of-unit",
        {"unit": "党政办"},
        [("target/qingxi/chanong", *TRAINING[:2], "培训茶农200人", 200, None, None, "人", None, "茶农")],
    ),
    # --- other things
    ("industries", {}, [("industry/qingxi/chaye", "茶业", 1, 2)]),
    ("programmes", {}, [("programme/qingxi/chaxiang", "茶香计划", 1, 2)]),
    ("policies", {}, [("policy/qingxi/chashan", "茶山保护办法", 1, 1)]),
    ("events", {}, [("event/qingxi/chajie", "茶节", 1, 1)]),
    ("organizations", {}, [(*INSTITUTE, 1, 1)]),
    ("projects", {}, [("project/qingxi/laojie", "老街", *OLD_STREET, 1)]),
    ("facilities", {}, [("facility/qingxi/nanyizhan", "南驿站", *GARDEN, 1)]),
    ("most-named", {}, [(*OLD_STREET, PLAN + "Place", 2, 1), (*INSTITUTE, PLAN + "Organization", 1, 1)]),
    ("most-named", {"class": "organization"}, [(*INSTITUTE, PLAN + "Organization", 1, 1)]),
    (
        "glossary",
        {"class": "unit"},
        [
            (*OFFICE, None, None, PLAN + "Unit"),
            (*FARMING, "Office of Agriculture", "农办", PLAN + "Unit"),
            (*CULTURE, None, None, PLAN + "Unit"),
            (*VILLAGES, None, None, PLAN + "CollectiveUnit"),
        ],
    ),
    (
        "things-in-task",
        {"task": "2.1.10"},
        [
            ("brand/qingxi/xichun", "溪春", PLAN + "Brand", "品牌"),
            ("facility/qingxi/nanyizhan", "南驿站", PLAN + "Facility", None),
            ("industry/qingxi/chaye", "茶业", PLAN + "Industry", None),
            (*GARDEN, PLAN + "Place", "地点"),
        ],
    ),
    # --- evidence and links
    ("sentences-about", {"entity": "茶研所"}, [(*TRAINING[:2], "请茶研所授课。", 217, 220)]),
    (
        "links-between",
        {"one": "茶研所", "other": "2.2.1"},
        [(1, TRAINING[0], TRAINING[2], PLAN + "concerns", "涉及", *INSTITUTE)],
    ),
    (
        "links-between",
        {"one": "党政办", "other": "茶研所"},
        [
            (1, TRAINING[0], TRAINING[2], PLAN + "responsibleUnit", None, *OFFICE),
            (2, TRAINING[0], TRAINING[2], PLAN + "concerns", "涉及", *INSTITUTE),
        ],
    ),
    (
        "links-between",
        {"one": BASE + "project/qingxi/laojie", "other": "茶香小镇"},
        [
            (1, "project/qingxi/laojie", "老街", PLAN + "locatedAt", None, *OLD_STREET),
            (2, STREET[0], STREET[2], PLAN + "concerns", "涉及", *OLD_STREET),
            (3, STREET[0], STREET[2], PLAN + "contributesTo", None, *GOAL),
        ],
    ),
    (
        "links-between",
        {"one": "相关村", "other": "茶研所"},
        [
            (1, STATION[0], STATION[2], PLAN + "responsibleUnit", None, *VILLAGES),
            (2, STATION[0], STATION[2], PLAN + "responsibleUnit", None, *FARMING),
            (3, TRAINING[0], TRAINING[2], PLAN + "responsibleUnit", None, *FARMING),
            (4, TRAINING[0], TRAINING[2], PLAN + "concerns", "涉及", *INSTITUTE),
        ],
    ),
    ("links-between", {"one": "相关村", "other": "竹林"}, []),
    (
        "inferred-facts",
        {"thing": "农业办"},
        [(PLAN + "activeIn", None, *TOWN_PLACE), (PLAN + "collaboratesWith", None, *CULTURE)],
    ),
    ("inferred-by-relation", {}, [(PLAN + "collaboratesWith", None, 2), (PLAN + "activeIn", None, 1)]),
    # --- quality
    ("mentions-by-method", {}, [("rule", 0.8, 1), ("gazetteer", 1, 1), ("rule", 1, 1)]),
    ("mentions-to-check", {"percent": "90"}, [(*STREET[:2], "老街", 120, 122, *OLD_STREET, "rule", 0.8)]),
    ("mentions-to-check", {"method": "gazetteer"}, [(*TRAINING[:2], "茶研所", 217, 220, *INSTITUTE, "gazetteer", 1)]),
    (
        "names-without-alias",
        {"class": "unit"},
        [(*VILLAGES, PLAN + "CollectiveUnit"), (*OFFICE, PLAN + "Unit"), (*CULTURE, PLAN + "Unit")],
    ),
    ("passages-without-names", {}, [AWARD, ("safeguard/qingxi/lingdao", "3.1", "加强领导")]),
    ("places-without-geometry", {}, [(*AREA, None), (*GROVE, None), (*GARDEN, None)]),
    ("same-names", {}, [("老街", 2)]),
    # --- plans
    ("plans", {}, [("plan/qingxi", "青溪镇行动计划", "2024-01-15", "2024", "2026", *TOWN_PLACE)]),
    (
        "counts",
        {},
        [
            (PLAN + "Place", "地点", 5),
            (PLAN + "Task", None, 5),
            (PLAN + "Target", None, 4),
            (PLAN + "Section", None, 3),
            (PLAN + "Unit", None, 3),
            (PLAN + "Brand", "品牌", 2),
            *((PLAN + name, None, 1) for name in ("CollectiveUnit", "Event", "Facility", "Goal", "Industry")),
            *((PLAN + name, None, 1) for name in ("Organization", "Plan", "Policy", "Principle", "Programme")),
            *((PLAN + name, None, 1) for name in ("Project", "Safeguard")),
        ],
    ),
    (
        "sections",
        {},
        [
            ("section/qingxi/2", "2", "重点任务", None, 5),
            ("section/qingxi/2.1", "2.1", "振兴茶业", LEVEL + "section", 2),
            ("section/qingxi/2.2", "2.2", "完善服务", None, 3),
        ],
    ),
    (
        "principles-and-safeguards",
        {},
        [
            ("principle/qingxi/lvse", "1.1", "坚持绿色", "——坚持绿色。实施茶香计划。"),
            ("safeguard/qingxi/lingdao", "3.1", "加强领导", None),
        ],
    ),
]

ENDS_NEEDED = {"links-between"}  # as filed it looks for nothing: between all pairs there are too many ways


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The questions as filed."""
    return Catalogue()


@pytest.fixture(scope="module")
def town() -> Iterator[Store]:
    """The town in a store."""
    with open_store() as store:
        for name, file in GRAPHS.items():
            store.load((FIXTURES / file).read_bytes(), Format.TURTLE, f"http://localhost:8080/graph/{name}")
        yield store


def local(value: Plain) -> Plain:
    """An IRI of the town without its base; any other value as it is."""
    return value.removeprefix(BASE) if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "values", "rows"), EXPECTED, ids=lambda part: part if isinstance(part, str) else "")
def test_a_question_has_the_right_answer(
    town: Store, catalogue: Catalogue, name: str, values: Mapping[str, Any], rows: list[tuple[Plain, ...]]
) -> None:
    """The rows are those a reader of the town finds, in that order."""
    page = ask(town, catalogue[name], values)
    assert [tuple(local(row[column]) for column in page.columns) for row in page.rows] == rows
    assert (page.total, page.next_offset) == (len(rows), None)


def test_every_question_is_expected_above(catalogue: Catalogue) -> None:
    """No question of the catalogue goes without an answer that was written by hand."""
    assert {name for name, _, _ in EXPECTED} == set(catalogue)


def _distance(one: Literal, other: Literal, unit: URIRef) -> Literal:
    """The metres between two points on a sphere, by the haversine formula: what rdflib lacks."""
    assert unit == URIRef("http://www.opengis.net/def/uom/OGC/1.0/metre")
    (east, north), (east_there, north_there) = (
        (radians(float(number)) for number in point.removeprefix("POINT(").removesuffix(")").split())
        for point in (one, other)
    )
    across = cos(north) * cos(north_there) * sin((east_there - east) / 2) ** 2
    return Literal(2 * 6371008.8 * asin(sqrt(sin((north_there - north) / 2) ** 2 + across)))


@pytest.fixture(scope="module")
def dataset() -> Iterator[Dataset]:
    """The same graphs in another engine, which is taught to measure distances."""
    dataset = Dataset(default_union=True)
    for name, file in GRAPHS.items():
        dataset.graph(URIRef(f"http://localhost:8080/graph/{name}")).parse(FIXTURES / file)
    register_custom_function(GEOF.distance, _distance)
    yield dataset
    unregister_custom_function(GEOF.distance, _distance)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's query of a Dataset uses its own old names
@pytest.mark.parametrize("name", sorted(Catalogue()))
def test_a_question_as_filed_means_the_same_in_another_engine(
    town: Store, dataset: Dataset, catalogue: Catalogue, name: str
) -> None:
    """The file, unmodified, gives rdflib and Oxigraph the same rows in the same order, and gives some."""
    text = catalogue[name].text
    table = select(town, text)
    ours = [tuple(None if cell is None else cell.value for cell in row) for row in table.rows]
    found: Any = dataset.query(text)
    theirs = [tuple(None if term is None else _text(term) for term in row) for row in found]
    assert ours == theirs
    assert bool(ours) == (name not in ENDS_NEEDED)


def _text(term: object) -> str:
    return str(term).removesuffix(".0") if not isinstance(term, URIRef) else str(term)
