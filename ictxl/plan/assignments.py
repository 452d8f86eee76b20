"""Read 担当課: the departments, and which are responsible for a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ictxl import findings
from ictxl.files.mail_addresses import unusable_addresses
from ictxl.model import Assignment, Department
from ictxl.plan.columns import ALIASES, ANSWERS, DEPARTMENT_NAME, DEPARTMENTS_SHEET, MAIL
from ictxl.plan.lists import read_filled
from ictxl.plan.parse_values import Once, choice, line, one_line, required, text
from ictxl.plan.plan_sheet import YES
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row, hint
from ictxl.text.clean import fold_name, trim

# Surely between two names. The others below may stand inside a name that the plan knows.
_HARD = "\n、，,､;；/／"
_SOFT = _HARD + "・･ \u3000\t"
_SEPARATOR = re.compile(f"[{_SOFT}]")
_LONGEST_RUN = 20
"""So many separators may stand inside one name with its note."""


@dataclass(frozen=True)
class Departments:
    departments: tuple[Department, ...]
    names: dict[str, str]
    """Folded name or alias → the department's name."""
    cells: dict[str, SourceCell]
    """Each department's cell."""
    whole: bool
    """False where a name may be missing because it could not be read."""

    @cached_property
    def answering(self) -> frozenset[str]:
        return frozenset(d.name for d in self.departments if d.answers)

    def parse(self, words: str) -> Iterator[Assignment | str]:
        """Each department of a 担当課 cell; a text that names none as it stands."""
        position = 0
        while position < len(words):
            end, assignment = self._longest(words, position)
            if assignment is not None:
                yield assignment
                position = end
            elif words[position] in _SOFT:
                position += 1
            else:
                end = _unknown_end(words, position)
                yield trim(words[position:end])
                position = end

    def _longest(self, words: str, start: int) -> tuple[int, Assignment | None]:
        """The longest run of pieces that is a department, so that names may hold separators."""
        found = _SEPARATOR.finditer(words, start + 1)
        cuts = [match.start() for match in islice(found, _LONGEST_RUN + 1)]
        ends = [*cuts[:_LONGEST_RUN], *([len(words)] if len(cuts) <= _LONGEST_RUN else [])]
        for end in reversed(ends):
            if assignment := self._assignment(words[start:end]):
                return end, assignment
        return start, None

    def _assignment(self, words: str) -> Assignment | None:
        if name := self._named(words):
            return Assignment(name)
        words = trim(words)
        if words[-1:] not in (")", "）"):
            return None
        for opening in reversed([i for i, char in enumerate(words) if char in "(（"]):
            note = words[opening + 1 : -1]
            name = self._named(trim(words[:opening]))
            if name and _is_balanced(note):
                return Assignment(name, trim(note))
        return None

    def _named(self, words: str) -> str:
        # Two names on two lines are never one name, even where they read so together.
        return "" if "\n" in trim(words) else self.names.get(fold_name(words), "")


def read_departments(book: SourceBook, mistakes: Mistakes) -> Departments:
    table = read_filled(book, DEPARTMENTS_SHEET, mistakes)
    once, whole = Once(mistakes), table.whole
    rows: list[tuple[Row, str]] = []
    for row in table.rows:
        name = required(line, row[DEPARTMENT_NAME], mistakes)
        if not name:
            whole = False
        elif once.note(fold_name(name), row[DEPARTMENT_NAME]):
            rows.append((row, name))
    names = {fold_name(name): name for _, name in rows}
    cells = {name: row[DEPARTMENT_NAME] for row, name in rows}
    departments = tuple(_department(row, name, names, cells, mistakes) for row, name in rows)
    return Departments(departments, names, cells, whole)


def check_known(
    word: str, departments: Departments, cell: SourceCell, mistakes: Mistakes, measure: str
) -> None:
    """Report a text that names no department, with the nearest names."""
    if departments.whole:
        known = [d.name for d in departments.departments]
        aliases = [alias for d in departments.departments for alias in d.aliases]
        near = hint(word, [*known, *aliases])
        mistakes.at(
            cell, findings.UNLISTED_DEPARTMENT, name=word, value=word, hint=near, measure=measure
        )


def _department(
    row: Row, name: str, names: dict[str, str], cells: dict[str, SourceCell], mistakes: Mistakes
) -> Department:
    """With its aliases, which are added to `names`."""
    aliases = []
    for alias in _aliases(text(row[ALIASES], mistakes)):
        owner = names.get(fold_name(alias))
        if owner is None:
            names[fold_name(alias)] = name
            aliases.append(alias)
        elif owner != name:
            first = cells[owner].ref
            mistakes.at(
                row[ALIASES],
                findings.ALIAS_OF_TWO_DEPARTMENTS,
                name=alias,
                value=alias,
                first=first,
                owner=owner,
            )
    answers = choice(row[ANSWERS], ANSWERS, mistakes) == YES
    return Department(name, tuple(aliases), answers, _mail(row[MAIL], name, mistakes))


def _mail(cell: SourceCell, department: str, mistakes: Mistakes) -> str:
    """The addresses on one line; what no mail could be sent to is reported, and kept."""
    found = [trim(words) for words in text(cell, mistakes).split("\n")]
    mail = ", ".join(filter(None, found))
    unusable = unusable_addresses(mail)
    if unusable:
        mistakes.at(
            cell,
            findings.MAIL_ADDRESS_INVALID,
            value="、".join(unusable),
            department=department,
        )
    return mail


def _aliases(words: str) -> list[str]:
    pieces = (one_line(piece) for piece in re.split(f"[{_HARD}]", words))
    return [piece for piece in pieces if piece]


def _unknown_end(words: str, start: int) -> int:
    """Where a text that names no department ends: at a separator outside its parentheses."""
    depth, first = 0, len(words)
    for position in range(start, len(words)):
        char = words[position]
        depth += (char in "(（") - (char in ")）")
        if char in _HARD:
            first = min(first, position)
            if depth <= 0:
                return position
    return first if depth > 0 else len(words)


def _is_balanced(note: str) -> bool:
    depth = 0
    for char in note:
        depth += (char in "(（") - (char in ")）")
        if depth < 0:
            return False
    return depth == 0
