"""Links from names to the pages of things: in Python, for a page has hundreds and macros take ten times as long."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markupsafe import Markup, escape

from service.words.labels import Label

_TAGS = {"zh": "zh-Hans"}


def in_language(label: str, language: str) -> Markup:
    """The attribute of a name that is in another language than the page; nothing for any other name."""
    own = label.language if isinstance(label, Label) else ""
    foreign = own not in ("", language)
    return Markup(f' lang="{escape(_TAGS.get(own, own))}"') if foreign else Markup()  # noqa: S704 - escaped


def anchors(document: Callable[[str], str | None], language: str) -> Callable[..., Markup]:
    """A function that links an IRI, called by its label, to the page that `document` names."""

    @cache
    def written(iri: str, label: str | None, tag: Markup) -> Markup:
        target, shown = document(iri), escape(label or iri)
        if target is None:
            return Markup(f"<span{tag}>{shown}</span>")  # noqa: S704 - escaped
        return Markup(f'<a href="{escape(target)}"{tag}>{shown}</a>')  # noqa: S704 - escaped

    def anchor(iri: str, label: str | None = None) -> Markup:
        return written(iri, label, in_language(label, language) if label else Markup())

    return anchor
