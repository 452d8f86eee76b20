"""Tables of any shape in a test: a table as little text, and what must come out as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.contract.answer_values import shown_number, typed_value
from ictxl.findings import Severity
from ictxl.model import Plan
from ictxl.plan.new_plan import starting_plan
from ictxl.questions import Question
from ictxl.text.clean import fold_name
from ictxl.text.era import date_label
from ictxl.text.filenames import safe_name
from tests.support.books import load
from tests.support.indicators import indicator_cell, indicator_table
from tests.support.returned_forms import Form

Rows = list[list[str]]


@dataclass(frozen=True)
class Shape:
    """A table, a row a line with `|` between cells, and the plan and answers that it holds."""

    name: str
    table: str
    outcome: str
    merges: tuple[str, ...] = ()
    """Joined cells of the workbook; the text file has none."""
    sheets: tuple[tuple[str, str], ...] = ()
    """Further sheets: name and table."""
    sheet: str = "Sheet1"

    @property
    def rows(self) -> Rows:
        return rows_of(self.table)

    @property
    def is_for_text(self) -> bool:
        """Whether a text file can say the same: one sheet, nothing joined, no line break."""
        is_plain = not self.merges and " // " not in self.table
        return is_plain and not self.sheets and self.sheet == "Sheet1"

    def save(self, folder: Path) -> Path:
        """As a workbook."""
        path = folder / "表.xlsx"
        contents = {self.sheet: self.rows, **{name: rows_of(text) for name, text in self.sheets}}
        save_rows(path, contents, self.merges)
        return path

    def save_text(self, folder: Path) -> Path:
        path = folder / "表.txt"
        path.write_text("\n".join("\t".join(row) for row in self.rows), encoding="utf-8")
        return path


def rows_of(table: str) -> Rows:
    """The cells of a table; `/` with blanks around it is a line break inside a cell."""
    lines = [line.strip() for line in table.strip("\n").split("\n")]
    return [
        [cell.strip().replace(" // ", "\n") for cell in line.split("|")] if line else []
        for line in lines
    ]


def save_rows(path: Path, contents: dict[str, Rows], merges: tuple[str, ...] = ()) -> None:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for index, (name, rows) in enumerate(contents.items()):
        sheet = first if index == 0 else book.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append([cell or None for cell in row])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        for merge in merges if index == 0 else ():
            sheet.merge_cells(merge)
    book.save(path)


def read_shape(path: Path) -> ImportedTable:
    return read_consolidated(path, starting_plan(2000))


def outcome(table: ImportedTable) -> list[str]:
    """What a table holds, a line each, as a person would say it."""
    return [*_plan(table.plan), *_answers(table), *_warnings(table)]


def _plan(plan: Plan) -> Iterator[str]:
    yield f"{plan.title} {plan.year_label}"
    yield "階層 " + " > ".join(f"{level.label} {level.number_style}" for level in plan.levels)
    for area in plan.areas:
        yield f"{area.id} {area.title}"
    for m in plan.measures:
        charge = "、".join(a.label for a in m.assignments)
        target = f" 目標={_line(m.target)}" if m.target else ""
        mark = f" {m.outlook}" if m.outlook else ""
        pairs = zip(plan.given_columns, m.given, strict=True)
        given = "".join(f" {name}={_line(text)}" for name, text in pairs if text)
        yield f"{m.id} {m.title}{mark} [{charge}]{target}{given}"
    yield from map(_question, plan.questions)
    for one in plan.indicators:
        targets = dict(zip(plan.target_years, one.targets, strict=True))
        own = dict(zip(plan.indicator_columns, one.given, strict=True))
        before = {"基準": one.baseline, "前年度": one.previous, "目標": one.target}
        said = {**before, **targets, **own, "向き": one.direction.value}
        parts = " ".join(f"{name}={text}" for name, text in said.items() if text and text != "増")
        yield f"指 {one.measure_id} {one.name} ({one.unit}) {parts}".rstrip()


def _question(question: Question) -> str:
    choices = ""
    if question.choices:
        labels = [question.choices.label(choice) for choice in question.choices.choices]
        choices = f" {'/'.join(labels)}"
    unit = f" {question.unit}" if question.unit else ""
    of = " 審査" if question.asked_of.value == "審査" else ""
    return f"問 {question.name} {question.kind.value}{unit}{choices}{of}"


def _answers(table: ImportedTable) -> Iterator[str]:
    names = {question.key: question.name for question in table.plan.questions}
    for response in table.responses:
        said = " ".join(f"{names[key]}={_line(text)}" for key, text in response.values.items())
        yield f"答 {response.measure} {response.department}: {said}"
    for told in table.indicator_responses:
        yield f"績 {told.measure} {told.department} {told.indicator}: {told.actual}"
    for answer in table.plan.previous:
        said = " ".join(f"{names[key]}={_line(text)}" for key, text in answer.values.items())
        yield f"前 {answer.measure} {answer.department}: {said}"


def _warnings(table: ImportedTable) -> Iterator[str]:
    for found in table.findings:
        if found.severity is not Severity.INFO:
            yield f"確 {found.cell} {found.code}"


def _line(text: str) -> str:
    return text.replace("\n", " // ")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")]


def texts_kept(path: Path, table: ImportedTable, printed: Iterable[str] = ()) -> list[str]:
    """The texts of a file that are in neither plan nor answers nor findings; `printed` are words
    that the table's layout always has."""
    texts = (*everything_in(table), *printed)
    said = "\n".join(fold_name(_plain_numbers(text)) for text in texts)
    lost = []
    for sheet in load(path).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            text = "" if cell.value is None else str(cell.value)
            for piece in _PIECES.split(_plain_numbers(text)):
                if fold_name(piece) and fold_name(piece) not in said:
                    lost.append(f"{sheet.title} {cell.coordinate} {text}")
    return lost


