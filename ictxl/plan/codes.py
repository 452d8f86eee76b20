"""Read 番号 and 項番: any text code, however people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.plan.parse_values import missing, one_line
from ictxl.plan.source_cells import SourceCell
from ictxl.plan.table_rows import Mistakes
from ictxl.questions import NUMBER_STYLES, Level
from ictxl.text.cell_list import cell_list
from ictxl.text.clean import trim


def plain_code(cell: SourceCell, mistakes: Mistakes) -> str:
    """What stands in the cell, in half-width letters; "", and reported, where it can be no code."""
    code = narrow(one_line(cell.text))
    if not code:
        missing(cell, mistakes)
    elif cell.is_date or isinstance(cell.value, bool) or _CONTINUED.search(code):
        mistakes.at(cell, findings.PLAN_NUMBER_INVALID)
        return ""
    return code


_CONTINUED = re.compile(r"\+[0-9]+$")
"""Behind a measure's id, forms say so that its texts go on."""


def narrow(text: str) -> str:
    """ASCII's letters in half width. Signs such as ① are codes of their own."""
    return trim(text.translate(_NARROW))


_NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys(map(ord, "−‐‑–"), "-")


def area_code(code: str, levels: Sequence[Level]) -> str:
    """The code without what one of the areas' levels puts around it: `第3款` → `3`.

    Levels that add something to the number have counts: `03` is 3 there. A level of nothing but
    `{1}` has its numbers as they are written: `001`.
    """
    inner = next((i for level in levels if (i := _inner(code, level.number_style)) != code), code)
    return inner if any(map(is_bare, levels)) else _as_count(inner)


def is_bare(level: Level) -> bool:
    """Whether its numbers stand as they are."""
    return level.number_style in NUMBER_STYLES


def _as_count(code: str) -> str:
    count = _COUNT.fullmatch(code)
    return str(int(count[1])) if count and len(count[1]) <= _LONGEST_COUNT else code


_COUNT = re.compile(r"([0-9]+)(\.0+)?")
_LONGEST_COUNT = 15


def _inner(code: str, style: str) -> str:
    """`(2)` → `2` of the style `({1})`."""
    before, _, behind = narrow(style).partition("{")
    behind = behind.partition("}")[2]
    is_wrapped = code.startswith(before) and code.endswith(behind)
    if is_wrapped and len(code) > len(before) + len(behind):
        return trim(code[len(before) : len(code) - len(behind)])
    return code


def code_key(code: str) -> str:
    """What two numbers that people take for one have in common."""
    folded = narrow(code)
    is_count = folded.isascii() and folded.isdecimal() and len(folded) <= _LONGEST_COUNT
    return str(int(folded)) if is_count else folded.upper()


@dataclass
class MeasureNumbers:
    """Reads 項番, and tells once how those were read that were written otherwise."""

    level: Level
    areas: frozenset[str]
    """Ids of all areas."""
    mistakes: Mistakes
    read: list[tuple[SourceCell, str]] = field(default_factory=list)

    def of(self, cell: SourceCell, area: str) -> str:
        """The measure's number; "", and reported, where it is none."""
        written = plain_code(cell, self.mistakes)
        if not written:
            return ""
        code = self.plain(written, area)
        if other := self._other_area(code, area):
            self.mistakes.at(cell, findings.MEASURE_NUMBER_OF_OTHER_AREA, area=area, other=other)
            return ""
        if code != written and not _COUNT.fullmatch(written):
            self.read.append((cell, code))
        return code

    def plain(self, code: str, area: str) -> str:
        """`1-3` and `(3)` of area 1 → `3`."""
        if is_bare(self.level):
            return code
        code = area_code(code, [self.level])
        for start in _paths(area):
            rest = code.removeprefix(f"{start}-")
            if rest and rest != code:
                return area_code(rest, [self.level])
        return code

    def _other_area(self, code: str, area: str) -> str:
        """The area that a code of the shape 2-1 speaks of, where it is not the row's."""
        if is_bare(self.level) or not area:
            return ""
        parts = code.split("-")
        starts = ("-".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
        return next((start for start in starts if start in self.areas and start != area), "")

    def tell(self) -> None:
        """One finding for a habit, however many rows have it."""
        if not self.read:
            return
        (cell, code), *others = self.read
        more = ""
        if others:
            cells = cell_list([one.ref for one, _ in others[:_MOST_NAMED]])
            rest = f" ほか{len(others) - _MOST_NAMED}件" if len(others) > _MOST_NAMED else ""
            more = f"(同じように読んだ項番: {cells}{rest})"
        self.mistakes.at(cell, findings.MEASURE_NUMBERS_READ, read_as=code, more=more)


_MOST_NAMED = 50


def _paths(area: str) -> Iterator[str]:
    """`1-2` → `1-2`, `2`: how people name an area before a number."""
    parts = area.split("-")
    return ("-".join(parts[start:]) for start in range(len(parts)) if area)
