"""The log: JSON lines on standard error, of which nobody who sends a request can forge one."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from service.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REQUEST_ID = "plangraph.request_id"  # in the environ of a request
QUERY_TEXT = "plangraph.query"  # likewise: the text of the query that it asks
SHOWN = 2000  # characters of a client's own text in a line

log = logging.getLogger("plangraph.access")

_VALID_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}", re.ASCII)
_PROCESS = secrets.token_hex(6)
_numbers = count(1)


class JsonLines(logging.Formatter):
    """A record as one line of JSON; all beyond printable ASCII is escaped, so that a line stays a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        content: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            content["trace"] = self.formatException(record.exc_info)
        return json.dumps(content).replace("\x7f", "\\u007f")


def configure(settings: Settings) -> None:
    """Write the log of this process to standard error; requests only where the settings say so."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    log.setLevel(logging.INFO if settings.log_requests else logging.WARNING)


def request_id(given: str | None) -> str:
    """The identifier a request brings if it is a fit one, else a new one."""
    if given is not None and _VALID_ID.fullmatch(given):
        return given
    return f"{_PROCESS}-{next(_numbers)}"


def log_request(environ: WSGIEnvironment, status: int, seconds: float, size: int, *, slow: bool) -> None:
    """Write the line of a request that is answered; of a slow one with what it asked."""
    level = logging.WARNING if slow else logging.INFO
    if not log.isEnabledFor(level):
        return
    fields: dict[str, object] = {
        "request_id": environ[REQUEST_ID],
        "method": environ["REQUEST_METHOD"][:SHOWN],
        "path": environ["PATH_INFO"][:SHOWN],
        "status": status,
        "ms": round(seconds * 1000, 1),
        "bytes": size,
        "client": environ.get("REMOTE_ADDR", ""),
    }
    if slow:
        fields["query"] = str(environ.get(QUERY_TEXT) or environ["QUERY_STRING"])[:SHOWN]
    log.log(level, "slow request" if slow else "request", extra={"fields": fields})
