"""A pool of processes that fails as a whole when one of them dies, whatever that one was doing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from typing import Any


class Pool(ProcessPoolExecutor):
    """Python's own, which notices a death unless it comes halfway through sending a result: then
    it waits for the rest for ever, since this process and others hold the same pipe open."""

    def __init__(self, jobs: int, begin: Callable[[], None]) -> None:
        # Started anew instead of forked: the same on every system, and safe beside threads.
        super().__init__(jobs, get_context("spawn"), begin)

    def _spawn_process(self) -> None:
        """Called by Python's own pool, which holds its lock meanwhile."""
        super()._spawn_process()  # type: ignore[misc]  # typeshed does not know it
        *_, newest = self._processes.values()
        watch = (newest, self._processes, self._result_queue)
        threading.Thread(target=self._break_on_death, args=watch, daemon=True).start()

    def _break_on_death(
        self, process: BaseProcess, processes: dict[int, BaseProcess], results: Any
    ) -> None:
        """End what is left of the pool as soon as a process of it has died.

        With the last who could write into it the pipe ends, and whoever reads from it knows.
        """
        connection.wait([process.sentinel])
        while (code := process.exitcode) is None:
            time.sleep(_A_MOMENT)  # another thread is asking the system for it right now
        if code == 0:
            return
        with self._shutdown_lock:
            self._broken = True
            for other in processes.values():
                other.kill()
            results._writer.close()


_A_MOMENT = 0.01
