"""What xlsxwriter cannot say about a workbook, put into its package."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

LANGUAGE = "ja-JP"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"


def finish_package(content: bytes) -> bytes:
    """The workbook with its language named, and no empty author."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as finished,
    ):
        for name in package.namelist():
            data = package.read(name)
            if name == _CORE:
                data = _core(data.decode("utf-8")).encode("utf-8")
            elif name.startswith("xl/charts/"):
                data = _chart(data.decode("utf-8")).encode("utf-8")
            finished.writestr(_entry(name), data)
    return made.getvalue()


def _chart(xml: str) -> str:
    """Its texts in Japanese, and the body font for Japanese letters too."""
    xml = xml.replace('"en-US"', f'"{LANGUAGE}"')
    return re.sub(r'<a:latin (typeface="[^"]*")[^>]*/>', r"<a:latin \1/><a:ea \1/>", xml)


def _core(xml: str) -> str:
    xml = re.sub(r"<dc:creator>[^<]*</dc:creator>|<dc:creator/>", "", xml)
    xml = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>|<cp:lastModifiedBy/>", "", xml)
    return xml.replace("<dcterms:created", f"<dc:language>{LANGUAGE}</dc:language><dcterms:created")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
