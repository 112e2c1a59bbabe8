"""What is computed once for each version of the data."""

from __future__ import annotations

import threading
import time

from service.process.remembered import Remembered


class Counter:
    """Computes how often it was asked to."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> int:
        """Count one more."""
        self.calls += 1
        return self.calls


def test_a_value_is_computed_once_for_a_version() -> None:
    """The same version gives the same value, another version a new one, and another key its own."""
    versions = ["one"]
    remembered = Remembered(lambda: versions[-1])
    compute = Counter()
    assert [remembered.get("a", compute) for _ in range(3)] == [1, 1, 1]
    assert remembered.get("b", compute) == 2
    versions.append("two")
    assert remembered.get("a", compute) == 3


def test_without_versions_a_value_ages() -> None:
    """Where nobody knows whether the data have changed, a value is kept for a while."""
    remembered = Remembered(lambda: None, seconds=0.05)
    compute = Counter()
    assert [remembered.get("a", compute), remembered.get("a", compute)] == [1, 1]
    time.sleep(0.06)
    assert remembered.get("a", compute) == 2


def test_one_computes_for_all_who_ask_at_once() -> None:
    """Eight that ask together have one value, computed once."""
    remembered = Remembered(lambda: "one")
    compute = Counter()

    def slowly() -> int:
        time.sleep(0.05)
        return compute()

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(remembered.get("a", slowly))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8


def test_a_failure_is_not_kept() -> None:
    """What could not be computed is computed again for the next who asks."""
    remembered = Remembered(lambda: "one")
    outcomes = iter([ValueError("no"), 7])

    def compute() -> int:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return int(outcome)

    for expected in ("no", 7):
        try:
            assert remembered.get("a", compute) == expected
        except ValueError as error:
            assert str(error) == expected  # noqa: PT017 - the first of the two outcomes


def test_a_value_may_be_computed_before_anybody_asks() -> None:
    """It is begun once, is there when it is done, and who asks meanwhile waits for that one."""
    remembered = Remembered(lambda: "one")
    compute, began, may_go = Counter(), threading.Event(), threading.Event()

    def slowly() -> int:
        began.set()
        assert may_go.wait(10)
        return compute()

    remembered.begin("a", slowly)
    assert began.wait(10)
    remembered.begin("a", slowly)
    assert not remembered.has("a")
    may_go.set()
    assert remembered.get("a", compute) == 1
    assert remembered.has("a")
