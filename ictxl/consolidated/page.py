"""Write the table as one accessible, self-contained HTML page for the city's website."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from ictxl.consolidated.chart import chart_of
from ictxl.consolidated.legend import legend_groups
from ictxl.consolidated.summary import (
    NO_AREA,
    NUMBER_HEADINGS,
    TOTAL,
    NumberTally,
    number_tallies,
    rating_code,
    tallies,
)
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.plain_rows import plain_tables
from ictxl.consolidated.template.source import TemplateBook
from ictxl.files.outputs import write_content
from ictxl.files.untouched import BLANK_SEAL, sealed
from ictxl.questions import QuestionKind

# HTML can hold neither control characters nor lone surrogates (HTML Standard, 3.2.6 Text).
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_html(table: ConsolidatedTable, path: Path, template: TemplateBook | None = None) -> None:
    """One file without any other: works without JavaScript, prints well, filters with it; with the
    columns of the `template`, where the city has one of its own.

    Raises OutputError where the place cannot be written.
    """
    content = sealed(page_html(table, template).encode("utf-8"))
    write_content(path, content)


def page_html(table: ConsolidatedTable, template: TemplateBook | None = None) -> str:
    environment = Environment(
        loader=PackageLoader("ictxl.consolidated", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_writable,
    )
    plain = plain_tables(template, table) if template else []
    leading = table.plan.leading_choice
    return environment.get_template("page.html.j2").render(
        table=table,
        plain=plain,
        has_filter=not plain or any(not one.is_sheet for one in plain),
        has_outlooks=any(measure.outlook for measure in table.plan.measures),
        seal=BLANK_SEAL,
        legend=legend_groups(table),
        departments=_departments(table),
        ratings=_ratings(table),
        rating_name=leading.name if leading else "",
        rating_code=rating_code,
        meanings={outlook.mark: outlook.meaning for outlook in table.plan.outlooks},
        tallies=[(tally, chart_of(tally, f"c{i}")) for i, tally in enumerate(tallies(table))],
        others=NO_AREA,
        numbers=number_tallies(table),
        number_headings=NUMBER_HEADINGS,
        figure=shown_figure,
        total=TOTAL,
    )


def shown_figure(tally: NumberTally, value: Decimal | None) -> str:
    """A figure with at most two digits behind the point; without its unit, which the title has."""
    if value is None:
        return ""
    if tally.question.kind is QuestionKind.RATIO:
        return f"{value:.1%}"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def _writable(value: object) -> object:
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    return value


def _departments(table: ConsolidatedTable) -> list[str]:
    """Those that stand in the table, in the plan's order."""
    present = {answer.department for answer in table.answers}
    listed = [department.name for department in table.plan.departments]
    return [*(n for n in listed if n in present), *sorted(present.difference(listed))]


def _ratings(table: ConsolidatedTable) -> list[tuple[str, str]]:
    """Code and label of every rating that occurs, in the legend's order; what is open last."""
    leading = table.plan.leading_choice
    if leading is None:
        return []
    present = {rating_code(answer) for answer in table.answers}
    listed = leading.choices
    labels = {c.code: listed.label(c) for c in listed.choices} if listed else {}
    others = [c for c in dict.fromkeys(map(rating_code, table.answers)) if c not in labels]
    return [(c, label) for c, label in labels.items() if c in present] + [(c, c) for c in others]
