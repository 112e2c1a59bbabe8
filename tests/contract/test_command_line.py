"""The commands that ask, load and dump, run as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ontology.files import example_bytes, vocabulary_bytes

GRAPH = "http://localhost:8080/graph/plan/yunxi-2024-2026"
COMMANDS = ("serve", "build", "extract", "add", "ask", "query", "check", "load", "dump")


def run(*arguments: str, store: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The program with these arguments over this store."""
    environment = {**os.environ, "PLANGRAPH_STORE": str(store), "PYTHONWARNINGS": "error"}
    command = [str(Path(sys.executable).parent / "plangraph"), *arguments]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kept store with the example plan and the vocabulary, loaded by the program itself."""
    folder = tmp_path_factory.mktemp("command-line")
    for name, data in (("example.ttl", example_bytes()), ("plan.ttl", vocabulary_bytes("ontology"))):
        (folder / name).write_bytes(data)
        graph = GRAPH if name == "example.ttl" else "http://localhost:8080/graph/vocabulary/ontology"
        loaded = run("load", str(folder / name), "--graph", graph, store=folder / "store")
        assert loaded.returncode == 0, loaded.stderr
        assert name in loaded.stdout
    return folder / "store"


def assert_refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit status 2, a sentence on stderr with these words, and no trace."""
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert all(word in result.stderr for word in words), result.stderr


def test_help_lists_the_commands(tmp_path: Path) -> None:
    """--help names every command with what it does."""
    listed = run("--help", store=tmp_path).stdout
    assert all(f"  {name} " in listed for name in COMMANDS)


def test_help_imports_no_engine() -> None:
    """The help is shown without the store, the web framework or the RDF library being imported, so that it is quick."""
    code = (
        "import sys, service.commands\n"
        "try:\n    service.commands.plangraph(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('pyoxigraph', 'flask', 'granian', 'rdflib', 'owlready2') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    assert shown.splitlines()[-1] == "[]"


def test_a_question_is_answered(store: Path) -> None:
    """`ask` prints columns and rows, tab-separated."""
    result = run("ask", "tasks-of-unit", "--unit", "农业办", store=store)
    assert result.stdout.splitlines() == [
        "task\tnumber\ttitle",
        "http://localhost:8080/id/task/yunxi-2024-2026/2.1.1.1\t2.1.1.1\t办好云溪茶节",
    ]


def test_the_store_can_be_named_as_an_option(store: Path, tmp_path: Path) -> None:
    """--store outweighs the setting, for commands that use a store."""
    result = run("ask", "--store", str(store), "units", store=tmp_path / "none")
    assert "农业办" in result.stdout
    assert "农业办" in run("ask", "units", "--store", str(store), store=tmp_path / "none").stdout
    assert_refused(run("dump", "--store", str(tmp_path / "none"), store=store), "There is no store")
    assert "--store" not in run("extract", "--help", store=store).stdout


def test_a_question_is_answered_as_json(store: Path) -> None:
    """`ask --format json` prints what the service answers."""
    answer = json.loads(run("ask", "tasks-of-unit", "--unit", "农业办", "--format", "json", store=store).stdout)
    assert answer["parameters"] == {"unit": "农业办"}
    assert answer["columns"] == ["task", "number", "title"]
    assert (answer["total"], answer["next"], answer["rows"][0]["number"]) == (1, None, "2.1.1.1")


def test_a_parameter_may_be_repeated(store: Path) -> None:
    """Options of repeatable parameters may be given several times."""
    result = run("ask", "tasks-shared-by", "--unit", "农业办", "--unit", "文体中心", store=store)
    assert "2.1.1.1" in result.stdout


def test_questions_explain_themselves(store: Path) -> None:
    """`ask --help` lists the questions, `ask NAME --help` its parameters."""
    assert "tasks-of-unit" in run("ask", "--help", store=store).stdout
    assert "--unit" in run("ask", "tasks-of-unit", "--help", store=store).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "task-of-unit"), ("tasks-of-unit",)),
        (("ask", "tasks-of-unit"), ("--unit",)),
        (("ask", "tasks-of-unit", "--unit", "农业辦"), ("农业办",)),
        (("ask", "tasks-due-by", "--date", "soon"), ("soon",)),
        (("query", "/nowhere.rq"), ("/nowhere.rq",)),
        (("dump", "--format", "ttl"), ("--graph",)),
        (("dump", "--format", "ttl", "--graph", "urn:none"), ("urn:none",)),
        (("backup", "copy", "--store", ":memory:"), ("in no folder",)),
        (("restore", "copy", "--store", "http://127.0.0.1:1"), ("in no folder",)),
        (("dump", "--store", "http://127.0.0.1:1"), ("cannot be reached: Connection refused.",)),
    ],
)
def test_what_cannot_be_done_is_a_sentence(store: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Errors are one sentence on stderr with exit status 2."""
    assert_refused(run(*arguments, store=store), *words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", ("SERVICE", "fetches nothing")),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", ("INSERT cannot stand in one",)),
        ("SELECT * { ?s ?p }", ("line 1",)),
    ],
)
def test_what_is_no_query_or_reaches_others_is_refused(store: Path, text: str, words: tuple[str, ...]) -> None:
    """An update, a text that is not SPARQL, and a query that would fetch something, as over HTTP."""
    assert_refused(run("query", "-", store=store, stdin=text), *words)


def test_a_query_comes_from_a_file_or_standard_input(store: Path, tmp_path: Path) -> None:
    """`query FILE` and `query -` answer in the format asked for."""
    text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
    file = tmp_path / "count.rq"
    file.write_text(text, "utf-8")
    assert run("query", str(file), store=store).stdout == "?n\n788\n"
    assert run("query", "-", "--format", "csv", store=store, stdin=text).stdout.split() == ["n", "788"]
    assert_refused(run("query", "-", store=store, stdin="SELECT {"), "line 1")


def test_what_is_dumped_can_be_loaded(store: Path, tmp_path: Path) -> None:
    """A graph that was dumped and loaded elsewhere dumps the same, and the dump of everything holds it."""
    dumped = run("dump", "--graph", GRAPH, "--format", "nt", store=store).stdout
    file = tmp_path / "plan.nt"
    file.write_text(dumped, "utf-8")
    assert run("load", str(file), "--graph", GRAPH, store=tmp_path / "copy").returncode == 0
    again = run("dump", "--graph", GRAPH, "--format", "nt", store=tmp_path / "copy").stdout
    assert sorted(again.splitlines()) == sorted(dumped.splitlines())
    everything = run("dump", store=tmp_path / "copy").stdout.splitlines()
    assert sorted(everything) == sorted(f"{line[:-1]}<{GRAPH}> ." for line in dumped.splitlines())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.xyz", "", ("--format",)), ("a.ttl", "<urn:a> <urn:b> .", ("text/turtle",)), ("a.nq", "{", ())],
)
def test_what_cannot_be_loaded_is_refused(tmp_path: Path, name: str, content: str, words: tuple[str, ...]) -> None:
    """A file of unknown format or with a fault in it is refused by name, and nothing is kept."""
    file = tmp_path / name
    file.write_text(content, "utf-8")
    assert_refused(run("load", str(file), store=tmp_path / "store"), *words)


def test_without_a_store_a_question_says_how_to_make_one(tmp_path: Path) -> None:
    """Asking where nothing was built is an error that says so."""
    assert_refused(run("ask", "tasks", store=tmp_path / "none"), "build")
