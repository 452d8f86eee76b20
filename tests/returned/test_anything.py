"""Whatever people do to a form: no text is lost, none is put in a wrong place.

Random edits on a real form, each planting texts that occur nowhere else. ICTXL_EXAMPLES=3000 tries
thousands; a failure prints how to repeat it.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.metadata import COMMON_SHEET, HIDDEN_SHEETS, META_SHEET
from ictxl.text.clean import clean_text, encode_escapes
from tests.support.clients.libreoffice import Office
from tests.support.returned_forms import GUIDE, SHEET, filled_form, make_form, read, small_plan
from tests.support.xlsb import save_as_xlsb

EXAMPLES = int(os.environ.get("ICTXL_EXAMPLES", "25"))
PLAN = small_plan()
DEPARTMENT = "文書課"
MEASURES = ("1-1", "1-3", "2-1", "2-2")
INPUTS = ("rating", "progress", "next_step", "remarks")
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
)


PLAIN_ENDS = ("", "。", "\n二行目", "=1+1", "𠮷", "<b>&amp;", " ｶﾅ")
"""What LibreOffice keeps as it is."""


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
    count: int = 0
    ends: tuple[str, ...] = ODD_ENDS

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

    @property
    def guide(self) -> Worksheet:
        """A sheet without answers, which no edit moves or deletes anything on."""
        sheet = self.book[GUIDE]
        assert isinstance(sheet, Worksheet)
        return sheet

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
        self.planted = {text for text in self.planted if encode_escapes(text) not in said}


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
        for key in INPUTS:
            if r.random() < 0.7:
                answer(case, measure, key, case.text(r))


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
    sheet = r.choice([s for s in case.book.worksheets if s.title not in HIDDEN_SHEETS])
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
    key = r.choice(("target", "outlook", "rating", "remarks"))
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
            a.value, b.value = b.value, a.value
            for cell in (a, b):
                if isinstance(cell.value, str):
                    cell.data_type = "f" if cell.value.startswith("=SUM") else "s"


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
    key = r.choice(INPUTS)
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
    sheet = r.choice([s for s in case.book.worksheets if s.title not in HIDDEN_SHEETS])
    cell = sheet.cell(r.randint(2, 12), r.randint(2, 12))
    if isinstance(cell, Cell) and cell.comment is None:
        cell.comment = Comment(encode_escapes(case.text(r)), "職員")


def page_footer(case: Case, r: random.Random) -> None:
    text = f"頁の文{case.count:03}{r.choice('甲乙丙')}"
    case.count += 1
    case.planted.add(text)
    for old in list(case.planted):
        if old.startswith("頁の文") and old != text:
            case.planted.discard(old)
    case.sheet.oddHeader.left.text = text


def page_footer_of_guide(case: Case, r: random.Random) -> None:
    """Further headers and footers; only .xlsx has those of even pages in the tests' writers."""
    part = r.choice(("left", "center", "right"))
    margin = getattr(case.guide.oddHeader, part)
    if not margin.text:
        margin.text = case.plain("頁の隅の文")


def link(case: Case, r: random.Random) -> None:
    """A link away on a text beside the guide; the text may say where, or not."""
    cell = case.guide.cell(60 + case.count, r.randint(8, 12))
    case.put(cell.row, cell.column, case.plain("リンクの文"), case.guide)
    cell.hyperlink = case.plain("https://example.jp/")


def document_property(case: Case, r: random.Random) -> None:
    kind = r.choice(("subject", "description", "custom"))
    if kind == "custom":
        text = case.plain("独自の文")
        case.book.custom_doc_props.append(StringProperty(name=f"独自{case.count}", value=text))
    elif not getattr(case.book.properties, kind):
        setattr(case.book.properties, kind, case.plain("属性の文"))


def defined_name(case: Case, _r: random.Random) -> None:
    name = case.plain("名前")
    case.book.defined_names[name] = DefinedName(name, attr_text=f'"{case.plain("値の文")}"')


