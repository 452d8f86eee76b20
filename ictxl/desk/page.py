"""What every page of the desk shows around its own part, and pages that say what went wrong."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from ictxl.desk.guard import TOKEN_FIELD
from ictxl.desk.jobs import BusyError
from ictxl.desk.places import ForbiddenPlaceError, name_of
from ictxl.desk.state import Desk
from ictxl.desk.watcher import Watcher
from ictxl.errors import IctxlError
from ictxl.text.times import local_time
from ictxl.version import __version__


def the_desk() -> Desk:
    """The desk of the running app."""
    desk = current_app.extensions["desk"]
    assert isinstance(desk, Desk)
    return desk


def the_folder() -> Path:
    """The year's folder, the same from a request's beginning to its end: another page may turn to
    another year meanwhile."""
    watcher = g.watcher
    assert isinstance(watcher, Watcher)
    return watcher.folder


def the_passwords() -> tuple[str, ...]:
    """Those that were typed on the page."""
    watcher = g.watcher
    assert isinstance(watcher, Watcher)
    return watcher.passwords


def command_line(*arguments: str | Path) -> str:
    """The command that an action stands for, as one would type it in the year's folder."""
    folder = the_folder()
    words = [
        name_of(a, folder)
        if isinstance(a, Path) and a != folder
        else "."
        if isinstance(a, Path)
        else a
        for a in arguments
    ]
    return subprocess.list2cmdline(["ictxl", *words])


def add_page_parts(app: Flask, desk: Desk) -> None:
    """Filters and values that all templates use."""

    def shown(text: str) -> str:
        """Without the folder's own path, which stands at the top of the page."""
        for base in (f"{the_folder()}/", f"{the_folder()}\\"):
            text = text.replace(base, "")
        return text

    def name(path: Path) -> str:
        """Empty for a file of another year's folder, which is not this page's to open."""
        return name_of(path, the_folder()) if path.is_relative_to(the_folder()) else ""

    def role(path: Path) -> str:
        from ictxl.pipeline.year_folder.places import ROLES  # noqa: PLC0415 - many pages list no file

        return ROLES.get(path.name, "")

    def values() -> dict[str, Any]:
        return {
            "token": desk.keys.form_token,
            "token_field": TOKEN_FIELD,
            "job": desk.jobs.latest,
            "folder": the_folder(),
            "home": desk.home,
            "version": __version__,
            "endpoint": request.endpoint or "",
            "name_of": name,
            "time": local_time,
        }

    def note_time() -> None:
        # Before anything is looked at: what changes while the page is made, it is told of.
        g.since = desk.events.number
        g.watcher = desk.watcher

    app.before_request(note_time)
    app.jinja_env.filters["shown"] = shown
    app.jinja_env.filters["role"] = role
    app.jinja_env.filters["remedy"] = lambda text: shown(without_options(text))
    app.context_processor(values)


def present(paths: Sequence[Path]) -> list[Path]:
    """Those that are files now."""
    return [path for path in paths if path.is_file()]


Answer = tuple[str, int]

_WORDS = {
    403: (
        "このページは開けません。",
        "ictxl を開いた人のブラウザーだけが使えます。もう一度「ictxl desk」を実行し、"
        "開いたページを使ってください。",
    ),
    404: ("ページが見つかりません。", "画面の上の流れから選び直してください。"),
    405: ("その操作はできません。", "画面の上の流れから選び直してください。"),
    413: (
        "ファイルが大きすぎて受け取れません。",
        "一つずつ入れるか、フォルダーに直接入れてください。",
    ),
}
_OTHER = ("思わぬ誤りが起きました。", "前の画面に戻って、もう一度試してください。")
_BUSY = ("ほかの作業をしています。", "終わるのを待つか、止めてから、もう一度押してください。")


def add_error_pages(app: Flask) -> None:
    """Have every failure answered with a page in plain Japanese."""
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(IctxlError, _of_ictxl)
    app.register_error_handler(BusyError, lambda _error: _page(*_BUSY, 409))
    app.register_error_handler(ForbiddenPlaceError, lambda _error: _page(*_WORDS[403], 403))


def _of_http(error: HTTPException) -> Answer:
    code = error.code or 500
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        cause = error.original_exception
        return _page(f"思わぬ誤りが起きました({type(cause).__name__}: {cause})。", _OTHER[1], code)
    return _page(*_WORDS.get(code, _OTHER), code)


def _of_ictxl(error: IctxlError) -> Answer:
    return _page(error.message, without_options(error.remedy), 400)


def _page(message: str, remedy: str, code: int) -> Answer:
    return render_template("message.html.j2", message=message, remedy=remedy), code


def without_options(text: str) -> str:
    """A remedy without sentences about options and commands, which no page has; where nothing
    would be left, as it is."""
    kept = [s for s in re.findall(r"[^。]+。?", text) if not _OF_COMMANDS.search(s)]
    return "".join(kept) if kept else text


_OF_COMMANDS = re.compile(r"(?<![\w-])-{1,2}[a-z]|ictxl [a-z]")
