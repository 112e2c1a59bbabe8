"""What a clerk, a planner, an integrator and a reader come for, done in a browser from the first page to the end."""

from __future__ import annotations

import ast
import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from browsing import watched
from playwright.sync_api import Browser, Locator, Page, expect

# The tasks whose clause names 经发办, with their titles.
TASKS_OF_JINGFABAN = [
    ("2.1.1.1", "打造高能级商旅文教联动核"),
    ("2.1.2.1", "发展数字科技产业"),
    ("2.1.2.2", "培育生命科技产业"),
    ("2.1.2.3", "推动总部经济集聚"),
    ("2.1.3.1", "发挥政策叠加效应"),
    ("2.2.1.3", "推动文化资源数字化转化"),
]
NUMBERS = [number for number, _ in TASKS_OF_JINGFABAN]
# 2.4.2.2 speaks of a health centre's branch there, 2.2.2.2 of 九星城; the others say 九星 or 九星区域.
TASKS_AT_JIUXING = {"2.1.1.2", "2.2.2.2", "2.3.1.2", "2.4.2.2", "2.4.3.3"}
UNITS_OF_LAYOUT = ["规建办", "社事办", "九星推进办"]  # 2.3.1.2, in the order of its clause


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The first page, in Chinese."""
    with watched(browser, address) as page:
        page.goto(f"{address}/")
        yield page


def search_for(page: Page, text: str) -> None:
    """Ask the box that every page has."""
    page.locator("#search").fill(text)  # a combobox with scripts, a search box without
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"搜索“{text}”")


def ask_for_unit(page: Page, typed: str, unit: str) -> None:
    """Go to the question of a unit's tasks, choose the unit from what is suggested, and ask."""
    page.get_by_role("navigation").get_by_role("link", name="问题").click()
    page.get_by_role("link", name="某单位的任务", exact=True).click()
    field = page.get_by_role("main").get_by_role("combobox", name="单位")
    field.press_sequentially(typed)
    page.get_by_role("option", name=unit).click()
    page.get_by_role("button", name="提问").click()
    expect(page.get_by_role("heading", name="共 6 行")).to_be_visible()


def rows_of(page: Page) -> list[tuple[str, ...]]:
    """What the answer's table shows."""
    rows = page.get_by_role("main").locator("tbody tr").all()
    return [tuple(row.locator("td").all_inner_texts()) for row in rows]


def snippet(page: Page, name: str) -> str:
    """The text to use elsewhere, as it stands on the page."""
    page.locator("summary", has_text=re.compile(f"^{re.escape(name)}")).click()
    shown: Locator = page.locator("details[open] code").last
    expect(shown).to_be_visible()
    return shown.inner_text()


def test_a_clerk_takes_the_tasks_of_a_unit_to_excel(page: Page, tmp_path: Path) -> None:
    """经法, mistyped, finds 经发办; its page has its six tasks, and so has the workbook of the question, row by row."""
    search_for(page, "经法")
    page.get_by_role("link", name="经发办", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("经发办")
    expect(page.locator("ol.tasks > li > .number")).to_have_text(NUMBERS)

    ask_for_unit(page, "jingfaban", "经发办")
    assert rows_of(page) == TASKS_OF_JINGFABAN
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel", exact=True).click()
    workbook = tmp_path / "tasks.xlsx"
    download.value.save_as(workbook)
    header, *rows = openpyxl.load_workbook(workbook).worksheets[0].iter_rows(values_only=True)
    number, title = header.index("编号"), header.index("标题")
    assert [(row[number], row[title]) for row in rows] == TASKS_OF_JINGFABAN


def test_a_planner_shares_who_works_at_a_place(page: Page, browser: Browser, address: str) -> None:
    """From 九星 to its tasks and their units; the permanent link of the answer opens the same rows for a colleague."""
    search_for(page, "九星")
    page.get_by_role("main").get_by_role("link", name="九星", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("九星")
    assert set(page.locator("ol.tasks > li > .number").all_inner_texts()) == TASKS_AT_JIUXING

    page.locator("ol.tasks").get_by_role("link", name="推进均衡化布局", exact=True).click()
    expect(page.locator("ol.units > li > a")).to_have_text(UNITS_OF_LAYOUT)

    page.goto(f"{address}/questions/units-at-place?place=九星")
    seen = rows_of(page)
    assert set(UNITS_OF_LAYOUT) <= {unit for unit, *_ in seen}
    shared = page.locator(".permanent a").get_attribute("href")
    assert shared is not None
    with watched(browser, address) as other:
        other.goto(shared)
        expect(other.get_by_role("heading", level=1)).to_have_text(page.get_by_role("heading", level=1).inner_text())
        assert rows_of(other) == seen


def test_an_integrator_runs_the_snippets_as_printed(page: Page) -> None:
    """The curl and the Python snippet of a question's page give the rows that the page shows."""
    ask_for_unit(page, "经发", "经发办")
    curl, python = snippet(page, "curl"), snippet(page, "Python")

    printed = run(["bash", "-c", curl])
    assert [(row["number"], row["title"]) for row in csv.DictReader(io.StringIO(printed))] == TASKS_OF_JINGFABAN

    rows = [ast.literal_eval(line) for line in run([sys.executable, "-c", python]).splitlines()]
    assert [(row["number"], row["title"]) for row in rows] == TASKS_OF_JINGFABAN


def run(command: list[str]) -> str:
    """What a program prints; it must succeed."""
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=30)
    return done.stdout


def test_a_reader_goes_from_a_fact_to_its_sentence(page: Page) -> None:
    """A quotation on a unit's page opens the plan where it stands, marked; a name beside it leads on."""
    search_for(page, "经发办")
    page.get_by_role("main").get_by_role("link", name="经发办", exact=True).first.click()
    page.get_by_role("heading", name="全部陈述").click()
    page.get_by_role("link", name="「经发办」").first.click()
    marked = page.locator("#text mark")
    expect(marked).to_have_text("经发办")
    expect(marked).to_be_in_viewport()
    expect(page.locator("#named").get_by_role("link", name="经发办")).to_be_visible()
    page.locator("#text").get_by_role("link", name="商城商贸公司").click()  # the last of the clause of 2.1.1.1
    expect(page.get_by_role("heading", level=1)).to_have_text("商城商贸公司")


def test_a_reader_without_scripts_still_gets_text_and_tables(browser: Browser, address: str) -> None:
    """With scripts off, the search, a unit's page, an answer and the plan's text are all there."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/")
    search_for(page, "jingfaban")
    page.get_by_role("main").get_by_role("link", name="经发办", exact=True).first.click()
    expect(page.locator("ol.tasks > li > .number")).to_have_text(NUMBERS)
    page.goto(f"{address}/questions/tasks-of-unit?unit=经发办")
    assert rows_of(page) == TASKS_OF_JINGFABAN
    page.goto(f"{address}/doc/text/qibao-2023-2025")
    expect(page.locator("#text")).to_contain_text("(责任单位:经发办、规建办、投促中心、古镇管委办、商城商贸公司)")
    context.close()
