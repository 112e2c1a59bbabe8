"""Responsibility clauses as authorities write them, each with the units a person reads in it."""

from __future__ import annotations

import pytest

from graph.read.clauses import find_clauses
from graph.read.folding import FoldedText
from graph.read.unit_names import is_collective

TASK = "做好这件事。"

# clause → units: > leads, + supports, no sign is responsible
CLAUSES = {
    # labels in brackets
    "（责任单位：经发办、规建办）": "经发办 规建办",
    "(责任部门:经发办,规建办)": "经发办 规建办",
    "【责任单位：经发办，规建办】": "经发办 规建办",
    "〔牵头：经发办，配合：规建办〕": ">经发办 +规建办",
    "[牵头单位:区卫健局;责任单位:指挥部成员单位、各街办(新区)]": ">区卫健局 指挥部成员单位 各街办(新区)",
    "（牵头单位:市科委;配合单位:市财政局、市教委）": ">市科委 +市财政局 +市教委",
    "（主办单位：经发办；协办单位：规建办、财政所；督办单位：党政办）": "经发办 +规建办 +财政所 +党政办",
    "（主责部门：经发办；参与单位：各村）": "经发办 +各村",
    "（牵头责任单位：经发办；协同责任单位：规建办）": ">经发办 +规建办",
    "（落实单位：经发办；实施单位：规建办；承办单位：财政所）": "经发办 规建办 财政所",
    "（责任主体：经发办）": "经发办",
    "（责任单位 经发办、规建办）": "经发办 规建办",
    # persons and dates are no units
    "（责任单位：经发办；责任人：王某；完成时限：2025年12月底）": "经发办",
    "（责任领导：李某；责任单位：经发办）": "经发办",
    "（完成时限：2025年6月；责任单位：经发办）": "经发办",
    "（责任单位：经发办（赵某）、规建办）": "经发办 规建办",
    # names with brackets, 和 and 、 in them, and lists with such between names
    "（责任单位：市交通委（市道运局）、市气象局）": "市交通委（市道运局） 市气象局",
    "（责任单位：区住房和城乡建设局、区文化和旅游局）": "区住房和城乡建设局 区文化和旅游局",
    "（责任单位：市公安局和市交通委、市教委及各区政府）": "市公安局 市交通委 市教委 各区政府",
    "（责任单位：区规划和自然资源局和区住房和城乡建设局）": "区规划和自然资源局 区住房和城乡建设局",
    "（责任单位：市经信局等，各县、市、区政府）": "市经信局 各县、市、区政府",
    "（责任单位：团市委，各县（市、区）人民政府）": "团市委 各县（市、区）人民政府",
    "（责任单位：市税务局等；各区政府）": "市税务局 各区政府",
    "（责任单位：市财政局等有关部门）": "市财政局 有关部门",
    "（责任单位：市发展改革委（牵头）、市财政局）": ">市发展改革委 市财政局",
    "（责任单位：经发办/规建办）": "经发办 规建办",
    "（责任单位：经发办 规建办 各村）": "经发办 规建办 各村",
    # cut by page breaks
    "（牵头部\n\n门：市科委、市财\n政局）": ">市科委 >市财政局",
    "（责任单位：市经济信\n\n息化委、市委\n金融办）": "市经济信息化委 市委金融办",
    "（责任单位：市科委、\n— 3 —\n市财政局）": "市科委 市财政局",
    # no label: verbs, or nothing at all
    "（市科委、市经济信息化委负责）": "市科委 市经济信息化委",
    "（由市科委牵头，市财政局、市教委配合）": ">市科委 +市财政局 +市教委",
    "（市科委牵头，市财政局、市教委按职责分工负责）": ">市科委 市财政局 市教委",
    "（市科委、市财政局等按职责分工负责，年内持续推进）": "市科委 市财政局",
    "（经发办牵头落实，各村配合落实，2025年底前完成）": ">经发办 +各村",
    "（市级各有关部门及各县市区政府按职责分工负责）": "市级各有关部门 各县市区政府",
    "（市发展改革委会同市财政局、市教委负责）": "市发展改革委 市财政局 市教委",
    "（甲部牵头，乙委、丙局，丁署参与）": ">甲部 +乙委 +丙局 +丁署",
    "（各有关单位）": "各有关单位",
    "（市科委、各区政府，有关企业）": "市科委 各区政府 有关企业",
    # lines without brackets
    "\n责任单位：经发办、规建办": "经发办 规建办",
    "\n责任单位：经发办 规建办 各村\n配合单位：财政所": "经发办 规建办 各村 +财政所",
    "\n牵头领导：李某。\n牵头单位：经发办。\n协同单位：规建办，各村。": ">经发办 +规建办 +各村",
    "\n责任单位：经发办、\n规建办": "经发办 规建办",
    "\n责任单位\n经发办、规建办": "经发办 规建办",
    "责任单位：经发办、规建办。": "经发办 规建办",
    "牵头单位：经发办 配合单位：规建办、各村 完成时限：2025年": ">经发办 +规建办 +各村",
    "责任单位:经发办、规建办 推动全镇产业健康发展,形成合力。": "经发办 规建办",
    "\n——责任单位：经发办": "经发办",
    "\n【责任单位】经发办、规建办": "经发办 规建办",
    "（牵头（主办）单位：经发办）": ">经发办",
    "（牵头市领导：李某；牵头单位：经发办）": ">经发办",
    # a list that goes on behind its bracket, and one that is never closed
    "(责任单位:经发办、规建办),投促中心、财政所": "经发办 规建办 投促中心 财政所",
    "（责任单位：经发办、规建办": "经发办 规建办",
    # none of these is a clause
    "建设文化中心(三期)。": "",
    "支持购买系统(含软硬件、系统解决方案)。": "",
    "（以下简称“示范区”）": "",
    "（转载自新华社）": "",
    "（见附件中的任务分工，含试点村）": "",
    "（详见附件、清单）": "",
    "推进两个示范基地（石桥镇）": "",
    "，各责任单位要高度重视。": "",
    "，牵头部门：要抓总落实。": "",
}
SIGNS = {"lead": ">", "support": "+", "responsible": ""}


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_split_into_exactly_the_units_it_names(clause: str) -> None:
    """Names, roles and order are those of the clause; each name is the quoted text without white space."""
    text = TASK + clause
    clauses, _ = find_clauses(FoldedText.of(text), 0, len(text))
    units = [unit for found in clauses for unit in found.units]
    assert " ".join(SIGNS[unit.role] + unit.name for unit in units) == CLAUSES[clause]
    for unit in units:
        assert "".join(text[unit.start : unit.end].replace("— 3 —", "").split()) == unit.name


