"""Which entities a document names, where, and what each one is: gazetteer first, rules for the rest."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from graph.link.folding import FoldedText, folded_name
from graph.link.gazetteer import Gazetteer
from graph.link.names import NameSearch
from graph.link.register import Register
from graph.link.rules import DOCUMENTS, RULES, Rule, stands_alone
from graph.link.stretches import stretches
from graph.model import Document, Entity, EntityType, Linking, Mention, Outline, PlanSettings, Problem

_GAZETTEER, _BODY = "gazetteer", "responsible-body"
_BODY_CONFIDENCE = 0.9
_SHORTEST_BODY = 3  # 妇联 or 团委 would be found inside other words
_QUOTED = re.compile("“([^“”]{1,40})”|《([^《》]{1,80})》")


def link(document: Document, outline: Outline, gazetteer: Gazetteer, settings: PlanSettings) -> Linking:
    """Find every entity that a document names, and give every responsible unit its node."""
    linker = _Linker(document, outline, gazetteer, settings)
    mentions = tuple(sorted(linker.mentions(), key=lambda mention: (mention.start, mention.end)))
    return Linking(
        mentions=mentions,
        entities=tuple(linker.register.entities()),
        unit_paths=linker.unit_paths,
        problems=tuple(_unlinked_quotations(document.text, mentions)),
    )


class _Linker:
    """Goes through one document: the gazetteer is believed first, then the document itself, then the rules."""

    def __init__(self, document: Document, outline: Outline, gazetteer: Gazetteer, settings: PlanSettings) -> None:
        self.register = Register(gazetteer, settings.area)
        self._gazetteer = gazetteer
        self._outline = outline
        self._document = document
        self._stretches = tuple(stretches(outline, len(document.text)))
        self._folded = FoldedText.of(document.text, ((stretch.start, stretch.end) for stretch in self._stretches))
        self._taken = bytearray(len(self._folded.text))  # 1 for each character that names something already
        units = [unit for passage in outline.passages for unit in passage.units]
        self.unit_paths = {unit.name: self.register.of_unit(unit).path for unit in units}
        self._said = "\n".join((self._folded.text, *(folded_name(unit.name) for unit in units)))
        if settings.jurisdiction and settings.jurisdiction in gazetteer.entities:
            self.register.of_path(settings.jurisdiction)

    def mentions(self) -> Iterator[Mention]:
        """Every mention, in no order."""
        yield from self._names_of_the_gazetteer()
        yield from self._bodies_without_entry()
        yield from self._findings_of_rules()

    def _names_of_the_gazetteer(self) -> Iterator[Mention]:
        for start, end, path in self._gazetteer.names.find(self._folded.text):
            if self._take(start, end) and path is not None:
                yield self._mention(start, end, self.register.of_path(path), _GAZETTEER, 1.0)

    def _bodies_without_entry(self) -> Iterator[Mention]:
        """Units and issuers that the gazetteer lacks, where the text names them as well; groups stay unnamed."""
        groups = {unit.name: unit.collective for passage in self._outline.passages for unit in passage.units}
        names = {name: None if groups.get(name) else name for name in (*groups, *self._outline.issuers)}
        search = NameSearch(
            {
                folded_name(name): body
                for name, body in names.items()
                if len(folded_name(name)) >= _SHORTEST_BODY and self._gazetteer.body(name) is None
            }
        )
        for start, end, body in search.find(self._folded.text):
            if self._is_whole(start) and self._take(start, end) and body is not None:
                yield self._mention(start, end, self.register.of_body(body), _BODY, _BODY_CONFIDENCE)

    def _findings_of_rules(self) -> Iterator[Mention]:
        """What the rules find: leftmost first, of those the longest, of those the earlier rule's."""
        found = [(rule, finding) for rule in RULES for finding in rule.find(self._folded.text)]
        for rule, finding in sorted(found, key=lambda pair: (pair[1].start, -pair[1].end)):
            start, end = finding.start, finding.end
            if self._believes(rule, self._folded.text[start:end]) and self._take(start, end):
                name = self._folded.spelling(start, end)
                entity = self.register.of_finding(finding.type, name, finding.kind_iri)
                yield self._mention(start, end, entity, rule.name, rule.confidence)

    def _is_whole(self, start: int) -> bool:
        """Whether a body's name begins here, and is not the end of a longer name."""
        return self._folded.follows_space(start) or stands_alone(self._folded.text, start)

    def _believes(self, rule: Rule, name: str) -> bool:
        """Whether the document bears a finding out: it says the name often enough, and does not mean itself."""
        names_itself = rule is DOCUMENTS and name in folded_name(self._outline.title)
        return not names_itself and (rule.occurrences == 1 or self._said.count(name) >= rule.occurrences)

    def _take(self, start: int, end: int) -> bool:
        """Take these characters if they are all free."""
        free = not any(self._taken[start:end])
        if free:
            self._taken[start:end] = b"\x01" * (end - start)
        return free

    def _mention(self, start: int, end: int, entity: Entity, method: str, confidence: float) -> Mention:
        first, last = self._folded.span(start, end)
        stretch = self._stretches[bisect_right(self._stretches, first, key=attrgetter("start")) - 1]
        return Mention(
            surface=self._document.text[first:last],
            type=_type_of(entity),
            canonical=entity.label,
            path=entity.path,
            passage=stretch.passage,
            start=first,
            end=last,
            method=method,
            confidence=confidence,
        )


def _type_of(entity: Entity) -> EntityType:
    """What an entity is when the text names it: a unit is then an organization."""
    first = entity.path.split("/")[0]
    return EntityType.ORGANIZATION if first == "unit" else EntityType(first)


def _unlinked_quotations(text: str, mentions: tuple[Mention, ...]) -> Iterator[Problem]:
    """A warning for every quotation in which nothing was found: it may be a name that is missed."""
    named = {offset for mention in mentions for offset in range(mention.start, mention.end)}
    for match in _QUOTED.finditer(text):
        if named.isdisjoint(range(*match.span())):
            yield Problem(
                kind="unlinked-quotation",
                message=f"{match[0]} names no entity; if it is a name, put it into the plan's gazetteer.",
                start=match.start(),
                end=match.end(),
            )
