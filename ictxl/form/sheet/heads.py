"""Fill in the placeholders that may stand anywhere; what 記入方法 tells about filling a form in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.answer_values import shown_number
from ictxl.form.sheet.cells import write_text
from ictxl.form.sheet.entry_rules import bounds, demand
from ictxl.model import Department, Plan
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    RATING_LIST_NAME,
    ChoiceList,
    Question,
    QuestionKind,
    RequirementKind,
)
from ictxl.text.clean import without_controls
from ictxl.text.era import date_label


def lists_of(plan: Plan) -> tuple[ChoiceList, ...]:
    """The lists that departments choose from, each once."""
    asked = plan.department_questions
    return tuple({q.choices.name: q.choices for q in asked if q.choices}.values())


def rating_list_of(plan: Plan) -> ChoiceList | None:
    """The list of 凡例: the one of that name, else that of the first 選択 which has no place of its
    own."""
    lists = [one for one in lists_of(plan) if one.name != NEXT_STEP_LIST_NAME]
    return next((one for one in lists if one.name == RATING_LIST_NAME), next(iter(lists), None))


def next_step_list_of(plan: Plan) -> ChoiceList | None:
    """The list of 次期展開, where a question chooses from it."""
    return next((one for one in lists_of(plan) if one.name == NEXT_STEP_LIST_NAME), None)


_NAMED = 4
"""So many questions are named in a sentence; of more, the first."""


def guide_steps(plan: Plan) -> Sequence[str]:
    """The way of a department through its form, a sentence or two a step."""
    return [text for text in _steps(plan) if text]


def _steps(plan: Plan) -> Iterator[str]:
    questions = plan.department_questions
    choices = [q for q in questions if q.choices]
    texts = [q for q in questions if q.kind is QuestionKind.TEXT and q.published]
    numbers = [q for q in questions if q.kind.is_number]
    yield (
        "入力のシートを開き、色の付いた欄に記入します。濃い黄色は必ず、薄い黄色は必要なときに"
        "記入します。ほかの欄は変えられません。"
    )
    if choices:
        yield f"{_named(choices)}は、▼ から選びます。選択肢の意味は「凡例」シートにあります。"
    if texts:
        about = "" if plan.review_of else f"{plan.year_label}のことを"
        yield f"{_named(texts)}は、{about}文で書きます。セルの中の改行は Alt+Enter です。"
    if numbers:
        yield f"{_named(numbers)}は、数だけを入れます。単位や桁区切りは自動で付きます。"
    if any(q.kind is QuestionKind.DATE for q in questions):
        yield "日付は 2026/12/25 か R8.12.25 のように入れます。和暦で表示されます。"
    deadline = date_label(plan.deadline, plan.year_label) or "別にお知らせする日"
    yield (
        f"「点検」がすべて「よし」になったら上書き保存し、{deadline} までに "
        f"{plan.contact or '送付元'} へ返送してください。"
    )


def _named(questions: Sequence[Question]) -> str:
    names = "".join(f"「{q.name}」" for q in questions[:_NAMED])
    return f"{names}など" if len(questions) > _NAMED else names


def question_lines(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Of each question its name, how it is answered, and an example."""
    for question in plan.department_questions:
        yield question.name, how_to_answer(plan, question), example(plan, question)


def how_to_answer(plan: Plan, question: Question) -> str:
    """When it must be answered and in what."""
    is_always = question.required.kind is RequirementKind.ALWAYS
    when = "必ず記入します。" if is_always else demand(plan, question)
    kind = question.kind
    what = {
        QuestionKind.CHOICE: "▼ から選びます。",
        QuestionKind.DATE: "日付を入れます。",
        QuestionKind.WHOLE: "整数を入れます。",
        QuestionKind.RATIO: "割合を「50%」のように入れます。",
    }.get(kind, "数を入れます。" if kind.is_number else "文で書きます。")
    limit = f"{question.limit}文字以内が目安です。" if question.limit is not None else ""
    within = "".join(bounds(question)) if kind.is_number else ""
    private = "" if question.published else "公表されません。"
    lead = f"{question.hint}\n" if question.hint else ""
    return "".join((lead, when, what, limit, within, private))


def example(plan: Plan, question: Question) -> str:
    """What might be answered, as the cell shows it."""
    if question.choices:
        return example_choice(question.choices)
    if question.kind is QuestionKind.TEXT:
        is_report = question == plan.leading_text and not plan.review_of
        return _TEXT if is_report else ""
    if question.kind is QuestionKind.DATE:
        return "令和8年12月25日"
    number = Decimal("0.5") if question.kind is QuestionKind.RATIO else Decimal(120)
    if question.minimum is not None:
        number = max(number, question.minimum)
    if question.maximum is not None:
        number = min(number, question.maximum)
    return shown_number(question, number)


_TEXT = "市内6か所で講座を計12回開催し、延べ180人が参加した。"


def example_choice(choices: ChoiceList | None) -> str:
    """Of signs the second that goes on, for the first is the rare best one; else the first."""
    if not choices or not choices.choices:
        return ""
    going_on = [c for c in choices.choices if not c.finished] or list(choices.choices)
    is_second = not choices.offers_labels and len(going_on) > 1
    return choices.offered(going_on[1 if is_second else 0])


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
