"""The picture of a question's answer: bars, a matrix, a graph, a timeline or a map, as the question's view says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.store.answer import Plain
from graph.store.base import Store
from queries.question import ColumnType, Question, ViewKind
from service.answers.geojson import geometry
from service.pictures.matrix import Heading, Matrix, Order
from service.pictures.neighbourhood import read_kinds
from service.pictures.schedule import Year, years_of

Row = Mapping[str, Plain]
Labels = Mapping[str, str]

_BARS = 40
_SIDE = 60  # rows and columns of a matrix
_LINKS = 300


@dataclass(frozen=True, slots=True)
class Bar:
    """A thing and its amounts, each with its length in hundredths of the longest."""

    label: str
    thing: str | None
    amounts: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: one of its kinds has content. `is_cut` where the rows have more than is drawn."""

    kind: ViewKind
    titles: tuple[str, ...] = ()  # of the amounts of bars
    bars: tuple[Bar, ...] = ()
    matrix: Matrix | None = None
    graph: Mapping[str, object] | None = None
    years: tuple[Year, ...] = ()
    features: Mapping[str, object] | None = None
    drawn: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question with its rows and what the things in them are called."""

    question: Question
    rows: Sequence[Row]
    labels: Labels
    language: str

    def role(self, name: str) -> str | None:
        """The one column that plays a role."""
        return next(iter(self.question.view.roles.get(name, ())), None)

    def name(self, row: Row, label: str | None, thing: str | None) -> str:
        """What a row's thing is called in the reader's language, else as the row says."""
        if thing is not None and row[thing] is not None:
            return self.labels[str(row[thing])]
        value = "" if label is None else row[label]
        return "" if value is None else self.labels.get(str(value), str(value))


def picture_of(store: Store, question: Question, rows: Sequence[Row], labels: Labels, language: str) -> Picture | None:
    """The picture of an answer; None where the table says it best, or there is nothing to draw."""
    answered = _Answered(question, rows, labels, language)
    if not rows:
        return None
    if question.view.kind is ViewKind.GRAPH:
        return _graph(answered, store)
    draw = _DRAWN.get(question.view.kind)
    return draw(answered) if draw else None


def _bars(answered: _Answered, thing_role: str = "thing") -> Picture | None:
    label, thing = answered.role("label"), answered.role(thing_role)
    columns = answered.question.view.roles.get("value", ())
    rows = answered.rows[:_BARS]
    longest = max((_amount(row[column]) for row in rows for column in columns), default=0)
    if longest <= 0:
        return None
    bars = tuple(
        Bar(
            answered.name(row, label, thing),
            _text(row[thing]) if thing else None,
            tuple((_amount(row[column]), round(100 * _amount(row[column]) / longest, 2)) for column in columns),
        )
        for row in rows
    )
    titles = {column.name: column.title[answered.language] for column in answered.question.columns}
    cut = len(answered.rows) > _BARS
    return Picture(ViewKind.BAR, tuple(titles[name] for name in columns), bars, drawn=_BARS, is_cut=cut)


def _matrix(answered: _Answered) -> Picture:
    sides = [_headings(answered, side, f"{side}_thing") for side in ("row", "column")]
    value = answered.question.view.roles["value"][0]
    keys = [(row_key, column_key) for row_key, column_key in zip(*(keys for keys, _ in sides), strict=True)]
    cells = {pair: _amount(row[value]) for pair, row in zip(keys, answered.rows, strict=True)}
    rows, columns = (found for _, found in sides)
    if rows.keys() & columns.keys():  # pairs of one kind, each named once: they hold both ways
        cells = {**{(column, row): amount for (row, column), amount in cells.items()}, **cells}
        rows = columns = {**rows, **columns}
    whole = Matrix(tuple(rows.values()), tuple(columns.values()), cells)
    cut = max(len(rows), len(columns)) > _SIDE
    return Picture(ViewKind.MATRIX, matrix=whole.ordered(Order.LOAD).cut(_SIDE), drawn=_SIDE, is_cut=cut)


def _headings(answered: _Answered, side: str, side_thing: str) -> tuple[list[str], dict[str, Heading]]:
    """Each row's key on one side of the matrix, and the headings by key."""
    label, thing = answered.role(side), answered.role(side_thing)
    keys, headings = [], {}
    for row in answered.rows:
        name, iri = answered.name(row, label, thing), _text(row[thing]) if thing else None
        keys.append(iri or name)
        headings[keys[-1]] = Heading(keys[-1], name, iri)
    return keys, headings


def _graph(answered: _Answered, store: Store) -> Picture:
    things = answered.question.view.roles["things"]
    relation = answered.role("relation")
    named = next((column.name for column in answered.question.columns if f"{column.name}Label" == relation), None)
    edges: dict[tuple[str, str], str] = {}
    for row in answered.rows:
        chain = [str(row[name]) for name in things if row[name] is not None]
        said = answered.name(row, relation, named) if relation else ""
        edges.update(dict.fromkeys(pairwise(chain), said))
    drawn = dict(list(edges.items())[:_LINKS])
    ends = list(dict.fromkeys(end for pair in drawn for end in pair))
    kinds = read_kinds(store, ends)
    graph = {
        "nodes": [{"iri": iri, "label": answered.labels.get(iri, iri), "kind": kinds[iri]} for iri in ends],
        "edges": [{"from": source, "to": target, "label": said} for (source, target), said in drawn.items()],
    }
    return Picture(ViewKind.GRAPH, graph=graph, drawn=_LINKS, is_cut=len(edges) > _LINKS)


def _timeline(answered: _Answered) -> Picture | None:
    column = answered.question.view.roles["date"][0]
    dates = [str(row[column]) for row in answered.rows if row[column] is not None]
    years = years_of(dates)
    return Picture(ViewKind.TIMELINE, years=years) if years else None


def _map(answered: _Answered) -> Picture | None:
    """The places on a map or, where nobody knows where they are, their amounts as bars."""
    columns = [column.name for column in answered.question.columns if column.type is ColumnType.WKT]
    label, place, value = (answered.role(name) for name in ("label", "place", "value"))
    features = [
        {
            "type": "Feature",
            "geometry": shape,
            "properties": {
                "label": answered.name(row, label, place),
                "iri": row[place] if place else None,
                **({"value": _amount(row[value])} if value else {}),
            },
        }
        for row in answered.rows
        for shape in (geometry(str(row[name])) for name in columns if row[name] is not None)
        if shape is not None
    ]
    if features:
        once = list({str(feature): feature for feature in features}.values())  # a place may have many rows
        return Picture(ViewKind.MAP, features={"type": "FeatureCollection", "features": once})
    return _bars(answered, "place") if answered.question.view.roles.get("value") else None


_DRAWN: Mapping[ViewKind, Callable[[_Answered], Picture | None]] = {
    ViewKind.BAR: _bars,
    ViewKind.MATRIX: _matrix,
    ViewKind.TIMELINE: _timeline,
    ViewKind.MAP: _map,
}


def _amount(value: Plain) -> float:
    return value if isinstance(value, int | float) else 0


def _text(value: Plain) -> str | None:
    return None if value is None else str(value)
