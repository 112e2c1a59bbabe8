"""Curves on two logarithmic axes, as SVG: how cost grows with the data, without a plotting library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

Curve = Sequence[tuple[float, float]]
_COLOURS = ("#c1272d", "#1f5a99", "#6fa8dc", "#38761d", "#b45f06", "#f1a340", "#7f7f7f")
_WIDTH, _HEIGHT = 320, 240  # of one panel's field
_LEFT, _TOP, _BOTTOM = 64, 34, 40  # around it
_LINE = 18  # of the legend


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: a title that names the unit, and a curve for each server."""

    title: str
    curves: Mapping[str, Curve]


def draw(panels: Sequence[Panel], x_title: str) -> str:
    """The panels side by side above one legend."""
    names = list(dict.fromkeys(name for panel in panels for name in panel.curves))
    colours = {name: _COLOURS[position % len(_COLOURS)] for position, name in enumerate(names)}
    width = (_LEFT + _WIDTH + 16) * len(panels)
    legend_top = _TOP + _HEIGHT + _BOTTOM + 12
    height = legend_top + _LINE * ceil(len(names) / len(panels)) + 4
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for position, panel in enumerate(panels):
        parts += _panel(panel, colours, position * (_LEFT + _WIDTH + 16) + _LEFT, x_title)
    for position, name in enumerate(names):
        x = _LEFT + position % len(panels) * (_LEFT + _WIDTH + 16)
        y = legend_top + position // len(panels) * _LINE
        parts.append(f'<path d="M{x} {y}h22" stroke="{colours[name]}" stroke-width="2.5"/>')
        parts.append(f'<text x="{x + 28}" y="{y + 4}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _panel(panel: Panel, colours: Mapping[str, str], left: float, x_title: str) -> Iterator[str]:
    points = [point for curve in panel.curves.values() for point in curve if point[1] > 0]
    if not points:
        return
    x_axis = _Axis.over([x for x, _ in points], left, left + _WIDTH)
    y_axis = _Axis.over([y for _, y in points], _TOP + _HEIGHT, _TOP)
    yield f'<text x="{left}" y="{_TOP - 12}" font-size="13" font-weight="bold">{escape(panel.title)}</text>'
    for power in x_axis.powers:
        x = x_axis.place(10**power)
        yield f'<path d="M{x:.1f} {_TOP}v{_HEIGHT}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">{_written(power)}</text>'
    for power in y_axis.powers:
        y = y_axis.place(10**power)
        yield f'<path d="M{left} {y:.1f}h{_WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_written(power)}</text>'
    middle = left + _WIDTH / 2
    yield f'<text x="{middle}" y="{_TOP + _HEIGHT + 34}" text-anchor="middle">{escape(x_title)}</text>'
    for name, curve in panel.curves.items():
        placed = [f"{x_axis.place(x):.1f} {y_axis.place(y):.1f}" for x, y in sorted(curve) if y > 0]
        yield (
            f'<path d="M{" L".join(placed)}" fill="none" stroke="{colours[name]}" stroke-width="2"/>' if placed else ""
        )
        for cx, cy in (point.split() for point in placed):
            yield f'<circle cx="{cx}" cy="{cy}" r="3" fill="{colours[name]}"/>'


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic axis from one power of ten to another."""

    low: int
    high: int
    begin: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], begin: float, end: float) -> _Axis:
        low, high = floor(log10(min(values)) + 1e-9), ceil(log10(max(values)) - 1e-9)
        return cls(low, max(high, low + 1), begin, end)

    @property
    def powers(self) -> range:
        return range(self.low, self.high + 1)

    def place(self, value: float) -> float:
        return self.begin + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)


def _written(power: int) -> str:
    """A power of ten as people write it."""
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"
