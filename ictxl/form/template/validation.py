"""Check a template's placeholders: where each stands and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Unpack

from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl import findings
from ictxl.contract import placeholders
from ictxl.contract.fields import (
    CHECK_FIELD,
    ID_COLUMN,
    KEY_ROW,
    LENGTH_FIELD,
    NAME_PLACEHOLDER,
    fields_of,
    indicator_fields,
)
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.contract.placeholders import LIST_BY_NAME, REMAINING, ListKind, braced
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.form.sheet.cells import cells_of, heading_cell, reserved_cells, spans
from ictxl.form.sheet.heads import margin_parts
from ictxl.form.template.indicator_faults import find_indicator_faults
from ictxl.model import Plan
from ictxl.questions import NEXT_STEP_NAME, USUAL_KEYS

_NAMES_OF_MEASURE = ("title", "number")
"""Keys of the fields of which a form must show one, so that a person knows the measures apart."""
NEXT_STEP_KEY = USUAL_KEYS[NEXT_STEP_NAME]
"""Of the usual questions, the one that a template may leave out, and is told of."""


@dataclass(frozen=True)
class PlaceholderSpot:
    """One placeholder in one cell."""

    sheet: str
    row: int
    column: int
    name: str
    alone: bool
    """Nothing else stands in the cell."""

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class ListPlace:
    """Where the template shows one of the plan's lists."""

    kind: ListKind
    sheet: str
    row: int
    columns: dict[str, int]
    """Placeholder → column, for those that stand alone in their cell."""


