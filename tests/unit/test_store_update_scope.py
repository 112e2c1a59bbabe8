"""Which graphs an update may write, told from its text."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.base import Store
from graph.store.errors import StoreError
from graph.store.factory import open_store
from graph.store.formats import Format
from graph.store.sparql_tokens import Ambiguous
from graph.store.update_scope import read_scope

TRIPLE = "<urn:s> <urn:p> 1"
PREFIX = "PREFIX ex: <urn:ex:> PREFIX : <urn:d:>"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"INSERT DATA {{ {TRIPLE} }}", {None}),
        (f"INSERT DATA {{ GRAPH <urn:a> {{ {TRIPLE} }} }}", {"urn:a"}),
        (f"INSERT DATA {{ {TRIPLE} . GRAPH <urn:a> {{ {TRIPLE} }} GRAPH <urn:b> {{ }} }}", {None, "urn:a", "urn:b"}),
        (f"{PREFIX} DELETE DATA {{ GRAPH ex:a\\-b {{ {TRIPLE} }} }}", {"urn:ex:a-b"}),
        (f"{PREFIX} INSERT DATA {{ GRAPH ex:a、b {{ {TRIPLE} }} }}", {"urn:ex:a、b"}),
        (
            f"{PREFIX} INSERT DATA {{ GRAPH <urn:a> {{ ex:a·\\'b ex:b 1 }} GRAPH <urn:b> {{ ex:c ex:d '' }} }}",
            {"urn:a", "urn:b"},
        ),
        ("DELETE WHERE { GRAPH <urn:a> { ?s ?p ?o } }", {"urn:a"}),
        ("DELETE { ?s ?p ?o } INSERT { GRAPH <urn:b> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", {None, "urn:b"}),
        ("WITH <urn:a> DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }", {"urn:a"}),
        ("WITH <urn:a> INSERT { GRAPH <urn:b> { ?s ?p ?o } } USING <urn:c> WHERE { ?s ?p ?o }", {"urn:b"}),
        ("CLEAR GRAPH <urn:a> ; DROP SILENT GRAPH <urn:b> ; CREATE GRAPH <urn:c>;", {"urn:a", "urn:b", "urn:c"}),
        ("DROP DEFAULT", {None}),
        ("COPY <urn:a> TO <urn:b>", {"urn:b"}),
        ("ADD SILENT DEFAULT TO GRAPH <urn:b>", {"urn:b"}),
        ("MOVE <urn:a> TO DEFAULT", {"urn:a", None}),
        ("LOAD SILENT <urn:x> INTO GRAPH <urn:a>", {"urn:a"}),
        ("LOAD <urn:x>", {None}),
        ("# INSERT\nPREFIX : <urn:x:> CLEAR GRAPH :a ; PREFIX : <urn:y:> CLEAR GRAPH :a", {"urn:x:a", "urn:y:a"}),
        ("INSERT DATA { GRAPH <urn:\\u0061> { <urn:s> <urn:p> '} ; DROP ALL' } }", {"urn:a"}),
        ("", set()),
    ],
)
def test_what_is_named_is_told_exactly(text: str, written: set[str | None]) -> None:
    """Every operation's graphs are found; None is the default graph."""
    scope = read_scope(text)
    assert not scope.everywhere
    assert scope.written.keys() == written


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CLEAR ALL",
        "DROP NAMED",
        "CLEAR GRAPH <relative>",
        "CLEAR GRAPH <http://example.org/a/../b>",
        "CLEAR GRAPH none:a",
        "BASE <http://example.org/> PREFIX : <x#> CLEAR GRAPH :a",
        f"INSERTDATA {{ GRAPH <urn:a> {{ {TRIPLE} }} }}",
        f"{PREFIX} INSERT DATA {{ GRAPHex:a {{ {TRIPLE} }} }}",
        f"{PREFIX} CLEAR GRAPHex:a",
        "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> 1 } } DROP ALL",
        "nonsense",
        "INSERT DATA {",
    ],
)
def test_what_is_not_certain_is_everything(text: str) -> None:
    """Variables, relative names, missing spaces and whatever else is unusual may write anything."""
    assert read_scope(text).everywhere


