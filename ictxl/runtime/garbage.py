"""Run Python's garbage collector less often in ictxl's own processes."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """For processes that do one job and end: the command line and those that read for it.

    Python looks through new objects for cycles whenever 700 more of them were made than freed.
    Nearly all that a merge makes lives to its end and holds no cycles, so that a tenth of its time
    went into looking in vain.
    """
    gc.set_threshold(_MORE_OBJECTS)


def collect_no_more() -> None:
    """For the end of such a process: Python would go through everything once more, only to give
    back memory that the system takes back anyhow. Nothing is left that a cycle keeps open."""
    gc.freeze()


_MORE_OBJECTS = 50_000
