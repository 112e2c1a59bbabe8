"""Searching the real plan as people type: names whole, begun, misspelt, in pinyin and in English, and its sentences."""

from __future__ import annotations

import pytest

from graph.store.base import Store
from queries.catalogue import Catalogue
from queries.search.asking import search, suggest
from queries.search.filling import fill
from queries.search.found import Kind, Sentence, Thing
from queries.search.index import SearchIndex, Snapshot
from queries.search.ordering import Order, edition_of
from queries.search.source import StoreSource

FIRST = 3  # suggestions that somebody looks at before typing on

# What is typed, and the name that is meant: it must be among the first suggestions.
TYPED = [
    # begun, whole, and from the middle
    ("经发", "经发办"),
    ("经发办", "经发办"),
    ("投促", "投促中心"),
    ("党建", "党建办"),
    ("党群办", "党群办"),
    ("社建", "社建办"),
    ("社事办", "社事办"),
    ("九星", "九星"),
    ("九星村", "九星村"),
    ("九星城项", "九星城项目"),
    ("新九星", "新九星公司"),
    ("七宝老街", "七宝老街"),
    ("老街", "七宝老街"),
    ("香雅集", "七香雅集"),
    ("童心", "童心圆"),
    ("受理中心", "社区事务受理中心"),
    ("海峡敬老院", "海峡敬老院项目"),
    ("中医医院", "闵行中医医院项目"),
    ("漕宝路", "漕宝路"),
    ("嘉闵线", "地铁嘉闵线"),
    ("文化荟萃", "文化荟萃胜地"),
    ("构建网格", "全域构建网格治理新模式"),
    # width, case, punctuation, mixed scripts
    ("04单元", "04单元"),
    ("０４单元", "04单元"),
    ("04 单元", "04单元"),
    ("“七香雅集”", "七香雅集"),
    ("poct", "POCT"),
    ("ＰＯＣＴ", "POCT"),
    ("373蒲溪", "373蒲溪科创园"),
    ("188地块", "188地块"),
    ("05-08", "05-08地块"),
    ("0508地块", "05-08地块"),
    # other names
    ("九星区域", "九星"),
    ("七宝大文化品牌", "大文化"),
    ("04单元区域", "04单元"),
    ("九星村村委会", "九星村"),
    # pinyin, whole and begun, and initials
    ("jiuxing", "九星"),
    ("jiu xing", "九星"),
    ("jiǔxīng", "九星"),
    ("jingfa", "经发办"),
    ("jingfaban", "经发办"),
    ("toucu", "投促中心"),
    ("tongxinyuan", "童心圆"),
    ("04danyuan", "04单元"),
    ("caobaolu", "漕宝路"),
    ("bowuguan", "闵行博物馆"),
    ("jx", "九星"),
    ("jfb", "经发办"),
    ("tczx", "投促中心"),
    ("qxyj", "七香雅集"),
    ("04dy", "04单元"),
    # characters with two readings
    ("zhongdaban", "重大办"),
    ("chongdaban", "重大办"),
    ("zdb", "重大办"),
    ("minhang", "闵行区"),
    ("mhbwg", "闵行博物馆"),
    ("changsanjiao", "长三角"),
    # the wrong character with the right sound, and traditional characters
    ("经法", "经发办"),
    ("经法办", "经发办"),
    ("头促中心", "投促中心"),
    ("九兴村", "九星村"),
    ("經發辦", "经发办"),
    ("黨群辦", "党群办"),
    # slips of the hand
    ("经友办", "经发办"),
    ("jiuxng", "九星"),
    ("jingfabna", "经发办"),
    ("七香雅级", "七香雅集"),
    ("社区事物受理中心", "社区事务受理中心"),
    ("经济发展办", "经发办"),
    # English
    ("Jiuxing", "九星"),
    ("Economic Development", "经发办"),
    ("economic development off", "经发办"),
    ("minhang mus", "闵行博物馆"),
    ("Minhang Museum", "闵行博物馆"),
    ("powerlong", "宝龙美术馆"),
    ("relocation office", "动迁办"),
]

