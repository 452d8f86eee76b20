"""ひな形: read and check a template workbook."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from ictxl import findings
from ictxl.contract.fields import FormFields, fields_of
from ictxl.errors import InputError, TemplateError
from ictxl.files.names import TEMPLATE_FILE
from ictxl.files.raw_file import template_bytes
from ictxl.findings import Finding, has_errors
from ictxl.form.form_batch import Series, ungroup_columns
from ictxl.form.indicators.own_sheet import prepare_indicators
from ictxl.form.indicators.rows import IndicatorTable
from ictxl.form.package.snapshot import freeze, open_frozen
from ictxl.form.sheet.cells import cells_of
from ictxl.form.template.adapting import adapt
from ictxl.form.template.validation import Examination, ListPlace
from ictxl.model import Plan
from ictxl.readers import READER_LABEL
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated, losses, with_moved_drawings

QUESTIONS_FILE = "questions_template.xlsx"
USUAL_PLAN = Plan("", 0, "")
"""Asks the usual questions: what a template is for where no plan is named."""


@dataclass(frozen=True)
class Template:
    """A template that can be filled in."""

    path: Path
    content: bytes = field(repr=False)
    frozen: bytes = field(repr=False)
    """Its workbook, see `snapshot`."""
    sheet: str
    """Name of the input sheet."""
    row: int
    """The prototype row, as Excel counts."""
    columns: dict[str, int]
    """Field key → column of the input sheet, for fields that stand alone in their cell."""
    fields: FormFields
    """The columns that the plan's forms may have."""
    texts: frozenset[int]
    """The other columns of the prototype row that hold something."""
    lists: tuple[ListPlace, ...]
    findings: tuple[Finding, ...] = ()
    """Warnings: what the forms made from it will lack."""
    is_designed: bool = False
    """Whether it is ictxl's own, laid out for what its plan asks."""
    plan: Plan = field(default=USUAL_PLAN, repr=False)
    """Whose forms it is adapted to."""
    original: tuple[bytes, bytes] = field(default=(b"", b""), repr=False)
    """Content and workbook as read, to be adapted to another plan."""
    indicators: IndicatorTable | None = None
    """The table of indicators, where the plan or the template has one."""
    inserted: Repeated | None = None
    """The row that was put in for the keys of that table."""

    naming = ("number", "title")
    """Keys of the fields that tell measures apart, the best first."""

    @cached_property
    def inputs(self) -> dict[str, int]:
        """Question's key → its column."""
        return self.fields.inputs_in(self.columns)

    def open(self) -> Workbook:
        """A fresh workbook to fill in."""
        return open_frozen(self.frozen)

    def series(self, plan: Plan, *, has_previous: bool) -> Series:
        """What the forms of the plan have in common; remembered until another plan comes."""
        known = self._series.get(has_previous)
        if known is None or known.plan is not plan:
            known = Series(self.for_plan(plan), plan, has_previous)
            self._series[has_previous] = known
        return known

    def for_plan(self, plan: Plan) -> Template:
        """The template with the columns of the plan's forms.

        Raises TemplateError with every finding where it does not make such forms.
        """
        are_usual = plan.asks_the_usual and self.plan.asks_the_usual
        has_indicators = plan.indicators or self.plan.indicators
        is_alike = are_usual and not has_indicators and plan.levels == self.plan.levels
        if plan is self.plan or (is_alike and fields_of(plan) == self.fields):
            return self
        return _adapted(self.path, *self.original, plan)

    @cached_property
    def _series(self) -> dict[bool, Series]:
        return {}


def default_template_path() -> Path:
    """The template that comes with ictxl: inside an installed package, or beside a checkout."""
    packaged = resources.files("ictxl").joinpath("templates", TEMPLATE_FILE)
    if isinstance(packaged, Path) and packaged.exists():
        return packaged
    return Path(__file__).parents[3] / "templates" / TEMPLATE_FILE


@cache
def _own_content() -> bytes:
    """ictxl's own template: who uses it as it came gets it laid out for the plan."""
    return default_template_path().read_bytes()


def questions_template_path() -> Path:
    """Its twin for plans that say themselves what is asked."""
    return default_template_path().with_name(QUESTIONS_FILE)


def read_template(path: Path, plan: Plan = USUAL_PLAN) -> Template:
    """The template at `path`, for the forms of the plan.

    Raises InputError where there is no readable workbook, TemplateError with every finding where
    its placeholders do not make a form.
    """
    return _adapted(path, *_opened(path), plan)


