"""What a person sees of a cell's text: struck out, raised or lowered, in a font of symbols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.symbol_fonts import is_symbol_font, symbols

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
