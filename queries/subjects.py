"""The subjects that questions are filed under: a folder of `questions` each, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SUBJECTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "tasks": {"zh": "任务", "en": "Tasks"},
        "units": {"zh": "单位", "en": "Units"},
        "places": {"zh": "地点", "en": "Places"},
        "space": {"zh": "空间", "en": "Space"},
        "goals": {"zh": "目标", "en": "Goals"},
        "targets": {"zh": "指标", "en": "Targets"},
        "brands": {"zh": "品牌", "en": "Brands"},
        "entities": {"zh": "项目、设施、产业等", "en": "Projects, facilities, industries and more"},
        "plans": {"zh": "计划", "en": "Plans"},
        "evidence": {"zh": "出处与联系", "en": "Evidence and links"},
        "quality": {"zh": "数据质量", "en": "Data quality"},
    }
)