def test_the_label_is_the_clause_s_own_word() -> None:
    """A label is kept as written, a verb stands for one, and a bare list has none."""
    text = "甲事。（牵头部\n门：经发办；配合单位：规建办）乙事。（财政所负责）丙事。（各村）"
    clauses, _ = find_clauses(FoldedText.of(text), 0, len(text))
    labels = [(unit.name, unit.label) for clause in clauses for unit in clause.units]
    assert labels == [("经发办", "牵头部门"), ("规建办", "配合单位"), ("财政所", "负责"), ("各村", "")]


def test_an_unclosed_bracket_is_reported_where_it_is() -> None:
    """Each bracket that is never closed gives a problem; what it names is read all the same."""
    text = "甲事（责任单位：经发办、规建办\n乙事《方案。"
    clauses, problems = find_clauses(FoldedText.of(text), 0, len(text))
    assert [unit.name for clause in clauses for unit in clause.units] == ["经发办", "规建办"]
    assert [(p.kind, p.start, p.end) for p in problems] == [("unclosed-bracket", 2, 3), ("unclosed-bracket", 18, 19)]


COLLECTIVE = "相关村 相关各村 各村 各居村 各居委 各居委会 合作社 镇属公司 各有关单位 各区政府 各街镇 有关部门 各成员单位 各镇、街道 市级各有关部门 区直部门 各县（市、区）人民政府 属地村 企业 县属国有企业 镇（街道） 16个区"  # noqa: E501  a list to be read in one go
SINGLE = "九溪村 经发办 城建中心 新九溪公司 商贸公司 九溪推进办 综合执法队 总工会 七里社区卫生服务中心 市直机关工委 供销合作社联合社 清溪镇"  # noqa: E501  a list to be read in one go


def test_groups_of_units_are_told_from_single_ones() -> None:
    """各, 相关 and bare kinds mean many bodies; a name with such a word in it is one body."""
    assert [name for name in COLLECTIVE.split() if not is_collective(name)] == []
    assert [name for name in SINGLE.split() if is_collective(name)] == []
