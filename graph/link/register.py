"""The entities met in one document: those of the gazetteer, and those made for names that it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.link.folding import folded_name
from graph.link.gazetteer import Gazetteer
from graph.model import Entity, EntityType, UnitReference
from graph.slugs import pinyin_slug


class Register:
    """Gives every name its entity, one node a body, and an IRI path to those that have none yet."""

    def __init__(self, gazetteer: Gazetteer, area: str) -> None:
        """Begin with what the gazetteer knows; new paths are made in this area."""
        self._gazetteer = gazetteer
        self._area = area
        self._made: dict[tuple[str, str], str] = {}  # path's first part and folded name, to the path
        self._found: dict[str, Entity] = {}  # by rules, by folded name
        self._met: dict[str, Entity] = {}

    def of_path(self, path: str) -> Entity:
        """An entity of the gazetteer, or one made before."""
        return self._met.setdefault(path, self._met.get(path) or self._gazetteer.entities[path])

    def of_unit(self, unit: UnitReference) -> Entity:
        """The unit a responsibility clause names; an organization that is responsible becomes a unit as well."""
        known = self._gazetteer.body(unit.name)
        if known is None:
            return self._make("unit", ("CollectiveUnit" if unit.collective else "Unit",), unit.name)
        entity = self.of_path(known.path)
        return entity if {"Unit", "CollectiveUnit"}.intersection(entity.classes) else self._add_class(entity, "Unit")

    def of_body(self, name: str) -> Entity:
        """A responsible unit or issuer that the text names as well: an organization, on the node it has."""
        known = self._gazetteer.body(name)
        path = known.path if known else self._made.get(("unit", folded_name(name)))
        if path is None:
            return self._make("organization", ("Organization",), name)
        entity = self.of_path(path)
        return entity if "Organization" in entity.classes else self._add_class(entity, "Organization")

    def of_finding(self, entity_type: EntityType, name: str, kind: str | None) -> Entity:
        """What a rule found: what bears the same name is the same entity, of the type it was first found to be."""
        known = self._found.get(folded_name(name))
        entity = known or self._make(entity_type.value, (entity_type.value.capitalize(),), name, kind)
        self._found[folded_name(name)] = entity
        return entity

    def entities(self) -> Iterator[Entity]:
        """All that were met, and what they lie within or at, by path."""
        waiting = list(self._met)
        while waiting:
            entity = self.of_path(waiting.pop())
            waiting.extend(path for path in (*entity.within, *entity.located_at) if path not in self._met)
            for path in (*entity.within, *entity.located_at):
                self.of_path(path)
        yield from (self._met[path] for path in sorted(self._met))

    def _add_class(self, entity: Entity, name: str) -> Entity:
        self._met[entity.path] = replace(entity, classes=(*entity.classes, name))
        return self._met[entity.path]

    def _make(self, first: str, classes: tuple[str, ...], name: str, kind: str | None = None) -> Entity:
        key = (first, folded_name(name))
        if key not in self._made:
            path = self._free_path(first, name)
            self._made[key] = path
            self._met[path] = Entity(path=path, classes=classes, label=name, kind=kind)
        return self._met[self._made[key]]

    def _free_path(self, first: str, name: str) -> str:
        """The path by the name's pinyin; names that sound alike are numbered in the order of the text."""
        slug = pinyin_slug(name) or "-".join(f"u{ord(character):x}" for character in name)
        taken = self._gazetteer.entities.keys() | self._met.keys()
        plain = f"{first}/{self._area}/{slug}"
        path, number = plain, 2
        while path in taken:
            path, number = f"{plain}-{number}", number + 1
        return path
