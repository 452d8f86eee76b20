"""Assign what a form tells of indicators to those of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.contract.answer_values import plain, read_number
from ictxl.contract.fields import INDICATOR_QUESTIONS
from ictxl.findings import Finding, FindingPlace
from ictxl.indicators import ACTUAL_KEY, REMARK_KEY, Indicator, number_of
from ictxl.model import Department, Measure, Plan
from ictxl.responses import IndicatorResponse
from ictxl.returned.answer_reading import is_one_unit
from ictxl.returned.tables import FormRow
from ictxl.spreadsheets.cells import cell_text
from ictxl.text.clean import fold_name

MeasureOf = Callable[[str], Measure | None]
_MOST_AS_FRACTION = 10
"""Of an indicator in %, a cell's number up to which it is a fraction as Excel holds it: 1,000 %."""


@dataclass
class PlacedIndicators:
    """What of a form's indicators is the plan's, and what is told of the rest."""

    responses: list[IndicatorResponse] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def place_indicators(
    rows: Sequence[FormRow],
    sent: Plan,
    plan: Plan,
    department: Department | None,
    measure_of: MeasureOf,
    place: FindingPlace,
) -> PlacedIndicators:
    """The rows as responses to the plan's indicators.

    `sent` is the plan of the form, `measure_of` says which measure of the plan one of the form's
    is, and `place` is the form's.
    """
    placed = PlacedIndicators()
    of: dict[str, tuple[Indicator, list[FormRow]]] = {}
    for row in rows:
        indicator = _indicator_of(row, sent, plan, measure_of)
        if indicator is None:
            placed.findings.extend(_unplaced(row, sent, place, findings.INDICATOR_NOT_IN_PLAN))
        elif department is None or indicator not in plan.indicators_of(department.name):
            kind = findings.INDICATOR_ROW_OF_OTHER_DEPARTMENT
            placed.findings.extend(_unplaced(row, sent, place, kind))
        else:
            of.setdefault(indicator.id, (indicator, []))[1].append(row)
    for indicator, of_one in of.values():
        assert department is not None, "nobody's rows are told above"
        standing = next((row for row in of_one if _written(row)), of_one[0])
        theirs = sent.indicator_by_id[standing.measure]
        response, told = _response(standing, theirs, indicator, department, place)
        placed.responses.append(response)
        placed.findings.extend(told)
        for row in of_one:
            if row is not standing and _written(row) not in ("", _written(standing)):
                kind = findings.INDICATOR_ROWS_DIFFER
                placed.findings.extend(_unplaced(row, sent, place, kind))
    return placed


def _indicator_of(row: FormRow, sent: Plan, plan: Plan, measure_of: MeasureOf) -> Indicator | None:
    """By measure and name: the plan may have changed since the form was made."""
    theirs = sent.indicator_by_id.get(row.measure)
    if theirs is None:
        return None
    measure = measure_of(theirs.measure_id)
    if measure is None:
        return None
    name = fold_name(theirs.name)
    return next((i for i in plan.indicators_on(measure.id) if fold_name(i.name) == name), None)


def _written(row: FormRow) -> str:
    said = (
        (question.name, row.texts.get(key, "")) for key, question in INDICATOR_QUESTIONS.items()
    )
    return "\n".join(f"{name}: {text}" for name, text in said if text)


def unplaced_indicator(row: FormRow, sent: Plan, place: FindingPlace) -> Iterator[FindingPlace]:
    """The place of a row that is nobody's, with everything written in it, if anything was."""
    written = _written(row)
    if not written:
        return
    key = ACTUAL_KEY if row.texts.get(ACTUAL_KEY) else REMARK_KEY
    theirs = sent.indicator_by_id.get(row.measure)
    measure = theirs.measure_id if theirs else row.measure.partition(":")[2]
    here: FindingPlace = {**place, "sheet": row.sheet, "cell": row.cell(key)}
    yield {**here, "measure": measure, "value": written}


