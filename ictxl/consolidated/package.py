"""Add to the finished workbook's package what xlsxwriter cannot write."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from ictxl.spreadsheets.xlsx.zip_writer import deflated_part, zip_parts

LANGUAGE = "ja-JP"
_CORE = "docProps/core.xml"


def finish_package(content: bytes) -> bytes:
    """The workbook with its language named, and no empty author."""
    with ZipFile(BytesIO(content)) as package:
        parts = [
            (entry.filename, _finished(package, entry) or deflated_part(content, entry))
            for entry in package.infolist()
        ]
    return zip_parts(parts, mode=0o600)


def _finished(package: ZipFile, entry: ZipInfo) -> bytes | None:
    """The part as it shall be; None where it may stay as it is."""
    if entry.filename == _CORE:
        finish = _core
    elif entry.filename.startswith("xl/charts/"):
        finish = _chart
    else:
        return None
    return finish(package.read(entry).decode("utf-8")).encode("utf-8")


def _chart(xml: str) -> str:
    """Its texts in Japanese, and the body font for Japanese letters too."""
    xml = xml.replace('"en-US"', f'"{LANGUAGE}"')
    return re.sub(r'<a:latin (typeface="[^"]*")[^>]*/>', r"<a:latin \1/><a:ea \1/>", xml)


def _core(xml: str) -> str:
    xml = re.sub(r"<dc:creator>[^<]*</dc:creator>|<dc:creator/>", "", xml)
    xml = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>|<cp:lastModifiedBy/>", "", xml)
    return xml.replace("<dcterms:created", f"<dc:language>{LANGUAGE}</dc:language><dcterms:created")
