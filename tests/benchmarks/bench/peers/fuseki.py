"""Apache Jena Fuseki of Maven Central, with TDB2 on disk and with its transactional store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.data import Data
from bench.peers.base import Peer, found, run

VERSION = "5.6.0"  # the newest line that runs on Java 17
HEAP = "-Xmx6g"


class FusekiTdb2(Peer):
    """Fuseki on the folder that its bulk loader filled."""

    name = "fuseki"
    label = "Fuseki, TDB2"
    path = "/city/sparql"

    def prepare(self) -> str:
        """Fetch its jar."""
        java = found("java", "openjdk-17-jre-headless")
        if not self._jar().exists():
            artifact = f"org.apache.jena:jena-fuseki-server:{VERSION}"
            run(
                [
                    found("mvn", "maven"),
                    "-q",
                    "-B",
                    "dependency:copy",
                    f"-Dartifact={artifact}",
                    f"-DoutputDirectory={self._jar().parent}",
                ]
            )
        run([java, "-version"])
        return VERSION

    def load(self, data: Data) -> float:
        """Fill a new folder with TDB2's loader."""
        folder = self.empty_folder(data)
        return run(["java", HEAP, "-cp", self._jar(), "tdb2.tdbloader", "--quiet", f"--loc={folder}", data.path])[1]

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve the folder, the default graph being the union of all."""
        return [*self._serve(port), "--set", "tdb2:unionDefaultGraph=true", f"--loc={self.folder(data)}", "/city"]

    def _serve(self, port: int) -> list[str]:
        return ["java", HEAP, "-jar", str(self._jar()), "--localhost", "--port", str(port)]

    def _jar(self) -> Path:
        return self.home.parent / "jena" / f"jena-fuseki-server-{VERSION}.jar"


class FusekiInMemory(FusekiTdb2):
    """Fuseki with the file read into memory as it starts."""

    name = "fuseki-memory"
    label = "Fuseki, in memory"
    in_memory = True
    most_triples = 1_000_000  # ten times as many do not fit beside the others
    parameters = {"default-graph-uri": "urn:x-arq:UnionGraph"}  # noqa: RUF012 - read only

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve the file."""
        return [*self._serve(port), f"--file={data.path}", "/city"]
