"""The map in a browser: drawing with a pointer and with keys, filters, links to a view, the table, no scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
from browsing import watched
from playwright.sync_api import Browser, Page, expect

BASE = "http://localhost:8080/"
JIUXING = f"{BASE}id/place/qibao/jiuxing"
# 2.1.1.2, 2.3.1.2, 2.4.2.2 and 2.4.3.3 name 九星, 2.2.2.2 九星城; all of it is beside 星中路站, at 121.3644 31.1601.
AT_JIUXING = ["2.1.1.2", "2.2.2.2", "2.3.1.2", "2.4.2.2", "2.4.3.3"]
AROUND_JIUXING = "POLYGON((121.363 31.1585, 121.366 31.1585, 121.366 31.1615, 121.363 31.1615, 121.363 31.1585))"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The map, in Chinese, with its things drawn."""
    with watched(browser, address) as page:
        page.goto(f"{address}/map")
        drawn(page)
        yield page


def drawn(page: Page) -> None:
    """Wait until the things are there."""
    expect(page.locator("#map-canvas path.thing").first).to_be_attached()


def click_at(page: Page, x: float, y: float) -> None:
    """Click on the map, at parts of its width and height."""
    canvas = page.locator("#map-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def tasks_inside(page: Page) -> list[str]:
    """The tasks that the answer lists, by IRI."""
    return [str(item.get_attribute("data-task")) for item in page.locator("[data-part=inside] [data-task]").all()]


def place_of(page: Page, name: str) -> tuple[int, int]:
    """Where a name stands on the map, in pixels from its corner."""
    canvas = page.locator("#map-canvas").bounding_box()
    label = page.locator("#map-canvas .map-name", has_text=name).first.bounding_box()
    assert canvas is not None
    assert label is not None
    return round(label["x"] - canvas["x"]), round(label["y"] - canvas["y"])


def asked(page: Page) -> dict[str, str]:
    """What the address says, without the view and the language."""
    query = parse_qs(urlsplit(page.url).query)
    return {name: values[0] for name, values in query.items() if name not in ("at", "lang")}


def answer_of(page: Page, sparql: str) -> list[dict[str, Any]]:
    """The rows that the service gives for a query."""
    response = page.request.post(
        f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/sparql",
        form={"query": sparql},
        headers={"Accept": "application/sparql-results+json"},
    )
    assert response.ok
    rows: list[dict[str, Any]] = response.json()["results"]["bindings"]
    return rows


def test_a_drawn_polygon_gives_the_tasks_of_the_sparql_that_it_shows(page: Page) -> None:
    """Four corners on the map: the list, the query shown, the link to the editor and the GeoJSON agree."""
    page.get_by_role("button", name="画多边形").click()
    for x, y in ((0.15, 0.1), (0.9, 0.1), (0.9, 0.95), (0.15, 0.95)):
        click_at(page, x, y)
    expect(page.locator("#map-message")).to_contain_text("已有 4 点")
    page.get_by_role("button", name="完成").click()
    expect(page.locator("#inside-title")).to_be_visible()
    listed = tasks_inside(page)
    assert len(listed) > len(AT_JIUXING)
    rows = answer_of(page, page.locator("#map-sparql").text_content() or "")
    assert listed == list(dict.fromkeys(row["task"]["value"] for row in rows))
    assert "geof:sfIntersects" in (page.locator("#map-sparql").text_content() or "")
    link = page.locator("#map-sparql-open").get_attribute("href") or ""
    assert unquote(link.partition("#query=")[2]) == page.locator("#map-sparql").text_content()
    geojson = page.locator("[data-part=inside]").get_by_role("link", name="GeoJSON").get_attribute("href") or ""
    features = page.request.get(f"http://{urlsplit(page.url).netloc}{geojson}").json()["features"]
    assert list(dict.fromkeys(feature["properties"]["task"] for feature in features)) == listed


def test_the_query_opens_in_the_editor_with_its_answer(page: Page) -> None:
    """The link beside the query leads to the editor, which shows as many rows."""
    page.goto(f"{page.url.partition('?')[0]}?{urlencode({'area': AROUND_JIUXING})}")
    rows = answer_of(page, page.locator("#map-sparql").text_content() or "")
    page.get_by_text("这样问的(SPARQL)").click()
    page.get_by_role("link", name="在 SPARQL 编辑器中打开").click()
    expect(page.locator("#result h2")).to_contain_text(f"{len(rows)} 行")
    page.get_by_role("tab", name="地图").click()
    expect(page.locator("#result path.shape").first).to_be_visible()


def test_a_circle_is_drawn_with_keys_alone(page: Page) -> None:
    """Tab to the button, Enter; Enter sets the centre, arrows move, Enter sets the rim; focus goes to the answer."""
    page.get_by_role("button", name="画圆").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-cross")).to_be_visible()
    expect(page.locator("#map-canvas")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)  # the map glides
    page.keyboard.press("Enter")
    expect(page.locator(".map-inside")).to_be_focused()
    assert {"lon", "lat", "metres"} <= asked(page).keys()
    assert int(asked(page)["metres"]) > 10
    rows = answer_of(page, page.locator("#map-sparql").text_content() or "")
    assert tasks_inside(page) == list(dict.fromkeys(row["task"]["value"] for row in rows))


def test_escape_ends_a_drawing_and_undo_takes_a_corner_back(page: Page) -> None:
    """Nothing is asked until a shape is whole."""
    page.get_by_role("button", name="画多边形").click()
    click_at(page, 0.2, 0.3)
    click_at(page, 0.5, 0.3)
    page.get_by_role("button", name="撤销一点").click()
    expect(page.locator("#map-message")).to_contain_text("已有 1 点")
    expect(page.get_by_role("button", name="完成")).to_be_disabled()
    page.locator("#map-canvas").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#map-message")).to_be_empty()
    assert asked(page) == {}


def test_a_circle_by_numbers_finds_what_stands_at_the_station(page: Page) -> None:
    """600 m around 星中路站: the five tasks of 九星, and the one on 漕宝路, which passes the station."""
    page.get_by_text("用数字输入范围").click()
    page.get_by_label("经度").fill("121.364371")
    page.get_by_label("纬度").fill("31.1601")
    page.get_by_label("半径(米)").fill("600")
    page.locator("#map-circle").get_by_role("button").click()
    expect(page.locator("#inside-title")).to_be_visible()
    numbers = page.locator("[data-part=inside] .tasks .number").all_inner_texts()
    assert set(AT_JIUXING) <= set(numbers)
    expect(page.locator("#map-canvas path.marked-area")).to_be_attached()
    page.get_by_role("button", name="清除范围").click()
    expect(page.locator("#inside-title")).to_have_count(0)
    assert asked(page) == {}


def test_filters_change_dots_table_and_lists(page: Page) -> None:
    """九星推进办 has tasks at 九星 only; its tasks without a place are none; going back takes the filter away."""
    everything = page.locator("#map-canvas path.thing:not(.quiet-thing)").count()
    page.get_by_role("main").get_by_role("combobox", name="单位").fill("九星推进办")
    page.get_by_role("button", name="筛选", exact=True).click()
    row = page.locator("[data-part=table] tbody tr").first
    expect(row.locator("th")).to_have_text("九星")
    expect(row.locator("td.number").first).to_have_text("2")
    expect(page.locator("#not-located .number")).to_have_text("0")
    expect(page.locator("#map-canvas path.thing:not(.quiet-thing)")).not_to_have_count(everything)
    assert asked(page) == {"unit": "九星推进办"}
    page.get_by_label("目标").select_option("教育均衡重地")
    expect(row.locator("td.number").first).to_have_text("1")
    page.go_back()
    expect(row.locator("td.number").first).to_have_text("2")
    page.get_by_role("link", name="全部任务").click()
    expect(page.locator("#map-canvas path.thing:not(.quiet-thing)")).to_have_count(everything)


def test_a_refused_filter_is_said_and_the_map_stays(browser: Browser, address: str) -> None:
    """A unit that is none is refused with what may be meant."""
    with watched(browser, address, forgiven="status of 400") as page:
        page.goto(f"{address}/map")
        drawn(page)
        page.get_by_role("main").get_by_role("combobox", name="单位").fill("经法办")
        page.get_by_role("button", name="筛选", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("经发办")
        expect(page.locator("#map-canvas path.thing").first).to_be_attached()


def test_a_dot_opens_its_panel_by_key(page: Page) -> None:
    """The dot of 九星 is a button; its panel has method, accuracy, tasks, dates and words, and gets the focus."""
    dot = page.get_by_role("button", name="九星,").first
    dot.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".map-panel")
    expect(panel).to_be_focused()
    expect(panel.get_by_role("heading", level=2)).to_have_text("九星")
    for said in ("±1500 米", "在已知地点旁", "星中路站", "期限 2025-05", "九星推进办", "九星区域"):
        expect(panel).to_contain_text(said)
    assert asked(page) == {"place": JIUXING}
    panel.get_by_role("link", name="关闭").click()
    expect(panel).to_have_count(0)


def test_a_link_reopens_the_same_view(page: Page, browser: Browser, address: str) -> None:
    """Filter, shape, panel, schematic layer, place and zoom of the map: another reader sees the same."""
    page.goto(f"{address}/map?{urlencode({'area': AROUND_JIUXING, 'goal': '教育均衡重地', 'place': '九星'})}")
    drawn(page)
    page.get_by_label("示意图层").check()
    expect(page.locator("#map-canvas path.scheme").first).to_be_attached()
    page.get_by_role("button", name="放大").click()
    expect(page).to_have_url(re.compile("at="))  # the map has come to rest
    here = str(page.evaluate("location.href"))
    with watched(browser, address) as other:
        other.goto(here)
        drawn(other)
        expect(other.locator("#map-canvas path.scheme").first).to_be_attached()
        assert tasks_inside(other) == tasks_inside(page) == [f"{BASE}id/task/qibao-2023-2025/2.3.1.2"]
        for place in ("#map-canvas .leaflet-control-scale-line", ".map-panel h2", "#map-scheme-note"):
            assert other.locator(place).inner_text() == page.locator(place).inner_text()
        assert place_of(other, "九星城") == place_of(page, "九星城")


def test_the_schematic_layer_is_off_labelled_and_in_no_answer(page: Page) -> None:
    """Switched on it says what it is, on the map and beside it; the answers stay what they were."""
    expect(page.locator("#map-canvas path.scheme")).to_have_count(0)
    before = page.locator("#not-located .number").inner_text()
    page.get_by_label("示意图层").check()
    expect(page.locator("#map-scheme-note")).to_be_visible()
    expect(page.locator("#map-canvas .scheme-name").first).to_contain_text("示意")
    expect(page.locator("[data-part=scheme] li").first).to_contain_text("示意")
    assert page.locator("#not-located .number").inner_text() == before
    page.get_by_label("示意图层").uncheck()
    expect(page.locator("#map-canvas path.scheme")).to_have_count(0)


def test_without_scripts_the_page_says_the_same(browser: Browser, address: str) -> None:
    """Filters, a circle by numbers, the panel, what is inside, and the table work as plain pages."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/map")
    rows = {
        row.locator("th").inner_text(): row.locator("td.number").first.inner_text()
        for row in page.locator("[data-part=table] tbody tr").all()
    }
    features = json.loads(page.request.get(f"{address}/map?format=geojson").text())["features"]
    assert rows == {feature["properties"]["label"]: str(feature["properties"]["tasks"]) for feature in features}
    page.locator("[data-part=table]").get_by_role("link", name="九星", exact=True).click()
    expect(page.locator(".map-panel h2")).to_have_text("九星")
    page.get_by_text("用数字输入范围").click()
    page.get_by_role("textbox", name="多边形的各点").fill(
        "121.363 31.1585\n121.366 31.1585\n121.366 31.1615\n121.363 31.1615"
    )
    page.locator("#map-polygon").get_by_role("button").click()
    numbers = page.locator("[data-part=inside] .tasks .number").all_inner_texts()
    assert set(AT_JIUXING) <= set(numbers)
    context.close()


def test_pages_of_things_have_their_places_on_a_small_map(page: Page, address: str) -> None:
    """A unit's page draws its places, and leads to the large map with its tasks."""
    page.goto(f"{address}/doc/unit/qibao/jiuxingtuijinban")
    expect(page.locator(".small-map path.thing:not(.quiet-thing)").first).to_be_attached()
    page.get_by_role("link", name="在大地图上看").click()
    drawn(page)
    expect(page.locator("[data-part=table] tbody th").first).to_have_text("九星")


def test_a_question_with_positions_is_drawn(page: Page, address: str) -> None:
    """The page of all places draws those that are located, with their names."""
    page.goto(f"{address}/questions/places")
    expect(page.locator(".graph path.place-shape").first).to_be_attached()
    expect(page.locator(".graph .map-name", has_text="九星").first).to_be_attached()


def test_the_map_is_among_the_ways_in(page: Page, address: str) -> None:
    """The navigation and the first page lead to the map."""
    page.goto(f"{address}/")
    expect(page.get_by_role("navigation").get_by_role("link", name="地图")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="任务落在哪里").click()
    drawn(page)
