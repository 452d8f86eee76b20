"""What people do to a form, at random: each edit plants texts that occur nowhere else."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.metadata import COMMON_SHEET, HIDDEN_SHEETS, META_SHEET
from ictxl.form.sheet.entry_rules import shown_unit
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind
from ictxl.text.clean import clean_text, encode_escapes
from tests.support.returned_forms import GUIDE, SHEET, Form, make_form, small_plan

PLAN = small_plan()
DEPARTMENT = "文書課"
MEASURES = ("1-1", "1-3", "2-1", "2-2")
ODD_ENDS = (
    "",
    "。",
    "\n二行目",
    "=1+1",
    "_x0041_",
    "𠮷\U000e0100",
    "\ue000",
    "<b>&amp;",
    " \u3000 ｶﾅ",
    "\t|",
    "\x0b",
    " 1234",
)
PLAIN_ENDS = ("", "。", "\n二行目", "=1+1", "𠮷", "<b>&amp;", " ｶﾅ", " 内線 12")
"""What LibreOffice keeps as it is."""
QUIET_ENDS = ("", " 1234", " 内線 12", " 3")
"""Of texts outside cells: many end as a program's own names do."""


@dataclass
class Case:
    """A form being changed, and what must come of it."""

    book: Workbook
    rows: dict[str, int]
    columns: dict[str, int]
    allowed: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """(measure, field) → texts that may stand there."""
    planted: set[str] = field(default_factory=set)
    """Texts that must be found again."""
    spelled: dict[str, str] = field(default_factory=dict)
    """Numbers and days as they were typed, or as the cell shows them → as they are read."""
    finish: list[Callable[[Path], None]] = field(default_factory=list)
    """What is done to the saved package: things that openpyxl does not write."""
    count: int = 0
    suffix: str = ".xlsx"
    """The format that the form shall have in the end."""
    by_office: bool = False
    """LibreOffice saves it, which drops some things."""
    plan: Plan = PLAN

    @property
    def inputs(self) -> tuple[str, ...]:
        """Keys of what is asked."""
        return tuple(question.key for question in self.plan.department_questions)

    @property
    def text_inputs(self) -> tuple[str, ...]:
        """Of those the keys of free texts; all where there are none."""
        asked = self.plan.department_questions
        texts = tuple(q.key for q in asked if q.kind is QuestionKind.TEXT)
        return texts or self.inputs

    @property
    def ends(self) -> tuple[str, ...]:
        return PLAIN_ENDS if self.by_office else ODD_ENDS

    @property
    def sheet(self) -> Worksheet:
        sheet = self.book.worksheets[0]
        assert isinstance(sheet, Worksheet)
        return sheet

    def text(self, random_: random.Random) -> str:
        """A text that occurs nowhere else."""
        self.count += 1
        text = f"植えた文{self.count:03}{random_.choice(self.ends)}"
        self.planted.add(clean_text(text))
        return text

    def plain(self, beginning: str) -> str:
        """A short text that occurs nowhere else, for places that hold no odd ones."""
        self.count += 1
        text = f"{beginning}{self.count:03}"
        self.planted.add(text)
        return text

    def quiet(self, beginning: str, random_: random.Random) -> str:
        """The same for places that hold any text: it may end as a program's own names do."""
        self.count += 1
        text = f"{beginning}{self.count:03}{random_.choice(QUIET_ENDS)}"
        self.planted.add(text)
        return text

    def unplanted(self, beginning: str) -> str:
        """A text that need not be found again, told apart from all others all the same."""
        self.count += 1
        return f"{beginning}{self.count:03}"

    @property
    def guide(self) -> Worksheet:
        """A sheet without answers, which no edit moves or deletes anything on."""
        sheet = self.book[GUIDE]
        assert isinstance(sheet, Worksheet)
        return sheet

    def visible(self, random_: random.Random) -> Worksheet:
        return random_.choice([s for s in self.book.worksheets if s.title not in HIDDEN_SHEETS])

    def put(self, row: int, column: int, text: str, sheet: Worksheet | None = None) -> bool:
        cell = (sheet or self.sheet).cell(row, column)
        if not isinstance(cell, Cell):
            return False
        cell.value = encode_escapes(text)
        cell.data_type = "s"
        return True

    def forget(self, row: int, column: int, *, whole: bool = False) -> None:
        """What stands in a cell, its comment too where `whole`, is about to vanish by the
        department's own hand."""
        cell = self.sheet.cell(row, column)
        said = f"{cell.value}\n{cell.comment.text if cell.comment and whole else ''}"
        lost = {kept for typed, kept in self.spelled.items() if typed in said}
        self.planted = {text for text in self.planted - lost if encode_escapes(text) not in said}


