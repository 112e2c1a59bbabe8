"""A last sentence that assigns its passage (由A牵头,B、C配合) → the units it names."""

from __future__ import annotations

import re
from functools import cache

from graph.read.folding import FoldedText
from graph.read.units import NamedUnit, split_units


@cache
def _sentence() -> re.Pattern[str]:
    # 由, then units and verbs only: what else a sentence may say after 由 leaves a name that is no unit's
    return re.compile(
        r"(?:\A|(?<=[。;\n]))[ \n]*(?P<by>由)(?P<list>[^。;:\n]{2,200}?(?:牵头|负责|配合|参与|落实))[。;]?[ \n]*\Z"
    )


def read_assigning_sentence(source: FoldedText, start: int, end: int) -> tuple[int, int, list[NamedUnit]] | None:
    """Return start, end and units of the sentence at the end of `start` to `end`, if all it names are units."""
    match = _sentence().search(source.folded[start:end])
    if match is None:
        return None
    units = split_units(source, start + match.start("list"), start + match.end("list"))
    if not units or not all(unit.is_certain for unit in units):
        return None
    return start + match.start("by"), start + match.end("list"), units
