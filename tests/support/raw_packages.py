"""A form's package edited as XML: what no library for workbooks writes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

INPUT_SHEET = "xl/worksheets/sheet1.xml"
_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def put_cells(path: Path, cells: Mapping[str, str], sheet: str = INPUT_SHEET) -> Path:
    """Put cells' XML in place of those at their references; `{at}` stands for the reference."""
    parts = read_parts(path)
    xml = parts[sheet].decode()
    for at, cell in cells.items():
        xml = _with_cell(xml, at, cell.replace("{at}", at))
    return write_parts(path, {**parts, sheet: xml.encode()})


def _with_cell(xml: str, at: str, cell: str) -> str:
    present = re.compile(rf'<c r="{at}"(?:[^<>]*/>|[^<>]*>.*?</c>)', re.DOTALL)
    if present.search(xml):
        return present.sub(lambda _: cell, xml, count=1)
    number = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = re.search(rf'<row r="{number}"[^<>]*?(/?)>', xml)
    if row is None:
        return xml.replace("</sheetData>", f'<row r="{number}">{cell}</row></sheetData>', 1)
    assert not row[1], "the row holds cells"
    end = xml.index("</row>", row.end())
    return xml[:end] + cell + xml[end:]


def put_parts(
    path: Path, parts: Mapping[str, str], related: Mapping[str, str], tail: str = ""
) -> Path:
    """Further parts; those of `related` (kind of relation → part) hang on the input sheet, whose
    XML gets `tail` behind all else. Their relations are called rIdT0, rIdT1, …"""
    content = read_parts(path)
    listed = content.get(_RELATIONS, _NO_RELATIONS.encode()).decode()
    more = "".join(
        f'<Relationship Id="rIdT{number}" Type="{OFFICE}/{kind.partition("#")[0]}" '
        f'Target="/{target}"/>'
        for number, (kind, target) in enumerate(related.items())
    )
    content[_RELATIONS] = listed.replace("</Relationships>", f"{more}</Relationships>").encode()
    sheet = content[INPUT_SHEET].decode()
    content[INPUT_SHEET] = sheet.replace("</worksheet>", f"{tail}</worksheet>").encode()
    return write_parts(path, content | {name: text.encode() for name, text in parts.items()})
