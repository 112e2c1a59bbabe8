"""A web page's main text comes out as lines, without what stands around it."""

from __future__ import annotations

import pytest

from graph.model import PlanError
from graph.read.html import read_html
from graph.read.limits import Limits


def _read(page: str) -> str:
    return read_html(page.encode(), Limits())


TASKS = "".join(
    f"<p style='text-indent:2em'>（{number}）{words}。推动全县竹产业持续健康发展，带动农户增收致富。</p>"
    for number, words in (("一", "培育竹苗"), ("二", "发展加工"), ("三", "做强品牌"))
)
PAGE = f"""<!DOCTYPE html><html>
<head><title>竹产业行动方案_青石县人民政府</title><script>var a = "一、";</script></head>
<body><div class="top-nav"><a href="/">首页</a> <a href="/gk">政务公开</a></div><nav>二、导航</nav>
<h1>青石县竹产业行动方案</h1>
<div id="zoom"><p>一、总体&#160;要求</p>
<p>坚持
绿色发展&mdash;&mdash;走特色&lt;路子&gt;。<br>二、重点任务</p><!-- 三、不见 -->{TASKS}
<ol><li>育苗</li><li>造林</li></ol></div>
<div class="share">分享到：<a href="#">微信</a></div>
<div class="footer"><p>版权所有：青石县人民政府</p></div></body></html>"""


def test_the_main_text_of_a_page_is_read_line_by_line() -> None:
    """Heading, paragraphs, line breaks, entities and numbered lists are there; menus, scripts and footers are not."""
    lines = _read(PAGE).split("\n")
    assert lines[:4] == ["青石县竹产业行动方案", "一、总体 要求", "坚持绿色发展——走特色<路子>。", "二、重点任务"]
    assert lines[4].startswith("（一）培育竹苗。")
    assert lines[-2:] == ["1.育苗", "2.造林"]
    assert len(lines) == 9


def test_a_table_of_tasks_reads_like_a_plan() -> None:
    """A column of units becomes a clause below each task; a cell that spans rows holds for each of them."""
    page = """<html><body><table><tr><th>序号</th><th>任务</th><th>牵头单位</th><th>完成时限</th></tr>
    <tr><td>1</td><td>育苗</td><td rowspan="2">县林业局</td><td>2024年</td></tr>
    <tr><td>2</td><td>加工</td><td></td></tr>
    </table></body></html>"""
    assert _read(page).split("\n") == [
        "1.育苗",
        "牵头单位：县林业局",
        "完成时限：2024年",
        "2.加工",
        "牵头单位：县林业局",
    ]


def test_other_tables_are_read_cell_by_cell() -> None:
    """A table that only lays out a page keeps its words in order."""
    assert _read("<table><tr><td>一、目标</td></tr><tr><td>二、任务</td></tr></table>") == "一、目标\n二、任务"


def test_elements_nested_without_end_are_refused() -> None:
    """A page of ten thousand nested elements neither crashes nor hangs."""
    page = "<div>" * 10_000 + "一、任务" + "</div>" * 10_000
    with pytest.raises(PlanError, match="too deep"):
        _read(page)


@pytest.mark.parametrize("span", ["999999999", "-1", "x"])
def test_a_span_that_makes_no_sense_is_harmless(span: str) -> None:
    """A rowspan or colspan of a thousand million cells is not believed."""
    page = f"<table><tr><td rowspan='{span}' colspan='{span}'>一、任务</td></tr></table>"
    assert _read(page) == "一、任务"
