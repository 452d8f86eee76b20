"""Report the progress of a long job."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (files done, files in all) while a long job runs."""


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""
