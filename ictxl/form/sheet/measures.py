"""Fill in the measures: repeat the prototype row and fit its height."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate, pairwise, starmap
from typing import TYPE_CHECKING, TypeAlias

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract import placeholders
from ictxl.contract.fields import (
    GIVEN_KEY,
    ID_COLUMN,
    Field,
    continued_id,
    previous_key,
)
from ictxl.contract.metadata import OwnText, TextKind
from ictxl.form.sheet.autofit_rows import (
    Block,
    ContinuedStyle,
    Room,
    block_of,
    fit_rows,
    label_column,
    merged_areas,
    rooms_of,
    wrap_where_needed,
)
from ictxl.form.sheet.cells import (
    MAX_TEXT,
    cell_at,
    copy_cell,
    given_text,
    row_cells,
    style_of,
    write_style,
    write_text,
)
from ictxl.form.sheet.data_validation import keep_formats
from ictxl.form.sheet.insert_rows import repeat_row
from ictxl.form.sheet.row_formulas import RowFormulas
from ictxl.model import Measure, Plan

if TYPE_CHECKING:
    from ictxl.form.indicators.rows import IndicatorTable
    from ictxl.form.template.template_file import Template


Previous = Mapping[tuple[str, str], Mapping[str, str]]
"""(measure id, department) → its answers of the year before as printed, by question's key."""


@dataclass(frozen=True)
class MeasureRows:
    """Where the measures stand on the input sheet."""

    rows: range
    """All their rows."""
    blocks: tuple[range, ...]
    """The rows of each measure: one, or several where a given text needs them."""
    shown: dict[str, str | int]
    """Cell → what its formula shows while nothing is filled in."""
    whole: tuple[OwnText, ...]
    """The texts that take several rows."""

    @property
    def firsts(self) -> list[int]:
        """The rows that answers are written in."""
        return [block.start for block in self.blocks]


def write_measures(
    sheet: Worksheet,
    template: Template,
    plan: Plan,
    department: str,
    previous: Previous,
    formulas: RowFormulas,
    row: int,
) -> MeasureRows:
    """Fill in the department's measures from the prototype row, which stands in `row`, on."""
    names = placeholders.fields_by_name(template.fields)
    values = [
        measure_values(plan, names, measure, previous.get((measure.id, department), {}))
        for measure in plan.measures_of(department)
    ]
    return write_rows(sheet, template, row, values, formulas.write)


if TYPE_CHECKING:
    Prototype: TypeAlias = Template | IndicatorTable
    """A template's row that is repeated."""
WriteFormulas = Callable[[Worksheet, int], dict[str, str | int]]
"""Writes a row's formulas, and tells what each cell shows while nothing is filled in."""


def write_rows(
    sheet: Worksheet,
    prototype: Prototype,
    row: int,
    values: Sequence[Mapping[str, str]],
    formulas: WriteFormulas,
) -> MeasureRows:
    """Repeat the prototype in `row` for each of `values`, which say what its placeholders stand
    for."""
    return _Rows(sheet, prototype, row, formulas).write(values)


