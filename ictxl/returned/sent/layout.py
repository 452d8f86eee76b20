"""The layout of a form as it was sent: columns, headings, rows and own texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from functools import cached_property, lru_cache

from ictxl.contract.fields import (
    INDICATOR_QUESTIONS,
    NAME_KEY,
    NUMBER_KEY,
    TARGET_KEY,
    TITLE_KEY,
    FormFields,
    fields_of,
    indicator_fields,
    is_indicator_id,
)
from ictxl.contract.metadata import (
    COMMON_KIND,
    SENDBACK_FILL_KIND,
    SENDBACK_SHEET_KIND,
    FormIdentity,
    TextKind,
    document_properties,
    identity_from_rows,
)
from ictxl.model import Plan
from ictxl.questions import Question
from ictxl.returned.sent.continued import ContinuedText, Part, part_of
from ictxl.returned.sent.metadata import (
    CommonMetadata,
    Gathered,
    MetadataRecord,
    OwnTexts,
    Place,
    gathered_common,
)
from ictxl.spreadsheets.hidden_texts.texts import squeezed
from ictxl.text.clean import clean_text, fold_name

_USUAL_ID = re.compile(r"[1-9]\d{0,5}-[1-9]\d{0,5}")
"""The id of a measure of most plans: a row may come from a form of another."""


@dataclass(frozen=True)
class SentLayout:
    """The form as sent, and its table of measures. All but the plan is empty where the form does
    not list its own texts."""

    plan: Plan
    """What the form was made from; it says what the form asks."""
    sheet: str = ""
    """Name of the input sheet."""
    heading_of: Mapping[str, str] = field(default_factory=dict)
    """Key → heading as it stands; empty where the form does not tell."""
    given: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(measure id, key) → the text that stood there, in the measure's own row."""
    cells: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    """Sheet → place → text."""
    formulas: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    """Sheet → place → formula."""
    comments: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    drawings: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    """Sheet → place → what the picture, shape or chart says."""
    continued: Mapping[tuple[str, str], ContinuedText] = field(default_factory=dict)
    """(measure id, key) → the text that took several rows."""
    unseen: frozenset[str] = frozenset()
    """Squeezed texts that stand in no cell: properties, names, rules."""
    lists_unseen: bool = True
    """False for forms of earlier versions."""
    known: frozenset[str] = frozenset()
    """Texts of the plan, where what stood in each cell is not known."""
    rows: Mapping[str, Mapping[int, Sequence[str]]] = field(default_factory=dict)
    """Sheet → row as Excel shows it → the texts of `cells`, from left to right."""
    indicators: SentIndicators | None = None
    """The table of indicators; None in forms of a plan without any."""

    @cached_property
    def fields(self) -> FormFields:
        """The columns that the form may have."""
        return fields_of(self.plan)

    @cached_property
    def asked(self) -> Mapping[str, Question]:
        """Key → what the departments are asked, in the order of the form."""
        return {question.key: question for question in self.plan.department_questions}

    @property
    def level(self) -> str:
        """What the plan calls a measure."""
        return self.plan.measure_level.label

    @property
    def telling(self) -> Mapping[str, str]:
        """What tells rows apart → the key of the field that says it; the number does so together
        with the area."""
        return {name: name for name in ("title", "target", "area", "number")}

    @property
    def needs_title(self) -> bool:
        """Whether rows are told apart by their title only."""
        return False

    def is_id(self, text: str) -> bool:
        """Whether a text of the id column names one of the table's rows."""
        return text in self.plan.measure_by_id or _USUAL_ID.fullmatch(text) is not None

    def is_foreign_id(self, text: str) -> bool:
        """Whether it names a row of the form's other table."""
        return self.indicators is not None and is_indicator_id(text)

    def is_key(self, text: str) -> bool:
        """Whether nobody saw the text on the form: a key or an id, of either table."""
        here = text in self.fields.keys or self.is_id(text)
        return here or (self.indicators is not None and self.indicators.is_key(text))

    def measure_of(self, row: str) -> str:
        """The measure that a row, called by its id, is about."""
        return row

    def words_for(self, row: str) -> str:
        """What a row, called by its id, is about, in words: `施策 1-2`."""
        return f"{self.level} {self.measure_of(row)}"

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures the form was sent with."""
        return tuple(dict.fromkeys(measure for measure, _ in self.given))

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Folded heading → key, for headings that name one column only; the usual ones where the
        form does not tell its own."""
        return _keys_by_heading(self.heading_of or {f.key: f.heading for f in self.fields.all})


