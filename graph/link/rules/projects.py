"""闵行中医医院项目: works on something built that has a name; 重点项目 and 应用示范项目 are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link.rules.boundary import names_ending_in
from graph.link.rules.finding import Finding, Rule
from graph.model import EntityType

_PROJECT = re.compile("项目(?![化部制经])")
_BUILT = (
    "医院|中学|小学|学校|幼儿园|[^场]馆|大厦|广场|剧场|剧院|公园|敬老院|养老院|大桥|隧道|泵站|水厂|电厂|枢纽|快速路|高架|联络线|"
    r"[一二三四五六七八九十0-9]期\)?"
)
_NAMED_WORKS = re.compile(f"[㐀-鿿a-z0-9·()-]{{1,16}}?(?:{_BUILT})[㐀-鿿]{{0,6}}")
_NO_NAME = re.compile(
    "(?:公立|社区|综合|优质|公共|大型|重点|重大|学校|医院|场馆|体育|文化|市级|区级|[一二三四五六七八九十0-9]期)+"
)


def _find(text: str) -> Iterator[Finding]:
    for start, end, stem in names_ending_in(_PROJECT, text, shortest=3, longest=20):
        if _NAMED_WORKS.fullmatch(stem) and not _NO_NAME.fullmatch(stem):
            yield Finding(start, end, EntityType.PROJECT)


PROJECTS = Rule("project", 0.7, _find)
