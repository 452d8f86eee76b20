"""Add to the finished workbook's package what xlsxwriter cannot write."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from ictxl.spreadsheets.xlsx.zip_writer import OWNERS_ONLY, made_parts, zip_parts

LANGUAGE = "ja-JP"
_CORE = "docProps/core.xml"


def finish_package(content: bytes) -> bytes:
    """The workbook with its language named, and no empty author."""
    with ZipFile(BytesIO(content)) as package:
        parts = [(name, _finished(package, name) or part) for name, part in made_parts(content)]
    return zip_parts(parts, mode=OWNERS_ONLY)


def _finished(package: ZipFile, name: str) -> bytes | None:
    """The part as it shall be; None where it may stay as it is."""
    if name == _CORE:
        finish = _core
    elif name.startswith("xl/charts/"):
        finish = _chart
    else:
        return None
    text = package.read(name).decode("utf-8").replace("\r\n", "\n")
    return finish(text).encode("utf-8")


def _chart(xml: str) -> str:
    """Its texts in Japanese, and the body font for Japanese letters too."""
    xml = xml.replace('"en-US"', f'"{LANGUAGE}"')
    return re.sub(r'<a:latin (typeface="[^"]*")[^>]*/>', r"<a:latin \1/><a:ea \1/>", xml)


def _core(xml: str) -> str:
    xml = re.sub(r"<dc:creator>[^<]*</dc:creator>|<dc:creator/>", "", xml)
    xml = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>|<cp:lastModifiedBy/>", "", xml)
    return xml.replace("<dcterms:created", f"<dc:language>{LANGUAGE}</dc:language><dcterms:created")
