"""指摘: what is to be mended, by department, with cell, text and remedy; ticked off once seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, present, the_desk, the_folder, the_passwords
from ictxl.desk.places import ForbiddenPlaceError, below
from ictxl.desk.screens.common import begin, page, reading_page, reading_words, year_state
from ictxl.errors import IctxlError
from ictxl.findings import Severity
from ictxl.runtime.stages import Progress

if TYPE_CHECKING:
    from ictxl.pipeline.year_folder.cell_window import CellWindow
    from ictxl.pipeline.year_folder.seen import FindingRow

screen = Blueprint("findings", __name__)
MOST = 200
"""Shown at first; the page says how many more there are."""


class Wanted(NamedTuple):
    """What the page is asked to show; empty for all."""

    severity: str = ""
    department: str = ""
    text: str = ""
    seen: str = ""


@screen.get("/findings")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    from ictxl.pipeline.reporting import report_files
    from ictxl.pipeline.year_folder.places import CHECK_NAME
    from ictxl.pipeline.year_folder.seen import finding_rows

    rows = finding_rows(state, the_folder())
    wanted = Wanted(**{name: request.args.get(name, "") for name in Wanted._fields})
    most = max(1, request.args.get("most", MOST, type=int))
    chosen = list(_chosen(rows, wanted))
    around = request.args.get("around", "")
    return page(
        "findings.html.j2",
        count=len(rows),
        level=state.level,
        shown=[(d, list(rows)) for d, rows in groupby(chosen[:most], lambda row: row.department)],
        shown_count=min(len(chosen), most),
        more=max(0, len(chosen) - most),
        most=most,
        wanted=wanted,
        kept={name: value for name, value in _kept(request.args).items() if name != "around"},
        around=around,
        window=_window(next((row for row in rows if row.key == around), None)),
        query=request.query_string.decode("ascii", "replace"),
        severities=[(s.value, s.label) for s in Severity],
        departments=list(dict.fromkeys(row.department for row in rows if row.department)),
        reports=present(report_files(state.folder.folder / CHECK_NAME)),
        commands={"check": command_line(*reading_words("check", state))},
    )


class Window(NamedTuple):
    """The cells around a finding's; or why they cannot be shown."""

    cells: CellWindow | None
    fault: str = ""


def _window(row: FindingRow | None) -> Window | None:
    from ictxl.pipeline.year_folder.cell_window import read_window

    if row is None or not row.anchor:
        return None
    try:
        path = below(the_folder(), row.file)
        return Window(read_window(path, row.group.first.sheet, row.cells_in_sheet, the_passwords()))
    except IctxlError as error:
        return Window(None, f"{error.message}{error.remedy}")
    except ForbiddenPlaceError:
        return Window(None, "このファイルは、今はここにありません。")


def _kept(values: Mapping[str, str]) -> dict[str, str]:
    """What of an address says how the screen is shown."""
    names = (*Wanted._fields, "most", "around")
    return {name: values[name] for name in names if values.get(name)}


def _chosen(rows: Iterable[FindingRow], wanted: Wanted) -> Iterator[FindingRow]:
    words = _folded(wanted.text).split()
    for row in rows:
        if (
            (not wanted.severity or row.group.first.severity.value == wanted.severity)
            and (not wanted.department or row.department == wanted.department)
            and not (wanted.seen == "no" and row.is_seen)
            and all(word in _folded(row.words) for word in words)
        ):
            yield row


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@screen.post("/findings/tick")
def tick() -> AnyResponse:
    """Note that somebody has looked at a finding, or take that back."""
    from ictxl.pipeline.year_folder.seen import group_key
    from ictxl.pipeline.year_folder.seen import tick as note

    _, state = year_state()
    key = request.form.get("key", "")
    group = next((g for g in state.groups if group_key(g) == key), None) if state else None
    if group is None:
        raise ForbiddenPlaceError(key)
    note(the_folder(), group, seen=request.form.get("seen") != "no")
    the_desk().wake()
    query = MultiDict(part.partition("=")[::2] for part in request.form.get("back", "").split("&"))
    words = "&".join(f"{name}={value}" for name, value in _kept(query).items())
    address = url_for("findings.show") + (f"?{words}" if words else "")
    return redirect(iri_to_uri(address) + f"#finding-{key}", 303)


@screen.post("/findings/report")
def report() -> AnyResponse:
    """Write the report workbook and page."""
    from ictxl.pipeline.reporting import check
    from ictxl.pipeline.year_folder.live_round import reading_with
    from ictxl.pipeline.year_folder.places import CHECK_NAME, YearFolder

    folder = YearFolder(the_folder())
    target = folder.folder / CHECK_NAME
    _, state = year_state()
    reading = reading_with(the_passwords())

    def work(progress: Progress) -> Outcome:
        result = check(
            folder.inputs, target, plan_file=folder.plan_file, reading=reading, progress=progress
        )
        return Outcome("点検の報告を作りました。内部用です。公表しないでください。", result.outputs)

    command = command_line(*reading_words("check", state))
    return begin("点検の報告作り", "findings", command, work, writes=(target,))
