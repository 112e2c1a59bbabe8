"""`plangraph backup` and `plangraph restore`: copies that are whole, and a store that is replaced or left as it is."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.store.embedded import EmbeddedStore
from graph.store.errors import DiskFull, Locked, StoreDamaged, StoreUnavailable
from graph.store.processes.control import ControlSocket
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


def flip_a_byte(place: Path) -> None:
    """Change one byte in the middle of a file, or of a folder's largest table."""
    file = place if place.is_file() else max(place.glob("quads/*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


@pytest.mark.parametrize("name", ["copy", "copy.nq.gz"])
def test_a_backup_is_restored(folder: Path, tmp_path: Path, name: str) -> None:
    """What was there when the backup was made is there again, and nothing that came later."""
    run("backup", tmp_path / name)
    with EmbeddedStore(folder) as store:
        store.update(INSERT.format(3))
    assert run("restore", tmp_path / name).output.startswith("2 statements restored")
    assert size(folder) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"store", name}


def test_a_store_that_is_a_file_system_of_its_own_is_restored(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the volume of a container is: nothing can be moved into it from outside."""
    run("backup", tmp_path / "copy")
    rename = Path.rename

    def moved(file: Path, target: Path) -> Path:
        if file.is_relative_to(folder) != target.is_relative_to(folder):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(file, target)

    monkeypatch.setattr(Path, "rename", moved)
    assert run("restore", tmp_path / "copy").output.startswith("2 statements restored")
    assert {path.name for path in folder.iterdir()} == {"version", "checksums", "logs", "quads"}


def test_a_full_disk_is_not_the_backups_fault(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room to restore, the sentence says so, and the store is as it was."""
    run("backup", tmp_path / "copy.nq.gz")
    monkeypatch.setattr("graph.store.folder.SPARE_BYTES", 2**60)
    with pytest.raises(DiskFull, match="The disk has"):
        run("restore", tmp_path / "copy.nq.gz")
    assert size(folder) == 2


def test_a_served_store_is_backed_up(folder: Path, tmp_path: Path) -> None:
    """While a service has the folder open, the copy holds every write acknowledged before."""
    with SupervisedStore(folder) as served, closing(ControlSocket(folder, served, nullcontext)):
        served.update(INSERT.format(3))
        run("backup", tmp_path / "copy")
        served.update(INSERT.format(4))
        assert size(tmp_path / "copy") == 3
        run("backup", tmp_path / "copy.nq.gz")
        assert gzip.decompress((tmp_path / "copy.nq.gz").read_bytes()).count(b"\n") == 4


@pytest.mark.parametrize("name", ["copy", "copy.nq.gz"])
def test_a_served_store_is_restored(folder: Path, tmp_path: Path, name: str) -> None:
    """The service goes on with the backup's data, under a version that it never had, and writes to them."""
    with SupervisedStore(folder) as served, closing(ControlSocket(folder, served, nullcontext)):
        run("backup", tmp_path / name)
        served.update(INSERT.format(3))
        assert served.size() == 3
        before = served.version()
        assert run("restore", tmp_path / name).output.startswith("2 statements restored")
        assert served.size() == 2
        assert served.version() != before
        served.update(INSERT.format(4))
        assert served.size() == 3
    assert size(folder) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"store", name}


def test_a_restore_that_fails_leaves_the_service_as_it_was(folder: Path, tmp_path: Path) -> None:
    """Where the new store cannot be opened in its place, the old one is put back, and takes writes."""
    with SupervisedStore(folder) as served:
        (tmp_path / "broken" / "quads").mkdir(parents=True)
        (tmp_path / "broken" / "quads" / "CURRENT").write_text("nonsense")
        with pytest.raises(StoreDamaged, match="is damaged"):
            served.exchange(tmp_path / "broken")
        served.update(INSERT.format(3))
        assert served.size() == 3
    assert size(folder) == 3


def test_a_folder_that_others_have_open_is_not_restored(folder: Path, tmp_path: Path) -> None:
    """Who has it and takes no requests must be stopped first."""
    run("backup", tmp_path / "copy")
    with EmbeddedStore(folder), pytest.raises(Locked):
        run("restore", tmp_path / "copy")


def test_an_interrupted_restore_is_told(folder: Path) -> None:
    """No store opens that is half one and half the other; the sentence says where the former one is."""
    (folder / "before-restore").mkdir()
    (folder / "version").rename(folder / "before-restore" / "version")
    with pytest.raises(StoreUnavailable, match="was interrupted; the store as it was is in"):
        EmbeddedStore(folder)


def test_a_restored_store_has_a_version_of_its_own(folder: Path, tmp_path: Path) -> None:
    """What was written after the backup and what is written after the restore have different versions."""
    run("backup", tmp_path / "copy")
    with EmbeddedStore(folder) as store:
        store.update(INSERT.format(3))
        former = store.version()
    run("restore", tmp_path / "copy")
    with EmbeddedStore(folder) as store:
        store.update(INSERT.format(4))
        assert store.version() != former


@pytest.mark.parametrize("name", ["copy", "copy.nq.gz"])
def test_a_damaged_backup_changes_nothing(folder: Path, tmp_path: Path, name: str) -> None:
    """A backup with a flipped byte is refused, and the store stays."""
    backup = tmp_path / name
    run("backup", backup)
    flip_a_byte(backup)
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


@pytest.mark.parametrize("name", ["store", "copy", "copy.nq.gz"])
def test_what_is_whole_is_verified(folder: Path, tmp_path: Path, name: str) -> None:
    """A store and both kinds of backup are read to their end, and not changed."""
    if name != folder.name:
        run("backup", tmp_path / name)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run("verify", tmp_path / name).output == f"{tmp_path / name} is as it was written: 2 statements.\n"
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if path.name != "LOG"} == {
        path: data for path, data in before.items() if path.name != "LOG"
    }


@pytest.mark.parametrize("name", ["store", "copy", "copy.nq.gz"])
def test_damage_is_found_by_verifying(folder: Path, tmp_path: Path, name: str) -> None:
    """The damaged file is named, with the way back."""
    if name != folder.name:
        run("backup", tmp_path / name)
    flip_a_byte(tmp_path / name)
    with pytest.raises(StoreDamaged, match=r"Restore a backup|use another one"):
        run("verify", tmp_path / name)


def test_a_deleted_log_is_not_put_back_by_verifying(folder: Path) -> None:
    """Verifying says what opening would mend, and mends nothing."""
    with EmbeddedStore(folder) as store:
        store.update(INSERT.format(3))
        shutil.copytree(folder, folder.with_name("crashed"))
    log = max((folder.with_name("crashed") / "quads").glob("*.log"), key=lambda path: path.stat().st_size)
    log.unlink()
    with pytest.raises(StoreDamaged, match="opening the store puts it back"):
        run("verify", folder.with_name("crashed"))
    assert not log.exists()


def test_a_served_store_is_verified(folder: Path) -> None:
    """While a service has it open, damage to its tables is found all the same."""
    with SupervisedStore(folder) as served, closing(ControlSocket(folder, served, nullcontext)):
        served.update(INSERT.format(3))
        assert "3 statements" in run("verify").output
        flip_a_byte(folder)
        with pytest.raises(StoreDamaged, match="Restore a backup"):
            run("verify")


def test_a_half_filled_store_is_restored(folder: Path, tmp_path: Path) -> None:
    """What says that a load was interrupted goes with the store that it was about."""
    run("backup", tmp_path / "copy")
    (folder / "filling").touch()
    run("restore", tmp_path / "copy")
    assert size(folder) == 2
