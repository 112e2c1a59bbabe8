"""The map of a city, in which there are more places than are drawn at once: it says so, and shows those of the view."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browsing import serving, watched
from playwright.sync_api import Browser, Page, expect

from graph.store.factory import open_store
from graph.store.formats import Format
from service.settings import Settings

PLACES = 1_600  # in rows of 40; each has a task, the first 600 one more
LIMIT = 10  # seconds of a query: what goes through all tasks for each place takes much longer
_HEAD = """
@base <http://localhost:8080/> .
@prefix plan: <https://w3id.org/plangraph/ontology#> . @prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def city() -> str:
    """The city's graph, a place a line."""
    lines = [
        f'<id/place/city/{n}> a plan:Place ; rdfs:label "地{n}"@zh ; geo:hasGeometry <id/geometry/city/{n}> .'
        f'<id/geometry/city/{n}> geo:asWKT "POINT ({121 + n % 40 / 100} {31 + n // 40 / 100})"^^geo:wktLiteral .'
        f'<id/task/city/{n}> a plan:Task ; plan:number "{n}" ; plan:concernsPlace <id/place/city/{n}> .'
        f"<id/task/city/{n}> plan:concernsPlace <id/place/city/{n % 600}> ."
        for n in range(PLACES)
    ]
    return _HEAD + "\n".join(lines)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The map of the city, with the busiest of its places drawn."""
    with open_store() as store:
        store.load(city().encode(), Format.TURTLE, "http://localhost:8080/graph/plan/city")
        with serving(store, Settings(query_seconds=LIMIT)) as address, watched(browser, address) as page:
            page.goto(f"{address}/map")
            expect(page.locator("#map-canvas path.thing").first).to_be_attached()
            yield page


def test_a_map_of_many_shows_those_with_most_tasks_and_then_those_in_view(page: Page) -> None:
    """1,000 of 1,600 are drawn and it is said; nearer, all that are in view are, the quieter ones too."""
    cut = page.locator("#map-cut")
    expect(page.locator("#map-canvas path.thing")).to_have_count(1_000)
    expect(cut).to_contain_text("1,000")
    expect(cut).to_contain_text("1,600")
    for _ in range(2):
        page.locator("#map-canvas").focus()
        page.keyboard.press("+")
        page.wait_for_timeout(500)  # of the zoom's own animation
    expect(cut).to_contain_text("都已画出")
    told = re.search(r"[\d,]+", cut.inner_text())
    assert told is not None
    seen = int(told[0].replace(",", ""))
    assert 0 < seen < 1_000
    expect(page.locator("#map-canvas path.thing")).to_have_count(seen)
    expect(page.locator("#map-table + .map-table tbody tr")).to_have_count(200)
    expect(page.locator("[data-part=table]")).to_contain_text(re.compile("1,?600"))
