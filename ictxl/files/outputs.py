"""Write the files of a job together: all are made first, then all take their places.

What stood there stays whole until then, and what a person has worked on is never replaced.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path

from ictxl.errors import IctxlError, OutputError
from ictxl.files.output_faults import is_full, no_room, no_room_but_in, reason_for, refuse_names

OLD_FOLDER = "旧"
"""Beside the outputs: where files go that gave way to new ones but must not be lost."""


class Fate(Enum):
    """What happens to a file that stands where an output is to go."""

    REPLACED = "replaced"
    SET_ASIDE = "moved into OLD_FOLDER"
    KEPT = "the job stops before anything is written"


Judge = Callable[[Path], Fate]
Refusal = Callable[[Sequence[Path]], OutputError]
"""Words the error for the files that are kept."""


@dataclass
class Record:
    """What this process has done to files so far, for the screen."""

    written: list[Path] = field(default_factory=list)
    moved: list[tuple[Path, Path]] = field(default_factory=list)
    """(from, to) of files set aside."""

    def clear(self) -> None:
        self.written.clear()
        self.moved.clear()


RECORD = Record()


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file beside `target`, and move it into place with the job's others.

    Outside `writing_together` it is moved at once. On any failure, an interrupt too, the target is
    untouched and nothing is left beside it. Raises OutputError, in words a person can act on, where
    the place cannot be written.
    """
    job = _running.get()
    if job is None:
        with writing_together() as alone:
            alone.draft(target, write)
    else:
        job.draft(target, write)


def write_content(target: Path, content: bytes) -> None:
    """`write_whole` of what is made already."""

    write_whole(target, lambda draft: draft.write_bytes(content))


def content_of(path: Path) -> bytes:
    """What a file will hold once the running job's outputs are in place."""
    job = _running.get()
    return (job.drafts.get(path, path) if job else path).read_bytes()


def make_folder(folder: Path) -> None:
    """Create an output folder; OutputError where that is not possible."""
    refuse_names([folder])
    job = _running.get()
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(*reason_for(folder, error)) from error
    if job:
        job.folders += missing


def set_aside(path: Path) -> None:
    """Have a file of an earlier run moved into OLD_FOLDER when the running job's outputs are put
    in place."""
    job = _running.get()
    if job is None:
        raise RuntimeError("only a job that is writing together sets files aside")
    job.leaving.append(path)


def refuse_in_use(targets: Iterable[Path]) -> None:
    """Raises OutputError, naming all of them, where another program has targets open."""
    in_use = [target for target in targets if is_in_use(target)]
    if in_use:
        raise OutputError(
            f"{names_of(in_use)}に書き込めません。ほかのプログラムで開かれているか、"
            "書き込みが許されていません。出力は一つも書いていません。",
            f"Excel などで開いていれば閉じてください。{_WHERE_NOT_OPEN}",
        )


def refuse_folder(target: Path) -> None:
    """Raises OutputError where a folder stands in a file's place."""
    if target.is_dir():
        raise OutputError(*reason_for(target, IsADirectoryError(target)))


def is_in_use(path: Path) -> bool:
    """Whether another program has a file open, or the file must not be written.

    Windows itself tells. Elsewhere Excel and LibreOffice leave an owner file beside theirs, which
    also shows on a share what somebody has open at another machine.
    """
    if not path.is_file():
        return False
    owners = (f"~${path.name}", f".~lock.{path.name}#")
    if os.name != "nt" and any(path.with_name(name).exists() for name in owners):
        return True
    try:
        with path.open("r+b"):
            return False
    except OSError:
        return True


def names_of(paths: Sequence[Path]) -> str:
    """`「a.xlsx」「b.xlsx」ほか 3 件`."""
    named = "".join(f"「{path}」" for path in paths[:_NAMED])
    return f"{named}ほか {len(paths) - _NAMED} 件" if len(paths) > _NAMED else named


_NAMED = 10


# --- the files of one job


def _refuse_kept(paths: Sequence[Path]) -> OutputError:
    return OutputError(
        f"{names_of(paths)}がすでにあります。上書きはしません。",
        "-o で別の場所を指定するか、今あるファイルをよそへ移してください。",
    )


@dataclass(frozen=True)
class Rule:
    """What happens to a file in the way that has another content."""

    judge: Judge = lambda _target: Fate.REPLACED
    refusal: Refusal = _refuse_kept