def _adapted(path: Path, content: bytes, frozen: bytes, plan: Plan) -> Template:
    template, found = _examine(path, content, frozen, plan)
    if template is None:
        raise TemplateError(
            f"ひな形「{path}」から調査票を作れません。",
            "ひな形を Excel で開いて、上の指摘を直してください。",
            found,
        )
    return template


def check_template(path: Path, plan: Plan = USUAL_PLAN) -> tuple[Finding, ...]:
    """All that is wrong with a template, and what of it forms cannot keep.

    Raises InputError where there is no readable workbook.
    """
    return _examine(path, *_opened(path), plan)[1]


def _opened(path: Path) -> tuple[bytes, bytes]:
    """The file's content, and its workbook frozen."""
    content = _read(path)
    return content, freeze(_loaded(path, content))


def load(content: bytes) -> Workbook:
    """The template's workbook, with the formats of single characters kept."""
    with warnings.catch_warnings():
        # What openpyxl passes over is named by `losses`, with its cell and in Japanese.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


def _read(path: Path) -> bytes:
    content = template_bytes(path)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise InputError(f"ひな形「{path}」は Excel ブック(.xlsx)ではありません。", _SAVE_AS_XLSX)
    return content


_SAVE_AS_XLSX = (
    "Excel で開き、パスワードがあれば外して、「Excel ブック (*.xlsx)」として保存し直してください。"
)


def _loaded(path: Path, content: bytes) -> Workbook:
    try:
        book = load(content)
    except Exception as error:
        raise InputError(f"ひな形「{path}」を読めません({error})。", _SAVE_AS_XLSX) from error
    if not book.worksheets:
        # openpyxl finds no sheet in a Strict OOXML file, and says nothing.
        raise InputError(f"ひな形「{path}」にシートが見つかりません。", _SAVE_AS_XLSX)
    return book


def _examine(
    path: Path, content: bytes, frozen: bytes, plan: Plan
) -> tuple[Template | None, tuple[Finding, ...]]:
    original, is_own = (content, frozen), content == _own_content()
    if is_own and not plan.asks_the_usual:
        content = _read(questions_template_path())
        book = _loaded(path, content)
        if plan.review_of:
            say_review_words(book)
        frozen = freeze(book)
    book = open_frozen(frozen)
    examination = Examination(path.name, book, plan)
    lost = (
        findings.NOT_CARRIED_INTO_FORMS(
            file=path.name, what=loss.what, advice=loss.advice, sheet=loss.sheet, cell=loss.cell
        )
        for loss in losses(content)
    )
    found = (*examination.findings(), *lost)
    home = examination.home
    if has_errors(found) or home is None:
        return None, found
    # Examining adds empty cells.
    book = open_frozen(frozen)
    ungroup_columns(book[home.sheet])
    adapted = adapt(book, examination, plan, designed=is_own and not plan.asks_the_usual)
    indicators, inserted = prepare_indicators(book, examination, plan, adapted.indicator_places)
    row = home.row
    if inserted and row > inserted.row:
        row += inserted.added
    template = Template(
        path=path,
        content=with_moved_drawings(content, home.sheet, adapted.places),
        frozen=freeze(book) if adapted.is_changed or indicators else frozen,
        sheet=home.sheet,
        row=row,
        columns=dict(adapted.columns),
        fields=fields_of(plan),
        texts=adapted.texts,
        lists=tuple(examination.lists()),
        findings=found,
        is_designed=is_own and not plan.asks_the_usual,
        plan=plan,
        original=original,
        indicators=indicators,
        inserted=inserted,
    )
    return template, found


_WORDS = {
    "進捗状況調査票": "二次評価",
    "担当課: ": READER_LABEL,
    "数がまだ確定していないときは、見込みの数を入れ、そのことを問い合わせ先へ知らせてください。": (
        "担当課の回答に直してほしいところがあるときは、問い合わせ先へ知らせてください。"
    ),
    "係ごとに分けて記入したときは": "分担して記入したときは",
}
"""What the template says → what it says in a second reading."""


def say_review_words(book: Workbook) -> None:
    for sheet in book.worksheets:
        for cell in cells_of(sheet):
            if isinstance(cell.value, str):
                for usual, ours in _WORDS.items():
                    cell.value = cell.value.replace(usual, ours)
