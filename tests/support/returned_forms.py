"""Returned forms for tests, written as little tables: what was sent, filled in, and done to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.metadata import FormIdentity, common_rows, own_rows
from ictxl.contract.other_workbooks import ForeignText
from ictxl.files.inputs import InputFile
from ictxl.findings import Finding
from ictxl.form.workbook import make_form as make_form_content
from ictxl.model import (
    Assignment,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.questions import Choice, next_step_list, rating_list, usual_questions
from ictxl.responses import Response
from ictxl.returned.assign import place_form
from ictxl.returned.batch import ReadFiles, begin_reading, start_workers
from ictxl.returned.deciding.join import join_submissions
from ictxl.returned.deciding.plan_choice import choose_plan
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.returned.recover import recover_forms
from tests.support.books import load
from tests.support.forms import default_template
from tests.support.made_once import made_once
from tests.support.responses import INPUTS, answer_of

SHEET = "進捗入力"
GUIDE = "記入方法"
Answer = tuple[str, ...]
"""rating, progress, next step, remarks; the last ones may be left out."""
ANSWERS: dict[str, Answer] = {
    "1-1": ("B", "申請を3件電子化した。", "1.現状維持", "様式が古い"),
    "1-3": ("A", "文書を配った。", "2.拡充"),
    "2-1": ("X", "すべて電子化した。", "4.終了"),
    "2-2": ("C", "講座を1回開いた。", "1.現状維持"),
}
"""What 文書課 answers where a test does not say otherwise."""
READ_ANSWERS = {
    "1-1": ("B", "申請を3件電子化した。", "1", "様式が古い"),
    "1-3": ("A", "文書を配った。", "2", ""),
    "2-1": ("X", "すべて電子化した。", "4", ""),
    "2-2": ("C", "講座を1回開いた。", "1", ""),
}

RATINGS = (
    Choice("A", "目標を上回った"),
    Choice("B", "目標どおり進んでいる"),
    Choice("C", "やや遅れている"),
    Choice("D", "着手していない"),
    Choice("X", "完了した", finished=True),
    Choice("Y", "廃止した", finished=True),
)
NEXT_STEPS = (
    Choice("1", "現状維持"),
    Choice("2", "拡充"),
    Choice("3", "縮小"),
    Choice("4", "終了", finished=True),
)


def small_plan(
    *,
    ratings: Sequence[Choice] = RATINGS,
    next_steps: Sequence[Choice] = NEXT_STEPS,
    progress_limit: int | None = None,
    **changes: object,
) -> Plan:
    """Two areas, five measures, three departments that answer (and one that does not)."""
    archive, health, school = (Assignment(name) for name in ("文書課", "健康課", "学校課"))
    parts: dict[str, object] = {
        "title": "試しの計画",
        "year": 2024,
        "year_label": "令和6年度",
        "deadline": "2025-05-30",
        "contact": "情報課 内線123",
        "saved_at": "2025-04-01T00:00:00Z",
        "areas": (PolicyArea("1", "くらしの情報化"), PolicyArea("2", "庁内の情報化")),
        "measures": (
            Measure("1", "1", "電子申請の拡大", "申請の半数を電子化する。", "⇒", (archive, health)),
            Measure("1", "2", "健康情報の発信", "毎月発信する。", "↗", (health,)),
            Measure("1", "3", "学校の通信環境", "全校に無線LANを置く。", "⇒", (school, archive)),
            Measure("2", "1", "文書の電子化", "紙の文書を\n半減させる。", "☆", (archive,)),
            Measure("2", "2", "職員研修", "年2回開く。", "⇒", (archive, health, school)),
        ),
        "departments": (
            Department("文書課", ("旧総務課",)),
            Department("健康課"),
            Department("学校課"),
            Department("各業務担当課", (), answers=False),
        ),
        "questions": usual_questions(
            rating_list(ratings), next_step_list(next_steps), progress_limit
        ),
        "outlooks": (Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    }
    return Plan(**{**parts, **changes})  # type: ignore[arg-type]  # a test may set any part


class Form:
    """A form open for editing, addressed as the department sees it: by measure and field."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Workbook = load(path, rich_text=True)
        self.sheet: Worksheet = self.book[SHEET]

    def cell(self, measure: str, field: str) -> Cell:
        """The cell of a measure's field, wherever rows and columns have gone."""
        columns = {c.value: c.column for c in self.sheet[1] if c.value}
        rows = {c.value: c.row for c in self.sheet["A"] if c.value}
        cell = self.sheet.cell(rows[measure], columns[field])
        assert isinstance(cell, Cell)
        return cell

    def at(self, measure: str, field: str) -> str:
        """`K9`."""
        return str(self.cell(measure, field).coordinate)

    def fill(self, answers: Mapping[str, Answer]) -> Form:
        for measure, answer in answers.items():
            for field, text in zip(INPUTS, answer, strict=False):
                cell = self.cell(measure, field)
                cell.value = text
                cell.data_type = "s"
        return self

    def save(self, path: Path | None = None) -> Path:
        self.book.save(path or self.path)
        return path or self.path


