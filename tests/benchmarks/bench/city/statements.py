"""What a drafted plan states, as the statements of its named graph: the same terms as the real plan's graph."""

from __future__ import annotations

from collections.abc import Iterable

from bench.city import terms as t
from bench.city.draft import Citation, Draft, Node, Promise
from bench.city.town import Thing

# Levels that are classes of their own; every other passage is a Section.
_CLASSES = {"task": "Task", "principle": "Principle", "safeguard": "Safeguard"}

Statement = tuple[str, str, str]


class Statements:
    """Collects the statements of one plan; `found` has each once, in the order in which they were made."""

    def __init__(self, base: str, draft: Draft) -> None:
        self._base = base
        self._draft = draft
        self.found: dict[Statement, None] = {}
        self.plan = self.thing(f"plan/{draft.slug}")
        self.text = self.thing(f"text/{draft.slug}")
        self._stated: set[str] = set()

    def thing(self, path: str) -> str:
        """The thing at this path below `id/`."""
        return f"<{self._base}id/{path}>"

    def node(self, node: Node | None) -> str:
        """A passage; the plan itself, for None."""
        if node is None:
            return self.plan
        return self.thing(f"{node.level if node.level in _CLASSES else 'section'}/{self._draft.slug}/{node.number}")

    def state(self) -> None:
        """State everything the plan says."""
        self._head()
        for citation in self._draft.head:
            self._mention(citation, None)
        for goal in self._draft.goals:
            self._goal(goal)
        for position, node in enumerate(self._draft.nodes, start=1):
            self._passage(node, position)
            for citation in node.mentions:
                self._mention(citation, node)
            for index, promise in enumerate(node.promises, start=1):
                self._target(node, promise, index)

    def _add(self, subject: str, *pairs: tuple[str, str]) -> None:
        for name, value in pairs:
            self.found[subject, name, value] = None

    def _label(self, subject: str, label: str, language: str = "zh") -> None:
        written = t.text(label, language)
        self._add(subject, (t.LABEL, written), (t.PREFERRED, written))

    def _head(self) -> None:
        draft = self._draft
        self._label(self.plan, draft.title)
        self._label(self.text, draft.title)
        issuer = Thing(
            f"organization/{draft.town.name.slug}/zhengfu",
            ("Organization",),
            f"{draft.town.place.label}政府",
            "Government",
        )
        self._entity(issuer)
        self._add(
            self.plan,
            (t.A, t.plan("Plan")),
            (t.TITLE, t.text(draft.title, "zh")),
            (t.ISSUED, t.typed(f"{draft.years[0]}-03-01", "date")),
            (t.PUBLISHER, self.thing(issuer.path)),
            (t.plan("periodStart"), t.typed(draft.years[0], "gYear")),
            (t.plan("periodEnd"), t.typed(draft.years[1], "gYear")),
            (t.plan("jurisdiction"), self.thing(draft.town.place.path)),
            (t.plan("sourceText"), self.text),
        )
        self._add(self.text, (t.A, t.plan("SourceText")), (t.plan("text"), t.text(draft.text)))
        self._entity(draft.town.place)

    def _goal(self, goal: Citation) -> None:
        section = next(node for node in self._draft.nodes if node.number == "1.3")
        subject = self.thing(goal.thing.path)
        self._label(subject, goal.thing.label)
        self._add(subject, (t.A, t.plan("Goal")), (t.plan("partOf"), self.node(section)))
        self._cite([subject], goal.start, goal.end, "goal", section)

    def _passage(self, node: Node, position: int) -> None:
        subject = self.node(node)
        self._label(subject, node.title)
        self._add(
            subject,
            (t.A, t.plan(_CLASSES.get(node.level, "Section"))),
            (t.plan("level"), t.level(node.level)),
            (t.plan("number"), t.text(node.number)),
            (t.plan("position"), t.typed(position, "integer")),
            (t.plan("marker"), t.text(node.marker)),
            (t.plan("text"), t.text(self._draft.text[node.start : node.end])),
            (t.plan("partOf"), self.node(node.parent)),
        )
        self._cite([subject], node.start, node.end, node.level, node)
        if node.goal is not None:
            self._add(subject, (t.plan("serves"), self.thing(self._draft.goals[node.goal].thing.path)))
        if node.level == "task":
            self._responsibilities(node, subject)

    def _responsibilities(self, node: Node, subject: str) -> None:
        goal = next(above.goal for above in node.ancestors() if above.goal is not None)
        self._add(
            subject,
            (t.plan("contributesTo"), self.thing(self._draft.goals[goal].thing.path)),
            (t.plan("responsibilityLabel"), t.text("责任单位")),
        )
        for order, unit in enumerate(node.units, start=1):
            part = self.thing(f"responsibility/{self._draft.slug}/{node.number}/{order}")
            body = self._entity(unit.thing)
            self._add(subject, (t.plan("responsibleUnit"), body), (t.plan("responsibility"), part))
            self._add(
                part,
                (t.A, t.plan("Responsibility")),
                (t.plan("unit"), body),
                (t.plan("role"), t.plan("Responsible")),
                (t.plan("order"), t.typed(order, "integer")),
            )
            self._cite([part, body], unit.start, unit.end, "responsibility", node)

    def _mention(self, citation: Citation, node: Node | None) -> None:
        body = self._entity(citation.thing)
        kind = "organization" if citation.thing.type == "unit" else citation.thing.type
        self._add(self.node(node), (t.plan("concerns"), body), (t.plan(f"concerns{kind.capitalize()}"), body))
        self._cite([body], citation.start, citation.end, citation.thing.type, node)

    def _target(self, node: Node, promise: Promise, index: int) -> None:
        target = self.thing(f"target/{self._draft.slug}/{node.number}-{index}")
        quote = self._draft.text[promise.start : promise.end]
        self._label(target, quote)
        self._add(self.node(node), (t.plan("hasTarget"), target))
        self._add(
            target, (t.A, t.plan("Target")), (t.plan("quote"), t.text(quote)), (t.plan("subject"), t.text("示范点"))
        )
        values = {
            "value": t.typed(promise.number, "decimal"),
            "minValue": t.typed(promise.number, "decimal"),
            "maxValue": t.typed(promise.number + 5, "decimal"),
            "unitOfMeasure": t.text("个"),
            "dueDate": t.typed(promise.year, "gYear"),
        }
        self._add(target, *((t.plan(name), values[name]) for name in sorted(promise.pattern)))
        if "dueDate" in promise.pattern:
            self._add(self.node(node), (t.plan("dueDate"), values["dueDate"]))
        self._cite([target], promise.start, promise.end, "target", node)

    def _entity(self, thing: Thing) -> str:
        """State an entity once, and what it lies within; its IRI."""
        subject = self.thing(thing.path)
        if thing.path in self._stated:
            return subject
        self._stated.add(thing.path)
        self._add(subject, *((t.A, t.plan(name)) for name in thing.classes))
        self._label(subject, thing.label)
        self._label(subject, thing.english, "en")
        optional = (
            (t.ALTERNATIVE, t.text(thing.alternative, "zh") if thing.alternative else None),
            (t.NOTE, t.text(thing.note, "zh") if thing.note else None),
            (t.plan("kind"), t.iri(thing.kind) if thing.kind else None),
            (t.plan("within"), self._entity(thing.within) if thing.within else None),
            (t.plan("locatedAt"), self._entity(thing.located) if thing.located else None),
        )
        self._add(subject, *((name, value) for name, value in optional if value))
        return subject

    def _cite(self, bodies: Iterable[str], start: int, end: int, kind: str, node: Node | None) -> None:
        """Say where the text names the bodies."""
        path = f"{self._base}id/annotation/{self._draft.slug}/{start}-{end}-{kind}"
        annotation, target, position, quote = (f"<{path}{part}>" for part in ("", "#target", "#position", "#quote"))
        for body in bodies:
            self._add(annotation, (t.oa("hasBody"), body))
            self._add(body, (t.plan("evidence"), annotation))
        self._add(
            annotation,
            (t.A, t.oa("Annotation")),
            (t.oa("hasTarget"), target),
            (t.plan("inNode"), self.node(node)),
            (
                t.plan("method"),
                t.text("rule" if kind in ("responsibility", "target", "goal", *_CLASSES) else "gazetteer"),
            ),
            (t.plan("confidence"), t.typed(1, "decimal")),
        )
        self._add(
            target,
            (t.A, t.oa("SpecificResource")),
            (t.oa("hasSource"), self.text),
            (t.oa("hasSelector"), position),
            (t.oa("hasSelector"), quote),
        )
        self._add(
            position,
            (t.A, t.oa("TextPositionSelector")),
            (t.oa("start"), t.typed(start, "nonNegativeInteger")),
            (t.oa("end"), t.typed(end, "nonNegativeInteger")),
        )
        self._add(quote, (t.A, t.oa("TextQuoteSelector")), (t.oa("exact"), t.text(self._draft.text[start:end])))
