"""What was computed of the data, kept until the data change: for what every request needs and none should pay for."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, TypeVar, cast

from cachetools import LRUCache

from graph.model import PlanError

SECONDS = 300.0  # that a value is kept where nobody knows whether the data have changed
MOST = 256  # values that are kept

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Kept:
    version: str | None
    at: float
    value: Any


class Remembered:
    """Values by key, each as of a version of the data; where there are no versions, at most `seconds` old.

    Of several that ask for the same at once, one computes it and the others wait.
    """

    def __init__(self, version: Callable[[], str | None], seconds: float = SECONDS) -> None:
        self._version = version
        self._seconds = seconds
        self._lock = Lock()
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(MOST)
        self._turns: LRUCache[Hashable, Lock] = LRUCache(MOST)

    def get(
        self,
        key: Hashable,
        compute: Callable[[], Value],
        follow: Callable[[Value, str], Value | None] | None = None,
    ) -> Value:
        """The value of a key as the data are now; the version is read before it is computed.

        `follow` may make it from the value of an earlier version, or give None where it cannot.
        """
        with self._turn_of(key):
            version = self._version()
            kept = self._kept.get(key)
            if kept is None or not self._is_current(kept, version):
                value = follow(kept.value, kept.version) if follow and kept and kept.version and version else None
                kept = _Kept(version, time.monotonic(), compute() if value is None else value)
                with self._lock:
                    self._kept[key] = kept
            return cast("Value", kept.value)

    def has(self, key: Hashable) -> bool:
        """Whether the value of a key is there as the data are now, so that nobody would wait for it."""
        with self._lock:
            kept = self._kept.get(key)
        return kept is not None and self._is_current(kept, self._version())

    def begin(
        self,
        key: Hashable,
        compute: Callable[[], Value],
        follow: Callable[[Value, str], Value | None] | None = None,
    ) -> None:
        """Have the value of a key computed in a thread of its own, unless that goes on; who asks for it then waits."""

        def carry_out() -> None:
            with suppress(PlanError):  # whoever asks meets it too, and is told
                self.get(key, compute, follow)

        if not self._turn_of(key).locked():
            Thread(target=carry_out, name="remembering", daemon=True).start()

    def _turn_of(self, key: Hashable) -> Lock:
        with self._lock:
            return self._turns.setdefault(key, Lock())

    def _is_current(self, kept: _Kept, version: str | None) -> bool:
        if version is None or kept.version is None:
            return version == kept.version and time.monotonic() - kept.at < self._seconds
        return version == kept.version
