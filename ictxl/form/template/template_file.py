"""ひな形: read and check a template workbook."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from ictxl.errors import InputError, TemplateError
from ictxl.findings import Finding, has_errors
from ictxl.form.file_names import TEMPLATE_FILE
from ictxl.form.form_batch import Series
from ictxl.form.package.snapshot import freeze, rebind, thaw
from ictxl.form.template.losses import find_losses
from ictxl.form.template.validation import Examination, ListPlace
from ictxl.model import Plan


@dataclass(frozen=True)
class Template:
    """A template that can be filled in."""

    path: Path
    content: bytes = field(repr=False)
    frozen: bytes = field(repr=False)
    """Its workbook, see `freezing`."""
    sheet: str
    """Name of the input sheet."""
    row: int
    """The prototype row, as Excel counts."""
    columns: dict[str, int]
    """Field key → column of the input sheet, for fields that stand alone in their cell."""
    texts: frozenset[int]
    """The other columns of the prototype row that hold something."""
    lists: tuple[ListPlace, ...]
    findings: tuple[Finding, ...] = ()
    """Warnings: what the forms made from it will lack."""

    def open(self) -> Workbook:
        """A fresh workbook to fill in."""
        book: Workbook = thaw(self.frozen)
        rebind(book)
        return book

    def series(self, plan: Plan, *, has_previous: bool) -> Series:
        """What the forms of the plan have in common; remembered until another plan comes."""
        known = self._series.get(has_previous)
        if known is None or known.plan is not plan:
            known = self._series[has_previous] = Series(self, plan, has_previous)
        return known

    @cached_property
    def _series(self) -> dict[bool, Series]:
        return {}


def default_template_path() -> Path:
    """The template that comes with ictxl: inside an installed package, or beside a checkout."""
    packaged = resources.files("ictxl").joinpath("templates", TEMPLATE_FILE)
    if isinstance(packaged, Path) and packaged.exists():
        return packaged
    return Path(__file__).parents[3] / "templates" / TEMPLATE_FILE


def read_template(path: Path) -> Template:
    """The template at `path`.

    Raises InputError where there is no readable workbook, TemplateError with every finding where
    its placeholders do not make a form.
    """
    content = _read(path)
    template, findings = _examine(path, content)
    if template is None:
        raise TemplateError(
            f"ひな形「{path}」から調査票を作れません。",
            "ひな形を Excel で開いて、上の指摘を直してください。",
            findings,
        )
    return template


def check_template(path: Path) -> tuple[Finding, ...]:
    """All that is wrong with a template, and what of it forms cannot keep.

    Raises InputError where there is no readable workbook.
    """
    return _examine(path, _read(path))[1]


def load(content: bytes) -> Workbook:
    """The template's workbook, with the formats of single characters kept."""
    with warnings.catch_warnings():
        # What openpyxl passes over is named by `find_losses`, with its cell and in Japanese.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            f"ひな形「{path}」がありません。", "ファイル名を確かめてください。"
        ) from error
    except OSError as error:
        raise InputError(
            f"ひな形「{path}」を読めません({error.strerror})。",
            "Excel で開いていれば閉じてから、もう一度実行してください。",
        ) from error
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise InputError(f"ひな形「{path}」は Excel ブック(.xlsx)ではありません。", _SAVE_AS_XLSX)
    return content


_SAVE_AS_XLSX = (
    "Excel で開き、パスワードがあれば外して、「Excel ブック (*.xlsx)」として保存し直してください。"
)


def _examine(path: Path, content: bytes) -> tuple[Template | None, tuple[Finding, ...]]:
    try:
        book = load(content)
    except Exception as error:
        raise InputError(f"ひな形「{path}」を読めません({error})。", _SAVE_AS_XLSX) from error
    if not book.worksheets:
        # openpyxl finds no sheet in a Strict OOXML file, and says nothing.
        raise InputError(f"ひな形「{path}」にシートが見つかりません。", _SAVE_AS_XLSX)
    # Examining adds empty cells.
    frozen = freeze(book)
    examination = Examination(path.name, book)
    findings = (*examination.findings(), *find_losses(content, path.name))
    if has_errors(findings):
        return None, findings
    home = examination.home
    assert home is not None, "a template without a prototype row has an error"
    return (
        Template(
            path=path,
            content=content,
            frozen=frozen,
            sheet=home.sheet,
            row=home.row,
            columns=examination.columns(),
            texts=examination.texts(),
            lists=tuple(examination.lists()),
            findings=findings,
        ),
        findings,
    )
