"""What can be wrong with a question that is asked, or with a question's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import PlanError


@dataclass(frozen=True, slots=True)
class Fit:
    """Something that would have fitted: the value to give, and its name for a person."""

    value: str
    title: str


class UnknownQuestion(PlanError):
    """There is no question of this name; `near` lists those whose names are like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        hint = f" Is {' or '.join(near)} meant?" if near else ""
        offer = f",是否指:{'、'.join(near)}?" if near else "。"
        self.sentences = {
            "zh": f"没有名为“{name}”的问题{offer}",
            "en": f"There is no question {name!r}.{hint}",
        }
        super().__init__(self.sentences["en"])
        self.name = name
        self.near = near


class ParameterError(PlanError):
    """A parameter that is missing, unknown, of the wrong type, or names nothing or several things.

    `sentences` say what, in each language; the English one is the message. `fits` would have fitted.
    """

    def __init__(self, name: str, given: str | None, sentences: Mapping[str, str], fits: tuple[Fit, ...] = ()) -> None:
        super().__init__(sentences["en"])
        self.name = name
        self.given = given
        self.sentences = sentences
        self.fits = fits


class QuestionFileError(PlanError):
    """A question's file that cannot be used; the message names the file and what is wrong in it."""
