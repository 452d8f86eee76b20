"""The columns of all tables → what a plan asks and gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ictxl import findings
from ictxl.consolidated.reading.any_shape.explained import Explained, pairs_in
from ictxl.consolidated.reading.any_shape.headings.column import Column, IndicatorPart
from ictxl.consolidated.reading.any_shape.headings.kinds import (
    guess_meaning,
    make_list,
    split_choice,
)
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.headings.naming import name_columns
from ictxl.consolidated.reading.any_shape.indicators import IndicatorColumns
from ictxl.consolidated.reading.any_shape.values import is_nothing, one_line, read_amount, unit_in
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.questions import ALWAYS, NEVER, Question, QuestionKind, Respondent
from ictxl.text.clean import fold_name

_KINDS = {
    Meaning.TEXT: QuestionKind.TEXT,
    Meaning.CHOICE: QuestionKind.CHOICE,
    Meaning.NUMERIC: QuestionKind.NUMBER,
    Meaning.MONEY: QuestionKind.MONEY,
    Meaning.RATIO: QuestionKind.RATIO,
    Meaning.DATE: QuestionKind.DATE,
}
_OF_INDICATORS = frozenset(
    {Meaning.INDICATOR, Meaning.UNIT, Meaning.BASELINE, Meaning.GOAL, Meaning.ACTUAL}
)


@dataclass
class Asked:
    """Questions and given columns by the names of their columns."""

    questions: dict[str, Question] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    previous: dict[str, str] = field(default_factory=dict)
    """Name of a column with last year's answers → the question that they answer."""
    indicators: IndicatorColumns = field(default_factory=IndicatorColumns)
    columns: dict[str, Column] = field(default_factory=dict)
    """A column of each name, of the first table that has it."""


def unify(tables: Sequence[Sequence[Column]], taken: Callable[[str], bool]) -> None:
    """Give columns of one heading one name and one meaning, whatever table they stand in."""
    first: dict[str, Column] = {}
    for columns in tables:
        name_columns(columns, taken)
        for column in columns:
            known = first.setdefault(fold_name(column.heading), column)
            if known is not column and column.heading:
                known.texts = [*known.texts, *column.texts]
                known.is_sure = known.is_sure and column.is_sure
    for columns in tables:
        for column in columns:
            known = first[fold_name(column.heading)]
            if column.heading and _may_take(column, known):
                column.meaning, column.name = known.meaning, known.name
    for column in first.values():
        _again(
            column,
            [c for one in tables for c in one if fold_name(c.heading) == fold_name(column.heading)],
        )


def _may_take(column: Column, known: Column) -> bool:
    unique = {Meaning.TITLE, Meaning.NUMBER, Meaning.DEPARTMENT, Meaning.LEVEL}
    return known is not column and column.meaning not in unique and known.meaning not in unique


def _again(column: Column, same: Sequence[Column]) -> None:
    """Guess a kind anew from the values of all tables."""
    kinds = {c.meaning for c in same}
    if len(same) > 1 and kinds <= set(_KINDS) and column.is_sure:
        guess = guess_meaning(column.heading, column.texts, column.family)
        for one in same:
            one.meaning = guess.meaning


def ask(
    tables: Sequence[Sequence[Column]], explained: Explained, money_unit: str, notes: Notes
) -> Asked:
    """What the columns are in a plan. Of one name there is one question or given column."""
    asked = Asked()
    for column in (column for columns in tables for column in columns):
        name = column.name
        if column.part or column.meaning in _OF_INDICATORS:
            asked.indicators.by_name.setdefault(name, column)
        elif column.meaning is Meaning.PREVIOUS:
            asked.previous[name] = column.label
        elif not name or name in asked.columns:
            continue
        elif column.meaning is Meaning.GIVEN:
            asked.given.append(name)
        elif column.meaning.is_answer:
            question = _question(column, _earlier(column, tables), explained, notes)
            if question.kind is QuestionKind.MONEY and not question.unit:
                question = replace(question, unit=money_unit)
            asked.questions[name] = question
        asked.columns.setdefault(column.name, column)
    by_label = {c.label: name for name, c in asked.columns.items() if name in asked.questions}
    asked.previous = {name: by_label.get(of, of) for name, of in asked.previous.items()}
    return asked


def _earlier(column: Column, tables: Sequence[Sequence[Column]]) -> list[str]:
    """What last year's columns of the same words hold."""
    found = [one for columns in tables for one in columns if one.meaning is Meaning.PREVIOUS]
    return [text for one in found if one.label == column.label for text in one.texts]


