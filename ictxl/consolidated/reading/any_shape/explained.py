"""Find what symbols mean: `◎継続 ○着手 △検討`, `A:達成 B:おおむね達成`, or a line for each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.any_shape.values import SYMBOLS, read_amount
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.contract.spellings import fold_spelling
from ictxl.text.clean import trim

_SIGN = f"[{re.escape(SYMBOLS.replace('-', '').replace('－', ''))}Ⅰ-Ⅻ]"
_CODE = (
    r"(?<![A-Za-z0-9])(?:[A-Z]|[Ａ-Ｚ]|[1-9]|[１-９])(?=[\s\u3000]{0,2}[:：.．…・=＝、)）\s\u3000])"
)
_PAIR = re.compile(
    rf"(?P<code>{_SIGN}|{_CODE})[\s\u3000]{{0,2}}[:：.．…・=＝、)）]{{0,3}}[\s\u3000]{{0,2}}(?P<meaning>[^\s:：].*)"
)
_START = re.compile(rf"{_SIGN}|{_CODE}")


def pairs_in(text: str) -> list[tuple[str, str]]:
    """Each symbol with its meaning, in the order of the text."""
    found = []
    for line in text.split("\n"):
        starts = [match.start() for match in _START.finditer(line)]
        for start, end in zip(starts, [*starts[1:], len(line)], strict=bool(starts)):
            match = _PAIR.fullmatch(line[start:end])
            meaning = trim(match["meaning"]).strip("、,・/ ") if match else ""
            if match and any(char.isalnum() for char in meaning):
                found.append((trim(match["code"]), meaning.strip(_BRACKETS) or meaning))
    return found


def is_legend(text: str) -> bool:
    """Whether one cell explains several symbols."""
    pairs = pairs_in(text)
    label = read_label(text)
    if label and label.word:
        return False
    return len(pairs) > 1 and len({code for code, _ in pairs}) == len(pairs)


_LEGEND = "凡例"
_BRACKETS = "【】[]〔〕<>()（）「」"


def is_legend_word(text: str) -> bool:
    return trim(text).strip(_BRACKETS) == _LEGEND


def pair_of_cells(spots: Iterable[CellSpot]) -> tuple[str, str] | None:
    """A row of a legend with the symbol in a cell of its own, or both in one."""
    texts = [trim(spot.text) for spot in spots if not is_legend_word(spot.text)]
    if len(texts) == 1:
        pairs = pairs_in(texts[0])
        return pairs[0] if len(pairs) == 1 else None
    is_pair = len(texts) == _TWO and bool(_SYMBOL.fullmatch(texts[0]))
    # Counts beside symbols are a summary.
    return (texts[0], texts[1]) if is_pair and read_amount(texts[1]) is None else None


_TWO = 2
_SYMBOL = re.compile(rf"{_SIGN}|[A-Z0-9Ａ-Ｚ]{{1,2}}")


class Explained:
    """The legends of a file: each a few symbols with their meanings."""

    def __init__(self) -> None:
        self.legends: list[dict[str, str]] = []

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.legends.append(dict(pairs))

    def of(self, codes: Iterable[str]) -> dict[str, str]:
        """The legend that explains most of the codes; empty where none explains most of them."""
        wanted = {fold_spelling(code) for code in codes}
        best: dict[str, str] = {}
        most = 0
        for legend in self.legends:
            known = len(wanted & {fold_spelling(code) for code in legend})
            if known > most:
                best, most = legend, known
        return best if most * 2 > len(wanted) else {}