@dataclass(frozen=True)
class SentIndicators(SentLayout):
    """The form as sent, and its table of indicators: ids are theirs."""

    @cached_property
    def fields(self) -> FormFields:
        """The columns that the table may have."""
        return indicator_fields(self.plan)

    @cached_property
    def asked(self) -> Mapping[str, Question]:
        """Key → what is asked of each indicator."""
        return INDICATOR_QUESTIONS

    @property
    def telling(self) -> Mapping[str, str]:
        """As of measures; an indicator's area is its measure."""
        return {"title": NAME_KEY, "target": TARGET_KEY, "area": TITLE_KEY, "number": NUMBER_KEY}

    @property
    def needs_title(self) -> bool:
        """A measure has several indicators."""
        return True

    def is_id(self, text: str) -> bool:
        """Whether a text of the id column names an indicator."""
        return is_indicator_id(text)

    def is_foreign_id(self, text: str) -> bool:
        """Whether it names a measure."""
        return super().is_id(text)

    def measure_of(self, row: str) -> str:
        """The indicator's measure."""
        return row.partition(":")[2]

    def words_for(self, row: str) -> str:
        """`指標「参加者数」(施策 1-2)`."""
        indicator = self.plan.indicator_by_id.get(row)
        name = f"「{indicator.name}」" if indicator else ""
        return f"指標{name}({super().words_for(row)})"


def layout_of(
    plan: Plan, own: Iterable[OwnTexts], common: CommonMetadata, properties: Iterable[str]
) -> SentLayout:
    """The layout that the hidden sheets' records of own texts tell (see `own_text_rows`), of a form
    of the plan whose document has these properties."""
    fields = fields_of(plan)
    gathered = Gathered.of(own).and_of(gathered_common(common))
    placed, hanging = gathered.placed, gathered.hanging
    layout = SentLayout(
        plan,
        *_table_as_sent(gathered, fields, plan.measure_by_id),
        placed.get(TextKind.CELL, {}),
        placed.get(TextKind.FORMULA, {}),
        frozenset(hanging[TextKind.COMMENT]),
        frozenset(hanging[TextKind.PAGE]),
        placed.get(TextKind.DRAWING, {}),
        _continued_texts(gathered, fields, plan.measure_by_id),
        unseen=_squeezed(tuple(hanging[TextKind.UNSEEN])) | set(map(squeezed, properties)),
        lists_unseen=bool(hanging[TextKind.UNSEEN]) or not placed,
        rows=gathered.rows,
    )
    if not plan.indicators:
        return layout
    return replace(layout, indicators=_sent_indicators(layout, gathered))


def empty_layout(plan: Plan) -> SentLayout:
    """Of a form of the plan of which nothing else is known."""
    return SentLayout(plan, indicators=SentIndicators(plan) if plan.indicators else None)


def with_its_texts(layout: SentLayout) -> SentLayout:
    """A layout whose own texts were changed, with the same in its table of indicators; of its rows
    nothing is known."""
    own = layout.indicators
    if own is None:
        return layout
    names = ("rows", "cells", "comments", "pages", "unseen", "known")
    texts = {name: getattr(layout, name) for name in names}
    return replace(layout, indicators=replace(own, given={}, continued={}, **texts))


def _sent_indicators(layout: SentLayout, gathered: Gathered) -> SentIndicators:
    plan = layout.plan
    fields, ids = indicator_fields(plan), plan.indicator_by_id
    sheet, heading_of, given = _table_as_sent(gathered, fields, ids)
    shared = {f.name: getattr(layout, f.name) for f in dataclass_fields(layout)}
    return SentIndicators(
        **{
            **shared,
            "sheet": sheet,
            "heading_of": heading_of,
            "given": given,
            "continued": _continued_texts(gathered, fields, ids),
        }
    )


def _table_as_sent(
    gathered: Gathered, fields: FormFields, ids: Container[str]
) -> tuple[str, dict[str, str], dict[tuple[str, str], str]]:
    """The table's sheet, its headings by key, and what stood in its rows by id and key."""
    cells = gathered.placed.get(TextKind.CELL, {})
    sheet, column_of, row_of = _sent_table(cells, ids, fields)
    own_cells = cells.get(sheet, {})
    given = {
        (id_, key): own_cells.get((row, column), "")
        for id_, row in row_of.items()
        for key, column in column_of.items()
        if key not in fields.computed
    }
    return sheet, _headings(own_cells, column_of, row_of), given


def _continued_texts(
    gathered: Gathered, fields: FormFields, ids: Container[str]
) -> dict[tuple[str, str], ContinuedText]:
    if not gathered.wholes:
        return {}
    cells = gathered.placed.get(TextKind.CELL, {})
    sheet, column_of, row_of = _sent_table(cells, ids, fields)
    wholes = [record for record in gathered.wholes if record.sheet == sheet]
    return _continued(_texts_at(wholes), cells.get(sheet, {}), column_of, row_of)


