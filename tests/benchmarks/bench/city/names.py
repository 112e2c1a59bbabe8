"""Invented names: Chinese with its pinyin, none of a real town; and the sentences that fill a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

# Each sign has a pinyin of its own, so that two names rarely have the same slug.
_SIGNS = (
    "青qing 云yun 柳liu 塘tang 泉quan 石shi 桥qiao 松song 竹zhu 梅mei 兰lan 湖hu 岭ling 溪xi 沙sha 金jin 银yin 白bai "
    "龙long 凤feng 鹤he 宁ning 康kang 盛sheng 源yuan 芬fen 罗luo 庄zhuang 渡du 浦pu 墩dun 可ke 榆yu 桐tong 港gang "
    "堰yan 湾wan 屏ping 麓lu 田tian 浩hao 杏xing 桂gui 品pin 川chuan 潭tan 洲zhou 朗lang"
)
_WORDS = (
    "智慧zhihui 创新chuangxin 生态shengtai 文化wenhua 科技keji 数字shuzi 健康jiankang 教育jiaoyu 绿色lvse 社区shequ "
    "共享gongxiang 水岸shuian 历史lishi 青年qingnian 城市chengshi 乡村xiangcun 综合zonghe 现代xiandai "
    "公共gonggong 服务fuwu 融合ronghe 示范shifan 枢纽shuniu 滨河binhe 民生minsheng 品质pinzhi 育人yuren "
    "活力huoli 邻里linli 匠心jiangxin"
)
_ENDINGS = {
    "place": "路lu 村cun 街区jiequ 地块dikuai 片区pianqu 河he 单元danyuan",
    "project": "项目xiangmu 工程gongcheng 改造gaizao",
    "facility": "中心zhongxin 公园gongyuan 馆guan 学校xuexiao 驿站yizhan",
    "brand": "节jie 品牌pinpai 讲堂jiangtang",
    "industry": "业ye 产业chanye 经济jingji",
    "programme": "行动xingdong 计划jihua 机制jizhi 工作法gongzuofa",
    "policy": "意见yijian 规划guihua 办法banfa",
    "event": "节jie 大会dahui 博览会bolanhui 活动huodong",
    "organization": "协会xiehui 委员会weiyuanhui 政府zhengfu 集团jituan",
    "unit": "办ban 中心zhongxin 站zhan 所suo 公司gongsi 村cun 队dui",
}
_OPENINGS = (
    "完善公共服务设施布局",
    "健全常态长效的管理制度",
    "分批推进重点地段的更新",
    "引导社会力量有序参与",
    "建立年度清单并逐项核对",
    "按季度公布工作进展",
    "补齐老旧住区的配套短板",
    "组织专题调研和意见征询",
    "统筹安排土地与资金",
    "培育一批示范点位",
    "加快前期手续的办理",
    "形成可以推广的经验",
    "优化办事流程和服务窗口",
    "加强跨部门的信息共享",
    "开展面向居民的系列活动",
    "落实日常巡查与养护",
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and its slug."""

    text: str
    slug: str

    def __add__(self, other: Name) -> Name:
        return Name(self.text + other.text, self.slug + other.slug)


@cache
def stems() -> tuple[Name, ...]:
    """Proper names of two signs, each with a slug of its own, always in the same order."""
    signs = _names(_SIGNS)
    found: dict[str, Name] = {}
    for second in signs:
        for first in signs:
            if first != second:
                name = first + second
                found.setdefault(name.slug, name)
    return tuple(found.values())


class Namer:
    """Draws names that differ from each other; `random` decides which."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._stems = stems()
        self._words = _names(_WORDS)
        self._endings = {kind: _names(endings) for kind, endings in _ENDINGS.items()}
        self._taken: set[str] = set()

    def name(self, kind: str, length: int) -> Name:
        """A name of about `length` signs for an entity of this kind; its slug is given once."""
        while True:
            ending = self._random.choice(self._endings[kind])
            body = self._random.choice(self._stems)
            while len(body.text) + len(ending.text) + 1 < length:
                body += self._random.choice(self._words)
            name = body + ending
            if (slug := f"{kind}/{name.slug}") not in self._taken:
                self._taken.add(slug)
                return name

    def proper(self, number: int) -> Name:
        """The proper name of this number: a town's or a district's, never the same twice below 2,000."""
        return self._stems[number * 7 % len(self._stems)]

    def heading(self, length: int) -> str:
        """A heading of exactly `length` signs."""
        text = ""
        while len(text) < length:
            text += self._random.choice(self._words).text
        return text[:length]


def clauses(random: Random) -> Iterator[str]:
    """Clauses of a text, without end."""
    while True:
        yield f"{random.choice(_OPENINGS)},"


def _names(table: str) -> list[Name]:
    split = ((entry.rstrip("abcdefghijklmnopqrstuvwxyz0123456789"), entry) for entry in table.split())
    return [Name(text, entry.removeprefix(text)) for text, entry in split]
