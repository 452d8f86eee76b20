"""集まり具合: who has returned what, live; files dropped onto the page; reminders."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, the_desk, the_folder, the_passwords
from ictxl.desk.screens.common import begin, page, reading_page, reading_words, year_state
from ictxl.desk.screens.job import back
from ictxl.runtime.stages import Progress

if TYPE_CHECKING:
    from ictxl.pipeline.year_folder.steps import YearState

screen = Blueprint("gathering", __name__)
TONES = {
    "MISSING": "error",
    "BLANK": "error",
    "PARTIAL": "part",
    "TO_MEND": "warning",
    "DONE": "done",
}


@screen.get("/gathering")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    from ictxl.pipeline.year_folder.live_round import closed_files, deadline_line, state_counts
    from ictxl.pipeline.year_folder.places import files_in

    seen = state.seen
    return page(
        "gathering.html.j2",
        tones=TONES,
        figures=[(s.value, n, TONES[s.name] if n else "none") for s, n in state_counts(seen)]
        if seen
        else [],
        deadline=deadline_line(seen, date.today()) if seen else "",
        closed=closed_files(seen) if seen else (),
        reminders=files_in(state.folder.reminders, ".eml"),
        commands={"status": command_line(*_remind_words(state))},
    )


def _remind_words(state: YearState | None) -> list[str | Path]:
    return [*reading_words("status", state), "--mail", "督促"]


@screen.post("/gathering/remind")
def remind() -> AnyResponse:
    """Mail drafts to those who are asked for something."""
    from ictxl.pipeline.watching import status
    from ictxl.pipeline.year_folder.live_round import reading_with
    from ictxl.pipeline.year_folder.places import YearFolder

    folder = YearFolder(the_folder())
    _, state = year_state()
    reading = reading_with(the_passwords())

    def work(progress: Progress) -> Outcome:
        arguments = folder.inputs if folder.returned.is_dir() else []
        made = status(
            arguments,
            plan_file=folder.plan_file,
            mail_folder=folder.reminders,
            reading=reading,
            progress=progress,
        )
        text = f"督促のメールの下書きを {len(made.drafts)} 件作りました。"
        if made.without_address:
            text += f"宛先のない課: {'、'.join(made.without_address)}。"
        return Outcome(text, made.drafts)

    command = command_line(*_remind_words(state))
    return begin("督促の下書き作り", "gathering", command, work, writes=(folder.reminders,))


@screen.post("/gathering/password")
def try_password() -> AnyResponse:
    """Open closed files with a password, which is kept in memory only."""
    if password := request.form.get("password", ""):
        the_desk().add_password(password)
    return back("gathering")
