"""The audit record: which files a result was made from, and what became of each."""

from __future__ import annotations

import hashlib
import json
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ictxl.files.addresses import Place
from ictxl.files.outputs import content_of, write_content
from ictxl.findings import Severity
from ictxl.model import grouped
from ictxl.report.content import counts
from ictxl.report.links import Ways
from ictxl.responses import Response, Submission
from ictxl.round import Round
from ictxl.version import __version__

FORMAT = 1


def write_audit(
    collected: Round, outputs: Iterable[Path], target: Path, template: Path | None = None
) -> None:
    """Write the record of a merge; the same files give the same record. `template` is the city's
    own that the table was laid out by."""
    record = audit_record(collected, list(outputs), target.parent, template)
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_content(target, text.encode("utf-8", "backslashreplace"))


def audit_record(
    collected: Round, outputs: Sequence[Path], folder: Path, template: Path | None
) -> dict[str, Any]:
    """The record; files are named as seen from `folder`."""
    tally = _Tally(collected)
    ways = Ways(folder)
    return {
        "format": FORMAT,
        "ictxl": __version__,
        "plan": {
            "id": collected.plan.id,
            "title": collected.plan.title,
            "year": collected.plan.year,
            **_origin(collected),
        },
        "inputs": [
            *([_file_read(collected.plan_file, ways, "plan")] if collected.plan_file else ()),
            *(_input(submission, tally, ways) for submission in collected.all_submissions),
            *(_file_read(path, ways, "earlier year") for path in collected.earlier_files),
            *([_file_read(template, ways, "template")] if template else ()),
        ],
        "outputs": [_output(path, ways) for path in outputs],
        "counts": {severity.value: n for severity, n in counts(collected.findings).items()},
    }


def _origin(collected: Round) -> dict[str, Any]:
    """Where the plan came from: `source` is plan or forms; `forms` is how many carried it, `file`
    the plan workbook, or the form if it was one alone."""
    if collected.plan_file:
        return {"source": "plan", "forms": 0, "file": collected.plan_file.name}
    carriers = collected.plan_carriers
    return {
        "source": "forms",
        "forms": len(carriers),
        "file": carriers[0] if len(carriers) == 1 else "",
    }


class _Tally:
    """Responses and findings by file, gone through once."""

    def __init__(self, collected: Round) -> None:
        review = collected.review
        taken: list[Response] = [*collected.responses, *collected.indicator_responses]
        taken += review.responses if review else ()
        self.taken = Counter(response.file for response in taken)
        self.findings = grouped((found.file, found) for found in collected.findings)


def _input(submission: Submission, tally: _Tally, ways: Ways) -> dict[str, Any]:
    taken = tally.taken[submission.file]
    findings = tally.findings.get(submission.file, ())
    return {
        **_as_read(submission, ways),
        "department": submission.department,
        "modified": submission.modified,
        "became": _fate(submission, taken),
        "responses": _count(submission),
        "taken": taken,
        "errors": counts(findings)[Severity.ERROR],
        "codes": sorted({found.code for found in findings}),
    }


def _as_read(submission: Submission, ways: Ways) -> dict[str, Any]:
    """Which bytes were read: by now the file may be another one."""
    path = submission.path
    return {
        "path": ways.to(path) if isinstance(path, Path) else str(path),
        "size": submission.size or _size(path),
        "sha256": submission.digest,
    }


def _size(path: Place) -> int:
    """Of a file that reading refused, and that is not read here either: it may be far too large, or
    a pipe that never ends."""
    if not isinstance(path, Path):
        return path.size or 0
    try:
        status = path.stat()
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _fate(submission: Submission, taken: int) -> str:
    """merged: all its answers; partly: some gave way; superseded: all did; unread, homeless."""
    if not submission.is_read:
        return "unread"
    if not _count(submission):
        return "homeless"
    if not taken:
        return "superseded"
    return "merged" if taken == _count(submission) else "partly"


def _count(submission: Submission) -> int:
    """Its answers, those on indicators too."""
    return len(submission.responses) + len(submission.indicator_responses)


def _file_read(path: Path, ways: Ways, became: str) -> dict[str, Any]:
    return {**_file(path, ways), "became": became, "name": path.name}


def _output(path: Path, ways: Ways) -> dict[str, Any]:
    if path.suffix.lower() == ".pdf":
        # LibreOffice writes the clock into a PDF: its bytes say nothing about its content.
        return {"path": ways.to(path)}
    return _file(path, ways)


def _file(path: Path, ways: Ways) -> dict[str, Any]:
    content = content_of(path)
    return {
        "path": ways.to(path),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
