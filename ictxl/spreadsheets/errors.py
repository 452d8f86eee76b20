"""Why a file, or a part of it, could not be read; the limits on size, cells, time and memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds on reading one file; what goes beyond them costs that file and no other.

    A real form of 300 measures has 0.3 MB, unpacks to 3 MB and holds 20,000 cells.
    """

    file_megabytes: int = 100
    """Size of the file itself."""
    unpacked_megabytes: int = 500
    """Size of everything in the package, unpacked."""
    cells: int = 5_000_000
    """Rows × columns of all sheets, up to the last filled cell."""
    seconds: float = 60
    """Time to read a file that looks unusual."""
    memory_megabytes: int = 2_000
    """Memory to read a file that looks unusual (not enforced on Windows)."""

    @property
    def file_bytes(self) -> int:
        return self.file_megabytes * MEGABYTE


DEFAULT_LIMITS = Limits()

ORDINARY = Limits(file_megabytes=16, unpacked_megabytes=48, cells=3_000_000)
"""Within these a package is read at once; beyond them in a process that can be killed."""


class Reason(Enum):
    """Why nothing of a file can be read."""

    DAMAGED = auto()
    """`what` says how, in Japanese."""
    PASSWORD_REQUIRED = auto()
    """`what` says what is wrong with the password, in Japanese."""
    OTHER_FILE = auto()
    """No workbook; `what` says in Japanese what it is instead."""
    RIGHTS_RESTRICTED = auto()
    """Only who was given the right can open it; no password helps."""
    WORKBOOKS_INSIDE = auto()
    """An archive or a mail: `what` says which in Japanese, `inside` names its workbooks, `how`
    says how to get them out."""
    LIMIT_EXCEEDED = auto()
    """`what` is the name of one of the `Limits`, `most` its value."""
    TIME_EXCEEDED = auto()
    """`most` seconds had passed."""


class UnreadableError(Exception):
    """Nothing of the file can be read."""

    def __init__(
        self,
        reason: Reason,
        what: str = "",
        most: float = 0,
        inside: tuple[str, ...] = (),
        how: str = "",
    ) -> None:
        super().__init__(reason, what, most, inside, how)
        self.reason = reason
        self.what = what
        self.most = most
        self.inside = inside
        self.how = how


class NotOrdinaryError(Exception):
    """The file looks unusual: it shall be read in a process that can be killed."""


class BrokenPartError(Exception):
    """A part of the file that is there but cannot be read."""


BROKEN = "ブックの中身が壊れています"
CUT_OFF = "途中で切れているか、壊れています"


def damaged(how: str = BROKEN) -> UnreadableError:
    """`how` completes 「このファイルを読めません: …。」."""
    return UnreadableError(Reason.DAMAGED, how)


def beyond(limits: Limits, name: str) -> UnreadableError:
    """The file goes beyond the limit of that name."""
    return UnreadableError(Reason.LIMIT_EXCEEDED, name, getattr(limits, name))
