"""差戻し: who is asked to mend what, the marked workbooks and their mails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Outcome
from ictxl.desk.page import command_line, the_folder, the_passwords
from ictxl.desk.screens.common import begin, page, reading_page, reading_words, year_state
from ictxl.runtime.stages import Progress

if TYPE_CHECKING:
    from ictxl.pipeline.year_folder.steps import YearState

screen = Blueprint("sendback", __name__)


@screen.get("/sendback")
def show() -> str:
    _, state = year_state()
    if state is None:
        return reading_page()
    from ictxl.pipeline.year_folder.places import files_in
    from ictxl.pipeline.year_folder.steps import readers_to_ask

    asked = [s for s in state.seen.departments if s.department in state.asked]
    return page(
        "sendback.html.j2",
        rows=[*((s, state.seen.letter(s)) for s in asked), *readers_to_ask(state.seen)],
        copies=state.sent_back,
        mails=files_in(state.folder.sendback_mails, ".eml"),
        commands={"sendback": command_line(*_words(state, mail=True))},
    )


def _words(state: YearState | None, *, mail: bool) -> list[str | Path]:
    return [*reading_words("sendback", state), *(["--mail", "差戻しメール"] if mail else [])]


@screen.post("/sendback/make")
def make() -> AnyResponse:
    """Make the marked workbooks, and the mails where they are wanted."""
    from ictxl.pipeline.sending_back import sendback
    from ictxl.pipeline.year_folder.live_round import reading_with
    from ictxl.pipeline.year_folder.places import YearFolder

    folder = YearFolder(the_folder())
    mails = folder.sendback_mails if request.form.get("mail") else None
    _, state = year_state()
    reading = reading_with(the_passwords())

    def work(progress: Progress) -> Outcome:
        result = sendback(
            folder.inputs,
            folder.sendback,
            mail_folder=mails,
            plan_file=folder.plan_file,
            reading=reading,
            progress=progress,
        )
        plain = [sent for sent in result.files if not sent.marked]
        more = (
            f"うち {len(plain)} 件は印を付けられないので、一覧を隣に置きました。" if plain else ""
        )
        mail = f"メールの下書きが {len(result.drafts)} 件あります。" if mails else ""
        return Outcome(
            f"差戻しの調査票を {len(result.files)} 件作りました。{more}{mail}",
            result.drafts or tuple(sent.path for sent in result.files),
            next_screen="gathering",
            next_label="直ったものを待つ",
        )

    command = command_line(*_words(state, mail=bool(mails)))
    writes = (folder.sendback, folder.sendback_mails)
    return begin("差戻しの調査票作り", "sendback", command, work, writes=writes)
