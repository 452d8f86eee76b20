"""What a job may write over: never what it reads, and nothing that a person has worked on.

Every job looks at the places of its outputs before it reads anything, and writes them together.
What it wrote before is told from what departments returned, beside which it lies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from enum import Enum
from pathlib import Path

from ictxl import findings
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.errors import OutputError
from ictxl.files.addresses import Place
from ictxl.files.inputs import InputFile, resolved
from ictxl.files.output_faults import refuse_names
from ictxl.files.outputs import (
    OLD_FOLDER,
    Fate,
    Outputs,
    Rule,
    make_folder,
    names_of,
    refuse_folder,
    refuse_in_use,
    set_aside,
    writing_together,
)
from ictxl.files.untouched import is_as_made, is_mail_draft, is_recorded, may_be_result
from ictxl.findings import Finding
from ictxl.report.own_outputs import is_own_output
from ictxl.spreadsheets.errors import DEFAULT_LIMITS
from ictxl.spreadsheets.guarded import sheet_names
from ictxl.text.filenames import fold_file_name, safe_name

WORKBOOK = ".xlsx"


class OutputKind(Enum):
    """A kind of output, and the sheets by which its workbook is known: all of one of the sets. A
    person may have added others; the first that fits is meant."""

    # The sheets of a city's own template have its own names.
    TABLE = ({"進捗状況", "集計"}, {"データ", "集計", "計画の内容"})
    REPORT = ({"指摘", "提出状況"},)
    COMPARISON = ({"集計", "比較"},)
    PLAN = ({"設定", "施策", "担当課"},)
    DECISIONS = ({"確認事項"},)
    FRAME = ({"データ"},)
    HEADINGS = ({"見出しの対応"},)


_OTHER_FORMATS = frozenset(
    (
        *(".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".fods", ".csv", ".tsv", ".txt"),
        *(".html", ".htm", ".pdf", ".json", ".parquet", ".doc", ".docx", ".ppt", ".pptx"),
        *(".zip", ".eml"),
    )
)


def as_workbook(output: Path, instead: str = "") -> Path:
    """Where a workbook goes that a person calls `出力` or `出力.xlsx`: to `出力.xlsx`.

    Raises OutputError for the name of another format; `instead` says how to have that one.
    """
    suffix = output.suffix.lower()
    if suffix == WORKBOOK or output.is_dir():
        return output
    if suffix in _OTHER_FORMATS:
        raise OutputError(
            f"出力先「{output}」の拡張子が {output.suffix} ですが、できるのは Excel ブックです。",
            f"-o には {output.stem}{WORKBOOK} のような名前を指定してください。{instead}",
        )
    return output.with_name(output.name + WORKBOOK)


def require_free(target: Path) -> None:
    """Raises OutputError where a file stands already: for what is mostly worked on by hand."""
    if target.exists():
        raise OutputError(
            f"「{target}」がすでにあります。上書きはしません。",
            "今あるファイルの名前を変えるか、よそへ移してから、もう一度してください。",
        )


def look_at(targets: Sequence[tuple[Path, OutputKind]], inputs: Iterable[Path | None] = ()) -> None:
    """Raises OutputError where a target is one of the inputs or another output too, is a folder or
    a workbook of another kind, or is open in another program."""
    places = [target for target, _ in targets]
    refuse_names(places)
    refuse_inputs(places, inputs)
    if len({str(resolved(place)).casefold() for place in places}) < len(places):
        raise OutputError(
            f"二つの出力が同じファイルになります: {names_of(places)}。",
            "別々の名前を指定してください。",
        )
    for place in places:
        refuse_folder(place)
    refuse_in_use(places)
    for target, kind in targets:
        if target.suffix.lower() == WORKBOOK and target.is_file() and not _is_of(target, kind):
            raise OutputError(
                f"「{target}」がすでにあり、この出力と同じ種類のブックではありません"
                "(返ってきた調査票や計画台帳など)。上書きはしません。",
                "-o の後の名前を確かめ、別の名前を指定してください。",
            )


def refuse_inputs(targets: Iterable[Path], inputs: Iterable[Path | None]) -> None:
    """Raises OutputError where a target is one of the files that are read, however it is spelled
    and through whatever link."""
    read = {place: path for path in inputs if path for place in _places(path)}
    for target in targets:
        met = next((read[place] for place in _places(target) if place in read), None)
        if met is not None:
            raise OutputError(
                f"出力先「{target}」は、読み込む「{met}」と同じファイルです。上書きはしません。",
                "-o で別の名前を指定してください。",
            )


def _places(path: Path) -> list[object]:
    """What tells whether two paths mean one file: where it really lies and, for hard links and
    names that differ in case only, which file the system says it is."""
    places: list[object] = [resolved(path)]
    try:
        status = path.stat()
    except OSError:
        return places
    if status.st_ino:  # some file systems do not tell
        places.append((status.st_dev, status.st_ino))
    return places


def _is_of(target: Path, kind: OutputKind) -> bool:
    """A plan workbook is written over another file only where a person asks for it (--force), and
    that is set aside; all but a form may go there."""
    return not is_form(target) and (kind is OutputKind.PLAN or kind_of(target) is kind)


def is_form(workbook: Path) -> bool:
    """By its hidden sheets; no file that is not read anyway is."""
    try:
        if not workbook.is_file() or workbook.stat().st_size > DEFAULT_LIMITS.file_bytes:
            return False
        return bool(sheet_names(workbook.read_bytes()) & HIDDEN_SHEETS)
    except OSError:
        return False


def is_plan(path: Place) -> bool:
    """Whether a file is a plan workbook."""
    try:
        return isinstance(path, Path) and kind_of(path) is OutputKind.PLAN
    except OSError:
        return False


def kind_of(workbook: Path) -> OutputKind | None:
    """What of ictxl's own a workbook is; None for any other, forms too. OSError where it cannot be
    opened."""
    return kind_by_sheets(sheet_names(workbook.read_bytes()))


def kind_by_sheets(sheets: frozenset[str]) -> OutputKind | None:
    """As `kind_of`, of a workbook with sheets of these names."""
    if sheets & HIDDEN_SHEETS:
        return None
    return next((kind for kind in OutputKind if any(one <= sheets for one in kind.value)), None)


def is_old_result(path: Place) -> bool:
    """Whether a file is a result that gave way to a newer one and was set aside."""
    if not isinstance(path, Path) or path.parent.name != OLD_FOLDER:
        return False
    try:
        return path.suffix.lower() == WORKBOOK and kind_of(path) is not None
    except OSError:
        return False


def writing_results() -> AbstractContextManager[Outputs]:
    """What is written in the block replaces earlier results; those that somebody has worked on
    since are set aside."""
    return writing_together(Rule(fate_of_result))


def fate_of_result(target: Path) -> Fate:
    """Mails are written where departments' own may lie: those stop the job."""
    if is_as_made(target):
        return Fate.REPLACED
    is_strange = target.suffix.lower() == ".eml" and not is_mail_draft(target)
    return Fate.KEPT if is_strange else Fate.SET_ASIDE


