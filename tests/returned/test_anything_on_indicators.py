"""Whatever people do to the table of indicators: no text is lost, none is put in a wrong place."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

import ictxl
from ictxl.form.template.template_file import Template, default_template_path, read_template
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.examples import in_parts
from tests.support.forms import default_template
from tests.support.indicators import REMARK, IndicatorForm, indicator_plan
from tests.support.returned_forms import SHEET

pytestmark = pytest.mark.slow

EXAMPLES = max(12, int(os.environ.get("ICTXL_EXAMPLES", "25")) // 2)
"""Each makes a plan workbook too."""
PLAN = indicator_plan()
ASKED = PLAN.indicators_of("文書課")
NAMES = ("項番", "施策名称", "指標", "単位", "目標値", "実績値", "達成率", "指標備考", "指標点検")


class Case:
    """A form under edit, and the texts that were planted in it."""

    def __init__(self, form: IndicatorForm) -> None:
        self.form, self.sheet = form, form.sheet
        self.placed: dict[str, str] = {}
        """Planted text → the indicator whose row it stands in."""
        self.stray: set[str] = set()

    def rows(self) -> list[int]:
        ids = {indicator.id for indicator in ASKED}
        return [cell.row for cell in self.sheet["A"] if cell.value in ids]

    def columns(self) -> list[int]:
        return [cell.column for cell in self.sheet[self.form.key_row] if cell.value]


Edit = Callable[[Case, random.Random], None]


def insert_row(case: Case, r: random.Random) -> None:
    unmerge(case)
    at = r.choice(case.rows())
    case.sheet.insert_rows(at)


def insert_column(case: Case, r: random.Random) -> None:
    unmerge(case)
    case.sheet.insert_cols(r.choice([c for c in case.columns() if c > 1] or [4]))


def unmerge(case: Case) -> None:
    for area in list(case.sheet.merged_cells.ranges):
        case.sheet.unmerge_cells(area.coord)


def swap_rows(case: Case, r: random.Random) -> None:
    one, other = r.choice(case.rows()), r.choice(case.rows())
    for column in range(1, case.sheet.max_column + 1):
        first, second = case.sheet.cell(one, column), case.sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def lose_ids(case: Case, r: random.Random) -> None:
    case.sheet.cell(r.choice(case.rows()), 1).value = None


def lose_keys(case: Case, _: random.Random) -> None:
    for cell in case.sheet[case.form.key_row]:
        if str(cell.value or "").startswith("indicator_"):
            cell.value = None


def copy_row(case: Case, r: random.Random) -> None:
    source, target = r.choice(case.rows()), case.sheet.max_row + 1
    for cell in case.sheet[source]:
        case.sheet.cell(target, cell.column).value = copy(cell.value)


def copy_sheet(case: Case, _: random.Random) -> None:
    case.form.book.copy_worksheet(case.sheet)


def rename(case: Case, _: random.Random) -> None:
    case.sheet.title = "数値"


def stray(case: Case, r: random.Random) -> None:
    text = f"欄外の文{len(case.stray):03}"
    row = r.randrange(2, case.sheet.max_row + 4)
    case.sheet.cell(row, case.sheet.max_column + r.randrange(1, 3)).value = text
    case.stray.add(text)


def retype_name(case: Case, r: random.Random) -> None:
    text = f"別の指標{len(case.stray):03}"
    keys = {c.value: c.column for c in case.sheet[case.form.key_row] if c.value}
    if "indicator_name" in keys:
        cell = case.sheet.cell(r.choice(case.rows()), keys["indicator_name"])
        case.stray.discard(str(cell.value))  # a name typed before gives way
        cell.value = text
        case.stray.add(text)


def strike(case: Case, r: random.Random) -> None:
    keys = {c.value: c.column for c in case.sheet[case.form.key_row] if c.value}
    if REMARK in keys:
        case.sheet.cell(r.choice(case.rows()), keys[REMARK]).font = Font(strike=True)


def lose_hidden_sheets(case: Case, _: random.Random) -> None:
    for name in ("_ictxl", "_ictxl_common"):
        if name in case.form.book.sheetnames:
            del case.form.book[name]


EDITS: list[Edit] = [
    *(insert_row, insert_column, swap_rows, lose_ids, lose_keys, copy_row, copy_sheet),
    *(rename, stray, retype_name, strike, lose_hidden_sheets),
]


def below_the_measures() -> Template:
    """A template whose indicators stand on the input sheet."""
    book = load(default_template_path())
    row = book[SHEET].max_row + 2
    for column, name in enumerate(NAMES, 2):
        book[SHEET].cell(row, column).value = f"見出し {name}"
        book[SHEET].cell(row + 1, column).value = "{" + name + "}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ひな形.xlsx"
        book.save(path)
        return read_template(path, PLAN)


TEMPLATES = (default_template(), below_the_measures())


@in_parts
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 2**32)), max_size=6),
)
def test_no_text_is_lost_and_none_is_misplaced(
    is_below: bool, edits: list[tuple[Edit, int]]
) -> None:
    template = TEMPLATES[is_below]
    with tempfile.TemporaryDirectory() as folder:
        case = Case(IndicatorForm(Path(folder) / "文書課.xlsx", PLAN, template=template))
        for number, indicator in enumerate(ASKED):
            for text, key in ((f"値{number:03}", "indicator_actual"), (f"文{number:03}", REMARK)):
                case.form.cell(indicator, key).value = text
                case.placed[text] = indicator.name
        for edit, seed in edits:
            if case.rows():
                edit(case, random.Random(seed))
        plan = Path(folder) / "plan.xlsx"
        write_plan(PLAN, plan)
        read = ictxl.read(case.form.save(), plan=plan)
    told = "\n".join(found.value for found in read.findings)
    texts = {t: r.indicator for r in read.indicator_responses for t in r.values.values()}
    lost = [t for t in (*case.placed, *case.stray) if t not in texts and t not in told]
    foreign = [text.text for s in read.submissions if s.foreign for text in s.foreign.texts()]
    assert [text for text in lost if text not in foreign] == []
    renamed = any(edit is retype_name for edit, _ in edits)
    if not renamed:
        assert {t: name for t, name in texts.items() if case.placed.get(t, name) != name} == {}
