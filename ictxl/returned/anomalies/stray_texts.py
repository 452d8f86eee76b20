"""Find texts in cells that are neither the form's own nor answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from ictxl import findings
from ictxl.contract.answer_rules import ALL_WELL
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.findings import Finding, FindingPlace, brief
from ictxl.model import Plan, grouped
from ictxl.returned.anomalies.own_formulas import (
    Cell,
    OwnFormulas,
    check_results,
    formula_cells,
    is_brief,
    is_typed_over,
    may_show,
    may_stand_in,
    picture_cells,
    unshown_words,
)
from ictxl.returned.anomalies.sent_sheets import sent_sheet_of
from ictxl.returned.anomalies.stray import Stray, added_rows, as_seen, gathered, length, listed
from ictxl.returned.plan_index import known_texts
from ictxl.returned.sent.continued import is_label_of, part_of
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.tables import AnswerTable
from ictxl.spreadsheets.cells import Value, address, cell_text, column_letters
from ictxl.spreadsheets.marks import Mark
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.cell_writer import in_cells
from ictxl.text.clean import clean_text

MOST_FINDINGS = 1_000
"""Of stray texts on one sheet; the others share a few, so that no file floods the report."""
MOST_ROWS = 100
"""Of a sheet that was added; likewise."""
_NOTHING: list[str] = []


def find_leftovers(
    file: str,
    department: str,
    sheets: Sequence[Sheet],
    tables: Sequence[AnswerTable],
    layout: SentLayout,
    plan: Plan,
    marks: Mapping[str, Sequence[Mark]],
    owners: Collection[str] = (),
) -> Iterator[Finding]:
    """S012…S016, S024, S038; sheets of `owners` are other departments', of which the form does not
    say what they show."""
    by_name = grouped((table.sheet.name, table) for table in tables)
    briefs = check_results(plan)
    own_formulas = OwnFormulas(layout)
    others = replace(layout, known=layout.known | known_texts(plan)) if owners else layout
    for sheet in sheets:
        if sheet.name in HIDDEN_SHEETS:
            continue
        here = by_name.get(sheet.name, ())
        original = here[0].layout.sheet if here else sent_sheet_of(sheet, layout)
        look = _Look(
            file,
            department,
            sheet,
            here,
            others if sheet.name in owners else layout,
            original,
            briefs,
            marks.get(sheet.name, ()),
            own_formulas,
        )
        yield from look.findings()


@dataclass
class _Look:
    """One sheet being looked through."""

    file: str
    department: str
    sheet: Sheet
    tables: Sequence[AnswerTable]
    layout: SentLayout
    original: str | None
    briefs: frozenset[str]
    marks: Sequence[Mark]
    forms_own: OwnFormulas
    strays: list[Stray] = field(default_factory=list)
    changed: list[Finding] = field(default_factory=list)
    edited: dict[tuple[str, str], tuple[AnswerTable, Stray]] = field(default_factory=dict)
    """(row's id, key) → the first changed cell of a text that goes on."""
    _key_maps: dict[str, Mapping[int, str]] = field(default_factory=dict)
    _above: dict[int, str] = field(default_factory=dict)
    """Row of a stray → the measure above it, see `_measure_above`."""

    def __post_init__(self) -> None:
        self.own = self.layout.cells.get(self.original or "", {})
        self.own_formulas = self.layout.formulas.get(self.original or "", {})
        self.recognised: list[str] = []
        """The form's own texts that were found."""

    @cached_property
    def formulas(self) -> frozenset[Cell]:
        return formula_cells(self.marks)

    @cached_property
    def unshown(self) -> Mapping[Cell, str]:
        return unshown_words(self.marks)

    @cached_property
    def pictures(self) -> frozenset[Cell]:
        """Cells that show a picture: they are told as such."""
        return picture_cells(self.sheet, self.marks)

    @cached_property
    def left(self) -> Counter[str]:
        """How often each of the form's own texts is not in its place; asked once all are seen."""
        left = Counter(self.own.values())
        left.subtract(self.recognised)
        return left

    def findings(self) -> Iterator[Finding]:
        moved: list[Stray] = []
        as_sent = self.layout.rows.get(self.original or "", {})
        for row, cells in enumerate(self.sheet.rows):
            texts = as_sent.get(row + 1, _NOTHING)
            if [value for value in cells if value != ""] == texts and not self._is_answered(row):
                self.recognised.extend(texts)
            else:
                self._look_at_row(row, cells, moved)
        self._report_edited()
        for stray in moved:
            if self.left[stray.text] > 0:
                self.left[stray.text] -= 1
            else:
                self.strays.append(stray)
        self.strays = list(as_seen(self.strays, self.sheet, self.marks))
        far = [Stray(r, c, clean_text(text)) for (r, c), text in self.sheet.far.items()]
        self.strays.extend(stray for stray in far if stray.text)
        self.strays.extend(self._taken_for_formulas())
        yield from self.changed
        if self.original is None and not self.tables:
            yield from self._of_extra_sheet()
            return
        if not self.tables and self.original != self.sheet.name:
            yield findings.SHEET_RENAMED.at(self._sheet, before=self.original or "")
        added = (
            row
            for table in self.tables
            for row in added_rows(self.strays, table, self._input_columns(table), self._asked_rows)
        )
        rows = list(islice(added, MOST_ROWS))
        for stray in (one for row in rows for one in gathered(row)):
            yield findings.ROW_ADDED.at(self._at(stray))
        told = {stray for row in rows for stray in row}
        others = [stray for stray in self.strays if stray not in told]
        yield from map(self._finding, others[:MOST_FINDINGS])
        for stray in gathered(others[MOST_FINDINGS:]):
            yield findings.TEXT_OUTSIDE_ANSWER_CELLS.at(self._at(stray))

    def _taken_for_formulas(self) -> Iterator[Stray]:
        """What somebody typed where the cell shows an error, or nothing."""
        for (row, column), text in self.unshown.items():
            table = self._table_at(row)
            is_answer = (
                table is not None
                and row in table.rows
                and self._keys(table).get(column) in table.layout.fields.input_keys
            )
            is_own = self.forms_own.has(self.original or "", (row, column), text)
            if not (is_answer or is_own or (row, column) in self.pictures):
                yield Stray(row, column, text)

    def _is_answered(self, row: int) -> bool:
        return any(row in table.rows for table in self.tables)

    def _table_at(self, row: int) -> AnswerTable | None:
        """The table whose row it is."""
        here = (t for t in self.tables if row in t.rows or row in t.continued)
        return next(here, None)

    @cached_property
    def _asked_rows(self) -> frozenset[int]:
        """All tables' rows."""
        return frozenset(row for table in self.tables for row in (*table.rows, *table.continued))

    def _look_at_row(self, row: int, cells: Sequence[Value], moved: list[Stray]) -> None:
        table = self._table_at(row)
        measure = table.rows.get(row) if table else None
        part = table.continued.get(row) if table else None
        keys = self._keys(table) if table else {}
        inputs = table.layout.fields.input_keys if table else ()
        for column, value in enumerate(cells):
            if value == "":
                continue
            key = keys.get(column)
            if measure and key in inputs:
                continue
            text = clean_text(cell_text(value))
            if not text:
                continue
            if table and measure and key:
                self._look_at_given(Stray(row, column, text), table, measure, key)
            elif table and part and key and self._goes_on(Stray(row, column, text), table, key):
                continue
            elif self.own.get((row + 1, column_letters(column))) == text:
                self.recognised.append(text)
            elif (
                text not in self.layout.known
                and (row, column) not in self.unshown
                and (row, column) not in self.pictures
                and not self._is_nobodys(row, column, text)
            ):
                moved.append(Stray(row, column, text))

    def _keys(self, table: AnswerTable) -> Mapping[int, str]:
        """Column → key."""
        corner = table.layout.fields.corner
        if corner not in self._key_maps:
            self._key_maps[corner] = {column: key for key, column in table.columns.items()}
        return self._key_maps[corner]

    def _is_nobodys(self, row: int, column: int, text: str) -> bool:
        """Copies of keys and ids, and what the form's own formulas show."""
        for table in self.tables:
            if column == table.id_column and (table.layout.is_id(text) or part_of(text)):
                return True
            if row == table.key_row and text in table.layout.fields.keys:
                return True
        return self._is_computed(row, column, text)

    def _look_at_given(self, cell: Stray, table: AnswerTable, measure: str, key: str) -> None:
        layout = table.layout
        if key in layout.fields.computed:
            computed = (table.columns[k] for k in layout.fields.computed & table.columns.keys())
            is_typed = is_typed_over((cell.row, cell.column), computed, self.formulas)
            if is_typed or not may_stand_in(key, cell.text, self.briefs):
                self.strays.append(cell)
            return
        before = layout.given.get((measure, key))
        if before == cell.text or (before is None and self._is_known(cell.text, table, measure)):
            self.recognised.append(cell.text)
        elif before is None:
            self.strays.append(cell)
        elif (measure, key) in layout.continued:
            self.edited.setdefault((measure, key), (table, cell))
        else:
            self.changed.append(
                findings.GIVEN_TEXT_CHANGED.at(
                    self._at(cell, layout.measure_of(measure)),
                    heading=layout.fields.by_key[key].heading,
                    before=brief(before),
                )
            )

    def _goes_on(self, cell: Stray, table: AnswerTable, key: str) -> bool:
        """The cell, in a row that goes on, holds part of a given text, perhaps changed."""
        measure, number = table.continued[cell.row]
        layout = table.layout
        sent = layout.continued.get((measure, key))
        if sent is None or number >= len(sent.parts):
            is_input = key in layout.fields.input_keys
            return not is_input and self._is_known(cell.text, table, measure)
        if sent.parts[number] == cell.text:
            self.recognised.append(cell.text)
        else:
            self.edited.setdefault((measure, key), (table, cell))
        return True

    def _is_known(self, text: str, table: AnswerTable, measure: str) -> bool:
        """The text is one of the plan's, or part of one where the measure takes several rows."""
        known = self.layout.known
        if text in known:
            return True
        if all(measure != going_on for going_on, _ in table.continued.values()):
            return False
        return is_label_of(text, known) or any(text in whole for whole in known)

    def _report_edited(self) -> None:
        """A changed text that takes several rows, told whole."""
        for (measure, key), (table, cell) in self.edited.items():
            layout = table.layout
            sent = layout.continued[measure, key]
            row = next((r for r, whose in table.rows.items() if whose == measure), None)
            text = cell.text if row is None else table.whole_text(row, key, sent)
            self.changed.append(
                findings.GIVEN_TEXT_CHANGED.at(
                    self._at(Stray(cell.row, cell.column, text), layout.measure_of(measure)),
                    heading=layout.fields.by_key[key].heading,
                    before=brief(sent.whole),
                )
            )

    def _is_computed(self, row: int, column: int, text: str) -> bool:
        """What one of the form's own formulas may show: in its place, or wherever one stands."""
        own = self.own_formulas.get((row + 1, column_letters(column)))
        if own is not None and self._may_show(own, text):
            return True
        return (row, column) in self.formulas and any(
            self._may_show(formula, text) for formula in self.own_formulas.values()
        )

    def _may_show(self, formula: str, text: str) -> bool:
        checks = f'"{ALL_WELL}"' in formula
        return (checks and is_brief(text, self.briefs)) or may_show(formula, text)

    def _finding(self, stray: Stray) -> Finding:
        place = (stray.row + 1, column_letters(stray.column))
        measure = self._measure_of(stray.row)
        if place in self.own_formulas:
            return findings.FORM_FORMULA_OVERWRITTEN.at(self._at(stray, measure))
        before = self.own.get(place)
        if before and self.left[before] > 0 and not self.layout.is_key(before):
            return findings.FORM_TEXT_OVERWRITTEN.at(self._at(stray, measure), before=brief(before))
        above = self._measure_above(stray)
        if above:
            return findings.TEXT_BELOW_ANSWER.at(self._at(stray, above))
        return findings.TEXT_OUTSIDE_ANSWER_CELLS.at(self._at(stray, measure))

    def _measure_of(self, row: int) -> str:
        """The measure whose row this is, its answers' or one where its given texts go on."""
        table = self._table_at(row)
        if table is None:
            return ""
        id_ = table.rows.get(row) or table.continued.get(row, ("", 0))[0]
        return table.layout.measure_of(id_)

    def _measure_above(self, stray: Stray) -> str:
        """The measure whose answer the text may continue: nothing but texts stands between."""
        here = self._table_at(stray.row)
        tables = [t for t in self.tables if stray.column in self._input_columns(t)]
        if not tables or (here is not None and stray.row in here.rows):
            return ""
        if here is not None:
            return self._measure_of(stray.row)
        heads = {table.head for table in self.tables}
        # From the last row that was asked about: very many strays may stand below each other.
        rows = [stray.row]
        while rows[-1] not in self._above:
            row = rows[-1] - 1
            measure = self._measure_of(row)
            if measure or row in heads or row < 0 or not any(map(_says, self._row(row))):
                self._above[rows[-1]] = measure
            else:
                rows.append(row)
        self._above.update(dict.fromkeys(rows, self._above[rows[-1]]))
        return self._above[stray.row]

    def _input_columns(self, table: AnswerTable) -> set[int]:
        inputs = table.layout.fields.input_keys
        return {column for column, key in self._keys(table).items() if key in inputs}

    def _row(self, row: int) -> Sequence[Value]:
        return self.sheet.rows[row] if row < len(self.sheet.rows) else ()

    def _of_extra_sheet(self) -> Iterator[Finding]:
        """One finding a row: a row of an added sheet is one statement, and sheets may be long."""
        rows = grouped((stray.row, stray) for stray in self.strays)
        said = list(rows.values())
        for found in said[:MOST_ROWS]:
            for group in in_cells(found, length):
                value = listed(group) if len(group) > 1 else group[0].text
                stray = Stray(group[0].row, group[0].column, value)
                yield findings.TEXT_ON_ADDED_SHEET.at(self._at(stray))
        for stray in gathered([stray for found in said[MOST_ROWS:] for stray in found]):
            yield findings.TEXT_ON_ADDED_SHEET.at(self._at(stray))
        if not rows:
            yield findings.SHEET_ADDED.at(self._sheet)

    @property
    def _sheet(self) -> FindingPlace:
        """The sheet as a whole: its name is what somebody wrote."""
        name = self.sheet.name
        return {"file": self.file, "sheet": name, "department": self.department, "value": name}

    def _at(self, stray: Stray, measure: str = "") -> FindingPlace:
        return {
            "file": self.file,
            "sheet": self.sheet.name,
            "cell": address(stray.row, stray.column),
            "department": self.department,
            "measure": measure,
            "value": stray.text,
            "level": self.layout.level,
        }


def _says(value: Value) -> bool:
    return bool(clean_text(cell_text(value)))
