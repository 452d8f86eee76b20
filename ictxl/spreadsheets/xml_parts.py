"""Read XML of a file nobody vouches for: parse it, name its elements, decode its texts."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

from ictxl.spreadsheets.errors import BrokenPartError
from ictxl.text.clean import decode_escapes

_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(
    rb"<\?xml[^<>]{0,60}\bencoding=[\"'](?!utf-?8[\"'])([\w.:-]{1,40})", re.IGNORECASE
)


def in_utf8(content: bytes) -> bytes:
    """A part's XML as every common writer encodes it; as it is where it says nothing else."""
    declared = _ENCODING.match(content)
    if content[:2] not in _UTF16 and not declared:
        return content
    try:
        text = content.decode(declared[1].decode() if declared else "utf-16", "replace")
    except LookupError:
        return content
    return _DECLARATION.sub("", text.lstrip("\ufeff")).encode("utf-8", "replace")


def parse_xml(content: bytes, path: str) -> ElementTree.Element:
    """Parse a part. Document types, and with them all entities, are refused, never expanded."""
    content = in_utf8(content)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BrokenPartError(path)
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BrokenPartError(path) from error


def local_name(element: ElementTree.Element) -> str:
    """The tag without its namespace: Transitional and Strict read alike."""
    return element.tag.rpartition("}")[2]


def decode_xml(xml: bytes) -> str:
    """Character data or an attribute's value as text."""
    text = xml.decode("utf-8", "replace")
    if "&" in text:
        text = unescape(text) if "&#" in text else _unescape_named(text)
    return decode_escapes(text)


ATTRIBUTES = rb"((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)"
"""Of a tag, whose values may hold `>`. Every repetition stops at the next `<`, so that no input
makes the search quadratic."""
_ATTRIBUTE = re.compile(rb"(?<![\w.:-])([\w.:-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")


def attributes_in(xml: bytes) -> dict[str, str]:
    """What `ATTRIBUTES` found, by name without its prefix."""
    return {
        name.rpartition(b":")[2].decode("ascii", "replace"): decode_xml(one or other)
        for name, one, other in _ATTRIBUTE.findall(xml)
    }


def _unescape_named(text: str) -> str:
    """XML's own five names, many times faster than `html.unescape`."""
    for name, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(name, char)
    return text.replace("&amp;", "&")
