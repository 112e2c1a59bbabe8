"""What a question's parameters take, what they refuse, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from graph.store.base import Store, select
from graph.store.factory import open_store
from graph.store.formats import Format
from queries.ask import ask
from queries.errors import Fit, ParameterError
from queries.front_matter import read_question
from queries.parameters import MAX_VALUES, bind, read_arguments
from queries.question import Question

BASE = "http://localhost:8080/id/"

NAMES = """
@base <http://localhost:8080/id/> .
@prefix plan: <https://w3id.org/plangraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
plan:CollectiveUnit rdfs:subClassOf plan:Unit .
<unit/qibao/jingfaban> a plan:Unit ; rdfs:label "经发办"@zh, "Economic Development Office"@en ;
    skos:altLabel "经济发展办公室"@zh .
<unit/qibao/jingfazhongxin> a plan:Unit ; rdfs:label "经发中心"@zh .
<unit/qibao/gecun> a plan:CollectiveUnit ; rdfs:label "各村"@zh .
<place/qibao/jiuxingcheng> a plan:Place ; rdfs:label "九星城"@zh .
<project/qibao/jiuxingcheng> a plan:Project ; rdfs:label "九星城项目"@zh ; skos:altLabel "九星城"@zh .
<place/qibao/xincun> a plan:Place ; rdfs:label "新村"@zh .
<place/xinzhuang/xincun> a plan:Place ; rdfs:label "新村"@zh .
<task/qibao/2.1> a plan:Task ; plan:number "2.1" ; rdfs:label "建设九星"@zh .
<task/xinzhuang/2.1> a plan:Task ; plan:number "2.1" ; rdfs:label "建设莘庄"@zh .
<task/qibao/2.2> a plan:Task ; plan:number "2.2" ; rdfs:label "运营九星"@zh .
"""


def question(*parameters: str) -> Question:
    """A question that gives back its parameters, each described as `name, type, more: …`."""
    names = [parameter.partition(",")[0] for parameter in parameters]
    items = "".join(f"#+   - {{name: {parameter}, title: {{zh: 值, en: Value}}}}\n" for parameter in parameters)
    columns = "".join(f"#+   - {{name: {name}, type: text, title: {{zh: 值, en: Value}}}}\n" for name in names)
    variables = " ".join(f"?{name}" for name in names)
    row = " ".join("UNDEF" for _ in names)
    text = (
        f"#+ title: {{zh: 问, en: Asked}}\n#+ description: {{zh: 问, en: Asked}}\n#+ parameters:\n{items}"
        f"#+ columns:\n{columns}PREFIX plan: <https://w3id.org/plangraph/ontology#>\n"
        f"SELECT {variables} WHERE {{ VALUES ({variables}) {{ ({row}) }} }} ORDER BY {variables}"
    )
    return read_question("asked", "tests", text)


UNIT = "unit, type: iri, class: 'plan:Unit', required: true, example: 经发办"
PLACE = "place, type: iri, class: 'plan:Place'"
TASK = "task, type: iri, class: 'plan:Task', key: 'plan:number'"
TEXT = "words, type: text"
DATE = "date, type: date"
COUNT = "count, type: integer"
LEAD, SUPPORT = "{value: lead, title: {zh: 牵头, en: Lead}}", "{value: support, title: {zh: 配合, en: Support}}"
ROLE = f"role, type: choice, choices: [{LEAD}, {SUPPORT}]"
SHARE = "share, type: integer, min: 0, max: 100, default: 50"
SINCE = "since, type: date, begins: true"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Things whose names are alike."""
    with open_store() as opened:
        opened.load(NAMES.encode(), Format.TURTLE, "http://localhost:8080/graph/plan/names")
        yield opened


def refusal(store: Store, asked: Question, values: dict[str, str | list[str]]) -> ParameterError:
    """The error with which the values are refused."""
    with pytest.raises(ParameterError) as caught:
        ask(store, asked, values)
    return caught.value


