"""What the server's worker process runs: the application with the environment's settings, while its parent lives."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

from flask import Flask

from service.app import create_app
from service.settings import from_environment


def application() -> Flask:
    """The WSGI application that the server asks for, in the process that will answer requests."""
    settings = from_environment()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("plangraph.access").setLevel(logging.INFO if settings.log_requests else logging.WARNING)
    threading.Thread(target=_outlive_no_parent, args=(os.getppid(),), daemon=True).start()
    return create_app(settings)


def _outlive_no_parent(parent: int) -> None:
    """Stop when the parent is gone: one that was killed cannot say so, and we would keep port and store from others."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
