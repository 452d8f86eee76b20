"""Check the published texts, the plan's own (目標) among them: unfinished, provisional, or not
meant for the public."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from itertools import filterfalse

from ictxl import findings
from ictxl.checks.endings import ending, lacks_predicate, stops_midway, whole_words
from ictxl.checks.patterns import (
    file_names,
    is_personal_number,
    machine_dependent,
    mail_addresses,
    phone_numbers,
    placeholders,
    private_characters,
    twelve_digits,
)
from ictxl.findings import Finding, FindingKind
from ictxl.questions import Question, QuestionKind
from ictxl.responses import Response, place_of
from ictxl.round import Round
from ictxl.text.clean import normalized

Text = tuple[Response, Question, str]
"""An answer, one of its published questions of kind 文, and what was written there."""


def texts_of(collected: Round) -> Iterator[Text]:
    """The texts that departments wrote for the public."""
    asked = [q for q in collected.plan.questions if q.kind is QuestionKind.TEXT and q.published]
    for row in collected.responses:
        for question in asked:
            if text := row[question.key]:
                yield row, question, text


def check_cut_off_texts(collected: Round) -> Iterator[Finding]:
    """A010: the text stops in mid-sentence."""
    words = whole_words(collected)
    for row, question, text in texts_of(collected):
        if stops_midway(text, words) and not placeholders(text):
            yield findings.TEXT_CUT_OFF.at(
                place_of(row, question.key), ending=ending(text), question=question.name
            )


def check_what_stands_in_texts(collected: Round) -> Iterator[Finding]:
    """A011, A016…A020, A022: what is provisional, or not meant for the public."""
    for kind, find in _STANDS_IN_TEXTS.items():
        for row, question, text in texts_of(collected):
            yield from _each(row, question, kind, find(text))


_STANDS_IN_TEXTS: dict[FindingKind, Callable[[str], list[str]]] = {
    findings.PLACEHOLDER_TEXT: placeholders,
    findings.EMAIL_ADDRESS: mail_addresses,
    findings.PHONE_NUMBER: phone_numbers,
    findings.PERSONAL_NUMBER: lambda text: [*filter(is_personal_number, twelve_digits(text))],
    findings.TWELVE_DIGIT_NUMBER: lambda text: [
        *filterfalse(is_personal_number, twelve_digits(text))
    ],
    findings.FILE_NAME_OR_PATH: file_names,
    findings.MACHINE_DEPENDENT_CHARACTERS: machine_dependent,
}


def check_typed_headings(collected: Round) -> Iterator[Finding]:
    """A015: 【情報課-B】 typed into the text."""
    names = {name for d in collected.plan.departments for name in (d.name, *d.aliases)}
    leading = collected.plan.leading_choice
    codes = leading.choices.by_code if leading and leading.choices else {}
    for row, question, text in texts_of(collected):
        found = [
            match[0] for match in _BRACKETED.finditer(text) if _is_heading(match[1], names, codes)
        ]
        yield from _each(row, question, findings.HEADING_TYPED_INTO_TEXT, found)


_BRACKETED = re.compile(r"【([^【】]*+)】")
_DASH = re.compile("[-‐‑–—―−ー]")


def _is_heading(text: str, names: Container[str], codes: Container[str]) -> bool:
    """`情報課-B`; a name may itself hold a dash or ー (データ推進課)."""
    dashes = list(_DASH.finditer(text))
    return any(
        text[: dash.start()].strip() in names
        and normalized("NFKC", text[dash.end() :].strip()) in codes
        for dash in (*dashes[:1], *dashes[-1:])
    )


def check_private_characters(collected: Round) -> Iterator[Finding]:
    """A021: 外字."""
    for row, question, text in texts_of(collected):
        if private := private_characters(text):
            yield findings.PRIVATE_USE_CHARACTERS.at(
                place_of(row, question.key), count=len(private), question=question.name
            )


def _each(
    row: Response, question: Question, kind: FindingKind, found: list[str]
) -> Iterator[Finding]:
    """One finding a text, however often something stands in it."""
    if found:
        said = "」「".join(dict.fromkeys(found))
        yield kind.at(place_of(row, question.key), found=said, question=question.name)


PLAN_SHEET = "施策"
"""Of the plan workbook; the file's own name is unknown where the plan came in a form."""


def check_cut_off_targets(collected: Round) -> Iterator[Finding]:
    """P101: a 目標 that stops in mid-sentence."""
    words = whole_words(collected)
    targets = [measure.target for measure in collected.plan.measures]
    # Where most 目標 are sentences, one that begins as a sentence must end as one.
    sentences = sum(target.endswith("。") for target in targets) * 2 > len(targets)
    for measure in collected.plan.measures:
        target = measure.target
        if stops_midway(target, words) or (
            sentences and not target.endswith("。") and lacks_predicate(target)
        ):
            yield findings.TARGET_CUT_OFF(sheet=PLAN_SHEET, measure=measure.id, value=target)
