"""Reading all files, here or by workers; who reads them changes nothing in the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.errors import IctxlError
from ictxl.files.addresses import Place, RemoteFile
from ictxl.files.inputs import InputFile
from ictxl.findings import finding
from ictxl.model import Plan
from ictxl.returned.deferred import complete_forms
from ictxl.returned.form import ReturnedForm
from ictxl.returned.reader import FormReader, Reading
from ictxl.runtime.workers import ONE_PROCESS

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""

TASK_FILES = 40
"""Files a worker reads at a time: enough to share one plan, few enough to even out."""
LARGE = 1 << 20
"""Bytes from which on a file is a task of its own, begun first, so that it holds up no others."""

Task = tuple[int, ...]
"""Indexes of the files of a task."""


def start_workers(
    inputs: Sequence[InputFile], reading: Reading
) -> AbstractContextManager[Executor | None]:
    """The executor to read these files with; None where this process does it."""
    stays_here = any(isinstance(f.path, RemoteFile) and f.path.stays_here for f in inputs)
    workers = ONE_PROCESS if stays_here else reading.workers
    return workers.start(len(inputs))


def begin_reading(
    inputs: Sequence[InputFile], reading: Reading, executor: Executor | None
) -> Callable[[Progress], list[ReturnedForm]]:
    """Have the executor read. What is returned waits for it, or reads here where there is none, and
    gives all files' content in the order of `inputs`."""
    if executor is None:
        return partial(_read_here, inputs, reading)
    # Nobody sits at a worker to be asked, nor need it stand in the same folder.
    unattended = replace(reading, ask_password=None, workers=ONE_PROCESS)
    files = [InputFile(_as_seen_elsewhere(file.path), file.name) for file in inputs]
    futures = {
        executor.submit(read_task, [files[index] for index in task], unattended): task
        for task in _tasks(files)
    }

    def finish(progress: Progress) -> list[ReturnedForm]:
        read = _gather(futures, files, unattended, progress)
        forms = [replace(read[index], path=file.path) for index, file in enumerate(inputs)]
        if reading.ask_password:
            forms = _read_closed(inputs, forms, reading)
        return list(_as_if_read_in_order(complete_forms(forms)))

    return finish


def _read_here(
    inputs: Sequence[InputFile], reading: Reading, progress: Progress
) -> list[ReturnedForm]:
    forms = []
    with FormReader(reading) as reader:
        for index, file in enumerate(inputs):
            progress(index, len(inputs))
            forms.append(reader.read(file.path, file.name))
    progress(len(inputs), len(inputs))
    return complete_forms(forms)


def read_task(files: Sequence[InputFile], reading: Reading) -> list[ReturnedForm]:
    """What a worker does. One pickle brings the plan home once, however many forms share it."""
    with FormReader(reading) as reader:
        return [reader.read(file.path, file.name) for file in files]


def _gather(
    futures: dict[Future[list[ReturnedForm]], Task],
    files: Sequence[InputFile],
    reading: Reading,
    progress: Progress,
) -> dict[int, ReturnedForm]:
    """What each file holds, by its index."""
    from concurrent.futures import as_completed  # noqa: PLC0415 - slow to import

    read: dict[int, ReturnedForm] = {}
    for future in as_completed(futures):
        task = futures.pop(future)
        error = future.exception()
        if error is None:
            forms = future.result()
        elif _tells_of_death(error):
            # A worker was killed from outside and took the pool with it: go on without.
            forms = read_task([files[index] for index in task], reading)
        else:
            raise _failed(error) from error
        read.update(zip(task, forms, strict=True))
        progress(len(read), len(files))
    return read


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


def _read_closed(
    inputs: Sequence[InputFile],
    forms: Sequence[ReturnedForm],
    reading: Reading,
) -> list[ReturnedForm]:
    """Once more, here, what only a password opens."""
    with FormReader(reading) as reader:
        return [
            reader.read(file.path, file.name) if _is_closed(form) else form
            for file, form in zip(inputs, forms, strict=True)
        ]


def _is_closed(form: ReturnedForm) -> bool:
    return any(found.code == "F005" for found in form.findings)


def _as_if_read_in_order(
    forms: Iterable[ReturnedForm],
) -> Iterator[ReturnedForm]:
    """What one reader of all files knows and readers of a part do not: copies, one plan for all."""
    first: dict[str, str] = {}
    sendings: set[str] = set()
    plans: dict[tuple[str, str, str], list[Plan]] = {}
    for form in forms:
        original = first.setdefault(form.digest, form.file) if form.digest else form.file
        identity = form.identity
        if original != form.file:
            copy = finding("F009", file=form.file, first=original)
            yield ReturnedForm(
                form.path, form.file, size=form.size, digest=form.digest, findings=(copy,)
            )
        elif identity is None:
            yield form
        else:
            # A share is its department's own: all would have to be gone through for each other.
            owner = "" if identity.has_whole_plan else identity.department
            known = plans.setdefault((identity.plan_id, identity.issued, owner), [])
            plan = next((p for p in known if p is identity.plan or p == identity.plan), None)
            if plan is None:
                known.append(identity.plan)
                plan = identity.plan
            layout = form.layout if identity.plan_id not in sendings else None
            sendings.add(identity.plan_id)
            yield replace(form, identity=replace(identity, plan=plan), layout=layout)
