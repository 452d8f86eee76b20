"""This year's answers and indicators beside those of earlier years, measure by measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ictxl.consolidated.indicator_entries import IndicatorEntry
from ictxl.consolidated.summary import (
    UNCHOSEN,
    Category,
    choice_code,
    listed_categories,
    short,
)
from ictxl.consolidated.table import Answer, ConsolidatedTable, State
from ictxl.consolidated.values import data_value, shown_answer
from ictxl.indicators import ACTUAL_NAME, REMARK_NAME, Indicator, number_of, percent
from ictxl.model import Measure, Plan
from ictxl.questions import Choice, Question
from ictxl.text.clean import fold_name
from ictxl.text.era import read_fiscal_year

MOST_YEARS = 5
"""Earlier years that are shown beside this one."""

Place = tuple[str, str]
"""Measure id and department, as one year has them."""
Line = tuple[Place | None, ...]
"""One department's place on a measure in each earlier year, then in this one; None where the year
does not have it."""


@dataclass(frozen=True)
class YearHistory:
    """The tables of earlier years, from the earliest on, and what in them is the same."""

    tables: tuple[ConsolidatedTable, ...]
    measures: tuple[tuple[Line, ...], ...]
    """For each measure, this year's first, a line for each department on it."""


def read_year_name(text: str, this_year: int) -> int | None:
    """`前年度`, `前々年度`, `R5`, `令和5年度`, `2019` → the western year; None for other texts."""
    back = _YEARS_BACK.get(fold_name(text).removesuffix("度"))
    return this_year - back if back else read_fiscal_year(text)


_YEARS_BACK = {"前年": 1, "昨年": 1, "去年": 1, "前々年": 2, "一昨年": 2}


@dataclass(frozen=True)
class YearQuestion:
    """A question over the years, matched by its name; None where a year does not ask it."""

    question: Question
    asked: tuple[Question | None, ...]

    @property
    def is_number(self) -> bool:
        return self.question.kind.is_number


@dataclass(frozen=True)
class YearRow:
    """One department on one measure: its answer in each year; None where it had none to give."""

    measure: Measure
    """As the last year has it that has it at all."""
    department: str
    answers: tuple[Answer | None, ...]
    remark: str


