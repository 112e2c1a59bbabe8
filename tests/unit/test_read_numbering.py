"""Generated plans in every style of numbering are read back as they were written; any text is read without a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import cn2an  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import PlanError, Severity
from graph.read.passages import read_passages


def _chinese(number: int) -> str:
    return str(cn2an.an2cn(number))


MARKERS: dict[str, Callable[[int], str]] = {
    "第一部分": lambda n: f"第{_chinese(n)}部分 ",
    "第一章": lambda n: f"第{_chinese(n)}章 ",
    "第一节": lambda n: f"第{_chinese(n)}节 ",
    "第一条": lambda n: f"第{_chinese(n)}条 ",
    "一、": lambda n: f"{_chinese(n)}、",
    "（一）": lambda n: f"（{_chinese(n)}）",
    "(一)": lambda n: f"({_chinese(n)})",
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "1、": lambda n: f"{n}、",
    "(1)": lambda n: f"({n})",
    "（1）": lambda n: f"（{n}）",
    "⑴": lambda n: chr(ord("⑴") + n - 1),
    "①": lambda n: chr(ord("①") + n - 1),
    "1)": lambda n: f"{n})",
}
CHAINS = [
    ["一、", "（一）", "1.", "（1）"],
    ["一、", "(一)", "1、", "(1)"],
    ["一、", "(一)", "1．"],
    ["一、", "1."],
    ["一、", "（一）"],
    ["（一）", "1."],
]
CHAINS_NEVER_GLUED = [
    ["第一章", "第一节", "第一条"],
    ["第一章", "第一条"],
    ["第一章", "一、", "（一）"],
    ["第一部分", "一、", "（一）", "1."],
]
POINTS = ["①", "⑴", "1)", ""]
NOUNS = [
    "桥梁", "河道", "茶园", "书屋", "球场", "公园", "仓库", "驿站", "花海", "码头", "学校", "菜场", "路灯", "泵站",
    "展馆", "步道",
]  # fmt: skip
VERBS = ["修缮", "疏浚", "改良", "建设", "升级", "点亮", "盘活", "扩建", "美化", "延伸"]
SENTENCES = [
    "推动一、二、三产业融合，构建多网合一、平急融合的体系",
    "引进1-2个品牌，改造万科中心(三期)和05-08地块",
    "平台升级到2.0版，投入3.5亿元，增长8%以上",
    "按（二）所列原则和第三方评估意见，在“十四五”期间完成",
    "用好“一、二号”码头和《方案(1)》，惠及4.2万人",
    "第一、第二批示范点于2025年5月底前建成",
]
UNITS = ["经发办", "规建办", "投促中心", "财政所", "文体中心", "各村", "镇属公司", "市科委", "区教育局", "综合执法队"]
CLAUSES = ["（责任单位：{}）", "(责任单位:{})", "（牵头部门：{}）", "（{}按职责分工负责）", "【责任部门：{}】"]


@dataclass
class Node:
    """A passage of a generated plan."""

    marker: str
    number: str
    title: str
    body: str = ""
    units: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """It and all within it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Plan:
    """A generated plan: its passages, and how they are set."""

    parts: list[Node]
    clause: str
    layout: str  # a line each, one line with spaces, or glued together

    def text(self) -> str:
        """The plan as a document."""
        gap = {"lines": "\n", "spaces": " ", "glued": ""}[self.layout]
        written = [self._passage(node) for part in self.parts for node in part.walk()]
        return "清溪镇行动计划\n" + gap.join(written)

    def _passage(self, node: Node) -> str:
        clause = self.clause.format("、".join(node.units)) if node.units else ""
        if not node.body:
            return node.marker + node.title + clause
        return f"{node.marker}{node.title}。{node.body}。{clause}"


