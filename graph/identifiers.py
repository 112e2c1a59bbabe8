"""The IRIs of a plan's things: one place that knows their patterns."""

from __future__ import annotations

from rdflib import URIRef

from graph.model import Goal, Level, Passage, PlanSettings
from graph.slugs import pinyin_slug

_OWN_FOLDER = {Level.TASK: "task", Level.PRINCIPLE: "principle", Level.GOAL: "goal", Level.SAFEGUARD: "safeguard"}
_NAMED_BY_TITLE = frozenset({Level.PRINCIPLE, Level.GOAL, Level.SAFEGUARD})


class Identifiers:
    """Mints the IRIs of one plan below one base IRI (which ends in "/")."""

    def __init__(self, base: str, settings: PlanSettings) -> None:
        self.base = base
        self.slug = settings.slug
        self.area = settings.area
        self.plan = self.of_path(f"plan/{self.slug}")
        self.text = self.of_path(f"text/{self.slug}")
        self._slugs: dict[tuple[str, str], str] = {}

    def of_path(self, path: str) -> URIRef:
        """The thing at this path below `id/`."""
        return URIRef(f"{self.base}id/{path}")

    def stated_graph(self) -> URIRef:
        """The graph of what the plan states."""
        return URIRef(f"{self.base}graph/plan/{self.slug}")

    def inferred_graph(self) -> URIRef:
        """The graph of what follows from it."""
        return URIRef(f"{self.base}graph/inferred/{self.slug}")

    def provenance_graph(self) -> URIRef:
        """The graph that says how every plan's graphs were made."""
        return URIRef(f"{self.base}graph/provenance")

    def geometry_graph(self) -> URIRef:
        """The graph of where its things are."""
        return URIRef(f"{self.base}graph/geometry/{self.slug}")

    def spatial_graph(self) -> URIRef:
        """The graph of the relations that are computed from those geometries."""
        return URIRef(f"{self.base}graph/spatial/{self.slug}")

    def geometry(self, path: str) -> URIRef:
        """The geometry of the thing at this path."""
        return self.of_path(f"geometry/{self.slug}/{self._key(path)}")

    def schematic(self, path: str) -> URIRef:
        """The schematic geometry of the thing at this path."""
        return self.of_path(f"schematic/{self.slug}/{self._key(path)}")

    def relation(self, basis: str, one: str, predicate: str, other: str) -> URIRef:
        """That the thing at one path is in a spatial relation to that at another, as known in this way."""
        return self.of_path(f"relation/{self.slug}/{basis}/{self._key(one)}/{predicate}/{self._key(other)}")

    def passage(self, passage: Passage) -> URIRef:
        """A numbered passage: by its number, or by its title where the contract names it so."""
        folder = _OWN_FOLDER.get(passage.level, "section")
        key = passage.number
        if passage.level in _NAMED_BY_TITLE:
            key = self._unique_slug(folder, passage.title, passage.number)
        return self.of_path(f"{folder}/{self.slug}/{key}")

    def goal(self, goal: Goal) -> URIRef:
        """A goal, by its title."""
        return self.of_path(f"goal/{self.slug}/{self._unique_slug('goal', goal.title, goal.number or str(goal.start))}")

    def responsibility(self, number: str, order: int) -> URIRef:
        """The part that the unit named in this order plays in the task of this number."""
        return self.of_path(f"responsibility/{self.slug}/{number}/{order}")

    def target(self, passage: str | None, index: int) -> URIRef:
        """The passage's target of this index, from 1."""
        return self.of_path(f"target/{self.slug}/{passage or 'plan'}-{index}")

    def annotation(self, start: int, end: int, kind: str) -> URIRef:
        """The citation of these characters for a thing of this kind."""
        return self.of_path(f"annotation/{self.slug}/{start}-{end}-{kind}")

    def organization(self, name: str) -> URIRef:
        """A body that only the document's head or signature names."""
        return self.of_path(f"organization/{self.area}/{pinyin_slug(name)}")

    def _key(self, path: str) -> str:
        """A path as one step of another: "place-jiuxing", with its area where that is not the plan's own."""
        kind, area, slug = path.split("/", 2)
        return f"{kind}-{slug}" if area == self.area else f"{kind}-{area}-{slug}"

    def _unique_slug(self, folder: str, title: str, distinction: str) -> str:
        """The title's slug, with what tells it apart where another title of the folder has the same pinyin."""
        slug = pinyin_slug(title) or distinction
        owner = self._slugs.setdefault((folder, slug), distinction)
        return slug if owner == distinction else f"{slug}-{distinction}"
