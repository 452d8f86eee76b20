"""Recognise department names: in 担当課, in 【課-評価】 and before the next steps."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ictxl import findings
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.model import Assignment, Department
from ictxl.text.clean import fold_name, trim
from ictxl.text.punctuation import CLOSING, COLONS, HARD_SEPARATORS, OPENING

_FORMER = re.compile(rf"(?:旧|元|前)[{COLONS}]?\s*+(.+)")
_COLLECTIVE = re.compile(r"各.+|全庁?課?|全部署|関係.+|すべて.+|庁内.+|.+各課|.+関係課|.+関係部署")
_ENDINGS = (*"課室局部係所館署院校会園班", "センター", "チーム")
_LONGEST_RUN = 6
_ALIKE = 0.8


def is_collective(name: str) -> bool:
    """Whether a name stands for several departments: 各業務担当課, 関係各課."""
    return bool(_COLLECTIVE.fullmatch(fold_name(name)))


_NOTE = re.compile(r"[(（][^()（）]*[)）]")


def _with_notes(pieces: Sequence[str]) -> list[str]:
    """What is nothing but a note in parentheses stands behind the name before it; alone, it is a
    name without them, which the plan could not tell from a note."""
    found: list[str] = []
    for piece in pieces:
        if not _NOTE.fullmatch(piece):
            found.append(piece)
        elif found:
            found[-1] += piece
        else:
            found.append(piece[1:-1] or piece)
    return found


@dataclass
class DepartmentNames:
    """The departments of one file, in the order in which 担当課 first names them."""

    notes: Notes
    by_fold: dict[str, str] = field(default_factory=dict)
    """Folded name or alias → the name."""
    order: list[str] = field(default_factory=list)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    """Folded → name, as 【】 spell them: what 担当課 may be read by, not yet departments."""
    spots: dict[str, CellSpot] = field(default_factory=dict)

    def hint(self, names: Iterable[str]) -> None:
        for name in names:
            self.hints.setdefault(fold_name(name), name)

    def parse_charge(
        self, spots: Sequence[CellSpot], *, by_lines: bool = False
    ) -> list[Assignment]:
        """The departments of a measure's 担当課 cells.

        `by_lines` for our own tables, where only a line break parts two names.
        """
        text = "\n".join(spot.text for spot in spots)
        found: dict[str, Assignment] = {}
        for name, note in self._pieces(text, by_lines=by_lines):
            assignment = Assignment(self._enter(name, spots[0]), note)
            found.setdefault(assignment.department, assignment)
        read = [assignment.label for assignment in found.values()]
        if spots and not by_lines and read != re.split(r"[\s、]+", text):
            self.notes.at(spots[0], findings.DEPARTMENTS_READ_AS, read_as="、".join(read))
        return list(found.values())

    def _pieces(self, text: str, *, by_lines: bool) -> Iterator[tuple[str, str]]:
        pieces = [p for p in (text.split("\n") if by_lines else _split(text)) if p]
        if not by_lines:
            pieces = _with_notes(pieces)
        start = 0
        while start < len(pieces):
            end = self._longest_known(pieces, start)
            if end == start:
                end = start + 1
                while not by_lines and end < len(pieces) and not _is_name(pieces[end - 1]):
                    end += 1
            yield self._name_and_note("".join(pieces[start:end]))
            start = end

    def _longest_known(self, pieces: Sequence[str], start: int) -> int:
        for end in range(min(len(pieces), start + _LONGEST_RUN), start, -1):
            name, _ = self._name_and_note("".join(pieces[start:end]))
            if self._is_known(name):
                return end
        return start

    def _name_and_note(self, piece: str) -> tuple[str, str]:
        """A name that holds parentheses itself is known as it stands."""
        return (piece, "") if self._is_known(piece) else _name_and_note(piece)

    def _is_known(self, name: str) -> bool:
        return fold_name(name) in self.by_fold or fold_name(name) in self.hints

    def _enter(self, name: str, spot: CellSpot) -> str:
        """The department's name; a new department where it is new."""
        fold = fold_name(name)
        if fold not in self.by_fold:
            self.by_fold[fold] = name
            self.order.append(name)
            self.spots[name] = spot
        known = self.by_fold[fold]
        if known != name and name not in self.aliases.get(known, []):
            self._add_alias(known, name, spot)
        return known

    def _add_alias(self, department: str, alias: str, spot: CellSpot) -> None:
        self.by_fold.setdefault(fold_name(alias), department)
        if fold_name(alias) != fold_name(department):
            self.aliases.setdefault(department, []).append(alias)
        self.notes.at(spot, findings.ALIAS_ADDED, value=alias, department=department)

    def add_former_names(self, assignments: Iterable[Assignment]) -> None:
        """施設課(旧下水道課): an alias, unless a department still has that name."""
        for assignment in assignments:
            match = _FORMER.fullmatch(trim(assignment.note))
            if match and fold_name(match[1]) not in self.by_fold:
                self._add_alias(
                    assignment.department, trim(match[1]), self.spots[assignment.department]
                )

    def resolve(self, name: str, charge: Sequence[str], spot: CellSpot) -> str | None:
        """The department meant, one of `charge` where the name is short for it; else None."""
        fold = fold_name(name)
        if fold in self.by_fold:
            return self.by_fold[fold]
        near = [d for d in charge if _is_short_for(fold, fold_name(d))]
        if len(near) != 1:
            return None
        self._add_alias(near[0], name, spot)
        return near[0]

    def add(self, name: str, spot: CellSpot) -> str:
        return self._enter(name, spot)

    def note_alike(self) -> None:
        """Names that may be one department's; nobody is joined."""
        having: dict[str, list[int]] = {}
        for index, name in enumerate(self.order):
            letters = set(name)
            shared = Counter(chain.from_iterable(having.get(one, ()) for one in letters))
            for place in sorted(shared):
                other = self.order[place]
                # So many letters they have in common at most: few of hundreds are compared in full.
                most = shared[place] + len(name) - len(letters)
                if 2 * most / (len(name) + len(other)) < _ALIKE:
                    continue
                if difflib.SequenceMatcher(None, name, other).ratio() >= _ALIKE:
                    self.notes.at(
                        self.spots[name],
                        findings.DEPARTMENT_NAMES_ALIKE,
                        value=name,
                        department=name,
                        other=other,
                    )
            for one in letters:
                having.setdefault(one, []).append(index)

    def departments(self, answering: set[str]) -> tuple[Department, ...]:
        made = []
        for name in self.order:
            answers = name in answering or not is_collective(name)
            if not answers:
                self.notes.at(
                    self.spots[name],
                    findings.DEPARTMENT_WITHOUT_ANSWERS,
                    value=name,
                    department=name,
                )
            made.append(Department(name, tuple(self.aliases.get(name, ())), answers))
        return tuple(made)


