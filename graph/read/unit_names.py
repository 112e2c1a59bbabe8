"""What a unit's name looks like, and which names mean a group of units."""

from __future__ import annotations

import re
from functools import cache

_SUFFIXES = (
    "委员会|管委会|居委会|村委会|居委|村委|委办|委|办公室|办公厅|办事处|推进办|工作办|党建办|办|管理局|总局|分局|局|"
    "部|厅|署|院|台|社|处|科|股|室|站|所|队|组|会|馆|校|园|厂|行|库|团|系|专班|"
    "政府|党委|党工委|党组|党支部|党总支|纪委|纪工委|团委|妇联|工会|残联|侨联|文联|科协|工商联|法院|检察院|"
    "中心|公司|集团|企业|机构|单位|部门|银行|学校|医院|大学|学院|研究院|联盟|协会|商会|基金|支队|大队|中队|"
    "街道|镇|乡|村|区|县|市|州|旗|街镇|街乡|社区|园区|开发区|高新区|新区|示范区|居村|村居|合作社|经济社|联合社|"
    "海关|公安|税务|电力|电信|移动|联通|铁塔|供电|邮政|燃气|地铁|指挥部|领导小组|工作组|基地|平台|总队|监管局|各方|负责人"
)
_GENERIC = "县|市|区|镇|乡|街道|街|州|盟|旗|省|自治区|直辖市|村|社区|居委会|村委会|开发区|园区|新区|功能区|管委会|街镇"
_RULERS = "人民政府|政府|党委|党工委|办事处|管委会|管理委员会|居委会|村委会|有关部门|相关部门"


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"(?:{_SUFFIXES})(?:\([^()]*\))?$")


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(
        r"^(?:各|相关|有关|其他|其它|全体|所有|属地|沿线|涉及)"
        r"|(?:各|相关|有关|其他)(?:成员|职能|责任|业务|条线|主管|参建|牵头|配合|直属|市直|区直|县直|镇属|街道|县|市|区|镇|乡|村|科|居|委|部|单|企|社|区级|市级)"
        r"|^(?:镇属|区属|市属|县属|街属|村属|社属|国有|驻区|驻镇|在地){0,2}(?:公司|企业|合作社|村居|居村|居委|村委|街镇|镇街|街道|乡镇|镇村|科室|站所|部门|单位|学校|社区|园区|村|居|镇|乡)$"
        r"|(?:成员单位|职能部门|相关单位|有关单位|相关部门|有关部门|责任单位|直属单位|直部门|直单位)$"
        r"|(?:级|直|属)(?:各)?(?:部门|单位|机关)$",
    )


@cache
def _generic_piece() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_GENERIC})(?:\([^()]*\))?(?:{_RULERS})?$")


def is_unit_like(name: str) -> bool:
    """Whether `name` (white space removed) ends as names of units do."""
    return 2 <= len(name) <= 40 and _suffix().search(name) is not None and not re.search(r"[。!?:“”\d%]", name)


def is_collective(name: str) -> bool:
    """Whether `name` means a group of bodies (相关村, 各居委, 镇属公司), not one."""
    return _collective().search(name) is not None


def continues_collective(before: str, following: str) -> bool:
    """Whether 市 or 区政府 after 各县 is part of one name: 各县、市、区政府."""
    first = re.split("[、,，]", before)[0]
    return re.match(rf"各(?:{_GENERIC})$", first) is not None and _generic_piece().match(following) is not None


def is_place_like(name: str) -> bool:
    """Whether `name` could as well be a place: 七宝镇, 新区, 体育馆."""
    return (
        re.search(r"(?:街道|镇|乡|村|区|县|市|州|旗|园|馆|院|基地|平台|校|学|厂|库|系|站|路|中心)$", name) is not None
    )
