"""The map of the packages says of each what it says of itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("ontology", "graph", "queries", "service")


def test_the_map_of_packages_is_as_they_are() -> None:
    """Every package has one row, with the first line of its docstring."""
    text = (ROOT / "docs" / "layout.md").read_text("utf-8")
    table = text.partition("<!-- packages")[2].partition("<!-- /packages -->")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", table, flags=re.MULTILINE)
    packages = [file.parent for layer in LAYERS for file in (ROOT / layer).rglob("__init__.py")]
    assert sorted(rows) == sorted((package.relative_to(ROOT).as_posix(), first_line(package)) for package in packages)


def first_line(package: Path) -> str:
    """What a package says of itself."""
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")))
    assert said, package
    return said.splitlines()[0]