def _unplaced(
    row: FormRow, sent: Plan, place: FindingPlace, kind: findings.FindingKind
) -> Iterator[Finding]:
    theirs = sent.indicator_by_id.get(row.measure)
    for here in unplaced_indicator(row, sent, place):
        yield kind.at(here, name=theirs.name if theirs else "")


def _response(
    row: FormRow,
    sent: Indicator,
    indicator: Indicator,
    department: Department,
    place: FindingPlace,
) -> tuple[IndicatorResponse, Sequence[Finding]]:
    """`sent` is the indicator as the form has it."""
    texts = {key: text for key in INDICATOR_QUESTIONS if (text := row.texts.get(key, ""))}
    told: Sequence[Finding] = ()
    if written := texts.get(ACTUAL_KEY, ""):
        cell: FindingPlace = {**place, "sheet": row.sheet, "cell": row.cell(ACTUAL_KEY)}
        here: FindingPlace = {**cell, "measure": indicator.measure_id, "value": written}
        read = _read_actual if is_one_unit(sent.unit, indicator.unit) else _read_in_other_unit
        is_share = ACTUAL_KEY in row.percents
        texts[ACTUAL_KEY], told = read(written, sent, indicator, here, is_share=is_share)
    response = IndicatorResponse(
        indicator.measure_id,
        department.name,
        texts,
        place.get("file", ""),
        row.sheet,
        row.row,
        row.columns,
        indicator=indicator.name,
    )
    return response, told


def _read_actual(
    written: str, _: Indicator, indicator: Indicator, here: FindingPlace, *, is_share: bool
) -> tuple[str, Sequence[Finding]]:
    value = read_actual(indicator, written, is_share=is_share)
    read_as = indicator.with_unit(value)
    if not is_share and _is_unclear(indicator, written):
        kind = findings.INDICATOR_PERCENT_UNCLEAR
        return value, [kind.at(here, name=indicator.name, read_as=read_as)]
    is_held = written == read_as or _is_as_held(indicator, written, value)
    if (value != written or is_share) and not is_held:
        return value, [findings.ANSWER_NORMALISED.at(here, read_as=read_as)]
    return value, ()


def _read_in_other_unit(
    written: str, sent: Indicator, indicator: Indicator, here: FindingPlace, *, is_share: bool
) -> tuple[str, Sequence[Finding]]:
    """A number with the unit that the form asked for, which is not the plan's."""
    value = read_actual(sent, written, is_share=is_share)
    if number_of(value) is None:
        return value, ()
    read_as, heading = sent.with_unit(value), f"指標「{indicator.name}」の実績値"
    return read_as, [findings.UNIT_OF_OTHER_FORM.at(here, heading=heading, read_as=read_as)]


def read_actual(indicator: Indicator, text: str, *, is_share: bool) -> str:
    """A number in plain digits, in the indicator's unit; as written where it is none.

    Of an indicator in % a cell that shows a percentage (`is_share`) holds 80 % as 0.8; who wrote
    80 meant 80 %. A bare number is read as Excel reads it when it is typed into such a cell.
    """
    number = read_number(text, indicator.actual_question)
    if number is None:
        return text
    if not indicator.is_percent:
        return plain(number)
    is_fraction = abs(number) <= _MOST_AS_FRACTION if is_share else abs(number) < 1
    return plain(number * 100 if is_fraction or not _is_bare(text) else number)


def _is_unclear(indicator: Indicator, text: str) -> bool:
    """Of a bare 3 nobody knows whether 3 % or 300 % is meant, of 0.5 whether 0.5 % or 50 %."""
    number = read_number(text, indicator.actual_question)
    if number is None or not indicator.is_percent or not _is_bare(text):
        return False
    return 0 < abs(number) <= _MOST_AS_FRACTION


def _is_bare(text: str) -> bool:
    return "%" not in text and "％" not in text


def _is_as_held(indicator: Indicator, text: str, value: str) -> bool:
    """Whether the cell holds the very number: nobody wrote it otherwise."""
    number = indicator.cell_number(value)
    return number is not None and text in (plain(number), cell_text(float(number)))
