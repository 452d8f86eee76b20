"""Parse the values of a plan's cells, and the names by which templates call things.

Each mistake is reported, and None stands for no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.contract.placeholders import Names
from ictxl.contract.spellings import fold_spelling
from ictxl.plan.columns import LEVELS_SHEET, MEASURES_SHEET
from ictxl.plan.plan_sheet import LONGEST_NAME, NO, YES, PlanColumn, PlanSheet
from ictxl.plan.question_columns import QUESTIONS_SHEET
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, find_grid, has_sheet, headings
from ictxl.text.clean import fold_code, fold_name, trim

# Rings and crosses that Japanese keyboards offer; ○ and × are what the dropdown gives.
_VARIANTS = {**dict.fromkeys("○〇◯O", YES), **dict.fromkeys("×✕✖╳X", NO)}


def text(cell: SourceCell, mistakes: Mistakes) -> str:
    """With its line breaks; blank is ""."""
    if cell.is_date:
        mistakes.at(cell, findings.PLAN_TEXT_IS_DATE)
    return cell.text


def line(cell: SourceCell, mistakes: Mistakes) -> str:
    """On one line: a line break inside a name is a person's layout."""
    return one_line(text(cell, mistakes))


def one_line(words: str) -> str:
    return trim("".join(map(trim, words.split("\n"))))


def required(
    read: Callable[[SourceCell, Mistakes], str], cell: SourceCell, mistakes: Mistakes
) -> str:
    """As `read` gives it; a blank is reported."""
    value = read(cell, mistakes)
    if not value:
        missing(cell, mistakes)
    return value


def missing(cell: SourceCell, mistakes: Mistakes) -> None:
    """Report a blank; of a cell in error something is told already."""
    if cell.joined:
        mistakes.at(cell, findings.PLAN_CELL_JOINED, area=cell.joined)
    elif not cell.fault:
        mistakes.at(cell, findings.PLAN_VALUE_MISSING)


def name(cell: SourceCell, mistakes: Mistakes) -> str:
    """A name that becomes a table's heading; a blank or a longer one is reported."""
    words = required(line, cell, mistakes)
    check_length(words, cell, mistakes)
    return words


def check_length(name: str, cell: SourceCell, mistakes: Mistakes) -> None:
    """Report a name that is too long for a table's heading."""
    if len(name) > LONGEST_NAME:
        mistakes.at(cell, findings.PLAN_NAME_TOO_LONG, length=len(name), limit=LONGEST_NAME)


def whole_number(cell: SourceCell, largest: int) -> int | None:
    """`3`, `3.0`, `３`; None for anything else."""
    words = _WHOLE.fullmatch(fold_code(cell.text))
    value = int(words[1]) if words and len(words[1]) <= len(str(largest)) else 0
    return value if 1 <= value <= largest and not isinstance(cell.value, bool) else None


_WHOLE = re.compile(r"([0-9]+)(\.0+)?")


def choice(cell: SourceCell, column: PlanColumn, mistakes: Mistakes) -> str:
    """One of the column's choices; the first where the cell is blank or wrong."""
    fold = fold_spelling(cell.text)
    for allowed in column.choices:
        if allowed in (fold, _VARIANTS.get(fold)):
            return allowed
    if fold:
        mistakes.at(cell, findings.PLAN_VALUE_NOT_ALLOWED, choices="・".join(column.choices))
    return column.choices[0]


@dataclass
class Once:
    """Sees to it that a value stands only once in a list."""

    mistakes: Mistakes
    seen: dict[object, SourceCell] = field(default_factory=dict)

    def note(self, key: object, cell: SourceCell) -> bool:
        """False, and reported, where `key` was noted before."""
        first = self.before(key, cell)
        if first is not None:
            self.mistakes.at(
                cell, findings.PLAN_VALUE_DUPLICATED, first=first.ref, first_value=first.text
            )
        return first is None

    def before(self, key: object, cell: SourceCell) -> SourceCell | None:
        """The cell for which `key` was noted before; where there is none, it is noted for this."""
        if key not in self.seen:
            self.seen[key] = cell
            return None
        return self.seen[key]


# --- names, none of which may stand for two things


def check_free(name: str, cell: SourceCell, used: Names, mistakes: Mistakes) -> None:
    """Report a name that stands for something else."""
    if what := used.get(fold_name(name)):
        mistakes.at(cell, findings.QUESTION_NAME_TAKEN, what=what)


def own_columns(book: SourceBook, used: Names, mistakes: Mistakes) -> dict[str, SourceCell]:
    """Further headings of 施策 → their cells; those that cannot be used are reported.

    Forms show such columns. A workbook from before plans said what is asked has none: what stands
    beside its table is somebody's own, as is a column whose heading stands in parentheses.
    """
    if not any(has_sheet(book, sheet) for sheet in (QUESTIONS_SHEET, LEVELS_SHEET)):
        return {}
    return further_columns(book, MEASURES_SHEET, used, mistakes)


def further_columns(
    book: SourceBook,
    sheet: PlanSheet,
    used: Names,
    mistakes: Mistakes,
    passed: Collection[str] = (),
) -> dict[str, SourceCell]:
    """Headings of the sheet that are the plan's own → their cells, without those `passed`."""
    grid = find_grid(book, sheet.name)
    if grid is None:
        return {}
    row, places = headings(grid, sheet)
    usual = {fold_name(column.heading) for column in sheet.columns}
    found: dict[str, SourceCell] = {}
    for cell in grid.cells_of(row) if places else ():
        heading = one_line(cell.text)
        if not heading or fold_name(heading) in usual or is_memo(heading):
            continue
        if cell.text in passed:
            continue
        first = next(
            (one for name, one in found.items() if fold_name(name) == fold_name(heading)), None
        )
        if reason := _why_unusable(heading, first, used):
            mistakes.at(cell, findings.OWN_COLUMN_NOT_READ, reason=reason)
        else:
            found[heading] = cell
    return found


def is_memo(heading: str) -> bool:
    """The heading stands in parentheses: the column is somebody's own."""
    return _MEMO.fullmatch(heading) is not None


_MEMO = re.compile("[(（].*[)）]")
_UNNAMED = re.compile("列[0-9]+|Column[0-9]+")
"""What Excel calls a table's new column."""


def _why_unusable(heading: str, first: SourceCell | None, used: Names) -> str:
    if what := used.get(fold_name(heading)):
        return f"{what}の名称と同じです"
    if _UNNAMED.fullmatch(heading):
        return "Excel が付けた見出しのままです"
    if len(heading) > LONGEST_NAME:
        return f"見出しが{LONGEST_NAME}文字より長くなっています"
    return f"{first.ref} と同じ見出しです" if first else ""
