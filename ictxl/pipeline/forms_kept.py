"""Forms that lie where forms are to go: which of them nobody has written into.

Only a form without a word of anybody's is replaced or set aside; any other stops the job.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.contract.fields import SENDBACK_SHEET, fields_of
from ictxl.errors import OutputError
from ictxl.files.inputs import is_passed_over
from ictxl.files.outputs import Fate, Outputs, Rule, names_of, set_aside, writing_together
from ictxl.files.untouched import document_words, is_as_made, is_form_as_sent, is_mail_draft
from ictxl.findings import Severity
from ictxl.model import Plan
from ictxl.pipeline.keeping import WORKBOOK, fate_of_result, former_drafts, numbered_files
from ictxl.spreadsheets.guarded import sheet_names
from ictxl.text.filenames import fold_file_name

if TYPE_CHECKING:
    from ictxl.returned.reader import FormReader
    from ictxl.returned.returned_file import FileAsRead


@contextmanager
def writing_forms(the_plan: Plan, outbox: Path, names: Mapping[str, str]) -> Iterator[Outputs]:
    """An outbox's forms and mail drafts, written together.

    `names` are the file names of all departments' forms. Blank forms and drafts that an earlier run
    gave other names are set aside, and so are drafts whose form is written anew without one. Raises
    OutputError, before anything is written, where somebody has written into a form in the way.
    """
    with (
        telling_blank_forms() as is_blank,
        writing_together(Rule(_judge(is_blank), _filled_in)) as outputs,
    ):
        yield outputs
        current = [outbox / name for name in names.values()]
        former = [
            path
            for path in numbered_files(outbox, WORKBOOK, current)
            if _is_form_of(the_plan, path)
        ]
        if filled := [path for path in former if not is_blank(path)]:
            raise _filled_in(filled)
        drafts = [
            draft
            for draft in former_drafts(outbox, [path.with_suffix(".eml") for path in current])
            if draft.with_suffix(WORKBOOK) in former or not draft.with_suffix(WORKBOOK).exists()
        ]
        for path in (*former, *drafts, *_outdated(outputs)):
            set_aside(path)


@contextmanager
def writing_reviews() -> Iterator[Outputs]:
    """Workbooks for the second reading, written together.

    Raises OutputError, before anything is written, where somebody has written into one in the way.
    """
    with (
        telling_blank_forms() as is_blank,
        writing_together(Rule(_judge(is_blank), _rated)) as outputs,
    ):
        yield outputs


def _rated(paths: Sequence[Path]) -> OutputError:
    return OutputError(
        "出力先に、記入のある審査用のブックか、ictxl が作ったものではないファイルがあります: "
        f"{names_of(paths)}。上書きはしません。出力は一つも書いていません。",
        "記入済みのブックは名前を変えるか、よそへ移してください(merge にはそのまま指定できます)。"
        "別の場所に作るときは -o で指定してください。",
    )


def _outdated(outputs: Outputs) -> Iterator[Path]:
    """Drafts of an earlier run that hold a form as it no longer is."""
    for path, made in outputs.drafts.items():
        draft = path.with_suffix(".eml")
        if (
            path.suffix == WORKBOOK
            and draft not in outputs.drafts
            and is_mail_draft(draft)
            and made.read_bytes() not in _attachments(draft)
        ):
            yield draft


def _attachments(draft: Path) -> list[object]:
    from email import message_from_bytes  # noqa: PLC0415 - slow to import, and seldom needed

    return [part.get_payload(decode=True) for part in message_from_bytes(draft.read_bytes()).walk()]


def _judge(is_blank: Callable[[Path], bool]) -> Callable[[Path], Fate]:
    def judge(target: Path) -> Fate:
        if target.suffix.lower() != WORKBOOK:
            return fate_of_result(target)
        return Fate.REPLACED if is_blank(target) else Fate.KEPT

    return judge


def _is_form_of(the_plan: Plan, path: Path) -> bool:
    """By its document's title and key words; two plans may share an outbox."""
    title, words = document_words(path)
    return words.startswith("ictxl ") and title.startswith(f"{the_plan.title} ")


