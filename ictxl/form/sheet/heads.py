"""Fill in the placeholders that may stand anywhere: titles, page headers, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.form.sheet.cells import write_text
from ictxl.form.sheet.guide import example_choice, next_step_list_of, rating_list_of
from ictxl.model import Department, Plan
from ictxl.questions import ChoiceList
from ictxl.text.clean import without_controls
from ictxl.text.era import date_label

OF_DEPARTMENT = frozenset({"担当課", "施策数"})
"""Those that differ between the forms of a plan."""


def head_values(plan: Plan, department: Department) -> dict[str, str]:
    """What the placeholders stand for that may be anywhere; all but the count of what is left."""
    return {
        "計画名": plan.title,
        "年度": plan.year_label,
        "担当課": department.name,
        "提出期限": date_label(plan.deadline, plan.year_label),
        "問い合わせ先": plan.contact,
        "施策数": str(len(plan.measures_of(department.name))),
        "凡例": _lines(rating_list_of(plan)),
        "次期展開一覧": _lines(next_step_list_of(plan)),
        "評価の例": example_choice(rating_list_of(plan)),
        "次期展開の例": example_choice(next_step_list_of(plan)),
        "施策の呼び名": measure_word(plan),
    }


def measure_word(plan: Plan) -> str:
    """What the plan calls a measure, as one counts them: 施策, 事業."""
    label = plan.measure_level.label
    return label.removesuffix("名称").removesuffix("名") or label


def _lines(choices: ChoiceList | None) -> str:
    return "\n".join(map(choices.label, choices.choices)) if choices else ""


def form_values(plan: Plan, department: Department) -> dict[str, str]:
    """The same in a form, where a blank would leave a hole: `までに へ返送してください`."""
    values = head_values(plan, department)
    return {name: value or _UNSET.get(name, "") for name, value in values.items()}


_UNSET = {"提出期限": "別にお知らせする日", "問い合わせ先": "送付元"}
"""What a form says where the plan leaves a setting blank."""


def fill_cell(cell: Cell, values: Mapping[str, str]) -> None:
    """Fill in a cell; single characters keep their formats where no placeholder is split."""
    whole = placeholders.fill(str(cell.value), values.get)
    if isinstance(cell.value, CellRichText):
        rich = CellRichText()
        for run in cell.value:
            if isinstance(run, TextBlock):
                rich.append(TextBlock(run.font, placeholders.fill(run.text, values.get)))
            else:
                rich.append(placeholders.fill(run, values.get))
        if str(rich) == whole == without_controls(whole):
            cell.value = rich
            return
    write_text(cell, whole)


def margin_parts(sheet: Worksheet) -> Iterator[Any]:
    """The parts of the sheet's headers and footers that hold placeholders, with their `text`."""
    for margin in (sheet.oddHeader, sheet.oddFooter, sheet.evenHeader, sheet.evenFooter):
        for part in (margin.left, margin.center, margin.right) if margin else ():
            if part.text and placeholders.names_in(part.text):
                yield part


def fill_margin(part: Any, values: Mapping[str, str]) -> None:
    """Fill in a part of a header or footer, where `&` begins a code."""
    printed = {
        name: without_controls(value)[:_PRINTED].replace("&", "&&")
        for name, value in values.items()
    }
    part.text = placeholders.fill(part.text, printed.get)


_PRINTED = 60
"""Characters of a value in a page's header or footer; Excel takes 255 in all."""
