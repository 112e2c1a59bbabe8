"""The dates that versions of the data are given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from service.writing import version_dates
from service.writing.version_dates import VersionDates

NOW = datetime(2027, 1, 31, 12, 0, 0, 400_000, tzinfo=UTC)


class Clock(datetime):
    """A clock that a test sets."""

    moment = NOW

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override] # always in UTC here
        """The moment that was set."""
        assert tz is UTC
        return cls.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """The clock of the module."""
    monkeypatch.setattr(version_dates, "datetime", Clock)
    monkeypatch.setattr(Clock, "moment", NOW)
    return Clock


def test_a_version_keeps_the_date_it_was_met_at(clock: type[Clock]) -> None:
    """What is there at the start is dated by it, and keeps its date for as long as it is the newest."""
    dates = VersionDates()
    first = dates.of("a")
    clock.moment = NOW + timedelta(hours=1)
    assert dates.of("a") == first == NOW.replace(microsecond=0)


def test_versions_of_one_second_have_no_date_in_it(clock: type[Clock]) -> None:
    """A date is told once no other version can come to have it, so that no copy of an older one bears it."""
    dates = VersionDates()
    first = dates.of("a")
    assert first is not None
    assert [dates.of("b"), dates.of("c")] == [None, None]
    clock.moment = NOW + timedelta(seconds=1)
    assert dates.of("c") == first + timedelta(seconds=1)
    assert dates.of("d") is None
    clock.moment = NOW + timedelta(seconds=2)
    assert dates.of("d") == first + timedelta(seconds=2)
