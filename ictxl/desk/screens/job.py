"""The running job: how far it is, stopping it, putting its result away."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.page import the_desk

screen = Blueprint("job", __name__)
BEGINNINGS = frozenset({"plan", "send", "gathering", "findings", "sendback", "summary", "years"})


def back(default: str = "plan") -> AnyResponse:
    """To the screen that the form names."""
    name = request.form.get("screen", default)
    return redirect(url_for(f"{name if name in BEGINNINGS else default}.show"), 303)


@screen.post("/job/stop")
def stop() -> AnyResponse:
    the_desk().jobs.stop()
    return back()


@screen.post("/job/away")
def put_away() -> AnyResponse:
    number = request.form.get("number", "")
    if number.isdecimal():
        the_desk().jobs.put_away(int(number))
    return back()
