"""How the form looked when it was sent: what its own texts tell of columns, headings and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar

from ictxl.contract.fields import (
    CHECK_FIELD,
    FIELD_BY_KEY,
    FIELDS,
    GIVEN_KEY,
    ID_KEY,
    LENGTH_FIELD,
    MEASURE_ID,
)
from ictxl.contract.metadata import TextKind
from ictxl.model import Department, Measure, Plan
from ictxl.returned.continued import Continued, Part, part_of
from ictxl.returned.metadata_records import Common, OwnTexts, Place
from ictxl.spreadsheets.hidden_texts import squeezed
from ictxl.text.clean import clean_text, fold_name

KEYS = frozenset({ID_KEY, GIVEN_KEY, *FIELD_BY_KEY})
FORMULA_KEYS = frozenset({CHECK_FIELD.key, LENGTH_FIELD.key})
"""Columns that the form computes; what they show is nobody's text."""


@dataclass(frozen=True)
class Layout:
    """The form as sent. Everything is empty where the form does not list its own texts."""

    sheet: str
    """Name of the input sheet."""
    heading_of: Mapping[str, str]
    """Key → heading as it stands; empty where the form does not tell."""
    given: Mapping[tuple[str, str], str]
    """(measure id, key) → the text that stood there, in the measure's own row."""
    cells: Mapping[str, Mapping[Place, str]]
    """Sheet → place → text."""
    formulas: Mapping[str, Mapping[Place, str]]
    """Sheet → place → formula."""
    comments: frozenset[str]
    pages: frozenset[str]
    drawings: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    """Sheet → place → what the picture, shape or chart says."""
    continued: Mapping[tuple[str, str], Continued] = field(default_factory=dict)
    """(measure id, key) → the text that took several rows."""
    unseen: frozenset[str] = frozenset()
    """Squeezed texts that stand in no cell: properties, names, rules."""
    lists_unseen: bool = True
    """False for forms of earlier versions."""
    known: frozenset[str] = frozenset()
    """Texts of the plan, where what stood in each cell is not known."""
    rows: Mapping[str, Mapping[int, Sequence[str]]] = field(default_factory=dict)
    """Sheet → row as Excel shows it → the texts of `cells`, from left to right."""

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures the form was sent with."""
        return tuple(dict.fromkeys(measure for measure, _ in self.given))

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Folded heading → key, for headings that name one column only; the usual ones where the
        form does not tell its own."""
        return _keys_by_heading(self.heading_of or {f.key: f.heading for f in FIELDS})


_HANGING = (TextKind.COMMENT, TextKind.PAGE, TextKind.UNSEEN)
"""Own texts that are known by what they say, wherever they are."""


