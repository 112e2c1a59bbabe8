"""Virtuoso 7 of Debian, listening on 127.0.0.1 only, with the limits lifted that would cut answers short."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bench.client import Endpoint
from bench.data import Data
from bench.peers.base import Peer, found, run
from bench.processes import LOCALHOST, ServerProcess, free_port

_PACKAGE = "virtuoso-opensource-7"
_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DirsAllowed = {folder}, {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxClientConnections = 40
ServerThreads = 40
CheckpointInterval = 0
MaxQueryMem = 2G
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 40
KeepAliveTimeout = 60
MaxKeepAlives = 40
[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


class Virtuoso(Peer):
    """`virtuoso-t` on a database of its own."""

    name = "virtuoso"
    label = "Virtuoso 7"

    def prepare(self) -> str:
        """Look whether it is installed."""
        found("isql-vt", _PACKAGE)
        told, _ = run(["sh", "-c", f"{found('virtuoso-t', _PACKAGE)} '-?' 2>&1 || true"])
        return next((line.split()[1] for line in told.splitlines() if line.startswith("Version")), "unknown")

    def load(self, data: Data) -> float:
        """Fill a new database with its bulk loader, and write it to disk."""
        folder = self.empty_folder(data)
        folder.mkdir()
        sql_port = free_port()
        begin = time.perf_counter()
        server = ServerProcess(self._command(data, free_port(), sql_port), self.home / "server.log", folder=self.home)
        try:
            server.wait_until(lambda: _runs(sql_port), seconds=120)
            statement = f"ld_dir('{data.path.parent}', '{data.path.name}', 'urn:none'); rdf_loader_run(); checkpoint;"
            run(["isql-vt", f"{LOCALHOST}:{sql_port}", "dba", "dba", f"exec={statement}"])
        finally:
            server.stop(120)
        return time.perf_counter() - begin

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve the database."""
        return self._command(data, port, free_port())

    def _command(self, data: Data, port: int, sql_port: int) -> Sequence[str]:
        settings = self.home / f"{data.name}.ini"
        settings.write_text(
            _SETTINGS.format(folder=self.folder(data), data=data.path.parent, port=port, sql_port=sql_port)
        )
        return [found("virtuoso-t", _PACKAGE), "+foreground", "+configfile", str(settings)]


def _runs(sql_port: int) -> bool:
    try:
        with Endpoint(sql_port).connection(1) as connection:
            connection.connect()
    except OSError:
        return False
    return True
