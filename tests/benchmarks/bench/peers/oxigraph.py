"""The Oxigraph server of PyPI, on disk and in memory."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from pathlib import Path

from bench.client import Endpoint
from bench.data import Data
from bench.peers.base import Peer, run
from bench.peers.environments import installed
from bench.processes import BenchmarkError

REQUIREMENT = "oxigraph==0.5.13"


class OxigraphOnDisk(Peer):
    """`oxigraph serve` on the folder that `oxigraph load` filled."""

    name = "oxigraph"
    label = "Oxigraph, on disk"
    path = "/query"

    def prepare(self) -> str:
        """Install it in an environment of its own."""
        return run([self._program(), "--version"])[0].split()[-1]

    def load(self, data: Data) -> float:
        """Fill a new folder with its bulk loader."""
        folder = self.empty_folder(data)
        return run([self._program(), "load", "--location", folder, "--file", data.path])[1]

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve the folder, the default graph being the union of all."""
        return [*self._serve(port), "--location", str(self.folder(data))]

    def _serve(self, port: int) -> list[str]:
        return [str(self._program()), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]

    def _program(self) -> Path:
        return installed(self.home.parent, REQUIREMENT, "oxigraph")


class OxigraphInMemory(OxigraphOnDisk):
    """`oxigraph serve` without a folder, filled by an upload."""

    name = "oxigraph-memory"
    label = "Oxigraph, in memory"
    in_memory = True

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve nothing yet."""
        del data
        return self._serve(port)

    def fill(self, data: Data, endpoint: Endpoint) -> None:
        """Upload the data."""
        while True:
            try:
                with data.path.open("rb") as body, endpoint.connection(1800) as connection:
                    connection.request(
                        "POST",
                        "/store?no_transaction",
                        body,
                        {"Content-Type": "application/n-quads", "Content-Length": str(data.path.stat().st_size)},
                    )
                    response = connection.getresponse()
                    answer = response.read()
                break
            except ConnectionRefusedError:
                continue
        if response.status >= http.client.BAD_REQUEST:
            raise BenchmarkError(f"the upload was answered with {response.status}: {answer[:200].decode()}")