@lru_cache(maxsize=16)
def _squeezed(texts: tuple[str, ...]) -> frozenset[str]:
    """Cached: mostly the same in all forms of a sending."""
    return frozenset(map(squeezed, texts))


def _texts_at(records: Iterable[OwnTexts]) -> dict[Place, str]:
    """Texts that may stand in several pieces, put together."""
    texts: dict[Place, str] = {}
    for record in records:
        for column, piece in record.written:
            if record.row is not None:
                place = record.row, column
                texts[place] = texts.get(place, "") + piece
    return texts


def _continued(
    wholes: Mapping[Place, str],
    cells: Mapping[Place, str],
    columns: Mapping[str, str],
    rows: Mapping[str, int],
) -> dict[tuple[str, str], ContinuedText]:
    going_on = dict(filter(None, map(_part_row, cells.items())))
    found = {}
    for measure, first in rows.items():
        for key, column in columns.items():
            whole = wholes.get((first, column))
            if whole is None:
                continue
            parts = [cells.get((first, column), "")]
            while row := going_on.get((measure, len(parts))):
                if (row, column) not in cells:
                    break
                parts.append(cells[row, column])
            found[measure, key] = ContinuedText(clean_text(whole), tuple(parts))
    return found


def _part_row(cell: tuple[Place, str]) -> tuple[Part, int] | None:
    (row, column), text = cell
    part = part_of(text) if column == "A" else None
    return (part, row) if part else None


def _sent_table(
    cells: Mapping[str, Mapping[Place, str]], known: Container[str], fields: FormFields
) -> tuple[str, dict[str, str], dict[str, int]]:
    """The table's sheet, its columns by key, and its rows by id; `known` are all ids."""
    for sheet, texts in cells.items():
        for (corner, column), text in texts.items():
            if text == fields.corner and column == "A":
                keys = [(t, c) for (row, c), t in texts.items() if row == corner]
                ids = [(t, row) for (row, c), t in texts.items() if c == "A"]
                rows = {t: row for t, row in ids if t in known}
                return sheet, {t: c for t, c in keys if t in fields.columns}, rows
    return "", {}, {}


def _headings(
    cells: Mapping[Place, str], columns: Mapping[str, str], rows: Mapping[str, int]
) -> dict[str, str]:
    """The text nearest above the first measure in each column, by key."""
    first = min(rows.values(), default=0)
    lowest: dict[str, tuple[int, str]] = {}
    for (row, column), text in cells.items():
        if 1 < row < first and row > lowest.get(column, (0, ""))[0]:
            lowest[column] = (row, text)
    return {key: lowest[column][1] for key, column in columns.items() if column in lowest}


def _keys_by_heading(heading_of: Mapping[str, str]) -> dict[str, str]:
    """Folded heading → key, without the headings that several columns share."""
    named = [(fold_name(heading), key) for key, heading in heading_of.items()]
    often = Counter(heading for heading, _ in named)
    return {heading: key for heading, key in named if often[heading] == 1}


def identity_and_layout(
    own: Iterable[MetadataRecord], common: CommonMetadata
) -> tuple[FormIdentity, SentLayout] | None:
    """The identity, sharing one `Plan` among all forms of a sending, and how the form was sent."""
    single: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    texts: list[OwnTexts] = []
    digest = False
    for values, own_texts in own:
        digest = digest or values[:1] == (COMMON_KIND,)
        if own_texts:
            texts.append(own_texts)
        elif values[0] in _OWN_KINDS:
            single[values[0]] = values[1] if len(values) > 1 else ""
        else:
            rows.append(values)
    shared = _shared_identity(common, tuple(rows))
    if shared is None:
        return None
    department = single.get("department", "")
    identity = replace(
        shared,
        department=department,
        issued=single.get("issued", ""),
        is_sent_back=SENDBACK_SHEET_KIND in single,
        is_changed=shared.format_version > 1 and not digest,
    )
    said = document_properties(identity.plan, identity.plan_id, identity.department)
    return identity, layout_of(identity.plan, texts, common, said)


_OWN_KINDS = {"department", "issued", SENDBACK_SHEET_KIND, SENDBACK_FILL_KIND}


@lru_cache(maxsize=64)
def _shared_identity(
    common: CommonMetadata, rows: tuple[tuple[str, ...], ...]
) -> FormIdentity | None:
    return identity_from_rows([*common.values, *rows, ("department", "")])
