"""Every kind of page in both languages, at a desk and on a phone, light and dark: axe-core finds nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from browsing import complaints_of
from playwright.sync_api import Browser, Page, ViewportSize, expect

# https://github.com/dequelabs/axe-core, as npm has it; its licence (MPL-2.0) stands beside it.
AXE = Path(__file__).with_name("axe-4.14.1.min.js")
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 150_000
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Each size and each theme with all rules, and at a desk in the dark those that a theme can break.
LOOKS = ((DESK, "light", RULES), (PHONE, "dark", RULES), (DESK, "dark", ["color-contrast", "link-in-text-block"]))

PLAN = "qibao-2023-2025"
PAGES = {
    "home": "/",
    "plan": f"/doc/plan/{PLAN}",
    "text": f"/doc/text/{PLAN}",
    "section": f"/doc/section/{PLAN}/2.1.1",
    "task": f"/doc/task/{PLAN}/2.1.1.2",
    "target": f"/doc/target/{PLAN}/2.1.1.2-1",
    "responsibility": f"/doc/responsibility/{PLAN}/2.1.1.1/1",
    "goal": f"/doc/goal/{PLAN}/jingjihuoyuegaodi",
    "unit": "/doc/unit/qibao/jingfaban",
    "place": "/doc/place/qibao/jiuxing",
    "brand": "/doc/brand/qibao/jiuxingpinpai",
    "search form": "/search",
    "search": "/search?q=九星",
    "questions": "/questions",
    "question form": "/questions/tasks-of-unit",
    "answer": "/questions/tasks-of-unit?unit=经发办",
    "refused answer": "/questions/tasks-of-unit?unit=经法办",
    "bars": "/questions/unit-load",
    "answer as matrix": "/questions/goals-by-area",
    "answer as graph": "/questions/links-between?one=经发办&other=九星",
    "answer as map": "/questions/tasks-near-place?place=九星&metres=1500",
    "reasons": f"/doc/task/{PLAN}/2.1.1.2?why=1",
    "map": "/map",
    "collections": "/features/collections",
    "collection": "/features/collections/places",
    "items": "/features/collections/places/items",
    "map with all": "/map?place=九星&schematic=1&lon=121.364&lat=31.16&metres=2000&unit=九星推进办",
    "refused map": "/map?unit=经法办",
    "matrix": "/matrix",
    "explorer start": "/explore",
    "explorer": "/explore?focus=九星",
    "timeline": "/timeline",
    "features": "/features",
    "features of a collection": "/features/collections/tasks/items",
    "feature": "/features/collections/places/items/qibao/jiuxing",
    "schematic collection": "/features/collections/schematic",
    "queryables": "/features/collections/places/queryables",
    "description of features": "/features/api",
    "refused features": "/features/collections/places/items?bbox=1",
    "sparql": "/sparql",
    "vocabulary": "/def/plan",
    "datasets": "/set/",
    "about": "/about",
    "help": "/help",
    "not found": "/doc/unit/qibao/nobody",
}
OK = 200
REFUSED = {"refused answer": 400, "refused features": 400, "refused map": 400, "not found": 404}


class Visits:
    """One tab for all pages, with axe-core in each of them: what a page weighs, complains of, and axe-core finds."""

    def __init__(self, page: Page, address: str) -> None:
        """Watch a tab that has not gone anywhere yet; nothing is kept from one page to the next."""
        self.page = page
        self.address = address
        self.complaints = complaints_of(page, address)
        self.bytes: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        page.add_init_script(path=AXE)
        self._session = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._asked)
        self._session.on("Network.loadingFinished", self._finished)
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def go(self, path: str) -> int:
        """Open a page at a desk in the light theme; its status."""
        self.page.goto("about:blank")
        self.look(DESK, "light")
        self.complaints.clear()
        self.bytes.clear()
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        return answer.status

    def look(self, size: ViewportSize, theme: Literal["light", "dark"]) -> None:
        """Change the window and the theme."""
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=theme)

    def violations(self, rules: list[str]) -> list[str]:
        """What axe-core finds: rule, words, place. The protocol asks it, as the policy of our pages forbids `eval`."""
        run = f"axe.run({{runOnly: {json.dumps(rules)}, resultTypes: ['violations']}})"
        command = f"{run}.then(found => JSON.stringify(found.violations))"
        done = self._session.send(
            "Runtime.evaluate", {"expression": command, "awaitPromise": True, "returnByValue": True}
        )
        return [
            f"{rule['id']}: {rule['help']}: {node['target']} {node.get('failureSummary', '')}"
            for rule in json.loads(done["result"]["value"])
            for node in rule["nodes"][:3]
        ]

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "")
        if "/static/vendor/" not in address:  # the libraries that draw
            self.bytes[address] = self.bytes.get(address, 0) + int(event["encodedDataLength"])


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str) -> Iterator[Visits]:
    """A tab at a desk."""
    page = browser.new_page(viewport=DESK)
    yield Visits(page, address)
    page.close()


def test_axe_is_the_published_one() -> None:
    """The checker is npm's, byte for byte."""
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_quiet_and_light(visits: Visits, kind: str, language: str) -> None:
    """WCAG 2.2 AA holds in every look, no page is wider than a phone; no errors, no other origin, at most 150 kB."""
    status = REFUSED.get(kind, OK)
    separator = "&" if "?" in PAGES[kind] else "?"
    assert visits.go(f"{PAGES[kind]}{separator}lang={language}") == status
    expect(visits.page.locator("html")).to_have_attribute("lang", "zh-Hans" if language == "zh" else "en")
    for size, theme, rules in LOOKS:
        visits.look(size, theme)
        assert visits.violations(rules) == [], (size, theme)
        assert visits.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert 0 < sum(visits.bytes.values()) <= MOST_BYTES, visits.bytes
    assert [text for text in visits.complaints if status == OK or f"status of {status}" not in text] == []
