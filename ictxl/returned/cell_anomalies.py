"""Find anomalies of a form's cells: struck text, formulas, errors, merged cells, comments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ictxl import findings
from ictxl.contract.fields import FIELD_BY_KEY, INPUT_FIELDS, SENDBACK_MARK
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.returned.finding_cap import condensed
from ictxl.returned.sent_layout import SentLayout
from ictxl.returned.tables import AnswerTable
from ictxl.spreadsheets.cells import Value, address, cell_text, column_index, column_letters
from ictxl.spreadsheets.hidden_texts.links import leads_inside
from ictxl.spreadsheets.hidden_texts.texts import literals, squeezed
from ictxl.spreadsheets.marks import IN_FORMULA, Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import clean_text

_INPUT_KEYS = tuple(field.key for field in INPUT_FIELDS)
_FREE_TEXT = frozenset({"progress", "remarks"})
Kept = dict[tuple[str, int, int], str]
"""(sheet, row, column) → what a partly struck answer still says; 0-based."""


@dataclass
class _Book:
    """All sheets of a form."""

    sheets: Sequence[Sheet]
    layout: SentLayout

    @cached_property
    def shapes(self) -> frozenset[str]:
        """The form's own formulas, without their references."""
        sent = self.layout.formulas.values()
        return frozenset(_shape(formula) for cells in sent for formula in cells.values())

    @cached_property
    def formula_texts(self) -> frozenset[str]:
        """The texts in the form's own formulas, squeezed."""
        sent = self.layout.formulas.values()
        return frozenset(
            squeezed(text)
            for cells in sent
            for formula in cells.values()
            for text in literals(formula)
        )

    @cached_property
    def texts(self) -> frozenset[str]:
        """What stands in any cell, squeezed; gathered only where a form has unusual parts."""
        return frozenset(
            squeezed(cell_text(value))
            for sheet in self.sheets
            for row in sheet.rows
            for value in row
            if value != ""
        )


@dataclass
class _Place:
    """A form's sheet and its table, to look marks up in."""

    book: _Book
    file: str
    department: str
    sheet: Sheet
    table: AnswerTable | None
    layout: SentLayout
    formulas: Mapping[tuple[int, int], Mark]

    def measure(self, row: int) -> str:
        return self.table.rows.get(row, "") if self.table else ""

    def input_key(self, row: int, column: int) -> str:
        """The input field at a place; empty where it is no input cell."""
        if self.table and row in self.table.rows:
            for key in _INPUT_KEYS:
                if self.table.columns.get(key) == column:
                    return key
        return ""

    def text(self, row: int, column: int) -> str:
        if row < 0 or column < 0:
            return ""
        return clean_text(cell_text(self.sheet.value(row, column)))

    def report(
        self,
        kind: FindingKind[Facts],
        row: int,
        column: int,
        value: str,
        /,
        *nothing: Facts.args,
        **facts: Facts.kwargs,
    ) -> Finding:
        place: FindingPlace = {
            "file": self.file,
            "sheet": self.sheet.name,
            "cell": address(row, column),
            "department": self.department,
            "measure": self.measure(row),
            "value": value,
        }
        return kind.at(place, *nothing, **facts)


def find_oddities(
    file: str,
    department: str,
    sheets: Sequence[Sheet],
    tables: Sequence[AnswerTable],
    layout: SentLayout,
    marks: Mapping[str, Sequence[Mark]],
) -> tuple[list[Finding], Kept]:
    """Findings on marks and values, and the answers that strikethrough changes."""
    by_name = {table.sheet.name: table for table in tables}
    book = _Book(sheets, layout)
    found: list[Finding] = []
    kept: Kept = {}
    # A sheet that is one chart has no cells, but may have texts.
    charts = [Sheet(name, ()) for name in marks.keys() - {sheet.name for sheet in sheets}]
    for sheet in (*sheets, *sorted(charts, key=lambda sheet: sheet.name)):
        if sheet.name in HIDDEN_SHEETS:
            continue
        own = marks.get(sheet.name, ())
        formulas = {(m.row, m.column): m for m in own if m.kind in _FORMULAS}
        place = _Place(book, file, department, sheet, by_name.get(sheet.name), layout, formulas)
        for mark in own:
            found.extend(_of_mark(place, mark))
            if mark.kind is MarkKind.STRUCK and place.input_key(mark.row, mark.column):
                kept[sheet.name, mark.row, mark.column] = clean_text(mark.kept)
        if place.table:
            found.extend(_of_values(place, place.table))
    return list(condensed(found)), kept


