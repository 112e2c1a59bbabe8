"""What can be wrong with a question that is asked, or with a question's file."""

from __future__ import annotations

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
        super().__init__(f"There is no question {name!r}.{hint}")
        self.name = name
        self.near = near


class ParameterError(PlanError):
    """A parameter that is missing, unknown, of the wrong type, or names nothing or several things."""

    def __init__(self, name: str, given: str | None, message: str, fits: tuple[Fit, ...] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.given = given
        self.fits = fits


class QuestionFileError(PlanError):
    """A question's file that cannot be used; the message names the file and what is wrong in it."""
