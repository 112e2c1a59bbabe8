"""Values and their evidence as HTML: in Python, for a page has hundreds and macros take several times as long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from service.documents.evidence import Evidence
from service.documents.reasons import Reason
from service.documents.statements import Value
from service.words.labels import Label

_QUOTED = 24  # characters of a quotation beside a value
_CITED = 3  # quotations beside a value


class Written:
    """Writes the statements of one page, with what templates have to write with."""

    def __init__(
        self,
        word: Callable[[str], str],
        anchor: Callable[..., Markup],
        document: Callable[[str], str | None],
        in_language: Callable[[str], Markup],
        explained: str,
    ) -> None:
        """`explained` is the address of the page with reasons."""
        self._word = word
        self._anchor = anchor
        self._address = cache(lambda iri: escape(document(iri)))
        self._in_language = in_language
        hint, inferred = escape(word("inferred_hint")), escape(word("inferred"))
        self._inferred = f'<a class="badge" href="{escape(explained)}#statements" title="{hint}">{inferred}</a>'
        self._explained = f'<details class="why"><summary class="badge" title="{hint}">{inferred}</summary>\n'

    def values(self, values: Sequence[Value], labels: Mapping[str, Label]) -> Markup:
        """A list of values, each with what tells that it is inferred, or why, and where the plan says so."""
        return Markup(f"<ul>\n{''.join(self._value(value, labels) for value in values)}</ul>\n")  # noqa: S704 - escaped

    def evidence(self, one: Evidence, length: int = _QUOTED) -> Markup:
        """A quotation of so many characters, and its place, as a link to the text."""
        quote = one.quote if len(one.quote) <= length else f"{one.quote[: length - 1]}…"
        link = f'<a href="{self._address(one.text)}#char={one.start},{one.end}">「{escape(quote)}」</a>'
        return Markup(f'{link} <span class="quiet">{one.start}–{one.end}</span>\n')  # noqa: S704 - escaped

    def place(self, one: Evidence) -> Markup:
        """A place as a link to the text."""
        where = f"{one.start},{one.end}"
        shown = f"{one.start}–{one.end}"
        return Markup(f'<a href="{self._address(one.text)}#char={where}">{shown}</a>\n')  # noqa: S704 - escaped

    def _value(self, value: Value, labels: Mapping[str, Label]) -> str:
        cell = value.cell
        if cell.kind == "uri":
            shown = str(self._anchor(cell.value, value.label))
        else:
            language = f' <span class="quiet">@{escape(cell.language)}</span>' if cell.language else ""
            shown = f"<span{self._in_language(value.label)}>{escape(value.label)}</span>{language}"
        if value.reason:
            shown += self._why(value.reason, labels)
        elif value.inferred:
            shown += self._inferred
        begin = '<li class="inferred">' if value.inferred else "<li>"
        return f"{begin}\n{shown}{self._cited(value.evidence)}</li>\n"

    def _cited(self, evidence: Sequence[Evidence]) -> str:
        if not evidence:
            return ""
        more = f" · +{len(evidence) - _CITED}" if len(evidence) > _CITED else ""
        return f'<span class="evidence">{" · ".join(map(self.evidence, evidence[:_CITED]))}{more}</span>'

    def _why(self, reason: Reason, labels: Mapping[str, Label]) -> str:
        premises = "".join(
            f'<li>{self._anchor(subject, labels[subject])} <span class="arrow">'
            f"{self._anchor(predicate, labels[predicate])} →</span> {self._anchor(value, labels[value])}</li>"
            for subject, predicate, value in reason.premises
        )
        return f"{self._explained}<div>{escape(self._word(reason.kind))}\n<ul>{premises}</ul></div></details>\n"
