"""Which formulas of a returned form are its own, what these may show, and which show a picture."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property

from ictxl.contract.answer_rules import ALL_WELL, FAULT, answer_rules, without_marks
from ictxl.contract.fields import (
    BLANK_BRIEF,
    CHECK_FIELD,
    LENGTH_FIELD,
    NO_NUMBER_BRIEF,
    RATE_KEY,
    STATE_KEY,
)
from ictxl.model import Plan
from ictxl.returned.sent.layout import SentLayout
from ictxl.spreadsheets.cells import cell_text, column_letters
from ictxl.spreadsheets.hidden_texts.texts import literals, squeezed
from ictxl.spreadsheets.marks import COMPILED, FORMULA_KINDS, Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet

Cell = tuple[int, int]
"""0-based row and column."""


class OwnFormulas:
    """The formulas that the form was sent with."""

    def __init__(self, layout: SentLayout) -> None:
        self._sent = layout.formulas

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts in them, squeezed."""
        return frozenset(squeezed(text) for formula in self._all for text in literals(formula))

    def has(self, sheet: str, cell: Cell, formula: str) -> bool:
        """Whether a formula is one of them; `sheet` is the name that its sheet was sent with.

        One that other programs write in another way, or do not tell, is known by its cell.
        """
        row, column = cell
        sent = self._sent.get(sheet, {}).get((row + 1, column_letters(column)))
        if sent is not None and (sent == formula or _is_foreign(formula)):
            return True
        return _shape(formula) in self._shapes

    @property
    def _all(self) -> Iterable[str]:
        return (formula for cells in self._sent.values() for formula in cells.values())

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return frozenset(map(_shape, self._all))


def _is_foreign(formula: str) -> bool:
    """Compiled, or in OpenDocument's language, whose references stand in brackets."""
    return formula == COMPILED or "[." in formula or "[$" in formula


_REFERENCES = re.compile(r"[A-Z0-9$]+")


def _shape(formula: str) -> str:
    """A formula without its references: moving rows and columns leaves the rest alike."""
    # LibreOffice writes FALSE() for FALSE.
    return _REFERENCES.sub("", formula.replace("FALSE()", "FALSE").replace("TRUE()", "TRUE"))


def formula_cells(marks: Iterable[Mark]) -> frozenset[Cell]:
    """Which cells of a sheet hold a formula."""
    return frozenset((mark.row, mark.column) for mark in marks if mark.kind in FORMULA_KINDS)


def is_typed_over(cell: Cell, computed: Iterable[int], formulas: Collection[Cell]) -> bool:
    """Whether no formula stands in a cell of the `computed` columns though others of its row have
    theirs: what is there was typed, and not pasted with the whole row's results."""
    return cell not in formulas and any((cell[0], column) in formulas for column in computed)


def unshown_words(marks: Iterable[Mark]) -> dict[Cell, str]:
    """What was typed where a cell shows an error, or nothing: `-担当者が…` becomes `#NAME?`.

    The formula, or the error itself where there is none or the file does not tell it.
    """
    formulas: dict[Cell, Mark] = {}
    found: dict[Cell, str] = {}
    for mark in marks:
        cell = mark.row, mark.column
        if mark.kind is MarkKind.FORMULA:
            formulas[cell] = mark
        elif mark.kind is MarkKind.NO_RESULT:
            found[cell] = mark.formula
        elif mark.kind is MarkKind.ERROR and cell not in found:
            behind = formulas.get(cell)
            is_told = behind is not None and behind.text != COMPILED
            found[cell] = behind.formula if behind and is_told else mark.text
    return found


_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_DIGITS = "0123456789.,-"


def only_digits(text: str) -> bool:
    return not text.strip(_DIGITS)


def may_show(formula: str, text: str) -> bool:
    """The text is made of the formula's own words and of digits."""
    for literal in sorted(set(_LITERAL.findall(formula)), key=len, reverse=True):
        if len(literal) > 1 or not literal.isalnum():
            text = text.replace(literal.replace('""', '"'), "") if literal else text
    return only_digits("".join(text.split()))


_KNOWN_BRIEFS: dict[tuple[object, ...], frozenset[str]] = {}


def check_results(plan: Plan) -> frozenset[str]:
    """What the 点検 column may say, and choices that follow from 達成率; all forms of a sending
    share it."""
    key = (plan.questions, plan.check_settings)
    if key not in _KNOWN_BRIEFS:
        briefs = {without_marks(rule.brief) for rule in answer_rules(plan)}
        briefs |= {
            question.choices.offered(choice)
            for question in plan.department_questions
            if question.rate_bounds and question.choices
            for choice in question.choices.choices
        }
        _KNOWN_BRIEFS[key] = frozenset({*briefs, ALL_WELL})
    return _KNOWN_BRIEFS[key]


def is_brief(text: str, briefs: frozenset[str]) -> bool:
    """What the 点検 column says; `briefs` are all that it may."""
    return all(line in briefs for line in text.split("\n"))


def may_stand_in(key: str, text: str, briefs: frozenset[str]) -> bool:
    """What the formulas of a computed column may show, also where they were pasted over by their
    own values."""
    if key == STATE_KEY:
        return text in _STATES
    if key == RATE_KEY:
        return only_digits(text.removesuffix("%"))
    if key == CHECK_FIELD.key:
        # Saving as .xls, LibreOffice writes 0 for a text that it did not calculate anew.
        return text == "0" or is_brief(text, briefs)
    if key == LENGTH_FIELD.key or only_digits(text):
        return only_digits(text)
    # A hidden cell that 点検 looks into: faults that stand one behind another.
    return all(part in briefs for part in text.split(FAULT) if part)


_STATES = frozenset({ALL_WELL, BLANK_BRIEF, NO_NUMBER_BRIEF, "0"})
"""What 点検 shows in an indicator's row, in LibreOffice's .xls too."""


_FORMULA = re.compile(r"=(?:.*[.=])?DISPIMG\(|=(?:_xlfn\.)?(?:_xlws\.)?IMAGE\(", re.IGNORECASE)
_TEXT = re.compile(r"=(?:_xlfn\.)?DISPIMG\(\"[^\"]{1,80}\"[^()]{0,20}\)")


def picture_cells(sheet: Sheet, marks: Iterable[Mark]) -> frozenset[Cell]:
    """The cells whose formula shows a picture."""
    return frozenset(
        (mark.row, mark.column)
        for mark in marks
        if mark.kind in FORMULA_KINDS
        and (_is_shown(sheet, mark) if mark.text == COMPILED else _is_picture(mark))
    )


def _is_picture(mark: Mark) -> bool:
    # Looked for first: every formula of a form is asked, and next to none shows a picture.
    said = (mark.xml or mark.text.encode()).lower()
    is_likely = b"img(" in said or b"image(" in said
    return is_likely and _FORMULA.match(mark.formula) is not None


def _is_shown(sheet: Sheet, mark: Mark) -> bool:
    """Of a compiled formula only what it shows tells."""
    return _TEXT.fullmatch(cell_text(sheet.value(mark.row, mark.column))) is not None