@dataclass(frozen=True)
class _Gathered:
    """Records of own texts, put together."""

    placed: dict[str, dict[str, dict[Place, str]]] = field(default_factory=dict)
    """Kind → sheet → place → text."""
    wholes: list[OwnTexts] = field(default_factory=list)
    hanging: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in _HANGING})
    rows: dict[str, dict[int, Sequence[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[OwnTexts]) -> _Gathered:
        found = cls()
        for record in records:
            kind, sheet, row, _, texts, places = record
            if kind in found.hanging:
                found.hanging[kind].extend(texts)
            elif kind == TextKind.WHOLE:
                found.wholes.append(record)
            elif row is not None:
                found.placed.setdefault(kind, {}).setdefault(sheet, {}).update(places)
                if kind == TextKind.CELL:
                    of_sheet = found.rows.setdefault(sheet, {})
                    of_sheet[row] = [*of_sheet.get(row, ()), *texts]
        return found

    def and_of(self, common: _Gathered) -> _Gathered:
        """With what all forms have in common, which stays as it is."""
        own = self.placed
        return _Gathered(
            {
                kind: _by_sheet(own.get(kind, {}), common.placed.get(kind, {}))
                for kind in own.keys() | common.placed.keys()
            },
            [*self.wholes, *common.wholes],
            {kind: [*self.hanging[kind], *common.hanging[kind]] for kind in _HANGING},
            _by_sheet(self.rows, common.rows),
        )


def _by_sheet(
    own: Mapping[str, dict[Key, Text]], common: Mapping[str, dict[Key, Text]]
) -> dict[str, dict[Key, Text]]:
    found = {**own, **common}
    for sheet in own.keys() & common.keys():
        found[sheet] = {**common[sheet], **own[sheet]}
    return found


Key = TypeVar("Key")
Text = TypeVar("Text")


@lru_cache(maxsize=64)
def _gathered_common(common: Common) -> _Gathered:
    return _Gathered.of(common.texts)


def layout_of(own: Iterable[OwnTexts], common: Common, properties: Iterable[str]) -> Layout:
    """The layout that the hidden sheets' records of own texts tell (see `own_text_rows`), of a form
    whose document has these properties."""
    gathered = _Gathered.of(own).and_of(_gathered_common(common))
    placed, hanging, wholes = gathered.placed, gathered.hanging, gathered.wholes
    cells = placed.get(TextKind.CELL, {})
    sheet, column_of, row_of = _sent_table(cells)
    own_cells = cells.get(sheet, {})
    return Layout(
        sheet,
        _headings(own_cells, column_of, row_of),
        {
            (measure, key): own_cells.get((row, column), "")
            for measure, row in row_of.items()
            for key, column in column_of.items()
            if key not in FORMULA_KEYS
        },
        cells,
        placed.get(TextKind.FORMULA, {}),
        frozenset(hanging[TextKind.COMMENT]),
        frozenset(hanging[TextKind.PAGE]),
        placed.get(TextKind.DRAWING, {}),
        _continued(_texts_at(wholes), own_cells, column_of, row_of) if wholes else {},
        unseen=_squeezed(tuple(hanging[TextKind.UNSEEN])) | set(map(squeezed, properties)),
        lists_unseen=bool(hanging[TextKind.UNSEEN]) or not placed,
        rows=gathered.rows,
    )


@lru_cache(maxsize=16)
def _squeezed(texts: tuple[str, ...]) -> frozenset[str]:
    """Cached: mostly the same in all forms of a sending."""
    return frozenset(map(squeezed, texts))


def _texts_at(records: Iterable[OwnTexts]) -> dict[Place, str]:
    """Texts that may stand in several pieces, put together."""
    texts: dict[Place, str] = {}
    for record in records:
        for column, piece in record.written:
            if record.row is not None:
                place = record.row, column
                texts[place] = texts.get(place, "") + piece
    return texts


def _continued(
    wholes: Mapping[Place, str],
    cells: Mapping[Place, str],
    columns: Mapping[str, str],
    rows: Mapping[str, int],
) -> dict[tuple[str, str], Continued]:
    going_on = dict(filter(None, map(_part_row, cells.items())))
    found = {}
    for measure, first in rows.items():
        for key, column in columns.items():
            whole = wholes.get((first, column))
            if whole is None:
                continue
            parts = [cells.get((first, column), "")]
            while row := going_on.get((measure, len(parts))):
                if (row, column) not in cells:
                    break
                parts.append(cells[row, column])
            found[measure, key] = Continued(clean_text(whole), tuple(parts))
    return found


def _part_row(cell: tuple[Place, str]) -> tuple[Part, int] | None:
    (row, column), text = cell
    part = part_of(text) if column == "A" else None
    return (part, row) if part else None


def _sent_table(
    cells: Mapping[str, Mapping[Place, str]],
) -> tuple[str, dict[str, str], dict[str, int]]:
    """The input sheet's name, its columns by key, and its rows by measure id."""
    for sheet, texts in cells.items():
        for (corner, column), text in texts.items():
            if text == ID_KEY and column == "A":
                keys = [(t, c) for (row, c), t in texts.items() if row == corner]
                ids = [(t, row) for (row, c), t in texts.items() if c == "A"]
                rows = {t: row for t, row in ids if MEASURE_ID.fullmatch(t)}
                return sheet, {t: c for t, c in keys if t in FIELD_BY_KEY}, rows
    return "", {}, {}


def _headings(
    cells: Mapping[Place, str], columns: Mapping[str, str], rows: Mapping[str, int]
) -> dict[str, str]:
    """The text nearest above the first measure in each column, by key."""
    first = min(rows.values(), default=0)
    lowest: dict[str, tuple[int, str]] = {}
    for (row, column), text in cells.items():
        if 1 < row < first and row > lowest.get(column, (0, ""))[0]:
            lowest[column] = (row, text)
    return {key: lowest[column][1] for key, column in columns.items() if column in lowest}


def _keys_by_heading(heading_of: Mapping[str, str]) -> dict[str, str]:
    """Folded heading → key, without the headings that several columns share."""
    named = [(fold_name(heading), key) for key, heading in heading_of.items()]
    often = Counter(heading for heading, _ in named)
    return {heading: key for heading, key in named if often[heading] == 1}


class Names:
    """Measures by what a person reads in their row. Built on first use: most forms need none."""

    def __init__(self, plan: Plan, layout: Layout) -> None:
        self._plan = plan
        self._layout = layout

    def find(self, title: str, area: str, number: str) -> Measure | None:
        """The one measure a row speaks of, by 施策名称, else by 基本施策 and 項番."""
        if not (title or number):
            return None
        titled = measures_titled(title, self._plan) if title else ()
        if len(titled) == 1:
            return titled[0]
        place = fold_name(area), fold_name(number)
        placed = self._as_given.get(place) or _by_place(SamePlan(self._plan)).get(place)
        return placed if not titled or placed in titled else None

    @cached_property
    def _as_given(self) -> dict[tuple[str, str], Measure]:
        """(folded 基本施策, 項番) as the form was sent with → measure."""
        return {
            (fold_name(self._layout.given.get((id_, "area"), "")), fold_name(shown)): measure
            for (id_, field), shown in self._layout.given.items()
            if field == "number" and (measure := self._plan.measure_by_id.get(id_))
        }


@lru_cache(maxsize=4)
def _by_title(plan: SamePlan) -> dict[str, list[Measure]]:
    titles: dict[str, list[Measure]] = {}
    for measure in plan.plan.measures:
        titles.setdefault(fold_name(measure.title), []).append(measure)
    return titles


@lru_cache(maxsize=4)
def _by_place(plan: SamePlan) -> dict[tuple[str, str], Measure]:
    """(folded 基本施策 as title or label, 項番 as number or id) → measure; ("", id) too."""
    areas = {a.number: (fold_name(a.title), fold_name(a.label)) for a in plan.plan.areas}
    places: dict[tuple[str, str], Measure] = {}
    for measure in plan.plan.measures:
        for area in areas.get(measure.area, ("",)):
            places[area, str(measure.number)] = measure
            places[area, measure.id] = measure
        places["", measure.id] = measure
    return places


def measures_titled(title: str, plan: Plan) -> Sequence[Measure]:
    """The plan's measures of that 施策名称."""
    return _by_title(SamePlan(plan)).get(fold_name(title), ())


def departments_named(texts: Iterable[str], plan: Plan) -> dict[str, Department]:
    """The answering departments, by name, that texts speak of; 高齢福祉課 does not name 福祉課."""
    names = _names_of(SamePlan(plan))
    found: dict[str, Department] = {}
    for text in texts:
        rest = fold_name(text)
        for length, of_length in names.items():
            # Looked up by each part of the text: plans may have many thousand names.
            parts = {rest[start : start + length] for start in range(len(rest) - length + 1)}
            for name in sorted(of_length.keys() & parts, key=lambda name: of_length[name][0]):
                if name in rest:
                    rest = rest.replace(name, "\n")
                    department = of_length[name][1]
                    if department.answers:
                        found[department.name] = department
    return found


class SamePlan:
    """A plan as the key of a cache: by what it is, since comparing plans takes longer."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePlan) and other.plan is self.plan


@lru_cache(maxsize=4)
def _names_of(plan: SamePlan) -> dict[int, dict[str, tuple[int, Department]]]:
    """Length, longest first → folded name or alias → its place in the plan, department."""
    names = {
        fold_name(name): department
        for department in plan.plan.departments
        for name in (department.name, *department.aliases)
    }
    found: dict[int, dict[str, tuple[int, Department]]] = {}
    for place, (name, department) in enumerate(names.items()):
        if name:
            found.setdefault(len(name), {})[name] = (place, department)
    return dict(sorted(found.items(), reverse=True))
