"""The README's settings table is the code's."""

from __future__ import annotations

from pathlib import Path

from service.settings import settings_table

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_lists_every_setting_as_it_is() -> None:
    """Name, default and meaning of each setting stand in the README as the program has them."""
    table = (
        README.read_text("utf-8").partition("<!-- settings")[2].partition("-->\n")[2].partition("<!-- /settings -->")[0]
    )
    assert table == settings_table()
