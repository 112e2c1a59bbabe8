"""What the copies in memory that followed one another found to be said otherwise, step by step."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from graph.store.processes.touched import MOST_THINGS, MOST_WRITES
from graph.store.update_operations import Things


class Changes:
    """The things of which something else was said, from each version to the next that was followed to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._steps: OrderedDict[str, tuple[str, Things]] = OrderedDict()

    def note(self, before: str, after: str, things: Things) -> None:
        """Remember a step."""
        with self._lock:
            self._steps[before] = (after, things)
            if len(self._steps) > MOST_WRITES:
                self._steps.popitem(last=False)

    def between(self, before: str, after: str) -> Things:
        """The things of all steps between two versions; None where a step is not known, or they are many."""
        found: frozenset[str] = frozenset()
        with self._lock:
            while before != after:
                before, things = self._steps.get(before, (after, None))
                if things is None or len(found) > MOST_THINGS:
                    return None
                found |= things
        return found
