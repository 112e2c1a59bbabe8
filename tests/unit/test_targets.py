"""Targets: what a plan promises by when and how much, and what only looks like it."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Level, Passage
from graph.read.passages import read_passages
from graph.read.targets import find_targets

TITLE = "推进各项工作"
ISSUED = "\n临江镇人民政府\n2023年3月1日"


def passage(number, start, end, title_end, parent=None):
    """Make a task of `start` to `end` whose heading begins it."""
    return Passage(number, Level.TASK, "", "", parent, start, end, start, title_end)


def targets_of(words, issued=ISSUED):
    """Find the targets in a task of the words given, in a plan issued in March 2023."""
    text = f"{TITLE}。{words}"
    return find_targets(text + issued, [passage("1.1", 0, len(text), len(TITLE))])


def summary(target):
    """Return what a target says: quote, subject, number or bounds, unit, date."""
    number = target.value if target.value is not None else (target.minimum, target.maximum)
    if number == (None, None):
        number = None
    return target.quote, target.subject, number, target.unit, target.date


@pytest.fixture(scope="module")
def plan():
    """The plan of Qibao."""
    return files("graph").joinpath("plans/qibao-2023-2025/source.txt").read_text(encoding="utf-8")


def test_targets_of_the_plan(plan):
    """Reading every sentence of the plan with a number or a year in it leaves these five promises.

    1.3: 到2025年 with a promise. 2.1.1.2: 2025年5月底前, its subject two clauses before. 2.1.3.3: 新建 and a range.
    2.3.1.2: 推进…的规划建设 and a number of schools. 2.4.1.2: 力争在2025年实现.
    """
    found = {target.passage: summary(target) for target in find_targets(plan, read_passages(plan)[0])}
    happy_home = "力争在2025年实现社区治理有效、设施设备完善、邻里交往友爱、居民参与有序的全域幸福家园"
    assert found == {
        "1.3": ("到2025年,基本建成闵行城市核心功能承载区", "闵行城市核心功能承载区", None, None, "2025"),
        "2.1.1.2": ("力争2025年5月底前全面建成并对外运营", "九星城项目", None, None, "2025-05"),
        "2.1.3.3": ("新建1-2个园区党群服务站", "园区党群服务站", (1, 2), "个", None),
        "2.3.1.2": ("大力推进九星及04单元完中、九年一贯制等6所学校的规划建设", "学校", 6, "所", None),
        "2.4.1.2": (happy_home, "全域幸福家园", None, None, "2025"),
    }
    assert len(find_targets(plan, read_passages(plan)[0])) == len(found)


def test_targets_are_the_same_in_full_width_typing(plan):
    """Full-width punctuation and digits change neither the targets nor their offsets."""
    wide = plan.translate({ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789,:;()-"})
    passages = read_passages(plan)[0]
    for narrow_target, wide_target in zip(find_targets(plan, passages), find_targets(wide, passages), strict=True):
        assert (narrow_target.start, narrow_target.end) == (wide_target.start, wide_target.end)
        assert summary(narrow_target)[2:] == summary(wide_target)[2:]
        assert unicodedata.normalize("NFKC", wide_target.quote) == narrow_target.quote


@pytest.mark.parametrize(
    "words",
    [
        "落实“15分钟社区生活圈”规划布局",  # a name
        "结合“15分钟文明实践圈”构建,挖掘优质资源",
        "形成步行十五分钟可达的社区生活圈网络",  # a description, no bound on a duration
        "扩大24小时自助服务覆盖范围",
        "持续开展住宅小区等八大攻坚行动",  # 八大: a kind, no count
        "以七大片区网格为实践载体",
        "深入开展“九大重点领域”整治行动",
        "开展“七个一”促就业行动",
        "针对高端制造、文化创意五个重点发展赛道,研究制定专项政策",  # what it is about, not what is to be reached
        "完成第八轮环保三年行动计划",  # an ordinal, a name
        "推动373蒲溪科创园重点项目全面入驻",  # a name
        "推进05-08地块、188地块等动迁安置房建设",
        "全面贯彻党的二十大精神",
        "持续聚焦“一核一区一带”发展战略",
        "建好建优四类人才智库",  # kinds
        "完善更新“两团一库”体系",
        "做深做实学前、小学和初中教育三大联合体",
        "组建一支年轻化的宣讲队伍,开辟多条实践路线",  # 一 is an article here, 多 no number
        "推动万科文化中心(三期)综合剧场项目建设",
        "完成新一轮卫生服务中心标准化建设",
    ],
)
def test_names_and_idioms_promise_nothing(words):
    """Numbers in names, ordinals, kinds and idioms are no targets."""
    assert targets_of(words + "。") == ()


@pytest.mark.parametrize(
    "words",
    [
        "现有产业园区12个",  # what is
        "入驻企业已超过300家",
        "2022年,全镇实现税收50亿元",  # before the plan was issued
        "截至2023年底建成车位200个",
        "自2024年1月1日起施行",  # validity
        "贯彻《全市2024年重点工作安排》",  # a title
        "落实2025年建设任务",  # a task of its own
        "推进总投资20亿元以上的项目落地",  # a condition
        "每500米设置1处休憩点",  # a ratio
        "围绕三个方面开展工作",  # aspects
        "2025年2月30日前完成整改",  # no day of the calendar
        "打造1+3+N体系,推进2号线建设",
        "力争税收翻一番",  # no number of something
    ],
)
def test_what_is_past_compared_or_conditional_promises_nothing(words):
    """Numbers and dates that tell what was, what is compared or what is required of others are no targets."""
    assert targets_of(words + "。") == ()


CASES = [
    ("完成老街管网改造,2026年6月底前投用", ("2026年6月底前投用", "老街管网", None, None, "2026-06")),
    ("2026年6月底前完成老街管网改造", ("2026年6月底前完成老街管网改造", "老街管网", None, None, "2026-06")),
    ("中心医院力争2025年底前开诊", ("中心医院力争2025年底前开诊", "中心医院", None, None, "2025")),
    ("确保创业基地在2025年内投入运营", ("确保创业基地在2025年内投入运营", "创业基地", None, None, "2025")),
    ("推进旧房修缮(完成时限:2025年10月)", ("完成时限:2025年10月", TITLE, None, None, "2025-10")),
    ("推进旧房修缮(责任人:某;时间节点 2025年10月)", ("时间节点 2025年10月", TITLE, None, None, "2025-10")),
    ("今年年底前建成停车平台", ("今年年底前建成停车平台", "停车平台", None, None, "2023")),
    ("2025年11月,举办第三届龙舟赛", ("2025年11月,举办第三届龙舟赛", "第三届龙舟赛", None, None, "2025-11")),
    ("到2035年,全面建成现代化新镇", ("到2035年,全面建成现代化新镇", "现代化新镇", None, None, "2035")),
    ("推动数字产业规模达200亿元", ("推动数字产业规模达200亿元", "数字产业规模", 200, "亿元", None)),
    ("打造5家以上上市企业", ("打造5家以上上市企业", "上市企业", (5, None), "家", None)),
    ("打造2个以上的市级平台", ("打造2个以上的市级平台", "市级平台", (2, None), "个", None)),
    ("推动制定不少于10项地方标准", ("推动制定不少于10项地方标准", "地方标准", (10, None), "项", None)),
    ("力争将审批总时间压缩至3周以内", ("力争将审批总时间压缩至3周以内", "审批总时间", (None, 3), "周", None)),
    ("将审评时限压缩至40个工作日以内", ("将审评时限压缩至40个工作日以内", "审评时限", (None, 40), "个工作日", None)),
    ("全镇税收年均增长10%左右", ("全镇税收年均增长10%左右", "全镇税收", 10, "%", None)),
    ("实现30%以上的小区完成改造", ("实现30%以上的小区完成改造", "小区", (30, None), "%", None)),
    ("达标率由85%提升至95%以上", ("达标率由85%提升至95%以上", "达标率", (95, None), "%", None)),
    ("培育产值超2亿元、竞争力强的企业3家", ("培育产值超2亿元、竞争力强的企业3家", "企业", 3, "家", None)),
    ("培育5家产值超1亿元的企业", ("培育5家产值超1亿元的企业", "产值超1亿元的企业", 5, "家", None)),
    ("建设5G基站300座", ("建设5G基站300座", "5G基站", 300, "座", None)),
    ("A区、B区共建三个产业社区", ("A区、B区共建三个产业社区", "产业社区", 3, "个", None)),
    (
        "完成河道整治12.5公里(2025年12月底前完成)",
        ("完成河道整治12.5公里(2025年12月底前完成)", "河道整治", Decimal("12.5"), "公里", "2025-12"),
    ),
    (
        "“十四五”期间,新建充电桩不少于600根",
        ("“十四五”期间,新建充电桩不少于600根", "充电桩", (600, None), "根", "2025"),
    ),
    (
        "2024年至2026年,每年新建2-3个口袋公园",
        ("2024年至2026年,每年新建2-3个口袋公园", "口袋公园", (2, 3), "个", "2026"),
    ),
    (
        "到2025年,单位产值能耗较2020年下降18%",
        ("到2025年,单位产值能耗较2020年下降18%", "单位产值能耗", 18, "%", "2025"),
    ),
]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_one_promise(words, expected):
    """A promise with a date, a number or both is one target: quote, subject, number or bounds, unit and date."""
    assert [summary(target) for target in targets_of(words + "。")] == [expected]


def test_one_date_holds_for_all_numbers_of_its_sentence():
    """Each number of a sentence is a target with its date, quoted from the date on; the next sentence has none."""
    words = "到2027年,新增托位3,500个,建成小学4所、中学2所,入园率达到90%以上。新建球场6片。"
    start = "到2027年,新增托位3,500个"
    assert [summary(target) for target in targets_of(words)] == [
        (start, "托位", 3500, "个", "2027"),
        (start + ",建成小学4所", "小学", 4, "所", "2027"),
        (start + ",建成小学4所、中学2所", "中学", 2, "所", "2027"),
        (start + ",建成小学4所、中学2所,入园率达到90%以上", "入园率", (90, None), "%", "2027"),
        ("新建球场6片", "球场", 6, "片", None),
    ]


def test_a_date_of_its_own_clause_comes_first():
    """Two dates in a sentence: each number takes the one of its clause."""
    found = targets_of("小学2所于2024年9月开学,医院1家2025年12月竣工。")
    assert [summary(target)[1:] for target in found] == [
        ("小学", 2, "所", "2024-09"),
        ("医院", 1, "家", "2025-12"),
    ]


def test_this_year_is_unknown_without_a_date_of_issue():
    """今年 is no due date in a plan that does not say when it was issued."""
    assert targets_of("今年年底前建成停车平台。", issued="") == ()


def test_a_target_belongs_to_the_innermost_passage():
    """A section's own words and its sub-passages' words are told apart, and headings are read too."""
    text = "重点任务。到2027年,基本建成新城。打造3个样板。新建公园5座。其余。"
    outer = passage("1", 0, len(text), 4)
    inner = passage("1.1", text.index("打造"), text.index("其余"), text.index("。新建"), parent="1")
    assert [(target.passage, target.quote) for target in find_targets(text, [outer, inner])] == [
        ("1", "到2027年,基本建成新城"),
        ("1.1", "打造3个样板"),
        ("1.1", "新建公园5座"),
    ]


def test_words_wrapped_over_lines_are_one_promise():
    """A line break or space inside a number, a date or a noun is no boundary; the subject is without it."""
    [target] = targets_of("力争 2025 年 5 月\n底前建成 12\n 个社区\n食堂。")
    assert (target.value, target.unit, target.subject, target.date) == (12, "个", "社区食堂", "2025-05")


def test_text_without_punctuation_is_read_to_its_end():
    """What has no sentences, a table's cells say, is read in pieces: each number is found, the last one too."""
    found = targets_of("新建公园1座 " * 2000)
    assert len(found) > 1900
    assert {target.value for target in found} == {1}


