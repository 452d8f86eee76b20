"""Who reads the files, and in how many processes, changes nothing in what is made of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from itertools import cycle
from multiprocessing import active_children
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for_connections
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock
from urllib.parse import unquote

import pytest

from ictxl.errors import IctxlError, OutputError
from ictxl.pipeline import collecting, reporting
from ictxl.pipeline.merging import merge
from ictxl.report.workbook import write_report_workbook
from ictxl.returned import batch
from ictxl.returned.reader import Reading
from ictxl.runtime.cluster import RETRIES
from ictxl.runtime.workers import Workers
from tests.support.cli import ictxl_process
from tests.support.places import ROOT

pytestmark = pytest.mark.slow

SAMPLES = ROOT / "samples" / "returned"


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples with what only a reader of all files can tell: copies, here and there."""
    folder = tmp_path_factory.mktemp("round") / "returned"
    shutil.copytree(SAMPLES, folder)
    first, *_, last = sorted(folder.iterdir())
    shutil.copy(first, folder / "00_コピー.xlsx")
    shutil.copy(last, folder / "99_コピー.xlsx")
    (folder / "50_壊れた.xlsx").write_bytes(first.read_bytes()[:5000])
    (folder / "51_壊れたコピー.xlsx").write_bytes(first.read_bytes()[:5000])
    (folder / "52_空.xlsx").write_bytes(b"")
    return folder


def merged(
    returned: Path | str, target: Path, workers: Workers, **options: object
) -> dict[str, bytes]:
    """What a merge writes, by file name."""
    target.mkdir()
    merge([str(returned)], target / "out.xlsx", reading=Reading(workers=workers), **options)  # type: ignore[arg-type] - options of the caller
    return {path.name: path.read_bytes() for path in target.iterdir()}


