"""Convert the consolidated workbook to PDF with LibreOffice."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from ictxl.consolidated.styles import paper_named
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.source import TemplateBook
from ictxl.consolidated.workbook import created, workbook_content
from ictxl.consolidated.year_table import YearHistory
from ictxl.errors import OutputError
from ictxl.files.output_faults import no_room_now
from ictxl.files.outputs import write_content

# Tags tell a screen reader what is a table and in which order to read (PDF 2.0, 14.8).
_TAGGED = 'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
TIMEOUT = 300
"""Seconds that LibreOffice may take."""


def write_pdf(
    table: ConsolidatedTable,
    path: Path,
    *,
    paper: str = "A3",
    template: TemplateBook | None = None,
    history: YearHistory | None = None,
) -> None:
    """進捗状況, 集計 and 年度推移 as PDF; データ is left out, since nobody reads it on paper.

    Raises OutputError where LibreOffice is missing or fails, or the place cannot be written.
    """
    program = require_soffice()
    the_paper = paper_named(paper)
    content = workbook_content(table, the_paper, template=template, history=history)
    with tempfile.TemporaryDirectory(prefix="ictxl-") as folder:
        made = _convert(program, content, Path(folder))
        settled = _settled(made.read_bytes(), created(table.plan))
    write_content(path, settled)


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


def _settled(content: bytes, time: datetime) -> bytes:
    """The PDF without the moment of its making: the same table gives the same bytes.

    LibreOffice writes the time, and from it an id and a checksum; each is replaced by something of
    the same length, so that no offset in the file changes.
    """
    content = _DATE.sub(lambda m: m[1] + time.strftime("%Y%m%d%H%M%S").encode(), content)
    content = _XMP_DATE.sub(lambda m: m[1] + time.isoformat().encode(), content)
    content = _with_ids(content, b"0" * 32)
    return _with_ids(content, hashlib.sha256(content).hexdigest()[:32].upper().encode())


_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s?\(D:)\d{14}")
_XMP_DATE = re.compile(rb"(<xmp:\w+Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_ID_PAIR = re.compile(rb"(/ID\s*\[\s*<)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}")
_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)[0-9A-F]{32}")


def _with_ids(content: bytes, digest: bytes) -> bytes:
    content = _ID_PAIR.sub(lambda m: m[1] + digest + m[2] + digest, content)
    return _CHECKSUM.sub(lambda m: m[1] + digest, content)


def _convert(program: str, content: bytes, folder: Path) -> Path:
    """The workbook as PDF.

    By way of .ods, for LibreOffice lets a line in a cell of an .xlsx begin with 「。」 or 「、」.
    """
    source = folder / "table.xlsx"
    source.write_bytes(content)
    opened = _converted(program, source, "ods")
    prepare_for_print(opened)
    return _converted(program, opened, _TAGGED)


def _converted(program: str, source: Path, form: str) -> Path:
    """The file in another form, beside it; its filter may stand behind a colon."""
    folder = source.parent
    command = [
        program,
        # A profile of its own: a LibreOffice that is open already would swallow the request.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        run = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    made = source.with_suffix("." + form.partition(":")[0])
    if run.returncode or not made.exists():
        raise no_room_now() or _failed(run.stderr.decode("utf-8", "replace").strip())
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


_USUAL_CELL = re.compile(
    rb'(<style:style style:name="Default" style:family="table-cell"[^>]*>'
    rb"(?:<style:table-cell-properties[^>]*/>)?)"
)
_BY_RULES = b'<style:paragraph-properties style:line-break="strict"/>'
_IN_CHINESE = re.compile(rb'style:language-asian="zh" style:country-asian="CN"')
_IN_JAPANESE = b'style:language-asian="ja" style:country-asian="JP"'
_ROW = b'<table:table-row table:style-name="'
_FITTED = re.compile(
    rb'<style:style style:name="(ro\d+)"[^>]*><style:table-row-properties[^>]*'
    rb'style:use-optimal-row-height="true"/></style:style>'
)
_WRAPPING = re.compile(
    rb'<style:style style:name="(ce\d+)"[^>]*><style:table-cell-properties[^>]*'
    rb'fo:wrap-option="wrap"'
)
_CELL_LOOK = re.compile(rb'table:style-name="(ce\d+)"')
_CELL_WITHOUT_LOOK = b"<table:table-cell office:"
_FIXED = b"fixed"
"""Ends the name of the style of rows whose height stays."""


def prepare_for_print(path: Path) -> None:
    """Keep forbidden signs from the beginnings of lines, and rows as high as they are in Excel."""
    with ZipFile(path) as package:
        parts = [(entry, package.read(entry)) for entry in package.infolist()]
    with ZipFile(path, "w") as package:
        for entry, part in parts:
            adjust = {"styles.xml": _by_rules, "content.xml": _with_fixed_rows}.get(entry.filename)
            package.writestr(entry, adjust(part) if adjust else part)


def _by_rules(styles: bytes) -> bytes:
    """The usual cell, from which every other is made, breaks lines as Japanese does (OpenDocument
    1.3 part 3, 20.323); LibreOffice takes Chinese where a workbook tells no language."""
    styles = _USUAL_CELL.sub(rb"\1" + _BY_RULES, styles)
    return _IN_CHINESE.sub(_IN_JAPANESE, styles)


def _with_fixed_rows(content: bytes) -> bytes:
    """Rows without a text that wraps keep their height: LibreOffice fits each row of an .ods that
    has none of its own, blank ones too."""
    fitted = set(_FITTED.findall(content))
    wrapping = set(_WRAPPING.findall(content))
    before, *rows = _FITTED.sub(_with_fixed_one, content).split(_ROW)
    made = [before]
    for row in rows:
        name = row.partition(b'"')[0]
        may_wrap = _CELL_WITHOUT_LOOK in row or wrapping.intersection(_CELL_LOOK.findall(row))
        is_kept = name in fitted and not may_wrap
        made.append(name + _FIXED + row[len(name) :] if is_kept else row)
    return _ROW.join(made)


def _with_fixed_one(style: re.Match[bytes]) -> bytes:
    """A style of rows that are fitted, and beside it the same of rows that are not."""
    fixed = style[0].replace(b'row-height="true"', b'row-height="false"')
    return style[0] + fixed.replace(style[1], style[1] + _FIXED, 1)
