"""The columns of データ: what each shows of an answer, of which type.

The plan's levels, its own columns and its questions each have theirs; a plan of the usual questions
has those that データ has always had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from ictxl.consolidated.table import Answer
from ictxl.consolidated.values import EXACT_DIGITS, data_value
from ictxl.model import Measure, Plan, PolicyArea
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    NEXT_STEP_NAME,
    RATING_LIST_NAME,
    USUAL_LEVELS,
    Choice,
    Level,
    Question,
    QuestionKind,
)
from ictxl.text.clean import fold_name

Value = str | int | Decimal | dt.date


class ColumnType(Enum):
    """What all values of a column are, blank ones aside."""

    TEXT = "文字"
    COUNT = "番号"
    """A count such as 項番; text where it is none."""
    WHOLE = "整数"
    NUMBER = "数"
    DATE = "日付"


class Part(Enum):
    """What of a question a column shows."""

    NONE = ""
    """Nothing: it shows what the plan tells."""
    AREA_NUMBER = "番号"
    """Nothing either, but the number of an area."""

    VALUE = "値"
    """Of a choice the code."""
    LABEL = "名称"
    ENDS = "区分"
    UNREAD = "読めないもの"
    """What was written and is no such value."""


@dataclass(frozen=True)
class DataRow:
    """One answer with the plan it belongs to, as its columns show it."""

    plan: Plan
    answer: Answer

    @property
    def measure(self) -> Measure:
        return self.answer.measure

    @cached_property
    def _path(self) -> tuple[PolicyArea, ...]:
        area = self.plan.area_by_id.get(self.measure.area)
        return self.plan.path_of(area) if area else ()

    def area_at(self, depth: int) -> PolicyArea:
        """What the measure belongs to, so many levels below the top; blank where to none."""
        return self._path[depth] if depth < len(self._path) else _NO_AREA

    @property
    def outlook_meaning(self) -> str:
        outlook = self.plan.outlook_by_mark.get(self.measure.outlook)
        return outlook.meaning if outlook else ""

    @property
    def department_note(self) -> str:
        assignment = self.measure.assignment_of(self.answer.department)
        return assignment.note if assignment else ""


Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading, its value, its width in digits."""

    heading: str
    value: Callable[[Row], Value]
    width: int
    type: ColumnType = ColumnType.TEXT
    number_format: str = ""
    """Of a number or date, as Excel has it; empty for counts."""
    key: str = ""
    """Of the question that it shows."""
    part: Part = Part.NONE


DataColumn = Column[DataRow]


def data_columns(plan: Plan) -> tuple[DataColumn, ...]:
    """The columns of the plan's データ, each under a heading of its own."""
    if plan.review_of:
        return _review_columns(plan.published_questions, plan.levels)
    return _columns(plan.published_questions, plan.levels, plan.given_columns)


@lru_cache(maxsize=8)
def _review_columns(
    questions: tuple[Question, ...], levels: tuple[Level, ...]
) -> tuple[DataColumn, ...]:
    """Those of a second reading: who rated stands where the departments do; what they read, which
    データ has, is left out."""
    columns = (c for c in _columns(questions, levels, ()) if c.heading != _NOTE)
    return tuple(replace(c, heading=READER) if c.heading == _DEPARTMENT else c for c in columns)


READER = "審査した人"
_DEPARTMENT, _NOTE = "担当課", "担当課の注記"


@lru_cache(maxsize=32)
def _columns(
    questions: tuple[Question, ...], levels: tuple[Level, ...], given: tuple[str, ...]
) -> tuple[DataColumn, ...]:
    measure = levels[-1].title_heading
    return tuple(
        _with_own_headings(
            (
                DataColumn("計画名", lambda row: row.plan.title, 20),
                DataColumn("年度(西暦)", lambda row: row.plan.year, 12, ColumnType.COUNT),
                DataColumn("年度(和暦)", lambda row: row.plan.year_label, 22),
                *(
                    column
                    for depth, level in enumerate(levels[:-1])
                    for column in _area_columns(level.label, depth)
                ),
                DataColumn("項番", lambda row: as_number(row.measure.number), 8, ColumnType.COUNT),
                DataColumn(measure, lambda row: row.measure.title, 44),
                DataColumn("目標", lambda row: row.measure.target, 44),
                *(_given_column(heading, place) for place, heading in enumerate(given)),
                DataColumn("今後の展開記号", lambda row: row.measure.outlook, 16),
                DataColumn("今後の展開の意味", lambda row: row.outlook_meaning, 18),
                DataColumn(_DEPARTMENT, lambda row: row.answer.department, 20),
                DataColumn(_NOTE, lambda row: row.department_note, 16),
                DataColumn("提出状況", lambda row: row.answer.state.value, 12),
                *(column for question in questions for column in _question_columns(question)),
            )
        )
    )


_NO_AREA = PolicyArea("", "")


def _area_columns(label: str, depth: int) -> Iterator[DataColumn]:
    yield DataColumn(
        f"{label}番号",
        lambda row: as_number(row.area_at(depth).number),
        14,
        ColumnType.COUNT,
        part=Part.AREA_NUMBER,
    )
    yield DataColumn(f"{label}名称", lambda row: row.area_at(depth).title, 34)


