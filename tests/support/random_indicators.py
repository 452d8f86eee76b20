"""Indicators that nobody would think of, for any plan."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from ictxl.contract.answer_values import plain, read_number
from ictxl.indicators import PERCENT, Direction, Indicator
from ictxl.model import Measure, Plan
from ictxl.questions import Question, QuestionKind
from tests.support.random_plans import HEADING, LINE, TEXT, WORD, plans, unique

NUMBERS = st.decimals(-(10**9), 10**9, places=3).map(plain)
NAMES = WORD.filter(lambda text: "x005F_" not in text)
"""openpyxl, which fills in the tests' forms, loses these letters."""
YEARS = ("R5", "2030", "令和12年度")


def _is_number(text: str, unit: str = "") -> bool:
    return read_number(text, Question("", QuestionKind.NUMBER, unit=unit)) is not None


UNITS = st.sampled_from(["", "人", PERCENT, "千円", "人/日"]) | LINE.filter(
    lambda text: not _is_number(text) and "%" not in text and "％" not in text
)


@st.composite
def plans_with_indicators(draw: st.DrawFn) -> Plan:
    """Any plan with one indicator or more, several years of targets and columns of its own."""
    plan = draw(plans())
    years = draw(st.lists(st.sampled_from(YEARS), unique=True))
    columns = draw(unique(HEADING.map(lambda text: f"列{text}"), max_size=2))
    found: list[Indicator] = []
    for measure in plan.measures:
        names = draw(unique(NAMES, min_size=0 if found else 1, max_size=2))
        found += [draw(_indicator(name, measure, len(years), len(columns))) for name in names]
    return replace(
        plan,
        indicators=tuple(found),
        target_years=tuple(years),
        indicator_columns=tuple(columns),
    )


@st.composite
def _indicator(draw: st.DrawFn, name: str, measure: Measure, years: int, columns: int) -> Indicator:
    unit = draw(UNITS)
    words = TEXT.filter(lambda text: not _is_number(text, unit))
    amounts = NUMBERS | words
    departments = draw(st.lists(st.sampled_from(measure.departments), unique=True))
    return Indicator(
        measure.id,
        name,
        unit,
        draw(amounts),
        draw(amounts),
        draw(st.sampled_from(list(Direction))),
        tuple(departments),
        tuple(draw(TEXT) for _ in range(columns)),
        tuple(draw(amounts) for _ in range(years)),
        draw(st.just("") | amounts),
    )
