"""Make the marked copy of a returned workbook, only where marking loses or changes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ictxl.findings import Finding
from ictxl.responses import Submission
from ictxl.returned.reader import read_form
from ictxl.sendback.marking import NotMarkableError, marked_workbook
from ictxl.sendback.resave import finish_package, package_losses


def marked_copy(
    content: bytes, submission: Submission, findings: Sequence[Finding], heading: str
) -> bytes:
    """The workbook with its findings marked, as it goes back to its department.

    Raises NotMarkableError, which says why in Japanese, where marking would lose anything.
    """
    if submission.path.suffix.lower() != ".xlsx":
        raise NotMarkableError(f"{submission.path.suffix} には印を付けられません")
    losses = package_losses(content)
    if losses:
        raise NotMarkableError(f"{'、'.join(losses)}があり、印を付けると失われます")
    saved = marked_workbook(content, findings, heading)
    marked = finish_package(saved, content, submission.modified)
    if not _reads_alike(content, marked, submission):
        raise NotMarkableError("印を付けると内容が変わるおそれがあります")
    return marked


def _reads_alike(before: bytes, after: bytes, submission: Submission) -> bool:
    """Read back, both say the same, with the same findings: nothing is lost or added."""
    with tempfile.TemporaryDirectory() as folder:
        forms = []
        for number, content in enumerate((before, after)):
            place = Path(folder) / f"{number}{submission.path.suffix}"
            place.write_bytes(content)
            forms.append(read_form(place, submission.file))
    first, second = forms
    return (
        first.rows == second.rows
        and first.identity == second.identity
        and _outline(first.findings) == _outline(second.findings)
    )


def _outline(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    """What openpyxl drops of the document itself (a company's name, parts of other programs) is no
    reason to mark nothing: it says nothing to the department, and 情報課 keeps the original."""
    return sorted(
        (f.code, f.sheet, f.cell, f.value)
        for f in findings
        if f.sheet or f.code not in _OF_DOCUMENT
    )


_OF_DOCUMENT = {"S025", "S026", "S028"}
