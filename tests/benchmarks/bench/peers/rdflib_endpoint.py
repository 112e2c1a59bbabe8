"""rdflib-endpoint of PyPI, with rdflib's own store, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from bench.data import Data
from bench.peers.base import Peer, run
from bench.peers.environments import installed

REQUIREMENT = "rdflib-endpoint[cli]==0.6.3"  # without its extra it does not start


class RdflibEndpoint(Peer):
    """`rdflib-endpoint serve FILE`: it parses the file at each start, and answers on one thread."""

    name = "rdflib-endpoint"
    label = "rdflib-endpoint"
    in_memory = True
    path = "/"
    most_triples = 20_000

    def prepare(self) -> str:
        """Install it in an environment of its own."""
        program = installed(self.home.parent, REQUIREMENT, "rdflib-endpoint")
        listed = run([program.with_name("python"), "-m", "pip", "list", "--format", "freeze"])[0].split()
        return ", ".join(
            line.replace("==", " ") for line in listed if line.startswith(("rdflib==", "rdflib-endpoint=="))
        )

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve the file."""
        program = installed(self.home.parent, REQUIREMENT, "rdflib-endpoint")
        return [str(program), "serve", "--host", "127.0.0.1", "--port", str(port), str(data.path)]