def _of_mark(place: _Place, mark: Mark) -> Iterator[Finding]:
    match mark.kind:
        case MarkKind.STRUCK:
            kind = findings.STRIKETHROUGH_OUTSIDE_ANSWERS
            if place.input_key(mark.row, mark.column):
                kind = findings.ANSWER_STRUCK_OUT
            yield place.report(kind, mark.row, mark.column, clean_text(mark.text))
        case MarkKind.ERROR | MarkKind.FORMULA | MarkKind.NO_RESULT:
            yield from _of_formula(place, mark)
        case MarkKind.MERGED:
            yield from _of_merged(place, mark)
        case MarkKind.HIDDEN_ROW | MarkKind.HIDDEN_COLUMN:
            yield from _of_hidden(place, mark)
        case MarkKind.PROPERTY | MarkKind.NAME | MarkKind.RULE | MarkKind.PART:
            yield from _of_unseen(place, mark)
        case _:
            yield from _of_attached(place, mark)


_UNSEEN_KINDS = {
    MarkKind.PROPERTY: findings.DOCUMENT_PROPERTY_TEXT,
    MarkKind.NAME: findings.DEFINED_NAME_TEXT,
    MarkKind.RULE: findings.DATA_VALIDATION_TEXT,
    MarkKind.PART: findings.OTHER_HIDDEN_TEXT,
}
_LISTED_KINDS = {MarkKind.NAME, MarkKind.RULE}
"""Forms of earlier versions have such texts from their template without listing them."""


def _of_unseen(place: _Place, mark: Mark) -> Iterator[Finding]:
    """A text that stands in no cell, unless the form was sent with it or a cell says it too."""
    if not place.layout.lists_unseen and mark.kind in _LISTED_KINDS:
        return
    text = _squeezed(mark.text)
    if mark.about == IN_FORMULA and (text in place.book.formula_texts or not _WORDS.search(text)):
        return
    if text not in place.layout.unseen and text not in place.book.texts:
        kind = _UNSEEN_KINDS[mark.kind]
        yield place.report(kind, mark.row, mark.column, clean_text(mark.text), what=mark.about)


_squeezed = lru_cache(maxsize=256)(squeezed)
"""The rules of a sending's forms say the same."""
_WORDS = re.compile(r"\w")
"""Marks alone, such as a formula puts between two texts, say nothing."""


def _in_formula(place: _Place, mark: Mark) -> Iterator[Finding]:
    """Texts in a formula of a department's that it does not show now."""
    if not (b'"' in mark.xml or b"&quot;" in mark.xml or '"' in mark.text):
        return
    sheet = place.layout.sheet if place.table else place.sheet.name
    cells = place.layout.formulas.get(sheet, {})
    if (mark.row + 1, column_letters(mark.column)) in cells or _is_own_formula(place, mark):
        return
    shown = place.text(mark.row, mark.column)
    found = literals(mark.formula)
    if "HYPERLINK(" in mark.formula and found:
        # Its first text says where the link leads.
        yield from _of_link(place, mark, found.pop(0))
    for text in found:
        if text not in shown:
            said = Mark(MarkKind.PART, mark.row, mark.column, text, about=IN_FORMULA)
            yield from _of_unseen(place, said)


