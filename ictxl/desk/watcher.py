"""Keep looking at the round while files arrive, and tell the pages."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.desk.events import Events
from ictxl.files.inputs import is_litter_folder

if TYPE_CHECKING:
    from ictxl.pipeline.year_folder.live_round import LiveRound, RoundSeen, Seen

_STEP_MILLISECONDS = 1500
"""So often the folder is compared even where nobody tells of changes, as on many shares."""
_DEBOUNCE_MILLISECONDS = 200
_MOST_FOLDERS = 500
"""Watched for signs; the others are compared all the same."""


@dataclass(frozen=True)
class Looked:
    """The newest look at the round."""

    seen: RoundSeen | None
    """None before the first look is done."""
    is_fresh: bool
    """False while the folder shows something newer that is still being read."""
    done: int = 0
    total: int = 0


class Watcher:
    """One thread that reads, one that waits for signs of change."""

    def __init__(self, folder: Path, events: Events, passwords: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.passwords = passwords
        """Those that a person has typed; they stand nowhere but here."""
        self._events = events
        self._changed = threading.Condition()
        self._seen: RoundSeen | None = None
        self._live: LiveRound | None = None
        self._is_wanted = True
        self._ended = threading.Event()
        self._progress = (0, 0)
        threading.Thread(target=self._keep_reading, daemon=True).start()
        threading.Thread(target=self._keep_waiting, daemon=True).start()

    def look(self, patience: float) -> Looked:
        """The newest look; waits a little while the folder shows something newer than that."""
        until = time.monotonic() + patience
        if self._live is not None and self._seen is not None:
            is_stale = self._live.signature() != self._seen.seen
        else:
            is_stale = True
        if is_stale:
            self.wake()
        with self._changed:
            while self._is_wanted and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
            return Looked(self._seen, not self._is_wanted, *self._progress)

    def wake(self) -> None:
        """Have the folder looked at, now."""
        with self._changed:
            self._is_wanted = True
            self._changed.notify_all()

    def add_password(self, password: str) -> None:
        self.passwords = (*self.passwords, password)
        if self._live is not None:
            self._live.add_password(password)
        self.wake()

    def end(self) -> None:
        self._ended.set()
        self.wake()

    def _keep_reading(self) -> None:
        from ictxl.pipeline.year_folder.live_round import LiveRound  # noqa: PLC0415 - the page need not wait for it
        from ictxl.pipeline.year_folder.places import YearFolder  # noqa: PLC0415

        self._live = LiveRound(YearFolder(self.folder), self.passwords)
        while not self._ended.is_set():
            with self._changed:
                while not self._is_wanted:
                    self._changed.wait()
            if self._ended.is_set():
                return
            before = self._seen
            seen = self._look(self._live)
            with self._changed:
                self._seen = seen
                # What came while it was read is looked at next.
                self._is_wanted = self._live.signature() != seen.seen
                self._progress = (0, 0)
                self._changed.notify_all()
            if before is None or before.seen != seen.seen:
                self._events.tell("changed", {"files": _arrived(before, seen)})
            if self._is_wanted:
                time.sleep(_DEBOUNCE_MILLISECONDS / 1000)

    def _look(self, live: LiveRound) -> RoundSeen:
        from ictxl.errors import IctxlError  # noqa: PLC0415 - as above
        from ictxl.pipeline.year_folder.live_round import RoundSeen  # noqa: PLC0415

        try:
            return live.look(self._tell_progress)
        except Exception as error:  # noqa: BLE001 - the page must say so, and go on looking
            failure = IctxlError(
                f"思わぬ誤りで読み取りが止まりました({type(error).__name__}: {error})。",
                "returned フォルダーから、最後に入れたファイルをよけてみてください。",
            )
            return RoundSeen(live.signature(), error=failure)

    def _tell_progress(self, done: int, total: int) -> None:
        self._progress = (done, total)

    def _keep_waiting(self) -> None:
        from watchfiles import watch  # noqa: PLC0415 - the page need not wait for it

        before: object = None
        while not self._ended.is_set():
            folders = list(_watched(self.folder))
            try:
                for _ in watch(
                    *folders,
                    recursive=False,
                    debounce=_DEBOUNCE_MILLISECONDS,
                    step=50,
                    rust_timeout=_STEP_MILLISECONDS,
                    yield_on_timeout=True,
                    stop_event=self._ended,
                    raise_interrupt=False,
                ):
                    now = self._state()
                    if now != before:
                        before = now
                        self.wake()
                        self._events.tell("changed", {"files": []})
                    if list(_watched(self.folder)) != folders:
                        break
            except (OSError, RuntimeError):  # a folder went away, or no more may be watched
                time.sleep(_STEP_MILLISECONDS / 1000)
                before = None
                self.wake()

    def _state(self) -> tuple[Seen, object]:
        live = self._live
        places = [(str(place), _time_of(place)) for place in _watched(self.folder)]
        return (live.signature() if live else ()), places


def _time_of(folder: Path) -> int:
    """Changes when something in the folder comes, goes or gets another name."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _watched(folder: Path) -> Iterator[Path]:
    """The folder itself, and those in it that a round has, to the bottom; no links."""
    from ictxl.pipeline.year_folder.places import YearFolder  # noqa: PLC0415 - as above

    yield folder
    year = YearFolder(folder)
    count = 0
    for top in (year.returned, year.outbox, year.sendback, year.reminders):
        for place, folders, _ in os.walk(top):
            folders[:] = sorted(name for name in folders if not is_litter_folder(name))
            count += 1
            if count <= _MOST_FOLDERS:
                yield Path(place)


def _arrived(before: RoundSeen | None, now: RoundSeen) -> list[str]:
    """Names of files that are there now and were not before."""
    if before is None:
        return []
    known = {name for name, _ in before.seen}
    return [Path(name).name for name, _ in now.seen if name not in known]
