"""Our own zip files are what Python's zipfile would write: it reads them back whole."""

from __future__ import annotations

import io
import zipfile
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from ictxl.spreadsheets.xlsx.zip_writer import (
    Beginning,
    ContinuedPart,
    Stored,
    deflated_part,
    in_reading_order,
    zip_parts,
)

BYTES = st.binary(max_size=500) | st.integers(0, 40_000).map(lambda size: b"<c>1</c>" * size)
PARTS = (
    BYTES
    | st.builds(ContinuedPart, st.binary(max_size=300), BYTES.map(Beginning), BYTES)
    | BYTES.map(lambda content: Stored(content, zlib.crc32(content)))
)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=20)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(NAMES, PARTS, max_size=8))
def test_zipfile_reads_every_part_back(parts: dict[str, bytes | ContinuedPart | Stored]) -> None:
    packed = zip_parts(parts.items())
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        assert package.testzip() is None
        assert package.namelist() == list(parts)
        for name, part in parts.items():
            expected = part if isinstance(part, bytes) else part.content
            assert package.read(name) == expected
            assert package.getinfo(name).date_time == (1980, 1, 1, 0, 0, 0)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(NAMES, BYTES, max_size=8))
def test_parts_taken_over_as_they_are_make_up_the_file_that_zipfile_wrote(
    parts: dict[str, bytes],
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on whatever system this runs
            package.writestr(entry, content)
        entries = package.infolist()
    whole = made.getvalue()
    taken = [(entry.filename, deflated_part(whole, entry)) for entry in entries]
    assert zip_parts(taken, mode=0o600) == whole
    assert zip_parts(parts.items(), mode=0o600) == whole


def test_a_beginning_used_twice_gives_the_same_bytes_twice() -> None:
    beginning = Beginning(b"<row>common</row>" * 500)
    once, other, again = (ContinuedPart(b"", beginning, rest) for rest in (b"own", b"else", b"own"))
    assert once.deflated() == again.deflated() != other.deflated()
    alone = zip_parts([("a.xml", beginning.content + b"own")])
    assert abs(len(zip_parts([("a.xml", once)])) - len(alone)) < 50, "grows with the beginning"


def test_the_content_types_come_first() -> None:
    ordered = in_reading_order(
        {"b": b"", "[Content_Types].xml": b"", "a": b""}, "[Content_Types].xml"
    )
    assert [name for name, _ in ordered] == ["[Content_Types].xml", "a", "b"]
