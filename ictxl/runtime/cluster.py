"""Have tasks done on a Dask cluster, also where it loses workers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from ictxl.errors import IctxlError

RETRIES = 3
"""How often a task is given to another worker after one has died on it."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The cluster at a scheduler's address (`tcp://host:8786`). IctxlError where there is none."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise IctxlError(
            "--scheduler には Dask が要ります。",
            "pip install ictxl[cluster] で入れてください。",
        ) from error
    try:
        client = distributed.Client(address, timeout="10s")
    except (OSError, ValueError, KeyError) as error:
        raise IctxlError(
            f"Dask のスケジューラー「{address}」につながりません。",
            "アドレス(例: tcp://192.0.2.1:8786)と、スケジューラーが動いていることを"
            "確かめてください。",
        ) from error
    with client:
        yield ClusterExecutor(client)


class ResultLostError(BrokenExecutor):
    """A task was done, but its result could not be fetched: whoever holds it is gone."""


class ClusterExecutor(Executor):
    """Gives tasks to a Dask client.

    Dask's own executor takes the result for an error where a worker dies just after it was fetched,
    and never tells the end of a task where a worker dies while it is.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        # Tasks change nothing, so one whose worker died is simply done again elsewhere.
        asked = self._client.submit(fn, *args, pure=False, retries=RETRIES, **kwargs)
        future: Future[Result] = Future()
        future.set_running_or_notify_cancel()
        asked.add_done_callback(lambda done: _deliver(done, future))
        return future


def _deliver(done: Any, future: Future[Result]) -> None:
    """Hand on what has come of a task of Dask's."""
    try:
        result = done.result()
    except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it
        if done.status == "error":
            future.set_exception(error)
        else:
            future.set_exception(ResultLostError(str(error)))
    else:
        future.set_result(result)
