"""What a returned file turned out to be: a type for each case, with what is known in that case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ictxl.contract.metadata import FormIdentity
from ictxl.contract.other_workbooks import ForeignContent
from ictxl.findings import COPY_OF_ANOTHER_FILE, Finding
from ictxl.responses import Source
from ictxl.returned.tables import FormRow
from ictxl.returned.unidentified import PackedContent


@dataclass(frozen=True)
class _Returned:
    source: Source
    findings: tuple[Finding, ...]

    @property
    def file(self) -> str:
        """How findings call it."""
        return self.source.file


@dataclass(frozen=True)
class UnreadFile(_Returned):
    """Nothing in it can be read; a finding says why."""


@dataclass(frozen=True)
class CopyOfAnother(_Returned):
    """The same bytes as a file before it; a finding says of which."""

    @classmethod
    def of(cls, source: Source, first: str) -> CopyOfAnother:
        return cls(source.unopened(), (COPY_OF_ANOTHER_FILE(file=source.file, first=first),))


@dataclass(frozen=True)
class IncompleteForm(_Returned):
    """A form whose copy of what all forms of its sending say was changed: it waits for another's
    (see `ictxl.returned.settling`)."""

    content: PackedContent
    """With its own, changed copy."""
    lacks: str
    """The digest of what it was sent with."""


@dataclass(frozen=True)
class UnidentifiedWorkbook(_Returned):
    """It does not say whose form it is; it waits for the plan (see `ictxl.returned.recover`)."""

    content: PackedContent
    identity: FormIdentity | None
    """Where it tells its plan at least; without a department."""


@dataclass(frozen=True)
class OtherWorkbook(_Returned):
    """It holds no input table of the plan."""

    content: ForeignContent
    """All that it says."""
    identity: FormIdentity | None
    """Where it tells a plan all the same; without a department."""


@dataclass(frozen=True)
class ReadForm(_Returned):
    """A form with the rows that a department filled in."""

    identity: FormIdentity
    """Without the form's own texts: its `Layout` says what they tell."""
    sheet: str
    """The (first) input sheet; empty where there is none."""
    rows: tuple[FormRow, ...]
    other_owners: Mapping[str, str] = field(default_factory=dict)
    """Sheet → another department whose it says it is."""
    indicator_rows: tuple[FormRow, ...] = ()
    """The rows of the indicators, called by their ids."""


ReturnedFile = UnreadFile | CopyOfAnother | UnidentifiedWorkbook | ReadForm
"""What a file is after all were read."""
FileAsRead = ReturnedFile | IncompleteForm
"""What a file is by itself."""
PlaceableFile = UnreadFile | CopyOfAnother | OtherWorkbook | ReadForm
"""What a file is once the plan is known."""


def identity_of(file: FileAsRead) -> FormIdentity | None:
    """What the file tells of its plan, if it does."""
    return file.identity if isinstance(file, UnidentifiedWorkbook | ReadForm) else None
