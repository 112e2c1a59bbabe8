"""The words of the pages that show answers: questions, matrix, explorer and timeline, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from service.words.interface import LANGUAGES, language_of
from service.words.map import MAP_WORDS

# One row a word, both languages side by side, so that neither can be missing.
_WORDS: dict[str, tuple[str, str]] = {
    **MAP_WORDS,
    "ways_to_see": ("换个方式看", "Other ways to look"),
    "all_tags": ("全部标签", "All tags"),
    "tag": ("标签", "Tag"),
    "filter": ("筛选", "Filter"),
    "filter_hint": ("在问题里找", "Find a question"),
    "found_questions": ("{} 个问题", "{} questions"),
    "no_question": ("没有这样的问题。", "There is no such question."),
    "clear": ("全部显示", "Show all"),
    "add_value": ("再加一个", "Add another"),
    "remove_value": ("去掉", "Remove"),
    "any_choice": ("不限", "Any"),
    "optional": ("可不填", "optional"),
    "try_example": ("用例子试一试", "Try it with the example"),
    "date_hint": ("年、月或日:2025、2025-05、2025-05-31", "A year, month or day: 2025, 2025-05, 2025-05-31"),
    "did_you_mean": ("是否指", "Perhaps you mean"),
    "rows_shown": ("第 {}–{} 行,共 {} 行", "Rows {}–{} of {}"),
    "row_count": ("共 {} 行", "{} rows"),
    "one_row": ("共 1 行", "1 row"),
    "previous_page": ("上一页", "Previous page"),
    "next_page": ("下一页", "Next page"),
    "answer": ("答案", "Answer"),
    "picture": ("图", "Picture"),
    "map_picture": ("地图:{} 处;下面的表内容相同", "A map of {} shapes; the table below says the same"),
    "picture_cut": ("图中只画前 {} 项,全部见表。", "The picture shows the first {}; the table has them all."),
    "downloads": ("下载", "Downloads"),
    "for_programs": ("供程序使用", "For programs"),
    "permanent_link": ("固定链接", "Permanent link"),
    "use_elsewhere": ("在别处使用", "Use this elsewhere"),
    "use_elsewhere_hint": (
        "复制后即可运行,得到同样的行。",
        "Copy and run: each gives the same rows.",
    ),
    "power_query_hint": (
        "Excel:数据 → 获取数据 → 空白查询 → 高级编辑器,粘贴。",
        "Excel: Data → Get Data → Blank Query → Advanced Editor, then paste.",
    ),
    "copy": ("复制", "Copy"),
    "copied": ("已复制", "Copied"),
    "open_in_editor": ("在 SPARQL 编辑器中打开", "Open in the SPARQL editor"),
    "matrix": ("协作矩阵", "Collaboration matrix"),
    "matrix_about": (
        "格中是两者共同的任务数,颜色越深越多;点数字看是哪些任务。",
        "Each cell counts the tasks the two have in common, the darker the more; a number leads to those tasks.",
    ),
    "matrix_diagonal": (
        "对角线上是该单位自己的任务数。",
        "The diagonal has the unit's own tasks.",
    ),
    "matrix_within": (
        "一个地点的任务包括其范围内各地和位于那里的项目、设施的任务。",
        "The tasks at a place include those at places within it, and on projects and facilities located there.",
    ),
    "matrix_cut": (
        "只显示任务最多的 {} 行、{} 列;全部见下载。",
        "Only the {} rows and {} columns with most tasks are shown; the downloads have them all.",
    ),
    "rows_are": ("行", "Rows"),
    "columns_are": ("列", "Columns"),
    "order_by": ("排序", "Order"),
    "order_load": ("按任务数", "By load"),
    "order_name": ("按名称", "By name"),
    "order_cluster": ("相近的排在一起", "Alike together"),
    "show": ("显示", "Show"),
    "kinds_unit": ("单位", "Units"),
    "kinds_goal": ("目标", "Goals"),
    "kinds_place": ("地点", "Places"),
    "no_cells": ("没有数据。", "There is nothing to show."),
    "explorer": ("图谱浏览器", "Graph explorer"),
    "explorer_about": (
        "从一个事物出发,看它和什么相连;展开任一邻居,或查两个事物之间怎样相连。",
        "Begin with a thing and see what it is linked to; expand any neighbour, or ask how two things are linked.",
    ),
    "start_with": ("从这里开始", "Begin with"),
    "path_to": ("到另一个事物的路径", "The way to another thing"),
    "explore": ("浏览", "Explore"),
    "node": ("事物", "Thing"),
    "node_kind": ("类", "Class"),
    "links_count": ("连线", "Links"),
    "expand": ("展开", "Expand"),
    "expand_one": ("展开 {}", "Expand {}"),
    "collapse": ("收起", "Collapse"),
    "collapse_one": ("收起 {}", "Collapse {}"),
    "begin_here": ("从它开始", "Begin here"),
    "begin_with_one": ("从它开始:{}", "Begin here: {}"),
    "nodes_shown": ("{} 个事物", "{} things"),
    "edges_shown": ("{} 条联系", "{} links"),
    "edges": ("联系", "Links"),
    "from": ("从", "From"),
    "relation": ("关系", "Relation"),
    "to": ("到", "To"),
    "node_kinds": ("显示的类", "Classes shown"),
    "edge_kinds": ("显示的关系", "Relations shown"),
    "explorer_cut": (
        "太多了:每个事物至多取 {} 条联系,全图至多 {} 个事物,其余没有显示。",
        "There is more: of each thing at most {} links are taken, and at most {} things are shown.",
    ),
    "no_path": ("四步之内没有联系。", "Nothing links the two within four steps."),
    "nothing_linked": ("没有可显示的联系。", "No links to show."),
    "begin_with_examples": ("例如", "For example"),
    "share_link": ("分享:本页地址就是当前视图。", "To share: the address of this page opens this very view."),
    "graph_picture": (
        "{} 个事物、{} 条联系的图;下面的表内容相同",
        "A graph of {} things and {} links; the tables below say the same",
    ),
    "kind_target": ("指标", "Target"),
    "kind_other": ("其他", "Other"),
    "graph_hint": (
        "单击选中,双击展开;键盘请用下面的表。",
        "Click to select, double-click to expand; with the keyboard use the tables below.",
    ),
    "selected": ("选中:{}", "Selected: {}"),
    "apply": ("应用", "Apply"),
    "timeline": ("时间表", "Timeline"),
    "timeline_about": (
        "原文写明期限的任务和指标,按年、月排列。没有写日期的不在其中。",
        "The tasks and targets whose own words set a date, by year and month. What has no date is not here.",
    ),
    "all_units": ("全部单位", "All units"),
    "whole_year": ("全年", "All year"),
    "year": ("年", "Year"),
    "due": ("期限", "Due"),
    "quote": ("原文", "The plan's words"),
    "task": ("任务", "Task"),
    "number": ("编号", "Number"),
    "units": ("单位", "Units"),
    "due_count": ("{}:{} 项", "{}: {}"),
    "nothing_due": ("没有写明期限的任务。", "No task has a date."),
    "no_date_count": (
        "另有 {} 项任务没有写明期限。",
        "Another {} tasks have no date of their own.",
    ),
}

_TAGS: dict[str, str] = {
    "brand": "品牌",
    "collaboration": "协作",
    "date": "日期",
    "event": "活动",
    "evidence": "出处",
    "facility": "设施",
    "goal": "目标",
    "graph": "图",
    "industry": "产业",
    "inference": "推导",
    "link": "联系",
    "name": "名称",
    "organization": "组织",
    "place": "地点",
    "plan": "计划",
    "policy": "政策",
    "principle": "原则",
    "programme": "行动方案",
    "project": "项目",
    "quality": "质量",
    "safeguard": "保障",
    "section": "章节",
    "space": "空间",
    "supervision": "督查",
    "target": "指标",
    "task": "任务",
    "text": "原文",
    "unit": "单位",
}


def view_word(key: str, language: str) -> str:
    """A word of these pages in a language."""
    return _WORDS[key][LANGUAGES.index(language)]


def speaker() -> Callable[..., str]:
    """What a template calls for a word in the reader's language, with what fills its gaps."""
    language = language_of(request)
    return lambda key, *filled: view_word(key, language).format(*filled) if filled else view_word(key, language)


def tag_name(tag: str, language: str) -> str:
    """What a tag of a question is called; one that nobody translated is its own name."""
    return _TAGS.get(tag, tag) if language == "zh" else tag
