"""Run Python's garbage collector less often in ictxl's own processes."""

from __future__ import annotations

import atexit
import gc


def collect_seldom() -> None:
    """For processes that do one job and end: the command line and those that read for it.

    Python looks through new objects for cycles whenever 700 more of them were made than freed, and
    through everything once more when it ends. Nearly all that a job makes lives to its end and
    holds no cycles. Looking seldom spares a merge of 2,000 forms in one process a seventh of its
    processor time (7.9 → 6.3 s), on which the bar of three times calamine alone rests
    (`docs/performance.md`). A merge of 20 or 200 forms makes fewer objects than it takes to look at
    all and is spared 15 to 25 ms; one of 2,000 takes no more memory than with a quarter of the
    number. Not looking at the end spares `status` and `generate` of 18 forms a tenth of theirs.
    """
    gc.set_threshold(_MORE_OBJECTS)
    # Nothing that a cycle keeps open is left, and the system takes the memory back anyhow.
    atexit.register(gc.freeze)


_MORE_OBJECTS = 200_000
