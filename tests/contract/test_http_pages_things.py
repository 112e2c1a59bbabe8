"""The pages about things: what matters first of each kind, and why what is inferred follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.pipeline import build_folder
from graph.plan_folder import bundled_plans
from graph.store.answer import Answer
from graph.store.factory import open_store
from ontology.files import vocabulary_graphs
from service.app import create_app
from service.settings import Settings

BASE = "http://localhost:8080/"
QIBAO = "qibao-2023-2025"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    """A client of a service over the plan of Qibao, whose text is what the expected values were read from."""
    graphs = {str(name): triples for name, triples in vocabulary_graphs(BASE).items()}
    for plan in bundled_plans():
        graphs |= {str(name): triples for name, triples in build_folder(plan, BASE).graph.graphs.items()}
    with open_store() as store:
        store.replace(graphs)
        app = create_app(Settings(), store)
        yield app.test_client(use_cookies=False)
        app.extensions["plangraph"].searching.stop()


class Lists(HTMLParser):
    """The links of a page with the class of the list that each stands in, outside the list of all statements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._list = ""
        self._is_raw = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the links are."""
        given = dict(attrs)
        self._is_raw = self._is_raw or given.get("id") == "statements"
        if tag in ("ol", "ul"):
            self._list = given.get("class") or ""
        if tag == "a" and not self._is_raw:
            self.links.append((self._list, given.get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave a list."""
        if tag in ("ol", "ul"):
            self._list = ""

    def of(self, name: str, kind: str) -> list[str]:
        """The ends of the addresses of things of a kind in the lists of a class."""
        start = f"/doc/{kind}/"
        found = (href.partition("?")[0] for where, href in self.links if where == name)
        return [href.rpartition("/")[2] for href in found if href.startswith(start)]


def get(client: FlaskClient, path: str, language: str = "zh", **query: str) -> str:
    """The page at a path."""
    return client.get(path, headers=HTML, query_string={"lang": language, **query}).get_data(as_text=True)


def test_a_task_shows_its_units_in_the_plans_order(client: FlaskClient) -> None:
    """Task 2.1.1.2 has the seven units of its clause in their order, its date, its goal, and the tasks beside it."""
    page = get(client, f"/doc/task/{QIBAO}/2.1.1.2")
    lists = Lists(page)
    assert lists.of("units", "unit") == [
        *("guijianban", "toucuzhongxin", "zhongdaban", "jiuxingtuijinban"),
        *("jingfazhongxin", "jiuxingcun", "xinjiuxinggongsi"),
    ]
    assert '<time datetime="2025-05">2025-05</time>' in page
    assert "力争2025年5月底前全面建成并对外运营" in page
    assert lists.of("tasks", "task") == ["2.1.1.1", "2.1.1.3"]
    assert f'<a rel="prev" href="/doc/task/{QIBAO}/2.1.1.1?lang=zh">' in page
    assert f'<a rel="next" href="/doc/task/{QIBAO}/2.1.1.3?lang=zh">' in page


def test_a_tasks_text_leads_to_what_it_names(client: FlaskClient) -> None:
    """The words of a task are links whose hint says what kind of thing they name, anchored as in the whole text."""
    page = get(client, f"/doc/task/{QIBAO}/2.1.1.2")
    linked = re.search(
        r'<a id="char=(\d+),(\d+)" href="/doc/brand/qibao/jiuxingpinpai\?lang=zh" title="品牌">([^<]+)', page
    )
    assert linked is not None
    assert linked[3] == "九星品牌"
    assert int(linked[2]) - int(linked[1]) == 4


