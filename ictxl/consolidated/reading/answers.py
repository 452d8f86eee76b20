"""Split the 進捗状況 and 次期計画での展開 of a measure into each department's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.areas import Placed
from ictxl.consolidated.reading.heading_rows import Role
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.names import DepartmentNames
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.consolidated.reading.split_cells import (
    Paragraph,
    Tag,
    join_texts,
    read_step,
    split_next_steps,
    split_paragraphs,
)
from ictxl.consolidated.table import State
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Assignment
from ictxl.questions import NEXT_STEP_NAME, PROGRESS_NAME, RATING_NAME, USUAL_KEYS
from ictxl.responses import Response
from ictxl.spreadsheets.cells import column_letters
from ictxl.text.clean import fold_name

_STATES = frozenset({State.MISSING.value, State.BLANK.value})


@dataclass
class Answer:
    """What one department says on one measure, as far as it is read."""

    rating: str = ""
    progress: str = ""
    step: tuple[str, str] = ("", "")
    """Number and name of its next step."""
    state: str = ""
    """未提出 or 未記入 where the table says so."""


@dataclass
class Reader:
    """Reads the answers of one file's measures."""

    file: str
    names: DepartmentNames
    symbols: Mapping[str, str]
    """Folded spelling → symbol, of the legend."""
    notes: Notes
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    places: dict[str, Placed] = field(default_factory=dict)

    def read(self, placed: Placed, assignments: list[Assignment]) -> list[Assignment]:
        """Note the measure's answers; its departments, with those that only answer."""
        measure = f"{placed.area}-{placed.number}"
        self.places[measure] = placed
        charge = [assignment.department for assignment in assignments]
        self._read_progress(placed, measure, charge)
        self._read_next_steps(placed, measure, charge)
        added = [name for name in charge if name not in {a.department for a in assignments}]
        return [*assignments, *map(Assignment, added)]

    # --- 進捗状況

    def _read_progress(self, placed: Placed, measure: str, charge: list[str]) -> None:
        spots = placed.raw.texts(Role.PROGRESS)
        if not spots:
            return
        if len(spots) > 1 and any(not s.text.startswith("【") for s in spots[1:]):
            self.notes.at(
                spots[1], findings.SPLIT_TEXT_JOINED, measure=measure, heading=Role.PROGRESS.value
            )
        text = join_texts([spot.text for spot in spots])
        known = {fold_name(name) for name in charge} | self.names.by_fold.keys()

        def is_tag(tag: Tag) -> bool:
            rating = fold_spelling(tag.rating)
            if rating in self.symbols or tag.rating in _STATES:
                return fold_name(tag.name) in known or tag.begins_line or _ends_sentence(text, tag)
            return tag.begins_line and fold_name(tag.name) in known

        for paragraph in split_paragraphs(text, is_tag):
            if paragraph.name:
                self._take(paragraph, measure, charge, spots[0])
            else:
                self._take_lead(paragraph.body, measure, charge, spots[0])

    def _take(self, paragraph: Paragraph, measure: str, charge: list[str], spot: CellSpot) -> None:
        department = self.names.resolve(paragraph.name, charge, spot)
        if department is None:
            department = self.names.add(paragraph.name, spot)
        if department not in charge:
            self.notes.at(
                spot,
                findings.ANSWERING_DEPARTMENT_NOT_LISTED,
                measure=measure,
                department=department,
                value=paragraph.name,
            )
            charge.append(department)
        if (measure, department) in self.answers:
            whole = f"【{paragraph.name}-{paragraph.rating}】{paragraph.body}"
            self.notes.at(
                spot,
                findings.DEPARTMENT_ANSWERS_TWICE,
                measure=measure,
                department=department,
                value=whole,
            )
            return
        answer = self.answers[measure, department] = Answer(progress=paragraph.body)
        if paragraph.rating in _STATES:
            answer.state = paragraph.rating
            return
        answer.rating = self._rating(paragraph.rating, measure, department, spot)

    def _rating(self, written: str, measure: str, department: str, spot: CellSpot) -> str:
        symbol = self.symbols.get(fold_spelling(written))
        if symbol is None:
            self.notes.at(
                spot,
                findings.IMPORTED_RATING_UNKNOWN,
                measure=measure,
                department=department,
                value=written,
            )
            return written
        if symbol != written:
            self.notes.at(
                spot,
                findings.RATING_NORMALISED,
                read_as=symbol,
                measure=measure,
                department=department,
                value=written,
            )
        return symbol

    def _take_lead(self, text: str, measure: str, charge: Sequence[str], spot: CellSpot) -> None:
        """Text before any 【課-評価】: the only department's, or nobody's."""
        if len(charge) == 1 and text.count("【") == 0:
            department = charge[0]
            self.answers[measure, department] = Answer(progress=text)
            self.notes.at(
                spot,
                findings.ANSWER_WITHOUT_DEPARTMENT_NAME,
                measure=measure,
                department=department,
                value=text,
            )
        else:
            self.notes.at(spot, findings.TEXT_OF_UNKNOWN_DEPARTMENT, measure=measure, value=text)

    # --- 次期計画での展開

    def _read_next_steps(self, placed: Placed, measure: str, charge: list[str]) -> None:
        spots = placed.raw.texts(Role.NEXT_STEP)
        text = "\n".join(spot.text for spot in spots)
        aliases = [alias for name in charge for alias in self.names.aliases.get(name, [])]
        homeless: list[tuple[str, str]] = []
        for entry in split_next_steps(text, [*charge, *aliases]) if text else ():
            department = self.names.resolve(entry.name, charge, spots[0]) if entry.name else None
            answer = self.answers.get((measure, department or ""))
            if answer is None or answer.step != ("", ""):
                homeless.append((entry.name, entry.value))
            else:
                answer.step = read_step(entry.value)
        for name, value in homeless:
            self._place_homeless(name, value, measure, spots[0])

    def _place_homeless(self, name: str, value: str, measure: str, spot: CellSpot) -> None:
        """A next step of nobody who answers: the one answer without any takes it."""
        without = [
            department
            for (of, department), answer in self.answers.items()
            if of == measure and answer.step == ("", "") and not answer.state
        ]
        number, step = read_step(value)
        written = f"{name}-{value}" if name else value
        if len(without) != 1 or not (number or step):
            self.notes.at(spot, findings.NEXT_STEP_WITHOUT_PLACE, measure=measure, value=written)
            return
        self.answers[measure, without[0]].step = (number, step)
        if name:
            self.notes.at(
                spot,
                findings.NEXT_STEP_OF_OTHER_DEPARTMENT,
                name=name,
                measure=measure,
                department=without[0],
                value=written,
            )

    # --- all of it

    def responses(self, numbers: Mapping[str, str]) -> tuple[Response, ...]:
        """In the table's order; `numbers` gives the number of a next step by its folded name."""
        made = []
        for (measure, department), answer in self.answers.items():
            if answer.state and not answer.progress and answer.step == ("", ""):
                continue
            raw = self.places[measure].raw
            spot = (raw.texts(Role.PROGRESS) or [raw.spot])[0]
            steps = raw.texts(Role.NEXT_STEP)
            number, name = answer.step
            if not answer.rating and not answer.state:
                self.notes.at(
                    spot,
                    findings.ANSWER_WITHOUT_RATING,
                    measure=measure,
                    department=department,
                    value=answer.progress,
                )
            made.append(
                Response(
                    measure,
                    department,
                    {
                        USUAL_KEYS[RATING_NAME]: answer.rating,
                        USUAL_KEYS[PROGRESS_NAME]: answer.progress,
                        USUAL_KEYS[NEXT_STEP_NAME]: number or numbers.get(fold_name(name), name),
                    },
                    file=self.file,
                    sheet=spot.sheet,
                    row=spot.row + 1,
                    columns={
                        USUAL_KEYS[RATING_NAME]: column_letters(spot.column),
                        USUAL_KEYS[PROGRESS_NAME]: column_letters(spot.column),
                        USUAL_KEYS[NEXT_STEP_NAME]: column_letters(steps[0].column)
                        if steps
                        else "",
                    },
                )
            )
        return tuple(made)


def _ends_sentence(text: str, tag: Tag) -> bool:
    """Whether a tag inside a line stands behind a blank or a full stop, as a new paragraph does."""
    return text[tag.start - 1].isspace() or text[tag.start - 1] in "。)"
