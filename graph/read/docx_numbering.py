"""Word's automatic numbers, which stand in no paragraph's text: 一、 (一) 1. as numbering.xml counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import cn2an  # type: ignore[import-untyped]  # it ships no types
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_DEEPEST = 9  # levels Word knows
_LARGEST = 3999


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # the level whose numbers restart this one; 0 is never
    is_legal: bool = False  # all numbers in it are decimal
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list of the document: its levels, and the counters that all paragraphs of it share."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document, in reading order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}  # by numId
        self._styles = _style_numbers(styles)
        if numbering is not None:
            self._read(numbering)

    def marker(self, paragraph: Element) -> str:
        """Return the number Word shows before a paragraph, with the space behind it; "" where there is none."""
        number_id, level = self._place(paragraph)
        found = self._lists.get(number_id or "0")
        if found is None or level not in found.levels:
            return ""
        definition = found.levels[level]
        counters = found.counters
        counters[level] = counters[level] + 1 if level in counters else definition.start
        for deeper in [other for other in counters if other > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart != 0 and level < restart):
                del counters[deeper]
        if definition.format in ("none", "bullet"):
            return _bullet(definition)
        text = re.sub(r"%([1-9])", lambda match: _shown(found, int(match[1]) - 1, definition), definition.text)
        return text + ("" if definition.suffix == "nothing" or not text else " ")

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, else its style's."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return self._styles.get("", (None, 0))
        style = _value(properties, "w:pStyle") or ""
        inherited_id, inherited_level = self._styles.get(style, (None, 0))
        own = properties.find(qn("w:numPr"))
        if own is None:
            return inherited_id, self._level_of_style(inherited_id, style, inherited_level)
        number_id = _value(own, "w:numId") or inherited_id
        level = _value(own, "w:ilvl")
        return number_id, int(level) if level and level.isdigit() else inherited_level

    def _level_of_style(self, number_id: str | None, style: str, otherwise: int) -> int:
        """The level that a list ties to a style."""
        levels = self._lists[number_id].levels if number_id in self._lists else {}
        return next((index for index, level in levels.items() if level.style == style), otherwise)

    def _read(self, numbering: Element) -> None:
        """Read all lists; those that are the same abstract list count together unless one starts anew."""
        abstract = {e.get(qn("w:abstractNumId")): e for e in numbering.findall(qn("w:abstractNum"))}
        by_style = {_value(e, "w:styleLink"): e for e in abstract.values() if _value(e, "w:styleLink")}
        shared: dict[str, _List] = {}
        for number in numbering.findall(qn("w:num")):
            key = _value(number, "w:abstractNumId") or ""
            definition = abstract.get(key)
            if definition is None:
                continue
            definition = by_style.get(_value(definition, "w:numStyleLink"), definition)
            base = shared.setdefault(key, _List(_levels(definition)))
            self._lists[number.get(qn("w:numId")) or ""] = _overridden(base, number)


def _overridden(base: _List, number: Element) -> _List:
    """The list as one `w:num` changes it; with nothing changed it is the shared list itself."""
    overrides = number.findall(qn("w:lvlOverride"))
    if not overrides:
        return base
    levels = dict(base.levels)
    for override in overrides:
        index = int(override.get(qn("w:ilvl")) or 0)
        own = override.find(qn("w:lvl"))
        level = _level(own) if own is not None else levels.get(index, _Level())
        start = _value(override, "w:startOverride")
        if start and start.isdigit():
            level = _Level(
                int(start), level.format, level.text, level.suffix, level.restart, level.is_legal, level.style
            )
        levels[index] = level
    return _List(levels)


def _levels(definition: Element) -> dict[int, _Level]:
    """The levels of an abstract list."""
    found = {int(e.get(qn("w:ilvl")) or 0): _level(e) for e in definition.findall(qn("w:lvl"))}
    return {index: level for index, level in found.items() if index < _DEEPEST}


def _level(element: Element) -> _Level:
    """One level's definition."""
    start, restart = _value(element, "w:start"), _value(element, "w:lvlRestart")
    return _Level(
        start=int(start) if start and start.isdigit() else 1,
        format=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        suffix=_value(element, "w:suff") or "tab",
        restart=int(restart) if restart and restart.isdigit() else None,
        is_legal=element.find(qn("w:isLgl")) is not None,
        style=_value(element, "w:pStyle"),
    )


def _value(element: Element, name: str) -> str | None:
    """The `w:val` of a child element."""
    child = element.find(qn(name))
    return child.get(qn("w:val")) if child is not None else None


def _style_numbers(styles: Element | None) -> dict[str, tuple[str | None, int]]:
    """The list and level that each paragraph style brings, inherited ones included."""
    if styles is None:
        return {}
    by_id = {e.get(qn("w:styleId")) or "": e for e in styles.findall(qn("w:style"))}
    found: dict[str, tuple[str | None, int]] = {}
    for name, style in by_id.items():
        element: Element | None = style
        seen: set[str] = set()
        while element is not None:
            own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if own is not None:
                level = _value(own, "w:ilvl")
                found[name] = (_value(own, "w:numId"), int(level) if level and level.isdigit() else 0)
                break
            parent = _value(element, "w:basedOn") or ""
            element = by_id.get(parent) if parent not in seen else None
            seen.add(parent)
    return found


def _bullet(level: _Level) -> str:
    """A bullet, where it is one that plans count with; symbols of Word's own fonts are left out."""
    return level.text if level.text.strip("—–-") == "" else ""


def _shown(found: _List, index: int, shown_in: _Level) -> str:
    """The number of level `index` as it shows in a marker."""
    level = found.levels.get(index, _Level())
    value = min(found.counters.setdefault(index, level.start), _LARGEST)
    return _formats().get("decimal" if shown_in.is_legal else level.format, str)(value)


@cache
def _formats() -> dict[str, Callable[[int], str]]:
    """Word's names of numeral systems, each with how it writes a number."""
    chinese = dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "koreanCounting",
        ),
        _chinese,
    )  # fmt: skip
    legal = dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal)
    return chinese | legal | {
        "decimal": str,
        "decimalZero": "{:02d}".format,
        "decimalFullWidth": _full_width,
        "decimalFullWidth2": _full_width,
        "decimalEnclosedCircle": _enclosed("①", 20),
        "decimalEnclosedCircleChinese": _enclosed("①", 20),
        "decimalEnclosedParen": _enclosed("⑴", 20),
        "decimalEnclosedFullstop": _enclosed("⒈", 20),
        "ideographEnclosedCircle": _enclosed("㊀", 10),
        "ideographTraditional": _letters("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac": _letters("子丑寅卯辰巳午未申酉戌亥"),
        "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
        "upperRoman": _roman,
        "lowerRoman": lambda value: _roman(value).lower(),
    }  # fmt: skip


def _chinese(value: int) -> str:
    return str(cn2an.an2cn(value))


def _legal(value: int) -> str:
    return str(cn2an.an2cn(value, "up"))


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


def _enclosed(first: str, most: int) -> Callable[[int], str]:
    """Enclosed characters from `first` on; beyond `most` there is none, so the number stands in brackets."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= most else f"({value})"


def _letters(letters: str) -> Callable[[int], str]:
    """Letters in turn, doubled when they are used up, as Word does."""
    return lambda value: letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1) if value > 0 else "0"


def _roman(value: int) -> str:
    digits = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    written = ""
    for size, letters in digits:
        count, value = divmod(value, size)
        written += letters * count
    return written
