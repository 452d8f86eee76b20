"""What a person sees of a cell's text: struck out, raised or lowered, in a font of symbols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ictxl.spreadsheets.marks import Mark, MarkKind

RAISED, LOWERED = "superscript", "subscript"
WHITE, TINY = "背景と同じ色の文字", "小さすぎる文字"
SMALLEST = 3
"""Points of a letter that anybody can read on paper or screen."""
BY_SCRIPT, BY_FORMAT = "上付き・下付きの文字", "表示形式"


class Look(NamedTuple):
    """How a piece of text is shown."""

    struck: bool = False
    script: str = ""
    """RAISED, LOWERED or neither."""
    font: str = ""
    """A font of symbols; empty for any other."""
    unseen: str = ""
    """Why nobody sees it: WHITE, TINY or empty."""


PLAIN_LOOK = Look()
Piece = tuple[str, Look]


def symbol_font(name: str) -> str:
    """The font's name where it is one of symbols."""
    return name if is_symbol_font(name) else ""


def text_marks(row: int, column: int, pieces: Iterable[Piece]) -> Iterator[Mark]:
    """What is odd about how a cell shows its text: STRUCK, and SEEN where characters that look
    otherwise are meant. Of a struck text, both are told as they are seen."""
    whole = [(text, look) for text, look in pieces if text]
    if all(look == PLAIN_LOOK for _, look in whole):
        return
    seen = [_seen(text, look) for text, look in whole]
    shown = "".join(text for text, _ in seen)
    about = _about([look for _, look in whole])
    if shown != "".join(text for text, _ in whole) or any(unknown for _, unknown in seen):
        unknown = "".join(unknown for _, unknown in seen)
        yield Mark(MarkKind.SEEN, row, column, shown, unknown, about=about)
    if any(look.struck and text.strip() for text, look in whole):
        kept = (text for (text, _), (_, look) in zip(seen, whole, strict=True) if not look.struck)
        yield Mark(MarkKind.STRUCK, row, column, shown, "".join(kept))


def _about(looks: Sequence[Look]) -> str:
    fonts = dict.fromkeys(f"記号のフォント({look.font})" for look in looks if look.font)
    scripts = [BY_SCRIPT] if any(look.script for look in looks) else []
    unseen = dict.fromkeys(look.unseen for look in looks if look.unseen)
    return "、".join([*scripts, *fonts, *unseen])


def _seen(text: str, look: Look) -> tuple[str, str]:
    """A piece in characters that look as it does, and what has no such characters."""
    shown, unknown = symbols(text, look.font) if look.font else (text, "")
    if look.script:
        table = _RAISED if look.script == RAISED else _LOWERED
        unknown += "".join(c for c in shown if ord(c) not in table and not c.isspace())
        shown = shown.translate(table)
    return shown, shown.strip() if look.unseen else unknown


def _pairs(plain: str, shown: str) -> dict[int, str]:
    return dict(zip(map(ord, plain), shown, strict=True))


_RAISED = _pairs(
    "0123456789+-=()−＋－＝（）０１２３４５６７８９ni",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻⁺⁻⁼⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱ",
)
_LOWERED = _pairs(
    "0123456789+-=()−＋－＝（）０１２３４５６７８９aeoxhklmnpst",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋₊₋₌₍₎₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜ",
)
"""Unicode's superscripts and subscripts (blocks 2070 and, for ¹ ² ³, 0080)."""