def _made(plan: Plan, department: str) -> bytes:
    return make_form_content(default_template(), plan, plan.department_by_name[department])


_sent = made_once(_made)


@made_once
def _filled(plan: Plan, department: str, answers: tuple[tuple[str, Answer], ...]) -> bytes:
    with tempfile.TemporaryDirectory() as desk:
        form = Form(make_form(Path(desk) / "form.xlsx", plan, department))
        return form.fill(dict(answers)).save().read_bytes()


def identity_rows(identity: FormIdentity) -> list[tuple[str, ...]]:
    """What both hidden sheets say of a form."""
    return [*common_rows(identity), *own_rows(identity, "")]


def make_form(path: Path, plan: Plan, department: str) -> Path:
    """The form as it is sent."""
    # Last year's answers are dictionaries, which no cache takes for a key.
    path.write_bytes((_made if plan.previous else _sent)(plan, department))
    return path


@dataclass(frozen=True)
class Read:
    """What came of reading one or more returned files against a plan."""

    responses: dict[tuple[str, str], Response]
    """(measure, department) → the answer that stands."""
    findings: tuple[Finding, ...]
    foreign: tuple[tuple[str, ForeignText], ...] = ()
    """(file, text) of all that workbooks say that are no form."""

    @property
    def found(self) -> list[tuple[str, str]]:
        """(cell, code) of each finding on a file of its own, sorted."""
        return sorted((f.cell, f.code) for f in self.findings)

    def value(self, code: str) -> str:
        """The value of the one finding of that code."""
        (value,) = [f.value for f in self.findings if f.code == code]
        return value

    def answer(self, measure: str, department: str = "文書課") -> tuple[str, str, str, str]:
        return answer_of(self.responses[measure, department])

    def texts(self) -> str:
        """Everything that reaches the consolidated workbook or the report."""
        answers = (text for r in self.responses.values() for text in r.values.values())
        foreign = (text.text for _, text in self.foreign)
        return "\n".join([*answers, *(f.value for f in self.findings), *foreign])


def told(result: Read) -> list[tuple[str, str, str, str]]:
    """(sheet, cell, code, value) of each finding, sorted; 文書課's answers are as they were."""
    assert {
        m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"
    } == READ_ANSWERS
    return sorted((f.sheet, f.cell, f.code, f.value) for f in result.findings)


def read_all(paths: Iterable[Path], reading: Reading = USUAL_READING) -> ReadFiles:
    """What the files hold, as `pipeline.collect` reads them."""
    files = [InputFile(path, path.name) for path in paths]
    with start_workers(files, reading) as executor:
        return begin_reading(files, reading, executor).finish(lambda _done, _total: None)


def read(*paths: Path, plan: Plan | None = None, reading: Reading = USUAL_READING) -> Read:
    """Read, recover, place and join, as `pipeline.collect` does before the checks."""
    files = read_all(paths, reading)
    choice = choose_plan(files.files)
    plan = plan or (choice.plan if choice else small_plan())
    submissions = [place_form(file, plan) for file in recover_forms(files, plan)]
    joined = join_submissions(plan, submissions)
    found = [finding for submission in submissions for finding in submission.findings]
    return Read(
        {(r.measure, r.department): r for r in joined.responses},
        (*found, *joined.findings),
        tuple((s.file, text) for s in submissions if s.foreign for text in s.foreign.texts()),
    )


def filled_form(
    path: Path,
    plan: Plan | None = None,
    department: str = "文書課",
    answers: Mapping[str, Answer] = ANSWERS,
) -> Path:
    """Sent, filled in and saved."""
    path.write_bytes(_filled(plan or small_plan(), department, tuple(answers.items())))
    return path
