"""Assign a returned form's answers to departments and measures of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import PurePath
from typing import Unpack

from ictxl import findings
from ictxl.contract.fields import Field, fields_of
from ictxl.contract.metadata import FormIdentity
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.model import Department, Measure, Plan
from ictxl.questions import Question, RequirementKind
from ictxl.responses import IndicatorResponse, Response, Submission
from ictxl.returned.answer_reading import asked_in_both, read_answers
from ictxl.returned.indicators.assign import place_indicators, unplaced_indicator
from ictxl.returned.plan_index import departments_named, measures_titled
from ictxl.returned.returned_file import (
    OtherWorkbook,
    PlaceableFile,
    ReadForm,
)
from ictxl.returned.tables import FormRow
from ictxl.spreadsheets.xlsx.cell_writer import cell_length, in_cells
from ictxl.text.clean import fold_name


def place_form(file: PlaceableFile, plan: Plan) -> Submission:
    """The form's rows as responses to the plan's measures; what has no place is a finding."""
    submission = Submission(
        **{field.name: getattr(file.source, field.name) for field in fields(file.source)},
        findings=file.findings,
        foreign=file.content if isinstance(file, OtherWorkbook) else None,
    )
    if not isinstance(file, ReadForm | OtherWorkbook) or file.identity is None:
        return submission
    placing = _Placing(file, file.identity, plan)
    placing.place()
    identity = file.identity
    if identity.plan_id == plan.id:
        # One plan in memory, however many forms carry it or their share of it.
        identity = replace(identity, plan=plan)
    return replace(
        submission,
        department=placing.department.name if placing.department else "",
        identity=identity,
        responses=tuple(placing.responses),
        findings=(*file.findings, *placing.findings),
        indicator_responses=tuple(placing.indicator_responses),
    )


class _Placing:
    """The state of placing one form."""

    def __init__(self, form: ReadForm | OtherWorkbook, identity: FormIdentity, plan: Plan) -> None:
        self.file = form.file
        self.sheet, self.rows = (form.sheet, form.rows) if isinstance(form, ReadForm) else ("", ())
        self.owners = form.other_owners if isinstance(form, ReadForm) else {}
        self.identity = identity
        self.fields = fields_of(identity.plan)
        self.asked = asked_in_both(identity.plan, plan)
        self.plan = plan
        self.department: Department | None = None
        self.responses: list[Response] = []
        self.indicator_rows = form.indicator_rows if isinstance(form, ReadForm) else ()
        self.indicator_responses: list[IndicatorResponse] = []
        self.findings: list[Finding] = []

    def place(self) -> None:
        self._report_other_plan()
        self._find_department(self.identity.department)
        self._report_other_name()
        self._report_other_questions()
        placed: dict[str, tuple[Measure, list[FormRow]]] = {}
        for row in self.rows:
            measure = self._place_of(row)
            if measure is not None:
                placed.setdefault(measure.id, (measure, []))[1].append(row)
        for measure, rows in placed.values():
            self._answer(measure, rows)
        self._place_indicators()

    def _place_indicators(self) -> None:
        own, sent = [], self.identity.plan
        for row in self.indicator_rows:
            owner = self._other_owner(row)
            if owner is None:
                own.append(row)
                continue
            kind, named = findings.SHEET_OF_OTHER_DEPARTMENT, self.identity.department
            for place in unplaced_indicator(row, sent, self._place):
                indicator = sent.indicator_by_id.get(row.measure)
                name = f"指標: {indicator.name}\n" if indicator else ""
                here: FindingPlace = {**place, "value": f"{name}{place['value']}"}
                self.findings.append(kind.at(here, named=named, owner=owner.name))
        placed = place_indicators(own, sent, self.plan, self.department, self._planned, self._place)
        self.indicator_responses.extend(placed.responses)
        self.findings.extend(placed.findings)

    def _report_other_plan(self) -> None:
        if self.identity.plan_id == self.plan.id:
            return
        theirs = self.identity.plan
        if (theirs.title, theirs.year) == (self.plan.title, self.plan.year):
            self._report(findings.FORM_OF_OTHER_PLAN_VERSION)
        else:
            self._report(
                findings.FORM_OF_OTHER_PLAN_OR_YEAR, theirs=_round(theirs), ours=_round(self.plan)
            )

    def _find_department(self, name: str) -> None:
        if not name:
            return
        self.department = self.plan.resolve_department(name)
        if self.department is None:
            self._report(findings.UNKNOWN_DEPARTMENT, value=name)
        elif self.department.name != name:
            self._report(findings.DEPARTMENT_ALIAS_USED, value=name)

    def _report_other_name(self) -> None:
        """A file named after another department: perhaps its form was filled in by mistake."""
        if self.department is None:
            return
        named = departments_named([PurePath(self.file).stem], self.plan)
        if named and self.department.name not in named:
            self._report(
                findings.FILE_NAMED_AFTER_OTHER_DEPARTMENT,
                value=self.file,
                named="、".join(named),
            )

    def _report_other_questions(self) -> None:
        """What only the form asked, with all that was answered, and what only the plan asks."""
        for question in self.asked.unplanned:
            self.findings.extend(self._unplanned(question))
        for question in self.asked.not_in_form if self.rows else ():
            is_optional = question.required.kind is RequirementKind.NEVER
            kind = (
                findings.OPTIONAL_QUESTION_NOT_IN_FORM
                if is_optional
                else findings.QUESTION_NOT_IN_FORM
            )
            self._report(kind, heading=question.name)

    def _unplanned(self, question: Question) -> Iterator[Finding]:
        answered = [row for row in self.rows if row.texts.get(question.key)]
        said = [(row, f"{row.cell(question.key)}: {row.texts[question.key]}") for row in answered]
        for group in in_cells(said, lambda one: cell_length(one[1]) + 1):
            row = group[0][0]
            place: FindingPlace = {
                **self._place,
                "sheet": row.sheet,
                "cell": row.cell(question.key),
                "measure": row.measure if len(group) == 1 else "",
                "value": "\n".join(line for _, line in group),
            }
            yield findings.QUESTION_NOT_IN_PLAN.at(place, heading=question.name, count=len(group))

    def _place_of(self, row: FormRow) -> Measure | None:
        """The measure a row answers; a row without one is reported."""
        measure = self._measure_of(row)
        owner = self._other_owner(row)
        if owner is not None:
            self._unplaced(
                findings.SHEET_OF_OTHER_DEPARTMENT,
                row,
                row.measure,
                named=self.identity.department,
                owner=owner.name,
            )
        elif measure is None:
            title = row.texts.get("title", "")
            self._unplaced(findings.MEASURE_NOT_IN_PLAN, row, row.measure, title=title)
        elif self.department is None:
            self._unplaced(findings.ANSWER_OF_UNKNOWN_DEPARTMENT, row, measure.id)
        elif measure.assignment_of(self.department.name) is None:
            self._unplaced(findings.MEASURE_OF_OTHER_DEPARTMENT, row, measure.id)
        else:
            return measure
        return None

    def _other_owner(self, row: FormRow) -> Department | None:
        """Whose the row's sheet is, where it is another department's."""
        owner = self.plan.resolve_department(self.owners.get(row.sheet, ""))
        return None if owner is self.department else owner

    def _answer(self, measure: Measure, rows: Sequence[FormRow]) -> None:
        """The first row that says anything stands; another that says something else is told."""
        assert self.department is not None
        standing = next((row for row in rows if self._written(row)), rows[0])
        self.responses.append(self._response(standing, measure, self.department))
        for row in rows:
            if row is not standing and self._written(row) != self._written(standing):
                first, second = _where(standing, row), _where(row, standing)
                self._unplaced(
                    findings.MEASURE_ROWS_DIFFER, row, measure.id, first=first, second=second
                )

    def _measure_of(self, row: FormRow) -> Measure | None:
        return self._planned(row.measure)

    def _planned(self, measure: str) -> Measure | None:
        """By id; in a form of another plan the name must agree too, or decides alone."""
        same_id = self.plan.measure_by_id.get(measure)
        if self.identity.plan_id == self.plan.id:
            return same_id
        sent = self.identity.plan.measure_by_id.get(measure)
        if sent is None:
            return None
        if same_id and fold_name(same_id.title) == fold_name(sent.title):
            return same_id
        return self._titled(sent)

    def _titled(self, sent: Measure) -> Measure | None:
        """The one of that name; of several the one that is alike in other ways, too."""
        named = measures_titled(sent.title, self.plan)
        for text_of in (_target, _area_title):
            if len(named) > 1:
                text = text_of(sent, self.identity.plan)
                named = [m for m in named if text_of(m, self.plan) == text] or named
        return named[0] if len(named) == 1 else None

    def _response(self, row: FormRow, measure: Measure, department: Department) -> Response:
        place: FindingPlace = {**self._place, "sheet": row.sheet, "measure": measure.id}
        read = read_answers(row, self.asked, place)
        self.findings.extend(read.findings)
        return Response(
            measure.id,
            department.name,
            read.values,
            self.file,
            row.sheet,
            row.row,
            read.columns,
            read.previous,
        )

    def _unplaced(
        self, kind: FindingKind, row: FormRow, measure: str, /, **facts: Unpack[Facts]
    ) -> None:
        """A row without a place: reported with everything written in it, if anything was."""
        written = self._written(row)
        if not written:
            return
        place: FindingPlace = {
            **self._place,
            "sheet": row.sheet,
            "cell": row.cell(next(iter(written)).key),
            "measure": measure,
            "value": "\n".join(f"{asked.heading}: {text}" for asked, text in written.items()),
        }
        self.findings.append(kind.at(place, **facts))

    def _written(self, row: FormRow) -> dict[Field, str]:
        """All answers of a row, in the order of the form."""
        texts = row.texts
        return {asked: texts[asked.key] for asked in self.fields.inputs if texts.get(asked.key)}

    def _report(self, kind: FindingKind, /, **facts: Unpack[Facts]) -> None:
        self.findings.append(kind.at(self._place, **facts))

    @property
    def _place(self) -> FindingPlace:
        """The form as a whole."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "department": self.department.name if self.department else "",
            "level": self.plan.measure_level.label,
        }


def _target(measure: Measure, _: Plan) -> str:
    return fold_name(measure.target)


def _area_title(measure: Measure, plan: Plan) -> str:
    area = plan.area_by_id.get(measure.area)
    return fold_name(area.title) if area else ""


def _where(row: FormRow, other: FormRow) -> str:
    """How to tell one row from another."""
    return f"{row.row} 行目" if row.sheet == other.sheet else f"シート「{row.sheet}」"


def _round(plan: Plan) -> str:
    return f"{plan.title} {plan.year_label}"