@pytest.fixture(scope="module")
def alone(returned: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The merge as this process does it alone."""
    return merged(returned, tmp_path_factory.mktemp("alone") / "alone", Workers(1))


@pytest.fixture
def one_file_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "TASK_FILES", 1)


def refuse(*_: object) -> None:
    raise AssertionError("this process is not to do this")


@pytest.mark.usefixtures("one_file_a_task")
def test_two_processes_give_the_same_bytes_as_one(
    returned: Path, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is made by the other one."""
    monkeypatch.setattr(reporting, "write_report_workbook", refuse)
    monkeypatch.setattr(reporting, "write_report_page", refuse)
    shared = merged(returned, tmp_path / "shared", Workers(2))
    assert set(alone) == {
        "out.xlsx",
        "内部用_out.report.xlsx",
        "内部用_out.report.html",
        "内部用_out.audit.json",
    }
    assert shared == alone


def test_a_large_round_is_held_by_one_process_only(
    returned: Path, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "make_report", refuse)
    monkeypatch.setattr(collecting, "MOST_COPIED", 43)
    written = []
    here = write_report_workbook
    monkeypatch.setattr(
        reporting,
        "write_report_workbook",
        lambda *given: (written.append(given[1].name), here(*given)),
    )
    assert merged(returned, tmp_path / "shared", Workers(2)) == alone
    assert written == ["内部用_out.report.xlsx"]


def _die(*_: object) -> None:
    os._exit(9)


def test_a_report_on_which_its_worker_died_is_made_here(
    returned: Path, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "make_report", _die)
    assert merged(returned, tmp_path / "shared", Workers(2)) == alone


def test_a_pool_that_died_before_the_report_is_done_without(
    returned: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    def kill_children(done: int, total: int) -> None:
        if done == total:
            children = active_children()
            for child in children:
                child.kill()
            while children:
                ended = wait_for_connections([child.sentinel for child in children])
                children = [child for child in children if child.sentinel not in ended]

    assert merged(returned, tmp_path / "shared", Workers(2), progress=kill_children) == alone


def test_where_the_table_cannot_be_written_the_old_report_stays(
    returned: Path, tmp_path: Path
) -> None:
    (tmp_path / "out.xlsx").mkdir()
    old = [tmp_path / name for name in ("内部用_out.report.xlsx", "内部用_out.report.html")]
    for path in old:
        path.write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        merge([str(returned)], tmp_path / "out.xlsx", reading=Reading(workers=Workers(2)))
    assert "out.xlsx" in caught.value.message
    assert [path.read_bytes() for path in old] == [b"old", b"old"]
    assert len(list(tmp_path.iterdir())) == 3


def test_links_of_a_report_lead_from_where_the_command_stands(
    returned: Path, tmp_path: Path
) -> None:
    """Paths as they are typed, which a worker has to understand as this process does."""
    shutil.copytree(returned, tmp_path / "returned")
    (tmp_path / "made").mkdir()
    run = ictxl_process("merge", "returned", "-o", "made/out.xlsx", "--jobs", "2", cwd=tmp_path)
    assert run.code == 1
    page = unquote((tmp_path / "made" / "内部用_out.report.html").read_text())
    assert page.count('href="../returned/') == page.count('.xlsx"') > 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_in_the_plan_is_told_before_any_form_is_read(
    jobs: int, returned: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"no workbook")
    told: list[int] = []
    with pytest.raises(IctxlError) as caught:
        merged(
            returned,
            tmp_path / "out",
            Workers(jobs),
            plan_file=plan,
            progress=lambda done, _total: told.append(done),
        )
    assert "plan.xlsx" in caught.value.message
    assert told == []


def test_large_files_are_begun_first_and_alone(tmp_path: Path) -> None:
    sizes = {"a": 10, "b": batch.LARGE, "c": 20, "d": 3 * batch.LARGE}
    for name, size in sizes.items():
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    files = [batch.InputFile(tmp_path / name, name) for name in sizes]
    assert list(batch._tasks(files)) == [(3,), (1,), (0, 2)]


def test_few_files_are_read_in_one_process() -> None:
    with Workers(None).start(18) as executor:
        assert executor is None


@pytest.mark.usefixtures("one_file_a_task")
def test_a_pool_that_loses_a_process_is_done_without(
    returned: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    killed = []

    def kill_children(done: int, _total: int) -> None:
        if done >= 3 and not killed:
            for child in active_children():
                child.kill()
                killed.append(child)

    shared = merged(returned, tmp_path / "shared", Workers(2), progress=kill_children)
    assert killed
    assert shared == alone


def die_halfway() -> str:
    """In a worker: be killed while the result is being sent."""

    def send(self: Connection, content: bytes, *_: object) -> None:
        os.write(self.fileno(), bytes(content)[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    mock.patch.object(Connection, "_send", send).start()
    return "x" * 1000


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_process_killed_halfway_through_a_result_breaks_the_pool() -> None:
    with Workers(2).start(10) as pool:
        assert pool is not None
        other = pool.submit(time.sleep, 3600)
        dying = pool.submit(die_halfway)
        assert isinstance(dying.exception(), BrokenExecutor)
        assert isinstance(other.exception(), BrokenExecutor)
        with pytest.raises(BrokenExecutor):
            pool.submit(time.sleep, 0)


class Failing(Workers):
    """Workers on which every task fails."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        object.__setattr__(self, "error", error)

    @contextmanager
    def start(self, _files: int) -> Iterator[Any]:
        yield self

    def submit(self, *_: object) -> Future[object]:
        future: Future[object] = Future()
        future.set_exception(self.error)
        return future


class Broken(Failing):
    """Workers that take no task any more."""

    def submit(self, *_: object) -> Future[object]:
        raise BrokenExecutor


class KilledWorker(Exception):  # noqa: N818 - the name is what tells it
    """As Dask's, of a task on which too many workers have died."""


def test_a_task_on_which_all_workers_died_is_read_here(
    returned: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    assert merged(returned, tmp_path / "here", Failing(KilledWorker())) == alone


def test_what_a_broken_pool_does_not_take_is_read_here(
    returned: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    assert merged(returned, tmp_path / "here", Broken(BrokenExecutor())) == alone


def test_workers_without_a_package_are_told_in_japanese(returned: Path, tmp_path: Path) -> None:
    missing = ModuleNotFoundError("No module named 's3fs'", name="s3fs")
    with pytest.raises(IctxlError) as caught:
        merged(returned, tmp_path / "out", Failing(missing))
    assert "s3fs" in caught.value.message and caught.value.remedy


class FakeTask:
    """A task of a Dask client that was done at once."""

    def __init__(self, fn: Callable[..., object], arguments: tuple[object, ...], fate: str) -> None:
        self.status = "finished"
        self._fate, self._call = fate, lambda: fn(*arguments)

    def add_done_callback(self, fn: Callable[[FakeTask], None]) -> None:
        fn(self)

    def result(self) -> object:
        if self._fate == "lost":
            raise OSError("in <TCP (closed) ConnectionPool.gather>: Stream is closed")
        result = self._call()
        # The worker died just after it has handed the result over: Dask does the task again.
        self.status = "pending"
        return result


class FakeClient:
    """A client whose tasks meet one fate after the other."""

    def __init__(self, *_: object, **__: object) -> None:
        self._fates = cycle(["finished", "lost", "finished"])

    def __enter__(self) -> FakeClient:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def submit(
        self, fn: Callable[..., object], *arguments: object, pure: bool, retries: int
    ) -> FakeTask:
        assert (pure, retries) == (False, RETRIES)
        return FakeTask(fn, arguments, next(self._fates))


@pytest.mark.usefixtures("one_file_a_task")
def test_a_worker_that_dies_while_or_after_its_result_is_fetched_changes_nothing(
    returned: Path, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = ModuleType("distributed")
    vars(distributed)["Client"] = FakeClient
    monkeypatch.setitem(sys.modules, "distributed", distributed)
    workers = Workers(scheduler="tcp://127.0.0.1:8786")
    assert merged(returned, tmp_path / "shared", workers) == alone


@pytest.mark.slow
def test_an_unreachable_scheduler_is_told_in_japanese(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="ictxl[cluster] is not installed")
    run = ictxl_process(
        "merge", SAMPLES, "-o", tmp_path / "out.xlsx", "--scheduler", "nowhere://127.0.0.1:1"
    )
    assert run.code == 2
    assert "Dask のスケジューラー「nowhere://127.0.0.1:1」につながりません" in run.err


@pytest.mark.slow
@pytest.mark.usefixtures("one_file_a_task")
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(
    returned: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    """Of a folder that all see, and then of an address that each worker opens itself."""
    pytest.importorskip("distributed", reason="ictxl[cluster] is not installed")
    remote = f"simplecache::{returned.as_uri()}"
    with cluster(tmp_path, workers=3) as (address, kill_one):
        workers = Workers(scheduler=address)
        shared = merged(returned, tmp_path / "shared", workers, progress=once(kill_one))
        fetched = merged(remote, tmp_path / "fetched", workers, progress=once(kill_one))
    assert shared == alone
    assert fetched["out.xlsx"] == alone["out.xlsx"]
    assert fetched == merged(remote, tmp_path / "fetched here", Workers(1))


def test_without_dask_the_remedy_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(IctxlError) as caught:
        merged(SAMPLES, tmp_path / "out", Workers(scheduler="tcp://127.0.0.1:1"))
    assert "ictxl[cluster]" in caught.value.remedy


def once(kill_one: Callable[[], None]) -> Callable[[int, int], None]:
    """A progress that kills one worker in the midst of a run."""
    killed: list[int] = []

    def tell(done: int, _total: int) -> None:
        if done >= 3 and not killed:
            killed.append(done)
            kill_one()

    return tell


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, Callable[[], None]]]:
    """A scheduler and workers in processes of their own; the function kills one worker.

    All but one must have been killed in the end.
    """
    meeting = folder / "scheduler.json"
    host = ("--host", "127.0.0.1")
    scheduler = _dask("scheduler", "--scheduler-file", str(meeting), "--port", "0", *host)
    worker = ("--scheduler-file", str(meeting), "--no-nanny", "--nthreads", "1", *host)
    started = [_dask("worker", *worker) for _ in range(workers)]
    alive = list(started)

    def kill_one() -> None:
        if len(alive) > 1:
            alive.pop().kill()

    try:
        yield _address(meeting, workers), kill_one
        assert len(alive) == 1, "no worker was killed"
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    kind, *rest = arguments
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *rest],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


def _address(meeting: Path, workers: int) -> str:
    """The scheduler's, when so many workers have joined it."""
    from distributed import Client

    with Client(scheduler_file=str(meeting), timeout=30) as client:
        client.wait_for_workers(workers, timeout=30)
        return str(client.scheduler.address)


def _task(done: Path, long: bool) -> None:
    if long:
        threading.Event().wait(20)  # longer than anybody waits after Ctrl-C
    done.touch()


def test_after_an_interrupt_the_workers_do_not_read_on(tmp_path: Path) -> None:
    tasks = [tmp_path / f"{number}" for number in range(20)]
    with pytest.raises(KeyboardInterrupt), Workers(2).start(len(tasks)) as executor:
        assert executor is not None
        futures = [executor.submit(_task, task, task != tasks[0]) for task in tasks]
        futures[0].result()
        raise KeyboardInterrupt
    assert active_children() == []
    assert list(tmp_path.iterdir()) == tasks[:1]


IDLE = (
    "import signal\n"
    "from ictxl import checks\n"
    "from ictxl.cli import main\n"
    "# Whoever starts the tests in the background has them ignore it.\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "def wait(_case):\n"
    "    print('checking', flush=True)\n"
    "    signal.pause()\n"
    "checks.run_checks = wait\n"
    "main()\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
def test_ctrl_c_while_workers_have_nothing_to_do_is_told_in_one_line(tmp_path: Path) -> None:
    """A terminal sends it to every process of the command."""
    process = subprocess.Popen(
        [sys.executable, "-c", IDLE, "merge", str(SAMPLES), "--jobs", "2", "-o", "out.xlsx"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"checking\n"
    os.killpg(process.pid, signal.SIGINT)
    try:
        _, messages = process.communicate(timeout=20)
    finally:
        process.kill()
    (line,) = messages.decode().split()
    assert line.startswith("中断しました")
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []
