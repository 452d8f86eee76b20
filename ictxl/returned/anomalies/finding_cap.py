"""Combine findings beyond a cap per code and sheet, so that no file floods the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ictxl import findings
from ictxl.findings import Finding
from ictxl.spreadsheets.xlsx.cell_writer import cell_length, in_cells

_CODES = findings.codes(
    findings.COMMENT_TEXT,
    findings.SHAPE_TEXT,
    findings.STRIKETHROUGH_OUTSIDE_ANSWERS,
    findings.LINK_IN_CELL,
    findings.DOCUMENT_PROPERTY_TEXT,
    findings.DEFINED_NAME_TEXT,
    findings.DATA_VALIDATION_TEXT,
    findings.OTHER_HIDDEN_TEXT,
    findings.PICTURE_OR_EMBEDDED_FILE,
    findings.ANSWER_DRAWN_OVER,
    findings.DRAWN_SHAPE,
    findings.TEXT_UNDER_MERGED_CELLS,
    findings.FORM_CONTROL,
)
"""Of what a workbook may hold any number of."""
MOST_ALIKE = 200
"""Findings of one code on one sheet; the others share a few, so that no file floods the report."""


MOST_HANGING = 8
"""Likewise of texts that hang on no sheet: programs add properties and parts by the dozen."""


def condensed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """All in their order, then those beyond what is bearable, each text whole with its place."""
    seen: dict[tuple[str, str], int] = {}
    beyond: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        key = (found.code, found.sheet)
        seen[key] = seen.get(key, 0) + 1
        most = MOST_HANGING if _hangs(found) else MOST_ALIKE
        if found.code in _CODES and seen[key] > most:
            beyond.setdefault(key, []).append(found)
        else:
            yield found
    for rest in beyond.values():
        yield from map(_one, in_cells(rest, _length))


def _length(found: Finding) -> int:
    return cell_length(_line(found)) + 1


def _one(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1:
        return first
    message = f"{first.message}(ほか {len(group) - 1:,} 件)"
    return replace(first, message=message, value="\n".join(map(_line, group)))


def _line(found: Finding) -> str:
    if found.cell:
        return f"{found.cell}: {found.value}"
    if _hangs(found):
        # What the message says of its place: the name of the property, the kind of the part.
        return f"{found.message.partition('に「')[0]}: {found.value}"
    return found.value


def _hangs(found: Finding) -> bool:
    return not found.sheet and found.code in _OF_WORKBOOK


_OF_WORKBOOK = findings.codes(findings.DOCUMENT_PROPERTY_TEXT, findings.OTHER_HIDDEN_TEXT)
