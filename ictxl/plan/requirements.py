"""Read 必須 of 記入欄: 必須, 任意, 終了のほか必須 or a condition such as `評価=C、D`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from ictxl import findings
from ictxl.contract.spellings import fold_spelling, is_no_code
from ictxl.plan.parse_values import line
from ictxl.plan.question_columns import QUESTION_REQUIRED
from ictxl.plan.source_cells import SourceCell
from ictxl.plan.table_rows import Mistakes, Row, hint
from ictxl.questions import (
    ALWAYS,
    NEVER,
    UNLESS_FINISHED,
    ChoiceList,
    Question,
    Requirement,
    RequirementKind,
)
from ictxl.text.clean import fold_name, trim

_WORDS = {one.kind.value: one for one in (ALWAYS, NEVER, UNLESS_FINISHED)}
_EQUALS = re.compile("[=＝]")
_SEPARATOR = re.compile("([、，,､・･/／])")


def read_requirements(
    read: Sequence[tuple[Question, Row]], mistakes: Mistakes
) -> tuple[Question, ...]:
    """The questions with what their rows say of when they must be answered."""
    by_name = {fold_name(question.name): question for question, _ in read}
    return tuple(
        replace(
            question, required=_requirement(row[QUESTION_REQUIRED], question, by_name, mistakes)
        )
        for question, row in read
    )


def _requirement(
    cell: SourceCell, question: Question, by_name: Mapping[str, Question], mistakes: Mistakes
) -> Requirement:
    words = line(cell, mistakes)
    if not words:
        return ALWAYS
    if known := _WORDS.get(fold_name(words)):
        return known
    cuts = [match.start() for match in _EQUALS.finditer(words)]
    if not cuts:
        mistakes.at(cell, findings.REQUIREMENT_UNCLEAR)
        return ALWAYS
    choices = {key: q for key, q in by_name.items() if q.choices and q is not question}
    # A name may hold the sign itself.
    cut = next((cut for cut in reversed(cuts) if fold_name(words[:cut]) in choices), None)
    if cut is None:
        called = trim(words[: cuts[0]])
        known_question = by_name.get(fold_name(called))
        # Of a 選択 whose list is not known either something is told already.
        if not (known_question and known_question.is_choice and known_question is not question):
            near = hint(called, [q.name for q in choices.values()])
            mistakes.at(cell, findings.CONDITION_ON_UNKNOWN_QUESTION, name=called, hint=near)
        return ALWAYS
    deciding = choices[fold_name(words[:cut])]
    assert deciding.choices
    codes = _codes(words[cut + 1 :], deciding.choices, cell, mistakes)
    return Requirement(RequirementKind.WHERE_CHOSEN, deciding.name, codes)


def _codes(
    words: str, choices: ChoiceList, cell: SourceCell, mistakes: Mistakes
) -> tuple[str, ...]:
    """The codes between the separators; a code or name may hold a separator itself."""
    known = {fold_spelling(c.name): c.code for c in reversed(choices.choices) if c.name}
    known |= {fold_spelling(c.code): c.code for c in reversed(choices.choices)}
    pieces, found = _SEPARATOR.split(words), list[str]()
    start = 0
    while start < len(pieces):
        ends = range(len(pieces), start, -2)
        runs = ((end, _folded(pieces[start:end])) for end in ends)
        end, code = next(((e, known[fold]) for e, fold in runs if fold in known), (start + 1, ""))
        part = trim(pieces[start])
        if code or part:
            found.append(code)
        if part and not code:
            offered = "、".join(c.code for c in choices.choices)
            mistakes.at(cell, findings.CONDITION_ON_UNKNOWN_CHOICE, name=part, choices=offered)
        start = end + 1
    if not any(found) and not any(map(trim, chain(pieces[::2]))):
        offered = "、".join(c.code for c in choices.choices)
        mistakes.at(cell, findings.CONDITION_ON_UNKNOWN_CHOICE, name="", choices=offered)
    return tuple(dict.fromkeys(filter(None, found)))


def _folded(pieces: Sequence[str]) -> str:
    """Pieces and what separates them as one spelling; "" where one of several says nothing, for a
    sign such as ) may be a code of its own."""
    is_one = len(pieces) == 1 or not any(map(is_no_code, pieces[::2]))
    return fold_spelling("".join(pieces)) if is_one else ""
