"""What the screens share: the year's state as it is now, and starting a job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import g, render_template
from werkzeug.wrappers import Response as AnyResponse

from ictxl.desk.jobs import Work
from ictxl.desk.page import the_desk, the_folder
from ictxl.desk.places import ForbiddenPlaceError, is_free_of_links
from ictxl.desk.screens.job import back

if TYPE_CHECKING:
    from ictxl.desk.watcher import Looked
    from ictxl.pipeline.year_folder.steps import YearState

PATIENCE = 0.4
"""Seconds that a page waits for what is just being read, before it says so instead."""


def page(template: str, **values: Any) -> str:
    """A screen with the year's line on top."""
    looked, state = year_state()
    return render_template(template, looked=looked, state=state, **values)


def reading_page() -> str:
    """What is shown until the first look is done; nothing heavy need be imported for it."""
    return page("reading.html.j2")


def year_state() -> tuple[Looked, YearState | None]:
    """The newest look, and all that is told of the year by it; None before the first look."""
    if "year_state" not in g:
        g.year_state = _look()
    looked, state = g.year_state
    return looked, state


def _look() -> tuple[Looked, YearState | None]:
    looked = g.watcher.look(PATIENCE)
    if looked.seen is None:
        return looked, None
    from ictxl.pipeline.year_folder.places import YearFolder
    from ictxl.pipeline.year_folder.seen import read_seen
    from ictxl.pipeline.year_folder.steps import YearState

    return looked, YearState(YearFolder(the_folder()), looked.seen, read_seen(the_folder()))


def plan_words(state: YearState | None) -> list[str | Path]:
    """`--plan plan.xlsx`, where the folder has one."""
    plan_file = state.folder.plan_file if state else None
    return ["--plan", plan_file] if plan_file else []


def reading_words(command: str, state: YearState | None) -> list[str | Path]:
    """`check returned 二次評価.xlsx --plan plan.xlsx`."""
    reviews = state.folder.inputs[1:] if state else []
    return [command, "returned", *reviews, *plan_words(state)]


def begin(
    title: str, screen: str, command: str, work: Work, *, writes: tuple[Path, ...]
) -> AnyResponse:
    """Start a job and show its screen. Raises ForbiddenPlaceError where what it writes would go
    through a link out of the folder."""
    for place in writes:
        if not is_free_of_links(place, the_folder()):
            raise ForbiddenPlaceError(place.name)
    the_desk().jobs.start(title, screen, command, work)
    return back(screen)
