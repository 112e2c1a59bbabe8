"""Damage anywhere in a store's folder is noticed when it opens, or changes no answer: never fewer rows with success.

Run by hand for longer: `DAMAGES=100 pytest tests/unit/test_store_damage.py -s` tells how often each kind was noticed.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.store.backups import verify
from graph.store.embedded import EmbeddedStore
from graph.store.errors import StoreDamaged, StoreUnavailable
from graph.store.formats import Format

DAMAGES = int(os.environ.get("DAMAGES", "10"))
QUADS = 600


def flip(path: Path, chance: random.Random) -> None:
    """Change one bit."""
    data = bytearray(path.read_bytes())
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    """Lose what stands after a place."""
    os.truncate(path, chance.randrange(path.stat().st_size + 1))


def zero(path: Path, chance: random.Random) -> None:
    """Have zeros in the place of up to 4 KB, as a block that was never written."""
    data = bytearray(path.read_bytes())
    if data:
        start = chance.randrange(len(data))
        data[start : start + 4096] = bytes(len(data[start : start + 4096]))
        path.write_bytes(data)


def delete(path: Path, _: random.Random) -> None:
    """Lose the file."""
    path.unlink()


@pytest.fixture(scope="module", params=["closed", "crashed"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as closing leaves it, in tables, and as a killed process does, with half of the quads in a log."""
    folder = tmp_path_factory.mktemp("damage") / "store"
    for half in (0, 1):
        with EmbeddedStore(folder) as store:
            numbers = range(half * QUADS // 2, (half + 1) * QUADS // 2)
            lines = "".join(f'<http://a/{n}> <http://a/p> "{n}" <http://a/g> .\n' for n in numbers)
            store.load(lines.encode(), Format.N_QUADS)
            shutil.copytree(folder, folder.with_name("crashed"), dirs_exist_ok=True)
            for stale in folder.with_name("crashed").rglob("*"):
                if not (folder / stale.relative_to(folder.with_name("crashed"))).exists():
                    stale.unlink()
    return folder if request.param == "closed" else folder.with_name("crashed")


def answers(folder: Path) -> set[bytes]:
    """All quads, as the store tells them after opening."""
    with EmbeddedStore(folder) as store:
        return set(store.dump(Format.N_QUADS).read().splitlines())


def test_each_table_that_is_gone_is_noticed(whole: Path, tmp_path: Path) -> None:
    """Also one of which an engine needs nothing to open, or to read all quads: that of the graphs' names."""
    tables = sorted(path.relative_to(whole) for path in whole.rglob("*.sst"))
    assert tables
    for table in tables:
        folder = shutil.copytree(whole, tmp_path / table.name)
        (folder / table).unlink()
        with pytest.raises(StoreDamaged, match=r"Restore a backup|restore a backup"):
            verify(folder)
        with pytest.raises(StoreDamaged), EmbeddedStore(folder, read_only=True) as store:
            store.merged_copy()
        shutil.rmtree(folder)


@pytest.mark.parametrize("damage", [flip, cut, zero, delete])
def test_damage_is_noticed_or_harmless(
    whole: Path, tmp_path: Path, damage: Callable[[Path, random.Random], None]
) -> None:
    """Files of every kind in turn, at places of chance: an error in a sentence, or the very same answers."""
    chance, outcomes = random.Random(f"{whole.name} {damage.__name__}"), Counter[str]()  # noqa: S311 - places, not secrets
    expected = answers(shutil.copytree(whole, tmp_path / "reference"))
    assert len(expected) == QUADS
    names = sorted(str(path.relative_to(whole)) for path in whole.rglob("*") if path.is_file())
    for number in range(DAMAGES):
        folder, name = shutil.copytree(whole, tmp_path / str(number)), names[number % len(names)]
        damage(folder / name, chance)
        try:
            assert answers(folder) == expected, f"{damage.__name__} of {name} went unnoticed"
            outcomes["harmless"] += 1
        except StoreUnavailable:
            outcomes["noticed"] += 1
        shutil.rmtree(folder)
    print(f"{whole.name}, {damage.__name__}: {dict(outcomes)}")
