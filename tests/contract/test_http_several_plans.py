"""The first page over several plans: all are listed, the newest is drawn, and any other is drawn on request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graph.store.factory import open_store
from graph.store.formats import Format
from service.app import create_app
from service.settings import Settings

BASE = "http://localhost:8080/"
HTML = {"Accept": "text/html"}
PLANS = 24
_PLAN = """<{base}id/plan/town-{n}> a plan:Plan ; rdfs:label "第{n}镇行动计划"@zh ;
  dct:issued "20{n:02}-01-01"^^xsd:date .
<{base}id/section/town-{n}/1> a plan:Section ; plan:number "1" ; plan:partOf <{base}id/plan/town-{n}> ;
  rdfs:label "组"@zh .
<{base}id/task/town-{n}/1.1> a plan:Task ; plan:number "1.1" ; plan:partOf <{base}id/section/town-{n}/1> ;
  rdfs:label "第{n}镇的任务"@zh .
"""


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    """A client of a service over twenty-four plans of a section and a task each."""
    prefixes = """@prefix plan: <https://w3id.org/plangraph/ontology#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    """
    with open_store() as store:
        for n in range(1, PLANS + 1):
            store.load((prefixes + _PLAN.format(base=BASE, n=n)).encode(), Format.TURTLE, f"{BASE}graph/plan/town-{n}")
        app = create_app(Settings(), store)
        yield app.test_client(use_cookies=False)
        app.extensions["plangraph"].searching.stop()


def get(client: FlaskClient, path: str) -> str:
    """The page at a path."""
    return client.get(path, headers=HTML).get_data(as_text=True)


def test_the_newest_plans_are_listed_and_the_newest_is_drawn(client: FlaskClient) -> None:
    """Twelve of them are listed, with a link to all; the picture is that of the last one issued."""
    page = get(client, "/")
    assert page.count("看它的样子") == 12
    assert '<a href="/questions/plans">全部计划</a>' in page
    assert '<a href="/?plan=town-24#shape" aria-current="true">' in page
    assert "第24镇的任务" in page
    assert "第23镇的任务" not in page


@pytest.mark.parametrize("n", [23, 1])
def test_another_plan_is_drawn_on_request(client: FlaskClient, n: int) -> None:
    """A plan that the address names is drawn, also one that is not among the newest."""
    page = get(client, f"/?plan=town-{n}")
    assert f'<a href="/?plan=town-{n}#shape" aria-current="true">' in page
    assert f"第{n}镇的任务" in page
    assert "第24镇的任务" not in page


@pytest.mark.parametrize("name", ["town-99", "", "a b", "a>b"])
def test_a_plan_that_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    """What names no plan is 404, whatever it is."""
    assert client.get("/", query_string={"plan": name}, headers=HTML).status_code == 404


def test_the_data_page_speaks_of_the_newest_plans(client: FlaskClient) -> None:
    """Twenty plans are cited one by one, and the page says that there are more."""
    page = get(client, "/about?lang=zh")
    assert page.count("@misc{plangraph-town-") == 20
    assert "@misc{plangraph-town-24," in page
    assert "@misc{plangraph-town-4," not in page
    assert "这一页只逐份说最新的 20 份计划。" in page