@pytest.mark.parametrize(
    ("parameter", "given", "path"),
    [
        (UNIT, "经发办", "unit/qibao/jingfaban"),
        (UNIT, " 经发办 ", "unit/qibao/jingfaban"),
        (UNIT, "Economic Development Office", "unit/qibao/jingfaban"),
        (UNIT, "经济发展办公室", "unit/qibao/jingfaban"),
        (UNIT, BASE + "unit/qibao/jingfaban", "unit/qibao/jingfaban"),
        (UNIT, "各村", "unit/qibao/gecun"),
        (UNIT, BASE + "unit/qibao/gecun", "unit/qibao/gecun"),
        (PLACE, "九星城", "place/qibao/jiuxingcheng"),
        ("project, type: iri, class: 'plan:Project'", "九星城", "project/qibao/jiuxingcheng"),
        (TASK, "2.2", "task/qibao/2.2"),
        (TASK, "建设莘庄", "task/xinzhuang/2.1"),
    ],
)
def test_a_name_becomes_the_thing_of_its_class(store: Store, parameter: str, given: str, path: str) -> None:
    """IRIs, labels, alternative labels and numbers name one thing; the class decides between homonyms."""
    asked = question(parameter)
    name = asked.parameters[0].name
    assert ask(store, asked, {name: given}).rows == [{name: BASE + path}]


def test_several_things_of_one_name_are_listed(store: Store) -> None:
    """Two places called 新村 are an error that gives the IRI of each."""
    error = refusal(store, question(PLACE), {"place": "新村"})
    assert [fit.value for fit in error.fits] == [BASE + "place/qibao/xincun", BASE + "place/xinzhuang/xincun"]
    assert (error.name, error.given) == ("place", "新村")
    assert str(error).startswith("“新村” names 2 things that may be the value: 新村 <http")
    assert error.sentences["zh"].startswith("叫“新村”的值有 2 个:新村 <http")


def test_a_number_that_several_plans_have_is_listed_with_titles(store: Store) -> None:
    """Task 2.1 of two plans is an error that tells them apart."""
    error = refusal(store, question(TASK), {"task": "2.1"})
    assert [fit.title for fit in error.fits] == ["建设九星", "建设莘庄"]


def test_a_name_that_sounds_alike_is_offered(store: Store) -> None:
    """经法办 is no unit, but 经发办 sounds the same and comes first."""
    error = refusal(store, question(UNIT), {"unit": "经法办"})
    assert error.fits[0].title == "经发办"
    assert error.fits[0].value == BASE + "unit/qibao/jingfaban"
    assert str(error).startswith("No value is called “经法办”. Is 经发办")
    assert error.sentences["zh"].startswith("没有叫“经法办”的值,是否指:经发办")


def test_a_name_like_nothing_is_refused_without_offers(store: Store) -> None:
    """A name that is neither written nor spoken like any is simply not there."""
    error = refusal(store, question(UNIT), {"unit": "zzzzzzzz"})
    assert error.fits == ()
    assert str(error) == "No value is called “zzzzzzzz”."
    assert error.sentences["zh"] == "没有叫“zzzzzzzz”的值。"


@pytest.mark.parametrize(
    ("iri", "message"),
    [
        (BASE + "project/qibao/jiuxingcheng", "is Project, not value"),
        (BASE + "unit/qibao/nobody", "Nothing here has the IRI"),
        ("http://a/> } DROP ALL #", "not a valid IRI"),
        ("http://a/\\u003e", "not a valid IRI"),
    ],
)
def test_an_iri_must_be_of_the_class(store: Store, iri: str, message: str) -> None:
    """An IRI of another class, of nothing, or that is none, is refused for that reason."""
    assert message in str(refusal(store, question(UNIT), {"unit": iri}))


def test_a_required_parameter_is_asked_for_with_an_example(store: Store) -> None:
    """Without its value the question is not answered for everything."""
    assert str(refusal(store, question(UNIT), {})) == "unit is needed. For example: 经发办."
    assert str(refusal(store, question(UNIT), {"unit": " "})) == "unit is empty. For example: 经发办."