def test_a_unit_shows_its_tasks_by_goal_and_its_partners(client: FlaskClient) -> None:
    """经发办 has five tasks for the first goal and one for the second, and five of them with 投促中心 and 科信办."""
    page = get(client, "/doc/unit/qibao/jingfaban")
    lists = Lists(page)
    assert lists.of("tasks", "task") == ["2.1.1.1", "2.1.2.1", "2.1.2.2", "2.1.2.3", "2.1.3.1", "2.2.1.3"]
    goals = re.findall(
        rf'<h3><a href="/doc/goal/{QIBAO}/(\w+)\?lang=zh">[^<]+</a> <span class="number">(\d+)</span>', page
    )
    assert goals == [("jingjihuoyuegaodi", "5"), ("wenhuahuicuishengdi", "1")]
    assert lists.of("bars", "unit")[:2] == ["kexinban", "toucuzhongxin"]
    shared = re.findall(r'<a class="number" href="(/questions/tasks-shared-by\?[^"]+)"[^>]*>(\d+)</a>', page)
    assert [count for _, count in shared][:3] == ["5", "5", "4"]
    answer = client.get(shared[0][0].replace("&amp;", "&"), headers={"Accept": "application/json"}).get_json()
    assert answer["total"] == 5


def test_a_place_shows_what_lies_in_it_and_its_tasks(client: FlaskClient) -> None:
    """九星 lies in 七宝镇, holds 九星城, and is named by the tasks that the plan has for it."""
    page = get(client, "/doc/place/qibao/jiuxing")
    lists = Lists(page)
    assert "qibaozhen" in [href.rpartition("/")[2].partition("?")[0] for _, href in lists.links]
    assert "jiuxingcheng" in lists.of("chips", "place")
    assert "2.1.1.2" in lists.of("tasks", "task")


def test_a_goal_shows_its_tasks_by_group(client: FlaskClient) -> None:
    """经济活跃高地 has twelve tasks, in the four groups of section 2.1."""
    page = get(client, f"/doc/goal/{QIBAO}/jingjihuoyuegaodi")
    assert len(Lists(page).of("tasks", "task")) == 12
    assert re.findall(rf'<h3><a href="/doc/section/{QIBAO}/([\d.]+)\?lang=zh">', page) == [
        "2.1.1",
        "2.1.2",
        "2.1.3",
        "2.1.4",
    ]


def test_a_units_clauses_are_no_sentences(client: FlaskClient) -> None:
    """监察办 answers for tasks and is named in one sentence: its page quotes that; a unit only assigned, nothing."""
    page = get(client, "/doc/unit/qibao/jiweijianchaban")
    assert len(re.findall(r"<q[ >]", page)) == 1
    assert "<mark>镇纪委监察办</mark></a>、督查问责办将全程跟踪" in page
    assert "<q" not in get(client, "/doc/unit/qibao/jingfaban")


def test_a_things_own_citations_are_evidence_and_no_statements(client: FlaskClient) -> None:
    """A brand's page leads to its words in the text, and lists no citation among its statements."""
    page = get(client, "/doc/brand/qibao/jiuxingpinpai")
    assert f'<a href="/doc/text/{QIBAO}?lang=zh#char=' in page
    assert "/doc/annotation/" not in page


def test_a_brand_shows_the_sentence_that_names_it(client: FlaskClient) -> None:
    """The page of a brand quotes the plan's sentence, from full stop to full stop, with the name marked."""
    page = get(client, "/doc/brand/qibao/jiuxingpinpai")
    quoted = re.search(r"<q[^>]*>依托<a [^>]*><mark>九星品牌</mark></a>效应,借力进博会", page)
    assert quoted is not None


def test_a_target_shows_what_it_promises_and_who_owes_it(client: FlaskClient) -> None:
    """The target of 2.1.1.2: its date, what it is about, the task, its seven units, and its words in their sentence."""
    page = get(client, f"/doc/target/{QIBAO}/2.1.1.2-1")
    lists = Lists(page)
    assert '<dd><time datetime="2025-05">2025-05</time></dd>' in page
    assert "<dt>说的是</dt><dd>九星城项目</dd>" in page
    assert lists.of("tasks", "task") == ["2.1.1.2"]
    assert len(lists.of("units", "unit")) == 7
    assert "<mark>力争2025年5月底前全面建成并对外运营</mark>" in page


