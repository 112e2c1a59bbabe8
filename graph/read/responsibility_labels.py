"""The words that begin a responsibility clause, and the part they give a unit: 责任单位, 牵头部门, 配合."""

from __future__ import annotations

import re
from functools import cache

from graph.model import Role

_SPACE = r"[ \n]*"  # a page break may cut a word
_SCOPES = "市级|区级|县级|镇级|省级|州级|街道|市|区|县|镇|省|第一|主要|共同|总|其他|相关|各"
_DUTIES = (
    "牵头|责任|主责|主办|承办|协办|配合|参与|参加|实施|落实|协同|协助|协作|协调|联合|支持|执行|主管|主体|"
    "组织|推进|推动|负责|指导|督导|督办|督查|监督|运营|建设|管理|完成|分管|包联|包抓|承接|承担|协管|联系|挂钩|包保"
)
_BODIES = "单位|部门|科室|处室|股室|主体|机构|站所|镇街|街镇|镇村|村居|企业|线办|办公室"
_BARE = "牵头|责任|配合|负责|主责|主办|协办|承办|参与|责任分工|任务分工|职责分工|工作分工|分工|责任主体|主体责任|落实"
_PERSONS = "领导|责任人|负责人|责任人员|人员|联系人|联络人|负责同志|同志|专员|组长"
_OTHER = (
    "完成时限|完成时间|完成期限|时间节点|时间安排|时间要求|时限要求|办理时限|完成节点|时限|期限|进度安排|进度要求|"
    "工作目标|目标任务|工作措施|主要措施|预期成效|预期目标|工作要求|工作内容|推进计划|联系电话|备注|资金来源|总投资"
)

_SUPPORTING = re.compile("配合|参与|参加|协办|协同|协助|协作|协调|联合|支持|指导|督|协管")


def _loose(alternatives: str) -> str:
    """The alternatives, each with white space allowed between its characters."""
    return "|".join(_SPACE.join(word) for word in sorted(alternatives.split("|"), key=len, reverse=True))


@cache
def unit_label() -> re.Pattern[str]:
    """A label that names units, with its colon if it has one; 责任单位及责任人 counts as one label."""
    duty = rf"(?:(?:{_loose(_SCOPES)}){_SPACE}){{0,2}}(?:{_loose(_DUTIES)})(?:{_SPACE}(?:{_loose(_DUTIES)})){{0,2}}"
    body = rf"(?:{_loose(_BODIES)})"
    more = rf"(?:{_SPACE}[及和与/、(]{_SPACE}(?:{duty})?(?:{body}|{_loose(_PERSONS)})\)?)?"
    both = rf"(?:{_SPACE}\((?:{_loose(_DUTIES)})\))?"  # 牵头(主办)单位
    return re.compile(
        rf"(?P<label>{duty}{both}{_SPACE}{body}{more}){_SPACE}(?P<colon>:|为(?!主))?"
        rf"|(?P<bare>{_loose(_BARE)}){_SPACE}(?P<bare_colon>:)",
    )


@cache
def other_label() -> re.Pattern[str]:
    """A label of something else than units (persons, dates), which ends a list of units."""
    duty = rf"(?:{_loose(_SCOPES + '|' + _DUTIES)}){_SPACE}"
    return re.compile(rf"(?:(?:{duty}){{0,3}}(?:{_loose(_PERSONS)})|{_loose(_OTHER)}){_SPACE}:")


def role_of(label: str) -> Role:
    """The role that a label or a verb gives: 牵头 leads, 配合 and its like support, all else is responsible."""
    if "牵头" in label:
        return Role.LEAD
    return Role.SUPPORT if _SUPPORTING.search(label) else Role.RESPONSIBLE
