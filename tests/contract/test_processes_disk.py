"""A full disk and a folder that cannot be written: a clear refusal, nothing half-written, and reading goes on."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.store import folder as store_folder
from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.errors import DiskFull, StoreUnavailable
from graph.store.processes.supervised import SupervisedStore
from service.app import create_app
from service.process.stores import served
from service.settings import Settings

TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but these tests' stores
MOST_BYTES = 100_000  # that a file may have on the disk that is full
STATEMENTS = 100  # of one write


def members(group: int) -> list[int]:
    """The processes of a group."""
    listing = subprocess.run(["ps", "-A", "-o", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    return [int(pid) for pgid, pid in (line.split() for line in listing.splitlines()) if int(pgid) == group]


def let_files_grow(store: SupervisedStore, most: int) -> None:
    """Have the kernel refuse longer files to all processes of the store, as a full disk or a quota would."""
    for process in members(store.process_group):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def insertion(number: int) -> str:
    """An update that adds so many statements to each of two graphs."""
    lines = "".join(f"<http://a/{number}> <http://a/has> {n} ." for n in range(STATEMENTS))
    return f"INSERT DATA {{ GRAPH <http://a/one> {{ {lines} }} GRAPH <http://a/two> {{ {lines} }} }}"


def writes_in(store: SupervisedStore | EmbeddedStore) -> dict[str, int]:
    """How many statements each write left in both graphs together."""
    rows = select(store, "SELECT ?write (COUNT(*) AS ?n) { GRAPH ?g { ?write ?p ?o } } GROUP BY ?write").records
    return {str(row["write"]): int(str(row["n"])) for row in rows}


def refusal_of(store: SupervisedStore, number: int) -> str:
    """What is said of a write that the disk has no room for; nothing of one that was made."""
    try:
        store.update(insertion(number))
    except DiskFull as refusal:
        return str(refusal)
    return ""


def write_until_full(store: SupervisedStore, first: int) -> int:
    """Write until the disk refuses, in a sentence without a path, and return the number of the refused write."""
    for number in range(first, first + 500):
        if sentence := refusal_of(store, number):
            assert "nothing was changed" in sentence
            assert "/" not in sentence
            return number
    raise AssertionError("the disk was never full")


def test_a_full_disk_refuses_writes_and_nothing_else(tmp_path: Path) -> None:
    """Refused writes left nothing, reads went on, and when there is room again writes work without a restart."""
    with SupervisedStore(tmp_path / "store") as store:
        store.update(insertion(0))
        let_files_grow(store, MOST_BYTES)
        kept = [0]
        for _ in range(3):
            refused = write_until_full(store, kept[-1] + 1)
            kept += range(kept[-1] + 1, refused)
            assert writes_in(store) == {f"http://a/{number}": 2 * STATEMENTS for number in kept}
        let_files_grow(store, resource.RLIM_INFINITY)
        store.update(insertion(1000))
        expected = {f"http://a/{number}": 2 * STATEMENTS for number in [*kept, 1000]}
        assert writes_in(store) == expected
    with EmbeddedStore(tmp_path / "store", read_only=True) as reopened:
        assert writes_in(reopened) == expected


def test_a_write_leaves_room_for_what_keeps_the_store_going(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With less room than the engine may need for itself a write is refused before it begins."""
    with EmbeddedStore(tmp_path / "store") as store:
        with monkeypatch.context() as full:
            full.setattr(store_folder, "SPARE_BYTES", 2**60)
            with pytest.raises(DiskFull, match=r"MB free, and a write needs \d+ MB"):
                store.update(insertion(1))
        assert store.size() == 0
        store.update(insertion(2))
        assert store.size() == 2 * STATEMENTS


def test_a_client_is_told_that_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is 507 with a sentence, and the graph is not there."""
    with EmbeddedStore(tmp_path / "store") as store:
        client = create_app(Settings(write_token=TOKEN), store).test_client()
        monkeypatch.setattr(store_folder, "SPARE_BYTES", 2**60)
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/n-triples"}
        answer = client.put("/graphs?graph=http://a/g", data='<http://a/a> <http://a/b> "1" .', headers=headers)
        assert answer.status_code == 507
        assert answer.content_type == "application/problem+json"
        assert "nothing was changed" in answer.get_json()["detail"]
        assert store.graph_names() == []


@contextmanager
def kept_from_writing(folder: Path) -> Iterator[None]:
    """Make a folder unwritable; for root, whom no rights bind, by mounting it on itself for reading."""
    if os.geteuid() == 0:
        bind = ["mount", "--bind", str(folder), str(folder)]
        if subprocess.run(bind, capture_output=True, check=False).returncode:
            pytest.skip("root may not mount here, and rights do not bind root")
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        undo: Callable[[], object] = lambda: subprocess.run(["umount", str(folder)], check=True)  # noqa: E731 - a pair
    else:
        folder.chmod(0o555)
        undo = lambda: folder.chmod(0o755)  # noqa: E731 - likewise
    try:
        yield
    finally:
        undo()


def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    """Without tokens it is served for reading; with one it is refused in a sentence."""
    folder = tmp_path / "store"
    with EmbeddedStore(folder) as store:
        store.update(insertion(0))
    with kept_from_writing(folder):
        with served(Settings(store=str(folder))) as store:
            assert store.size() == 2 * STATEMENTS
            assert store.read_only
        with pytest.raises(StoreUnavailable, match="cannot be written; make it writable, or serve it without tokens"):
            served(Settings(store=str(folder), write_token=TOKEN))
