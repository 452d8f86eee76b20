"""Why a file, or a part of it, could not be read."""

from __future__ import annotations

from enum import Enum, auto

from ictxl.spreadsheets.limits import Limits


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
