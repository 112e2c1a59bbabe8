"""What the map's panel says of one thing: where it is and how that is known, its tasks, and where the plan names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.store.base import Store
from graph.store.sparql_text import iri_text
from ontology.terms import PLAN
from queries.question import Parameter, ParameterType
from queries.resolution import resolve
from service.documents.sentences import Sentence, read_sentences
from service.documents.tasks import TaskList, read_tasks
from service.located.things import Located, Schematic, read_notes
from service.words.labels import Label, read_labels

_CLASSES = tuple(str(PLAN[name]) for name in ("Place", "Project", "Facility", "Landmark"))
_PLACE = Parameter("place", ParameterType.IRI, {"zh": "地点", "en": "Place"}, variable="place", classes=_CLASSES)
# The tasks that name the thing, or a project or facility that is located there, as the questions of the map have them.
_TASKS = """{{ SELECT DISTINCT ?task WHERE {{
    {{ ?task plan:concernsPlace|plan:concernsProject|plan:concernsFacility {0} }}
    UNION {{ ?task plan:concernsProject/plan:locatedAt {0} }}
    UNION {{ ?task plan:concernsFacility/plan:locatedAt {0} }}
  }} }}"""


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing: `located` where it is located, `schematic` where only a scheme has it, else neither."""

    iri: str
    label: Label
    located: tuple[Located, ...]
    schematic: Schematic | None
    notes: tuple[str, ...]  # how its place was found, and the source
    tasks: TaskList
    sentences: tuple[Sentence, ...]
    labels: Mapping[str, Label]


def read_panel(
    store: Store,
    given: str,
    located: tuple[Located, ...],
    schematic: tuple[Schematic, ...],
    inferred_below: str,
    language: str,
) -> Panel:
    """What is said of the thing that an IRI or a name means. Raises ParameterError where it means none."""
    iri = resolve(store, _PLACE, given)
    tasks = read_tasks(store, _TASKS.format(iri_text(iri)), inferred_below)
    sentences = read_sentences(store, iri)
    mentioned = [iri, *(name for row in tasks.rows for name in row.mentioned())]
    mentioned += [name for sentence in sentences for name in sentence.mentioned()]
    labels = read_labels(store, mentioned, language)
    return Panel(
        iri=iri,
        label=labels[iri],
        located=tuple(thing for thing in located if thing.iri == iri),
        schematic=next((thing for thing in schematic if thing.iri == iri), None),
        notes=read_notes(store, [iri], language).get(iri, ()),
        tasks=tasks,
        sentences=sentences,
        labels=labels,
    )
