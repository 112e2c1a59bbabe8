"""七宝中学, 海派艺术馆: schools, hospitals, museums and homes with a name of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import names_ending_in
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_KINDS = {
    "educationVenue": "中学|小学|幼儿园",
    "healthVenue": "医院",
    "culturalVenue": "博物馆|美术馆|图书馆|艺术馆|文化馆|科技馆|展览馆|纪念馆|大剧院|美术宫|音乐厅",
    "sportsVenue": "体育馆|体育场|体育中心",
    "careVenue": "敬老院|养老院|福利院",
    "park": "公园",
    "businessPark": "科创园|文创园|科技园|产业园",
}
_KIND_OF_SUFFIX = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split("|")}
_FACILITY = re.compile("(" + "|".join(sorted(_KIND_OF_SUFFIX, key=len, reverse=True)) + ")(?![区化生校长])")
# Words that say what kind of facility, not which one.
_NO_NAME = re.compile(
    "(?:人民|公立|民办|公办|社区|综合|专科|口袋|郊野|城市|体育|文化|优质|示范|定点|三级|二级|三甲|甲等|互联网|智慧|数字|特色|普惠|公共|大型|"
    "中医|儿童|妇幼|社会|现代|国家|重点|高端|农业|生态|湿地|森林|市级|区级|镇级|新|老|大|小|全市|全区|全镇|县级|完全|高级|初级|九年一贯制|"
    "国际|专业|专题|科普|中小|中|高|初|及|[一二两三四五六七八九十0-9]|产业|文创|科创|创意|智能|绿色|专精特新|高科技|电子商务|现代|先进|制造|标准|一批|若干)+"
)


def _find(text: str) -> Iterator[Finding]:
    for start, end, stem in names_ending_in(_FACILITY, text, longest=10):
        if not _NO_NAME.fullmatch(stem):
            suffix = next(s for s in sorted(_KIND_OF_SUFFIX, key=len, reverse=True) if text[start:end].endswith(s))
            yield Finding(start, end, EntityType.FACILITY, _KIND_OF_SUFFIX[suffix])


FACILITIES = Rule("facility", 0.75, _find)
