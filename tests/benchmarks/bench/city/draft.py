"""One plan's text, with the characters at which everything stands: what reading and linking would have found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bench.city.names import Namer, clauses
from bench.city.shape import Shape
from bench.city.town import Thing, Town

_ORDINALS = "一二三四五六七八九十"


@dataclass(slots=True)
class Citation:
    """A thing, and the characters that name it."""

    thing: Thing
    start: int
    end: int


@dataclass(slots=True)
class Promise:
    """A target: the properties that say its value and date, and the characters that do."""

    pattern: frozenset[str]
    number: int
    year: int
    start: int
    end: int


@dataclass(slots=True)
class Node:
    """A passage of the plan."""

    number: str
    level: str
    marker: str
    title: str
    parent: Node | None
    start: int
    end: int = 0
    goal: int | None = None  # the goal that the section serves, by its position
    units: list[Citation] = field(default_factory=list)
    mentions: list[Citation] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    def ancestors(self) -> Iterator[Node]:
        """The passages it stands in, the innermost first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent


@dataclass(slots=True)
class Draft:
    """A plan: its text and everything in it."""

    slug: str
    town: Town
    title: str
    years: tuple[int, int]
    text: str
    nodes: list[Node]
    goals: list[Citation]  # the thing is the goal; the characters state it
    head: list[Citation]  # what the plan names before its first passage


class Drafter:
    """Writes one plan, passage by passage, until it has as many tasks as it may."""

    def __init__(self, shape: Shape, town: Town, first_year: int, random: Random) -> None:
        self._shape = shape
        self._town = town
        self._random = random
        self._namer = Namer(random)
        self._clauses = clauses(random)
        self._parts: list[str] = []
        self._length = 0
        self._nodes: list[Node] = []
        self._decks: dict[str, list[Thing]] = {}
        self.years = (first_year, first_year + 2)
        self.slug = f"{town.name.slug}-{first_year}-{first_year + 2}"

    def draft(self, tasks: int | None = None) -> Draft:
        """The plan, with at most this many tasks."""
        title = f"{self._town.place.label}经济社会高质量发展三年行动计划({self.years[0]}-{self.years[1]}年)"
        self._write(f"{title}\n")
        head = [self._cite(self._draw(kind)) for kind in self._bag("plan")]
        goals = self._requirements()
        self._tasks(tasks, len(goals))
        self._safeguards()
        return Draft(self.slug, self._town, title, self.years, "".join(self._parts), self._nodes, goals, head)

    def _requirements(self) -> list[Citation]:
        """The first part: guiding thought, principles, goals."""
        part = self._open("1", "part", "一、", "总体要求", None)
        self._close(self._open("1.1", "section", "(一)", "指导思想", part))
        principles = self._open("1.2", "section", "(二)", "基本原则", part)
        for index in range(1, self._shape.principles + 1):
            node = self._open(f"1.2.{index}", "principle", "——", self._heading("principle"), principles)
            self._close(node, self._length_of("principle"))
        self._close(principles)
        section = self._open("1.3", "section", "(三)", "发展目标", part)
        goals = []
        for _ in range(self._shape.goals):
            label = self._heading("goal")
            slug = self._namer.name("brand", len(label)).slug
            goals.append(self._cite(Thing(f"goal/{self.slug}/{slug}", ("Goal",), label, label)))
        self._close(section)
        self._close(part)
        return goals

    def _tasks(self, most: int | None, goals: int) -> None:
        """The second part: a section a goal, with groups of tasks."""
        left = 1_000_000 if most is None else most
        part = self._open("2", "part", "二、", "重点任务", None)
        for goal in range(goals):
            if left <= 0:
                break
            number = f"2.{goal + 1}"
            section = self._open(number, "section", f"({_ORDINALS[goal]})", self._heading("section"), part, goal)
            for group in range(1, self._random.choice(self._shape.groups_per_section) + 1):
                if left <= 0:
                    break
                heading = self._open(f"{number}.{group}", "group", f"{group}.", self._heading("section"), section)
                for task in range(1, min(left, self._random.choice(self._shape.tasks_per_group)) + 1):
                    self._task(f"{number}.{group}.{task}", f"({task})", heading)
                    left -= 1
                self._close(heading)
            self._close(section)
        self._close(part)

    def _task(self, number: str, marker: str, parent: Node) -> None:
        node = self._open(number, "task", marker, self._heading("task"), parent)
        if self._random.random() < self._shape.tasks_with_target:
            node.promises.append(self._promise())
        units: dict[str, Thing] = {}
        wanted = self._random.choice(self._shape.units_per_task)
        while len(units) < wanted:
            unit = self._draw("unit")
            units[unit.path] = unit
        clause = sum(len(unit.label) + 1 for unit in units.values()) + 7
        self._fill(node, self._length_of("task") - clause)
        self._write("(责任单位:")
        for unit in units.values():
            node.units.append(self._cite(unit))
            self._write("、")
        self._write(")")
        self._end(node)

    def _safeguards(self) -> None:
        part = self._open("3", "part", "三、", "保障措施", None)
        for index in range(1, self._shape.safeguards + 1):
            node = self._open(f"3.{index}", "safeguard", f"({_ORDINALS[index]})", self._heading("safeguard"), part)
            self._close(node, self._length_of("safeguard"))
        self._close(part)

    def _open(
        self, number: str, level: str, marker: str, title: str, parent: Node | None, goal: int | None = None
    ) -> Node:
        node = Node(number, level, marker, title, parent, self._length, goal=goal)
        self._nodes.append(node)
        self._write(f"{marker}{title}。")
        kind = level if level in self._shape.mentions else "section"
        for position, name in enumerate(self._bag(kind)):
            self._write("、" if position % 4 else next(self._clauses))
            node.mentions.append(self._cite(self._draw(name)))
        return node

    def _close(self, node: Node, length: int | None = None) -> None:
        if length is not None:
            self._fill(node, length)
        self._end(node)

    def _end(self, node: Node) -> None:
        node.end = self._length
        self._write("\n")

    def _fill(self, node: Node, length: int) -> None:
        """Write on until the passage has this many characters."""
        while (left := length - (self._length - node.start)) > 0:
            self._write(next(self._clauses)[:left])

    def _promise(self) -> Promise:
        start = self._length
        number = self._random.randint(1, 60)
        self._write(f"到{self.years[1]}年建成{number}个示范点")
        return Promise(self._random.choice(self._shape.targets), number, self.years[1], start, self._length)

    def _draw(self, kind: str) -> Thing:
        """Something of this kind that the town's plans name; all of them before any comes again."""
        deck = self._decks.setdefault(kind, [])
        if not deck:
            deck.extend(self._town.named[kind])
            self._random.shuffle(deck)
        return deck.pop()

    def _cite(self, thing: Thing) -> Citation:
        start = self._length
        self._write(thing.label)
        return Citation(thing, start, self._length)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _bag(self, kind: str) -> tuple[str, ...]:
        return self._random.choice(self._shape.mentions[kind])

    def _heading(self, kind: str) -> str:
        return self._namer.heading(self._random.choice(self._shape.title_lengths[kind]))

    def _length_of(self, kind: str) -> int:
        return self._random.choice(self._shape.text_lengths[kind])