@contextmanager
def writing_mails(
    folder: Path, *, attached: bool, about: Collection[str] | None = None
) -> Iterator[Outputs]:
    """A folder's mail drafts, written together; those of an earlier run whose department gets none
    any more are set aside.

    `attached` tells drafts with files from those without. Where a run is `about` some departments
    only, the others' drafts stay.
    """
    names = None if about is None else {safe_name(department) for department in about}
    with writing_together(Rule(fate_of_result)) as outputs:
        make_folder(folder)
        yield outputs
        for draft in former_drafts(folder, outputs.drafts):
            is_about = names is None or draft.stem.partition("_")[2] in names
            if is_about and has_attachments(draft) == attached:
                set_aside(draft)


def former_drafts(folder: Path, written: Iterable[Path]) -> list[Path]:
    """Numbered mail drafts of ictxl's that lie in a folder and are not among the `written`."""
    return [path for path in numbered_files(folder, ".eml", written) if is_mail_draft(path)]


def numbered_files(folder: Path, suffix: str, without: Iterable[Path]) -> list[Path]:
    """Files of the names that ictxl gives to a department's files: 01_秘書広報課.xlsx."""
    names = {fold_file_name(path.name) for path in without}
    return [
        path
        for path in sorted(folder.glob("[0-9][0-9]*_*"))
        if path.suffix.lower() == suffix
        and path.is_file()
        and path.name.partition("_")[0].isdecimal()
        and fold_file_name(path.name) not in names
    ]


def has_attachments(draft: Path) -> bool:
    """Whether a mail draft of ictxl's carries files."""
    with draft.open("rb") as content:
        return b"multipart/mixed" in content.read(_HEADERS)


_HEADERS = 20_000
"""Bytes within which a draft's headers end, however many recipients it has."""


# --- its own results beside what came back


def returned_files(found: Iterable[InputFile]) -> list[InputFile]:
    """The files without reports and old results; other results are marked as ictxl's own."""
    others = (f for f in found if not (is_own_output(f.path) or is_old_result(f.path)))
    return [replace(file, is_own=result_as_made(file.path) is not None) for file in others]


def own_results_left_out(names: Sequence[str]) -> Iterator[Finding]:
    """Of the files of a job that were not read for that."""
    if names:
        yield findings.OWN_RESULTS_LEFT_OUT(value="\n".join(names), found="」「".join(names))


def is_no_table(path: Place) -> bool:
    """One of ictxl's own results other than the workbook of a year's answers: its report, record,
    page or data, a comparison, a history."""
    if is_own_output(path):
        return True
    if path.suffix.lower() == ".parquet" and isinstance(path, Path):
        return path.with_suffix(WORKBOOK).is_file()
    return result_as_made(path) not in {None, OutputKind.TABLE}


_BESIDE = frozenset({".html", ".csv", ".pdf"})


def result_as_made(path: Place) -> OutputKind | str | None:
    """What of ictxl's own results a file is: its workbook's kind, or the suffix of what is written
    beside it. None for any other file, also where another program has saved it since: somebody may
    have written into it."""
    if not isinstance(path, Path):
        return None
    suffix = path.suffix.lower()
    try:
        if not path.is_file() or path.stat().st_size > DEFAULT_LIMITS.file_bytes:
            return None
        if suffix == WORKBOOK:
            return kind_of(path) if may_be_result(path) and is_as_made(path) else None
        # A department's own PDF may come from the same program.
        is_own = suffix in _BESIDE and is_recorded(path)
        is_own = is_own or (suffix == ".html" and is_as_made(path))
    except OSError:
        return None
    return suffix if is_own else None
