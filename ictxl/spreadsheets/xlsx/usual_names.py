"""A package whose parts have other names than Excel's, as calamine finds them.

Which part is the workbook, its styles or its texts is told by relations (ECMA-376 part 2, 9.3), not
by names; calamine goes by the names.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xlsx.zip_writer import Stored, zip_parts

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LISTS = ("styles", "sharedStrings")
_OF_MACROS = ("xlMacrosheet", "xlIntlMacrosheet")
"""Sheets of Excel 4's macros; for one of them calamine gives the whole workbook up."""


def for_calamine(package: Package) -> bytes:
    """What of an .xlsx calamine is to read."""
    try:
        if has_usual_names(package, "xml"):
            return package.as_read()
        return under_usual_names(package, "xml", dict(_readable_parts(package)))
    except BrokenPartError:
        return package.as_read()


def _readable_parts(package: Package) -> Iterator[tuple[str, bytes]]:
    for path in package.names:
        try:
            yield path, package.read(path)
        except BrokenPartError:
            continue  # told by who looked for it


def has_usual_names(package: Package, suffix: str) -> bool:
    """`suffix`: `xml` or `bin`. Raises BrokenPartError."""
    usual = _usual_names(package, suffix)
    return all(path == name.lower() for path, name in usual.items())


def under_usual_names(package: Package, suffix: str, parts: Mapping[str, bytes]) -> bytes:
    """The parts, by path in lower case, as a package of its own."""
    usual = _usual_names(package, suffix)
    named = {usual.get(path, path): content for path, content in parts.items()}
    named[f"xl/_rels/workbook.{suffix}.rels"] = "".join(_relations(package, usual)).encode()
    named["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Target="xl/workbook.{suffix}" Type="{_OFFICE}/officeDocument"/></Relationships>'
    ).encode()
    return zip_parts((name, Stored(part, zlib.crc32(part))) for name, part in named.items())


def _usual_names(package: Package, suffix: str) -> Mapping[str, str]:
    """Path, in lower case, of each part that calamine goes to by name → the name."""
    found = {package.workbook_path.lower(): f"xl/workbook.{suffix}"}
    for relation in package.relations(package.workbook_path).values():
        path = relation.target.lower()
        if relation.type in _LISTS:
            found[path] = f"xl/{relation.type}.{suffix}"
        elif relation.type in _OF_MACROS:
            found[path] = f"xl/worksheets/{path.replace('/', '_')}"
        elif not relation.external:
            found[path] = path if path.startswith("xl/") else f"xl/{path}"
    return found


def _relations(package: Package, usual: Mapping[str, str]) -> Iterator[str]:
    # The module brings the whole of http and ssl along, and few packages need it.
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415

    yield f'<Relationships xmlns="{_PACKAGE}">'
    for id_, relation in package.relations(package.workbook_path).items():
        if not relation.external:
            target = usual[relation.target.lower()].removeprefix("xl/")
            kind = "worksheet" if relation.type in _OF_MACROS else relation.type
            yield (
                f"<Relationship Id={quoteattr(id_)} Target={quoteattr(target)} "
                f"Type={quoteattr(f'{_OFFICE}/{kind}')}/>"
            )
    yield "</Relationships>"
