"""A plan's hand-curated names: read from SKOS, checked, and made searchable in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph.link.claims import read_claims
from graph.link.folding import folded_name
from graph.link.names import NameSearch
from graph.model import Entity, EntityType, PlanError
from ontology.namespaces import ONTOLOGY
from ontology.terms import PLAN

_CLASSES = (*(entity_type.value.capitalize() for entity_type in EntityType), "Unit", "CollectiveUnit")
_PATH_OF_CLASS = {name: name.lower() for name in _CLASSES} | {"CollectiveUnit": "unit"}
_BODIES = {"Unit", "CollectiveUnit", "Organization"}
_ONLY_RESPONSIBLE = {"Unit", "CollectiveUnit"}


class Gazetteer:
    """The entities of a plan and their names, in the text and in responsibility clauses."""

    def __init__(self, entities: Iterable[Entity] = (), forms: Mapping[str, str | None] | None = None) -> None:
        """Take the entities, and the folded forms to look for with the path of what each names (None: nothing)."""
        self.entities: Mapping[str, Entity] = {entity.path: entity for entity in entities}
        self.names = NameSearch(forms or {})
        self._bodies = {
            folded_name(name): entity
            for entity in self.entities.values()
            if _BODIES.intersection(entity.classes)
            for name in (entity.label, *entity.alternatives)
        }

    def body(self, name: str) -> Entity | None:
        """The unit or organization that bears this name, as a responsibility clause would write it."""
        return self._bodies.get(folded_name(name))


def load_gazetteer(source: Path | Traversable | None, base: str) -> Gazetteer:
    """Read a gazetteer whose IRIs are relative to `base`; without a source, an empty one.

    Raises PlanError, in one sentence, for a file that is not Turtle, an entry without a Chinese name, an IRI that
    does not fit its class, a place that is not in the file, and a name that two entries share.
    """
    if source is None:
        return Gazetteer()
    return _read(source.read_bytes(), source.name, base)


@lru_cache(maxsize=8)
def _read(turtle: bytes, file_name: str, base: str) -> Gazetteer:
    """A gazetteer, parsed once however many documents are linked with it."""
    try:
        graph = Graph().parse(data=turtle, format="turtle", publicID=base)
    except Exception as error:  # rdflib's parsers raise whatever they stumble over
        raise PlanError(
            f"The gazetteer {file_name} cannot be read as Turtle: {' '.join(str(error).split())}"
        ) from error
    return _GazetteerReader(graph, file_name, base).read()


class _GazetteerReader:
    """Turns the parsed file into entities and the forms they are looked for in."""

    def __init__(self, graph: Graph, file_name: str, base: str) -> None:
        self._subjects = sorted({subject for subject in graph.subjects(RDF.type) if isinstance(subject, URIRef)})
        self._values: dict[tuple[Node, Node], list[Node]] = defaultdict(list)  # asked many times: quicker than a graph
        for subject, predicate, value in graph:
            self._values[subject, predicate].append(value)
        self._file_name = file_name
        self._root = f"{base}id/"
        self._claims = read_claims(graph, file_name, self._root)

    def read(self) -> Gazetteer:
        entities = [self._entity(subject) for subject in self._subjects if self._classes(subject)]
        self._refuse_unknown_places(entities)
        self._refuse_shared_names()
        return Gazetteer(entities, self._forms())

    def _entity(self, subject: URIRef) -> Entity:
        path, classes = self._path(subject), self._classes(subject)
        fitting = sorted(classes, key=lambda name: (_PATH_OF_CLASS[name] != path.split("/")[0], _CLASSES.index(name)))
        if _PATH_OF_CLASS[fitting[0]] != path.split("/")[0]:
            raise self._error(subject, f"is a {fitting[0]}, so its IRI should begin with {_PATH_OF_CLASS[fitting[0]]}/")
        return Entity(
            path=path,
            classes=tuple(fitting),
            label=self._label(subject),
            label_en=next(iter(self._texts(subject, SKOS.prefLabel, "en")), None),
            alternatives=self._texts(subject, SKOS.altLabel),
            kind=min(map(str, self._values.get((subject, PLAN.kind), ())), default=None),
            within=self._places(subject, PLAN.within),
            located_at=self._places(subject, PLAN.locatedAt),
            adjacent_to=self._places(subject, PLAN.adjacentTo),
            claims=self._claims.get(subject, ()),
            code=min(map(str, self._values.get((subject, SKOS.notation), ())), default=None),
            note=next(iter(self._texts(subject, SKOS.scopeNote)), None),
        )

    def _forms(self) -> dict[str, str | None]:
        """The folded forms to look for in the text, and the path of what each names, None for nothing."""
        return {
            form: self._path(subject) if self._classes(subject) else None
            for subject in self._subjects
            if not self._is_only_responsible(subject)
            for form in self._searched(subject)
        }

    def _refuse_shared_names(self) -> None:
        owners: dict[str, URIRef] = {}
        for subject in self._subjects:
            for form in sorted(self._shown(subject) | self._searched(subject)):
                if owners.setdefault(form, subject) != subject:
                    raise self._error(subject, f"shares the name {form} with {self._path(owners[form])}")

    def _searched(self, subject: URIRef) -> set[str]:
        """An entry's forms; a longer one gives way to the hidden label it ends in."""
        hidden = {folded_name(text) for text in self._texts(subject, SKOS.hiddenLabel)}
        return hidden | {form for form in self._shown(subject) if not any(form.endswith(part) for part in hidden)}

    def _shown(self, subject: URIRef) -> set[str]:
        return {folded_name(text) for text in (self._label(subject), *self._texts(subject, SKOS.altLabel))}

    def _is_only_responsible(self, subject: URIRef) -> bool:
        """Whether an entry is a unit that the text does not name: it is looked up, not searched for."""
        return bool(classes := self._classes(subject)) and not classes - _ONLY_RESPONSIBLE

    def _classes(self, subject: URIRef) -> set[str]:
        types = {str(value) for value in self._values.get((subject, RDF.type), ())}
        names = {value.removeprefix(str(ONTOLOGY)) for value in types if value.startswith(str(ONTOLOGY))}
        if unknown := sorted(names - set(_CLASSES)):
            raise self._error(subject, f"is a plan:{unknown[0]}, which is no class of entities")
        return names

    def _label(self, subject: URIRef) -> str:
        labels = self._texts(subject, SKOS.prefLabel)
        if len(labels) != 1:
            raise self._error(subject, f"has {len(labels)} Chinese skos:prefLabel, and should have one")
        return labels[0]

    def _texts(self, subject: URIRef, predicate: URIRef, language: str = "zh") -> tuple[str, ...]:
        values = self._values.get((subject, predicate), ())
        texts = (str(v) for v in values if isinstance(v, Literal) and v.language == language)
        return tuple(sorted(text for text in texts if text.strip()))

    def _places(self, subject: URIRef, predicate: URIRef) -> tuple[str, ...]:
        places = (value for value in self._values.get((subject, predicate), ()) if isinstance(value, URIRef))
        return tuple(sorted(self._path(place) for place in places))

    def _path(self, iri: URIRef) -> str:
        if not iri.startswith(self._root):
            raise self._error(iri, f"does not lie below {self._root}")
        return iri.removeprefix(self._root)

    def _refuse_unknown_places(self, entities: Sequence[Entity]) -> None:
        places = {entity.path for entity in entities if "Place" in entity.classes}
        for entity in entities:
            if missing := sorted({*entity.within, *entity.located_at, *entity.adjacent_to} - places):
                raise self._error(URIRef(entity.path), f"lies in {missing[0]}, which is no place of this file")

    def _error(self, iri: URIRef, what: str) -> PlanError:
        return PlanError(f"The gazetteer {self._file_name} has an entry that {what}: {iri.removeprefix(self._root)}")
