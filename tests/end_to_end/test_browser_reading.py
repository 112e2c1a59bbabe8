"""Somebody who reads the plan, in a browser: from the address to the words, and from a sentence to what it names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import watched
from playwright.sync_api import Browser, Page, expect

TEXT = "/doc/text/qibao-2023-2025?lang=zh"
NAMED = "九星品牌"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that may complain of nothing, and ask nobody else for anything."""
    with watched(browser, address) as page:
        yield page


def marked(page: Page) -> str:
    """The words that are marked in the text."""
    return "".join(page.locator("#text mark").all_text_contents())


@pytest.mark.parametrize("written", ["char={0},{1}", "char={1},{0}", "char%3D{0}%2C{1}", "char={0},{1};length=99"])
def test_an_address_marks_its_characters(page: Page, address: str, source: str, written: str) -> None:
    """#char=start,end marks exactly those characters and brings them into view, however it is written."""
    start = source.index(NAMED)
    page.goto(f"{address}{TEXT}#{written.format(start, start + len(NAMED))}")
    expect(page.locator("#text mark").first).to_be_in_viewport()
    assert marked(page) == NAMED


@pytest.mark.parametrize("written", ["char=x", "char=9999999,99999999", "%", "char=5,5", "char="])
def test_an_address_that_names_nothing_marks_nothing(page: Page, address: str, written: str) -> None:
    """A fragment that names no characters of the text leaves it as it is."""
    page.goto(f"{address}{TEXT}#{written}")
    expect(page.locator("#text")).to_contain_text(NAMED)
    assert marked(page) == ""


def test_a_sentence_tells_what_it_names(page: Page, address: str, source: str) -> None:
    """A click beside a name marks its sentence, lists what it names with its kind, and gives a link to the sentence."""
    page.goto(f"{address}{TEXT}")
    page.locator("#text a", has_text=NAMED).first.evaluate("link => link.nextSibling.parentElement.scrollIntoView()")
    where = page.locator("#text a", has_text=NAMED).first.bounding_box()
    assert where is not None
    page.mouse.click(where["x"] + where["width"] + 8, where["y"] + where["height"] / 2)
    panel = page.locator("#named")
    expect(panel).to_be_visible()
    expect(panel.get_by_role("link", name=NAMED)).to_have_attribute("href", "/doc/brand/qibao/jiuxingpinpai?lang=zh")
    expect(panel).to_contain_text("品牌")
    sentence = marked(page)
    assert sentence.startswith("依托九星品牌效应")
    assert sentence.endswith("力争2025年5月底前全面建成并对外运营。")
    panel.get_by_role("button").first.click()
    start = source.index(sentence)
    expect(page).to_have_url(f"{address}{TEXT}#char={start},{start + len(sentence)}")


def test_a_things_neighbours_are_drawn(page: Page, address: str) -> None:
    """The picture of a thing's neighbours is drawn once it is opened, and the list of statements stays."""
    page.goto(f"{address}/doc/unit/qibao/jingfaban?lang=zh")
    page.locator(".neighbours > summary").click()
    expect(page.locator(".neighbours canvas").first).to_be_visible()
    expect(page.locator("#statements")).to_have_count(1)


def test_the_shape_of_the_plan_leads_to_its_tasks(page: Page, address: str) -> None:
    """Every task of the plan is a cell of the first page's picture, and leads to its page."""
    page.goto(f"{address}/?lang=zh")
    cells = page.locator(".shape a[href^='/doc/task/']")
    expect(cells).to_have_count(41)
    cells.filter(has_text="2.1.1.2").first.click()
    expect(page.locator("h1")).to_have_text("打造一站式智慧生活贸易区")
