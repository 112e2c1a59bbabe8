"""A document's head: title, issuers, date of issue and period, wherever a plan says them."""

import re
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Level, Passage, Period
from graph.read.head import Head, read_head

NOTICE = """临江镇人民政府文件

临江府〔2024〕12号

临江镇人民政府关于印发《临江镇老街更新三年行动计划（2024—2026年）》的通知

各村、各居委，各部门：

现将《临江镇老街更新三年行动计划（2024—2026年）》印发给你们，请认真执行。

临江镇人民政府
2024年3月18日

临江镇老街更新三年行动计划
（2024—2026年）

为加快老街更新，制定本行动计划。
"""
PAGE = """# 关于印发《江口区花园街道建设方案》的通知

**发布日期**: 2025-06-30
**发布机构**: 江口区绿化局
**索引号**: 7

---

**江口区花园街道建设方案**

  为建设花园街道，制定本方案。
"""
WRAPPED = """

        临江镇关于进一步加强
      河道管理的工作方案(试行)

    为加强管理,制定本方案。
"""


def one_line(text):
    """Return `text` without line breaks and in half-width typing, as some web pages give it."""
    return unicodedata.normalize("NFKC", text).replace("\n", " ")


def test_head_of_the_plan():
    """The plan's head is read from its first line and its signature; the spaces that wrap its title are taken out."""
    plan = files("graph").joinpath("plans/qibao-2023-2025/source.txt").read_text(encoding="utf-8")
    start = plan.index("一、总体要求")
    passages = [Passage("1", Level.PART, "一、", "总体要求", None, start, len(plan), start + 2, start + 6)]
    title = (
        "中共七宝镇委员会关于深入学习贯彻七届区委七次全会精神奋力推动经济社会高质量发展三年行动计划(2023-2025年)(草案)"
    )
    issuers = ("中共闵行区七宝镇委员会", "闵行区七宝镇人民政府")
    expected = Head(title, issuers, "2023-09-26", Period(2023, 2025))
    assert read_head(plan, passages, "source.txt") == expected
    assert read_head(one_line(plan), passages, "source.txt") == expected


@pytest.mark.parametrize("look", [str, one_line])
def test_a_notice_gives_way_to_the_plan_it_promulgates(look):
    """Title and period are the plan's own; issuer and date are those of the notice before it."""
    head = read_head(look(NOTICE), [], "x.txt")
    assert unicodedata.normalize("NFKC", head.title) == "临江镇老街更新三年行动计划(2024—2026年)"
    assert (head.issuers, head.date, head.period) == (("临江镇人民政府",), "2024-03-18", Period(2024, 2026))


@pytest.mark.parametrize("look", [str, one_line])
def test_labelled_lines_of_a_page(look):
    """Without a signature, labelled lines give issuer and date; the marks of the page are no part of the title."""
    expected = Head("江口区花园街道建设方案", ("江口区绿化局",), "2025-06-30", None)
    assert read_head(look(PAGE), [], "x.txt") == expected


@pytest.mark.parametrize("look", [str, one_line])
def test_a_centred_title_over_several_lines(look):
    """A title wrapped over indented lines is one title."""
    assert read_head(look(WRAPPED), [], "x.txt").title == "临江镇关于进一步加强河道管理的工作方案(试行)"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("临江镇2025年工作要点\n\n2025年是关键之年。", "临江镇2025年工作要点"),
        ("附件1\n\n临江镇防汛工作方案\n（征求意见稿）\n\n为做好防汛，", "临江镇防汛工作方案（征求意见稿）"),
        ("临江镇人民政府\n临江镇消防整治方案\n为整治，", "临江镇消防整治方案"),
        ("关于印发《临江镇绿化方案》的通知\n\n各村：\n现印发给你们。", "临江镇绿化方案"),
        ("临江镇数字化\n\n三年行动计划\n\n一段话。", "临江镇数字化三年行动计划"),
        ("临江镇 Smart Town 建设方案\n\n一段话。", "临江镇Smart Town建设方案"),
        ("临江镇的几件实事\n\n一段话。", "临江镇的几件实事"),
        ("为落实全镇\n建设计划\n,现说明如下。", "plan-x"),
        ("没有标题的一段话。", "plan-x"),
        ("", "plan-x"),
    ],
)
def test_titles(text, title):
    """A title is the last run of lines that ends as a plan's does, else a promulgated one, the first line, the file."""
    assert read_head(text, [], "folder/plan-x.txt").title == title


