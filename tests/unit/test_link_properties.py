"""Linking holds together on any text and any outline."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.link import Gazetteer, link
from graph.link.folding import FoldedText, folded_name
from graph.model import Document, Entity, Level, Outline, Passage, PlanSettings, Role, UnitReference

PIECES = [
    *(
        "九星",
        "九星城",
        "项目",
        "品牌",
        "“",
        "”",
        "《",
        "》",
        "(",
        ")",
        "、",
        "。",
        "路",
        "村",
        "镇",
        "区",
        "产业",
        "工程",
        "实施",
    ),
    *(
        "推进",
        "医院",
        "(三期)",
        "04单元",
        "责任单位:",
        "经发办",
        "各村",
        "条例",
        "节",
        "上海",
        "的",
        "和",
        "等",
        "７",
        "Ａ",
        '"',
    ),
    *("'", "—", "-", "1.", "ß", "İ", "\U00020000", "é", " ", "\n", "\u3000"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)

GAZETTEER = Gazetteer(
    [
        Entity("place/a/jiuxing", ("Place",), "九星"),
        Entity("place/a/jiuxingcheng", ("Place",), "九星城", within=("place/a/jiuxing",)),
        Entity("project/a/jiuxingchengxiangmu", ("Project",), "九星城项目", located_at=("place/a/jiuxingcheng",)),
        Entity("unit/a/jingfaban", ("Unit",), "经发办"),
    ],
    {
        "九星": "place/a/jiuxing",
        "九星城": "place/a/jiuxingcheng",
        "九星城项目": "project/a/jiuxingchengxiangmu",
        "九星品牌": None,
    },
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, Outline]:
    """A text and an outline with two levels of passages at random places in it."""
    text = draw(TEXTS)
    offsets = st.integers(0, len(text))
    passages = []
    for number in range(draw(st.integers(0, 3))):
        start, title_end, end = sorted((draw(offsets), draw(offsets), draw(offsets)))
        low, high = sorted((draw(st.integers(title_end, end)), draw(st.integers(title_end, end))))
        name = "".join(text[low:high].split())
        unit = UnitReference(name, Role.LEAD, "", draw(st.booleans()), 1, low, high)
        units = (unit,) if name else ()
        passages.append(Passage(f"{number}", Level.TASK, "", "", None, start, end, start, title_end, units))
        passages.append(Passage(f"{number}.1", Level.TASK, "", "", f"{number}", title_end, end, title_end, end, ()))
    return text, Outline("", ("经发办",), None, None, tuple(passages))


@given(documents())
def test_linking_any_document_gives_whole_mentions(document: tuple[str, Outline]) -> None:
    """Nothing crashes; mentions quote the text, do not overlap, and lie within their passage or outside of all."""
    text, outline = document
    linking = link(Document(text, "", "t", "text/plain"), outline, GAZETTEER, PlanSettings("p", "a"))
    spans = {passage.number: (passage.start, passage.end) for passage in outline.passages}
    paths = {entity.path for entity in linking.entities}
    for mention in linking.mentions:
        assert text[mention.start : mention.end] == mention.surface != ""
        assert mention.path in paths
        if mention.passage is not None:
            start, end = spans[mention.passage]
            assert start <= mention.start <= mention.end <= end
        else:
            assert all(m_end <= mention.start or mention.end <= m_start for m_start, m_end in spans.values())
    assert all(before.end <= after.start for before, after in pairwise(linking.mentions))
    assert all(path in paths for path in linking.unit_paths.values())
    assert {unit.name for passage in outline.passages for unit in passage.units} == set(linking.unit_paths)


@given(TEXTS)
def test_folding_keeps_every_offset(text: str) -> None:
    """Every folded character leads back to the character it came from."""
    folded = FoldedText.of(text, [(0, len(text))])
    for index, character in enumerate(folded.text):
        start, end = folded.span(index, index + 1)
        assert end == start + 1
        assert folded_name(text[start:end]) == character or text[start] == '"'


@given(st.text(alphabet="（）０９Ａ：“七宝", max_size=10))
def test_a_name_is_folded_as_the_text_is(name: str) -> None:
    """A name and a text of the same characters are folded alike."""
    assert FoldedText.of(name, [(0, len(name))]).text == folded_name(name)