def _question(
    column: Column, earlier: Sequence[str], explained: Explained, notes: Notes
) -> Question:
    meaning = column.meaning
    respondent = Respondent.DEPARTMENT
    if meaning is Meaning.REVIEW:
        respondent = Respondent.REVIEWER
        meaning = guess_meaning(column.heading, column.texts, column.family).meaning
    kind = _KINDS[meaning]
    choices = None
    if kind is QuestionKind.CHOICE:
        both = [*column.texts, *earlier]
        are_choices = guess_meaning(column.heading, both, column.family).meaning is Meaning.CHOICE
        # Who was rated C last year may be so again.
        said = [t for t in (both if are_choices else column.texts) if not is_nothing(t)]
        legend = _offered(column) or explained.of(split_choice(text)[0] for text in said)
        choices = make_list(column.name, said, legend)
        if not choices.choices:
            kind, choices = QuestionKind.TEXT, None
        elif column.spots and not legend:
            labels = "、".join(map(choices.label, choices.choices))
            notes.at(
                column.spots[-1], findings.CHOICES_FROM_VALUES, heading=column.name, read_as=labels
            )
    unit = _unit(column) if kind.is_number and kind is not QuestionKind.RATIO else ""
    return Question(column.name, kind, choices, unit=unit, asked_of=respondent)


def _offered(column: Column) -> dict[str, str]:
    """The choices that the columns below a heading name, or a heading: 達成度(1~5), 評価 ◎:達成."""
    if column.offered:
        return dict(split_choice(one_line(spot.text)) for spot in column.offered)
    legend = pairs_in("\n".join(spot.text for spot in column.spots))
    if len(legend) > 1:
        return dict(legend)
    match = _RANGE.search(fold_name(column.heading))
    if not match or match["last"] <= match["first"]:
        return {}
    return {chr(code): "" for code in range(ord(match["first"]), ord(match["last"]) + 1)}


_RANGE = re.compile(r"[(（](?P<first>[1A])(?:[~〜～-]|から)(?P<last>[2-9B-F])(?:段階)?[)）]")


def _unit(column: Column) -> str:
    """The unit of a column's numbers: behind them, else in its heading: 決算額(千円)."""
    amounts = [read_amount(text) for text in column.texts]
    units = {amount.unit for amount in amounts if amount and amount.unit}
    if len(units) == 1:
        return units.pop()
    return unit_in(column.heading)


def with_requirements(
    questions: Iterable[Question], answered: Callable[[str], bool]
) -> tuple[Question, ...]:
    """必須 where everybody answered, else 任意."""
    return tuple(
        Question(
            q.name,
            q.kind,
            q.choices,
            unit=q.unit,
            required=ALWAYS if answered(q.name) else NEVER,
            asked_of=q.asked_of,
        )
        for q in questions
    )


def tell_columns(tables: Sequence[Sequence[Column]], notes: Notes, *, is_told: bool) -> None:
    """Say of each heading what its column was taken for; `is_told` where a person said it."""
    told: set[str] = set()
    for column in (column for columns in tables for column in columns):
        notes.use([*column.spots, *column.repeats])
        key, read_as = fold_name(column.heading), reading_of(column)
        if column.spots and key not in told:
            told.add(key)
            for one in column.offered:
                mark = column.marks[0].text if column.marks else "印"
                notes.at(one, findings.MARKED_CHOICE, heading=column.heading, read_as=mark)
            for one in (one for one in column.kinds if one.cell not in told):
                told.add(one.cell)
                notes.at(one, findings.HEADING_READ_AS, heading=one.text, read_as=_KIND_OF_ROW)
            _tell(column, read_as, notes, is_told=is_told)
        for other in column.repeats:
            words = fold_name(other.text)
            if words not in key and words not in told:
                # KPI その2: one more of what the heading says; or the first heading is blank.
                told.add(words)
                notes.at(other, findings.HEADING_READ_AS, heading=other.text, read_as=read_as)


def _tell(column: Column, read_as: str, notes: Notes, *, is_told: bool) -> None:
    spot = column.spots[-1]
    if not column.is_sure and not is_told:
        notes.at(spot, findings.HEADING_GUESSED, heading=column.heading, read_as=read_as)
    elif column.year is not None and column.meaning is Meaning.PREVIOUS:
        notes.at(spot, findings.OLDER_YEAR_GIVEN, heading=column.heading, read_as=read_as)
    elif fold_name(read_as) != fold_name(column.heading):
        notes.at(spot, findings.HEADING_READ_AS, heading=column.heading, read_as=read_as)


_KIND_OF_ROW = "行ごとの目標、実績、年度の別"
_PARTS = {
    IndicatorPart.GIVEN: "指標の列「{}」",
    IndicatorPart.PREVIOUS: "指標の前年度実績",
    IndicatorPart.TARGET_OF_YEAR: "指標の年度ごとの目標値",
    IndicatorPart.RATE: "達成率(計算するので取り込まない)",
}


def reading_of(column: Column) -> str:
    """What a column was taken for, in words: 記入欄(文)「実績」."""
    is_named = column.meaning.is_answer or column.meaning in (Meaning.GIVEN, Meaning.LEVEL)
    named = column.name or column.label
    if column.part is not None:
        return _PARTS[column.part].format(named)
    return f"{column.meaning.value}「{named}」" if is_named and named else column.meaning.value


def plain_headings(tables: Sequence[Sequence[Column]]) -> Iterator[CellSpot]:
    """Cells with headings: each is told of, or says itself what it was read as."""
    for column in (column for columns in tables for column in columns):
        yield from (*column.spots, *column.offered, *column.marks)
        key = fold_name(column.heading)
        yield from (spot for spot in column.repeats if fold_name(spot.text) in key)
