"""Times as whole days: what the plans' dates cover, and what a request asks for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

from queries.features.errors import FeatureRequestError

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:Z|[+-]\d{2}:\d{2})?")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?")
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    start: date
    end: date


def covered(written: str) -> Period | None:
    """What an xsd:date, xsd:gYearMonth or xsd:gYear covers; None for anything else."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
        end = date(start.year, month or 12, day or monthrange(start.year, month or 12)[1])
    except ValueError:
        return None
    return Period(start, end)


def instant(text: str, parameter: str) -> datetime:
    """A date or a date and time of RFC 3339, in UTC; a date is its beginning."""
    if _INSTANT.fullmatch(text):
        try:
            found = datetime.fromisoformat(text.upper())
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise FeatureRequestError(
        parameter,
        f"{parameter} has {text[:50]!r}, which is no date; write 2025-06-30 or 2025-06-30T12:00:00Z.",
    )


def asked(text: str) -> Period:
    """The days that the parameter `datetime` names: an instant, or an interval whose open ends are ".." or nothing."""
    parts = text.split("/")
    if len(parts) > 2 or (len(parts) == 1 and parts[0] in ("", "..")) or set(parts) <= {"", ".."}:
        raise FeatureRequestError(
            "datetime",
            f"datetime must be a date, or two with / between them of which one may be .., not {text[:50]!r}.",
        )
    start = FIRST if parts[0] in ("", "..") else instant(parts[0], "datetime").date()
    end = LAST if parts[-1] in ("", "..") else instant(parts[-1], "datetime").date()
    if start > end:
        raise FeatureRequestError("datetime", f"datetime begins after it ends: {text[:50]!r}.")
    return Period(start, end)