class YearTable:
    """The answers of all years, this one last."""

    def __init__(self, table: ConsolidatedTable, history: YearHistory) -> None:
        self.tables = (*history.tables, table)
        self.measures = history.measures
        self._answers = [{(a.measure.id, a.department): a for a in t.answers} for t in self.tables]

    @property
    def plans(self) -> list[Plan]:
        return [table.plan for table in self.tables]

    @property
    def labels(self) -> list[str]:
        """令和5年度, 令和6年度 …"""
        return [plan.year_label for plan in self.plans]

    @cached_property
    def questions(self) -> tuple[YearQuestion, ...]:
        """What is compared: the leading choice, then each scale and number that this year and an
        earlier one ask."""
        this = self.plans[-1]
        made = (
            YearQuestion(q, tuple(_asked(plan, q, this) for plan in self.plans))
            for q in this.published_questions
            if q.is_choice or q.kind.is_number
        )
        this_one = this.leading_choice
        told = [one for one in made if one.question is this_one or self._tells_something(one)]
        return tuple(sorted(told, key=lambda one: one.question is not this_one))

    def _tells_something(self, asked: YearQuestion) -> bool:
        if not any(asked.asked[:-1]) or asked.question.offers_labels:
            return False
        return not asked.is_number or any(count for count, _ in self.numbers(asked))

    @cached_property
    def rows(self) -> tuple[YearRow, ...]:
        rows = (self._row(line, lines) for lines in self.measures for line in lines)
        # Who has told of indicators only has no answer in any year.
        return tuple(row for row in rows if any(row.answers))

    def _row(self, line: Line, of_measure: Sequence[Line]) -> YearRow:
        answers = tuple(
            of.get(place) if place else None for of, place in zip(self._answers, line, strict=True)
        )
        last, end = _last(line), max(map(_last, of_measure))
        measure = self.last_measure(of_measure)
        department = (line[last] or ("", ""))[1]
        ended = [self._ended(last, end)] if last < len(line) - 1 else []
        remarks = [*ended, *self._remarks(line, measure, department)]
        return YearRow(measure, department, answers, "\n".join(remarks))

    def last_measure(self, lines: Sequence[Line]) -> Measure:
        """A measure, by its lines, as the last year has it that has it at all."""
        end = max(map(_last, lines))
        return self.plans[end].measure_by_id[next(p[0] for one in lines if (p := one[end]))]

    def _ended(self, last: int, end: int) -> str:
        return f"{'担当は' if last < end else ''}{self.labels[last]}まで"

    def _remarks(self, line: Line, measure: Measure, department: str) -> Iterator[str]:
        """Each number and name that it had before."""
        number, name = measure.id, measure.title
        for index in reversed(range(len(line))):
            if not (place := line[index]):
                continue
            then = self.plans[index].measure_by_id[place[0]]
            said = [
                f"項番 {then.id}" if then.id != number else "",
                f"名称「{short(then.title, _REMARKED)}」" if _differ(then.title, name) else "",
                place[1] if place[1] != department else "",
            ]
            if any(said):
                yield f"{self.labels[index]}: {'、'.join(filter(None, said))}"
            (number, department), name = place, then.title

    def code(self, asked: YearQuestion, year: int, answer: Answer | None) -> str:
        """What an answer is counted as in the `year`th table: a choice, or why there is none."""
        question = asked.asked[year]
        if answer is None or question is None:
            return ""
        return choice_code(answer, question)

    def said(self, asked: YearQuestion | None, year: int, answer: Answer | None) -> str:
        """How the `year`th answer is shown: a choice by its code, any other text as it was written,
        or why there is none. Without a question whether there is an answer."""
        if answer is None or (asked and asked.asked[year] is None):
            return NOT_THERE
        if asked is None:
            return answer.state.value
        text = answer[asked.asked[year]]
        if len(text) > _LONGEST:
            return text[: _LONGEST - 1] + "…"
        return text or self.code(asked, year, answer)

    def categories(self, asked: YearQuestion) -> list[tuple[Category, tuple[int | None, ...]]]:
        """Each choice with the answers of each year that chose it; None where a year did not ask.

        This year's choices in their order, then those that only earlier years had.
        """
        counts = [
            Counter(self.code(asked, year, answer) for answer in table.answers)
            for year, table in enumerate(self.tables)
        ]
        listed: dict[str, Category] = {}
        for question in filter(None, (asked.question, *reversed(asked.asked))):
            for category in listed_categories(question):
                listed.setdefault(category.code, category)
        for other in UNCHOSEN:
            if any(count[other.code] for count in counts):
                listed.setdefault(other.code, other)
        return [
            (one, tuple(c[code] if q else None for c, q in zip(counts, asked.asked, strict=True)))
            for code, one in listed.items()
        ]

    def numbers(self, asked: YearQuestion) -> list[tuple[int, Decimal | None]]:
        """Of each year how many answers are numbers, and their sum; of shares the mean."""
        made: list[tuple[int, Decimal | None]] = []
        for table, question in zip(self.tables, asked.asked, strict=True):
            values = [data_value(question, a[question]) for a in table.answers] if question else []
            numbers = [value for value in values if isinstance(value, Decimal)]
            made.append((len(numbers), asked.question.total(numbers)))
        return made

    def changed_meanings(self, asked: YearQuestion) -> Iterator[str]:
        """What is said of a code that meant something else in an earlier year."""
        now = {c.code: c.name for c in _listed(asked.question)}
        for label, question in zip(self.labels[:-1], asked.asked, strict=False):
            for choice in _listed(question) if question else ():
                if choice.code in now and _differ(choice.name, now[choice.code]):
                    yield (
                        f"{label}の{asked.question.name}「{choice.code}」の意味は"
                        f"「{short(choice.name)}」でした。"
                    )

    # --- for placeholders

    def value(self, heading: str, year: int, place: Place) -> str:
        """What a department of this year's table answered to a question in that year, as it is
        printed: `B`, `1,200千円`; empty where the year is not there, did not ask, or has no
        answer."""
        found = self.place_in(year, place)
        if found is None:
            return ""
        index, there = found
        wanted = fold_name(heading)
        plan, this = self.plans[index], self.plans[-1]
        question = next((q for q in plan.published_questions if fold_name(q.name) == wanted), None)
        if question is None and (leading := this.leading_choice):
            question = plan.leading_choice if fold_name(leading.name) == wanted else None
        answer = self._answers[index].get(there)
        return _printed(question, answer[question]) if answer and question else ""

    def place_in(self, year: int, place: Place) -> tuple[int, Place] | None:
        """The index of that year and the place in it of what is at `place` in this one."""
        index = next((i for i, plan in enumerate(self.plans) if plan.year == year), None)
        line = self._line_of.get(place)
        there = line[index] if line and index is not None else None
        return (index, there) if there and index is not None else None

    @cached_property
    def _line_of(self) -> dict[Place, Line]:
        return {line[-1]: line for lines in self.measures for line in lines if line[-1]}


def _last(line: Line) -> int:
    """The index of the last year that has it."""
    return next(index for index in reversed(range(len(line))) if line[index])


