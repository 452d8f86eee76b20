"""まとめ: what still stands open, the outputs, and how the published sheet will look."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, present, the_folder, the_passwords
from ictxl.desk.screens.common import (
    begin,
    page,
    plan_words,
    reading_page,
    reading_words,
    year_state,
)
from ictxl.runtime.stages import Progress

if TYPE_CHECKING:
    from ictxl.pipeline.collecting import CollectedRound
    from ictxl.pipeline.year_folder.ratings import TableYear
    from ictxl.pipeline.year_folder.steps import YearState

screen = Blueprint("summary", __name__)
FORMS = ("html", "csv", "pdf")


@screen.get("/summary")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    from ictxl.pipeline.year_folder.preview import has_office

    return page(
        "summary.html.j2",
        open_matters=list(_open_matters(state)),
        outputs=_outputs(state),
        has_office=has_office(),
        earlier_years=[table.label for table in _earlier_tables(state)],
        second=state.second_reading,
        commands={
            "merge": command_line(*_words(state, [], None)),
            "review": command_line(*_review_words(state, "")),
        },
    )


def _earlier_tables(state: YearState | None) -> list[TableYear]:
    """The consolidated workbooks of earlier years in the folder and the folders in it."""
    from ictxl.pipeline.year_folder.ratings import years_of

    if state is None or state.seen.collected is None:
        return []
    this_year = state.seen.collected.plan.year
    return [table for table in years_of(state.folder.tables) if table.year < this_year]


def _review_words(state: YearState | None, readers: str) -> list[str | Path]:
    from ictxl.pipeline.year_folder.places import REVIEW_FILE

    named = ["--readers", readers] if readers else []
    return ["review", "returned", *plan_words(state), "-o", REVIEW_FILE, *named]


@screen.post("/summary/review")
def make_review() -> AnyResponse:
    """Make the workbook of who rates after the departments, or one for each reader."""
    from ictxl.pipeline.second_reading.making import review, split_names
    from ictxl.pipeline.year_folder.live_round import reading_with
    from ictxl.pipeline.year_folder.places import YearFolder

    folder = YearFolder(the_folder())
    readers = split_names(request.form.get("readers", ""))
    reading = reading_with(the_passwords())
    _, state = year_state()

    def work(progress: Progress) -> Outcome:
        result = review(
            [folder.returned],
            folder.review,
            readers=readers,
            plan_file=folder.plan_file,
            reading=reading,
            progress=progress,
        )
        more = f"まだ出していない課が {len(result.missing)} 課あります。" if result.missing else ""
        return Outcome(
            f"審査用のブックを {len(result.files)} 件作りました。{more}記入したら上書き保存するか、"
            "「回収」に入れてください。",
            tuple(made.path for made in result.files),
            result.findings,
        )

    command = command_line(*_review_words(state, ",".join(readers)))
    return begin("審査用のブック作り", "summary", command, work, writes=(folder.review,))


def _open_matters(state: YearState) -> Iterator[tuple[str, str]]:
    missing = [d.department for d in state.seen.departments if d.state.name == "MISSING"]
    if missing:
        more = " ほか" if missing[10:] else ""
        yield f"出していない課 {len(missing)}: {'、'.join(missing[:10])}{more}", "gathering"
    if state.seen.strays:
        yield f"どの課のものかわからないファイル {len(state.seen.strays)} 件", "gathering"
    if state.second_reading and state.second_reading.is_open:
        yield "済んでいない二次評価", "summary"
    if state.open_groups:
        yield f"見ていない指摘 {len(state.open_groups)} 件", "findings"
    if state.seen.report and state.seen.report.unplaced:
        yield f"表に載らない記述 {len(state.seen.report.unplaced)} 件", "findings"


def _outputs(state: YearState) -> list[Path]:
    from ictxl.pipeline.reporting import internal_files

    table = state.folder.table
    others = [table.with_suffix(f".{form}") for form in FORMS]
    return present([table, *others, *internal_files(table)])


def _words(
    state: YearState | None, forms: list[str], paper: str | None, earlier: Sequence[Path] = ()
) -> list[str | Path]:
    history = [word for path in earlier for word in ("--history", path)]
    sheet = ["--paper", paper] if paper else []
    others = (f"--{form}" for form in forms)
    return [*reading_words("merge", state), *others, *sheet, *history]


@screen.post("/summary/make")
def make() -> AnyResponse:
    """Write the consolidated workbook, its report and what else is wanted."""
    from ictxl.pipeline.merging import merge
    from ictxl.pipeline.year_folder.live_round import reading_with
    from ictxl.pipeline.year_folder.places import (
        YearFolder,
        require_same_year,
    )

    folder = YearFolder(the_folder())
    forms = [form for form in FORMS if request.form.get(form)]
    paper = "A4" if request.form.get("paper") == "A4" else None
    _, state = year_state()
    earlier = [t.path for t in _earlier_tables(state)] if request.form.get("history") else []
    reading = reading_with(the_passwords())

    def work(progress: Progress) -> Outcome:
        require_same_year(folder.table, folder.plan_file)
        result = merge(
            folder.inputs,
            folder.table,
            plan_file=folder.plan_file,
            paper=paper,
            forms=forms,
            history=earlier,
            reading=reading,
            progress=progress,
        )
        read = sum(submission.is_read for submission in result.round.submissions)
        by = f"ひな形「{result.template.name}」の形と用紙にしました。" if result.template else ""
        return Outcome(
            f"調査票 {read} 件を読み、回答 {len(result.round.responses)} 件をまとめました。{by}",
            result.outputs,
            result.earlier.findings,
            next_screen="years",
            next_label="次の年度へ",
        )

    command = command_line(*_words(state, forms, paper, earlier))
    return begin("まとめ", "summary", command, work, writes=(folder.table,))


@screen.get("/summary/preview")
def preview() -> str:
    """The published page as it would be now, in a frame that may do nothing."""
    from ictxl.pipeline.year_folder.preview import preview_page

    text = preview_page(_collected())
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    hashes = " ".join(f"'sha256-{_digest(style)}'" for style in styles)
    g.policy = (
        f"default-src 'none'; style-src {hashes}; frame-ancestors 'self'; base-uri 'none';"
        " form-action 'none'; sandbox"
    )
    return text


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode()


@screen.get("/summary/paper")
def paper() -> Response:
    """The published sheet on paper, as the browser shows a PDF."""
    from ictxl.pipeline.year_folder.preview import preview_paper

    # Browsers show a PDF by a part of their own, which counts as an embedded object.
    g.policy = "default-src 'self'; object-src 'self'; frame-ancestors 'none'"
    return Response(preview_paper(_collected()), mimetype="application/pdf")


def _collected() -> CollectedRound:
    _, state = year_state()
    if state is None or state.seen.collected is None:
        abort(404)
    return state.seen.collected