@pytest.mark.parametrize(
    ("text", "issuers", "date"),
    [
        (
            "好。\n中共临江镇委员会 临江镇人民政府\n2023年9月26日 |",
            ("中共临江镇委员会", "临江镇人民政府"),
            "2023-09-26",
        ),
        (
            "好。\n中共临江镇委员会\n临江镇人民政府\n二〇二三年九月二十六日",
            ("中共临江镇委员会", "临江镇人民政府"),
            "2023-09-26",
        ),
        (
            "好。\n　　江口区发展改革委、江口区财政局\n　　2023年1月5日\n",
            ("江口区发展改革委", "江口区财政局"),
            "2023-01-05",
        ),
        ("好。\n临江镇人民政府办公室      2025年1月7日印发", ("临江镇人民政府办公室",), "2025-01-07"),
        ("好。\n临江镇人民政府", ("临江镇人民政府",), None),
        ("好。\n2023年1月5日", (), "2023-01-05"),
        ("好。(责任单位:各村委会)", (), None),
        ("计划于2023年1月5日启动。", (), None),
    ],
)
def test_signatures(text, issuers, date):
    """A signature is the bodies and the day after the last sentence; either may be missing."""
    head = read_head("某方案\n\n一段话" + text, [], "x.txt")
    assert (head.issuers, head.date) == (issuers, date)


def test_the_issuer_may_stand_in_the_title():
    """Without signature and label, the body with which the title begins is the issuer."""
    head = read_head("中共临江镇委员会关于加强治理的实施意见\n\n一段话。", [], "x.txt")
    assert head.issuers == ("中共临江镇委员会",)


def test_vague_bodies_issue_nothing():
    """相关部门 is nobody."""
    assert read_head("发布机构:江口区相关部门\n\n某方案\n\n一段话。", [], "x.txt").issuers == ()


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("某镇三年行动计划(2023-2025年)\n\n好。", (2023, 2025)),
        ("某镇三年行动计划（2021—2023年）\n\n好。", (2021, 2023)),
        ("某镇三年行动计划(2024年至2026年)\n\n好。", (2024, 2026)),
        ("某镇“十四五”规划\n\n好。", (2021, 2025)),
        ("某镇2024年起河道整治三年行动方案\n\n好。", (2024, 2026)),
        ("某镇2025年工作要点\n\n好。", (2025, 2025)),
        ("某镇行动方案\n\n现制定行动方案(2023-2025年)如下:", (2023, 2025)),
        ("某镇行动方案\n\n按照《全市规划(2018-2022年)》,到2027年建成。", None),
        ("某镇到2027年行动方案\n\n好。", None),
        ("某镇导则(2025年版)实施方案\n\n好。", None),
        ("某镇三年行动计划\n\n好。", None),
    ],
)
def test_periods(text, period):
    """The period is the title's years, or those with which the plan is named; a due date or another plan's is not."""
    assert read_head(text, [], "x.txt").period == (Period(*period) if period else None)


@given(
    st.text(alphabet="临江镇人民政府关于印发《》三年行动计划方案2023-5月日号()〔〕:。, \n#*|", max_size=80),
    st.integers(0, 80),
)
def test_any_text_has_a_title_and_valid_dates(text, start):
    """Whatever the text, there is a title on one line, a date of the calendar or none, a period in order or none."""
    passages = [Passage("1", Level.PART, "", "", None, start, len(text), start, start)] if start <= len(text) else []
    head = read_head(text, passages, "plan-x.txt")
    assert head.title
    assert "\n" not in head.title
    assert head.date is None or re.fullmatch(r"\d{4}-\d\d-\d\d", head.date)
    assert head.period is None or head.period.start <= head.period.end
    assert all(issuer == "".join(issuer.split()) for issuer in head.issuers)