@contextmanager
def telling_blank_forms() -> Iterator[Callable[[Path], bool]]:
    """Tells whether a form is blank; the reader is imported and started only where it must be."""
    readers: list[FormReader] = []

    @cache
    def is_blank(path: Path) -> bool:
        if is_form_as_sent(path):
            return True
        from ictxl.returned.reader import FormReader  # noqa: PLC0415 - making forms seldom reads any

        if not readers:
            readers.append(FormReader())
        return _is_unwritten(readers[0].read(path, path.name))

    try:
        yield is_blank
    finally:
        for reader in readers:
            reader.close()


def _is_unwritten(form: FileAsRead) -> bool:
    """Whether it is a form that holds no answer, nor any other text that is to be told."""
    from ictxl.returned.returned_file import ReadForm  # noqa: PLC0415 - as above

    if not isinstance(form, ReadForm):
        return False
    asked = fields_of(form.identity.plan).input_keys
    answers = (row.texts.get(key, "") for row in form.rows for key in asked)
    telling = (f for f in form.findings if f.value or f.sheet or f.severity is not Severity.INFO)
    return not any(text.strip() for text in answers) and not any(telling)


def _filled_in(paths: Sequence[Path]) -> OutputError:
    return OutputError(
        "出力先に、書き込みのある調査票か、ictxl が作ったものではないファイルがあります: "
        f"{names_of(paths)}。上書きはしません。出力は一つも書いていません。",
        "返ってきた調査票なら returned などのフォルダーへ移してください。"
        "別の場所に作るときは -o で指定してください。",
    )


# --- 差戻し

DepartmentOf = Mapping[str, str]
"""SHA-256 of each file that was read → its department."""


@contextmanager
def writing_sendbacks(
    folder: Path, read: DepartmentOf, asked: Collection[str]
) -> Iterator[Outputs]:
    """Workbooks to send back, written together.

    What ictxl marked, or copied of the files that were `read`, is replaced; what an earlier run
    made for the departments `asked`, and is not made any more, is set aside. Raises OutputError,
    before anything is written, where somebody has worked on a copy in the way.
    """

    def judge(target: Path) -> Fate:
        is_ours = _is_marked(target) or _digest(target) in read
        return Fate.REPLACED if is_ours else Fate.KEPT

    with writing_together(Rule(judge, _mended)) as outputs:
        yield outputs
        for path in _no_longer_asked(folder, outputs, read, asked):
            set_aside(path)


def _no_longer_asked(
    folder: Path, outputs: Outputs, read: DepartmentOf, asked: Collection[str]
) -> Iterator[Path]:
    written = {fold_file_name(path.name) for path in outputs.drafts}
    others = [
        path
        for path in sorted(folder.iterdir())
        if path.is_file()
        and not is_passed_over(path)  # drafts, among others
        and fold_file_name(path.name) not in written
    ]
    for path in others:
        department = document_words(path)[1].partition(" ")[2].partition(" ")[2]
        if department and department in asked and _is_marked(path):
            yield path
        if not (path.name.endswith(LIST_ENDING) and _is_marked(path)):
            continue
        # The list of a copy that could not be marked: they go together.
        name = path.name.removesuffix(LIST_ENDING)
        if any(target.stem == name for target in outputs.drafts):
            yield path
        for copy in others:
            if copy.stem == name and read.get(_digest(copy)) in asked:
                yield from (copy, path)


LIST_ENDING = f"_{SENDBACK_SHEET}.xlsx"
"""Of the list that lies beside a copy that could not be marked."""


def _is_marked(path: Path) -> bool:
    """Whether ictxl marked the workbook, or made it as a list, and nobody has saved it since."""
    try:
        return is_as_made(path) and SENDBACK_SHEET in sheet_names(path.read_bytes())
    except OSError:
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _mended(paths: Sequence[Path]) -> OutputError:
    return OutputError(
        f"出力先に、作ったあとで手が加えられた調査票かほかのファイルがあります: {names_of(paths)}。"
        "上書きはしません。出力は一つも書いていません。",
        "担当課が直したものなら、返ってきた調査票のフォルダーへ移してください。要らないものなら、"
        "よそへ移すか消してください。別の場所に作るときは -o で指定してください。",
    )