# What is sought in the text, and words of a sentence that must be among the first five.
SOUGHT = [
    ("九星学校建设", "大力推进九星及04单元完中、九年一贯制等6所学校的规划建设"),
    ("九星 学校", "大力推进九星及04单元完中、九年一贯制等6所学校的规划建设"),
    ("认知障碍友好社区", "推进认知障碍友好社区建设"),
    ("电动自行车充电", "持续推进电动自行车集中充电设施等社区消防安居项目建设"),
    ("七宝老街动迁", "加快推动七宝村等存量基地拔点及七宝老街等区域动迁"),
    ("皮影戏", "加快推动皮影戏、酿酒技艺、女红技艺等非物质文化遗产数字化转化"),
    ("2025年5月底前", "力争2025年5月底前全面建成并对外运营"),
    ("POCT", "加强分子诊断、POCT、免疫诊断等赛道产业布局"),
    ("慢性病筛查", "提高慢性病筛查率"),
    ("24小时自助服务", "扩大24小时自助服务覆盖范围"),
    ("停车系统", "推广泊位智慧停车系统"),
    ("督查问责办", "镇纪委监察办、督查问责办将全程跟踪任务落实情况"),
]


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    """The index of the real plan."""
    index = SearchIndex()
    questions = [
        Thing(f"urn:question:{question.name}", Kind.QUESTION, question.title, question.tags)
        for question in Catalogue().values()
    ]
    graphs = dict.fromkeys(store.graph_names())
    fill(index, StoreSource(store), Order(store.version(), graphs, questions, edition_of(questions)))
    assert index.snapshot is not None
    return index.snapshot


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_the_name_that_is_meant_is_suggested(snapshot: Snapshot, typed: str, meant: str) -> None:
    """It stands among the first suggestions."""
    hits = suggest(snapshot, typed, language="zh", limit=FIRST)
    assert meant in [hit.item.name("zh") for hit in hits if not isinstance(hit.item, Sentence)]


@pytest.mark.parametrize(("sought", "words"), SOUGHT)
def test_the_sentence_that_is_sought_is_found(snapshot: Snapshot, source: str, sought: str, words: str) -> None:
    """It is among the first five, and its offsets are its place in the plan's text."""
    found = search(snapshot, sought, language="zh", kinds=[Kind.SENTENCE], limit=5)
    sentences = [hit.item for hit in found.hits if isinstance(hit.item, Sentence)]
    assert any(words in sentence.text for sentence in sentences)
    assert all(source[sentence.start : sentence.end] == sentence.text for sentence in sentences)


def test_every_sentence_that_says_it_is_found(snapshot: Snapshot, source: str) -> None:
    """Words that stand in the text are found however often, and nothing is found that is not there."""
    for words in ("九星", "漕宝路", "投促中心", "童心圆", "老", "长三角"):
        found = search(snapshot, words, language="zh", kinds=[Kind.SENTENCE], limit=100)
        said = sum(hit.matched.count(words) for hit in found.hits)
        assert said == source.count(words), words


def test_look_alike_units_stay_apart(snapshot: Snapshot) -> None:
    """党建办, 党群办 and 党群中心 are three units; each is first for its own name."""
    for name in ("党建办", "党群办", "党群中心", "经发办", "经发中心", "城建中心", "城运中心"):
        first = suggest(snapshot, name, language="zh", limit=1)[0]
        assert first.matched == name


def test_a_reader_of_english_gets_english_names(snapshot: Snapshot) -> None:
    """The name is the reader's; what matched is shown as it stands."""
    first = suggest(snapshot, "经发", language="en", limit=1)[0]
    assert not isinstance(first.item, Sentence)
    assert first.item.name("en") == "Economic Development Office"
    assert first.matched == "经发办"
