"""Check the published texts: unfinished, provisional, or not meant for the public."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from ictxl import findings
from ictxl.checks.endings import ending, stops_midway, whole_words
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
from ictxl.checks.places import place_of
from ictxl.findings import Finding, FindingKind
from ictxl.questions import Question, QuestionKind
from ictxl.responses import Response
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
                place_of(row, question), ending=ending(text), question=question.name
            )


def check_placeholder_texts(collected: Round) -> Iterator[Finding]:
    """A011: 同上, 別紙のとおり, ○○, xxx, 調整中, 未定."""
    for row, question, text in texts_of(collected):
        yield from _each(row, question, findings.PLACEHOLDER_TEXT, placeholders(text))


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
    return (
        any(
            text[: dash.start()].strip() in names
            and normalized("NFKC", text[dash.end() :].strip()) in codes
            for dash in {dashes[0].start(): dashes[0], dashes[-1].start(): dashes[-1]}.values()
        )
        if dashes
        else False
    )


def check_contact_details(collected: Round) -> Iterator[Finding]:
    """A016, A017: e-mail addresses and telephone numbers."""
    for row, question, text in texts_of(collected):
        yield from _each(row, question, findings.EMAIL_ADDRESS, mail_addresses(text))
        yield from _each(row, question, findings.PHONE_NUMBER, phone_numbers(text))


def check_twelve_digits(collected: Round) -> Iterator[Finding]:
    """A018, A019: what is, or may be, a 個人番号."""
    for row, question, text in texts_of(collected):
        numbers = twelve_digits(text)
        yield from _each(
            row, question, findings.PERSONAL_NUMBER, [n for n in numbers if is_personal_number(n)]
        )
        yield from _each(
            row,
            question,
            findings.TWELVE_DIGIT_NUMBER,
            [n for n in numbers if not is_personal_number(n)],
        )


def check_file_names(collected: Round) -> Iterator[Finding]:
    """A020: files and folders that the public cannot open."""
    for row, question, text in texts_of(collected):
        yield from _each(row, question, findings.FILE_NAME_OR_PATH, file_names(text))


def check_characters(collected: Round) -> Iterator[Finding]:
    """A021, A022: 外字 and 機種依存文字."""
    for row, question, text in texts_of(collected):
        private = private_characters(text)
        if private:
            yield findings.PRIVATE_USE_CHARACTERS.at(
                place_of(row, question), count=len(private), question=question.name
            )
        yield from _each(
            row, question, findings.MACHINE_DEPENDENT_CHARACTERS, machine_dependent(text)
        )


def _each(
    row: Response, question: Question, kind: FindingKind, found: list[str]
) -> Iterator[Finding]:
    """One finding a text, however often something stands in it."""
    if found:
        said = "」「".join(dict.fromkeys(found))
        yield kind.at(place_of(row, question), found=said, question=question.name)
