r"""Terms as SPARQL text: the only way in which a value gets into a query or an update.

Escaping `\ " \n \r \t \b \f` and nothing else reads the same in Oxigraph and rdflib, but for one case: SPARQL
replaces `\uXXXX` everywhere before it looks for strings, so the `u` after an escaped backslash is written as a
code point itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node as Term

from graph.nquads import write_term
from graph.store.errors import DataSyntaxError

Statement = tuple[Term, Term, Term]
"""A triple whose subject may be a blank node too, as in vocabularies."""

_AFTER_BACKSLASH = re.compile(r"\\\\([uU])")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile(r'[^"\\\x00-\x1f\x7f\ud800-\udfff]*')


def is_iri(text: str) -> bool:
    """Whether `text` is an absolute IRI that can stand between < and >."""
    return _IRI.fullmatch(text) is not None


@lru_cache(maxsize=1 << 14)  # a plan says the same few thousand IRIs tens of thousands of times
def iri_text(iri: str) -> str:
    """Write an absolute IRI; raises DataSyntaxError where it is none."""
    if not is_iri(iri):
        raise DataSyntaxError(f"{iri!r} is not an absolute IRI.")
    return f"<{iri}>"


def literal_text(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """Write a literal from its lexical form; raises DataSyntaxError where it is not Unicode text."""
    if language is None and datatype and _PLAIN.fullmatch(value):  # as coordinates are, thousands in a query
        return f'"{value}"^^{iri_text(datatype)}'
    if _SURROGATE.search(value):
        raise DataSyntaxError(f"{value!r} holds half a surrogate pair, which is no character.")
    escaped = write_term(Literal(value))
    quoted = _AFTER_BACKSLASH.sub(lambda found: f"\\\\\\U{ord(found[1]):08X}", escaped)
    if language is None:
        return f"{quoted}^^{iri_text(datatype)}" if datatype else quoted
    if not _LANGUAGE.fullmatch(language):
        raise DataSyntaxError(f"{language!r} is not a language tag.")
    return f"{quoted}@{language}"


def term_text(term: Term) -> str:
    """Write an rdflib term."""
    if isinstance(term, URIRef):
        return iri_text(str(term))
    if isinstance(term, Literal):
        return literal_text(str(term), str(term.datatype) if term.datatype else None, term.language)
    if isinstance(term, BNode):
        return f"_:{term}"
    raise DataSyntaxError(f"{term!r} is neither an IRI, a literal nor a blank node.")


def replacement(graphs: Mapping[str, Iterable[Statement]]) -> str:
    """Write one update that makes each named graph hold exactly these triples; without triples it is dropped."""
    drops = [f"DROP SILENT GRAPH {iri_text(name)}" for name in graphs]
    blocks = [_block(name, triples) for name, triples in graphs.items()]
    return " ;\n".join([*drops, "INSERT DATA {{\n{}}}".format("".join(blocks))])


def triples_text(triples: Iterable[Statement]) -> str:
    """Write triples a line each, which is N-Triples too."""
    return "".join(f"{term_text(s)} {term_text(p)} {term_text(o)} .\n" for s, p, o in triples)


def _block(name: str, triples: Iterable[Statement]) -> str:
    statements = triples_text(triples)
    return f"GRAPH {iri_text(name)} {{\n{statements}}}\n" if statements else ""
