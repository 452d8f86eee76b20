"""How a question is answered in its cell: number format, dropdown, limits, prompt and warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from ictxl.contract.answer_values import shown_number
from ictxl.model import Plan
from ictxl.questions import ChoiceList, Question, QuestionKind, RequirementKind
from ictxl.text.clean import without_controls

MAX_PROMPT = 255
"""Characters of an input prompt or error box (Excel; LibreOffice shows more)."""
MAX_TITLE = 32
"""Characters of its title."""
_MOST_OF_UNIT = 20
"""Characters of a unit that a number is shown with; longer ones stand in the heading only."""
ERA_DATE = '[$-411]ggge"年"m"月"d"日"'
"""令和8年12月25日; both Excel and LibreOffice know it."""


def number_format(question: Question) -> str:
    """Of the question's cells; texts and choices stay text, whatever is typed."""
    if question.kind is QuestionKind.DATE:
        return ERA_DATE
    if not question.kind.is_number:
        return "@"
    if question.kind is QuestionKind.RATIO:
        return "0.0%"
    digits = "General" if question.kind is QuestionKind.NUMBER else "#,##0"
    unit = shown_unit(question)
    return f'{digits}"{unit}"' if unit else digits


def shown_unit(question: Question) -> str:
    """The unit that stands behind each number; empty where it is too long for that."""
    unit = without_controls(question.unit).replace('"', "").strip()
    return unit if len(unit) <= _MOST_OF_UNIT else ""


def entry_rule(plan: Plan, question: Question, ranges: Mapping[str, str]) -> DataValidation:
    """Dropdown, limit and prompt of the question's cells; `ranges` are those of the lists."""
    if question.choices:
        return _choice(plan, question, question.choices, ranges.get(question.choices.name, ""))
    if question.kind is QuestionKind.TEXT:
        return _text(plan, question)
    if question.kind is QuestionKind.DATE:
        return _date(plan, question)
    return _number(plan, question)


def _choice(plan: Plan, question: Question, choices: ChoiceList, source: str) -> DataValidation:
    """A dropdown of the range `source`; without one only the prompt."""
    offered = ("、" if choices.offers_labels else " ").join(map(choices.offered, choices.choices))
    which = offered if choices.offers_labels else f"{question.name}は {offered}"
    return DataValidation(
        type="list" if source else None,
        formula1=source or None,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=bool(source),
        promptTitle=_title(question.name),
        prompt=_prompt(
            [question.hint, f"▼から選びます。{demand(plan, question)}"],
            map(choices.label, choices.choices),
        ),
        errorTitle=_title(question.name),
        error=_shorten(
            f"{which} から選んでください。「再試行」で選び直すか、「キャンセル」で元に戻します。"
        ),
        imeMode="off",
    )


def _text(plan: Plan, question: Question) -> DataValidation:
    hint = f"{question.hint}\n" if question.hint else ""
    if question.published:
        hint = hint or ("" if plan.review_of or question != plan.leading_text else _HINT)
        lead = f"{hint}改行は Alt+Enter です。{demand(plan, question)}"
    else:
        # Who is told to write what there is need not be told that it may be left out.
        is_optional = question.required.kind is RequirementKind.NEVER
        told = "" if is_optional else demand(plan, question)
        lead = f"{hint or _UNPUBLISHED_HINT}公表されません。{told}"
    limit = question.limit
    if limit is None:
        return _rule(question, _shorten(lead), type=None, imeMode="hiragana")
    return _rule(
        question,
        _prompt([lead], [f"{limit}文字以内が目安です。"]),
        f"{question.name}が長すぎます",
        f"{limit}文字を超えています。このままでも提出できますが、短くできないか検討して"
        f"ください。\n{_YES}",
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(limit),
        imeMode="hiragana",
    )


_HINT = "この年度に行ったことを、回数や人数を入れて書いてください。"
_UNPUBLISHED_HINT = "取りまとめの担当への連絡や質問があれば書いてください。"
_YES = "このまま入力するときは「はい」を選びます。"