def test_an_unknown_parameter_is_refused_with_those_there_are(store: Store) -> None:
    """A misspelt parameter is not passed over."""
    error = refusal(store, question(UNIT, PLACE), {"unti": "经发办"})
    assert [fit.value for fit in error.fits] == ["unit", "place"]


def test_a_parameter_is_given_as_often_as_it_may(store: Store) -> None:
    """Twice is refused where it is not repeatable, and too often where it is."""
    assert "may be 1" in str(refusal(store, question(TEXT), {"words": ["a", "b"]}))
    many = [str(number) for number in range(MAX_VALUES + 1)]
    assert f"may be {MAX_VALUES}" in str(refusal(store, question(COUNT + ", repeatable: true"), {"count": many}))


@pytest.mark.parametrize(
    ("given", "day"),
    [("2025-05-31", "2025-05-31"), ("2025-05", "2025-05-31"), ("2024-02", "2024-02-29"), ("2025", "2025-12-31")],
)
def test_a_month_or_a_year_is_its_last_day(store: Store, given: str, day: str) -> None:
    """Dates are days, leap years included."""
    assert ask(store, question(DATE), {"date": given}).rows == [{"date": day}]


@pytest.mark.parametrize("given", ["2025-13", "2025-02-30", "0000", "25", "2025年5月", "2025-5-1", "٢٠٢٥"])
def test_what_is_no_date_is_refused(store: Store, given: str) -> None:
    """A day that does not exist, or another way of writing one, is told how to write it."""
    assert "write 2025, 2025-05 or 2025-05-31" in str(refusal(store, question(DATE), {"date": given}))


def test_a_number_is_a_number(store: Store) -> None:
    """Whole numbers come through as numbers; anything else is refused."""
    assert ask(store, question(COUNT), {"count": "+07"}).rows == [{"count": 7}]
    for wrong in ("1.5", "1e3", "٣", "9" * 19, "one"):
        assert "no whole number" in str(refusal(store, question(COUNT), {"count": wrong}))


def test_a_number_keeps_within_its_bounds(store: Store) -> None:
    """What is too little or too much is told the bounds, and what is not given is the default."""
    assert ask(store, question(SHARE), {}).rows == [{"share": 50}]
    assert ask(store, question(SHARE), {"share": "0"}).rows == [{"share": 0}]
    error = refusal(store, question(SHARE), {"share": "101"})
    assert str(error) == "share: “101” is no whole number of at least 0 and at most 100."
    assert error.sentences["zh"] == "参数 share:“101”不是不小于 0、不大于 100 的整数。"


def test_a_period_begins_on_the_first_day(store: Store) -> None:
    """The beginning of a period that is given as a year or a month is its first day."""
    for written, day in (("2025", "2025-01-01"), ("2025-05", "2025-05-01"), ("2025-05-31", "2025-05-31")):
        assert ask(store, question(SINCE), {"since": written}).rows == [{"since": day}]


def test_a_name_in_pinyin_is_offered(store: Store) -> None:
    """Whoever types pinyin is told the name that sounds so."""
    assert refusal(store, question(UNIT), {"unit": "jingfaban"}).fits[0].title == "经发办"


