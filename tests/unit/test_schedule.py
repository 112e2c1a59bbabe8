"""Dates as a calendar of years and months."""

from __future__ import annotations

from service.pictures.schedule import years_of


def test_every_year_from_the_first_to_the_last_is_there() -> None:
    """A year between two that have dates is there without any."""
    assert [year.name for year in years_of(["2023", "2025-05"])] == ["2023", "2024", "2025"]


def test_a_date_counts_in_its_month_and_a_year_for_itself() -> None:
    """A day and a month count in the month, a year alone before all months."""
    (year,) = years_of(["2025-05-31", "2025-05", "2025", "2025-12-01"])
    assert year.counts == (1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1)


def test_no_dates_are_no_years() -> None:
    """Nothing is due, nothing is shown."""
    assert years_of([]) == ()
