"""The names that are taken in forms and templates: no column, level or question may have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ictxl.contract.fields import CHECK_FIELD, LENGTH_FIELD, Field, fields_of
from ictxl.contract.indicator_fields import indicator_fields
from ictxl.contract.placeholders import HEAD_NAMES, LIST_BY_NAME
from ictxl.model import Plan
from ictxl.questions import USUAL_LEVELS, Level, Question
from ictxl.text.clean import fold_name

Names = Mapping[str, str]
"""Folded name → what is called so."""


def used_names(levels: Iterable[Level] = (), questions: Iterable[Question] = ()) -> Names:
    """What no column, level or question may be called."""
    used = dict(_given_names())
    used |= {fold_name(level.label): "階層" for level in levels}
    for question in questions:
        used |= dict.fromkeys(_names_of(fields_of(_plan((question,))).inputs), "記入欄")
    return used


def previous_names(questions: Iterable[Question]) -> Names:
    """How the columns of last year's answers to the questions are called."""
    previous = fields_of(_plan(tuple(questions))).previous
    return dict.fromkeys(_names_of(previous), "前回の欄")


@cache
def _given_names() -> Names:
    given = fields_of(_plan(())).given
    areas = {fold_name(level.label) for level in USUAL_LEVELS}
    fields = [*_names_of(given), *_names_of((LENGTH_FIELD, CHECK_FIELD))]
    names = [*map(fold_name, (*HEAD_NAMES, *LIST_BY_NAME)), *fields]
    return {name: "調査票の項目" for name in names if name not in areas}


def _plan(questions: tuple[Question, ...]) -> Plan:
    return Plan(title="", year=0, year_label="", questions=questions)


def _names_of(fields: Iterable[Field]) -> Iterable[str]:
    return [fold_name(n) for f in fields for n in (f.placeholder, f.heading, *f.synonyms)]


def indicator_names() -> Names:
    """What no column of the plan's own on the sheet 指標 may be called."""
    names = _names_of(indicator_fields(_plan(())).all)
    return dict.fromkeys([*names, *map(fold_name, HEAD_NAMES)], "調査票の項目")
