"""What a unit's name looks like, and which names mean a group of units."""

from __future__ import annotations

import re
from functools import cache

_LONGEST = 40
_OFFICES = "委|办|局|部|厅|署|院|台|社|处|科|股|室|站|所|队|组|会|馆|校|园|厂|行|库|团|系|班"
_BODIES = (
    "政府|妇联|残联|侨联|文联|科协|工商联|社联|中心|公司|集团|企业|机构|单位|部门|大学|联盟|基金|海关|公安|税务|电力|电信|"
    "移动|联通|铁塔|供电|邮政|燃气|地铁|基地|各方|法人|机关"
)
_PLACES = "街道|镇|乡|村|区|县|市|州|旗|居|居民区|街镇|镇街|乡镇|镇村|村居|居村"
_GENERIC = "县|市|区|镇|乡|街道|街|州|盟|旗|省|自治区|直辖市|村|社区|居委会|村委会|开发区|园区|新区|功能区|管委会|街镇"
_RULERS = "人民政府|政府|党委|党工委|办事处|管委会|管理委员会|居委会|村委会|有关部门|相关部门"
_OWNERS = "镇属|区属|市属|县属|街属|村属|社属|国有|集体|驻区|驻镇|在地"
_PLAIN_GROUPS = (
    "公司|企业|合作社|村居|居村|居委|村委|街镇|镇街|街道|乡镇|镇村|科室|站所|部门|单位|学校|社区|园区|村|居|镇|乡"
)
_REMARK = "详?见|转[载自]|含|原|即|如|注|以下|来源|摘|参照|按照?|包括|简称|全文|下同|不含"


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"(?:{_OFFICES}|{_BODIES}|{_PLACES})(?:\([^()]*\))?$")


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(rf"[。!?:“”\d%]|^(?:{_REMARK})")


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(
        r"^(?:各|相关|有关|其他|其它|全体|所有|属地|沿线|涉及|涉事)"
        r"|(?:各|相关|有关|其他)(?:[县市区镇乡村科居委部单企社]|街道|成员|职能|责任|业务|条线|主管|参建|牵头|配合|直属)"
        rf"|^(?:{_OWNERS}){{0,2}}(?:{_PLAIN_GROUPS})(?:\([^()]*\))?$"
        r"|(?:成员|职能|相关|有关|责任|直属|[市区县镇省]直|[市区县镇省]级)(?:各)?(?:部门|单位|机关)$"
        rf"|^(?:\d+|[一二三四五六七八九十]+个)个?(?:{_GENERIC})(?:{_RULERS})?$",
    )


@cache
def _generic_piece() -> re.Pattern[str]:
    return re.compile(rf"(?:{_GENERIC})(?:\([^()]*\))?(?:{_RULERS})?")


def is_unit_like(name: str) -> bool:
    """Whether `name`, folded and without white space, ends as names of units do."""
    return 2 <= len(name) <= _LONGEST and _suffix().search(name) is not None and _no_name().search(name) is None


def is_collective(name: str) -> bool:
    """Whether `name` means a group of bodies (相关村, 各居委, 镇属公司), not one."""
    return _collective().search(name.replace("（", "(").replace("）", ")")) is not None


def is_place_like(name: str) -> bool:
    """Whether `name` could as well be a place or thing: 清溪镇, 新区, 体育馆."""
    return re.search(rf"(?:{_PLACES}|[园馆院校厂库系站行团]|基地|中心|大学)$", name) is not None


def continues_collective(before: str, following: str) -> bool:
    """Whether 市 or 区政府 after 各县 is part of one name: 各县、市、区政府."""
    first = re.split("[、,，]", before)[0]
    return re.fullmatch(rf"各(?:{_GENERIC})", first) is not None and _generic_piece().fullmatch(following) is not None