def rule(case: Case, r: random.Random) -> None:
    """A validation rule on a cell that has none."""
    said = DataValidation(type="list", formula1=f'"{case.plain("案一")},{case.plain("案二")}"')
    if r.random() < 0.7:
        said.promptTitle, said.prompt = case.plain("題"), case.plain("入力の文")
    if r.random() < 0.5:
        said.error = case.plain("誤りの文")
    said.add(f"{r.choice('HIJ')}{90 + case.count}")
    case.guide.add_data_validation(said)


def strike(case: Case, r: random.Random) -> None:
    row, column = case.rows.get(r.choice(MEASURES)), case.columns.get(r.choice(INPUTS))
    if row and column and isinstance(case.sheet.cell(row, column), Cell):
        case.sheet.cell(row, column).font = Font(strike=True)


def strike_part(case: Case, r: random.Random) -> None:
    measure, key = r.choice(MEASURES), r.choice(("progress", "remarks"))
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
    row, column = case.rows.get(measure), case.columns.get("progress")
    if row and column:
        text = case.text(r)
        if case.put(row, column, text, copy):
            case.allowed.setdefault((measure, "progress"), set()).add(clean_text(text))
        else:
            case.planted.discard(clean_text(text))


def rename(case: Case, r: random.Random) -> None:
    case.sheet.title = f"改名{r.randrange(100)}"


def hide(case: Case, r: random.Random) -> None:
    row = r.choice(list(case.rows.values()) or [2])
    case.sheet.row_dimensions[row].hidden = True


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


EDITS: tuple[Callable[[Case, random.Random], None], ...] = (
    *(fill, retype_given, retype_title, stray, insert_rows, insert_column, delete_row),
    *(delete_column, sort_rows, swap_columns, merge_answers, comment, page_footer, strike),
    *(strike_part, extra_sheet, copy_sheet, rename, hide, damage_keys, damage_ids),
    *(
        lose_hidden_sheet,
        spoil_common_sheet,
        page_footer_of_guide,
        link,
        document_property,
        defined_name,
        rule,
    ),
)


def start(desk: Path) -> Case:
    path = make_form(desk / "文書課.xlsx", PLAN, DEPARTMENT)
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet = book[SHEET]
    columns = {str(c.value): c.column for c in sheet[1] if c.value and c.column > 1}
    rows = {str(c.value): c.row for c in sheet["A"] if c.value and c.row > 1}
    return Case(book, rows, columns)


Edits = list[tuple[Callable[[Case, random.Random], None], int]]
EDIT_LISTS = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 2**32)), max_size=8)


def check(edits: Edits, save: Callable[[Path], Path], ends: tuple[str, ...] = ODD_ENDS) -> None:
    """Edit a form, save it, read it beside another department's, and look for every text."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        case = start(desk)
        case.ends = ends
        fill(case, random.Random(0))
        for edit, seed in edits:
            edit(case, random.Random(seed))
        case.book.save(desk / "文書課.xlsx")
        sibling = filled_form(desk / "健康課.xlsx", PLAN, "健康課", {})
        result = read(save(desk / "文書課.xlsx"), sibling, plan=PLAN)
    reached = result.texts()
    assert [text for text in case.planted if text not in reached] == []
    for (measure, department), response in result.responses.items():
        if department == DEPARTMENT:
            for key, text in zip(INPUTS, response.answer, strict=True):
                assert not text or text in case.allowed.get((measure, key), set()), (measure, key)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(EDIT_LISTS, st.sampled_from((".xlsx", ".xlsx", ".xlsb")))
@example([(retype_title, 0), (sort_rows, 5), (lose_hidden_sheet, 1)], ".xlsx")
def test_no_text_is_lost_and_none_is_misplaced(edits: Edits, suffix: str) -> None:
    def save(path: Path) -> Path:
        return path if suffix == ".xlsx" else save_as_xlsb(path, path.with_suffix(suffix))

    check(edits, save)


@pytest.mark.client("LibreOffice")
@settings(
    max_examples=max(3, EXAMPLES // 20),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(EDIT_LISTS, st.sampled_from((".xlsx", ".ods", ".xls")))
def test_nor_when_libreoffice_saves_the_form(office: Office, edits: Edits, suffix: str) -> None:
    def save(path: Path) -> Path:
        return office.convert(path, path.with_name(f"saved{suffix}"))

    check(edits, save, PLAIN_ENDS)