def answer(case: Case, measure: str, key: str, text: str) -> None:
    row, column = case.rows.get(measure), case.columns.get(key)
    if row and column and isinstance(case.sheet.cell(row, column), Cell):
        case.forget(row, column)
        case.put(row, column, text)
        case.allowed.setdefault((measure, key), set()).add(clean_text(text))
    else:
        case.planted.discard(clean_text(text))


def fill(case: Case, r: random.Random) -> None:
    """Type answers, codes or other texts."""
    for measure in MEASURES:
        for key in case.inputs:
            if r.random() < 0.7:
                answer(case, measure, key, case.text(r))


def enter_values(case: Case, r: random.Random) -> None:
    """Enter numbers and days where they are asked, as cells hold them or as people type them."""
    for measure in MEASURES:
        for question in case.plan.department_questions:
            row, column = case.rows.get(measure), case.columns.get(question.key)
            cell = case.sheet.cell(row, column) if row and column else None
            if isinstance(cell, Cell) and r.random() < 0.6:
                _enter(case, r, measure, question, cell)


def _enter(case: Case, r: random.Random, measure: str, question: Question, cell: Cell) -> None:
    case.count += 1
    value: float | dt.date
    held = ""
    if question.kind is QuestionKind.DATE:
        value = dt.date(2000, 1, 1) + dt.timedelta(days=case.count)
        kept, typed = value.isoformat(), f"{value.year}年{value.month}月{value.day}日"
    elif question.kind.is_number:
        value = 7_000_000 + case.count + (0.25 if question.kind is QuestionKind.NUMBER else 0)
        kept = f"{value:.15g}"
        typed = f"{value:,}{question.unit}".translate(_FULL_WIDTH)
        if question.kind is QuestionKind.RATIO:
            # Told of a cell that is not read: the number that it holds.
            held, kept = kept, f"{value * 100}%"
            case.spelled[held] = kept
            typed = kept.translate(_FULL_WIDTH)
    else:
        return
    case.forget(cell.row, cell.column)
    case.planted.add(kept)
    # A percentage whose cell shows none (columns were swapped) stays as it is, and is asked.
    case.allowed.setdefault((measure, question.key), set()).update({kept, held} - {""})
    if r.random() < 0.3:
        case.put(cell.row, cell.column, typed)
        case.spelled[typed] = kept
    else:
        cell.value = value
        # A struck number of an .ods is told as it is to be seen there.
        case.spelled[_shown(question, value)] = kept


def _shown(question: Question, value: float | dt.date) -> str:
    """The value by the cell's number format (a day: of 平成, for the days that are entered)."""
    if isinstance(value, dt.date):
        return f"平成{value.year - 1988}年{value.month}月{value.day}日"
    if question.kind is QuestionKind.RATIO:
        return f"{value:.1%}"
    digits = f"{value}" if question.kind is QuestionKind.NUMBER else f"{value:,}"
    return f"{digits}{shown_unit(question)}"


_FULL_WIDTH = {0x30 + digit: 0xFF10 + digit for digit in range(10)}


def retype_given(case: Case, r: random.Random) -> None:
    row = case.rows.get(r.choice(MEASURES))
    column = case.columns.get(r.choice(("area", "number", "target", "outlook", "departments")))
    if row and column:
        case.forget(row, column)
        text = case.text(r)
        if not case.put(row, column, text):
            case.planted.discard(clean_text(text))


def retype_title(case: Case, r: random.Random) -> None:
    row, column = case.rows.get(r.choice(MEASURES)), case.columns.get("title")
    if row and column:
        case.forget(row, column)
        text = case.text(r)
        if not case.put(row, column, text):
            case.planted.discard(clean_text(text))


