"""The printed table as PDF, made by LibreOffice from the very workbook that is published."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ictxl.consolidated.paper import paper_named
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.workbook import workbook_content
from ictxl.errors import OutputError
from ictxl.outputs import write_whole

TIMEOUT = 300
"""Seconds that LibreOffice may take."""


def write_pdf(table: ConsolidatedTable, path: Path, *, paper: str = "A3") -> None:
    """進捗状況 and 集計 as PDF; データ is left out, since nobody reads it on paper.

    Raises OutputError where LibreOffice is missing or fails, or the place cannot be written.
    """
    program = require_soffice()
    content = workbook_content(table, paper_named(paper), with_data=False)
    with tempfile.TemporaryDirectory(prefix="ictxl-") as folder:
        made = _convert(program, content, Path(folder))
        write_whole(path, lambda draft: _copy(made, draft))


def require_soffice() -> str:
    """Where LibreOffice is. Raises OutputError, with what to do instead, where it is not."""
    program = find_soffice()
    if program is None:
        raise OutputError(
            "PDF を作るための LibreOffice が見つかりません。",
            "LibreOffice を入れるか、--pdf を付けずに実行し、できたブックを Excel で開いて"
            "「名前を付けて保存」から PDF にしてください。",
        )
    return program


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _convert(program: str, content: bytes, folder: Path) -> Path:
    source = folder / "table.xlsx"
    source.write_bytes(content)
    command = [
        program,
        # A profile of its own: a LibreOffice that is open already would swallow the request.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        run = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    made = source.with_suffix(".pdf")
    if run.returncode or not made.exists():
        raise _failed(run.stderr.decode("utf-8", "replace").strip())
    return made


def _failed(reason: str) -> OutputError:
    return OutputError(
        f"LibreOffice が PDF を作れませんでした({reason or '理由は不明です'})。",
        "LibreOffice を単独で起動できるか確かめるか、"
        "Excel ブックを Excel から PDF にしてください。",
    )


def find_soffice() -> str | None:
    """LibreOffice on the path or where its installers put it; None where there is none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((str(place) for place in _usual_places() if place.is_file()), None)


def _usual_places() -> Iterator[Path]:
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if folder := os.environ.get(variable):
            yield Path(folder, "LibreOffice", "program", "soffice.com")
            yield Path(folder, "LibreOffice", "program", "soffice.exe")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
