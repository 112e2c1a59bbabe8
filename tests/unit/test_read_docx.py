"""A Word document's text has the numbers that Word shows, and its tables, in reading order."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from graph.read.docx import read_docx
from graph.read.limits import Limits
from graph.read.passages import read_passages

NS = nsdecls("w")


def _level(index: int, form: str, text: str, *, suffix: str = "nothing", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def _define(document: Document, number: int, *levels: str, overrides: str = "", abstract: int | None = None) -> None:
    """Add a list with these levels; with `abstract`, another use of a list that is there."""
    numbering = document.part.numbering_part.element
    if abstract is None:
        abstract = number
        numbering.insert(
            0, parse_xml(f'<w:abstractNum {NS} w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>')
        )
    numbering.append(
        parse_xml(f'<w:num {NS} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>')
    )


def _add(document: Document, words: str, level: int | None = None, number: int = 90) -> None:
    paragraph = document.add_paragraph(words)
    if level is not None:
        place = f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))  # python-docx has no way to number


def _text(document: Document) -> str:
    data = BytesIO()
    document.save(data)
    return read_docx(data.getvalue(), Limits())


def test_automatic_numbers_are_part_of_the_text() -> None:
    """Levels count, restart below a new heading, and show in the list's own style."""
    document = docx.Document()
    levels = [
        _level(0, "chineseCounting", "%1、"),
        _level(1, "chineseCountingThousand", "（%2）"),
        _level(2, "decimal", "%3.", suffix="space"),
        _level(3, "decimalEnclosedCircle", "%4"),
    ]
    _define(document, 90, *levels)
    for words, level in (("总体要求", 0), ("目标", 1), ("任务", 0), ("修路", 1), ("修桥", 2), ("修堤", 2), ("种树", 1)):
        _add(document, words, level)
    _add(document, "苗圃", 2)
    _add(document, "选种", 3)
    _add(document, "没有编号的段落。")
    _add(document, "保障", 0)
    assert _text(document).split("\n") == [
        "一、总体要求",
        "（一）目标",
        "二、任务",
        "（一）修路",
        "1. 修桥",
        "2. 修堤",
        "（二）种树",
        "1. 苗圃",
        "①选种",
        "没有编号的段落。",
        "三、保障",
    ]


def test_a_list_can_start_anew_or_run_on() -> None:
    """A start override begins again, another use of the same list goes on, and a level may never restart."""
    document = docx.Document()
    _define(document, 90, _level(0, "decimal", "%1."), _level(1, "decimal", "（%2）", more='<w:lvlRestart w:val="0"/>'))
    _define(document, 91, abstract=90)
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    _define(document, 92, abstract=90, overrides=override)
    for words, level, number in (("甲", 0, 90), ("子", 1, 90), ("乙", 0, 91), ("丑", 1, 91), ("丙", 0, 92)):
        _add(document, words, level, number)
    assert _text(document).split("\n") == ["1.甲", "（1）子", "2.乙", "（2）丑", "5.丙"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("japaneseCounting", "十二"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("decimalEnclosedParen", "⑿"),
        ("decimalEnclosedFullstop", "⒓"),
        ("ideographTraditional", "乙乙"),
        ("ideographZodiac", "亥"),
        ("chineseLegalSimplified", "壹拾贰"),
        ("upperLetter", "L"),
        ("lowerRoman", "xii"),
        ("bullet", ""),
        ("none", ""),
    ],
)
def test_each_numeral_system_of_word_is_known(form: str, shown: str) -> None:
    """The twelfth number of a list shows as Word shows it."""
    document = docx.Document()
    _define(document, 90, _level(0, form, "%1" if form not in ("bullet", "none") else "●"))
    for _ in range(12):
        _add(document, "项", 0)
    assert _text(document).split("\n")[-1] == f"{shown}项"


def test_a_number_may_show_the_levels_above_and_come_from_a_style() -> None:
    """1.2 shows two levels; a paragraph style brings its list with it."""
    document = docx.Document()
    _define(
        document, 90, _level(0, "decimal", "%1"), _level(1, "decimal", "%1.%2", more='<w:pStyle w:val="Heading2"/>')
    )
    style = document.styles["Heading 2"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="1"/><w:numId w:val="90"/></w:numPr>'))
    _add(document, "总则", 0)
    document.add_paragraph("依据", style="Heading 2")
    document.add_paragraph("原则", style="Heading 2")
    assert _text(document).split("\n") == ["1总则", "1.1依据", "1.2原则"]


def test_a_table_of_tasks_is_read_with_its_units() -> None:
    """Rows become tasks with a line of units below; a heading across the table stays a heading; merged cells hold."""
    document = docx.Document()
    document.add_paragraph("任务分工表")
    rows = [
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("一、基础设施", "", "", ""),
        ("1", "修路", "规建办\n经发办", "2025年"),
        ("2", "种树", "", "2024年"),
    ]
    table = document.add_table(rows=len(rows), cols=4)
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(1, 0).merge(table.cell(1, 3))
    table.cell(2, 2).merge(table.cell(3, 2))
    document.add_paragraph("落款")
    assert _text(document).split("\n") == [
        "任务分工表",
        "一、基础设施",
        "1.修路",
        "责任单位：规建办、经发办",
        "完成时限：2025年",
        "2.种树",
        "责任单位：规建办、经发办",
        "完成时限：2024年",
        "落款",
    ]
    tasks = [p for p in read_passages(_text(document))[0] if p.units]
    assert [(t.number, t.title, [u.name for u in t.units]) for t in tasks] == [
        ("1.1", "修路", ["规建办", "经发办"]),
        ("1.2", "种树", ["规建办", "经发办"]),
    ]


def test_what_does_not_show_is_not_read_and_what_shows_is() -> None:
    """Deleted words are left out; inserted ones, links, text boxes and content controls are read."""
    document = docx.Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {NS}>{run.format('一、修')}<w:ins>{run.format('路')}</w:ins>"
            "<w:del><w:r><w:delText>桥</w:delText></w:r></w:del>"
            f"<w:hyperlink>{run.format('和桥')}</w:hyperlink>"
            f"<w:r><w:pict><w:txbxContent><w:p>{run.format('框中文字')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
        ),
    )
    control = f"<w:sdt {NS}><w:sdtContent><w:p>{run.format('二、种树')}</w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    assert _text(document).split("\n") == ["一、修路和桥", "框中文字", "二、种树"]
