"""The guide: one page a language, whose links and pictures are there."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

AS_A_BROWSER = {"Accept": "text/html,*/*;q=0.8"}
KINDS_OF_USERS = ("clerk", "planner", "supervisor", "integrator", "sparql")


@pytest.fixture(params=["zh", "en"])
def guide(request: pytest.FixtureRequest, client: FlaskClient) -> str:
    """The guide in a language."""
    return client.get("/help", query_string={"lang": request.param}).get_data(as_text=True)


def test_the_guide_speaks_to_each_kind_of_user(guide: str) -> None:
    """Each kind of user has a chapter, and a link to it at the top."""
    for kind in KINDS_OF_USERS:
        assert f'<h2 id="{kind}">' in guide
        assert f'<a href="#{kind}">' in guide


def test_every_link_and_picture_of_the_guide_is_there(guide: str, client: FlaskClient) -> None:
    """Pages that the guide leads to answer, and so do its pictures and its sheet, each picture with words for it."""
    targets = set(re.findall(r'(?:href|src)="(/[^"]*)"', guide))
    assert len(targets) > 15
    for target in targets:
        answer = client.get(target.replace("&amp;", "&"), headers=AS_A_BROWSER, buffered=True)
        assert answer.status_code == 200, target
    pictures = re.findall(r"<img [^>]*>", guide)
    assert len(pictures) == len(KINDS_OF_USERS) + 1  # and one of the map
    assert all(re.search(r'alt="[^"]{10,}"', picture) for picture in pictures)


def test_the_guide_is_in_one_language(client: FlaskClient) -> None:
    """English has no Chinese but names and the other language's own; a link from each page leads to it."""
    page = client.get("/help", query_string={"lang": "en"}).get_data(as_text=True)
    body = page.partition("<main")[2].partition("</main>")[0]
    named = re.sub(r'<a [^>]*lang="zh-Hans">[^<]*</a>', "", body)
    assert not re.search(r"[\u4e00-\u9fff]", named)
    assert '<a href="/help?lang=en">Help</a>' in client.get("/", query_string={"lang": "en"}).get_data(as_text=True)
