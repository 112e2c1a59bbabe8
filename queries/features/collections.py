"""The collections there are: what each holds, and the properties of its features in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class ValueType(StrEnum):
    """What a property holds: text, an IRI, a number, a whole number, a date (as ISO text), or several texts."""

    TEXT = "text"
    IRI = "iri"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of features: its name in every format, what it holds, and its title in Chinese and English."""

    name: str
    type: ValueType
    title: Mapping[str, str]

    @property
    def is_chinese(self) -> bool:
        """Whether its values are in the plan's own words."""
        return self.name.endswith("_zh") or (self.type is ValueType.TEXTS and self.name != "within")


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: its name in addresses, its title and description by language, and its features' properties."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    properties: tuple[Property, ...]
    is_temporal: bool = False
    is_schematic: bool = False

    def property(self, name: str) -> Property | None:
        """The property of that name."""
        return next((known for known in self.properties if known.name == name), None)


GEOMETRY = "geometry"
"""What filters call the geometry of a feature."""


def _both(zh: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"zh": zh, "en": en})


def _property(name: str, kind: ValueType, zh: str, en: str) -> Property:
    return Property(name, kind, _both(zh, en))


_IRI = _property("iri", ValueType.IRI, "标识符(IRI)", "Identifier (IRI)")
_ZH = _property("label_zh", ValueType.TEXT, "名称", "Name (Chinese)")
_EN = _property("label_en", ValueType.TEXT, "英文名称", "Name (English)")
_TITLE = _property("label_zh", ValueType.TEXT, "标题", "Title")
_ALSO = _property("also", ValueType.TEXTS, "别名", "Also called")
_KIND = (
    _property("kind", ValueType.IRI, "种类(IRI)", "Kind (IRI)"),
    _property("kind_zh", ValueType.TEXT, "种类", "Kind (Chinese)"),
    _property("kind_en", ValueType.TEXT, "种类(英文)", "Kind (English)"),
)
_WITHIN = (
    _property("within", ValueType.TEXTS, "位于(IRI)", "Within (IRI)"),
    _property("within_zh", ValueType.TEXTS, "位于", "Within"),
)
_TASKS = _property("tasks", ValueType.INTEGER, "任务数", "Tasks")
_LOCATED = (
    _property("method", ValueType.IRI, "定位方法(IRI)", "How it was located (IRI)"),
    _property("method_zh", ValueType.TEXT, "定位方法", "How it was located (Chinese)"),
    _property("method_en", ValueType.TEXT, "定位方法(英文)", "How it was located (English)"),
    _property("accuracy", ValueType.NUMBER, "精度(米)", "Accuracy in metres"),
    _property("source", ValueType.TEXT, "位置来源", "Source of the position"),
)
_NOTES = (
    _property("note_zh", ValueType.TEXT, "位置说明", "How the position was found (Chinese)"),
    _property("note_en", ValueType.TEXT, "位置说明(英文)", "How the position was found (English)"),
    _property("geometry_problem", ValueType.TEXT, "几何的问题", "What is wrong with the geometry"),
)
_THING = (_IRI, _ZH, _EN, _ALSO, *_KIND, *_WITHIN, _TASKS, *_LOCATED, *_NOTES)
_SCHEMATIC = (_IRI, _ZH, _EN, _ALSO, *_KIND, *_WITHIN, _TASKS, *_NOTES)
_TASK = (
    _IRI,
    _property("number", ValueType.TEXT, "编号", "Number"),
    _TITLE,
    _EN,
    _property("plan", ValueType.IRI, "计划(IRI)", "Plan (IRI)"),
    _property("plan_zh", ValueType.TEXT, "计划", "Plan"),
    _property("units", ValueType.TEXTS, "责任单位", "Responsible units"),
    _property("goals", ValueType.TEXTS, "目标", "Goals"),
    _property("brands", ValueType.TEXTS, "品牌", "Brands"),
    _property("located_by", ValueType.TEXTS, "地点、项目、设施", "Places, projects, facilities"),
    _property("due", ValueType.TEXTS, "期限(原文)", "Due, as the plan has it"),
    _property("time_start", ValueType.DATE, "起", "From"),
    _property("time_end", ValueType.DATE, "止", "To"),
    _property("methods", ValueType.TEXTS, "定位方法", "How its places were located"),
    _property("accuracy", ValueType.NUMBER, "精度(米)", "Accuracy in metres, of the roughest"),
    _property("geometry_problem", ValueType.TEXT, "几何的问题", "What is wrong with the geometry"),
)

_LISTED = (
    Collection(
        "places",
        _both("地点", "Places"),
        _both(
            "计划中的地点;没有找到位置的也在其中,几何为空。",
            "The places of the plans; one whose position is not known is listed too, without a geometry.",
        ),
        _THING,
    ),
    Collection(
        "projects",
        _both("项目", "Projects"),
        _both(
            "计划中的项目;没有找到位置的也在其中,几何为空。",
            "The projects of the plans; one whose position is not known is listed too, without a geometry.",
        ),
        _THING,
    ),
    Collection(
        "facilities",
        _both("设施", "Facilities"),
        _both(
            "计划中的设施;没有找到位置的也在其中,几何为空。",
            "The facilities of the plans; one whose position is not known is listed too, without a geometry.",
        ),
        _THING,
    ),
    Collection(
        "tasks",
        _both("任务", "Tasks"),
        _both(
            "计划的任务,几何是其涉及的地点、项目、设施(或这些项目、设施所在地点)的几何之并;"
            "没有这样的位置的任务几何为空。时间是任务自己的期限,没有写期限的为计划的起止。",
            "The tasks of the plans. A task's geometry is the union of those of the places, projects and facilities it "
            "concerns, or of where these are; without any it has none. Its time is its own due dates, or else its "
            "plan's period.",
        ),
        _TASK,
        is_temporal=True,
    ),
    Collection(
        "schematic",
        _both("示意位置(并非真实位置)", "Schematic positions (not true ones)"),
        _both(
            "位置未知、只能在示意图上画出的地点、项目和设施。坐标只供画图,不可量测,也不参与空间问题。",
            "Places, projects and facilities whose position is not known and that can only be drawn on a sketch. "
            "The coordinates are for drawing: nothing can be measured by them, and no spatial question uses them.",
        ),
        _SCHEMATIC,
        is_schematic=True,
    ),
)
KINDS: Mapping[str, str] = MappingProxyType(
    {"places": "place", "projects": "project", "facilities": "facility", "tasks": "task"}
)
"""How the identifiers of a collection's things begin, below id/."""
COLLECTIONS: Mapping[str, Collection] = MappingProxyType({collection.name: collection for collection in _LISTED})
