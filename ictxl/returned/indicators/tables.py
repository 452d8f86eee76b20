"""Find the tables of indicators of a form, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ictxl import findings
from ictxl.contract.metadata import FormIdentity
from ictxl.findings import Finding, FindingPlace
from ictxl.indicators import ACTUAL_KEY
from ictxl.returned.plan_index import IndicatorIndex
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.tables import AnswerTable, find_tables
from ictxl.spreadsheets.sheet import Sheet


def find_indicator_tables(
    file: str, sheets: Sequence[Sheet], layout: SentLayout
) -> list[AnswerTable]:
    """The tables with rows; none in forms that ask for no indicators."""
    if layout.indicators is None:
        return []
    names = IndicatorIndex(layout.plan)
    found = find_tables(file, sheets, layout.indicators, names)
    return [table for table in found if table.rows]


def rows_of(tables: Sequence[AnswerTable]) -> Mapping[str, frozenset[int]]:
    """Sheet → the rows that are the tables'."""
    return {
        table.sheet.name: frozenset((*table.rows, *table.continued, table.head)) for table in tables
    }


def about_indicators(
    file: str, identity: FormIdentity, layout: SentLayout, tables: Sequence[AnswerTable]
) -> Iterator[Finding]:
    """What is missing: the table, or the column of the actuals."""
    sent = layout.indicators
    if sent is None:
        return
    place: FindingPlace = {"file": file, "department": identity.department, "sheet": sent.sheet}
    if not tables:
        asked = layout.plan.indicators_of(identity.department)
        count = len(sent.measures) or len(asked)
        if count:
            yield findings.INDICATOR_TABLE_MISSING.at(place, count=count)
    for table in tables[:1]:
        for asked_for in sent.fields.inputs:
            expected = identity.fields or (ACTUAL_KEY,)
            if asked_for.key in expected and asked_for.key not in table.columns:
                here: FindingPlace = {**place, "sheet": table.sheet.name}
                yield findings.ANSWER_COLUMN_MISSING.at(here, heading=asked_for.heading)
