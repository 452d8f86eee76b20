"""Normalise text from cells without changing what it says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Literal

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LEADING, _TRAILING = r"[Dd][89ABab][0-9A-Fa-f]{2}", r"[Dd][C-Fc-f][0-9A-Fa-f]{2}"
"""Halves of a surrogate pair."""
_ENCODED = re.compile(
    rf"_x({_LEADING})__x({_TRAILING})_|_x(?!{_LEADING}_|{_TRAILING}_)([0-9A-Fa-f]{{4}})_"
)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_BLANKS = (
    " \t\n\r\v\f\u00a0\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B))) + _INVISIBLE
)


def clean_text(text: str) -> str:
    """Free text as the frame holds it: line breaks as LF, blanks at both ends trimmed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return trim(text)


def trim(text: str) -> str:
    """Without blanks of any width, line breaks and zero-width characters at both ends."""
    return text.strip(_BLANKS)


def is_blank(text: str) -> bool:
    """True where a person sees nothing."""
    return not trim(visible(text))


def visible(text: str) -> str:
    """Without the characters that show nothing: zero-width ones, soft hyphens, directions of
    writing, variation selectors and so on (Unicode's Default_Ignorable_Code_Point)."""
    return _IGNORABLE.sub("", text)


def invisible_characters(text: str) -> list[str]:
    """Those in a text, each once, by their code: `U+200B`."""
    return [f"U+{ord(c):04X}" for c in dict.fromkeys(_IGNORABLE.findall(text))]


_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def squeeze(text: str) -> str:
    """Without control and zero-width characters, blanks of any width single and not at the ends:
    what a worksheet's TRIM and CLEAN make of a text, once they know all blanks."""
    return " ".join(text.translate(_SQUEEZED).split())


BLANKS = "\u3000\u00a0"
"""Blanks besides the space that a worksheet's TRIM does not know."""
INVISIBLE = _INVISIBLE
"""Characters without a width."""


def fold_code(text: str) -> str:
    """A coded cell reduced to compare it: NFKC (`Ｂ` → `B`, `１．` → `1.`), blanks trimmed."""
    return trim(normalized("NFKC", text))


def fold_name(text: str) -> str:
    """A name reduced to compare it: NFKC, without any blanks. A reduced one stays as it is."""
    folded = "".join(normalized("NFKC", text).split()).translate(_DROP_INVISIBLE)
    # `¸` becomes a blank and a mark; without the blank the mark joins the letter before.
    return folded if unicodedata.is_normalized("NFKC", folded) else normalized("NFKC", folded)


def normalized(form: NormalForm, text: str) -> str:
    """The text in that Unicode form, in time that grows with its length.

    Python sorts the combining marks behind a letter in the square of their number. No language has
    more than a few, so a longer row of them is normalised in pieces (as UAX #15 has its
    Stream-Safe Text Format do).
    """
    if len(text) <= _MOST_MARKS:
        return unicodedata.normalize(form, text)
    cuts, marks = [0], 0
    for place, char in enumerate(text):
        marks = marks + 1 if _is_mark(char) else 0
        if marks > _MOST_MARKS:
            cuts.append(place)
            marks = 1
    pieces = pairwise([*cuts, len(text)])
    return "".join(unicodedata.normalize(form, text[start:end]) for start, end in pieces)


NormalForm = Literal["NFC", "NFKC"]
_MOST_MARKS = 30


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    """Whether it may stand behind other marks, as it is or as what it stands for (ﾞ)."""
    return char > "\u02ff" and unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) > 0


def decode_escapes(text: str) -> str:
    """OOXML's `_x000D_` escapes decoded (ECMA-376 part 1, 22.9.2.19 ST_Xstring).

    Half a surrogate pair is no character, and no file could hold it: its escape stays as it is.
    """
    return _ENCODED.sub(_decoded, text) if "_x" in text else text


def _decoded(escape: re.Match[str]) -> str:
    leading, trailing, single = escape.groups()
    if single:
        return chr(int(single, 16))
    return bytes.fromhex(leading + trailing).decode("utf-16-be")


def encode_escapes(text: str) -> str:
    """Text as a cell's XML must hold it: literal `_x000D_` and control characters escaped."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: f"_x005F{match[0]}", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def escape_xml(text: str) -> str:
    """As `xml.sax.saxutils.escape`, whose module brings the whole of http and ssl along."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def without_controls(text: str) -> str:
    """Without what no XML can hold, for where a workbook knows no escapes: nobody sees it."""
    return _CONTROL.sub("", text)


# XML 1.0 cannot hold these; U+FFFE and U+FFFF are no characters either. CR would come back as LF.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SQUEEZED = dict.fromkeys([*range(0x20), *map(ord, _INVISIBLE)])
_DROP_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
