"""`ictxl template make`: the published template that holds all of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.consolidated.test_imported_tables import import_table, merged, said
from tests.support.cli import ictxl
from tests.support.published_tables import OUTCOMES, TABLES
from tests.support.shapes import read_shape

each_table = pytest.mark.parametrize("name", OUTCOMES)


def round_of(name: str, folder: Path, *options: str) -> Path:
    """Imported, its template made, sent, filled in and merged."""
    import_table(name, folder)
    made = ictxl("template", "make", *options, cwd=folder)
    assert (made.code, made.out) == (0, "→ consolidated_template.xlsx\n"), made.err
    checked = ictxl("template", "check", "consolidated_template.xlsx", cwd=folder)
    assert checked.code == 0, checked.out
    return merged(name, folder)


@pytest.mark.parametrize("options", [(), ("--sheets",)])
@each_table
def test_every_text_of_an_imported_table_is_published(
    name: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    path = round_of(name, tmp_path, *options)
    own = openpyxl.load_workbook(path).sheetnames.index("データ")
    told = "\n".join(bare(t) for place in range(own) for row in said(path, place) for t in row)
    assert [text for text in texts_of(name) if bare(text) not in told] == []


def bare(text: str) -> str:
    """Without blanks, and without the commas of thousands."""
    return re.sub(r"\s|(?<=[0-9]),(?=[0-9]{3})", "", text).replace(".0%", "%")


def texts_of(name: str) -> Iterator[str]:
    """What plan and answers of a table hold."""
    table = read_shape(TABLES / f"{name}.xlsx")
    plan = table.plan
    yield from (plan.title, plan.year_label, *plan.given_columns, *plan.indicator_columns)
    yield plan.measure_level.label
    yield from (plan.area_label(area) for area in plan.areas)
    for measure in plan.measures:
        yield from (measure.title, measure.target, *measure.departments)
        for given in measure.given:
            # Beside a department's answer stands its own line.
            yield from (line.rpartition(": ")[2] for line in given.split("\n"))
    for one in plan.indicators:
        yield from (one.name, one.with_unit(one.baseline), one.with_unit(one.target), *one.given)
    indicators = {(one.measure_id, one.name): one for one in plan.indicators}
    for told in table.indicator_responses:
        yield indicators[told.measure, told.indicator].with_unit(told.actual)
    for question in plan.department_questions:
        answers = [text for response in table.responses if (text := response[question.key])]
        # Nothing is printed of a question that nobody has answered.
        yield from (question.name, *answers) if answers else ()
