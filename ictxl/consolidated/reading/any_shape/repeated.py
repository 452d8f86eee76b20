"""再掲: a measure that a table shows again below another area is asked about once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ictxl import findings
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.records import Record
from ictxl.consolidated.reading.any_shape.values import REPEATED, is_nothing
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name, normalized, trim

_NUMBER = r"[0-9]{1,5}(?:[-.][0-9]{1,5}){0,4}|[①-⑳]"
_INSIDE = r"[^()\[\]【】<>]{0,20}"
_MARK = re.compile(
    rf"[※*]?[(\[【<]{_INSIDE}{REPEATED}{_INSIDE}[)\]】>]"
    rf"|[※*]?(?:(?:No\.?)?(?:{_NUMBER})の?)?{REPEATED}[\s:]{{0,3}}(?:(?:No\.?|番号)?\s?(?:{_NUMBER}))?"
)
_ELSEWHERE = re.compile(rf"(?:に|へ|でも){REPEATED}|{REPEATED}(?:あり|先)")
"""The measure itself, which is shown again at another place."""
_REFERS = re.compile(r".{0,15}(?:参照|に同じ|と同じ|のとおり|に記載)|同上|同左")


def find_repeated(records: Sequence[Record], notes: Notes) -> list[Record]:
    """The records that only show others again, each told with its cell and the other's.

    One that says anything else than the other is no such record: that is told, and it stays.
    """
    marked = [record for record in records if _is_marked(record)]
    originals = [record for record in records if not _is_marked(record)]
    return [record for record in marked if _repeats(record, originals, notes)]


def _is_marked(record: Record) -> bool:
    named = any(_mark(spot.text) for spot in (*record.number, *record.title))
    return named or any(
        (REPEATED in name and not is_nothing(spot.text)) or _is_mark(spot.text)
        for name, spot in _cells(record)
    )


def _mark(text: str) -> str:
    words = _narrow(text)
    match = None if _ELSEWHERE.search(words) else _MARK.search(words)
    return match[0] if match else ""


def _is_mark(text: str) -> bool:
    """Whether a cell says no more than that the measure stands elsewhere: 再掲, 1を参照."""
    words = _narrow(text)
    return bool(_MARK.fullmatch(words)) and not _ELSEWHERE.search(words)


def _narrow(text: str) -> str:
    return trim(normalized("NFKC", text))


def _bare(spots: Iterable[CellSpot]) -> str:
    """A number or a name without the mark."""
    return fold_name(_MARK.sub("", _narrow("".join(spot.text for spot in spots))))


def _repeats(record: Record, originals: Sequence[Record], notes: Notes) -> bool:
    original = _original(record, originals)
    if original is None:
        notes.at(record.spot, findings.REPEATED_MEASURE_UNKNOWN)
        return False
    first = f"{original.spot.sheet} {original.spot.cell}".strip()
    if heading := _difference(record, original):
        notes.at(record.spot, findings.REPEATED_MEASURE_DIFFERS, first=first, heading=heading)
        return False
    held = {fold_name(spot.text) for spot in _all_spots(original)}
    own = [s for s in _all_spots(record) if fold_name(s.text) not in held]
    texts = dict.fromkeys(spot.text for spot in (record.spot, *own))
    notes.use_plain(own)
    notes.at(record.spot, findings.MEASURE_REPEATED, first=first, value="\n".join(texts))
    return True


def _original(record: Record, originals: Sequence[Record]) -> Record | None:
    """By the name; of several, or where there is none, by the number."""
    number, title = _bare(record.number), _bare(record.title)
    told = [_mark(spot.text) or spot.text for _, spot in _cells(record) if _is_mark(spot.text)]
    told += [_mark(spot.text) for spot in (*record.number, *record.title)]
    numbers = {*re.findall(_NUMBER, "\n".join(map(_narrow, told))), *filter(None, [number])}
    found = [one for one in originals if title and _bare(one.title) == title]
    if not title:
        found = [one for one in originals if _bare(one.number) in numbers]
    if len(found) > 1:
        found = [one for one in found if _bare(one.number) in numbers] or [
            one for one in found if _departments(one) == _departments(record)
        ]
    return found[0] if len(found) == 1 else None


def _difference(record: Record, original: Record) -> str:
    """What the record says otherwise: the name of a column; empty where it says nothing else."""
    if _departments(record) - _departments(original):
        return Meaning.DEPARTMENT.value
    if _said(record.target) - _said(original.target):
        return Meaning.TARGET.value
    said: dict[str, set[str]] = {}
    for name, spot in _cells(original):
        said.setdefault(name, set()).add(fold_name(spot.text))
    for name, spot in _cells(record):
        is_own = fold_name(spot.text) not in said.get(name, set())
        if is_own and not (REPEATED in name or _says_nothing(spot.text)):
            return name
    return ""


def _says_nothing(text: str) -> bool:
    return is_nothing(text) or _is_mark(text) or bool(_REFERS.fullmatch(_narrow(text)))


def _said(spots: Iterable[CellSpot]) -> set[str]:
    return {fold_name(spot.text) for spot in spots if not _says_nothing(spot.text)}


def _departments(record: Record) -> set[str]:
    spots = (spot for row in record.rows for spot in row.departments)
    return {piece for text in _said(spots) for piece in re.split("[、,・/]", text)}


def _cells(record: Record) -> Iterator[tuple[str, CellSpot]]:
    for row in record.rows:
        for name, spots in row.cells.items():
            yield from ((name, spot) for spot in spots)


def _all_spots(record: Record) -> list[CellSpot]:
    departments = [spot for row in record.rows for spot in row.departments]
    own = (*record.number, *record.title, *record.target, *record.outlook, *departments)
    return [*own, *(spot for _, spot in _cells(record))]
