"""What only a reader of all files knows: copies, and what forms of a sending tell each other.

A form whose copy of what all forms say was changed is read as an intact one of the round tells it.
So it makes no difference in which order, or by which process, the files of a round are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ictxl.returned.form import complete_form
from ictxl.returned.guarded_reading import told_of_the_file
from ictxl.returned.reading_errors import unreadable
from ictxl.returned.returned_file import (
    CopyOfAnother,
    FileAsRead,
    IncompleteForm,
    ReadForm,
    ReturnedFile,
    Source,
    UnidentifiedWorkbook,
    UnreadFile,
)
from ictxl.returned.sendings import Sendings
from ictxl.spreadsheets.errors import UnreadableError
from ictxl.spreadsheets.limits import DEFAULT_LIMITS


def settled(files: Sequence[FileAsRead], sendings: Sendings) -> Iterator[ReturnedFile]:
    """All files in their order, as one reader of all would have read them."""
    first: dict[str, str] = {}
    for place, file in enumerate(files):
        source = file.source
        original = first.setdefault(source.digest, source.file) if source.digest else source.file
        if original != source.file:
            yield CopyOfAnother.of(source, original)
            continue
        complete = _complete(file, place, sendings) if isinstance(file, IncompleteForm) else file
        yield _sharing_plan(complete, sendings)


def _complete(form: IncompleteForm, place: int, sendings: Sendings) -> ReturnedFile:
    try:
        with told_of_the_file(DEFAULT_LIMITS):
            intact = sendings.intact(form.lacks)
            complete, told = complete_form(form, intact)
    except UnreadableError as error:
        source = form.source
        bare = Source(source.path, source.file, size=source.size, digest=source.digest)
        return UnreadFile(bare, (unreadable(error, form.file),))
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
