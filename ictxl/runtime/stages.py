"""Report the progress of a long job, and measure its stages, for `--profile` and benchmarks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]
"""Called with (files done, files in all) while a long job runs."""


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


OTHER = "その他(起動、一覧の表示など)"
"""What belongs to no stage."""


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock, and of this process's processor time (workers' own not counted)."""

    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.seconds + other.seconds, self.processor + other.processor)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.seconds - other.seconds, self.processor - other.processor)


def _now() -> Spent:
    return Spent(time.perf_counter(), time.process_time())


@dataclass
class Profile:
    """What was spent since it was made, stage by stage in the order in which they began."""

    began: Spent = field(default_factory=_now)
    by_stage: dict[str, Spent] = field(default_factory=dict)

    def whole(self) -> dict[str, Spent]:
        """Every stage and, last, what belongs to none; together all that was spent until now."""
        stages = sum(self.by_stage.values(), Spent())
        return {**self.by_stage, OTHER: _now() - self.began - stages}


_running: ContextVar[Profile | None] = ContextVar("_running", default=None)


@contextmanager
def measured() -> Iterator[Profile]:
    """The stages that jobs go through in this block are timed; elsewhere timing costs nothing."""
    profile = Profile()
    token = _running.set(profile)
    try:
        yield profile
    finally:
        _running.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A stage of a job, called as a person calls it. Stages stand side by side, never inside."""
    profile = _running.get()
    if profile is None:
        yield
        return
    began = _now()
    profile.by_stage.setdefault(name, Spent())
    try:
        yield
    finally:
        profile.by_stage[name] += _now() - began
