"""What one running desk holds: its folder, its keys, the newest look, the running job."""

from __future__ import annotations

import threading
from pathlib import Path

from ictxl.desk.events import Events
from ictxl.desk.jobs import Jobs, ReadingAhead
from ictxl.desk.keys import Keys
from ictxl.desk.watcher import Looked, Watcher


class Desk:
    """One desk. All that it knows of the work it reads from the folder."""

    def __init__(self, home: Path, keys: Keys | None = None) -> None:
        self.home = home
        self.keys = keys or Keys()
        self.events = Events()
        self.jobs = Jobs(self.events, self.wake)
        self.ahead = ReadingAhead(self.wake)
        self.ended = threading.Event()
        self._watcher = Watcher(home, self.events)

    @property
    def watcher(self) -> Watcher:
        """Of the year's folder that is being worked in: the home, or one in it."""
        return self._watcher

    def look(self, patience: float = 0.4) -> Looked:
        """The newest look at the round."""
        return self._watcher.look(patience)

    def wake(self) -> None:
        self._watcher.wake()
        self.events.tell("changed", {"files": []})

    def add_password(self, password: str) -> None:
        self._watcher.add_password(password)

    def turn_to(self, folder: Path) -> None:
        """Work in another year's folder from now on. Raises BusyError while a job runs in this."""
        self.jobs.forget()
        former = self._watcher
        self._watcher = Watcher(folder, self.events, former.passwords)
        former.end()
        self.events.tell("changed", {"files": []})

    def end(self) -> None:
        """Stop what runs, and let the server go."""
        self.jobs.end(seconds=5)
        self._watcher.end()
        self.events.close()
        self.ended.set()
