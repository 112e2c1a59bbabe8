"""Our service, through its command line and its HTTP interface only."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence

from bench.client import get
from bench.data import PROGRAM, Data
from bench.peers.base import Peer, Running, run

_LONGEST_COPYING = 900.0  # seconds
_READY = (b"plangraph_data_in_memory 1.0", b"plangraph_lookups_from_table 1.0")
_NOT_YET = b"plangraph_questions_from_columns 0.0"  # is told by stores that are not small


class PlanGraph(Peer):
    """`plangraph serve` on the folder that `plangraph load` filled, with its default settings."""

    name = "plangraph"
    label = "PlanGraph"

    def prepare(self) -> str:
        """Its version."""
        return run([PROGRAM, "--version"])[0].split()[-1]

    def load(self, data: Data) -> float:
        """Fill a new store from the command line."""
        self.empty_folder(data)
        environment = {**os.environ, **self.environment(data)}
        return run([PROGRAM, "load", data.path], environment)[1]

    def command(self, data: Data, port: int) -> Sequence[str]:  # noqa: ARG002 - the environment names the store
        """Serve the store."""
        return [str(PROGRAM), "serve", "--port", str(port)]

    def environment(self, data: Data) -> Mapping[str, str]:
        """Which store it is."""
        return {"PLANGRAPH_STORE": str(self.folder(data))}

    def warm(self, running: Running) -> None:
        """Wait for the copy in memory, the table of lookups, and the columns; the disk has answered until then.

        Stores too large for one of them are waited for in vain.
        """
        limit = time.perf_counter() + _LONGEST_COPYING
        while time.perf_counter() < limit:
            with running.endpoint.connection() as connection:
                figures = get(connection, "/metrics", "text/plain")
            if all(name in figures for name in _READY) and _NOT_YET not in figures:
                return
            time.sleep(1)
