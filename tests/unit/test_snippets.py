"""Questions as text to paste: what values of any kind become in each language."""

from __future__ import annotations

import ast
import shlex

import pytest

from service.questions.snippets import snippets

ADDRESS, ENDPOINT = "http://localhost/questions/q", "http://localhost/sparql"
HARD = ["plain", "it's", 'say "x"', "$(rm) `x`", "back\\slash", "a&b=c", "'''", "两行\n文字"]


def texts(value: str, query: str = "SELECT * {}") -> dict[str, str]:
    """The snippets' texts by name."""
    return {snippet.name: snippet.text for snippet in snippets(ADDRESS, [("p", value)], ENDPOINT, query)}


@pytest.mark.parametrize("value", HARD)
def test_the_shell_reads_the_value_as_it_was(value: str) -> None:
    """Taken apart as a shell does, the command has the value whole in one argument."""
    words = shlex.split(texts(value)["curl"].replace("\\\n", " "))
    assert f"p={value}" in words
    assert "format=csv" in words


@pytest.mark.parametrize("query", [*HARD, "x'", "x\\"])
def test_python_reads_the_query_as_it_was(query: str) -> None:
    """The program is valid, and the string in it is the query but for space around it."""
    tree = ast.parse(texts("v", query)["python"])
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert query in [text.strip() for text in strings]


@pytest.mark.parametrize("value", HARD)
@pytest.mark.parametrize("tool", ["r", "powerquery"])
def test_the_address_is_one_string_whatever_is_in_it(tool: str, value: str) -> None:
    """Quotes, backslashes and lines of a value are encoded in the address."""
    text = texts(value)[tool]
    (address,) = [part for part in text.split('"')[1::2] if part.startswith("http")]
    assert not set(address) & set("\\ \n'`")
