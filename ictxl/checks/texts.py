"""Check the progress texts: unfinished, provisional, or not meant for the public."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ictxl.checks.case import Case
from ictxl.checks.endings import ending, stops_midway
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
from ictxl.findings import Finding, finding
from ictxl.responses import Response


def check_cut_off_texts(case: Case) -> Iterator[Finding]:
    """A010: the text stops in mid-sentence."""
    words = case.katakana_words
    for row in case.rows:
        if stops_midway(row.progress, words) and not placeholders(row.progress):
            yield _about(row, "A010", ending=ending(row.progress))


def check_placeholder_texts(case: Case) -> Iterator[Finding]:
    """A011: 同上, 別紙のとおり, ○○, xxx, 調整中, 未定."""
    for row in case.rows:
        yield from _each(row, "A011", placeholders(row.progress))


def check_typed_headings(case: Case) -> Iterator[Finding]:
    """A015: 【情報課-B】 typed into the text."""
    names = {name for d in case.plan.departments for name in (d.name, *d.aliases)}
    ratings = {rating.symbol for rating in case.plan.ratings}
    for row in case.rows:
        found = [
            match[0]
            for match in _HEADING.finditer(row.progress)
            if match[1] in names and unicodedata.normalize("NFKC", match[2]) in ratings
        ]
        yield from _each(row, "A015", found)


_HEADING = re.compile(r"【\s*([^【】]+?)\s*[-‐‑–—―−ー-]\s*([^【】]+?)\s*】")


def check_contact_details(case: Case) -> Iterator[Finding]:
    """A016, A017: e-mail addresses and telephone numbers."""
    for row in case.rows:
        yield from _each(row, "A016", mail_addresses(row.progress))
        yield from _each(row, "A017", phone_numbers(row.progress))


def check_twelve_digits(case: Case) -> Iterator[Finding]:
    """A018, A019: what is, or may be, a 個人番号."""
    for row in case.rows:
        numbers = twelve_digits(row.progress)
        yield from _each(row, "A018", [n for n in numbers if is_personal_number(n)])
        yield from _each(row, "A019", [n for n in numbers if not is_personal_number(n)])


def check_file_names(case: Case) -> Iterator[Finding]:
    """A020: files and folders that the public cannot open."""
    for row in case.rows:
        yield from _each(row, "A020", file_names(row.progress))


def check_characters(case: Case) -> Iterator[Finding]:
    """A021, A022: 外字 and 機種依存文字."""
    for row in case.rows:
        private = private_characters(row.progress)
        if private:
            yield _about(row, "A021", count=len(private))
        yield from _each(row, "A022", machine_dependent(row.progress))


def _each(row: Response, code: str, found: list[str]) -> Iterator[Finding]:
    """One finding a text, however often something stands in it."""
    if found:
        yield _about(row, code, found="」「".join(dict.fromkeys(found)))


def _about(row: Response, code: str, **facts: object) -> Finding:
    return finding(
        code,
        file=row.file,
        sheet=row.sheet,
        cell=row.cell("progress"),
        department=row.department,
        measure=row.measure,
        value=row.progress,
        **facts,
    )
