"""Kinds of things as pages tell them apart: by the first step of an identifier's path, and by the property used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ontology.terms import PLAN
from service.http.links import Links
from service.words.interface import has_word, word

# What a task is about, besides its units and goals, in the order in which a reader asks.
CONCERNING: Final = tuple(
    str(PLAN[f"concerns{name}"])
    for name in (
        *("Place", "Project", "Facility", "Brand", "Industry"),
        *("Programme", "Policy", "Event", "Organization"),
    )
)


def kind_of(links: Links, iri: str) -> str:
    """The kind that an identifier of ours says its thing is: "unit" of …id/unit/qibao/jingfaban; "" of others."""
    first, kind, *_ = [*(links.path_of(iri) or "").split("/"), ""]
    return kind if first == "id" else ""


def kind_word(links: Links, language: str) -> Callable[[str], str]:
    """A function that calls the kind of a thing by its word."""

    def called(iri: str) -> str:
        key = f"kind_{kind_of(links, iri)}"
        return word(key, language) if has_word(key) else ""

    return called
