"""Somebody who writes SPARQL, in a browser: completion, an error at its place, views, a link to share."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browsing import watched
from playwright.sync_api import Browser, Locator, Page, expect

JINGFABAN = "http://localhost:8080/id/unit/qibao/jingfaban"
RELATIONS = """PREFIX plan: <https://w3id.org/plangraph/ontology#>
CONSTRUCT { ?task plan:responsibleUnit ?unit } WHERE {
  ?task plan:responsibleUnit ?unit ; plan:number "2.1.1.2"
}"""
SHAPES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT ?name ?wkt {
  VALUES (?name ?wkt) {
    ("点" "POINT(121.35 31.15)"^^geo:wktLiteral)
    ("面" "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((121 31, 122 31, 122 32, 121 31))"^^geo:wktLiteral)
    ("别的坐标系" "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(31.15 121.35)"^^geo:wktLiteral)
  }
}"""


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The query page, which may complain of nothing but a refused query, and ask nobody else for anything."""
    with watched(browser, address, forgiven="status of 400") as page:
        page.goto(f"{address}/sparql?lang=zh")
        expect(editor(page)).to_be_visible()
        yield page


def editor(page: Page) -> Locator:
    """The editor's text."""
    return page.locator(".cm-content")


def write(page: Page, text: str) -> None:
    """Put a text into the editor in place of what is there."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def test_a_class_is_completed_with_its_prefix(page: Page) -> None:
    """After `a`, Tas offers plan:Task with its Chinese name; taking it adds the PREFIX line."""
    write(page, "SELECT * WHERE { ?task a ")
    page.keyboard.type("Tas")
    first = page.locator(".cm-tooltip-autocomplete li").first
    expect(first).to_have_text("plan:Task任务")
    page.wait_for_timeout(200)  # the editor takes no key for its list within 75 ms of showing it
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text(
        "PREFIX plan: <https://w3id.org/plangraph/ontology#>SELECT * WHERE { ?task a plan:Task"
    )


def test_a_unit_is_completed_by_its_pinyin(page: Page) -> None:
    """After plan:responsibleUnit, jingfaban offers 经发办; taking it writes its IRI."""
    write(page, "PREFIX plan: <https://w3id.org/plangraph/ontology#> SELECT * WHERE { ?task plan:responsibleUnit ")
    page.keyboard.type("jingfaban")
    option = page.locator(".cm-tooltip-autocomplete li", has_text="经发办")
    expect(option).to_be_visible(timeout=10_000)
    option.click()
    expect(editor(page)).to_contain_text(f"plan:responsibleUnit <{JINGFABAN}>")


def test_an_error_is_marked_at_its_place_and_mended(page: Page) -> None:
    """An undeclared prefix is underlined and told with line and column; one click declares it and asks again."""
    write(page, "SELECT (COUNT(DISTINCT ?task) AS ?n) WHERE {\n  ?task a plan:Task }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("line 2")
    expect(page.locator(".cm-lintRange-error")).to_have_text("plan:Task")
    page.get_by_role("button", name="PREFIX").click()
    expect(page.locator("#result td")).to_have_text("41")


def test_triples_are_drawn_as_a_graph(page: Page) -> None:
    """Task 2.1.1.2 and its seven units are eight nodes and seven edges; the arrow key chooses the picture."""
    write(page, RELATIONS)
    page.keyboard.press("Control+Enter")
    page.get_by_role("tab", name="表格").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="关系图")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("img", name=re.compile("8 个节点.7 条边"))).to_be_visible()
    expect(page.locator(".canvas canvas").first).to_be_visible()


def test_shapes_are_drawn_on_a_map(page: Page) -> None:
    """A point and an area are drawn; what is in another reference system is not, and the page says so."""
    write(page, SHAPES)
    page.keyboard.press("Control+Enter")
    page.get_by_role("tab", name="地图").click()
    expect(page.locator("path.shape")).to_have_count(2)
    expect(page.get_by_role("tabpanel")).to_contain_text(re.compile("有 1 个值"))


def test_a_shared_link_opens_with_the_query_and_its_answer(page: Page) -> None:
    """What the address bar holds after asking opens elsewhere with the same query, asked."""
    write(page, "ASK { ?task <https://w3id.org/plangraph/ontology#number> '2.1.1.2' }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result strong")).to_contain_text("true")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".cm-content")).to_contain_text("'2.1.1.2'")
    expect(other.locator("#result strong")).to_contain_text("true")


def test_recent_queries_can_be_taken_up_and_deleted(page: Page) -> None:
    """A query that was run is listed, comes back by a click, and is gone once deleted."""
    write(page, "ASK { ?once ?was ?run }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result strong")).to_be_visible()
    write(page, "SELECT")
    page.get_by_text("最近的查询").click()
    page.get_by_role("button", name="ASK { ?once ?was ?run }", exact=True).click()
    expect(editor(page)).to_have_text("ASK { ?once ?was ?run }")
    page.get_by_role("button", name="全部删除").click()
    expect(page.get_by_text("最近的查询")).to_be_hidden()


def test_a_geometry_that_looks_wrong_is_told_beside_the_answer(page: Page) -> None:
    """A point with its axes swapped is told with its line, beside the rows; of the next answer nothing is told."""
    write(page, SHAPES.replace('"POINT(121.35 31.15)"', '"POINT(31.15 121.35)"'))
    page.get_by_role("button", name="运行").click()
    told = page.locator("#result [role=status] li")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("纬度超过 90 度")
    expect(told).to_contain_text("第 4 行，第 ")
    expect(page.locator("#result h2")).to_contain_text("3 行")
    write(page, SHAPES)
    page.get_by_role("button", name="运行").click()
    expect(told).to_have_count(0)
