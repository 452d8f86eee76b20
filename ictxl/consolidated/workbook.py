"""The consolidated workbook: 進捗状況, データ and 集計; 年度推移 where earlier years are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from ictxl.consolidated.data.frame import parquet_file, write_parquet
from ictxl.consolidated.data.indicator_sheet import write_indicator_sheets
from ictxl.consolidated.data.plan_sheet import needs_plan_sheet, write_plan_sheet
from ictxl.consolidated.data.sheet import exceeds_sheet, write_data_place, write_data_sheet
from ictxl.consolidated.styles import A3, A4, Paper, Styles, paper_named
from ictxl.consolidated.summary import short
from ictxl.consolidated.summary_sheet import write_summary_sheet
from ictxl.consolidated.table import ConsolidatedTable, consolidate, review_table
from ictxl.consolidated.template.geometry import default_column_pixels, digit_width
from ictxl.consolidated.template.published import is_own, own_template, write_published
from ictxl.consolidated.template.source import TemplateBook
from ictxl.consolidated.template.writing.drawings import has_drawings, with_drawings
from ictxl.consolidated.year_table import YearHistory, YearTable
from ictxl.errors import OutputError
from ictxl.files.outputs import write_content
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse, Response
from ictxl.round import Round
from ictxl.spreadsheets.xlsx.cell_writer import body_font
from ictxl.spreadsheets.xlsx.zip_writer import OWNERS_ONLY, made_parts, zip_parts

IN_MEMORY = 5_000
"""Answers up to which xlsxwriter keeps a workbook's parts in memory instead of in files."""


def write_consolidated(  # noqa: PLR0913 - each of what a round may have beside its answers
    plan: Plan,
    responses: Iterable[Response],
    submitted: Collection[str],
    path: Path,
    *,
    paper: str = "A3",
    template: TemplateBook | None = None,
    history: YearHistory | None = None,
    review: Round | None = None,
    indicator_responses: Iterable[IndicatorResponse] = (),
) -> ConsolidatedTable:
    """Write the publishable workbook; the table is returned for its other forms.

    Where `exceeds_sheet` says that データ has too many rows, all of them go into `parquet_file`
    instead, and the sheet says so. `template` is the city's own layout. A second reading
    (`review`) adds 審査データ.

    Raises InputError for a paper it does not know, IctxlError where
    that file needs pyarrow, OutputError where a place cannot be written.
    """
    the_paper = paper_named(paper)
    table = consolidate(
        plan, responses, submitted, review=review, indicator_responses=indicator_responses
    )
    if exceeds_sheet(table):
        write_parquet(table, parquet_file(path))
    content = workbook_content(
        table,
        the_paper,
        data_file=parquet_file(path).name,
        template=template,
        history=history,
    )
    write_content(path, content)
    return table


def workbook_content(
    table: ConsolidatedTable,
    paper: Paper,
    *,
    data_file: str = "",
    template: TemplateBook | None = None,
    history: YearHistory | None = None,
) -> bytes:
    """The workbook's bytes; `data_file` is the file for a データ that no sheet can hold. Without it
    there is no データ at all: for printing. The published sheets are those of the `template`, else
    of ictxl's own for the paper."""
    made = BytesIO()
    book = template or own_template(paper.name)
    paper = _paper_of(book) if template else paper
    font, size = book.font
    workbook = Workbook(
        made,
        {
            "in_memory": len(table.answers) <= IN_MEMORY,
            "default_format_properties": {**body_font(size), "font_name": font},
            "default_column_width": default_column_pixels(book.font),
        },
    )
    workbook.set_properties({"title": short(table.title, 250), "created": created(table.plan)})
    years = YearTable(table, history) if history else None
    sheets = write_published(workbook, book, table, years)
    styles = Styles(workbook, paper.font_size)
    if data_file:
        _write_data(workbook, styles, table, paper, data_file)
    write_summary_sheet(workbook, styles, table, paper)
    if years:
        from ictxl.consolidated.year_sheet import write_year_sheet  # noqa: PLC0415 - few have it

        write_year_sheet(workbook, styles, years, paper)
    if data_file and (needs_plan_sheet(table.plan) or not is_own(book)):
        write_plan_sheet(workbook, styles, table.plan)
    paths = {s.name: f"xl/worksheets/sheet{n}.xml" for n, s in enumerate(workbook.worksheets(), 1)}
    try:
        workbook.close()
    except (OSError, FileCreateError) as error:
        raise OutputError(
            f"作業用の一時ファイルを書けません({error})。",
            "一時フォルダーの空きと書き込む権限を確かめてください。",
        ) from error
    if is_own(book) or not has_drawings(book.content):
        return finish_package(made.getvalue())
    carry = partial(with_drawings, book.content, sheets=paths, made=sheets)
    return finish_package(made.getvalue(), carry)


