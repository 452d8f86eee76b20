"""今年度: the plan workbook, its mistakes by cell, and the ways to start one."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, the_desk, the_folder
from ictxl.desk.places import ForbiddenPlaceError, below
from ictxl.desk.screens.common import begin, page, reading_page, year_state
from ictxl.desk.screens.job import back
from ictxl.errors import InputError
from ictxl.runtime.stages import Progress
from ictxl.text.era import current_fiscal_year, read_fiscal_year

screen = Blueprint("plan", __name__)


@screen.get("/plan")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    from ictxl.pipeline.columns_asked import CHOICES, columns_asked
    from ictxl.pipeline.starting import STARTS
    from ictxl.pipeline.year_folder.places import year_folders_below
    from ictxl.pipeline.year_folder.plan import PlanState, plan_state

    desk = the_desk()
    plan_file = state.folder.plan_file
    year = _usual_year(the_folder())
    return page(
        "plan.html.j2",
        found=plan_state(plan_file) if plan_file else PlanState(),
        this_year=year,
        starts=STARTS,
        years=year_folders_below(desk.home),
        asked=columns_asked(the_folder()),
        meanings=CHOICES,
        commands={
            "init": command_line("init", ".", "--year", str(year)),
            "import_": command_line("import", "進捗状況の表.xlsx", "-o", "plan.xlsx"),
        },
    )


@screen.post("/plan/start")
def start() -> AnyResponse:
    """Write a plan workbook and a template to begin with."""
    from ictxl.pipeline.starting import STARTS, init
    from ictxl.pipeline.year_folder.places import PLAN_FILE

    folder = the_folder()
    year = _year(request.form.get("year", "")) or _usual_year(folder)
    wanted = request.form.get("like", "")
    like = next((start for start in STARTS if start.value == wanted), STARTS[0])

    def work(_progress: Progress) -> Outcome:
        made = init(folder, year, like)
        return Outcome(
            "計画台帳とひな形を用意しました。"
            "台帳を「開く」で Excel に出し、書き込んで保存してください。",
            (made.plan, made.template, made.published),
        )

    chosen = () if like is STARTS[0] else ("--like", like.value)
    command = command_line("init", ".", "--year", str(year), *chosen)
    return begin("計画台帳の用意", "plan", command, work, writes=(folder / PLAN_FILE,))


@screen.post("/plan/import")
def bring_table() -> AnyResponse:
    """Make the plan from a table that somebody has: one in the folder, or one handed in."""
    from ictxl.pipeline.keeping import require_free
    from ictxl.pipeline.year_folder.places import PLAN_FILE
    from ictxl.pipeline.year_folder.receiving import receive_as
    from ictxl.pipeline.yearly import import_table

    folder = the_folder()
    sent = request.files.get("files")
    if sent and sent.filename:
        source = receive_as(sent.stream, folder / Path(sent.filename.replace("\\", "/")).name)
    elif name := request.form.get("table", ""):
        source = below(folder, name)
    else:
        raise InputError(
            "表が選ばれていません。", "フォルダーにある表を選ぶか、ファイルを選んでください。"
        )
    title, year = request.form.get("title", "").strip(), _year(request.form.get("year", ""))
    plan = folder / PLAN_FILE

    def work(_progress: Progress) -> Outcome:
        require_free(plan)
        result = import_table(source, plan, title=title, year=year)
        read = result.table.plan
        return Outcome(
            f"「{source.name}」から、基本施策 {len(read.areas)}、施策 {len(read.measures)}、"
            f"担当課 {len(read.departments)} の計画台帳を作りました。"
            "読むときに決めたことを確かめてください。",
            result.outputs,
            result.findings,
        )

    words = ["--title", title] if title else []
    words += ["--year", str(year)] if year else []
    command = command_line("import", source, "-o", plan, *words)
    return begin("表の取り込み", "plan", command, work, writes=(plan,))


@screen.post("/plan/columns")
def say_columns() -> AnyResponse:
    """Read the imported table anew by what a person says that its columns are."""
    from ictxl.pipeline.columns_asked import CHOICES, columns_asked, import_with_answers
    from ictxl.pipeline.year_folder.places import PLAN_FILE

    folder = the_folder()
    asked = columns_asked(folder)
    if asked is None:
        raise InputError("見出しの対応がありません。", "表の取り込みからやり直してください。")
    said = {row: request.form.get(f"column-{row}", "") for row in range(len(asked.headings))}
    answers = {row: word for row, word in said.items() if word in CHOICES}
    source, plan = below(folder, asked.source.table), folder / PLAN_FILE

    def work(_progress: Progress) -> Outcome:
        result = import_with_answers(asked, answers, source, plan)
        return Outcome(
            f"列の意味を直して、「{source.name}」から計画台帳を作り直しました"
            f"(施策 {len(result.table.plan.measures)}、回答 {len(result.table.responses)} 件)。",
            result.outputs,
            result.findings,
        )

    command = command_line("import", source, "-o", plan, "--columns", asked.path, "--force")
    return begin("表の取り込み直し", "plan", command, work, writes=(plan, asked.path))


@screen.post("/plan/turn")
def turn() -> AnyResponse:
    """Work in another year's folder."""
    from ictxl.pipeline.year_folder.places import year_folders_below

    desk = the_desk()
    name = request.form.get("folder", "")
    for place in year_folders_below(desk.home):
        if ("" if place == desk.home else place.name) == name:
            desk.turn_to(place)
            return back("plan")
    raise ForbiddenPlaceError(name)


_YEAR_DIGITS = 4


def _usual_year(folder: Path) -> int:
    """The year that the folder's name speaks of, as with `ictxl init`; else this one."""
    return read_fiscal_year(folder.name) or current_fiscal_year()


def _year(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) == _YEAR_DIGITS else None
