"""Whether each feature satisfies a condition: yes, no, or unknown where a value is missing (SQL's three values)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.features.table import Mask


@dataclass(frozen=True, slots=True)
class Truth:
    """For each feature of a table: whether a condition is true, and whether it is false; neither is unknown."""

    true: Mask
    false: Mask

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.true & other.true, self.false | other.false)

    def __or__(self, other: Truth) -> Truth:
        return Truth(self.true | other.true, self.false & other.false)

    def __invert__(self) -> Truth:
        return Truth(self.false, self.true)


def known(true: Mask, is_known: Mask) -> Truth:
    """True where it is, false elsewhere, and unknown where it is not known."""
    return Truth(true & is_known, ~true & is_known)


def always(*, true: bool, features: int) -> Truth:
    """The same for all features."""
    yes = np.full(features, true)
    return Truth(yes, ~yes)