DATED = ("到2025年", "2025年5月底前", "今年", "2024年6月30日", "力争", "完成时限:", "较2020年", "已", "由")
MEASURED = (
    "1-2个",
    "六所",
    "100亿元",
    "30%以上",
    "3周以内",
    "新建",
    "建成",
    "达到",
    "超过",
    "学校",
    "产值",
    "一",
    "第",
    "等",
    "的",
)
PIECES = st.sampled_from([*DATED, *MEASURED, *"、,。;()“”《》\n"])


@given(st.lists(PIECES, max_size=30), st.lists(st.integers(0, 200), min_size=2, max_size=6))
def test_whatever_is_written_targets_are_quoted_from_their_passage(pieces, cuts):
    """For any words, passages may be cut anywhere: quotes stand in their passage, dates are dates, spans are unique."""
    text = "".join(pieces)
    edges = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    passages = [
        passage(str(index), start, end, min(start + 3, end)) for index, (start, end) in enumerate(pairwise(edges))
    ]
    found = find_targets(text, passages)
    spans = [(target.start, target.end) for target in found]
    assert spans == sorted(set(spans))
    by_number = {each.number: each for each in passages}
    for target in found:
        around = by_number[target.passage]
        assert around.start <= target.start < target.end <= around.end
        assert target.quote == text[target.start : target.end]
        assert target.date or target.unit
        assert target.date is None or is_lexical(target.date)
        if target.subject:
            assert re.sub(r"\s", "", target.subject) in re.sub(r"\s", "", text)


def is_lexical(written):
    """Whether `written` is a year, a month or a day of XML Schema."""
    try:
        date.fromisoformat(written + "-01-01"[: 10 - len(written)] if len(written) == 4 else (written + "-01")[:10])
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", written) is not None
