"""Read in a thread what a page needs, so that no page waits long for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

PATIENCE = 0.5
"""Seconds that a page waits; most readings take less."""


class ReadingAhead:
    """One reading at a time; `tell` is called when one has ended that a page did not wait for."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_awaited = False

    def is_done(self, read: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Whether `read`, which keeps what it has read, ends in time. It goes on otherwise."""
        with self._lock:
            thread = self._thread
            if thread is None:
                thread = threading.Thread(target=self._run, args=(read,), daemon=True)
                self._thread, self._is_awaited = thread, False
                thread.start()
        thread.join(patience)
        with self._lock:
            if self._thread is thread:
                self._is_awaited = True
                return False
        return True

    def _run(self, read: Callable[[], object]) -> None:
        try:
            read()
        finally:
            with self._lock:
                self._thread = None
                is_awaited = self._is_awaited
            if is_awaited:
                self._tell()