class _Rows:
    """The prototype row being repeated."""

    def __init__(
        self, sheet: Worksheet, template: Prototype, row: int, formulas: WriteFormulas
    ) -> None:
        self.sheet = sheet
        self.row = row
        self.columns = template.columns
        self.prototypes = row_cells(sheet, self.row)
        texts = {cell.column: given_text(cell) for cell in self.prototypes}
        self.texts = {c: text for c, text in texts.items() if placeholders.names_in(text)}
        self.label = label_column(self.texts, template.fields, template.naming)
        self.merged = {
            column: area.min_col
            for area in merged_areas(sheet).values()
            if area.min_row == self.row
            for column in range(area.min_col + 1, area.max_col + 1)
        }
        self.style = ContinuedStyle(set(template.inputs.values()), self.merged)
        self.write_formulas = formulas

    def write(self, values: Sequence[Mapping[str, str]]) -> MeasureRows:
        """`values` says for each measure what the placeholders stand for."""
        texts = [
            {column: placeholders.fill(text, of_one.get) for column, text in self.texts.items()}
            for of_one in values
        ]
        rooms = self._rooms(texts)
        contents = [block_of(of_one, rooms, self.label) for of_one in texts]
        blocks = self._make_room([len(content) for content in contents])
        shown: dict[str, str | int] = {}
        for block, content in zip(blocks, contents, strict=True):
            self._write_block(block, content)
            shown |= self.write_formulas(self.sheet, block.start)
        rows = range(self.row, blocks[-1].stop)
        fit_rows(self.sheet, rows, shown)
        whole = tuple(
            text
            for block, of_one, content in zip(blocks, texts, contents, strict=True)
            for text in self._whole(block, of_one, content)
        )
        return MeasureRows(rows, blocks, shown, whole)

    def _rooms(self, texts: Sequence[Mapping[int, str]]) -> dict[int, Room]:
        rooms = rooms_of(self.sheet, [c for c in self.prototypes if c.column in self.texts])
        for cell in self.prototypes:
            if cell.column in rooms:
                of_column = [of_one[cell.column] for of_one in texts]
                wrap_where_needed(cell, rooms[cell.column], of_column)
        return rooms

    def _make_room(self, sizes: Sequence[int]) -> tuple[range, ...]:
        """The measures' rows, with the prototype's looks."""
        repeat_row(self.sheet, self.row, sum(sizes))
        ends = list(accumulate(sizes, initial=self.row))
        blocks = tuple(starmap(range, pairwise(ends)))
        styles = {column: style_of(self.sheet.cell(self.row, column)) for column in self.merged}
        for block in blocks:
            for row in block:
                if row == self.row:
                    continue
                for cell in self.prototypes:
                    copy_cell(cell, self.sheet, row)
                for column, style in styles.items():
                    write_style(self.sheet.cell(row, column), copy(style))
                if row > block.start:
                    self.sheet.row_dimensions[row].height = None
        keep_formats(self.sheet, [row for block in blocks for row in block[1:]])
        return blocks

    def _write_block(self, block: range, content: Block) -> None:
        for row, texts in zip(block, content, strict=True):
            cells = [cell_at(self.sheet, row, cell.column) for cell in self.prototypes]
            for cell in cells:
                if cell.column in self.texts:
                    write_text(cell, texts.get(cell.column, ""))
                elif row > block.start:
                    cell.value = None
            if len(block) > 1:
                quiet = next((c for c in cells if c.column == self.label), None)
                hidden = [self.sheet.cell(row, column) for column in self.merged]
                ends = row == block.start, row == block[-1]
                self.style.apply([*cells, *hidden], quiet, *ends)

    def _whole(self, block: range, texts: Mapping[int, str], content: Block) -> Iterator[OwnText]:
        """The fields' texts that go on below, in pieces that a cell can hold."""
        for column in self.columns.values():
            text = texts.get(column, "")
            if len(content) > 1 and len(content[0].get(column, "")) < len(text):
                for start in range(0, len(text), _PIECE):
                    letters, piece = get_column_letter(column), text[start : start + _PIECE]
                    yield OwnText(TextKind.WHOLE, self.sheet.title, block.start, letters, piece)


_PIECE = MAX_TEXT // 2
"""Characters; some count as two."""


def write_keys(
    sheet: Worksheet,
    key_row: int,
    prototype: Prototype,
    blocks: Sequence[range],
    ids: Iterable[str],
) -> None:
    """Field keys into the key row, the rows' ids into column A, both hidden.

    `blocks` are the rows of each id; the first gets it, the others tell that they go on.
    """
    keys = {ID_COLUMN: prototype.fields.corner, **dict.fromkeys(prototype.texts, GIVEN_KEY)}
    keys |= {column: key for key, column in prototype.columns.items()}
    for column, key in keys.items():
        write_text(cell_at(sheet, key_row, column), key)
    for block, id_ in zip(blocks, ids, strict=True):
        for number, row in enumerate(block):
            cell = cell_at(sheet, row, ID_COLUMN)
            write_text(cell, continued_id(id_, number) if number else id_)
            cell.number_format = "@"
    sheet.row_dimensions[key_row].hidden = True
    sheet.column_dimensions[get_column_letter(ID_COLUMN)].hidden = True


def measure_values(
    plan: Plan, names: Mapping[str, Field], measure: Measure, previous: Mapping[str, str]
) -> dict[str, str]:
    """What the placeholders `names` of the prototype row stand for; nothing for input cells."""
    area = plan.area_by_id.get(measure.area)
    path = plan.path_of(area) if area else ()
    by_key = {
        "area": plan.area_label(area) if area else "",
        "number": plan.number_on_form(measure),
        "title": measure.title,
        "target": measure.target,
        "outlook": measure.outlook,
        "departments": measure.charge,
        **{f"level:{plan.level_of(one).label}": plan.area_label(one) for one in path[:-1]},
        **{f"given:{name}": t for name, t in zip(plan.given_columns, measure.given, strict=False)},
        **{previous_key(key): text for key, text in previous.items()},
    }
    return {name: by_key.get(field.key, "") for name, field in names.items()}