NOT_THERE = "―"
"""Stands where a year did not have the measure, the department on it, or the question."""
_LONGEST = 200
"""Letters that are shown of an answer: 進捗状況 and データ have all."""
_REMARKED = 60
"""Letters of a former name in a remark."""


def _asked(plan: Plan, question: Question, this: Plan) -> Question | None:
    """The same question in another year's plan: by its name; the leading choice, whatever it is
    called."""
    found = next((q for q in plan.published_questions if _is_same(q, question)), None)
    if found is None and question is this.leading_choice:
        return plan.leading_choice
    return found


def _is_same(one: Question, other: Question) -> bool:
    if fold_name(one.name) != fold_name(other.name):
        return False
    if one.kind.is_number and other.kind.is_number:
        return one.measured_in == other.measured_in
    return one.is_choice and other.is_choice


def _printed(question: Question, text: str) -> str:
    return text if question.is_scale else shown_answer(question, text)


def _listed(question: Question) -> Sequence[Choice]:
    return question.choices.choices if question.choices else ()


def _differ(one: str, other: str) -> bool:
    return fold_name(one) != fold_name(other)


RATE_NAME = "達成率"
DATED = (ACTUAL_NAME, "目標値", "基準値", RATE_NAME, REMARK_NAME)
"""What of an indicator is asked for by year."""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of a measure, as one department told of it: what each year has of it."""

    number: str
    title: str
    department: str
    indicator: Indicator
    """As the last year has it that has it at all."""
    entries: tuple[IndicatorEntry | None, ...]

    @property
    def name(self) -> str:
        unit = self.indicator.unit
        return f"{self.indicator.name}({unit})" if unit else self.indicator.name


class YearIndicators:
    """The indicators of all years, this one last; one counts as the same by its measure, its name
    and its unit."""

    def __init__(self, years: YearTable) -> None:
        self.years = years
        self._entries = [_by_place(table.indicator_entries) for table in years.tables]

    @cached_property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """In the order of 年度推移's list; none where only one year has any indicators."""
        if sum(map(bool, self._entries)) < _FEWEST_YEARS:
            return ()
        return tuple(
            row
            for lines in self.years.measures
            for line in lines
            for row in self._rows(self.years.last_measure(lines), line)
        )

    def _rows(self, measure: Measure, line: Line) -> Iterator[IndicatorRow]:
        told = [
            of.get(place, {}) if place else {}
            for of, place in zip(self._entries, line, strict=True)
        ]
        for key in dict.fromkeys(key for of in reversed(told) for key in of):
            entries = tuple(of.get(key) for of in told)
            last = next(entry for entry in reversed(entries) if entry)
            yield IndicatorRow(measure.id, measure.title, last.department, last.indicator, entries)

    def rates(self) -> list[tuple[int, Decimal | None]]:
        """Of each year how many 達成率 there are, and their mean."""
        made: list[tuple[int, Decimal | None]] = []
        for table in self.years.tables:
            rates = [entry.rate for entry in table.indicator_entries if entry.rate is not None]
            made.append((len(rates), sum(rates, Decimal(0)) / len(rates) if rates else None))
        return made

    def value(self, heading: str, year: int, place: Place, name: str) -> str:
        """`{実績値:R5}` of the indicator of that name: what a department of this year's table told
        in that year, as it is printed; empty where it told nothing then."""
        there = self.years.place_in(year, place)
        if there is None:
            return ""
        index, place = there
        wanted = fold_name(name)
        of_measure = self._entries[index].get(place, {})
        entry = next((e for (known, _), e in of_measure.items() if known == wanted), None)
        if entry is None:
            return ""
        own = entry.indicator
        texts = (own.with_unit(entry.actual), own.with_unit(own.target))
        others = (own.with_unit(own.baseline), percent(entry.rate), entry.remark)
        return dict(zip(DATED, (*texts, *others), strict=True)).get(fold_name(heading), "")


_FEWEST_YEARS = 2
_Key = tuple[str, str]
"""Folded name and unit."""


def _by_place(entries: Sequence[IndicatorEntry]) -> dict[Place, dict[_Key, IndicatorEntry]]:
    found: dict[Place, dict[_Key, IndicatorEntry]] = {}
    for entry in entries:
        key = fold_name(entry.indicator.name), fold_name(entry.indicator.unit)
        found.setdefault((entry.measure.id, entry.department), {})[key] = entry
    return found


def actual_of(entry: IndicatorEntry) -> Decimal | str:
    """The actual as a number, as it was written, or why there is none."""
    number = number_of(entry.actual)
    if number is not None:
        return number
    return entry.actual or (State.BLANK if entry.is_submitted else State.MISSING).value
