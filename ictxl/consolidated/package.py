"""Add to the finished workbook's package what xlsxwriter cannot write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZipFile

from ictxl.spreadsheets.xlsx.zip_writer import OWNERS_ONLY, made_parts, zip_parts

LANGUAGE = "ja-JP"
_CORE, _CHARTS = "docProps/core.xml", "xl/charts/"


def finish_package(
    content: bytes, carry: Callable[[dict[str, bytes]], None] | None = None
) -> bytes:
    """The workbook with its language named, and no empty author.

    `carry` adds parts to those of the package, by their names.
    """
    with ZipFile(BytesIO(content)) as package:
        if carry:
            own = {name: package.read(name) for name in package.namelist()}
            carry(own)
            return zip_parts(
                [(n, _finished(own, n) or p) for n, p in own.items()], mode=OWNERS_ONLY
            )
        names = {name: package.read(name) for name in package.namelist() if _is_finished(name)}
        parts = [(name, _finished(names, name) or part) for name, part in made_parts(content)]
    return zip_parts(parts, mode=OWNERS_ONLY)


def _is_finished(name: str) -> bool:
    return name == _CORE or name.startswith(_CHARTS)


def _finished(parts: Mapping[str, bytes], name: str) -> bytes | None:
    """The part as it shall be; None where it may stay as it is."""
    if name == _CORE:
        finish = _core
    elif name.startswith(_CHARTS):
        finish = _chart
    else:
        return None
    text = parts[name].decode("utf-8").replace("\r\n", "\n")
    return finish(text).encode("utf-8")


def _chart(xml: str) -> str:
    """Its texts in Japanese, and the body font for Japanese letters too."""
    xml = xml.replace('"en-US"', f'"{LANGUAGE}"')
    return re.sub(r'<a:latin (typeface="[^"]*")[^>]*/>', r"<a:latin \1/><a:ea \1/>", xml)


def _core(xml: str) -> str:
    xml = re.sub(r"<dc:creator>[^<]*</dc:creator>|<dc:creator/>", "", xml)
    xml = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>|<cp:lastModifiedBy/>", "", xml)
    return xml.replace("<dcterms:created", f"<dc:language>{LANGUAGE}</dc:language><dcterms:created")