def test_a_target_of_a_section_says_where_it_stands(client: FlaskClient) -> None:
    """到2025年,基本建成… stands in 1.3, which is no task and has no units."""
    page = get(client, f"/doc/target/{QIBAO}/1.3-1")
    assert re.search(rf'<b>出自</b> <a href="/doc/section/{QIBAO}/1.3\?lang=zh">', page)
    assert 'class="units"' not in page


def test_a_responsibility_shows_its_unit_role_and_place(client: FlaskClient) -> None:
    """经发办 is the first of the five units of 2.1.1.1, with the words that say so."""
    page = get(client, f"/doc/responsibility/{QIBAO}/2.1.1.1/1")
    lists = Lists(page)
    assert "<dt>角色</dt><dd>责任</dd>" in page
    assert "<dd>1 / 5</dd>" in page
    assert '<li aria-current="true"><a href="/doc/unit/qibao/jingfaban?lang=zh">经发办</a>' in page
    assert lists.of("tasks", "task") == ["2.1.1.1"]
    assert "「经发办」" in page[: page.index('id="statements"')]


def test_an_inferred_statement_says_why(client: FlaskClient) -> None:
    """Asked why, the page of 经发办 explains each place it is active in by a task of its own there."""
    plain = get(client, "/doc/unit/qibao/jingfaban")
    assert "属性链" not in plain
    page = get(client, "/doc/unit/qibao/jingfaban", why="1")
    assert page.count('<li class="inferred">') == page.count('<details class="why">') > 0
    told = re.search(
        r'qibaolaojie\?lang=zh">七宝老街</a>\s*<details class="why">.*?属性链.*?打造高能级商旅文教联动核</a>'
        r".*?责任单位</a> →</span> <a[^>]*>经发办</a>.*?所涉区域</a> →</span> <a[^>]*>七宝老街</a>",
        page,
        re.DOTALL,
    )
    assert told is not None


def test_a_name_without_english_is_marked_as_chinese(client: FlaskClient) -> None:
    """An English page says of a title that there is in Chinese only that it is Chinese; its own words are English."""
    page = get(client, f"/doc/task/{QIBAO}/2.1.1.2", "en")
    assert '<h1 lang="zh-Hans">打造一站式智慧生活贸易区</h1>' in page
    assert "Who does it" in page
    words = re.sub(r"<(\w+)[^>]* lang=\"?zh-Hans\"?[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", "", words[words.index("<main") : words.index('<details class="raw"')])
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []


