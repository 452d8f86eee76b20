"""Start the desk's server, or find the one that runs already; its app with the screens."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, redirect, url_for
from jinja2 import StrictUndefined
from waitress.server import create_server
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.guard import guard
from ictxl.desk.keys import Keys
from ictxl.desk.page import add_error_pages, add_page_parts
from ictxl.desk.running import Address, find_running, recorded
from ictxl.desk.screens import SCREENS
from ictxl.desk.state import Desk
from ictxl.spreadsheets.errors import DEFAULT_LIMITS, MEGABYTE

_HOST = "127.0.0.1"
_THREADS = 16
_LARGEST_REQUEST = DEFAULT_LIMITS.file_bytes + MEGABYTE
"""One file as large as can be read, and the form around it."""
_FAREWELL_SECONDS = 0.5
"""Until the last page has reached the browser."""


def run_desk(folder: Path, when_open: Callable[[str], None]) -> None:
    """Serve a folder's desk until somebody ends it; `when_open` gets the opening address.

    Where this user has a desk of the folder running, its address is given instead, at once.
    """
    if running := find_running(folder):
        when_open(running.opening(Keys(running.secret)))
        return
    with _free_socket() as listening:
        keys = Keys()
        # Cookies know no ports. Below a path that nobody else knows, no other server of this
        # machine is ever sent the desk's.
        prefix = f"/{secrets.token_urlsafe(9)}"
        address = Address(listening.getsockname()[1], prefix, keys.secret)
        desk = Desk(folder, keys)
        _start(desk, listening, address)
        with recorded(folder, address):
            when_open(address.opening(keys))
            try:
                while not desk.ended.wait(0.5):  # an endless wait would not heed Ctrl-C on Windows
                    pass
                time.sleep(_FAREWELL_SECONDS)
            finally:
                if not desk.ended.is_set():
                    desk.end()


def _free_socket() -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind((_HOST, 0))
    return listening


def _start(desk: Desk, listening: socket.socket, address: Address) -> None:
    server = create_server(
        make_app(desk, address),
        sockets=[listening],
        threads=_THREADS,
        ident=None,
        url_prefix=address.prefix,
        max_request_body_size=_LARGEST_REQUEST,
        clear_untrusted_proxy_headers=True,
    )
    threading.Thread(target=server.run, daemon=True).start()


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
