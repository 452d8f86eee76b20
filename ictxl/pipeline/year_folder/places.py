"""A year's folder: which file in it is what, by the names that the commands give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ictxl.consolidated.template import TEMPLATE_FILE as PUBLISHED_TEMPLATE
from ictxl.errors import IctxlError, OutputError
from ictxl.files.inputs import is_passed_over
from ictxl.files.names import HEADING_MAP, TEMPLATE_FILE
from ictxl.files.untouched import document_words, is_form_as_sent
from ictxl.pipeline.keeping import WORKBOOK, OutputKind, kind_of
from ictxl.text.era import fiscal_year_label

PLAN_FILE = "plan.xlsx"
OUTBOX, RETURNED, SENDBACK = "outbox", "returned", "差戻し"
SENDBACK_MAILS, REMINDERS = "差戻しメール", "督促"
TABLE_FILE, CHECK_NAME = "進捗状況.xlsx", "点検"
REVIEW_FILE = "二次評価.xlsx"
"""What the second reading's workbook is called; those of several readers begin alike."""
COMPARISON_FILE, HISTORY_FILE = "年度比較.xlsx", "経年.csv"


ROLES = {
    PLAN_FILE: "計画台帳",
    TEMPLATE_FILE: "調査票のひな形",
    PUBLISHED_TEMPLATE: "集約表のひな形",
}
"""Name of a file that does not say it → what it is."""


@dataclass(frozen=True)
class YearFolder:
    """The folder of one year's round. Nothing is read before it is asked for."""

    folder: Path

    @cached_property
    def plans(self) -> tuple[Path, ...]:
        """The plan workbooks in the folder itself; `plan.xlsx` alone where there is one."""
        usual = self.folder / PLAN_FILE
        return (usual,) if usual.is_file() else tuple(_workbooks_of(self.folder, OutputKind.PLAN))

    @property
    def plan_file(self) -> Path | None:
        """The plan workbook, where it is certain which one is meant."""
        return self.plans[0] if len(self.plans) == 1 else None

    @property
    def template(self) -> Path | None:
        """The folder's own template."""
        path = self.folder / TEMPLATE_FILE
        return path if path.is_file() else None

    @property
    def outbox(self) -> Path:
        return self.folder / OUTBOX

    @property
    def returned(self) -> Path:
        return self.folder / RETURNED

    @property
    def review(self) -> Path:
        """Where the workbook of the second reading goes."""
        return self.folder / REVIEW_FILE

    @cached_property
    def review_workbooks(self) -> tuple[Path, ...]:
        """Those of the second reading in the folder itself, filled in or not."""
        stem = self.review.stem
        named = (p for p in files_in(self.folder, WORKBOOK) if p.stem.startswith(stem))
        return tuple(p for p in named if document_words(p)[1].startswith("ictxl "))

    @property
    def inputs(self) -> list[Path]:
        """What a round is read from: all that came back, and the workbooks of a second reading that
        somebody has filled in where they were made."""
        filled = (p for p in self.review_workbooks if not is_form_as_sent(p))
        return [self.returned, *filled]

    @property
    def sendback(self) -> Path:
        return self.folder / SENDBACK

    @property
    def sendback_mails(self) -> Path:
        return self.folder / SENDBACK_MAILS

    @property
    def reminders(self) -> Path:
        return self.folder / REMINDERS

    @property
    def table(self) -> Path:
        """Where the consolidated workbook lies or is to go."""
        return self.folder / TABLE_FILE

    @cached_property
    def tables(self) -> tuple[Path, ...]:
        """Consolidated workbooks in the folder and in the folders in it, of other years too."""
        places = [self.folder, *_folders_in(self.folder)]
        return tuple(p for place in places for p in _workbooks_of(place, OutputKind.TABLE))

    @cached_property
    def other_workbooks(self) -> tuple[Path, ...]:
        """Workbooks and tables of text in the folder itself that may be somebody's own table."""
        return tuple(
            path
            for path in _files_in(self.folder)
            if path.suffix.lower() in _TABLE_SUFFIXES
            and path.name not in (TEMPLATE_FILE, PUBLISHED_TEMPLATE, HEADING_MAP)
            and path not in (*self.plans, *self.review_workbooks)
        )


def require_same_year(table: Path, plan_file: Path | None) -> None:
    """Raises OutputError where another year's consolidated workbook stands where this year's is to
    go: it may be the only one, and would be replaced."""
    from ictxl.consolidated.data.reading import read_data  # noqa: PLC0415 - slow to import
    from ictxl.plan.reading import read_plan  # noqa: PLC0415

    if not table.is_file() or plan_file is None:
        return
    try:
        stands, wanted = read_data(table).year, read_plan(plan_file).year
    except IctxlError:  # what else is wrong with them, the job itself tells
        return
    if stands != wanted:
        raise OutputError(
            f"「{table.name}」は{fiscal_year_label(stands)}の進捗状況です。上書きはしません。",
            "そのファイルの名前を変えるか、年度のフォルダーへ移してから、もう一度してください。",
        )


_TABLE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".txt", ".tsv"})


def year_folders_below(home: Path) -> tuple[Path, ...]:
    """The folder itself and those in it that hold a plan workbook."""
    return (home, *(folder for folder in _folders_in(home) if (folder / PLAN_FILE).is_file()))


def files_in(folder: Path, suffix: str = "") -> tuple[Path, ...]:
    """A folder's own files of that suffix, without what programs leave in folders."""
    return tuple(p for p in _files_in(folder) if not suffix or p.suffix.lower() == suffix)


def _workbooks_of(folder: Path, kind: OutputKind) -> Iterator[Path]:
    for path in _files_in(folder):
        try:
            if path.suffix.lower() == WORKBOOK and kind_of(path) is kind:
                yield path
        except OSError:  # deleted, or locked by another program
            continue


def _files_in(folder: Path) -> list[Path]:
    return [p for p in _entries(folder) if p.is_file() and not is_passed_over(p)]


def _folders_in(folder: Path) -> list[Path]:
    return [p for p in _entries(folder) if p.is_dir() and not p.name.startswith(".")]


def _entries(folder: Path) -> list[Path]:
    """Without links: what is listed lies in the folder itself."""
    try:
        return sorted(p for p in folder.iterdir() if not p.is_symlink())
    except OSError:
        return []
