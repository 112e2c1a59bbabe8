"""The W3C's own SPARQL tests against the running service, where the checkout has them beside it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

RUNNER = Path(__file__).parents[3] / "shared" / "conformance" / "run.py"
TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but this test's store

# What the service reached when it was last measured; it may only rise. The rest are the engine's: see docs/http.md.
FLOOR = {
    "query10": 260,
    "query11": 198,
    "update11": 94,
    "syntax-query10": 198,
    "syntax-query11": 103,
    "syntax-update": 63,
    "syntax-fed": 3,
    "csv-tsv": 5,
    "json-res": 4,
    "protocol": 34,
    "gsp": 9,
    "gsp-direct": 4,
    "sd": 3,
    "sd-truth": 6,
}

pytestmark = pytest.mark.skipif(
    not RUNNER.is_file(), reason=f"the W3C tests and their runner are not at {RUNNER.parent}"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A service over an empty store in memory with strict datasets, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {
        **os.environ,
        "PLANGRAPH_STORE": ":memory:",
        "PLANGRAPH_WRITE_TOKEN": TOKEN,
        "PLANGRAPH_UNION_DEFAULT_GRAPH": "0",
        "PLANGRAPH_PORT": str(port),
    }
    program = str(Path(sys.executable).parent / "plangraph")
    process = subprocess.Popen([program, "serve"], env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://localhost:{port}/readyz")
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)


def wait_for(url: str) -> None:
    """Wait until an address answers."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of the loopback interface
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def test_the_score_is_at_least_what_it_was(address: str, tmp_path: Path) -> None:
    """In each suite as many tests pass as when it was last measured; of protocol, graph store and description, all."""
    report = tmp_path / "report.json"
    command = [
        *(sys.executable, str(RUNNER)),
        *("--query", f"{address}/sparql", "--update", f"{address}/update", "--gsp", f"{address}/graphs"),
        *("--auth", f"Authorization: Bearer {TOKEN}", "--json", str(report)),
        *("--min-pass", ",".join(f"{suite}={least}" for suite, least in FLOOR.items())),
    ]
    result = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    suites = json.loads(report.read_text("utf-8"))["suites"]
    for suite in ("protocol", "gsp", "gsp-direct", "sd", "sd-truth"):
        assert suites[suite]["passed"] == suites[suite]["total"] > 0