@st.composite
def _plans(draw: st.DrawFn, chains: list[list[str]], layouts: list[str]) -> Plan:
    chain = draw(st.sampled_from(chains))
    point = draw(st.sampled_from(POINTS))
    is_running = draw(st.booleans())
    position = [0]  # of the tasks, where they run on

    def title() -> str:
        return (
            draw(st.sampled_from(VERBS))
            + draw(st.sampled_from(NOUNS))
            + draw(st.sampled_from(["", "网络", "“双百”工程"]))
        )

    def points(parent: str) -> list[Node]:
        count = draw(st.sampled_from([0, 0, 2, 3])) if point else 0
        return [
            Node(MARKERS[point](n), f"{parent}.{n}", title(), draw(st.sampled_from(SENTENCES)))
            for n in range(1, count + 1)
        ]

    def passages(depth: int, parent: str) -> list[Node]:
        nodes = []
        is_task = depth == len(chain) - 1
        for n in range(1, draw(st.integers(2, 4)) + 1):
            position[0] += is_task
            ordinal = position[0] if is_task and is_running else n
            number = f"{parent}.{ordinal}" if parent else str(ordinal)
            node = Node(MARKERS[chain[depth]](ordinal), number, title())
            if is_task:
                node.body = draw(st.sampled_from(SENTENCES))
                node.units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
                node.children = points(number)
                if node.children:  # the clause stands behind the last point and belongs to the task
                    node.children[-1].units, node.units = node.units, []
            else:
                node.children = passages(depth + 1, number)
            nodes.append(node)
        return nodes

    layout = draw(st.sampled_from(layouts))
    return Plan(passages(0, ""), draw(st.sampled_from(CLAUSES)), layout)


def _expected(plan: Plan) -> list[tuple[str, str, str, list[str]]]:
    """What should be read: a clause behind the last point is the task's."""
    rows = []
    for part in plan.parts:
        for node in part.walk():
            units = node.units or (node.children[-1].units if node.children and node.body else [])
            is_point = any(node in other.children and other.body for other in part.walk())
            rows.append((node.number, node.marker.strip(), node.title, [] if is_point else units))
    return rows


def _check(plan: Plan) -> None:
    text = plan.text()
    passages, problems = read_passages(text)
    found = [(p.number, p.marker, p.title, [unit.name for unit in p.units]) for p in passages]
    assert found == _expected(plan)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []


@settings(max_examples=80)
@given(_plans(CHAINS, ["lines", "spaces", "glued"]))
def test_a_plan_in_any_style_and_look_is_read_back(plan: Plan) -> None:
    """Number, marker, title and units of every passage come back, a line each, on one line, or glued together."""
    _check(plan)


@settings(max_examples=30)
@given(_plans(CHAINS_NEVER_GLUED, ["lines", "spaces"]))
def test_chapters_and_articles_are_read_back(plan: Plan) -> None:
    """第一章, 第一节 and 第一条 count like other levels; articles may run on through all chapters."""
    _check(plan)


PIECES = [
    "一、", "二、", "三、", "(一)", "（二）", "1.", "2.", "3．", "(1)", "(2)", "①", "②", "一是", "二是", "——",
    "第一章", "第二条", "1.1", "2.1.1", "1)", "附件", "附件1：", "2023年1月1日", "市人民政府", "(责任单位：",
    "牵头单位:", "经发办", "、", "，", "。", "\n", " ", "　", "推进工作", "）", ")", "（", "《", "》", "“", "”",
    "等", "和", "各村", "牵头", "按职责分工负责", "责任人：", "；", "：", "目标", "原则", "保障措施", "重点任务",
    "专栏1", "\r\n", "\x00", "😀", "a", "12", "百、", "12345678901234567890",
]  # fmt: skip


@settings(max_examples=200)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=120).map("".join), st.text(max_size=200)))
def test_any_text_is_read_or_refused_and_spans_always_nest(text: str) -> None:
    """Nothing but PlanError is raised; numbers are unique; each span lies in the text and in its parent's."""
    try:
        passages, problems = read_passages(text)
    except PlanError:
        return
    by_number = {passage.number: passage for passage in passages}
    assert len(by_number) == len(passages)
    for passage in passages:
        assert 0 <= passage.start <= passage.title_start < passage.title_end <= passage.end <= len(text)
        assert text[passage.title_start : passage.title_end] == passage.title
        assert text.startswith(passage.marker, passage.start)
        if passage.parent is not None:
            parent = by_number[passage.parent]
            assert parent.start < passage.start
            assert passage.end <= parent.end
        assert all(passage.start <= unit.start < unit.end <= passage.end for unit in passage.units)
    assert all(0 <= (problem.start or 0) <= (problem.end or 0) <= len(text) for problem in problems)
