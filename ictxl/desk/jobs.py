"""Long work beside the page: one job at a time, its progress, its end, and a way to stop it.

What a page needs is read in a thread, so that no page waits long for it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ictxl.desk.events import Events
from ictxl.errors import IctxlError
from ictxl.files.outputs import RECORD
from ictxl.findings import Finding
from ictxl.runtime.stages import Progress

_TELLING_SECONDS = 0.2
"""Pages are told of a job's progress no more often."""


class JobState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class StoppedError(Exception):
    """Somebody asked for the job to end."""


class BusyError(Exception):
    """Another job is running."""


@dataclass(frozen=True)
class Outcome:
    """What a job has to tell when it is done."""

    message: str
    outputs: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    remedy: str = ""
    next_screen: str = ""
    """Where the work goes on, if not on the same screen."""
    next_label: str = ""


@dataclass
class Job:
    """One piece of long work."""

    number: int
    title: str
    screen: str
    """Where it was started."""
    command: str
    state: JobState = JobState.RUNNING
    done: int = 0
    total: int = 0
    outcome: Outcome | None = None
    moved: tuple[tuple[Path, Path], ...] = ()
    """(from, to) of what gave way to new files."""
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def is_running(self) -> bool:
        return self.state is JobState.RUNNING


Work = Callable[[Progress], Outcome]


class Jobs:
    """Runs one job at a time; the last one stays to be told until somebody puts it away."""

    def __init__(self, events: Events, when_ended: Callable[[], None]) -> None:
        self._events = events
        self._when_ended = when_ended
        self._lock = threading.Lock()
        self._number = 0
        self.latest: Job | None = None

    def start(self, title: str, screen: str, command: str, work: Work) -> Job:
        """Begin a job. Raises BusyError while another one runs."""
        with self._lock:
            if self.latest and self.latest.is_running:
                raise BusyError
            self._number += 1
            job = self.latest = Job(self._number, title, screen, command)
        threading.Thread(target=self._run, args=(job, work), daemon=True).start()
        return job

    def stop(self) -> None:
        """Ask the running job to end; it does so at its next step, and leaves nothing half done."""
        job = self.latest
        if job:
            job.stopping.set()

    def put_away(self, number: int) -> None:
        """Forget a job that has ended, unless another one has begun since."""
        with self._lock:
            if self.latest and self.latest.number == number and not self.latest.is_running:
                self.latest = None

    def forget(self) -> None:
        """Put away the last job, whichever it is. Raises BusyError while it runs."""
        with self._lock:
            if self.latest and self.latest.is_running:
                raise BusyError
            self.latest = None

    def end(self, seconds: float) -> None:
        """Stop the running job and wait so long for it."""
        self.stop()
        until = time.monotonic() + seconds
        while self.latest and self.latest.is_running and time.monotonic() < until:
            time.sleep(0.05)

    def _run(self, job: Job, work: Work) -> None:
        RECORD.clear()
        try:
            outcome, state = work(self._progress(job)), JobState.DONE
        except StoppedError:
            outcome, state = Outcome("途中で止めました。何も書いていません。"), JobState.STOPPED
        except IctxlError as error:
            outcome = Outcome(error.message, findings=error.findings, remedy=error.remedy)
            state = JobState.FAILED
        except Exception as error:
            if os.environ.get("ICTXL_DEBUG"):
                raise
            outcome, state = _unexpected(error), JobState.FAILED
        finally:
            job.moved = tuple(RECORD.moved)
        job.outcome = outcome
        job.state = state
        self._when_ended()
        self._events.tell("job", {"running": False})

    def _progress(self, job: Job) -> Progress:
        told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if job.stopping.is_set():
                raise StoppedError
            job.done, job.total = done, total
            if time.monotonic() - told >= _TELLING_SECONDS:
                told = time.monotonic()
                self._events.tell("job", {"running": True, "done": done, "total": total})

        progress(0, 0)
        return progress


def _unexpected(error: Exception) -> Outcome:
    return Outcome(
        f"思わぬ誤りで中断しました({type(error).__name__}: {error})。",
        remedy="もう一度試し、同じなら ictxl の開発者に知らせてください。",
    )


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