@pytest.mark.parametrize(
    "text",
    [
        'INSERT { <urn:s> <urn:p> 1 } WHERE { FILTER(1 <#> """\n 2) } ; CLEAR GRAPH <urn:hidden> #"""\n',
        'INSERT { <urn:s> <urn:p> 1 } WHERE { FILTER(1 <?x#> """\n) } ; CLEAR GRAPH <urn:hidden> #"""\n',
    ],
)
def test_nothing_hides_behind_what_two_readers_read_differently(text: str) -> None:
    """Where an engine would take `<#…>` for an operator and a comment, what it is given ends that comment in time."""
    with open_store() as store:
        store.update("CREATE GRAPH <urn:hidden> ; INSERT DATA { GRAPH <urn:hidden> { <urn:s> <urn:p> 1 } }")
        scope = read_scope(text)
        assert "urn:hidden" not in scope.written
        with suppress(StoreError):
            store.update(scope.text)
        assert store.size() > 0
        assert b"urn:s" in store.read_graph("urn:hidden").read()


def test_a_quotation_mark_in_an_expression_is_refused() -> None:
    """An IRI with ' after an operand could begin a string, and must be written otherwise."""
    with pytest.raises(Ambiguous, match="%27"):
        read_scope("INSERT { <urn:s> <urn:p> 1 } WHERE { FILTER(1 <'''x>) }")


TERMS = ["<urn:a>", "ex:a", ":b", "?g", "DEFAULT", "ALL", "NAMED", "GRAPH <urn:c>", "GRAPH", "ex:a、b", "<#d>", "<e>"]
PIECES = [
    *("INSERT", "DELETE", "DATA", "WHERE", "WITH", "USING", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "TO"),
    *("{", "}", "{", "}", ";", ".", "<urn:s> <urn:p> 1", "?s ?p ?o", "FILTER(1 <", "'", '"""', "#", "\n", ")"),
    *TERMS,
]
WHOLE = st.sampled_from(
    [
        "INSERT DATA { GRAPH {0} { <urn:s> <urn:p> 2 } }",
        "INSERT { GRAPH {0} { ?s ?p 3 } } WHERE { GRAPH {1} { ?s ?p ?o } }",
        "WITH {0} DELETE { ?s ?p ?o } WHERE { GRAPH <urn:a> { ?s ?p ?o } FILTER(1 {1} 2) }",
        "COPY {0} TO {1}",
        "MOVE {0} TO {1}",
        "CLEAR {0}",
        "DROP SILENT {1}",
        "DELETE WHERE { GRAPH {0} { ?s ?p ?o } }",
        "INSERT { <urn:s> <urn:p> 4 } WHERE { FILTER(1 {0} {1}) }",
    ]
)


@st.composite
def updates(draw: st.DrawFn) -> str:
    """Updates that are mostly well-formed, some with pieces put in anywhere."""
    operations = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(WHOLE)
        for place in ("{0}", "{1}"):
            text = text.replace(place, draw(st.sampled_from(TERMS)))
        if draw(st.booleans()):
            words = re.split(r"( )", text)
            words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(PIECES)))
            text = "".join(words)
        operations.append(text)
    return f"{PREFIX} " + " ; ".join(operations)


@given(updates())
def test_an_engine_never_writes_more_than_was_told(text: str) -> None:
    """Whatever an engine makes of a text, the graphs it changes are among those that were told."""
    try:
        scope = read_scope(text)
    except Ambiguous:
        return
    names = ("urn:a", "urn:c", "urn:ex:a", "urn:d:b")
    with open_store() as store:
        store.update(" ; ".join(f"INSERT DATA {{ GRAPH <{name}> {{ <urn:s> <urn:p> <{name}> }} }}" for name in names))
        store.update("INSERT DATA { <urn:s> <urn:p> 1 }")
        before = {name: lines(store, name) for name in (*store.graph_names(), None)}
        try:
            store.update(scope.text)
        except StoreError:
            return
        after = {name: lines(store, name) for name in (*store.graph_names(), None)}
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert scope.everywhere or changed <= scope.written.keys()