def _number(plan: Plan, question: Question) -> DataValidation:
    is_whole = question.kind is QuestionKind.WHOLE
    low, high = question.minimum, question.maximum
    what = "整数" if is_whole else "数"
    lead = f"{question.hint}\n" if question.hint else ""
    lead += f"{what}だけを入れます。"
    if question.kind is QuestionKind.RATIO:
        lead += "50% は「50%」と入れます。"
    elif question.unit:
        lead += f"「{question.unit}」は付けません。"
    within = "、".join(bounds(question))
    return _rule(
        question,
        _prompt([lead + demand(plan, question)], bounds(question)),
        f"{question.name}を確かめてください",
        f"{what}でないか、範囲から外れています。{within}\n直すときは「いいえ」を、{_YES}",
        type="whole" if is_whole else "decimal",
        operator="between",
        formula1=f"{_LOWEST if low is None else low:f}",
        formula2=f"{-_LOWEST if high is None else high:f}",
        imeMode="off",
    )


_LOWEST = Decimal(-(10**15))
"""A number below all that Excel keeps exactly."""


def bounds(question: Question) -> Iterator[str]:
    """What the number lies between, as a sentence; none where it may be any."""
    low, high = (
        "" if number is None else shown_number(question, number)
        for number in (question.minimum, question.maximum)
    )
    if low or high:
        yield f"{low and low + '以上'}{'、' if low and high else ''}{high and high + '以下'}です。"


def _date(plan: Plan, question: Question) -> DataValidation:
    lead = f"{question.hint}\n" if question.hint else ""
    return _rule(
        question,
        _shorten(f"{lead}日付を 2026/12/25 か R8.12.25 のように入れます。{demand(plan, question)}"),
        f"{question.name}を確かめてください",
        "日付として読めません。2026/12/25 か R8.12.25 のように入れてください。\n"
        f"直すときは「いいえ」を、{_YES}",
        type="date",
        operator="between",
        formula1=_FIRST_DAY,
        formula2=_LAST_DAY,
        imeMode="off",
    )


_FIRST_DAY, _LAST_DAY = (
    str((day - dt.date(1899, 12, 30)).days) for day in (dt.date(1912, 7, 30), dt.date(2199, 12, 31))
)
"""A spreadsheet's numbers of 大正's first day, from which on its 和暦 is sure, and of a day beyond
any plan."""


def demand(plan: Plan, question: Question) -> str:
    """When the question need not or must be answered; nothing where it always must."""
    required = question.required
    if required.kind is RequirementKind.UNLESS_FINISHED:
        ending = (q for q in plan.department_questions if q.choices and q.choices.ends)
        first = next((q for q in ending if q is not question), None)
        return f"終了の{first.name}のときは空欄でも構いません。" if first else ""
    if required.kind is RequirementKind.WHERE_CHOSEN:
        codes = "、".join(required.codes)
        return f"{required.question}が {codes} のときは必ず記入してください。"
    return "なければ空欄で構いません。" if required.kind is RequirementKind.NEVER else ""


def _rule(
    question: Question, prompt: str, title: str = "", warning: str = "", **kind: Any
) -> DataValidation:
    """A rule that lets pass what is against it, with a warning: nothing is to get lost."""
    warned: dict[str, Any] = {}
    if warning:
        warned = {"showErrorMessage": True, "errorStyle": "warning"}
        warned |= {"errorTitle": _title(title), "error": _shorten(warning)}
    return DataValidation(
        allow_blank=True,
        showInputMessage=True,
        promptTitle=_title(question.name),
        prompt=prompt,
        **kind,
        **warned,
    )


def _prompt(leads: Iterable[str], lines: Iterable[str]) -> str:
    """The leads and as many of the lines as a prompt holds; a cut list says so."""
    more = "\n(続きは「凡例」を見てください)"
    text = _shorten("\n".join(filter(None, leads)), MAX_PROMPT - len(more))
    for line in map(without_controls, lines):
        if len(text) + len(line) + 1 > MAX_PROMPT - len(more):
            return text + more
        text += f"\n{line}"
    return text


def _shorten(text: str, limit: int = MAX_PROMPT) -> str:
    lines = "\n".join(map(without_controls, text.split("\n")))
    return lines if len(lines) <= limit else lines[: limit - 1] + "…"


def _title(text: str) -> str:
    return _shorten(text.replace("\n", " "), MAX_TITLE)
