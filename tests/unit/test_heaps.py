"""Memory that a burst of requests leaves free."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Long texts of which each second is let go, so that what is free lies between what is not.
BURST = """
import time
from service.process import heaps
heaps.tend_heaps()
texts = [b"x" * 100_000 for _ in range(1500)]
most = heaps._resident()
texts = texts[::2]
deadline = time.monotonic() + 10
while heaps._resident() > most - 60_000_000 and time.monotonic() < deadline:
    time.sleep(0.1)
print(len(texts), (most - heaps._resident()) // 1_000_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is asked to give memory back")
def test_what_a_burst_leaves_free_is_given_back() -> None:
    """Of 150 MB of which half is free, in pieces, half is given back to the system."""
    done = subprocess.run([sys.executable, "-c", BURST], capture_output=True, text=True, check=True, timeout=60)
    kept, given = map(int, done.stdout.split())
    assert kept == 750
    assert given >= 60