SAID = st.lists(
    st.sampled_from(
        [
            *("<urn:s>", "ex:t", "ex:u.", "<urn:v>", "_:b", "[]", "[ ex:p 1 ]", "(1 2)", "a", "true", "?x"),
            *("1", "1.5", ".5", "1.", "5.e3", "-2", "'x. <urn:no>'", '"y"@zh', "'1'^^ex:w", "'2'^^<urn:w>"),
            *(".", ";", ",", "<<", ">>", "# <urn:no> .\n", "GRAPH <urn:c> {", "}", "<urn:p>", "ex:p", "ex:p\\."),
            *("<urn:s> <urn:p>", "ex:t ex:p", ". ex:u ex:q", "; ex:q", ", ex:t"),
        ]
    ),
    max_size=9,
)


TEMPLATES = [
    "INSERT DATA { GRAPH <urn:a> { {0} } }",
    "DELETE DATA { GRAPH <urn:a> { {0} } }",
    "INSERT { GRAPH <urn:a> { {0} } } WHERE { GRAPH <urn:c> { ?x ?y ?z } }",
]


@given(SAID, st.sampled_from(TEMPLATES), st.sampled_from([" ", "", "\n"]))
def test_an_engine_never_writes_of_more_things_than_was_told(pieces: list[str], text: str, between: str) -> None:
    """Whatever an engine makes of a template, the subjects of what it changes are among those that were told."""
    update = f"{PREFIX} {text.replace('{0}', between.join(pieces))}"
    try:
        scope = read_scope(update)
    except Ambiguous:
        return
    with open_store() as store:
        for thing in ("urn:s", "urn:ex:t", "urn:v"):
            said = f"<{thing}> <urn:p> 1, <urn:s>"
            store.update(f"INSERT DATA {{ GRAPH <urn:a> {{ {said} }} GRAPH <urn:c> {{ {said} }} }}")
        before = triples(store)
        try:
            store.update(scope.text)
        except StoreError:
            return
        changed = before ^ triples(store)
    told = scope.written.get("urn:a", frozenset())
    if not scope.everywhere and told is not None:
        assert {line.split(b" ")[0].decode() for line in changed} <= {f"<{thing}>" for thing in told}


@pytest.mark.parametrize(
    ("template", "things"),
    [
        ("<urn:s> <urn:p> 1.5 ; ex:q 'a. b'@zh, ex:o. ex:t a <urn:o> .", {"urn:s", "urn:ex:t"}),
        ("<urn:s> <urn:p> _:b .", {"urn:s"}),
        ("_:b <urn:p> 1", None),
        ("<urn:s> <urn:p> [ <urn:q> 1 ]", None),
        ("<urn:s> <urn:p> (1 2)", None),
        ("", set()),
    ],
)
def test_what_a_template_speaks_of_is_told_exactly(template: str, things: set[str] | None) -> None:
    """Subjects that are IRIs; blank nodes that the text makes could be anything."""
    for text in ("INSERT DATA { GRAPH <urn:a> { {0} } }", "WITH <urn:a> INSERT { {0} } WHERE { ?s ?p ?o }"):
        written = read_scope(f"{PREFIX} {text.replace('{0}', template)}").written
        assert written.get("urn:a", set()) == things


def triples(store: Store) -> set[bytes]:
    """What the first graph says, a triple a line."""
    return set(store.read_graph("urn:a", Format.N_TRIPLES).read().splitlines())


def lines(store: object, name: str | None) -> set[bytes]:
    """What a graph holds."""
    return set(store.read_graph(name).read().splitlines())  # type: ignore[attr-defined]  # it is a Store
