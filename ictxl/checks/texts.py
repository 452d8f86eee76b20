"""Check the progress texts: unfinished, provisional, or not meant for the public."""

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
from ictxl.findings import Finding
from ictxl.findings.answers import TextKind
from ictxl.responses import Response
from ictxl.round import Round
from ictxl.text.clean import normalized


def check_cut_off_texts(collected: Round) -> Iterator[Finding]:
    """A010: the text stops in mid-sentence."""
    words = whole_words(collected)
    for row in collected.responses:
        if stops_midway(row.progress, words) and not placeholders(row.progress):
            yield findings.PROGRESS_CUT_OFF.at(
                place_of(row, "progress"), ending=ending(row.progress)
            )


def check_placeholder_texts(collected: Round) -> Iterator[Finding]:
    """A011: 同上, 別紙のとおり, ○○, xxx, 調整中, 未定."""
    for row in collected.responses:
        yield from _each(row, findings.PLACEHOLDER_TEXT, placeholders(row.progress))


def check_typed_headings(collected: Round) -> Iterator[Finding]:
    """A015: 【情報課-B】 typed into the text."""
    names = {name for d in collected.plan.departments for name in (d.name, *d.aliases)}
    ratings = {rating.symbol for rating in collected.plan.ratings}
    for row in collected.responses:
        found = [
            match[0]
            for match in _BRACKETED.finditer(row.progress)
            if _is_heading(match[1], names, ratings)
        ]
        yield from _each(row, findings.HEADING_TYPED_INTO_PROGRESS, found)


_BRACKETED = re.compile(r"【([^【】]*+)】")
_DASH = re.compile("[-‐‑–—―−ー]")


def _is_heading(text: str, names: Container[str], ratings: Container[str]) -> bool:
    """`情報課-B`; a name may itself hold a dash or ー (データ推進課)."""
    dashes = list(_DASH.finditer(text))
    return (
        any(
            text[: dash.start()].strip() in names
            and normalized("NFKC", text[dash.end() :].strip()) in ratings
            for dash in {dashes[0].start(): dashes[0], dashes[-1].start(): dashes[-1]}.values()
        )
        if dashes
        else False
    )


def check_contact_details(collected: Round) -> Iterator[Finding]:
    """A016, A017: e-mail addresses and telephone numbers."""
    for row in collected.responses:
        yield from _each(row, findings.EMAIL_ADDRESS, mail_addresses(row.progress))
        yield from _each(row, findings.PHONE_NUMBER, phone_numbers(row.progress))


def check_twelve_digits(collected: Round) -> Iterator[Finding]:
    """A018, A019: what is, or may be, a 個人番号."""
    for row in collected.responses:
        numbers = twelve_digits(row.progress)
        yield from _each(
            row, findings.PERSONAL_NUMBER, [n for n in numbers if is_personal_number(n)]
        )
        yield from _each(
            row, findings.TWELVE_DIGIT_NUMBER, [n for n in numbers if not is_personal_number(n)]
        )


def check_file_names(collected: Round) -> Iterator[Finding]:
    """A020: files and folders that the public cannot open."""
    for row in collected.responses:
        yield from _each(row, findings.FILE_NAME_OR_PATH, file_names(row.progress))


def check_characters(collected: Round) -> Iterator[Finding]:
    """A021, A022: 外字 and 機種依存文字."""
    for row in collected.responses:
        private = private_characters(row.progress)
        if private:
            yield findings.PRIVATE_USE_CHARACTERS.at(place_of(row, "progress"), count=len(private))
        yield from _each(
            row, findings.MACHINE_DEPENDENT_CHARACTERS, machine_dependent(row.progress)
        )


def _each(row: Response, kind: TextKind, found: list[str]) -> Iterator[Finding]:
    """One finding a text, however often something stands in it."""
    if found:
        place = place_of(row, "progress")
        yield kind.at(place, found="」「".join(dict.fromkeys(found)))
