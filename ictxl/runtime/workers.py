"""Choose where files are read: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ictxl.runtime.garbage import collect_seldom

if TYPE_CHECKING:
    from concurrent.futures import Executor

WORTH_SHARING = 150
"""Files from which on several processes are worth starting: one starts in the time of 60 files."""


@dataclass(frozen=True)
class Workers:
    """How many work at once.

    `jobs` None takes as many processes as help; `scheduler` is the address of a Dask scheduler
    (`tcp://host:8786`) and goes before `jobs`.
    """

    jobs: int | None = 1
    scheduler: str = ""

    @contextmanager
    def start(self, files: int) -> Iterator[Executor | None]:
        """An executor to read so many files with, and for what else can be done meanwhile; None
        where this process does it alone."""
        if self.scheduler:
            from ictxl.runtime.cluster import cluster  # noqa: PLC0415 - few runs need it

            with cluster(self.scheduler) as executor:
                yield executor
            return
        jobs = self._useful(files)
        if jobs == 1:
            yield None
            return
        from multiprocessing import active_children  # noqa: PLC0415 - slow to import

        from ictxl.runtime.pool import Pool  # noqa: PLC0415

        executor = Pool(jobs, _begin_worker)
        try:
            yield executor
        except BaseException:
            # Else the end would wait until all that was begun is done.
            for process in active_children():
                process.terminate()
            raise
        finally:
            # Not left to Python's own end, which may stumble over processes that just end, too.
            executor.shutdown(cancel_futures=True)

    def _useful(self, files: int) -> int:
        if self.jobs is not None:
            return max(1, min(self.jobs, files))
        return cores() if files >= WORTH_SHARING else 1


ONE_PROCESS = Workers()


def _begin_worker() -> None:
    collect_seldom()
    # Ctrl-C reaches the workers, too; Python's own way would print where each of them stood.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with_parent()


def end_with_parent() -> None:
    """Have this process of a pool end as soon as the one that started it is gone: killed, that one
    could tell nobody, and its pool would wait for work for ever."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415 - slow to import

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def cores() -> int:
    """Those this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
