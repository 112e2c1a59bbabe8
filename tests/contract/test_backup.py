"""`plangraph backup` and `plangraph restore`: copies that are whole, and a store that is replaced or left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.store.embedded import EmbeddedStore
from graph.store.errors import Locked, StoreDamaged, StoreUnavailable
from graph.store.processes.supervised import SupervisedStore
from service.commands import plangraph

INSERT = "INSERT DATA {{ GRAPH <http://a/g> {{ <http://a/{0}> <http://a/p> {0} }} }}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of two quads, which the settings name."""
    with EmbeddedStore(tmp_path / "store") as store:
        store.update(INSERT.format(1))
        store.update(INSERT.format(2))
    monkeypatch.setenv("PLANGRAPH_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def run(*arguments: object) -> Result:
    """Run a command; what it raises is raised here."""
    return CliRunner().invoke(plangraph, [str(argument) for argument in arguments], catch_exceptions=False)


def size(folder: Path) -> int:
    """The number of quads in a store's folder."""
    with EmbeddedStore(folder, read_only=True) as store:
        return store.size()


@pytest.mark.parametrize("name", ["copy", "copy.nq.gz"])
def test_a_backup_is_restored(folder: Path, tmp_path: Path, name: str) -> None:
    """What was there when the backup was made is there again, and nothing that came later."""
    run("backup", tmp_path / name)
    with EmbeddedStore(folder) as store:
        store.update(INSERT.format(3))
    assert run("restore", tmp_path / name).output.startswith("2 statements restored")
    assert size(folder) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"store", name}


def test_a_served_store_is_backed_up(folder: Path, tmp_path: Path) -> None:
    """While processes serve the folder, the copy holds what was there at the last query."""
    with SupervisedStore(folder) as served:
        served.update(INSERT.format(3))
        assert served.size() == 3
        run("backup", tmp_path / "copy")
        assert size(tmp_path / "copy") == 3
        with pytest.raises(Locked):
            run("restore", tmp_path / "copy")
        assert served.size() == 3


@pytest.mark.parametrize("name", ["copy", "copy.nq.gz"])
def test_a_damaged_backup_changes_nothing(folder: Path, tmp_path: Path, name: str) -> None:
    """A backup with a flipped byte is refused, and the store stays."""
    backup = tmp_path / name
    run("backup", backup)
    file = backup if backup.is_file() else max(backup.glob("quads/*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)
    with pytest.raises(StoreDamaged, match="damaged"):
        run("restore", backup)
    assert size(folder) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"store", name}


def test_a_damaged_store_is_restored(folder: Path, tmp_path: Path) -> None:
    """The store that needs a backup most, one that does not open, is replaced."""
    run("backup", tmp_path / "copy")
    (folder / "quads" / "CURRENT").unlink()
    with pytest.raises(StoreUnavailable):
        EmbeddedStore(folder)
    run("restore", tmp_path / "copy")
    assert size(folder) == 2


def test_a_damaged_store_is_not_backed_up(folder: Path, tmp_path: Path) -> None:
    """A copy of damaged files is no backup."""
    max(folder.glob("quads/*.sst"), key=lambda path: path.stat().st_size).write_bytes(b"")
    with pytest.raises(StoreDamaged):
        run("backup", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_backup_overwrites_nothing(folder: Path) -> None:
    """A place where something is already is refused."""
    with pytest.raises(StoreUnavailable, match="exists"):
        run("backup", folder)
