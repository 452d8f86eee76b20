"""What is known once all files are read: copies, and forms that another form helps to read.

A form whose copy of what all forms say was changed is read as an intact one of the round tells it.
So it makes no difference in which order, or by which process, the files of a round are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ictxl.returned.form import CompleteReading, complete_form
from ictxl.returned.guarded_reading import Desk
from ictxl.returned.returned_file import (
    CopyOfAnother,
    FileAsRead,
    IncompleteForm,
    ReadForm,
    ReturnedFile,
    UnidentifiedWorkbook,
    UnreadFile,
)
from ictxl.returned.sent.sendings import Sendings
from ictxl.spreadsheets.errors import DEFAULT_LIMITS, Limits


def settled(
    files: Sequence[FileAsRead], sendings: Sendings, limits: Limits = DEFAULT_LIMITS
) -> Iterator[ReturnedFile]:
    """All files in their order, as one reader of all would have read them; each within limits."""
    first: dict[str, str] = {}
    with Desk(complete_form, limits) as desk:
        for place, file in enumerate(files):
            source = file.source
            original = first.setdefault(source.digest, source.file) if source.digest else ""
            if original not in {"", source.file}:
                yield CopyOfAnother.of(source, original)
            elif isinstance(file, IncompleteForm):
                yield _sharing_plan(_complete(file, place, sendings, desk), sendings)
            else:
                yield _sharing_plan(file, sendings)


def _complete(
    form: IncompleteForm, place: int, sendings: Sendings, desk: Desk[CompleteReading]
) -> ReturnedFile:
    intact = sendings.intact(form.lacks)
    done = desk.work(form, intact)
    if isinstance(done, UnreadFile):
        return done
    complete, told = done
    if told:
        sendings.take(place, told)
    if complete.identity and intact is None:
        return replace(complete, identity=replace(complete.identity, is_changed=True))
    return complete


def _sharing_plan(file: ReturnedFile, sendings: Sendings) -> ReturnedFile:
    """One plan in memory, however many processes brought it home."""
    if not isinstance(file, UnidentifiedWorkbook | ReadForm) or file.identity is None:
        return file
    identity = sendings.with_one_plan(file.identity)
    return file if identity is file.identity else replace(file, identity=identity)
