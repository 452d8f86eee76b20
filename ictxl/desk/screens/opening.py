"""Letting the desk's own user in, and the stream that tells open pages of changes."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.guard import COOKIE
from ictxl.desk.keys import same
from ictxl.desk.page import the_desk

screen = Blueprint("opening", __name__)


@screen.get("/open")
def open_desk() -> AnyResponse:
    """Give the cookie for a one-time token."""
    keys = the_desk().keys
    is_known = same(request.cookies.get(COOKIE, ""), keys.cookie)
    if not is_known and not keys.redeem(request.args.get("token", "")):
        abort(403)
    answer = redirect(url_for("start"), 303)
    path = request.script_root or "/"
    answer.set_cookie(COOKIE, keys.cookie, path=path, httponly=True, samesite="Strict")
    return answer


@screen.get("/alive")
def alive() -> Response:
    """Prove to a second start that this is the desk it looks for."""
    question = request.args.get("question", "")[:100]
    return Response(the_desk().keys.answer(question), mimetype="text/plain")


@screen.get("/events")
def events() -> Response:
    """What changes, as it does."""
    hub = the_desk().events
    since = request.args.get("since", hub.number, type=int)

    def told() -> Iterator[str]:
        with hub.room() as has_room:
            if has_room:
                yield from hub.stream(since)

    return Response(told(), mimetype="text/event-stream")


@screen.post("/quit")
def leave() -> str:
    """End the desk."""
    desk = the_desk()
    text = render_template("farewell.html.j2")
    desk.end()
    return text
