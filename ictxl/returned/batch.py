"""Read many files, in this process or by workers, with the same result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import findings
from ictxl.errors import IctxlError
from ictxl.files.addresses import Place, RemoteFile
from ictxl.files.inputs import InputFile
from ictxl.returned.reader import FormReader, Reading
from ictxl.returned.returned_file import FileAsRead, ReturnedFile
from ictxl.returned.sent.sendings import Samples, Sendings
from ictxl.returned.settling import settled
from ictxl.runtime.stages import Progress, no_progress
from ictxl.runtime.workers import ONE_PROCESS

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

TASK_FILES = 40
"""Files a worker reads at a time: enough to share one plan, few enough to even out."""
LARGE = 1 << 20
"""Bytes from which on a file is a task of its own, begun first, so that it holds up no others."""

Task = tuple[int, ...]
"""Indexes of the files of a task."""
TaskResult = tuple[list[FileAsRead], Sendings]
"""What the files are, and what they tell of their sendings."""


def start_workers(
    inputs: Sequence[InputFile], reading: Reading
) -> AbstractContextManager[Executor | None]:
    """The executor to read these files with; None where this process does it."""
    stays_here = any(isinstance(f.path, RemoteFile) and f.path.stays_here for f in inputs)
    workers = ONE_PROCESS if stays_here else reading.workers
    return workers.start(len(inputs))


@dataclass(frozen=True)
class ReadFiles:
    """All files of a round, in the order of the inputs."""

    files: tuple[ReturnedFile, ...]
    samples: Samples


def begin_reading(
    inputs: Sequence[InputFile], reading: Reading, executor: Executor | None
) -> PendingReading:
    """Have the executor read; where there is none, nothing is read before it is waited for."""
    return PendingReading(inputs, reading, executor)


class PendingReading:
    """Files that workers are reading, or that this process reads when it is to finish."""

    def __init__(
        self, inputs: Sequence[InputFile], reading: Reading, executor: Executor | None
    ) -> None:
        self._inputs = inputs
        self._reading = reading
        # Nobody sits at a worker to be asked, nor need it stand in the same folder.
        self._unattended = replace(reading, ask_password=None, workers=ONE_PROCESS)
        self._sent = [InputFile(_as_seen_elsewhere(file.path), file.name) for file in inputs]
        self._tasks: dict[Future[TaskResult], Task] = {}
        if executor is not None:
            for task in _tasks(self._sent):
                self._tasks[self._submit(executor, task)] = task

    def finish(self, progress: Progress) -> ReadFiles:
        """Read, or wait for those who read; `progress` is told of each step."""
        if self._tasks:
            read, sendings = self._gather(progress)
        else:
            read, sendings = read_task(self._inputs, self._reading, progress)
        return ReadFiles(tuple(settled(read, sendings, self._reading.limits)), sendings.samples)

    def _submit(self, executor: Executor, task: Task) -> Future[TaskResult]:
        from concurrent.futures import BrokenExecutor, Future  # noqa: PLC0415 - slow to import

        try:
            return executor.submit(read_task, self._files_of(task), self._unattended)
        except BrokenExecutor as error:  # a worker was killed already
            failed: Future[TaskResult] = Future()
            failed.set_exception(error)
            return failed

    def _gather(self, progress: Progress) -> TaskResult:
        from concurrent.futures import as_completed  # noqa: PLC0415 - slow to import

        read: dict[int, FileAsRead] = {}
        sendings = Sendings()
        for future in as_completed(self._tasks):
            task = self._tasks.pop(future)
            files, theirs = self._result(future, task)
            read.update(zip(task, files, strict=True))
            sendings.add(theirs, task)
            progress(len(read), len(self._sent))
        closed = [index for index in sorted(read) if _is_closed(read[index])]
        if self._reading.ask_password and closed:
            # Once more, here, what only a password opens.
            files, theirs = read_task([self._inputs[i] for i in closed], self._reading)
            read.update(zip(closed, files, strict=True))
            sendings.add(theirs, closed)
        return [_at(read[index], file.path) for index, file in enumerate(self._inputs)], sendings

    def _result(self, future: Future[TaskResult], task: Task) -> TaskResult:
        error = future.exception()
        if error is None:
            return future.result()
        if _tells_of_death(error):
            # A worker was killed from outside and took the pool with it: go on without.
            return read_task(self._files_of(task), self._unattended)
        raise _failed(error) from error

    def _files_of(self, task: Task) -> list[InputFile]:
        return [self._sent[index] for index in task]


def read_task(
    files: Sequence[InputFile], reading: Reading, progress: Progress = no_progress
) -> TaskResult:
    """What a worker does. One pickle brings the plan home once, however many forms share it."""
    read = []
    with FormReader(reading) as reader:
        for index, file in enumerate(files):
            progress(index, len(files))
            read.append(reader.read(file.path, file.name))
    progress(len(files), len(files))
    return read, reader.sendings


def _at(file: FileAsRead, path: Place) -> FileAsRead:
    return replace(file, source=replace(file.source, path=path))


def _is_closed(file: FileAsRead) -> bool:
    return any(found.is_a(findings.PASSWORD_REQUIRED) for found in file.findings)


def _tells_of_death(error: BaseException) -> bool:
    """Of a pool that lost a process, or of a task on which one worker of Dask's after another died,
    whose error has no class here where Dask is not installed."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - slow to import

    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _failed(error: BaseException) -> BaseException:
    if not isinstance(error, ImportError):
        return error
    return IctxlError(
        f"読み取りを任せた先に、読むための部品がありません({error.name or error})。",
        "任せる先のどのマシンにも、ここと同じ版の ictxl と部品を入れてください。",
    )


def _as_seen_elsewhere(path: Place) -> Place:
    return path.absolute() if isinstance(path, Path) else path


def _tasks(inputs: Sequence[InputFile]) -> Iterator[Task]:
    sizes = [_size(file) for file in inputs]
    large = [index for index, size in enumerate(sizes) if size >= LARGE]
    for index in sorted(large, key=lambda index: (-sizes[index], index)):
        yield (index,)
    others = [index for index, size in enumerate(sizes) if size < LARGE]
    for start in range(0, len(others), TASK_FILES):
        yield tuple(others[start : start + TASK_FILES])


def _size(file: InputFile) -> int:
    if isinstance(file.path, RemoteFile):
        return file.path.size or 0
    try:
        return file.path.stat().st_size
    except OSError:
        return 0