@pytest.mark.parametrize(
    "path",
    [
        *("unit/qibao/jingfaban", "place/qibao/qibaozhen", f"task/{QIBAO}/2.1.1.1", f"plan/{QIBAO}", f"text/{QIBAO}"),
        *(f"section/{QIBAO}/2.1", f"target/{QIBAO}/2.1.1.2-1", f"responsibility/{QIBAO}/2.1.1.1/1"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_light(client: FlaskClient, path: str, language: str) -> None:
    """No page about a thing is longer than 150 kB, and none has a style or script of its own."""
    response = client.get(f"/doc/{path}", headers=HTML, query_string={"lang": language})
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert len(response.data) <= 150_000
    assert " style=" not in page
    assert page.count("<script") == page.count('<script src="/static/')


def _position(client: FlaskClient, path: str, language: str = "en") -> str:
    """The section of a page that says where the thing is, without tags."""
    page = client.get(f"/doc/{path}", headers=HTML, query_string={"lang": language}).get_data(as_text=True)
    section = page.partition('<section class="position"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", section.partition(">")[2]).split())


def test_a_page_says_where_a_thing_is(client: FlaskClient) -> None:
    """A located place has its accuracy, method, coordinates and sentence, and what its relations rest on."""
    said = _position(client, "place/qibao/jiuxing")
    assert "Located to about 1,500 m · Beside a named neighbour · 121.364371° E, 31.1601° N" in said
    assert "beside Xingzhong Road station" in said
    assert said.endswith("within Qibao Town : By the editor")
    assert "相邻 吴宝路 : 计划写明" in _position(client, "place/qibao/wuzhonglu", "zh")


def test_a_page_says_that_a_thing_is_drawn_or_not_located(client: FlaskClient) -> None:
    """What is schematic says so and claims no accuracy; what is not located says why; a unit has no position."""
    drawn = _position(client, "place/qibao/04danyuan")
    assert drawn.startswith("Position Drawn schematically only, not to be measured by · Beside a named neighbour")
    assert " m " not in drawn.partition("Coordinates from")[0]
    assert "没有公开的位置资料" in _position(client, "place/qibao/xingzuancheng", "zh")
    nowhere = _position(client, "place/qibao/xingzuancheng")
    assert nowhere.startswith("Position Not located The plan says only that the area is to be renewed")
    assert "Coordinates from" not in nowhere
    assert _position(client, "unit/qibao/jingfaban") == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"geometry/{QIBAO}/place-jiuxing", "Jiuxing"),
        (f"schematic/{QIBAO}/place-04danyuan", "Planning unit 04"),
        (f"relation/{QIBAO}/stated/place-wuzhonglu/adjacentTo/place-wubaolu", "Wuzhong Road"),
    ],
)
def test_what_has_no_name_is_called_as_the_thing_is_whose_it_is(client: FlaskClient, path: str, name: str) -> None:
    """The page of a geometry and of a relation is headed with a name, not with an address."""
    page = client.get(f"/doc/{path}", headers=HTML, query_string={"lang": "en"}).get_data(as_text=True)
    assert re.search(rf"<h1[^>]*>{name}</h1>", page)


@pytest.mark.parametrize(
    "path",
    [
        f"task/{QIBAO}/2.1.1.2",
        f"target/{QIBAO}/2.1.1.2-1",
        f"responsibility/{QIBAO}/2.1.1.1/1",
        f"section/{QIBAO}/2.1.1",
        "unit/qibao/jingfaban",
        "place/qibao/jiuxing",
        "place/qibao/xingzuancheng",
        f"text/{QIBAO}",
    ],
)
def test_what_a_page_asks_begins_at_its_thing(client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns, which take longer for a few triples, are not asked: each query has a form that they do not answer."""
    store = client.application.extensions["plangraph"].store
    asked: list[str] = []
    answer = store.query

    def noted(text: str, **how: Any) -> Answer:
        asked.append(text)
        return answer(text, **how)

    monkeypatch.setattr(store, "query", noted)
    assert client.get(f"/doc/{path}", headers=HTML).status_code == 200
    assert asked
    assert [text for text in asked if not re.search(r"\b(?:VALUES|GRAPH \?g|ASK)\b|owl:inverseOf", text)] == []


def test_every_property_of_a_page_has_a_name_and_a_page(client: FlaskClient) -> None:
    """Forwards and backwards: an inverse that the vocabulary does not name is the property, read backwards."""
    page = client.get("/doc/unit/qibao/hezuoshe", headers=HTML).get_data(as_text=True)
    shown = dict(re.findall(r'<dt><a href="(/def/[^"#]*[^"]*)">([^<]*)</a></dt>', page))
    assert shown["/def/plan#responsibleUnit"].startswith("以它为")
    assert [address for address in shown if client.get(address.partition("#")[0]).status_code != 200] == []


def test_who_asks_by_name_is_led_to_what_has_that_name(client: FlaskClient) -> None:
    """First of all, and not to the citations that quote it."""
    near = client.get("/doc/unit/qibao/经发办").get_json()["near"]
    assert near[0] == {"value": f"{BASE}id/unit/qibao/jingfaban", "title": "经发办"}
