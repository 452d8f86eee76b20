"""Assign a returned form's answers to departments and measures of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ictxl import findings
from ictxl.contract.fields import FIELD_BY_KEY, INPUT_FIELDS
from ictxl.contract.metadata import FormIdentity
from ictxl.contract.spellings import read_next_step, read_rating
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.model import Department, Measure, Plan
from ictxl.responses import Response, Submission
from ictxl.returned.plan_index import departments_named, measures_titled
from ictxl.returned.returned_file import (
    OtherWorkbook,
    PlaceableFile,
    ReadForm,
)
from ictxl.returned.tables import FormRow
from ictxl.text.clean import fold_name, invisible_characters, visible


def place_form(file: PlaceableFile, plan: Plan) -> Submission:
    """The form's rows as responses to the plan's measures; what has no place is a finding."""
    source = file.source
    submission = Submission(
        source.path,
        source.file,
        modified=source.modified,
        file_time=source.file_time,
        tells_time=source.tells_time,
        size=source.size,
        digest=source.digest,
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
    )


class _Placing:
    """The state of placing one form."""

    def __init__(self, form: ReadForm | OtherWorkbook, identity: FormIdentity, plan: Plan) -> None:
        self.file = form.file
        self.sheet, self.rows = (form.sheet, form.rows) if isinstance(form, ReadForm) else ("", ())
        self.owners = form.other_owners if isinstance(form, ReadForm) else {}
        self.identity = identity
        self.plan = plan
        self.department: Department | None = None
        self.responses: list[Response] = []
        self.findings: list[Finding] = []

    def place(self) -> None:
        self._report_other_plan()
        self._find_department(self.identity.department)
        self._report_other_name()
        placed: dict[str, tuple[Measure, list[FormRow]]] = {}
        for row in self.rows:
            measure = self._place_of(row)
            if measure is not None:
                placed.setdefault(measure.id, (measure, []))[1].append(row)
        for measure, rows in placed.values():
            self._answer(measure, rows)

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
        named = departments_named([self.file], self.plan)
        if named and self.department.name not in named:
            self._report(
                findings.FILE_NAMED_AFTER_OTHER_DEPARTMENT,
                value=self.file,
                named="、".join(named),
            )

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
            self._unplaced(findings.MEASURE_NOT_IN_PLAN, row, row.measure)
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
        standing = next((row for row in rows if dict(_written(row.texts))), rows[0])
        self.responses.append(self._response(standing, measure, self.department))
        for row in rows:
            if row is not standing and dict(_written(row.texts)) != dict(_written(standing.texts)):
                first, second = _where(standing, row), _where(row, standing)
                self._unplaced(
                    findings.MEASURE_ROWS_DIFFER, row, measure.id, first=first, second=second
                )

    def _measure_of(self, row: FormRow) -> Measure | None:
        """By id; in a form of another plan the name must agree too, or decides alone."""
        same_id = self.plan.measure_by_id.get(row.measure)
        if self.identity.plan_id == self.plan.id:
            return same_id
        sent = self.identity.plan.measure_by_id.get(row.measure)
        if sent is None:
            return None
        if same_id and fold_name(same_id.title) == fold_name(sent.title):
            return same_id
        named = measures_titled(sent.title, self.plan)
        return named[0] if len(named) == 1 else None

    def _response(self, row: FormRow, measure: Measure, department: Department) -> Response:
        columns = row.columns
        return Response(
            area=measure.area,
            number=measure.number,
            department=department.name,
            rating=self._code("rating", row, measure),
            progress=row.texts.get("progress", ""),
            next_step=self._code("next_step", row, measure),
            remarks=row.texts.get("remarks", ""),
            file=self.file,
            sheet=row.sheet,
            row=row.row,
            rating_column=columns.get("rating", ""),
            progress_column=columns.get("progress", ""),
            next_step_column=columns.get("next_step", ""),
            remarks_column=columns.get("remarks", ""),
            previous_rating=row.texts.get("previous_rating", ""),
            previous_progress=row.texts.get("previous_progress", ""),
        )

    def _code(self, field: str, row: FormRow, measure: Measure) -> str:
        """A coded field as its code; as written where it is none of the plan's."""
        text = row.texts.get(field, "")
        if not text:
            return ""
        if field == "rating":
            code = read_rating(text, self.plan)
            usual = {code}
        else:
            code = read_next_step(text, self.plan)
            usual = {code, self.plan.next_step_by_number[code].label} if code else set()
        if code is None:
            return text
        invisible = "、".join(invisible_characters(text))
        if text not in usual and invisible and visible(text) in usual:
            self._report(
                findings.INVISIBLE_IN_CODE,
                sheet=row.sheet,
                cell=row.cell(field),
                measure=measure.id,
                value=text,
                read_as=visible(text),
                found=invisible,
            )
        elif text not in usual:
            self._report(
                findings.ANSWER_NORMALISED,
                sheet=row.sheet,
                cell=row.cell(field),
                measure=measure.id,
                value=text,
                read_as=code,
            )
        return code

    def _unplaced(
        self,
        kind: FindingKind[Facts],
        row: FormRow,
        measure: str,
        /,
        *nothing: Facts.args,
        **facts: Facts.kwargs,
    ) -> None:
        """A row without a place: reported with everything written in it, if anything was."""
        written = dict(_written(row.texts))
        if not written:
            return
        place: FindingPlace = {
            **self._place,
            "sheet": row.sheet,
            "cell": row.cell(next(iter(written))),
            "measure": measure,
            "value": "\n".join(f"{FIELD_BY_KEY[k].heading}: {v}" for k, v in written.items()),
        }
        self.findings.append(kind.at(place, *nothing, **facts))

    def _report(
        self, kind: FindingKind[Facts], /, *nothing: Facts.args, **facts: Facts.kwargs
    ) -> None:
        self.findings.append(kind.at(self._place, *nothing, **facts))

    @property
    def _place(self) -> FindingPlace:
        """The form as a whole."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "department": self.department.name if self.department else "",
        }


def _written(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for asked in INPUT_FIELDS:
        if texts.get(asked.key):
            yield asked.key, texts[asked.key]


def _where(row: FormRow, other: FormRow) -> str:
    """How to tell one row from another."""
    return f"{row.row} 行目" if row.sheet == other.sheet else f"シート「{row.sheet}」"


def _round(plan: Plan) -> str:
    return f"{plan.title} {plan.year_label}"
