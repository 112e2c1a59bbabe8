"""Tasks assigned by a sentence instead of a bracket or a label with a colon."""

from __future__ import annotations

import pytest

from graph.model import Role
from graph.read.passages import read_passages

R, L, S = Role.RESPONSIBLE, Role.LEAD, Role.SUPPORT


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("责任单位为市经信局、市大数据局。", [("市经信局", R), ("市大数据局", R)]),
        ("由市经信局牵头,市财政局、市国资委配合。", [("市经信局", L), ("市财政局", S), ("市国资委", S)]),
        ("由镇建管所负责", [("镇建管所", R)]),
    ],
)
def test_a_last_sentence_assigns_the_task(sentence: str, units: list[tuple[str, Role]]) -> None:
    """Who leads and who supports is read from the sentence's own verbs."""
    passages, _ = read_passages(f"一、任务\n1.修路。修好东路。{sentence}\n2.修桥。(责任单位:桥办)\n")
    assert [(unit.name, unit.role) for unit in passages[1].units] == units


@pytest.mark.parametrize(
    "sentence", ["由点到面逐步推进落实。", "责任单位为主抓手。", "由企业牵头组建联合体,推动成果落实。"]
)
def test_other_sentences_assign_nothing(sentence: str) -> None:
    """由 and 为 begin much else: unless all that is named are units, nobody is."""
    passages, _ = read_passages(f"一、任务\n1.修路。修好东路。{sentence}\n2.修桥。(责任单位:桥办)\n")
    assert passages[1].units == ()
