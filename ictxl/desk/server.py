"""Start the desk's server, or find the one that runs already."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from waitress.server import create_server

from ictxl.desk.app import make_app
from ictxl.desk.keys import Keys
from ictxl.desk.running import Address, find_running, recorded
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
