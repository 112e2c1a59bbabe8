"""A thing or a sentence as the engine's document: under which terms it is found, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import StrEnum
from itertools import pairwise
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from queries.search.alphabet import Alphabet
from queries.search.found import Context, Kind, Sentence, Thing
from queries.search.sounds import initials, read_phrases, readings
from queries.search.spelling import folded, is_chinese, joined, unit_texts

WORDS = "words"  # the tokenizer that parts a field's terms at spaces

LONGEST_PREFIX = 24  # characters of a name's beginning that can be typed before it must be whole
LONGEST_NAME = 200  # characters of a name that count


class Field(StrEnum):
    """The fields of a document."""

    EXACT = "exact"  # whole names, folded
    PREFIX = "prefix"  # the beginnings of the name, in each language
    ALIAS = "alias"  # the beginnings of the other names
    INNER = "inner"  # the beginnings of the later words of a name that is spelt with letters
    SOUND = "sound"  # the beginnings of what names sound like
    INITIALS = "initials"  # the beginnings of their syllables' first letters
    SYLLABLES = "syllables"  # the syllables, in order
    NAME_UNITS = "name_units"
    NAME_PAIRS = "name_pairs"  # neighbouring units, in order
    TEXT_UNITS = "text_units"
    TEXT_PAIRS = "text_pairs"
    KIND = "kind"
    IRI = "iri"
    GRAPH = "graph"
    STATE = "state"
    WEIGHT = "weight"
    KEPT = "kept"


_SETS = (
    Field.EXACT, Field.PREFIX, Field.ALIAS, Field.INNER, Field.SOUND, Field.INITIALS, Field.NAME_UNITS
)  # fmt: skip
_SEQUENCES = (Field.SYLLABLES, Field.NAME_PAIRS, Field.TEXT_PAIRS)
_END = "$"
_SEPARATOR = "~"  # joins what stands for one term; no unit holds it


def schema() -> Schema:
    """The engine's schema. A change of it needs another FORMAT of the index."""
    builder = SchemaBuilder()
    for name in _SETS:
        tokenizer = "raw" if name is Field.EXACT else WORDS
        builder.add_text_field(name, tokenizer_name=tokenizer, index_option="basic")
    builder.add_text_field(Field.TEXT_UNITS, tokenizer_name=WORDS, index_option="freq")
    for name in _SEQUENCES:
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    builder.add_text_field(Field.KIND, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (Field.IRI, Field.GRAPH, Field.STATE):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_float_field(Field.WEIGHT, fast=True)
    builder.add_bytes_field(Field.KEPT, stored=True)
    return builder.build()


def term(text: str) -> str:
    """A folded text as one term."""
    return text.replace(" ", _SEPARATOR)


def whole(text: str) -> str:
    """The term of something that ends here, beside those of its beginnings."""
    return f"{text}{_END}"


def pairs(pieces: Sequence[str]) -> list[str]:
    """Neighbouring units as terms."""
    return [f"{first}{_SEPARATOR}{second}" for first, second in pairwise(pieces)]


def thing_document(thing: Thing, graphs: Iterable[str]) -> Document:
    """A thing, under all its names; `graphs` are those that name it."""
    document = Document()
    for name in thing.names.values():
        _add(document, Field.PREFIX, _beginnings(_folded(name)))
    for name in thing.aliases:
        _add(document, Field.ALIAS, _beginnings(_folded(name)))
    for name in thing.all_names:
        _add_name(document, name)
    document.add_text(Field.IRI, thing.iri)
    _finish(document, thing.kind, graphs, thing)
    shortest = min(len(name) for name in thing.names.values())
    document.add_float(Field.WEIGHT, thing.mentions + 1 / (1 + shortest))  # of two alike the shorter first
    return document


def sentence_document(sentence: Sentence, graph: str) -> Document:
    """A sentence, under its characters and words."""
    document = Document()
    pieces = unit_texts(sentence.text)
    _add(document, Field.TEXT_UNITS, pieces)
    _add(document, Field.TEXT_PAIRS, pairs(pieces))
    _finish(document, Kind.SENTENCE, [graph], sentence)
    document.add_float(Field.WEIGHT, 0.0)
    return document


def kept_thing(document: Document) -> Thing:
    """The thing that a document was made of."""
    content = kept_json(document)
    context, kind, aliases = Context(**content.pop("context")), Kind(content.pop("kind")), content.pop("aliases")
    return Thing(**content, kind=kind, aliases=tuple(aliases), context=context)


def kept_sentence(document: Document) -> Sentence:
    """The sentence that a document was made of."""
    content = kept_json(document)
    return Sentence(**{**content, "context": Context(**content["context"])})


def kept_json(document: Document) -> dict[str, Any]:
    """What a document keeps, as it was put in."""
    content: dict[str, Any] = json.loads(bytes(document.get_first(Field.KEPT) or b"{}"))
    return content


def _add_name(document: Document, name: str) -> None:
    """Whatever a name is found under, but for its beginning."""
    texts = unit_texts(name[:LONGEST_NAME])
    if not texts:
        return
    document.add_text(Field.EXACT, joined(texts))
    _add(document, Field.NAME_UNITS, texts)
    _add(document, Field.NAME_PAIRS, pairs(texts))
    if is_chinese(texts):
        ways = _ways(name[:LONGEST_NAME])
        sounds = ["".join(way) for way in ways]
        _add(document, Field.SOUND, (start for sound in sounds for start in (*_beginnings(sound), whole(sound))))
        letters = [initials(way) for way in ways]
        _add(document, Field.INITIALS, (start for each in letters for start in (*_beginnings(each), whole(each))))
        for way in ways:
            _add(document, Field.SYLLABLES, way)
    else:
        later = (joined(texts[at:]) for at in range(1, len(texts)))
        _add(document, Field.INNER, (start for rest in later for start in _beginnings(rest)))


def _ways(name: str) -> Iterable[tuple[str, ...]]:
    """The ways to read a name: as its phrases are read, and as its characters are, which is how a query is read."""
    by_character = Alphabet.of_dictionary().syllables
    return dict.fromkeys((*readings(name, read_phrases), *readings(name, by_character)))


def _finish(document: Document, kind: Kind, graphs: Iterable[str], item: Thing | Sentence) -> None:
    """What every document has."""
    document.add_text(Field.KIND, kind)
    for graph in graphs:
        document.add_text(Field.GRAPH, graph)
    document.add_bytes(Field.KEPT, json.dumps(_fields(item), ensure_ascii=False).encode())


def _fields(item: Thing | Sentence) -> dict[str, object]:
    """The item as JSON has it; `dataclasses.asdict` would copy every string."""
    kept_fields = {field.name: getattr(item, field.name) for field in fields(item)}
    return {**kept_fields, "context": {field.name: getattr(item.context, field.name) for field in fields(Context)}}


def _folded(name: str) -> str:
    return folded(name[:LONGEST_NAME])


def _beginnings(text: str) -> list[str]:
    """The terms of a folded text's beginnings."""
    whole_term = term(text)
    return [whole_term[:length] for length in range(1, min(len(text), LONGEST_PREFIX) + 1)]


def _add(document: Document, field: Field, terms: Iterable[str]) -> None:
    """Terms of a field, parted by spaces."""
    text = " ".join(terms)
    if text:
        document.add_text(field, text)
