"""Collect 次期展開 and 今後の展開 from their use where the table has no list of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ictxl import findings
from ictxl.consolidated.reading.areas import Placed
from ictxl.consolidated.reading.heading_rows import Role
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.legends import is_finishing
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Outlook
from ictxl.questions import Choice, ChoiceList, next_step_list
from ictxl.text.clean import fold_code, fold_name
from ictxl.text.punctuation import SLASHES

ARROW = "↗"
"""What scanners read as a slash."""
_LONGEST_MARK = 8
"""A longer text in the column of the marks slipped in there."""


def read_outlook(placed: Placed, known: dict[str, str], notes: Notes) -> str:
    """A measure's mark, as `known` spells it: folded → mark, which grows by each new one."""
    spots = []
    for spot in placed.raw.texts(Role.OUTLOOK):
        if len(spot.text) > _LONGEST_MARK:
            notes.at(spot, findings.TEXT_NOT_IMPORTED, measure=placed.id)
        else:
            spots.append(spot)
    # One line, as the list of a plan workbook holds it.
    mark = "".join(part for spot in spots for part in spot.text.split("\n"))
    if not mark:
        return ""
    meant = ARROW if mark in SLASHES else mark
    meant = known.setdefault(fold_spelling(meant), meant)
    if meant != mark:
        notes.at(
            spots[0], findings.OUTLOOK_NORMALISED, measure=placed.id, value=mark, read_as=meant
        )
    return meant


def list_outlooks(
    marks: Sequence[tuple[str, Placed]], legend: Sequence[Outlook], notes: Notes
) -> tuple[Outlook, ...]:
    """The legend's marks, then those in use that it does not explain."""
    listed = {outlook.mark: outlook for outlook in legend}
    for mark, placed in marks:
        if mark and mark not in listed:
            listed[mark] = Outlook(mark, "")
            notes.at(
                placed.raw.texts(Role.OUTLOOK)[0], findings.OUTLOOK_MEANING_MISSING, value=mark
            )
    return tuple(listed.values())


def list_next_steps(
    used: Iterable[tuple[str, str, Placed]], usual: ChoiceList, notes: Notes
) -> ChoiceList:
    """The steps in use, by number; the whole usual list where they agree with it."""
    found: dict[str, Choice] = {}
    by_name: dict[str, Choice] = {}
    usual_pairs = {(step.code, fold_spelling(step.name)) for step in usual.choices}
    pairs = [(n, fold_spelling(name), name, placed) for n, name, placed in used if n and name]
    # A slip does not go before what is usual: a plan lists each number and each name once.
    for number, folded, name, placed in sorted(pairs, key=lambda p: p[:2] not in usual_pairs):
        known = found.get(number) or by_name.get(folded)
        if known is None:
            known = found[number] = by_name[folded] = Choice(number, name, is_finishing(name))
        if (known.code, fold_spelling(known.name)) != (number, folded):
            spot = placed.raw.texts(Role.NEXT_STEP)[0]
            notes.at(
                spot,
                findings.NEXT_STEP_NUMBER_CONTRADICTS_NAME,
                value=f"{number}.{name}",
                read_as=usual.label(known),
            )
    if {(step.code, folded) for folded, step in by_name.items()} <= usual_pairs:
        for step in usual.choices:
            if step.code not in found:
                notes.on("", findings.NEXT_STEP_ADDED, value=usual.label(step))
        return usual
    for step in found.values():
        kind = "終了" if step.finished else "継続"
        notes.on("", findings.NEXT_STEP_KIND_GUESSED, value=usual.label(step), kind=kind)
    return next_step_list(sorted(found.values(), key=_order))


def _order(step: Choice) -> tuple[int, str]:
    folded = fold_code(step.code)
    return (int(folded) if folded.isdecimal() else 0, step.code)


def numbers_by_name(steps: ChoiceList) -> dict[str, str]:
    """Folded name → number."""
    return {fold_name(step.name): step.code for step in steps.choices}
