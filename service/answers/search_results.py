"""Search results as programs and pages are given them: JSON, suggestions, and text with its marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from queries.search.found import Hit, Kind, Sentence, Span
from queries.search.marking import window
from service.context import Context
from service.words.interface import word

_EXCERPT = 200  # characters of a sentence that a page shows


def address_of(wiring: Context, hit: Hit) -> str:
    """Where a result leads: a thing's page, a sentence's place in the plan's text."""
    if isinstance(hit.item, Sentence):
        return f"{_whole(wiring, hit.item.source)}#char={hit.item.start},{hit.item.end}"
    return _whole(wiring, hit.item.iri)


def kind_name(kind: Kind, language: str) -> str:
    """What a kind of result is called."""
    return word(f"kind_{kind}", language)


def title_of(hit: Hit, language: str) -> str:
    """What a result is called; a sentence by the passage it stands in."""
    if isinstance(hit.item, Sentence):
        context = hit.item.context
        return " ".join(part for part in (context.number, context.title or context.plan) if part)
    return hit.item.name(language)


def described(wiring: Context, hit: Hit, language: str) -> dict[str, object]:
    """A result as JSON; marks count characters (code points) of `matched`, end exclusive."""
    item = hit.item
    common: dict[str, object] = {
        "kind": hit.kind,
        "title": title_of(hit, language),
        "match": hit.match,
        "matched": hit.matched,
        "marks": hit.marks,
        "address": address_of(wiring, hit),
    }
    place = {"plan": item.context.plan or None, "number": item.context.number or None}
    if isinstance(item, Sentence):
        return {**common, **place, "iri": item.node, "source": item.source, "start": item.start, "end": item.end}
    return {**common, **place, "iri": item.iri, "mentions": item.mentions}


def suggested(wiring: Context, text: str, hits: Sequence[Hit], language: str) -> dict[str, object]:
    """Suggestions for our own box."""
    return {
        "query": text,
        "suggestions": [
            {
                **described(wiring, hit, language),
                "kind_name": kind_name(hit.kind, language),
            }
            for hit in hits
        ],
    }


def open_search_suggestions(wiring: Context, text: str, hits: Sequence[Hit], language: str) -> list[object]:
    """The same as browsers want them: what was typed, the completions, what each is, where each leads."""
    return [
        text,
        [title_of(hit, language) for hit in hits],
        [kind_name(hit.kind, language) for hit in hits],
        [address_of(wiring, hit) for hit in hits],
    ]


def marked(text: str, marks: Iterable[Span]) -> Markup:
    """A text as HTML with its marks."""
    return _marked(text, marks, Span(0, len(text)))


def excerpt(hit: Hit) -> Markup:
    """What a page shows of a sentence: the part with the first marks, if it is long."""
    shown = window(hit.matched, hit.marks, _EXCERPT)
    before = "…" if shown.start else ""
    after = "…" if shown.end < len(hit.matched) else ""
    return escape(before) + _marked(hit.matched, hit.marks, shown) + escape(after)


def _marked(text: str, marks: Iterable[Span], shown: Span) -> Markup:
    """The shown part of a text with the marks in it."""
    parts, at = [], shown.start
    for start, end in marks:
        first, last = max(start, shown.start), min(end, shown.end)
        if first < last:
            parts += [escape(text[at:first]), Markup("<mark>{}</mark>").format(text[first:last])]
            at = last
    return Markup("").join([*parts, escape(text[at : shown.end])])


def _whole(wiring: Context, iri: str) -> str:
    """The whole address of the document about a thing of ours; another's identifier as it is."""
    path = wiring.links.path_of(iri)
    if path is None:
        return iri
    return wiring.links.absolute(wiring.address, f"doc/{path[3:]}" if path.startswith("id/") else path)