def _of_formula(place: _Place, mark: Mark) -> Iterator[Finding]:
    row, column = mark.row, mark.column
    if mark.kind is MarkKind.FORMULA:
        yield from _in_formula(place, mark)
    if not place.input_key(row, column):
        if mark.kind is MarkKind.NO_RESULT and not _is_own_formula(place, mark):
            yield place.report(findings.TEXT_OUTSIDE_ANSWER_CELLS, row, column, mark.formula)
        return
    if mark.kind is MarkKind.ERROR:
        # What was meant as text may live on in the formula: `=来年度…` shows #NAME?.
        behind = place.formulas.get((row, column))
        formula = behind.formula if behind else ""
        yield place.report(
            findings.ANSWER_IS_ERROR_VALUE, row, column, f"{mark.text} {formula}".strip()
        )
    elif mark.kind is MarkKind.NO_RESULT:
        yield place.report(findings.ANSWER_FORMULA_WITHOUT_RESULT, row, column, mark.formula)
    elif place.text(row, column):
        yield place.report(findings.ANSWER_IS_FORMULA, row, column, place.text(row, column))


def _is_own_formula(place: _Place, mark: Mark) -> bool:
    """The form's own formulas have no result until a program has computed them."""
    sheet = place.layout.sheet if place.table else place.sheet.name
    sent = place.layout.formulas.get(sheet, {})
    if sent.get((mark.row + 1, column_letters(mark.column))) == mark.formula:
        return True
    return _shape(mark.formula) in place.book.shapes


_REFERENCES = re.compile(r"[A-Z0-9$]+")


def _shape(formula: str) -> str:
    """A formula without its references: moving rows and columns leaves the rest alike."""
    return _REFERENCES.sub("", formula)


def _of_merged(place: _Place, mark: Mark) -> Iterator[Finding]:
    if not place.table:
        return
    rows = [r for r in place.table.rows if mark.row <= r <= mark.last_row]
    inputs = [place.table.columns[key] for key in _INPUT_KEYS if key in place.table.columns]
    columns = [c for c in inputs if mark.column <= c <= mark.last_column]
    if len(rows) * len(columns) > 1:
        area = f"{address(mark.row, mark.column)}:{address(mark.last_row, mark.last_column)}"
        text = place.text(mark.row, mark.column)
        yield place.report(findings.ANSWER_CELLS_MERGED, mark.row, mark.column, text, area=area)


def _of_hidden(place: _Place, mark: Mark) -> Iterator[Finding]:
    if not place.table:
        return
    if mark.kind is MarkKind.HIDDEN_ROW:
        if mark.row not in place.table.rows:
            return
        for key in _INPUT_KEYS:
            column = place.table.columns.get(key)
            if column is not None and place.text(mark.row, column):
                yield place.report(
                    findings.HIDDEN_ANSWER,
                    mark.row,
                    column,
                    place.text(mark.row, column),
                    what="行",
                )
                return
        return
    for key in _INPUT_KEYS:
        column = place.table.columns.get(key, -1)
        if mark.column <= column <= mark.last_column:
            row = next((r for r in place.table.rows if place.text(r, column)), None)
            if row is not None:
                what = f"列({FIELD_BY_KEY[key].heading})"
                yield place.report(
                    findings.HIDDEN_ANSWER, row, column, place.text(row, column), what=what
                )


def _of_attached(place: _Place, mark: Mark) -> Iterator[Finding]:
    text = clean_text(mark.text)
    if mark.kind is MarkKind.COMMENT:
        text = _without_sendback(text, place.layout.comments)
    elif mark.kind is MarkKind.PAGE:
        own_pieces = {piece for page in place.layout.pages for piece in _page_pieces(page)}
        text = "\n".join(p for p in _page_pieces(text) if p not in own_pieces)
    own = place.layout.comments if mark.kind is MarkKind.COMMENT else ()
    if not text or text in own or _is_own_drawing(place, mark, text):
        return
    if mark.kind is MarkKind.OBJECT:
        yield place.report(findings.PICTURE_OR_EMBEDDED_FILE, mark.row, mark.column, "", what=text)
    elif mark.kind is MarkKind.LINK:
        yield from _of_link(place, mark, text)
    elif mark.kind is MarkKind.COMMENT:
        by = f"({mark.about})" if mark.about else ""
        yield place.report(findings.COMMENT_TEXT, mark.row, mark.column, text, by=by)
    else:
        yield place.report(_ATTACHED_KINDS[mark.kind], mark.row, mark.column, text)


