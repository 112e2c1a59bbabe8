"""What every server under measurement can do: be installed, filled, started, asked and stopped."""

from __future__ import annotations

import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.client import Endpoint
from bench.data import Data
from bench.processes import BenchmarkError, ServerProcess, free_port


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    endpoint: Endpoint
    process: ServerProcess
    ready_after: float  # seconds from the start of its process to its first answer from the data


class Peer(ABC):
    """A SPARQL server; `folder` holds what it keeps of one data set."""

    name: str  # in commands and files
    label: str  # in tables
    most_triples = 10_000_000  # more are not put into it, and the table says so
    in_memory = False  # it keeps no folder, and is filled at every start
    on_plans = True  # it is measured on plans and cities, and not on features with geometries only
    path = "/sparql"
    parameters: Mapping[str, str] = {}

    def __init__(self, home: Path) -> None:
        self.home = home / self.name
        self.home.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def prepare(self) -> str:
        """Install what is missing; the version. BenchmarkError says why it cannot be had."""

    @abstractmethod
    def command(self, data: Data, port: int) -> Sequence[str]:
        """What starts the server on this port of 127.0.0.1."""

    def load(self, data: Data) -> float:
        """Fill a new folder; the seconds it took."""
        raise BenchmarkError(f"{self.label} has no folder for {data.name}: it is filled when it starts")

    def fill(self, data: Data, endpoint: Endpoint) -> None:  # noqa: B027 - most have nothing to do here
        """Put the data into a server that has just started empty, in memory."""

    def environment(self, data: Data) -> Mapping[str, str]:
        """Environment variables for the server."""
        del data
        return {}

    def start(self, data: Data) -> Running:
        """Start the server and wait until it answers from the data."""
        port = free_port()
        endpoint = Endpoint(port, self.path, self.parameters)
        begin = time.perf_counter()
        process = ServerProcess(self.command(data, port), self.home / "server.log", self.environment(data), self.home)
        try:
            self.fill(data, endpoint)
            process.wait_until(endpoint.answers, seconds=1800)
        except BaseException:
            process.stop()
            raise
        return Running(endpoint, process, time.perf_counter() - begin)

    def warm(self, running: Running) -> None:  # noqa: B027 - most have nothing to wait for
        """Wait until a server that answers has also done what it does on its own after a start."""

    def folder(self, data: Data) -> Path:
        """Where it keeps this data set."""
        return self.home / data.name

    def empty_folder(self, data: Data) -> Path:
        """The same, emptied."""
        folder = self.folder(data)
        shutil.rmtree(folder, ignore_errors=True)
        return folder


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> tuple[str, float]:
    """Run a program to its end; its output and the seconds it took. BenchmarkError with its last words if it fails."""
    begin = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    except OSError as error:
        raise BenchmarkError(f"{command[0]} cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise BenchmarkError(f"{Path(command[0]).name} failed: {words[-1] if words else done.returncode}")
    return done.stdout, time.perf_counter() - begin


def found(program: str, package: str) -> str:
    """The path of an installed program; BenchmarkError names the Debian package that has it."""
    path = shutil.which(program)
    if path is None:
        raise BenchmarkError(f"{program} is not installed (Debian: apt install {package})")
    return path
