"""A plan's hand-curated names: read from SKOS, checked, and made searchable in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef

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
    return _GazetteerReader(_parsed(source, base), source.name, base).read()


def _parsed(source: Path | Traversable, base: str) -> Graph:
    try:
        return Graph().parse(data=source.read_bytes(), format="turtle", publicID=base)
    except Exception as error:  # rdflib's parsers raise whatever they stumble over
        raise PlanError(f"The gazetteer {source.name} cannot be read as Turtle: {error}") from error


class _GazetteerReader:
    """Turns the parsed file into entities and the forms they are looked for in."""

    def __init__(self, graph: Graph, file_name: str, base: str) -> None:
        self._graph = graph
        self._file_name = file_name
        self._root = f"{base}id/"

    def read(self) -> Gazetteer:
        subjects = sorted({subject for subject in self._graph.subjects(SKOS.prefLabel) if isinstance(subject, URIRef)})
        entities = [self._entity(subject) for subject in subjects if self._classes(subject)]
        self._refuse_unknown_places(entities)
        return Gazetteer(entities, self._forms(subjects))

    def _entity(self, subject: URIRef) -> Entity:
        path, classes = self._path(subject), self._classes(subject)
        fitting = sorted(classes, key=lambda name: (_PATH_OF_CLASS[name] != path.split("/")[0], _CLASSES.index(name)))
        if _PATH_OF_CLASS[fitting[0]] != path.split("/")[0]:
            raise self._error(subject, f"is a {fitting[0]}, so its IRI should begin with {_PATH_OF_CLASS[fitting[0]]}/")
        kind = self._graph.value(subject, PLAN.kind)
        return Entity(
            path=path,
            classes=tuple(fitting),
            label=self._label(subject),
            label_en=next(iter(self._texts(subject, SKOS.prefLabel, "en")), None),
            alternatives=self._texts(subject, SKOS.altLabel),
            kind=None if kind is None else str(kind),
            within=self._places(subject, PLAN.within),
            located_at=self._places(subject, PLAN.locatedAt),
            code=next((str(code) for code in self._graph.objects(subject, SKOS.notation)), None),
            note=next(iter(self._texts(subject, SKOS.scopeNote)), None),
        )

    def _forms(self, subjects: Iterable[URIRef]) -> dict[str, str | None]:
        """The folded forms to look for in the text, and the path of what each names, None for nothing."""
        forms: dict[str, str | None] = {}
        owners: dict[str, URIRef] = {}
        for subject in subjects:
            for form in self._searched(subject):
                if owners.setdefault(form, subject) != subject:
                    raise self._error(subject, f"shares the name {form} with {self._path(owners[form])}")
                forms[form] = self._path(subject) if self._classes(subject) else None
        return forms

    def _searched(self, subject: URIRef) -> set[str]:
        """An entry's forms; a longer one gives way to the hidden label it ends in."""
        classes = self._classes(subject)
        if classes and not classes - _ONLY_RESPONSIBLE:
            return set()
        hidden = {folded_name(text) for text in self._texts(subject, SKOS.hiddenLabel)}
        shown = {folded_name(text) for text in (self._label(subject), *self._texts(subject, SKOS.altLabel))}
        return hidden | {form for form in shown if not any(form.endswith(part) for part in hidden)}

    def _classes(self, subject: URIRef) -> set[str]:
        types = {str(value) for value in self._graph.objects(subject, RDF.type)}
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
        values = self._graph.objects(subject, predicate)
        return tuple(sorted(str(v) for v in values if isinstance(v, Literal) and v.language == language))

    def _places(self, subject: URIRef, predicate: URIRef) -> tuple[str, ...]:
        places = (value for value in self._graph.objects(subject, predicate) if isinstance(value, URIRef))
        return tuple(sorted(self._path(place) for place in places))

    def _path(self, iri: URIRef) -> str:
        if not iri.startswith(self._root):
            raise self._error(iri, f"does not lie below {self._root}")
        return iri.removeprefix(self._root)

    def _refuse_unknown_places(self, entities: Sequence[Entity]) -> None:
        places = {entity.path for entity in entities if "Place" in entity.classes}
        for entity in entities:
            if missing := sorted({*entity.within, *entity.located_at} - places):
                raise self._error(URIRef(entity.path), f"lies in {missing[0]}, which is no place of this file")

    def _error(self, iri: URIRef, what: str) -> PlanError:
        return PlanError(f"The gazetteer {self._file_name} has an entry that {what}: {iri.removeprefix(self._root)}")
