"""Every kind of page in both languages: axe-core finds nothing in either theme, no complaints, little to transfer."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from browsing import watched
from playwright.sync_api import Browser, CDPSession, Page, expect

# https://github.com/dequelabs/axe-core, as npm has it; its licence (MPL-2.0) stands beside it.
AXE = Path(__file__).with_name("axe-4.14.1.min.js")
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]  # all that a theme can change
MOST_BYTES = 150_000

PLAN = "qibao-2023-2025"
PAGES = {
    "home": "/",
    "plan": f"/doc/plan/{PLAN}",
    "text": f"/doc/text/{PLAN}",
    "task": f"/doc/task/{PLAN}/2.1.1.2",
    "target": f"/doc/target/{PLAN}/2.1.1.2-1",
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
    "matrix": "/matrix",
    "explorer start": "/explore",
    "explorer": "/explore?focus=九星",
    "timeline": "/timeline",
    "sparql": "/sparql",
    "vocabulary": "/def/plan",
    "datasets": "/set/",
    "about": "/about",
    "help": "/help",
    "not found": "/doc/unit/qibao/nobody",
}
REFUSED = {"refused answer": 400, "not found": 404}


class Weight:
    """How many bytes a page asked for, its libraries for pictures left out."""

    def __init__(self, session: CDPSession) -> None:
        """Count from now on."""
        self.bytes: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "")
        if "/static/vendor/" not in address:
            self.bytes[address] = self.bytes.get(address, 0) + int(event["encodedDataLength"])


def violations(page: Page, session: CDPSession, rules: list[str]) -> list[str]:
    """What axe-core finds: rule, words, place. The protocol evaluates it, as the policy of our pages forbids that."""
    command = f"axe.run({{runOnly: {json.dumps(rules)}, resultTypes: ['violations']}}).then(JSON.stringify)"
    if not page.evaluate("() => 'axe' in window"):
        session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    done = session.send("Runtime.evaluate", {"expression": command, "awaitPromise": True, "returnByValue": True})
    found = json.loads(done["result"]["value"])["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def test_axe_is_the_published_one() -> None:
    """The checker is npm's, byte for byte."""
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_quiet_and_light(browser: Browser, address: str, kind: str, language: str) -> None:
    """WCAG 2.2 AA holds in the light and the dark theme; no errors, no other origin, at most 150 kB."""
    status = REFUSED.get(kind, 200)
    with watched(browser, address, forgiven="" if status == 200 else f"status of {status}") as page:
        session = page.context.new_cdp_session(page)
        weight = Weight(session)
        separator = "&" if "?" in PAGES[kind] else "?"
        answer = page.goto(f"{address}{PAGES[kind]}{separator}lang={language}", wait_until="load")
        assert answer is not None
        assert answer.status == status
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans" if language == "zh" else "en")
        assert sum(weight.bytes.values()) <= MOST_BYTES, weight.bytes
        assert violations(page, session, RULES) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, session, RULES_OF_COLOUR) == []
