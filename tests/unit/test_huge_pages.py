"""What a process holds is the same in huge pages."""

from __future__ import annotations

import os

from graph.store.processes.huge_pages import use_huge_pages

MEGABYTE = 1024 * 1024


def test_what_is_held_stays_as_it_was_also_in_a_fork() -> None:
    """100 MB of known bytes, read by the process and by its child."""
    held = bytearray(os.urandom(MEGABYTE) * 100)
    before = bytes(held)
    use_huge_pages()
    assert held == before
    child = os.fork()
    if not child:
        held[5 * MEGABYTE] ^= 1  # which its parent does not see
        os._exit(0 if bytes(held[: 5 * MEGABYTE]) == before[: 5 * MEGABYTE] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert held == before