@dataclass
class Outputs:
    """The outputs of one job: target → the draft that waits for its place."""

    rule: Rule
    """Holds for what is being written now."""
    rules: dict[Path, Rule] = field(default_factory=dict)
    drafts: dict[Path, Path] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    """Folders that the job has made, the innermost first."""
    leaving: list[Path] = field(default_factory=list)
    """Files of earlier runs that are to be set aside."""

    def draft(self, target: Path, write: Callable[[Path], object]) -> None:
        draft = _draft(target)
        former = self.drafts.get(target)
        self.drafts[target], self.rules[target] = draft, self.rule
        try:
            if former:
                former.unlink()
            write(draft)
            _keep_usual_mode(draft)
        except OSError as error:
            if is_full(error) and (told := no_room_but_in(target.parent)):
                raise told from error
            raise OutputError(*reason_for(target, error)) from error

    def changed(self) -> list[Path]:
        """Targets that do not hold already what they are to hold."""
        return [target for target, draft in self.drafts.items() if not _is_same(draft, target)]

    def put_in_place(self) -> None:
        """Move every draft to its target, or none where a person's work or an open file is met."""
        changed = self.changed()
        standing = [target for target in changed if target.exists()]
        fates = {target: self.rules[target].judge(target) for target in standing}
        kept = [target for target, fate in fates.items() if fate is Fate.KEPT]
        if kept:
            refusal = self.rules[kept[0]].refusal
            raise refusal([target for target in kept if self.rules[target].refusal is refusal])
        leaving = [path for path in dict.fromkeys(self.leaving) if path.exists()]
        refuse_in_use([*standing, *leaving])
        leaving += [target for target, fate in fates.items() if fate is Fate.SET_ASIDE]
        with _uninterrupted():
            _move_all(leaving, {target: self.drafts[target] for target in changed})

    def clean_up(self, *, failed: bool) -> None:
        """Leave no draft behind, nor where the job failed an empty folder."""
        for draft in self.drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        for folder in self.folders if failed else ():
            with suppress(OSError):
                folder.rmdir()


_running: ContextVar[Outputs | None] = ContextVar("_running", default=None)


@contextmanager
def writing_together(rule: Rule = Rule()) -> Iterator[Outputs]:
    """What is written in this block is put in place at its end, all of it or nothing.

    Where the rule keeps a file, nothing is written. A block in a block adds to the outer one's
    outputs, each under its own rule. Raises OutputError.
    """
    outer = _running.get()
    if outer:
        former, outer.rule = outer.rule, rule
        try:
            yield outer
        finally:
            outer.rule = former
        return
    job = Outputs(rule)
    token = _running.set(job)
    finished = False
    try:
        yield job
        job.put_in_place()
        finished = True
    except IctxlError:
        raise
    except Exception as error:
        if told := no_room(error):
            raise told from error
        raise
    finally:
        _running.reset(token)
        job.clean_up(failed=not finished)


def _move_all(leaving: Sequence[Path], drafts: dict[Path, Path]) -> None:
    """Whatever cannot be moved after all holds up nothing else, and is named at the end."""
    failed: dict[Path, OSError] = {}
    for path in leaving:
        try:
            _move_aside(path)
        except OSError as error:
            failed[path] = error
    for target, draft in drafts.items():
        try:
            if target not in failed:
                draft.replace(target)
                RECORD.written.append(target)
        except OSError as error:
            failed[target] = error
    if failed:
        message, remedy = reason_for(*next(iter(failed.items())))
        written = len([target for target in drafts if target not in failed])
        others = f"ほかの出力 {written} 件は新しくなっています。" if written else ""
        raise OutputError(f"{message}古いままのもの: {names_of([*failed])}。{others}", remedy)


def _move_aside(path: Path) -> None:
    folder = path.parent / OLD_FOLDER
    folder.mkdir(exist_ok=True)
    place, number = folder / path.name, 1
    while place.exists():
        number += 1
        place = folder / f"{path.stem} ({number}){path.suffix}"
    path.rename(place)
    RECORD.moved.append((path, place))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Signals that arrive in this block are heeded behind it: moving files takes no time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")]
    former = {number: signal.getsignal(number) for number in numbers if number is not None}
    for number, handler in former.items():
        if handler is not None:  # one that Python did not set cannot be put back
            signal.signal(number, lambda number, _frame: arrived.append(number))
    try:
        yield
    finally:
        for number, handler in former.items():
            if handler is not None:
                signal.signal(number, handler)
    for number in arrived[:1]:
        signal.raise_signal(number)


# --- drafts

_DRAFT = ".ictxl-"
_STALE_SECONDS = 86_400
"""So old a draft was left by a run that was killed; nobody writes for a day."""


def _draft(target: Path) -> Path:
    refuse_names([target])
    try:
        if target.is_dir():
            raise IsADirectoryError(target)
        _sweep(target.parent)
        handle, name = tempfile.mkstemp(prefix=_DRAFT, suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise OutputError(*reason_for(target, error)) from error
    os.close(handle)
    return Path(name)


@lru_cache(maxsize=256)
def _sweep(folder: Path) -> None:
    """Remove the drafts of runs that were killed and could not do so themselves.

    Once a folder and run, for looking through it takes the longer the more files lie there.
    """
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
                draft.unlink()


def _keep_usual_mode(draft: Path) -> None:
    """`mkstemp` makes private files; outputs get the mode that any new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o666 & ~mask)


def _is_same(draft: Path, target: Path) -> bool:
    try:
        if not target.is_file() or draft.stat().st_size != target.stat().st_size:
            return False
        return draft.read_bytes() == target.read_bytes()
    except OSError:
        return False


# --- words

_WHERE_NOT_OPEN = (
    "誰も開いていないのに書き込めなければ、Excel で一度開いて閉じるか、"
    "-o で別の場所を指定してください。"
)
