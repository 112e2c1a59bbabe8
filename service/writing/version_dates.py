"""When the data became what they are, as far as this service knows: the Last-Modified of what is made from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock


def this_second() -> datetime:
    """The present time as HTTP tells it: what was there before is dated by when it is first met."""
    return datetime.now(UTC).replace(microsecond=0)


def next_second() -> datetime:
    """The date of a write that happens now.

    It is told only once it has come. Of several writes within a second none but the last is then told with it, so
    that who has a copy by its date never has an older one.
    """
    return this_second() + timedelta(seconds=1)


def told(date: datetime | None) -> datetime | None:
    """The date if it has come: nothing is changed later than its answer is sent (RFC 9110, 8.8.2.1)."""
    return date if date is not None and date <= this_second() else None


class VersionDates:
    """When the newest version of the data was first met: never before it was written, nor before the start."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: str | None = None
        self._date: datetime | None = None

    def of(self, version: str) -> datetime | None:
        """The date of the newest version; None in the second of its writing."""
        with self._lock:
            if version != self._version:
                self._date = this_second() if self._version is None else next_second()
                self._version = version
            return told(self._date)
