"""What a thing has to do with the plan's tasks: the tasks, in groups, and how often others appear in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from graph.store.base import Store
from graph.store.sparql_text import iri_text
from ontology.terms import PLAN
from service.documents.targets import TargetRow, read_targets
from service.documents.tasks import Group, Share, TaskList, TaskRow, grouped, read_tasks, shares


@dataclass(frozen=True, slots=True)
class Way:
    """How the tasks of a kind of thing are found, and by what they are grouped."""

    kind: str  # names the words of the page's headings
    pattern: str  # of ?task and ?thing
    group: str = "goal"


# By class, the first that fits: a unit that is an organization too is shown as a unit.
_WAYS = {
    str(PLAN.Unit): Way("unit", "?task plan:responsibleUnit ?thing ."),
    str(PLAN.Place): Way("place", "VALUES ?way { plan:inArea plan:concernsPlace } ?task ?way ?thing .", "place"),
    str(PLAN.Goal): Way("goal", "?task plan:contributesTo ?thing .", "section"),
    str(PLAN.Section): Way("section", "?task plan:partOf ?thing .", "section"),
    str(PLAN.Plan): Way("plan", "?task plan:partOf ?thing .", "section"),
    str(PLAN.Entity): Way("thing", "?task plan:concerns ?thing ."),
}
_ALSO_ENTITIES = (
    "CollectiveUnit",
    "Project",
    "Facility",
    "Brand",
    "Industry",
    "Programme",
    "Policy",
    "Event",
    "Organization",
)


@dataclass(frozen=True, slots=True)
class Related:
    """The tasks of a thing and what they add up to."""

    kind: str
    tasks: TaskList
    group: str
    groups: tuple[Group, ...]
    units: tuple[Share, ...]
    places: tuple[Share, ...]
    goals: tuple[Share, ...]
    targets: tuple[TargetRow, ...]

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        for row in self.tasks.rows:
            yield from row.mentioned()
        yield from (group.of for group in self.groups if group.of)
        for target in self.targets:
            yield from target.mentioned()


def way_of(classes: Collection[str]) -> Way | None:
    """How the tasks of a thing of these classes are found; None for what tasks have nothing to do with."""
    for name, way in _WAYS.items():
        if name in classes:
            return way
    if str(PLAN.CollectiveUnit) in classes:
        return _WAYS[str(PLAN.Unit)]
    entities = {str(PLAN[name]) for name in _ALSO_ENTITIES}
    return None if entities.isdisjoint(classes) else _WAYS[str(PLAN.Entity)]


def read_related(store: Store, iri: str, way: Way, inferred_below: str) -> Related:
    """The tasks of a thing."""
    pattern = f"VALUES ?thing {{ {iri_text(iri)} }} {way.pattern}"
    tasks = read_tasks(store, pattern, inferred_below)
    promised = f"{pattern} ?task plan:hasTarget ?target BIND(?task AS ?node)"
    return Related(
        kind=way.kind,
        tasks=tasks,
        group=way.group,
        groups=grouped(tasks.rows, _keys(way, iri)),
        units=shares(tasks.rows, lambda row: row.units, aside=iri),
        places=shares(tasks.rows, lambda row: row.places, aside=iri),
        goals=shares(tasks.rows, lambda row: row.goals, aside=iri),
        targets=read_targets(store, promised) if tasks.rows else (),
    )


def _keys(way: Way, iri: str) -> Callable[[TaskRow], Collection[str | None]]:
    """What groups tasks: their goals, the section they stand in, or the place itself before those within it."""
    if way.group == "goal":
        return lambda row: row.goals
    if way.group == "section":
        return lambda row: [row.section]
    return lambda row: [iri] if iri in row.places else []