def stray(case: Case, r: random.Random) -> None:
    """Type beside, above, below or between."""
    sheet = case.visible(r)
    row, column = r.randint(2, sheet.max_row + 8), r.randint(2, sheet.max_column + 6)
    if sheet.cell(row, column).value is None and not (
        sheet is case.sheet and row in case.rows.values() and column in case.columns.values()
    ):
        text = case.text(r)
        if not case.put(row, column, text, sheet):
            case.planted.discard(clean_text(text))


def unmerge(case: Case) -> None:
    """openpyxl moves no merged areas; Excel would."""
    for area in list(case.sheet.merged_cells.ranges):
        case.sheet.unmerge_cells(str(area))


def insert_rows(case: Case, r: random.Random) -> None:
    at, count = r.randint(1, case.sheet.max_row + 1), r.randint(1, 3)
    unmerge(case)
    case.sheet.insert_rows(at, count)
    case.rows = {m: row + count if row >= at else row for m, row in case.rows.items()}


def insert_column(case: Case, r: random.Random) -> None:
    at = r.randint(2, case.sheet.max_column + 1)
    unmerge(case)
    case.sheet.insert_cols(at)
    case.columns = {k: c + 1 if c >= at else c for k, c in case.columns.items()}


def delete_row(case: Case, r: random.Random) -> None:
    unmerge(case)
    at = r.randint(2, case.sheet.max_row)
    if at < min(case.rows.values(), default=2):
        return
    for column in range(1, case.sheet.max_column + 1):
        case.forget(at, column, whole=True)
    case.sheet.delete_rows(at)
    case.rows = {m: row - (row > at) for m, row in case.rows.items() if row != at}


def delete_column(case: Case, r: random.Random) -> None:
    key = r.choice(("target", "outlook", case.inputs[0], case.inputs[-1]))
    at = case.columns.pop(key, None)
    if at is None:
        return
    for row in range(1, case.sheet.max_row + 1):
        case.forget(row, at, whole=True)
    unmerge(case)
    case.sheet.delete_cols(at)
    case.columns = {k: c - (c > at) for k, c in case.columns.items()}


def _swap_rows(case: Case, one: int, other: int, first_column: int) -> None:
    for column in range(first_column, case.sheet.max_column + 1):
        a, b = case.sheet.cell(one, column), case.sheet.cell(other, column)
        if isinstance(a, Cell) and isinstance(b, Cell):
            kinds = a.data_type, b.data_type
            a.value, b.value = b.value, a.value
            b.data_type, a.data_type = kinds


def sort_rows(case: Case, r: random.Random) -> None:
    """Sort the measures, with or without the hidden column."""
    if len(case.rows) < 2:
        return
    unmerge(case)
    one, other = r.sample(sorted(case.rows), 2)
    _swap_rows(case, case.rows[one], case.rows[other], r.choice((1, 2)))
    case.rows[one], case.rows[other] = case.rows[other], case.rows[one]


def swap_columns(case: Case, r: random.Random) -> None:
    if len(case.columns) < 2:
        return
    unmerge(case)
    one, other = r.sample(sorted(case.columns), 2)
    a, b = case.columns[one], case.columns[other]
    for row in range(1, case.sheet.max_row + 1):
        x, y = case.sheet.cell(row, a), case.sheet.cell(row, b)
        x.value, y.value = y.value, x.value
    case.columns[one], case.columns[other] = b, a


def merge_answers(case: Case, r: random.Random) -> None:
    key = r.choice(case.inputs)
    rows = sorted(case.rows.values())
    if key not in case.columns or len(rows) < 2:
        return
    start = r.randrange(len(rows) - 1)
    column = case.columns[key]
    for row in range(rows[start] + 1, rows[start + 1] + 1):
        case.forget(row, column, whole=True)
    case.sheet.merge_cells(
        start_row=rows[start], end_row=rows[start + 1], start_column=column, end_column=column
    )


def comment(case: Case, r: random.Random) -> None:
    sheet = case.visible(r)
    cell = sheet.cell(r.randint(2, 12), r.randint(2, 12))
    if isinstance(cell, Cell) and cell.comment is None:
        cell.comment = Comment(encode_escapes(case.text(r)), "職員")


