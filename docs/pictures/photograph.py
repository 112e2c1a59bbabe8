"""Photographs pages of a running service, whose address it is given; take.sh starts one and calls this.

The README's picture goes beside this file, those of the guide to service/static/help/, in each language.
"""

from __future__ import annotations

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
GUIDE = HERE.parents[1] / "service" / "static" / "help"
PLAN = "qibao-2023-2025"
QUALITY = 45  # of WebP: letters stay sharp, and a picture has 20 to 40 kB
# The pictures of the guide: name and page.
PICTURES = {
    "unit": "/doc/unit/qibao/jingfaban?lang={language}",
    "place": "/doc/place/qibao/jiuxing?lang={language}",
    "map": "/map?lon=121.3644&lat=31.1601&metres=900&lang={language}#map-filters",
    "text": f"/doc/text/{PLAN}?lang={{language}}#char=2155,2175",
    "answer": "/questions/tasks-of-unit?unit=经发办&lang={language}",
    "sparql": "/sparql?question=tasks-of-unit&lang={language}",
}


def photograph(page: Page, address: str, target: Path) -> None:
    """What a window shows of a page, once its scripts have come to rest."""
    page.goto(address, wait_until="networkidle")
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    target.write_bytes(base64.b64decode(taken["data"]))


def main(address: str) -> None:
    """Take them all."""
    GUIDE.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 960, "height": 600})
        for language in ("zh", "en"):
            for name, path in PICTURES.items():
                photograph(page, address + path.format(language=language), GUIDE / f"{name}-{language}.webp")
        page.set_viewport_size({"width": 1100, "height": 900})
        photograph(page, f"{address}/doc/task/{PLAN}/2.1.1.2?lang=zh", HERE / "task.webp")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
