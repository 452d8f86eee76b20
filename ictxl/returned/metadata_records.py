"""The records of a form's hidden sheets (see `ictxl.contract.metadata`).

What all forms of a sending say is read of one form only, and of each that it is not changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from ictxl.contract.metadata import OWN_TEXT_KINDS, SPELLING_KIND, common_digest
from ictxl.spreadsheets.values import Sheet, cell_text
from ictxl.text.clean import clean_text

Place = tuple[int, str]
"""Row as Excel shows it, column letters."""


class OwnTexts(NamedTuple):
    """A record of the form's own texts: those of one row of one sheet."""

    kind: str
    sheet: str
    row: int | None
    """As Excel shows it; None where the record does not tell one."""
    written: tuple[tuple[str, str], ...]
    """Column and text, as they were recorded."""
    texts: tuple[str, ...]
    """Cleaned."""
    places: Mapping[Place, str]
    """The same by their places; empty without a row."""


class Record(NamedTuple):
    """One row of the hidden sheet."""

    values: tuple[str, ...]
    """Kind and fields, without the empty cells behind them."""
    own: OwnTexts | None
    """What it says where it lists the form's own texts."""


@dataclass(frozen=True, eq=False)
class Common:
    """What all forms of a sending say."""

    digest: str
    """Of these very records."""
    values: tuple[tuple[str, ...], ...]
    """The plan's records."""
    texts: tuple[OwnTexts, ...]
    """The forms' own texts."""


NOTHING_COMMON = Common("", (), ())


def records_of(sheet: Sheet) -> list[Record]:
    """The records of a hidden sheet, without those that only formulas look into."""
    return [read_record(row) for row in sheet.rows if row and row[0] and row[0] != SPELLING_KIND]


def common_of(sheet: Sheet | None) -> Common:
    """What a hidden sheet says as it stands, whoever changed it."""
    if sheet is None:
        return NOTHING_COMMON
    records = records_of(sheet)
    return Common(
        common_digest(record.values for record in records),
        tuple(record.values for record in records if record.own is None),
        tuple(record.own for record in records if record.own),
    )


class Sendings:
    """What all forms of a sending say, of the sendings that were met while a round is read. Of one
    round only: what others have said before must not change how it is read."""

    def __init__(self) -> None:
        self._intact: dict[str, Common] = {}

    def common(self, digest: str, read: Callable[[], Sheet | None]) -> Common | None:
        """What was sent with this digest, as a form before it or else this one (`read`) tells it;
        None where this one's sheet was changed and no other form has been read."""
        if digest not in self._intact:
            found = common_of(read())
            if found.digest != digest:
                return None
            if len(self._intact) >= _MOST_SENDINGS:
                self._intact.clear()
            self._intact[digest] = found
        return self._intact[digest]


_MOST_SENDINGS = 64


def read_record(row: Sequence[Any]) -> Record:
    """A row's values as a record; equal rows give the same object."""
    try:
        key = _BETWEEN.join(row)
    except TypeError:
        row = list(map(cell_text, row))
        key = _BETWEEN.join(row)
    if key.count(_BETWEEN) != len(row) - 1:
        return _record(tuple(row))
    # How wide the sheet is depends on the form's own texts; the plan's records do not.
    return _known_record(key.rstrip(_BETWEEN))


_BETWEEN = "\x1f"
"""Stands between values that are looked up together: no program writes it into a cell."""


@lru_cache(maxsize=4096)
def _known_record(key: str) -> Record:
    return _record(tuple(key.split(_BETWEEN)))


def _record(values: tuple[str, ...]) -> Record:
    end = len(values)
    while end and not values[end - 1]:
        end -= 1
    values = values[:end]
    is_own = bool(values) and values[0] in OWN_TEXT_KINDS
    return Record(values, _own_texts(values) if is_own else None)


def _own_texts(values: tuple[str, ...]) -> OwnTexts:
    kind, sheet, row = (*values, "", "")[:3]
    pairs = zip_longest(values[3::2], values[4::2], fillvalue="")
    written = tuple((column, text) for column, text in pairs if column)
    number = int(row) if row.isdecimal() else None
    texts = tuple(clean_text(text) for _, text in written)
    columns = (column for column, _ in written)
    places = {} if number is None else {(number, c): t for c, t in zip(columns, texts, strict=True)}
    return OwnTexts(kind, sheet, number, written, texts, places)
