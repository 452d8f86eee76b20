"""Tell the open pages that something changed (server-sent events)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MOST_STREAMS = 8
"""Each takes one of the server's threads; a page beyond them asks every few seconds instead."""
HEARTBEAT_SECONDS = 10.0
"""A page that has gone shows when something is sent to it."""


class Events:
    """Messages to all pages, numbered; a page that comes late gets only the newest state."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._messages: dict[str, tuple[int, object]] = {}
        """The newest message of each kind."""
        self._streams = 0
        self._closed = False

    def tell(self, kind: str, message: object) -> None:
        with self._changed:
            self._number += 1
            self._messages[kind] = self._number, message
            self._changed.notify_all()

    @property
    def number(self) -> int:
        """Of the newest message: a page that was made then listens for what came since."""
        return self._number

    def close(self) -> None:
        """End all streams."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @contextmanager
    def room(self) -> Iterator[bool]:
        """For the block one stream more, if there is room for it."""
        with self._changed:
            has_room = self._streams < MOST_STREAMS
            self._streams += has_room
        try:
            yield has_room
        finally:
            if has_room:
                with self._changed:
                    self._streams -= 1

    def stream(self, seen: int) -> Iterator[str]:
        """What is told after the message of that number, as the browser's EventSource reads it."""
        # A first word opens the stream at once.
        yield "retry: 1500\n\n"
        while True:
            with self._changed:
                if self._number == seen and not self._closed:
                    self._changed.wait(HEARTBEAT_SECONDS)
                if self._closed:
                    return
                news = [(n, kind, m) for kind, (n, m) in self._messages.items() if n > seen]
                seen = self._number
            yield (
                "".join(
                    f"event: {kind}\ndata: {json.dumps(message)}\n\n"
                    for _, kind, message in sorted(news, key=lambda one: one[0])
                )
                or ": still here\n\n"
            )
