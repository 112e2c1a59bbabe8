"""What a reader is told of a parameter that does not fit, with links that ask again with what would have fitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request

from queries.errors import Fit, ParameterError
from service.context import context
from service.http.problem import Problem


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that would have fitted, and the address that asks with it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The sentence about a parameter, and what may be meant instead."""

    name: str
    given: str | None
    sentence: str
    offers: tuple[Offer, ...]


def refusal(error: ParameterError, language: str) -> Refusal:
    """The error as a page tells it."""
    titles = [fit.title for fit in error.fits]
    are_names = len(set(titles)) == len(titles) and error.given not in titles  # each means one thing
    values = [fit.title if are_names and _is_thing(fit) else fit.value for fit in error.fits]
    offers = (Offer(title, _again(error, value)) for title, value in zip(titles, values, strict=True))
    return Refusal(error.name, error.given, error.sentences[language], tuple(offers))


def as_problem(error: ParameterError, language: str) -> Problem:
    """The error as a program is told: the sentence in both languages too, what was given and what would fit."""
    members = {
        "parameter": error.name,
        "given": error.given,
        "sentences": dict(error.sentences),
        "near": [{"value": fit.value, "title": fit.title} for fit in error.fits],
    }
    told = {name: value for name, value in members.items() if value is not None and value != []}
    return Problem(400, error.sentences[language], members=told, headers={"Vary": "Accept-Language"})


def _is_thing(fit: Fit) -> bool:
    return "://" in fit.value


def _again(error: ParameterError, fitting: str) -> str:
    """The address of the request with `fitting` in place of what did not fit."""
    query: dict[str, Sequence[str]] = {}
    for name, value in _replaced(error, fitting):
        query[name] = [*query.get(name, ()), value]
    return context().links.to(request.path.lstrip("/"), **query)


def _replaced(error: ParameterError, fitting: str) -> Iterator[tuple[str, str]]:
    for name, value in request.args.items(multi=True):
        if name == error.name and error.given is None:  # the parameter itself is unknown: its value is kept
            yield fitting, value
        elif name == error.name and value.strip() == error.given:
            yield name, fitting
        elif name not in ("offset", "format") and value:
            yield name, value