def _write_data(
    workbook: Workbook, styles: Styles, table: ConsolidatedTable, paper: Paper, data_file: str
) -> None:
    """データ, and its like for indicators and a second reading."""
    if exceeds_sheet(table):
        write_data_place(workbook, styles, table, data_file)
    else:
        write_data_sheet(workbook, styles, table, paper)
    if table.indicator_entries:
        write_indicator_sheets(workbook, styles, table, paper)
    if table.review:
        write_data_sheet(workbook, styles, review_table(table.review), paper)


def _paper_of(book: TemplateBook) -> Paper:
    """Of the sheets that ictxl adds to a city's own: about as large as those, in letters as wide as
    the digits in which widths of columns are counted."""
    is_small = book.sheets[0].page.paper == A4.excel_code
    return replace(A4 if is_small else A3, font_size=digit_width(*book.font) * 2)


def created(plan: Plan) -> datetime:
    """A property that must be there and must not tell when it was made: the fiscal year's start."""
    return datetime(min(max(plan.year, 1900), 9999), 4, 1)


LANGUAGE = "ja-JP"
_CORE, _CHARTS = "docProps/core.xml", "xl/charts/"


def finish_package(
    content: bytes, carry: Callable[[dict[str, bytes]], None] | None = None
) -> bytes:
    """The workbook with its language named, and no empty author.

    `carry` adds parts to those of the package, by their names.
    """
    with ZipFile(BytesIO(content)) as package:
        if carry:
            own = {name: package.read(name) for name in package.namelist()}
            carry(own)
            return zip_parts(
                [(n, _finished(own, n) or p) for n, p in own.items()], mode=OWNERS_ONLY
            )
        names = {name: package.read(name) for name in package.namelist() if _is_finished(name)}
        parts = [(name, _finished(names, name) or part) for name, part in made_parts(content)]
    return zip_parts(parts, mode=OWNERS_ONLY)


def _is_finished(name: str) -> bool:
    return name == _CORE or name.startswith(_CHARTS)


def _finished(parts: Mapping[str, bytes], name: str) -> bytes | None:
    """The part as it shall be; None where it may stay as it is."""
    if name == _CORE:
        finish = _core
    elif name.startswith(_CHARTS):
        finish = _chart
    else:
        return None
    text = parts[name].decode("utf-8").replace("\r\n", "\n")
    return finish(text).encode("utf-8")


def _chart(xml: str) -> str:
    """Its texts in Japanese, and the body font for Japanese letters too."""
    xml = xml.replace('"en-US"', f'"{LANGUAGE}"')
    return re.sub(r'<a:latin (typeface="[^"]*")[^>]*/>', r"<a:latin \1/><a:ea \1/>", xml)


def _core(xml: str) -> str:
    xml = re.sub(r"<dc:creator>[^<]*</dc:creator>|<dc:creator/>", "", xml)
    xml = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>|<cp:lastModifiedBy/>", "", xml)
    return xml.replace("<dcterms:created", f"<dc:language>{LANGUAGE}</dc:language><dcterms:created")
