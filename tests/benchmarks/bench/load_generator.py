"""Many clients at once: wrk, told by the Lua scripts in load/ what to ask."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote

from bench.client import JSON_RESULTS, Endpoint
from bench.peers.base import run
from bench.processes import LOCALHOST, BenchmarkError

CLIENTS = 16
_THREADS = 2
_TIMEOUT = 120  # seconds
_SCRIPTS = Path(__file__).with_name("load")


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of wrk came to."""

    requests: int
    seconds: float
    refused: int  # answered with a status of 400 or more
    broken: int  # not answered: connections that failed
    timeouts: int
    p50_ms: float
    p95_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return max(0, self.requests - self.refused) / self.seconds

    @property
    def failed(self) -> int:
        """Requests that had no good answer."""
        return self.refused + self.broken + self.timeouts


def ask_addresses(
    port: int, addresses: Iterable[str], file: Path, seconds: float, accept: str = JSON_RESULTS, clients: int = CLIENTS
) -> Load:
    """Ask for these addresses, round and round."""
    file.write_text("".join(f"{address}\n" for address in addresses), encoding="utf-8")
    return _wrk(port, seconds, "addresses.lua", str(file), accept, clients=clients)


def look_up(endpoint: Endpoint, subjects: Iterable[str], file: Path, seconds: float, salt: int) -> Load:
    """Ask for everything said of single things, no request twice."""
    lines = [f"{quote(subject, safe='')}\n" for subject in subjects]
    Random(salt).shuffle(lines)  # noqa: S311 - an order, and no secret
    file.write_text("".join(lines), encoding="ascii")
    prefix = endpoint.address("")
    return _wrk(endpoint.port, seconds, "lookups.lua", str(file), prefix, str(salt))


def check_installed() -> None:
    """BenchmarkError where there is no load generator."""
    if shutil.which("wrk") is None:
        raise BenchmarkError("The load generator is missing; on Debian: apt install wrk")


def _wrk(port: int, seconds: float, script: str, *arguments: str, clients: int = CLIENTS) -> Load:
    threads = min(_THREADS, clients)
    times = (f"-d{max(1, round(seconds))}s", f"--timeout={_TIMEOUT}s")
    address = f"http://{LOCALHOST}:{port}/"
    command = ("wrk", f"-t{threads}", f"-c{clients}", *times, "-s", str(_SCRIPTS / script), address, "--", *arguments)
    told, _ = run(command)
    figures = next((line for line in told.splitlines() if line.startswith("FIGURES ")), None)
    if figures is None:
        raise BenchmarkError(f"wrk told no figures: {told[-200:]}")
    return Load(**json.loads(figures.removeprefix("FIGURES ").replace("nan", "0")))
