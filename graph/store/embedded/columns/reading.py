"""Tokens of a query one after another, and the terms that are written with them."""

from __future__ import annotations

from graph.store.embedded.columns.syntax import Iri, NotInColumns, Number, Term, Text, Variable
from graph.store.sparql_tokens import Token, tokens

_END = Token("end", "", -1, -1)
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_MOST_TOKENS = 2000
_SIGNS = frozenset({"&&", "||", "!=", "<=", ">=", "^^"})


class TokenReader:
    """Where one is in a query; raises NotInColumns for what is not read here."""

    def __init__(self, text: str) -> None:
        if "\\" in text:
            raise NotInColumns("escaped characters")
        self._tokens = _joined(text)
        if len(self._tokens) > _MOST_TOKENS:
            raise NotInColumns("a long text")
        self._place = 0
        self._prefixes: dict[str, str] = {}

    @property
    def next(self) -> Token:
        """The token that comes."""
        return self._tokens[self._place] if self._place < len(self._tokens) else _END

    def take(self) -> Token:
        """Take the token that comes."""
        token = self.next
        self._place += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether a word or a sign comes that is one of these."""
        return self.next.kind in ("word", "mark") and self.next.text in texts

    def skip(self, text: str) -> bool:
        """Take a word or a sign if it comes, and say whether it did."""
        found = self.at(text)
        self._place += found
        return found

    def expect(self, text: str) -> None:
        """Take a word or a sign, which must come."""
        if not self.skip(text):
            raise NotInColumns(f"{self.next.text!r} where {text} would fit")

    def prologue(self) -> None:
        """Take what declares prefixes."""
        while self.skip("PREFIX"):
            name, iri = self.take(), self.take()
            if name.kind != "name" or name.text.count(":") != 1 or not name.text.endswith(":") or iri.kind != "iri":
                raise NotInColumns("a prefix")
            self._prefixes[name.text[:-1]] = _absolute(iri.text[1:-1])

    def variable(self) -> Variable:
        """Take a variable."""
        token = self.take()
        if token.kind != "variable":
            raise NotInColumns(f"{token.text!r} where a variable would fit")
        return Variable(token.text[1:])

    def iri(self) -> str:
        """Take an IRI, or its name."""
        token = self.take()
        if token.kind == "iri":
            return _absolute(token.text[1:-1])
        if token.kind == "word" and token.text == "A":
            return RDF_TYPE
        prefix, colon, rest = token.text.partition(":")
        if token.kind != "name" or not colon or prefix not in self._prefixes:
            raise NotInColumns(f"{token.text!r} where an IRI would fit")
        return self._prefixes[prefix] + rest

    def number(self) -> int:
        """Take a whole number without a sign."""
        token = self.take()
        if token.kind != "number" or len(token.text) > 18:
            raise NotInColumns(f"{token.text!r} where a number would fit")
        return int(token.text)

    def text(self) -> Text:
        """Take a string, perhaps with a language."""
        token = self.take()
        if token.kind != "string" or token.text[:3] in ('"""', "'" * 3):
            raise NotInColumns(f"{token.text!r} where a string would fit")
        if self.next.kind == "language":
            return Text(token.text[1:-1], self.take().text[1:].lower())
        if self.skip("^^") and self.iri() != _XSD_STRING:
            raise NotInColumns("a literal of another type")
        return Text(token.text[1:-1])

    def term(self) -> Term | Number:
        """Take a term of any kind."""
        if self.next.kind == "variable":
            return self.variable()
        if self.next.kind == "string":
            return self.text()
        if self.next.kind == "number":
            return Number(self.number())
        return Iri(self.iri())

    def pattern_term(self) -> Term:
        """Take a term of a triple pattern."""
        if self.at("A"):
            raise NotInColumns("the word `a` where it means nothing")
        term = self.term()
        if isinstance(term, Number) or (isinstance(term, Text) and term.language is not None):
            raise NotInColumns("a literal with a type or a language in a pattern")
        return term


def _absolute(iri: str) -> str:
    if ":" not in iri.partition("/")[0]:
        raise NotInColumns("a relative IRI")
    return iri


def _joined(text: str) -> list[Token]:
    """The tokens, with digits in a row as one number, and signs of two characters as one."""
    found: list[Token] = []
    for token in tokens(text):
        parts = _without_dot(token) if token.kind == "name" else [token]
        for part in parts:
            before = found[-1] if found else _END
            touches = before.end == part.start
            if part.kind == "mark" and part.text.isdecimal():
                if not part.text.isascii():
                    raise NotInColumns("a digit")
                if touches and before.kind == "number":
                    found[-1] = Token("number", before.text + part.text, before.start, part.end)
                    continue
                part = Token("number", part.text, part.start, part.end)  # noqa: PLW2901
                if touches and before.text in (".", "+", "-"):
                    raise NotInColumns("a number with a sign or a fraction")
            elif touches and part.kind == "variable" and (before.kind in ("name", "iri", "word") or before.text == ")"):
                raise NotInColumns("a variable that may be a path's question mark")
            elif touches and before.kind == "number" and part.kind in ("word", "name", "string"):
                raise NotInColumns("a number with an exponent")
            elif touches and part.kind == "mark" and before.kind == "mark" and before.text + part.text in _SIGNS:
                found[-1] = Token("mark", before.text + part.text, before.start, part.end)
                continue
            found.append(part)
    return found


def _without_dot(token: Token) -> list[Token]:
    """A name, and the full stops that stand behind it and are no part of it."""
    name = token.text.rstrip(".")
    ends = [
        Token("mark", ".", token.start + place, token.start + place + 1) for place in range(len(name), len(token.text))
    ]
    return [Token("name", name, token.start, token.start + len(name)), *ends]