class Examination:
    """A template's placeholders, and all that is wrong with them."""

    def __init__(self, file: str, book: Workbook, plan: Plan) -> None:
        self.file = file
        self.book = book
        self.plan, self.fields = plan, fields_of(plan)
        self.by_name = placeholders.fields_by_name(self.fields)
        self.known = placeholders.known(self.fields)
        keys = self.fields.input_keys
        self.input_names = frozenset(n for n, field in self.by_name.items() if field.key in keys)
        self.alone_names = self.input_names | {CHECK_FIELD.placeholder, LENGTH_FIELD.placeholder}
        self.spots = [spot for sheet in book.worksheets for spot in _spots(sheet)]
        self.indicators_by_name = placeholders.fields_by_name(indicator_fields(plan))
        is_free = NAME_PLACEHOLDER not in self.by_name  # a question may be called so
        named = [s for s in self.spots if is_free and s.name == NAME_PLACEHOLDER]
        measures = self.input_names - self.indicators_by_name.keys()
        rows = {(s.sheet, s.row) for s in self.spots if s.name in measures}
        self.indicators_in_measures = [s for s in named if (s.sheet, s.row) in rows]
        """Placeholders of indicators in the row of the measures."""
        others = (s for s in named if s not in self.indicators_in_measures)
        self.indicator_home = next(others, None)
        """The placeholder that makes its row the indicators'."""
        self.indicator_spots = [s for s in self.spots if self._is_of_indicators(s)]
        own = {(spot.sheet, spot.cell) for spot in self.indicator_spots}
        fields = [
            spot
            for spot in self.spots
            if (spot.sheet, spot.cell) not in own and self._is_field(spot)
        ]
        asked = [spot for spot in fields if spot.name in self.input_names]
        self.home = next(iter(asked or fields), None)
        """A placeholder of the prototype row."""
        self.row_spots = [spot for spot in fields if self._is_home(spot)]
        self.stray_spots = [spot for spot in fields if not self._is_home(spot)]

    def _is_of_indicators(self, spot: PlaceholderSpot) -> bool:
        home = self.indicator_home
        return home is not None and (spot.sheet, spot.row) == (home.sheet, home.row)

    def _is_field(self, spot: PlaceholderSpot) -> bool:
        return spot.name in self.by_name or spot.name in USUAL_FIELDS

    def _is_home(self, spot: PlaceholderSpot) -> bool:
        home = self.home
        return home is not None and (spot.sheet, spot.row) == (home.sheet, home.row)

    def columns(self) -> dict[str, int]:
        alone = [spot for spot in reversed(self.row_spots) if spot.alone]
        known = [spot for spot in alone if spot.name in self.by_name]
        return {self.by_name[spot.name].key: spot.column for spot in known}

    def shown_keys(self) -> frozenset[str]:
        known = (spot.name for spot in self.row_spots if spot.name in self.by_name)
        return frozenset(self.by_name[name].key for name in known)

    def unasked(self) -> frozenset[int]:
        """Columns of usual fields that the plan does not have."""
        return frozenset(
            spot.column for spot in self.row_spots if spot.alone and spot.name not in self.by_name
        )

    def texts(self) -> frozenset[int]:
        assert self.home is not None
        row = self.book[self.home.sheet][self.home.row]
        held = {cell.column for cell in row if cell.value is not None}
        return frozenset(held - set(self.columns().values()) - self.unasked())

    def lists(self) -> Iterator[ListPlace]:
        for kind in placeholders.LISTS:
            place = self._list_home(kind)
            if place:
                spots = [s for s in self.spots if s.name in kind.names and s.alone]
                yield ListPlace(kind, *place, {spot.name: spot.column for spot in spots})

    def _list_home(self, kind: ListKind) -> tuple[str, int] | None:
        """(sheet, row) of most of a list's placeholders."""
        places = Counter((s.sheet, s.row) for s in self.spots if s.name in kind.names)
        return max(places, key=lambda place: places[place], default=None)

    def findings(self) -> list[Finding]:
        return [
            *self._unknown(),
            *self._missing(),
            *self._doubled(),
            *self._scattered(),
            *self._crowded(),
            *self._reserved(),
            *self._merged(),
            *self._misplaced_lists(),
            *self._uncountable(),
            *self._unlocked(),
            *self._named_otherwise(),
            *find_indicator_faults(self),
        ]

    def report(
        self, kind: FindingKind, spot: PlaceholderSpot, /, **facts: Unpack[Facts]
    ) -> Finding:
        place: FindingPlace = {
            "file": self.file,
            "sheet": spot.sheet,
            "cell": spot.cell,
            "value": braced(spot.name),
        }
        return kind.at(place, **facts)

    def _unknown(self) -> Iterator[Finding]:
        of_indicators = (*placeholders.HEAD_NAMES, *self.indicators_by_name)
        others = (*self.known, NAME_PLACEHOLDER) if self.plan.indicators else self.known
        for spot in self.spots:
            is_of_indicators = self._is_of_indicators(spot)
            known = of_indicators if is_of_indicators else others
            is_known = spot.name in known or (not is_of_indicators and self._is_field(spot))
            if not is_known and spot.name != NAME_PLACEHOLDER:
                told = placeholders.listed(known, spot.name)
                yield self.report(findings.UNKNOWN_PLACEHOLDER, spot, known=told)
        heads = placeholders.PAGE_NAMES
        for sheet in self.book.worksheets:
            texts = [part.text for part in margin_parts(sheet)]
            for name in (name for text in texts for name in placeholders.names_in(text)):
                if name not in heads:
                    place: FindingPlace = {"file": self.file, "sheet": sheet.title}
                    here: FindingPlace = {**place, "value": braced(name)}
                    told = placeholders.listed(heads, name)
                    yield findings.UNKNOWN_PLACEHOLDER.at(here, known=told)

    def _missing(self) -> Iterator[Finding]:
        present = self.shown_keys()
        home = self.home
        sheet, cell = (home.sheet, f"{home.row}:{home.row}") if home else ("", "")
        if not present.intersection(_NAMES_OF_MEASURE):
            missing = braced(self.fields.by_key[_NAMES_OF_MEASURE[0]].placeholder)
            yield findings.PLACEHOLDER_MISSING(
                file=self.file, sheet=sheet, cell=cell, missing=missing
            )
        if home and self.plan.asks_the_usual and NEXT_STEP_KEY not in present:
            missing = braced(self.fields.by_key[NEXT_STEP_KEY].placeholder)
            yield findings.NEXT_STEP_NOT_ASKED(
                file=self.file, sheet=sheet, cell=cell, missing=missing, row=home.row
            )

    def _unlocked(self) -> Iterator[Finding]:
        """Cells that look like input and are none; neighbours in a row are told together."""
        home = self.home
        if home is None:
            return
        taken = {s.column for s in self.row_spots if s.alone and s.name in self.input_names}
        taken |= self.unasked()
        asked = {(s.sheet, s.row, s.column) for s in self.indicator_spots if s.alone}
        rows: dict[int, list[int]] = {}
        for cell in cells_of(self.book[home.sheet]):
            is_input = (cell.row == home.row and cell.column in taken) or (
                (home.sheet, cell.row, cell.column) in asked
            )
            is_ours = cell.row == KEY_ROW or cell.column == ID_COLUMN
            if not cell.protection.locked and not is_input and not is_ours:
                rows.setdefault(cell.row, []).append(cell.column)
        for row, columns in rows.items():
            for span in spans(sorted(columns)):
                letters = dict.fromkeys(map(get_column_letter, (span.start, span[-1])))
                place = ":".join(f"{one}{row}" for one in letters)
                yield findings.UNLOCKED_CELL(file=self.file, sheet=home.sheet, cell=place)

    def _doubled(self) -> Iterator[Finding]:
        seen: dict[str, PlaceholderSpot] = {}
        for spot in self.row_spots:
            first = seen.setdefault(spot.name, spot)
            if first is not spot:
                kind = (
                    findings.PLACEHOLDER_DUPLICATED
                    if spot.name in self.alone_names
                    else findings.DISPLAY_PLACEHOLDER_DUPLICATED
                )
                yield self.report(kind, spot, first=first.cell)

    def _scattered(self) -> Iterator[Finding]:
        for spot in self.stray_spots:
            assert self.home is not None
            yield self.report(
                findings.PLACEHOLDER_OUTSIDE_MEASURE_ROW,
                spot,
                row=self.home.row,
                main=self.home.sheet,
            )

    def _crowded(self) -> Iterator[Finding]:
        for spot in self.row_spots:
            if spot.name in self.alone_names and not spot.alone:
                yield self.report(findings.PLACEHOLDER_BESIDE_OTHER_TEXT, spot)

    def _reserved(self) -> Iterator[Finding]:
        for title in sorted(HIDDEN_SHEETS.intersection(self.book.sheetnames)):
            yield findings.RESERVED_SHEET_NAME(file=self.file, sheet=title, value=title)
        if self.home is None:
            return
        for cell in reserved_cells(self.book[self.home.sheet]):
            yield findings.RESERVED_CELL_USED(
                file=self.file,
                sheet=self.home.sheet,
                cell=cell.coordinate,
                value=str(cell.value),
            )

    def _merged(self) -> Iterator[Finding]:
        if self.home is None:
            return
        row = self.home.row
        for merged in self.book[self.home.sheet].merged_cells.ranges:
            if merged.min_row <= row <= merged.max_row and merged.min_row != merged.max_row:
                yield findings.MEASURE_ROW_MERGED(
                    file=self.file,
                    sheet=self.home.sheet,
                    cell=merged.start_cell.coordinate,
                    value=merged.coord,
                    row=row,
                )

    def _misplaced_lists(self) -> Iterator[Finding]:
        homes = {kind: self._list_home(kind) for kind in placeholders.LISTS}
        rows: dict[tuple[str, int], ListKind] = {}
        for spot in self.spots:
            kind = LIST_BY_NAME.get(spot.name)
            if kind is None:
                continue
            place = (spot.sheet, spot.row)
            reason = ""
            if self.home and spot.sheet == self.home.sheet:
                reason = "調査票の入力シートにあります"
            elif homes[kind] != place:
                reason = "同じ一覧のほかの欄と行が違います"
            elif rows.setdefault(place, kind) is not kind:
                reason = "別の一覧と同じ行にあります"
            if reason:
                yield self.report(findings.LIST_PLACEHOLDER_MISPLACED, spot, reason=reason)

    def _named_otherwise(self) -> Iterator[Finding]:
        """Headings of input fields that do not say what prompts and 点検 call the field."""
        first = {s.name: s for s in reversed(self.row_spots) if s.alone}
        for spot in first.values():
            if spot.name not in self.input_names:
                continue
            field = self.by_name[spot.name]
            cell = heading_cell(self.book[spot.sheet], spot.row, spot.column)
            is_text = spot.row > 1 and cell.data_type == "s"
            heading = str(cell.value) if is_text else ""
            usual = USUAL_FIELDS.get(spot.name, field).heading
            said = placeholders.spelled(heading)
            known = (field.heading, field.placeholder, usual)
            if said and not any(placeholders.spelled(name) in said for name in known):
                yield findings.HEADING_SAYS_ANOTHER_NAME(
                    file=self.file,
                    sheet=spot.sheet,
                    cell=cell.coordinate,
                    value=heading,
                    heading=field.heading,
                )

    def _uncountable(self) -> Iterator[Finding]:
        if any(spot.name == CHECK_FIELD.placeholder for spot in self.row_spots):
            return
        for spot in self.spots:
            if spot.name == REMAINING:
                yield self.report(
                    findings.CHECK_COLUMN_MISSING, spot, missing=braced(CHECK_FIELD.placeholder)
                )


USUAL_FIELDS = placeholders.fields_by_name(fields_of(Plan("", 0, "")))
"""Any template may hold these: what of them a plan does not have goes from its forms."""


def _spots(sheet: Worksheet) -> Iterator[PlaceholderSpot]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or cell.value is None or cell.data_type == "f":
                continue
            text = str(cell.value)
            for name in placeholders.names_in(text):
                alone = placeholders.stands_alone(text)
                yield PlaceholderSpot(sheet.title, cell.row, cell.column, name, alone)
