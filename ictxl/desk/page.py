"""What every page of the desk shows around its own part."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request

from ictxl.desk.guard import TOKEN_FIELD
from ictxl.desk.messages import without_options
from ictxl.desk.places import name_of
from ictxl.desk.state import Desk
from ictxl.desk.watcher import Watcher
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
