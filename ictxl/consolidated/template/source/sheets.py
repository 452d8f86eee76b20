"""A template's sheets as plain data: cells, widths, joined cells and the page set-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ictxl.spreadsheets.xlsx.cell_formats import CellFormat

USUAL_WIDTH = 8.43
"""Of a column that says none, in digits of the usual font (ECMA-376 part 1, 18.3.1.81)."""
USUAL_FONT, USUAL_SIZE = "Calibri", 11.0
Area = tuple[int, int, int, int]
"""First row and column, last row and column; all count from 0."""


@dataclass(frozen=True)
class TemplateCell:
    """One cell that holds something or has a look; a joined one whole."""

    area: Area
    value: str | float | bool | None
    format: CellFormat
    formula: str = ""

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def text(self) -> str:
        """What placeholders may stand in."""
        return self.value if isinstance(self.value, str) and not self.formula else ""


@dataclass(frozen=True)
class PageSetUp:
    """How a sheet prints. Lengths in inches."""

    landscape: bool = False
    paper: int = 9
    scale: int = 100
    fit: tuple[int, int] | None = None
    """Pages wide and high, 0 for any; None where the scale counts."""
    margins: tuple[float, float, float, float] = (0.7, 0.7, 0.75, 0.75)
    """Left, right, top, bottom."""
    head_margins: tuple[float, float] = (0.3, 0.3)
    header: str = ""
    footer: str = ""
    centered: tuple[bool, bool] = (False, False)
    """Across and down."""
    gridlines: bool = False


@dataclass(frozen=True)
class TemplateSheet:
    """One sheet of a template. Rows and columns count from 0."""

    name: str
    cells: tuple[TemplateCell, ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    usual_width: float = USUAL_WIDTH
    hidden_columns: frozenset[int] = frozenset()
    heights: Mapping[int, float] = field(default_factory=dict)
    """Points of the rows that say their height."""
    usual_height: float = 15.0
    page: PageSetUp = PageSetUp()
    titles: tuple[int, int] | None = None
    """First and last of the rows that every page repeats."""
    print_area: Area | None = None
    frozen: tuple[int, int] | None = None
    """Rows and columns that stay in sight."""
    breaks: frozenset[int] = frozenset()
    """Rows below which a page ends."""
    is_hidden: bool = False
    hides_gridlines: bool = False
    tab_color: str = ""
    zoom: int = 100

    @cached_property
    def rows(self) -> Mapping[int, Sequence[TemplateCell]]:
        """The cells by the row in which they begin."""
        found: dict[int, list[TemplateCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    @cached_property
    def last_column(self) -> int:
        """The last column that holds something or is joined with one that does."""
        told = [cell.area[3] for cell in self.cells]
        if self.print_area:
            told.append(self.print_area[3])
        return max(told, default=0)

    @cached_property
    def last_row(self) -> int:
        return max((cell.area[2] for cell in self.cells), default=-1)

    def width(self, column: int) -> float:
        """In digits of the usual font; 0 of a hidden column."""
        if column in self.hidden_columns:
            return 0.0
        return self.widths.get(column, self.usual_width)

    def texts(self) -> Iterator[TemplateCell]:
        return (cell for cell in self.cells if cell.text)


@dataclass(frozen=True)
class TemplateBook:
    """A template as it was read."""

    file: str
    content: bytes = field(repr=False)
    sheets: tuple[TemplateSheet, ...]
    font: tuple[str, float]
    """Name and size of the usual font, in whose digits widths are counted."""
    left_out: tuple[tuple[str, str, str], ...] = ()
    """Sheet, cells and name of what is not carried into the published workbook."""
