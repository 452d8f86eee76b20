"""How a form's hidden sheets tell the plan as records: what it asks, and its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from ictxl.indicators import Direction, Indicator
from ictxl.model import Plan
from ictxl.questions import (
    USUAL_LEVELS,
    Choice,
    ChoiceList,
    Level,
    Question,
    QuestionKind,
    RateBound,
    Requirement,
    RequirementKind,
    Respondent,
    next_step_list,
    rating_list,
    usual_questions,
)

Records = Mapping[str, Sequence[Sequence[str]]]
"""Kind → the records' fields; short ones are filled up with blank fields."""
QUESTION_KINDS = frozenset(
    {"rating", "next_step", "list", "choice", "question", "level", "given_column"}
)
"""Kinds of records of which there may be many."""


def question_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """What the plan asks. The usual questions are told as forms have always told them."""
    if plan.asks_the_usual:
        yield from _usual_rows(plan)
    else:
        yield from _own_rows(plan)
    if plan.levels != USUAL_LEVELS:
        for level in plan.levels:
            yield ("level", level.label, level.number_style)
    for heading in plan.given_columns:
        yield ("given_column", heading)
    for o in plan.outlooks:
        yield ("outlook", o.mark, o.meaning)


def _usual_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    rating, progress, step, _ = plan.questions
    yield ("progress_limit", "" if progress.limit is None else str(progress.limit))
    for kind, question in (("rating", rating), ("next_step", step)):
        for c in question.choices.choices if question.choices else ():
            yield (kind, c.code, c.name, mark(c.finished))


def _own_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    for one in plan.lists:
        yield ("list", one.name, one.separator, mark(one.offers_labels))
        for c in one.choices:
            yield ("choice", one.name, c.code, c.name, mark(c.finished))
    if not plan.questions:
        yield ("question",)  # without any, the usual ones would be meant
    for q in plan.questions:
        yield (
            "question",
            q.name,
            q.kind.value,
            q.choices.name if q.choices else "",
            q.unit,
            q.required.kind.value,
            q.required.question,
            "\n".join(q.required.codes),
            _number(q.minimum),
            _number(q.maximum),
            q.asked_of.value,
            mark(q.published),
            q.hint,
            *_bounds_told(q.rate_bounds),
        )


def read_questions(records: Records, progress_limit: str) -> tuple[Question, ...]:
    """The questions of a form. Raises ValueError where a record makes no sense."""
    if not records.get("question"):
        limit = int(progress_limit) if progress_limit else None
        return usual_questions(
            rating_list(_choices(records.get("rating", ()))),
            next_step_list(_choices(records.get("next_step", ()))),
            limit,
        )
    lists = {
        name: ChoiceList(
            name,
            tuple(_choices([c[1:] for c in records.get("choice", ()) if c[0] == name])),
            separator or " ",
            offers == "1",
        )
        for name, separator, offers, *_ in records.get("list", ())
    }
    return tuple(_question(list(fields), lists) for fields in records["question"] if fields[0])


def _question(fields: list[str], lists: Mapping[str, ChoiceList]) -> Question:
    fields += [""] * 13
    name, kind, one, unit, required, other, codes, low, high, asked, published, hint = fields[:12]
    return Question(
        name,
        QuestionKind(kind),
        lists.get(one),
        unit,
        Requirement(RequirementKind(required), other, tuple(filter(None, codes.split("\n")))),
        _decimal(low),
        _decimal(high),
        Respondent(asked),
        published == "1",
        hint,
        tuple(_read_bounds(fields[12])),
    )


def _bounds_told(bounds: Sequence[RateBound]) -> list[str]:
    """Code and bound in turn, a line each; nothing where there are none, as forms have always had
    it."""
    lines = [text for bound in bounds for text in (bound.code, _number(bound.least))]
    return ["\n".join(lines)] if lines else []


def _read_bounds(text: str) -> Iterator[RateBound]:
    lines = text.split("\n") if text else []
    for code, least in zip(lines[::2], lines[1::2], strict=False):
        yield RateBound(code, _decimal(least))


def _choices(records: Sequence[Sequence[str]]) -> Iterator[Choice]:
    for code, name, finished, *_ in records:
        yield Choice(code, name, finished == "1")


def read_levels(records: Records) -> tuple[Level, ...]:
    return tuple(Level(v[0], v[1]) for v in records.get("level", ())) or USUAL_LEVELS


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise ValueError(text) from error


def mark(yes: bool) -> str:
    """How a record says yes or no."""
    return "1" if yes else "0"


INDICATOR_KINDS = frozenset({"indicator", "indicator_column", "target_year"})
"""Kinds of records of which there may be many."""


def indicator_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The plan's indicators, and what its columns of them are called; nothing without any."""
    if not plan.indicators:
        return
    for heading in plan.indicator_columns:
        yield ("indicator_column", heading)
    for year in plan.target_years:
        yield ("target_year", year)
    for indicator in plan.indicators:
        yield (
            "indicator",
            indicator.measure_id,
            indicator.name,
            indicator.unit,
            indicator.baseline,
            indicator.target,
            indicator.direction.value,
            "\n".join(indicator.departments),
            indicator.previous,
            *_filled(indicator.targets, len(plan.target_years)),
            *_filled(indicator.given, len(plan.indicator_columns)),
        )


def _filled(texts: Sequence[str], count: int) -> Sequence[str]:
    return [*texts, *[""] * count][:count]


def read_names(records: Records, kind: str) -> tuple[str, ...]:
    """The headings that records of that kind tell."""
    return tuple(fields[0] for fields in records.get(kind, ()))


def read_indicators(records: Records) -> Iterator[Indicator]:
    """The indicators of a form. Raises ValueError where a record makes no sense."""
    years, columns = len(records.get("target_year", ())), len(records.get("indicator_column", ()))
    for fields in records.get("indicator", ()):
        texts = _filled(fields, _FIRST + years + columns)
        measure, name, unit, baseline, target, direction, departments, previous = texts[:_FIRST]
        yield Indicator(
            measure,
            name,
            unit,
            baseline,
            target,
            Direction(direction),
            tuple(filter(None, departments.split("\n"))),
            given=tuple(texts[_FIRST + years :]),
            targets=tuple(texts[_FIRST : _FIRST + years]),
            previous=previous,
        )


_FIRST = 8
"""Fields before those of the plan's own columns."""
