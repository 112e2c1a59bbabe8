"""What can be wrong with a request for features."""

from __future__ import annotations

from graph.model import PlanError


class FeatureRequestError(PlanError):
    """A parameter that features cannot be chosen by; the message says which, what is wrong, and what would fit."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
