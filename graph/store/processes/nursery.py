"""The one process that the service starts, and the parent of all others: `python -m graph.store.processes.nursery`.

It has one thread and little memory, so that forking it is quick and safe, which forking the service is not.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sys

from graph.store.processes.confinement import adopt_orphans
from graph.store.processes.forking import run, serve_forks
from graph.store.processes.keeper import keep_in_memory
from graph.store.processes.reader import read_folder
from graph.store.processes.seclusion import reach_nobody
from graph.store.processes.writer import own_folder


def main(descriptor: int, scratch: str | None = None) -> None:
    """Serve the control socket of that number until the service is gone; then remove the scratch folder."""
    control = socket.socket(fileno=descriptor)
    control.set_inheritable(False)
    for request_to_stop in (signal.SIGINT, signal.SIGTERM):  # sent to a whole group; the service decides when
        signal.signal(request_to_stop, signal.SIG_IGN)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # or numpy starts threads when imported
    adopt_orphans()
    reach_nobody()
    gc.collect()
    gc.freeze()
    control.sendall(b"\n")
    run(lambda: serve_forks(control, {"writer": own_folder, "keeper": keep_in_memory, "reader": read_folder}))
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
