"""The process that calls a function apart: it may take too long, too much, or end, without harm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ictxl.runtime.sandbox import Sandbox, SandboxDiedError

pytestmark = pytest.mark.lengthy


@contextmanager
def sandbox(function: str, seconds: float = 30, memory_megabytes: int = 2000) -> Iterator[Sandbox]:
    made = Sandbox(function, seconds, memory_megabytes)
    try:
        yield made
    finally:
        made.stop()


def test_a_function_is_called_by_its_name_again_and_again() -> None:
    with sandbox("math:hypot") as apart:
        assert [apart.call(3, 4), apart.call(5, 12)] == [5, 13]


def test_one_process_answers_all_calls() -> None:
    with sandbox("os:getpid") as apart:
        assert apart.call() == apart.call()


def test_what_the_function_raises_is_raised_here_and_the_next_call_answered() -> None:
    with sandbox("builtins:int") as apart:
        with pytest.raises(ValueError, match="invalid literal"):
            apart.call("三")
        assert apart.call("3") == 3


def test_a_call_that_takes_too_long_is_given_up_and_the_next_one_answered() -> None:
    with sandbox("time:sleep", seconds=1) as apart:
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            apart.call(600)
        assert time.monotonic() - started < 20
        assert apart.call(0) is None


def test_a_process_that_ends_is_told_and_begun_anew() -> None:
    with sandbox("os:_exit") as apart:
        for _ in range(2):
            with pytest.raises(SandboxDiedError) as told:
                apart.call(3)
            assert not told.value.for_memory


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="memory is bounded on POSIX only")
def test_more_memory_than_allowed_is_refused() -> None:
    with sandbox("builtins:bytearray", memory_megabytes=500) as apart:
        with pytest.raises(MemoryError):
            apart.call(1 << 30)
        assert apart.call(3) == bytearray(3)


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="signals of POSIX")
def test_a_process_aborted_for_want_of_memory_is_told_as_such() -> None:
    with sandbox("os:abort") as apart, pytest.raises(SandboxDiedError) as told:
        apart.call()
    assert told.value.for_memory