_ATTACHED_KINDS = {
    MarkKind.SHAPE: findings.SHAPE_TEXT,
    MarkKind.PAGE: findings.HEADER_OR_FOOTER_TEXT,
}


def _of_link(place: _Place, mark: Mark, target: str) -> Iterator[Finding]:
    bare = target.removeprefix("mailto:").rstrip("/")
    # A link to the workbook's own cells, as a send-back makes them, leads to nothing else.
    names = (*(sheet.name for sheet in place.book.sheets), *place.layout.cells)
    is_said = leads_inside(bare, names) or bare in place.text(mark.row, mark.column)
    if not is_said and squeezed(target) not in place.layout.unseen:
        yield place.report(findings.LINK_IN_CELL, mark.row, mark.column, target)


_PAGE_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d{1,3}|&[A-Z]')


@lru_cache(maxsize=256)
def _page_pieces(text: str) -> tuple[str, ...]:
    """The texts of a header or footer, left, middle and right, without Excel's codes."""
    found = []
    for part in re.split(r"(?<!&)&[LCR]", text):
        # Programs differ in the blanks they keep around page numbers.
        plain = "".join(_PAGE_CODE.sub("", part.replace("&&", "\0")).replace("\0", "&").split())
        if plain:
            found.append(plain)
    return tuple(found)


def _is_own_drawing(place: _Place, mark: Mark, text: str) -> bool:
    """A shape that the form was sent with, or a picture where it had one (programs that save it
    may shift it by a cell)."""
    sheet = place.layout.sheet if place.table else place.sheet.name
    own = place.layout.drawings.get(sheet, {})
    if mark.kind is MarkKind.SHAPE:
        return text in own.values() or squeezed(text) in place.layout.unseen
    if mark.kind is not MarkKind.OBJECT:
        return False
    return any(
        abs(row - 1 - mark.row) <= 1 and abs(column_index(letters) - mark.column) <= 1
        for (row, letters), said in own.items()
        if not said
    )


def _without_sendback(text: str, own: Iterable[str]) -> str:
    """A comment without what a send-back added below it."""
    if SENDBACK_MARK in text:
        for mark in sorted(own, key=len, reverse=True):
            if mark.startswith(SENDBACK_MARK):
                text = text.replace(mark, "")
    return clean_text(text)


def _of_values(place: _Place, table: AnswerTable) -> Iterator[Finding]:
    for row in table.rows:
        for key in _INPUT_KEYS:
            column = table.columns.get(key)
            if column is not None:
                value = place.sheet.value(row, column)
                if type(value) is not str:
                    yield from _of_value(place, key, row, column, value)


def _of_value(place: _Place, key: str, row: int, column: int, value: Value) -> Iterator[Finding]:
    text = cell_text(value)
    if isinstance(value, bool):
        yield place.report(findings.ANSWER_IS_BOOLEAN, row, column, text)
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        yield place.report(findings.ANSWER_IS_DATE, row, column, text)
    elif key in _FREE_TEXT:
        # A number is a usual way to write a code (1 for 1.現状維持); codes are checked as text.
        yield place.report(findings.ANSWER_IS_NUMBER, row, column, text)


def formula_places(
    marks: Mapping[str, Iterable[Mark]],
) -> dict[str, frozenset[tuple[int, int]]]:
    """Which cells of each sheet hold a formula."""
    return {
        sheet: frozenset((m.row, m.column) for m in found if m.kind in _FORMULAS)
        for sheet, found in marks.items()
    }


_FORMULAS = {MarkKind.FORMULA, MarkKind.NO_RESULT}
