"""Rounds with what must not spoil them: broken files, one enormous workbook."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

from benchmarks.rounds import Round

ENORMOUS_ROWS = 200_000


def with_broken_files(made: Round, folder: Path) -> Path:
    """A copy of the round in which every hundredth workbook is cut off."""
    _copy(made, folder)
    for path in sorted(folder.iterdir())[::100]:
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content[: len(content) // 2])
    return folder


def with_enormous_file(made: Round, folder: Path) -> Path:
    """A copy of the round in which one workbook has a format on very many empty cells."""
    _copy(made, folder)
    first = min(folder.iterdir())
    with zipfile.ZipFile(first) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    first.unlink()
    sheet = "xl/worksheets/sheet2.xml"
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"></c><c r="B%d" s="1"></c></row>' % (n, n, n)
        for n in range(1_000, 1_000 + ENORMOUS_ROWS)
    )
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows + b"</sheetData>")
    with zipfile.ZipFile(first, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return folder


def _copy(made: Round, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in made.returned.iterdir():
        try:
            os.link(path, folder / path.name)
        except OSError:
            shutil.copy(path, folder / path.name)
