"""What is wrong with a graph, in words a person can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_NOTHING = {"zh": "检查通过,没有发现问题。", "en": "The graph conforms; nothing is wrong."}
_SUMMARY = {"zh": "发现{count}个问题:", "en": "{count} found:"}
_VALUE = {"zh": "(现为:{value})", "en": " (now: {value})"}
_COLON = {"zh": ":", "en": ": "}


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the graph as a person knows it: its IRI or literal, and its number and name where it has them."""

    term: str
    number: str | None = None
    label: str | None = None

    def __str__(self) -> str:
        name = " ".join(part for part in (self.number, self.label) if part)
        return f"{name} <{self.term}>" if name else self.term


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong: which shape says so, of what, and because of which value."""

    kind: str  # the shape's local name: "TaskUnit"
    thing: Thing
    value: Thing | None
    messages: Mapping[str, str]  # by language: zh, en

    def text(self, language: str = "zh") -> str:
        """The violation in one line."""
        value = _VALUE[language].format(value=self.value) if self.value else ""
        return f"{self.thing}{_COLON[language]}{self.messages[language]}{value}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is wrong with a graph; in the order of the things."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    @property
    def counts(self) -> Mapping[str, int]:
        """How many violations there are of each kind, by kind."""
        return dict(sorted(Counter(violation.kind for violation in self.violations).items()))

    def text(self, language: str = "zh") -> str:
        """The report in lines, in Chinese (`zh`) or English (`en`)."""
        if self.conforms:
            return _NOTHING[language]
        lines = [_SUMMARY[language].format(count=len(self.violations))]
        lines += [f"- {violation.text(language)}" for violation in self.violations]
        lines.append("; ".join(f"{kind} {count}" for kind, count in self.counts.items()))
        return "\n".join(lines)