def _split(text: str) -> list[str]:
    """Pieces between separators, but none inside parentheses."""
    pieces, depth, start = [], 0, 0
    text = _DIVISION.sub("", text)
    for index, char in enumerate(text):
        depth = max(0, depth + (char in OPENING) - (char in CLOSING))
        if depth == 0 and (char.isspace() or char in HARD_SEPARATORS):
            pieces.append(text[start:index])
            start = index + 1
    pieces.append(text[start:])
    joined: list[str] = []
    for piece in map(trim, pieces):
        before = joined[-1] if joined else ""
        if piece and before and piece[0] in OPENING:
            joined[-1] += piece
        elif before.endswith(("課", "室")) and piece.endswith(("係", "班")):
            joined[-1] += f"({piece})"
        elif piece:
            joined += _named_alike(piece)
    return joined


_DIVISION = re.compile(
    r"(?<=[^本]部|.局)[ \u3000\n]{1,3}"
    r"(?=[^\s、,]{1,20}(?:(?<![部局課室係所])\n[^\s、,]{1,20})?[課室所])"
)
"""The blank between 部 and its 課: 市民部 市民課 is one department."""


def _named_alike(piece: str) -> list[str]:
    """`人権課・広報課` are two, `企画・広報課` is one."""
    names = [trim(name) for name in piece.split("・")]
    return names if all(map(_is_name, names)) else [piece]


def _is_name(piece: str) -> bool:
    """Whether a piece can be a department's whole name: 企画 alone cannot."""
    name, _ = _name_and_note(piece)
    return len(name) > 1 and name.endswith(_ENDINGS)


def _name_and_note(piece: str) -> tuple[str, str]:
    """`施設課(旧下水道課)` → 施設課 and 旧下水道課."""
    words = trim(piece)
    if not words or words[-1] not in CLOSING:
        return words, ""
    depth = 0
    for index in range(len(words) - 1, 0, -1):
        depth += (words[index] in CLOSING) - (words[index] in OPENING)
        if depth == 0:
            return trim(words[:index]), trim(words[index + 1 : -1])
    return words, ""


def _is_short_for(short: str, name: str) -> bool:
    """意匠研究所 for 陶磁器意匠研究所: its end, its beginning, or its letters in order."""
    if len(short) < _SHORTEST or len(short) >= len(name):
        return False
    if name.endswith(short) or name.startswith(short):
        return True
    letters = iter(name)
    return short[-1] == name[-1] and all(letter in letters for letter in short)


_SHORTEST = 2
