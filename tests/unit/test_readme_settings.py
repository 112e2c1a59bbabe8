"""The README's settings table is the code's, and the Chinese README says what the English one says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.settings import settings_table

README = Path(__file__).parents[2] / "README.md"
CHINESE = README.with_name("README.zh-CN.md")


@pytest.mark.parametrize("readme", [README, CHINESE], ids=["en", "zh"])
def test_the_readme_lists_every_setting_as_it_is(readme: Path) -> None:
    """Name, default and meaning of each setting stand in the README as the program has them."""
    table = between(readme, "<!-- settings", "<!-- /settings -->").partition("-->\n")[2]
    assert table == settings_table()


def test_the_chinese_readme_has_the_same_commands() -> None:
    """What is to be typed, in blocks, tables and sentences, is the same in the same order."""
    commands = re.compile(r"`((?:plangraph|curl|make|apt|…)[^`]*)`|^    (make \w+)", flags=re.MULTILINE)
    english = commands.findall(README.read_text("utf-8"))
    assert len(english) > 20
    assert commands.findall(CHINESE.read_text("utf-8")) == english


def test_the_chinese_readme_has_the_same_counts() -> None:
    """Every figure about the plan is the English README's, which are held against the graph."""
    figures = re.compile(r"\d[\d,]*\d|\d")
    english = figures.findall(between(README, "<!-- counts", "<!-- /counts -->"))
    assert english
    assert figures.findall(between(CHINESE, "<!-- counts", "<!-- /counts -->")) == english


def test_the_chinese_readme_has_the_same_links() -> None:
    """Both lead to the same documents, except to each other."""
    targets = re.compile(r"\]\(([^)]+)\)")
    english, chinese = (set(targets.findall(readme.read_text("utf-8"))) for readme in (README, CHINESE))
    assert english ^ chinese == {CHINESE.name, README.name}


def between(readme: Path, start: str, end: str) -> str:
    """The part of a README between two of its comments."""
    return readme.read_text("utf-8").partition(start)[2].partition(end)[0]