def _plain_numbers(text: str) -> str:
    """1,200 as 1200 and 2.0 as 2: the same numbers."""
    return _ROUND.sub(r"\1", _GROUPED.sub("", text))


_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_ROUND = re.compile(r"(?<![0-9.])([0-9]+)\.0+(?![0-9.])")


def fill_forms(folder: Path, table: ImportedTable) -> None:
    """Type the table's answers into the forms, each into its department's."""
    indicators = {(one.measure_id, one.name): one for one in table.plan.indicators}
    for path in folder.glob("*.xlsx"):
        form = Form(path)
        for response in table.responses:
            if path.stem.partition("_")[2] == safe_name(response.department):
                for question in table.plan.department_questions:
                    if text := response[question.key]:
                        form.cell(response.measure, question.key).value = _typed(question, text)
        for told in table.indicator_responses:
            if path.stem.partition("_")[2] == safe_name(told.department):
                one = indicators[told.measure, told.indicator]
                cell = indicator_cell(*indicator_table(form.book), one)
                cell.value = one.with_unit(told.actual)
        form.save()


def _typed(question: Question, text: str) -> str | Decimal:
    """As a person types it: a choice as the dropdown offers it, a number as a number."""
    choice = question.choices.by_code.get(text) if question.choices else None
    if question.choices and choice:
        return question.choices.offered(choice)
    value = typed_value(question, text)
    return value if isinstance(value, Decimal) else text


_PIECES = re.compile(
    r"[\s、,，・:：=＝()（）【】■●◆□☑☐-]+|(?<=[①-⑳])|(?<=[0-9])%|千円|第(?=[0-9])|[0-9,]+(?=千円|人)|(?<=[0-9])\.(?=[^0-9])"
)
"""What a plan writes in its own way: separators, brackets, units."""


_ALWAYS = ("担当課", "目標", "項番", "今後の展開", "作成日")
"""What every plan has."""


def everything_in(table: ImportedTable) -> Iterator[str]:
    """All texts of plan, answers and findings."""
    plan = table.plan
    yield from (plan.title, plan.year_label, plan.compiled_on, *_ALWAYS)
    for level in plan.levels:
        yield from (level.label, level.number_style)
    for area in plan.areas:
        number = plan.area_number(area)
        yield from (plan.area_label(area), number + area.title, area.number + area.title)
    for m in plan.measures:
        yield from (plan.measure_number(m) + m.title, m.number + m.title)
        yield from (m.target, m.outlook, *m.given)
        yield from (a.label for a in m.assignments)
    yield from (outlook.mark + outlook.meaning for outlook in plan.outlooks)
    yield from plan.given_columns
    for question in plan.questions:
        yield from (question.name, question.unit)
        for choice in question.choices.choices if question.choices else ():
            yield from (choice.code, choice.name, question.shown(choice.code))
    for answer in plan.previous:
        yield from answer.values.values()
    for response in table.responses:
        for question in plan.questions:
            value = typed_value(question, response[question.key])
            yield response[question.key]
            yield date_label(response[question.key])
            yield shown_number(question, value) if isinstance(value, Decimal) else ""
    yield from _of_indicators(table)
    for found in table.findings:
        yield from (found.value, found.message)


def _of_indicators(table: ImportedTable) -> Iterator[str]:
    indicators = {(one.measure_id, one.name): one for one in table.plan.indicators}
    for one in indicators.values():
        yield from (one.name, one.unit, *one.given)
        for number in (one.baseline, one.target, one.previous, *one.targets):
            yield from (number, one.with_unit(number))
    for told in table.indicator_responses:
        yield told.actual
        yield indicators[told.measure, told.indicator].with_unit(told.actual)