_FIRST = 0x21
_TABLES = {
    "symbol": (
        "21 2200 23 2203 25+1 220D 28+4 2212 2E+17 2245 391+1 3A7 394+1 3A6 393 397 399 3D1 39A+3 "
        "39F+1 398 3A1 3A3+2 3C2 3A9 39E 3A8 396 5B 2234 5D 22A5 5F 203E 3B1+1 3C7 3B4+1 3C6 3B3 "
        "3B7 3B9 3D5 3BA+3 3BF+1 3B8 3C1 3C3+2 3D6 3C9 3BE 3C8 3B6 7B+3 -33 20AC 3D2 2032 2264 "
        "2044 221E 192 2663 2666 2665 2660 2194 2190+3 B0+1 2033 2265 D7 221D 2202 2022 F7 2260+1 "
        "2248 2026 23D0 23AF 21B5 2135 2111 211C 2118 2297 2295 2205 2229+1 2283 2287 2284 2282 "
        "2286 2208+1 2220 2207 AE A9 2122 220F 221A 22C5 AC 2227+1 21D4 21D0+3 25CA 3008 AE A9 "
        "2122 2211 239B+2 23A1+2 23A7+3 F8FF 3009 222B 2320 23AE 2321 239E+2 23A4+2 23AB+2 -"
    ),
    "webdings": (
        "1F577+1 1F572 1F576 1F3C6 1F396 1F587 1F5E8+1 1F5F0+1 1F336 1F397 1F67E 1F67C 1F5D5+2 "
        "23F4+3 23EA 23E9 23EE 23ED 23F8+2 1F5DA 1F5F3 1F6E0 1F3D7+3 1F3DC 1F3ED 1F3DB 1F3E0 "
        "1F3D6 1F3DD 1F6E3 1F50D 1F3D4 1F441+1 1F3DE 1F3D5 1F6E4 1F3DF 1F6F3 1F56C 1F56B 1F568 "
        "1F508 1F394+1 1F5EC 1F67D 1F5ED 1F5EA+1 2B94 2714 1F6B2 2B1C 1F6E1 1F4E6 1F6F1 2B1B "
        "1F691 1F6C8 1F6E9 1F6F0 1F7C8 1F574 2B24 1F6E5 1F694 1F5D8+1 2753 1F6F2 1F687 1F68D 26F3 "
        "29B8 2296 1F6AD 1F5EE 23D0 1F5EF 1F5F2 - 1F6B9+1 1F6C9+1 1F6BC 1F47D 1F3CB 26F7 1F3C2 "
        "1F3CC 1F3CA 1F3C4 1F3CD+1 1F698 1F5E0 1F6E2 1F4B0 1F3F7 1F4B3 1F46A 1F5E1+2 272F 1F584+1 "
        "1F583 1F586 1F5B9+2 1F575 1F570 1F5BD+1 1F4CB 1F5D2+1 1F56E 1F4DA 1F5DE+1 1F5C3 1F5C2 "
        "1F5BC 1F3AD 1F39C 1F398+1 1F3A7 1F4BF 1F39E 1F4F7 1F39F 1F3AC 1F4FD 1F4F9 1F4FE 1F4FB "
        "1F39A+1 1F4FA 1F4BB 1F5A5+2 1F579 1F3AE 1F57B+1 1F4DF 1F581 1F580 1F5A8+1 1F5BF 1F5AA "
        "1F5DC 1F512+1 1F5DD 1F4E5 1F4E4 1F573 1F323+3 2601 1F328 1F327 1F329+1 1F32C 1F32B 1F31C "
        "1F321 1F6CB 1F6CF 1F37D 1F378 1F6CE 1F6CD 24C5 267F 1F6C6 1F588 1F393 1F5E4+3 1F6EA "
        "1F43F 1F426 1F41F 1F415 1F408 1F66C 1F66E 1F66D 1F66F 1F5FA 1F30D 1F30F 1F30E 1F54A"
    ),
    "wingdings": (
        "1F589 2702 2701 1F453 1F56D+2 1F57F 2706 1F582+1 1F4EA+3 1F5C0+1 1F5CE+2 1F5C4 231B "
        "1F5AE 1F5B0 1F5B2+2 1F5AB+1 2707 270D 1F58E 270C 1F58F 1F44D+1 261C 261E 261D 261F 1F590 "
        "263A 1F610 2639 1F4A3 1F571 1F3F3 1F3F1 2708 263C 1F322 2744 1F546 271E 1F548 2720+1 "
        "262A 262F 1F549 2638 2648+11 1F670 1F675 26AB 1F53E 25FC 1F78F+1 2751+1 1F79F 29EB 25C6 "
        "2756 2B29 2327 2BB9 2318 1F3F5+1 1F676+1 25AF 1F10B 2780+9 1F10C 278A+9 1F662 1F660+1 "
        "1F663 1F65E 1F65C+1 1F65F 2219 2022 2B1D 2B58 1F786 1F788 1F78A+1 1F53F 25AA 1F78E 1F7C1 "
        "1F7C5 2605 1F7CB 1F7CF 1F7D3 1F7D1 2BD0 2316 2BCE+1 2BD1 272A 2730 1F550+11 2BB0+7 "
        "1F66A+1 1F655 1F654 1F657 1F656 1F650+3 232B 2326 2B98 2B9A 2B99 2B9B 2B88 2B8A 2B89 "
        "2B8B 1F868 1F86A 1F869 1F86B+2 1F86F 1F86E 1F878 1F87A 1F879 1F87B+2 1F87F 1F87E 21E6 "
        "21E8 21E7 21E9 2B04 21F3 2B01 2B00 2B03 2B02 1F8AC+1 1F5F6 2713 1F5F7 1F5F9 -"
    ),
    "wingdings 2": (
        "1F58A+3 2704 2700 1F57E 1F57D 1F5C5+8 1F4CB 1F5D1 1F5D4 1F5B5+3 1F5AD 1F5AF 1F5B1 "
        "1F592+1 1F598+3 1F448+1 1F59C+5 1F446+1 1F5A2+1 1F591 1F5F4 1F5F8 1F5F5 2611 2BBD 2612 "
        "2BBE+1 1F6C7 29B8 1F671 1F674 1F672+1 203D 1F679+2 1F666 1F664+1 1F667 1F65A 1F658+1 "
        "1F65B 24EA 2460+9 24FF 2776+9 - 2609 1F315 263D+1 2E3F 271D 1F547 1F55C+11 1F668+1 22C5 "
        "1F784 2981 25CF 25CB 1F785 1F787 1F789 2299 29BF 1F78C+1 25FE 25A0+1 1F791+3 25A3 "
        "1F795+3 2B29 2B25 25C7 1F79A 25C8 1F79B+3 2B2A 2B27 25CA 1F7A0 25D6+1 2BCA+1 2BC0+1 2B1F "
        "2BC2 2B23 2B22 2BC3+1 1F7A1+31 1F7C2 1F7C4 1F7C6 1F7C9+1 2736 1F7CC 1F7CE 1F7D0 1F7D2 "
        "2739 1F7C3 1F7C7 272F 1F7CD 1F7D4 2BCC+1 203B 2042 -6"
    ),
    "wingdings 3": (
        "2B60 2B62 2B61 2B63 2B66+1 2B69 2B68 2B70 2B72 2B71 2B73 2B76 2B78 2B7B 2B7D 2B64+1 2B6A "
        "2B6C 2B6B 2B6D 2B4D 2BA0+7 2B90+3 2B80 2B83 2B7E+1 2B84 2B86 2B85 2B87 2B8F 2B8D+1 2B8C "
        "2B6E+1 238B 2324 2303 2325 2423 237D 21EA 2BB8 1F8A0+11 1F850 1F852 1F851 1F853+2 1F857 "
        "1F856 1F858+1 25B2 25BC 25B3 25BD 25C0 25B6 25C1 25B7 25E3 25E2 25E4+1 1F780 1F782 1F781 "
        "- 1F783 2BC5+3 2B9C 2B9E 2B9D 2B9F 1F810 1F812 1F811 1F813+1 1F816 1F815 1F817+1 1F81A "
        "1F819 1F81B+1 1F81E 1F81D 1F81F 1F800 1F802 1F801 1F803+1 1F806 1F805 1F807+1 1F80A "
        "1F809 1F80B 1F820 1F822 1F824 1F826 1F828 1F82A 1F82C 1F89C+3 1F82E 1F830 1F832 1F834 "
        "1F836 1F838 1F83A 1F839 1F83B 1F898 1F89A 1F899 1F89B 1F83C 1F83E 1F83D 1F83F+1 1F842 "
        "1F841 1F843+1 1F846 1F845 1F847 2BA8+7 1F860 1F862 1F861 1F863+2 1F867 1F866 1F870 1F872 "
        "1F871 1F873+2 1F877 1F876 1F880 1F882 1F881 1F883+2 1F887 1F886 1F890 1F892 1F891 "
        "1F893+1 1F896 1F895 1F897 -15"
    ),
}
"""From the letter `_FIRST` on: `2713` is a character, `2776+9` that one and the nine behind it,
`-9` are nine letters without a picture. The tables follow the ones of dingbat-to-unicode 1.0.2,
made from the Unicode Consortium's proposals for these fonts."""
_USUAL: Mapping[str, Mapping[int, str]] = {
    "wingdings": {
        **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
        **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x75: "◆", 0xA1: "○", 0xA8: "□"},
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒"},
    "webdings": {0x61: "✓", 0x72: "✗"},
}
"""Marks that people tick and list with, as characters that common fonts have."""
_PRIVATE = 0xF000
"""Word and Excel may keep such a letter in the private use area, this far behind."""


def is_symbol_font(name: str) -> bool:
    return name.strip().lower() in _TABLES


def symbols(text: str, font: str) -> tuple[str, str]:
    """A text as the font shows it, and those of its letters that no character is known for."""
    table = _table(font.strip().lower())
    shown, unknown = "", ""
    for letter in text:
        code = ord(letter) - _PRIVATE if _PRIVATE <= ord(letter) <= _PRIVATE + 0xFF else ord(letter)
        if letter.isspace() or code in table:
            shown += table.get(code, letter)
        else:
            shown += letter
            # Of what is no letter of such a font, another one shows the usual form.
            unknown += letter if _FIRST <= code <= _LAST else ""
    return shown, unknown


_LAST = 0xFF


@cache
def _table(font: str) -> Mapping[int, str]:
    table = dict(enumerate(_characters(_TABLES[font]), _FIRST))
    return {code: text for code, text in table.items() if text} | dict(_USUAL.get(font, {}))


def _characters(packed: str) -> Iterator[str]:
    for part in packed.split():
        first, _, more = part.partition("+")
        if first.startswith("-"):
            yield from [""] * int(first[1:] or 1)
        else:
            start = int(first, 16)
            yield from map(chr, range(start, start + int(more or 0) + 1))
