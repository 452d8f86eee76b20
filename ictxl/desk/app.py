"""The desk as a Flask app: its screens, behind the guard."""

from __future__ import annotations

import os

from flask import Flask, redirect, url_for
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.guard import guard
from ictxl.desk.messages import add_error_pages
from ictxl.desk.page import add_page_parts
from ictxl.desk.running import Address
from ictxl.desk.screens import SCREENS
from ictxl.desk.state import Desk

_MOST_FORM_BYTES = 1 << 20
"""Of a form's fields other than files."""


def make_app(desk: Desk, address: Address) -> Flask:
    """The app for one desk at one address."""
    app = Flask("ictxl.desk", static_url_path="/static")
    # Flask escapes by itself only in templates whose names end in `.html`.
    app.jinja_env.autoescape = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["MAX_FORM_MEMORY_SIZE"] = _MOST_FORM_BYTES
    app.config["MAX_FORM_PARTS"] = 1000
    # Users see a page that says so; a record of it is for who looks for the fault.
    app.logger.disabled = not os.environ.get("ICTXL_DEBUG")
    app.extensions["desk"] = desk
    hosts = frozenset(f"{name}:{address.port}" for name in ("127.0.0.1", "localhost"))
    add_page_parts(app, desk)
    guard(app, desk.keys, hosts)
    add_error_pages(app)
    for blueprint in SCREENS:
        app.register_blueprint(blueprint)

    @app.get("/")
    def start() -> AnyResponse:
        return redirect(url_for("plan.show"), 303)

    return app