def strike(case: Case, r: random.Random) -> None:
    row, column = case.rows.get(r.choice(MEASURES)), case.columns.get(r.choice(case.inputs))
    if row and column and isinstance(case.sheet.cell(row, column), Cell):
        case.sheet.cell(row, column).font = Font(strike=True)


def strike_part(case: Case, r: random.Random) -> None:
    measure, key = r.choice(MEASURES), r.choice(case.text_inputs)
    row, column = case.rows.get(measure), case.columns.get(key)
    if row and column and isinstance(case.sheet.cell(row, column), Cell):
        case.forget(row, column)
        case.count += 2
        struck, kept = f"消した文{case.count - 1:03}", f"残した文{case.count:03}"
        case.planted |= {struck, kept}
        case.sheet.cell(row, column).value = CellRichText(
            TextBlock(InlineFont(strike=True), struck), TextBlock(InlineFont(), kept)
        )
        case.allowed.setdefault((measure, key), set()).add(kept)


def extra_sheet(case: Case, r: random.Random) -> None:
    sheet = case.book.create_sheet(f"補足{case.count}")
    for _ in range(r.randint(1, 4)):
        cell = sheet.cell(r.randint(1, 9), r.randint(1, 5))
        if cell.value is None:
            case.put(cell.row, cell.column, case.text(r), sheet)


def copy_sheet(case: Case, r: random.Random) -> None:
    """A second input sheet, with one answer of its own."""
    if len(case.book.worksheets) > 5:
        return
    copy = case.book.copy_worksheet(case.sheet)
    measure = r.choice(MEASURES)
    key = r.choice(case.text_inputs)
    row, column = case.rows.get(measure), case.columns.get(key)
    if row and column:
        text = case.text(r)
        if case.put(row, column, text, copy):
            case.allowed.setdefault((measure, key), set()).add(clean_text(text))
        else:
            case.planted.discard(clean_text(text))


def rename(case: Case, r: random.Random) -> None:
    case.sheet.title = f"改名{r.randrange(100)}"


def hide(case: Case, r: random.Random) -> None:
    row = r.choice(list(case.rows.values()) or [2])
    # A workbook from a pickle makes no rows by itself.
    case.sheet.row_dimensions[row] = RowDimension(case.sheet, index=row, hidden=True)


def damage_keys(case: Case, r: random.Random) -> None:
    column = r.choice(list(case.columns.values()) or [2])
    for row in range(1, 6):
        if case.sheet.cell(row, column).value in case.columns:
            case.sheet.cell(row, column).value = None


def damage_ids(case: Case, r: random.Random) -> None:
    rows = list(case.rows.values())
    for row in r.sample(rows, r.randint(0, len(rows))):
        case.sheet.cell(row, 1).value = None


def lose_hidden_sheet(case: Case, r: random.Random) -> None:
    if META_SHEET in case.book.sheetnames and r.random() < 0.3:
        del case.book[META_SHEET]


def spoil_common_sheet(case: Case, r: random.Random) -> None:
    if COMMON_SHEET not in case.book.sheetnames:
        return
    if r.random() < 0.3:
        del case.book[COMMON_SHEET]
        return
    sheet = case.book[COMMON_SHEET]
    for _ in range(r.randint(1, 5)):
        sheet.cell(r.randint(1, sheet.max_row), r.randint(1, 3)).value = r.choice([None, "?", 7])


def start(desk: Path, plan: Plan = PLAN) -> Case:
    path = make_form(desk / "文書課.xlsx", plan, DEPARTMENT)
    book = Form(path).book
    sheet = book[SHEET]
    columns = {str(c.value): c.column for c in sheet[1] if c.value and c.column > 1}
    rows = {str(c.value): c.row for c in sheet["A"] if c.value and c.row > 1}
    return Case(book, rows, columns, plan=plan)


EDITS: tuple[Callable[[Case, random.Random], None], ...] = (
    *(fill, retype_given, retype_title, stray, insert_rows, insert_column, delete_row),
    *(delete_column, sort_rows, swap_columns, merge_answers, comment, strike, strike_part),
    *(extra_sheet, copy_sheet, rename, hide, damage_keys, damage_ids),
    *(lose_hidden_sheet, spoil_common_sheet, enter_values),
)
