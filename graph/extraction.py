"""What was found in a document, and its JSON: the output of `plangraph extract`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graph.model import Document, Linking, Mention, Outline, Passage, Target, UnitReference
from graph.plan_folder import PlanFolder


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in a document, before any triple is made."""

    document: Document
    plan: PlanFolder
    outline: Outline
    linking: Linking


def as_json(found: Extraction, base: str, text_path: str | None = None) -> dict[str, Any]:
    """The extraction as plain values; offsets are characters of the text whose hash is `text_sha256`."""
    outline = found.outline
    period = outline.period
    return {
        "plan": {
            "title": outline.title,
            "issuers": list(outline.issuers),
            "date": outline.date,
            "period": {"start": period.start, "end": period.end} if period else None,
        },
        "text_sha256": found.document.sha256,
        "text_path": text_path,
        "sections": [{**_passage(section), "level": section.level.value} for section in outline.sections],
        "tasks": [{**_passage(task), "units": [_unit(unit) for unit in task.units]} for task in outline.tasks],
        "mentions": [_mention(mention, base) for mention in found.linking.mentions],
        "targets": [_target(target) for target in outline.targets],
        "problems": [
            {"kind": p.kind, "severity": p.severity.value, "message": p.message, "start": p.start, "end": p.end}
            for p in (*outline.problems, *found.linking.problems)
        ],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "number": passage.number,
        "marker": passage.marker,
        "title": passage.title,
        "parent": passage.parent,
        "start": passage.start,
        "end": passage.end,
    }


def _unit(unit: UnitReference) -> dict[str, Any]:
    return {
        "name": unit.name,
        "role": unit.role.value,
        "collective": unit.collective,
        "start": unit.start,
        "end": unit.end,
    }


def _mention(mention: Mention, base: str) -> dict[str, Any]:
    return {
        "surface": mention.surface,
        "type": mention.type.value,
        "canonical": mention.canonical,
        "iri": f"{base}id/{mention.path}",
        "in": mention.passage,
        "start": mention.start,
        "end": mention.end,
        "method": mention.method,
        "confidence": mention.confidence,
    }


def _target(target: Target) -> dict[str, Any]:
    value: float | list[int | float | None] | None = None
    if target.value is not None:
        value = _number(target.value)
    elif target.minimum is not None or target.maximum is not None:
        value = [_number(target.minimum), _number(target.maximum)]
    return {
        "in": target.passage,
        "quote": target.quote,
        "subject": target.subject,
        "value": value,
        "unit": target.unit,
        "date": target.date,
        "start": target.start,
        "end": target.end,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
