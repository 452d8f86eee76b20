"""Findings as rows to work through, and which of them somebody has looked at: lines of a file.

A line is added for each tick and each tick taken back, so that two who work on one folder never
undo each other's. A tick holds for one finding in its words: where the text or its cell changes, it
is another finding, and open again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.errors import OutputError
from ictxl.findings import Finding
from ictxl.report.content import Report
from ictxl.report.grouping import FindingGroup
from ictxl.report.links import cell_anchor
from ictxl.text.cell_list import cell_list

if TYPE_CHECKING:
    from ictxl.pipeline.year_folder.steps import YearState

SEEN_FILE = "確認済み.jsonl"
KEY_LENGTH = 24


def group_key(group: FindingGroup) -> str:
    """Tells one group of findings from every other, and from itself once its texts change."""
    told = [
        [f.code, f.file, f.sheet, f.cell, f.department, f.measure, f.message, f.value]
        for f in group.findings
    ]
    text = json.dumps(told, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def read_seen(folder: Path) -> frozenset[str]:
    """The keys of what is ticked off so far; a line that was cut off or spoilt counts nothing."""
    keys: set[str] = set()
    try:
        lines = (folder / SEEN_FILE).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        try:
            told = json.loads(line)
            key, is_seen = str(told["finding"]), bool(told["seen"])
        except (ValueError, KeyError, TypeError):
            continue
        (keys.add if is_seen else keys.discard)(key)
    return frozenset(keys)


def tick(folder: Path, group: FindingGroup, *, seen: bool) -> None:
    """Note that somebody has looked at a group of findings, or takes that back.

    Raises OutputError where the file cannot be written.
    """
    first = group.first
    line = {
        "finding": group_key(group),
        "seen": seen,
        # For who reads the file; nothing is read from these.
        "code": first.code,
        "file": first.file,
        "cell": first.cell,
    }
    content = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    path = folder / SEEN_FILE
    try:
        # One write of a line at the end: two desks do not mix their lines.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, 0o666)
        try:
            os.write(handle, content)
        finally:
            os.close(handle)
    except OSError as error:
        raise OutputError(
            f"「{SEEN_FILE}」に書き込めません({error.strerror})。",
            "ディスクの空きと、フォルダーへの書き込みが許されているかを確かめてください。",
        ) from error


_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class FindingRow:
    """Findings alike in all but their cells."""

    group: FindingGroup
    key: str
    department: str
    is_seen: bool
    file: str
    """The workbook below the folder, with `/`; empty where there is none to open."""

    @property
    def cells(self) -> str:
        return cell_list(self.group.cells)

    @property
    def anchor(self) -> str:
        """The first cell as Excel's name box takes it: `'進捗入力'!K9`."""
        first = self.group.first
        return cell_anchor(first.sheet, first.cell) if first.sheet and first.cell else ""

    @property
    def cells_in_sheet(self) -> list[str]:
        """The cells on the first one's sheet."""
        sheet = self.group.first.sheet
        return [f.cell for f in self.group.findings if f.cell and f.sheet == sheet]

    @cached_property
    def words(self) -> str:
        """All that a search finds the row by."""
        parts = [w for f in self.group.findings for w in (f.cell, f.measure, f.value)]
        first = self.group.first
        told = (first.code, first.message, first.remedy, first.file, first.sheet, self.department)
        return "\n".join([*told, *parts])


def finding_rows(state: YearState, folder: Path) -> list[FindingRow]:
    """All that is shown of the round's findings, in the order of the plan's departments."""
    report = state.seen.report
    if report is None:
        return []
    rows = [
        FindingRow(
            group,
            group_key(group),
            _department(report, group.first),
            group_key(group) in state.ticks,
            _file(report, group.first, folder),
        )
        for group in state.groups
    ]
    order = {d.name: n for n, d in enumerate(report.round.plan.departments)}
    return sorted(rows, key=lambda row: order.get(row.department, len(order)))


def _department(report: Report, found: Finding) -> str:
    return found.department or report.department_of_file.get(found.file, "")


def _file(report: Report, found: Finding, folder: Path) -> str:
    path = report.paths.get(found.file)
    if path is None or not path.is_relative_to(folder):
        return ""
    return path.relative_to(folder).as_posix()