def _given_column(heading: str, place: int) -> DataColumn:
    def value(row: DataRow) -> str:
        return row.measure.given[place] if place < len(row.measure.given) else ""

    return DataColumn(heading, value, 30)


def as_number(code: str) -> str | int:
    """A count as a number; any other code as text."""
    is_count = code.isascii() and code.isdecimal() and len(code) <= EXACT_DIGITS
    return int(code) if is_count and str(int(code)) == code else code


def kind_name(finished: bool) -> str:
    """区分 of a choice."""
    return "終了" if finished else "継続"


# --- questions


def _question_columns(question: Question) -> list[DataColumn]:
    if question.choices:
        return _choice_columns(question)
    if question.kind is QuestionKind.TEXT:
        return [_column(question, question.name, lambda row: row.answer[question], 60)]
    return _typed_columns(question)


_USUAL_LISTS = frozenset({RATING_LIST_NAME, NEXT_STEP_LIST_NAME})
"""Lists whose choices without a name have always had none in データ; of others the code says it."""
_NUMBERED = {NEXT_STEP_LIST_NAME: "次期展開"}
"""Lists whose columns have always had these names, 番号 and 名称."""


def _choice_columns(question: Question) -> list[DataColumn]:
    assert question.choices
    one, name = question.choices, question.name
    short = _NUMBERED.get(one.name) if name == NEXT_STEP_NAME else None
    code, label = (f"{short}番号", f"{short}名称") if short else (f"{name}コード", f"{name}の意味")
    here = "凡例" if one.name == RATING_LIST_NAME else "一覧"
    unlisted = f"{here}にない{short or name}"

    def chosen(row: DataRow) -> Choice:
        return row.answer.chosen(question) or _NOTHING

    def named(row: DataRow) -> str:
        choice = chosen(row)
        return choice.name or ("" if one.name in _USUAL_LISTS else choice.code)

    def ends(row: DataRow) -> str:
        choice = row.answer.chosen(question)
        return kind_name(choice.finished) if choice else ""

    width = 14 if short else 34
    columns = [
        _column(question, code, lambda row: chosen(row).code, 14 if short else 12),
        _column(question, label, named, width, Part.LABEL),
    ]
    if not short and (one.ends or one.name == RATING_LIST_NAME):
        columns.append(_column(question, f"{name}区分", ends, 10, Part.ENDS))
    width = 20 if short else 16
    columns.append(
        _column(question, unlisted, lambda row: row.answer.unlisted(question), width, Part.UNREAD)
    )
    return columns


_NOTHING = Choice("")


def _column(
    question: Question,
    heading: str,
    value: Callable[[DataRow], Value],
    width: int,
    part: Part = Part.VALUE,
) -> DataColumn:
    return DataColumn(heading, value, width, key=question.key, part=part)


def _typed_columns(question: Question) -> list[DataColumn]:
    """The value, and beside it what could not be read as one."""
    none = {QuestionKind.DATE: "日付でない", QuestionKind.WHOLE: "整数でない"}
    heading = question.name_with_unit

    def read(row: DataRow) -> Value:
        value = data_value(question, row.answer[question])
        return "" if value is None else value

    def unread(row: DataRow) -> str:
        text = row.answer[question]
        return text if text and data_value(question, text) is None else ""

    return [
        DataColumn(
            heading,
            read,
            max(12, 2 * len(heading) + 2),
            _TYPES.get(question.kind, ColumnType.NUMBER),
            number_format(question.kind),
            question.key,
            Part.VALUE,
        ),
        _column(
            question,
            f"{none.get(question.kind, '数でない')}{question.name}",
            unread,
            20,
            Part.UNREAD,
        ),
    ]


_TYPES = {QuestionKind.DATE: ColumnType.DATE, QuestionKind.WHOLE: ColumnType.WHOLE}
_FORMATS = {
    QuestionKind.WHOLE: "#,##0",
    QuestionKind.MONEY: "#,##0",
    QuestionKind.RATIO: "0.0%",
    QuestionKind.DATE: "yyyy-mm-dd",
}


def number_format(kind: QuestionKind) -> str:
    """How Excel is to show such values; digits behind the point as they are."""
    return _FORMATS.get(kind, "General")


# --- headings


_LONGEST_HEADING = 240
"""Excel's headings of a table have up to 255 letters, and may go on in further columns."""


def _with_own_headings(columns: Iterable[DataColumn]) -> Iterator[DataColumn]:
    """No two alike: neither a table of Excel nor a frame could hold them."""
    taken: set[str] = set()
    for column in columns:
        heading = _free_heading(" ".join(column.heading.split()), taken)
        taken.add(fold_name(heading).casefold())
        yield column if heading == column.heading else replace(column, heading=heading)


def _free_heading(heading: str, taken: set[str]) -> str:
    begins = heading[:_LONGEST_HEADING]
    count = 1
    tried = begins
    while fold_name(tried).casefold() in taken:
        count += 1
        tried = f"{begins}_{count}"
    return tried


USUAL = Plan("", 0, "", levels=USUAL_LEVELS)
"""What データ is of where the plan does not say itself what is asked."""


def columns_of(columns: Sequence[DataColumn], key: str) -> dict[Part, DataColumn]:
    """The columns of one question by what they show."""
    return {column.part: column for column in columns if column.key == key}
