"""Where the service keeps its search index."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.factory import open_store
from service.process.searching import Searching, index_folder
from service.settings import Settings

ENOUGH = 20  # seconds to make an index on a machine that has much to do


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        (Settings(store="var/store"), Path("var/store.search")),
        (Settings(store="/srv/plans.d/store"), Path("/srv/plans.d/store.search")),
        (Settings(store="var/store", search="/cache/search"), Path("/cache/search")),
        (Settings(store="var/store", search=":memory:"), None),
        (Settings(store=":memory:"), None),
        (Settings(store="https://example.org/sparql"), None),
    ],
)
def test_the_index_is_kept_beside_a_folder_or_for_one_run(settings: Settings, folder: Path | None) -> None:
    """Beside the store's folder, where the setting says, or in a temporary folder for what has none."""
    assert index_folder(settings) == folder


def test_a_folder_that_cannot_be_used_costs_nothing_but_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The index is then kept in a temporary folder, and search answers."""
    (tmp_path / "file").write_text("in the way")
    with open_store() as store:
        searching = Searching(store, {}, lambda _: None, str, folder=tmp_path / "file" / "search", most_age=60)
        assert searching.start().wait(ENOUGH) is not None
        assert searching.is_current(searching.snapshot())
        searching.stop()
    assert "is kept for this run only" in caplog.text


def test_nothing_is_opened_before_somebody_searches(tmp_path: Path) -> None:
    """What is only made has no index yet, so that commands and tests pay nothing."""
    with open_store() as store:
        searching = Searching(store, {}, lambda _: None, str, folder=tmp_path / "search", most_age=60)
        assert not (tmp_path / "search").exists()
        searching.start()
        assert (tmp_path / "search").exists()
        searching.stop()
