"""Read what a form's hidden sheets say: whose it is, its plan, and how it was sent.

What all forms of a sending say is read of one form only, and of each that it is not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from ictxl.contract.metadata import (
    COMMON_KIND,
    META_SHEET,
    OWN_TEXT_KINDS,
    SPELLING_KIND,
    TextKind,
    common_digest,
)
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.sheet import Sheet
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


class MetadataRecord(NamedTuple):
    """One row of the hidden sheet."""

    values: tuple[str, ...]
    """Kind and fields, without the empty cells behind them."""
    own: OwnTexts | None
    """What it says where it lists the form's own texts."""


@dataclass(frozen=True, eq=False)
class CommonMetadata:
    """What all forms of a sending say."""

    digest: str
    """Of these very records."""
    values: tuple[tuple[str, ...], ...]
    """The plan's records."""
    texts: tuple[OwnTexts, ...]
    """The forms' own texts."""


NOTHING_COMMON = CommonMetadata("", (), ())


def records_of(sheet: Sheet) -> list[MetadataRecord]:
    """The records of a hidden sheet, without those that only formulas look into."""
    return [read_record(row) for row in sheet.rows if row and row[0] and row[0] != SPELLING_KIND]


def common_of(sheet: Sheet | None) -> CommonMetadata:
    """What a hidden sheet says as it stands, whoever changed it."""
    if sheet is None:
        return NOTHING_COMMON
    records = records_of(sheet)
    return CommonMetadata(
        common_digest(record.values for record in records),
        tuple(record.values for record in records if record.own is None),
        tuple(record.own for record in records if record.own),
    )


def read_record(row: Sequence[Any]) -> MetadataRecord:
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
def _known_record(key: str) -> MetadataRecord:
    return _record(tuple(key.split(_BETWEEN)))


def _record(values: tuple[str, ...]) -> MetadataRecord:
    end = len(values)
    while end and not values[end - 1]:
        end -= 1
    values = values[:end]
    is_own = bool(values) and values[0] in OWN_TEXT_KINDS
    return MetadataRecord(values, _own_texts(values) if is_own else None)


def _own_texts(values: tuple[str, ...]) -> OwnTexts:
    kind, sheet, row = (*values, "", "")[:3]
    pairs = zip_longest(values[3::2], values[4::2], fillvalue="")
    written = tuple((column, text) for column, text in pairs if column)
    number = int(row) if row.isdecimal() else None
    texts = tuple(clean_text(text) for _, text in written)
    columns = (column for column, _ in written)
    places = {} if number is None else {(number, c): t for c, t in zip(columns, texts, strict=True)}
    return OwnTexts(kind, sheet, number, written, texts, places)


def own_records(sheets: Iterable[Sheet]) -> list[MetadataRecord]:
    """The records of the hidden sheet that is the form's own; none where it was lost."""
    return next((records_of(sheet) for sheet in sheets if sheet.name == META_SHEET), [])


def digest_of_common(own: Iterable[MetadataRecord]) -> str:
    """What all forms of its sending say, by its digest; empty in forms of version 1, which have
    everything on one sheet."""
    told = (record.values for record in own)
    return next((v[1] for v in told if v[:1] == (COMMON_KIND,) and len(v) > 1), "")


HANGING = (TextKind.COMMENT, TextKind.PAGE, TextKind.UNSEEN)
"""Own texts that are known by what they say, wherever they are."""


@dataclass(frozen=True)
class Gathered:
    """Records of own texts, put together."""

    placed: dict[str, dict[str, dict[Place, str]]] = field(default_factory=dict)
    """Kind → sheet → place → text."""
    wholes: list[OwnTexts] = field(default_factory=list)
    hanging: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in HANGING})
    rows: dict[str, dict[int, Sequence[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[OwnTexts]) -> Gathered:
        found = cls()
        for record in records:
            kind, sheet, row, _, texts, places = record
            if kind in found.hanging:
                found.hanging[kind].extend(texts)
            elif kind == TextKind.WHOLE:
                found.wholes.append(record)
            elif row is not None:
                found.placed.setdefault(kind, {}).setdefault(sheet, {}).update(places)
                if kind == TextKind.CELL:
                    of_sheet = found.rows.setdefault(sheet, {})
                    of_sheet[row] = [*of_sheet.get(row, ()), *texts]
        return found

    def and_of(self, common: Gathered) -> Gathered:
        """With what all forms have in common, which stays as it is."""
        own = self.placed
        return Gathered(
            {
                kind: _by_sheet(own.get(kind, {}), common.placed.get(kind, {}))
                for kind in own.keys() | common.placed.keys()
            },
            [*self.wholes, *common.wholes],
            {kind: [*self.hanging[kind], *common.hanging[kind]] for kind in HANGING},
            _by_sheet(self.rows, common.rows),
        )


def _by_sheet(
    own: Mapping[str, dict[Key, Text]], common: Mapping[str, dict[Key, Text]]
) -> dict[str, dict[Key, Text]]:
    found = {**own, **common}
    for sheet in own.keys() & common.keys():
        found[sheet] = {**common[sheet], **own[sheet]}
    return found


Key = TypeVar("Key")
Text = TypeVar("Text")


@lru_cache(maxsize=64)
def gathered_common(common: CommonMetadata) -> Gathered:
    return Gathered.of(common.texts)
