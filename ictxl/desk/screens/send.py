"""送る: the forms of all departments, mail drafts, and the template's check."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, the_folder
from ictxl.desk.places import below
from ictxl.desk.screens.common import begin, page, reading_page, year_state
from ictxl.errors import InputError
from ictxl.runtime.stages import Progress

screen = Blueprint("send", __name__)
TONES = {"MISSING": "error", "MADE": "done", "OLD": "warning", "WRITTEN": "info", "IN_USE": "part"}


@screen.get("/send")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    counts = Counter(form.state.value for form in state.forms)
    own = state.folder.table
    return page(
        "send.html.j2",
        tones=TONES,
        counts=list(counts.items()),
        previous=[path for path in state.folder.tables if path != own],
        commands={
            "generate": command_line("generate", "plan.xlsx", "-o", "outbox", "--mail"),
            "template": command_line("template", "check", "progress_template.xlsx"),
        },
    )


@screen.post("/send/make")
def make() -> AnyResponse:
    """Make the forms, of all departments or of one."""
    from ictxl.pipeline.sending import generate
    from ictxl.pipeline.year_folder.places import YearFolder

    folder = YearFolder(the_folder())
    plan_file = folder.plan_file
    if plan_file is None:
        raise InputError("計画台帳がありません。", "「計画」の画面で用意してください。")
    template = folder.template if request.form.get("template") else None
    department = request.form.get("department", "")
    previous = request.form.get("previous", "")
    last_year = [below(the_folder(), previous)] if previous else []
    mail = bool(request.form.get("mail"))

    def work(progress: Progress) -> Outcome:
        result = generate(
            plan_file,
            folder.outbox,
            template_file=template,
            departments=[department] if department else [],
            previous=last_year,
            mail=mail,
            progress=progress,
        )
        unaddressed = sum(form.draft is not None and not form.is_addressed for form in result.forms)
        more = f"メールの下書きも {len(result.forms)} 件あります。" if mail else ""
        if unaddressed:
            more += f"うち {unaddressed} 件は、計画台帳にメールアドレスがないので宛先が空です。"
        return Outcome(
            f"調査票を {len(result.forms)} 件、outbox フォルダーに作りました。{more}",
            findings=result.findings,
            next_screen="gathering",
            next_label="返ってきたものを待つ",
        )

    words: list[str | Path] = ["--template", template] if template else []
    words += ["--department", department] if department else []
    words += ["--previous", *last_year] if last_year else []
    words += ["--mail"] if mail else []
    command = command_line("generate", plan_file, "-o", "outbox", *words)
    return begin("調査票の作成", "send", command, work, writes=(folder.outbox,))


@screen.post("/send/template")
def check_template() -> AnyResponse:
    """Check the folder's own template before anything is sent."""
    from ictxl.pipeline.checking_templates import check_template as findings_of
    from ictxl.pipeline.year_folder.places import YearFolder

    template = YearFolder(the_folder()).template
    if template is None:
        raise InputError(
            "手直ししたひな形がありません。",
            "progress_template.xlsx をフォルダーに置いてください。",
        )

    def work(_progress: Progress) -> Outcome:
        found, _ = findings_of(template)
        text = "知らせることがあります。" if found else "調査票のひな形として使えます。"
        return Outcome(text, (template,), found)

    command = command_line("template", "check", template)
    return begin("ひな形の点検", "send", command, work, writes=())
