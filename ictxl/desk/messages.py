"""Pages for requests that cannot be answered, and the desk's own words for errors."""

from __future__ import annotations

import re

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

from ictxl.desk.jobs import BusyError
from ictxl.desk.places import ForbiddenPlaceError
from ictxl.errors import IctxlError

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