def test_a_name_that_is_right_is_compared_with_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked through only for one that nothing has: there are a great many in a city."""
    looked: list[str] = []

    def nearest(given: str, _names: Sequence[Fit]) -> tuple[Fit, ...]:
        looked.append(given)
        return ()

    monkeypatch.setattr("queries.resolution.nearest", nearest)
    ask(store, question(UNIT), {"unit": "经发办"})
    refusal(store, question(PLACE), {"place": "新村"})
    assert looked == []
    refusal(store, question(UNIT), {"unit": "经法办"})
    assert looked == ["经法办"]


def test_of_very_many_things_of_one_name_a_few_are_listed() -> None:
    """A name that hundreds of things have lists the first twenty of them, and says that there are more."""
    names = [f"<unit/{n:03}/dangjianban> a plan:Unit ; rdfs:label '党建办'@zh ." for n in range(300)]
    with open_store() as town:
        town.load("\n".join([*NAMES.splitlines()[:5], *names]).encode(), Format.TURTLE)
        error = refusal(town, question(UNIT), {"unit": "党建办"})
    assert [fit.value for fit in error.fits] == [f"{BASE}unit/{n:03}/dangjianban" for n in range(20)]
    assert "more than 20 things" in str(error)
    assert "20 个以上" in error.sentences["zh"]


def test_refusals_are_in_both_languages(store: Store) -> None:
    """Every refusal says in Chinese and in English what was given."""
    cases: list[tuple[Question, str, str]] = [
        (question(DATE), "date", "2025-13"),
        (question(COUNT), "count", "one"),
        (question(ROLE), "role", "head"),
        (question(UNIT), "unit", "无此单位"),
        (question(UNIT), "unit", BASE + "project/qibao/jiuxingcheng"),
        (question(UNIT), "unit", "http://localhost/none"),
        (question(PLACE), "place", "新村"),
        (question(TEXT), "wrods", "x"),
    ]
    for asked, name, value in cases:
        sentences = refusal(store, asked, {name: value}).sentences
        assert set(sentences) == {"zh", "en"}
        named = value if name != "wrods" else name
        assert all(named in sentence for sentence in sentences.values()), sentences


def test_a_choice_is_one_of_its_words(store: Store) -> None:
    """What is none of the words is told them."""
    assert ask(store, question(ROLE), {"role": "lead"}).rows == [{"role": "lead"}]
    assert [fit.value for fit in refusal(store, question(ROLE), {"role": "head"}).fits] == ["lead", "support"]


def test_parameters_combine(store: Store) -> None:
    """Every value of one goes with every value of the other; one that is not given stays open."""
    asked = question(COUNT + ", repeatable: true", ROLE)
    given = {"count": ["1", "2"], "role": "lead"}
    assert ask(store, asked, given).rows == [{"count": 1, "role": "lead"}, {"count": 2, "role": "lead"}]
    assert ask(store, asked, {"count": "1"}).rows == [{"count": 1, "role": None}]
    assert ask(store, asked, {}).rows == [{"count": None, "role": None}]


def test_a_value_given_twice_counts_once(store: Store) -> None:
    """Two names of one unit are one value."""
    asked = question(UNIT + ", repeatable: true")
    assert len(ask(store, asked, {"unit": ["经发办", "经济发展办公室"]}).rows) == 1


def test_every_row_of_open_parameters_is_filled(store: Store) -> None:
    """A question that needs its values twice has them in both places, and nothing else is touched."""
    asked = question(COUNT)
    twice = asked.select.replace("ORDER", "VALUES (?other) { (UNDEF) } VALUES (?count) { (UNDEF) } ORDER")
    again = read_question("asked", "tests", asked.prologue + asked.select)
    bound = bind(again, read_arguments(store, again, {"count": "3"}))
    assert "UNDEF" not in bound
    with pytest.raises(Exception, match="no other such line"):
        read_question("asked", "tests", asked.prologue + twice)


@settings(max_examples=300)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("\\\"'\n\r\t\b\fuU0041{}()<>?$#@^规"), st.characters(exclude_categories=["Cs"])
        ),
        min_size=1,
    )
)
def test_any_text_comes_through_a_parameter(text: str) -> None:
    """Whatever is typed into a text parameter is a value in both engines, and never a piece of the query."""
    asked = question(TEXT)
    with open_store() as empty:
        if not text.strip():
            assert "is empty" in str(refusal(empty, asked, {"words": text}))
            return
        bound = asked.prologue + bind(asked, read_arguments(empty, asked, {"words": text}))
        [[cell]] = select(empty, bound).rows
    assert cell is not None
    assert cell.value == text.strip()
    [(found,)] = Graph().query(bound)  # type: ignore[misc]
    assert str(found) == text.strip()


@pytest.mark.parametrize("given", ["\ud800", "经发办\udfff"])
def test_half_a_character_is_refused(store: Store, given: str) -> None:
    """A lone surrogate is refused as a text and as a name, in words."""
    assert "surrogate" in str(refusal(store, question(TEXT), {"words": given}))
    assert "surrogate" in str(refusal(store, question(UNIT), {"unit": given}))
