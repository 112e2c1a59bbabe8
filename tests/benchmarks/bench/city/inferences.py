"""What follows from a drafted plan: the facts the vocabulary's axioms yield, said here by hand for speed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bench.city import terms as t
from bench.city.statements import Statement

_ENTITY = "<https://w3id.org/plangraph/ontology#Entity>"
_BODY = (t.ORGANIZATION, _ENTITY, t.AGENT)
_TYPES: Mapping[str, tuple[str, ...]] = {
    "Place": (t.FEATURE, _ENTITY),
    "Unit": _BODY,
    "CollectiveUnit": (*_BODY, "<https://w3id.org/plangraph/ontology#Unit>"),
    "Organization": _BODY,
    "Event": (_ENTITY, t.SCHEMA_EVENT),
    "Brand": (_ENTITY, t.SCHEMA_BRAND),
    "Plan": (t.P_PLAN_PLAN, t.RESOURCE),
    "SourceText": (t.PROV_ENTITY,),
    "Task": (t.STEP, "<https://w3id.org/plangraph/ontology#Node>"),
    **dict.fromkeys(("Section", "Principle", "Safeguard"), ("<https://w3id.org/plangraph/ontology#Node>",)),
    **dict.fromkeys(("Industry", "Programme", "Policy", "Project", "Facility"), (_ENTITY,)),
}


def infer(stated: Iterable[Statement]) -> Iterator[Statement]:
    """The statements that follow; some may be found twice, or be stated already."""
    values: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, name, value in stated:
        values[name][subject].append(value)
    types = {t.plan(name): inferred for name, inferred in _TYPES.items()}
    for subject, classes in values[t.A].items():
        yield from ((subject, t.A, inferred) for class_ in classes for inferred in types.get(class_, ()))
    for node, whole in _closure(values[t.plan("partOf")]):
        yield node, t.plan("partOf"), whole
        yield node, t.IS_PART_OF, whole
        yield whole, t.plan("hasPart"), node
        yield whole, t.HAS_PART, node
    around = defaultdict(set)
    for place, area in _closure(values[t.plan("within")]):
        around[place].add(area)
        yield place, t.plan("within"), area
        yield place, t.WITHIN, area
    for task, units in values[t.plan("responsibleUnit")].items():
        places = values[t.plan("concernsPlace")].get(task, [])
        areas = sorted({*places, *(area for place in places for area in around[place])})
        yield from ((task, t.plan("inArea"), area) for area in areas)
        for unit in units:
            yield from ((unit, t.plan("activeIn"), area) for area in areas)
            yield from ((unit, t.plan("collaboratesWith"), other) for other in units if other != unit)


def _closure(direct: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Every pair that a transitive property holds between."""
    for start in direct:
        seen: dict[str, None] = {}
        waiting = [*direct[start]]
        while waiting:
            end = waiting.pop()
            if end not in seen:
                seen[end] = None
                waiting.extend(direct.get(end, ()))
        yield from ((start, end) for end in seen)
