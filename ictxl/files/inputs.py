"""Find the files meant by files, folders, patterns and addresses on the command line."""

from __future__ import annotations

import glob
import io
import os
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from ictxl.errors import InputError
from ictxl.files.addresses import (
    Place,
    RemoteFile,
    find_remote_files,
    is_address,
    local_path,
    shown_address,
)
from ictxl.files.raw_file import system_path
from ictxl.spreadsheets.errors import DEFAULT_LIMITS
from ictxl.spreadsheets.kinds import WORKBOOK_SUFFIXES
from ictxl.text.filenames import shown_name

# What programs leave in folders: lock files, drafts, versions before the last. Excel saves into a
# file named with eight hexadecimal digits and renames it; where that fails, the whole form is left
# under such a name. Programs keep the version before as `.bak`. So a name alone decides only of
# what is never a workbook.
_NEVER_NAMES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_SUFFIXES = {
    ".bak": "控え(.bak)",
    ".tmp": "一時ファイル(.tmp)",
    ".temp": "一時ファイル(.temp)",
    ".crdownload": "ダウンロードの途中のファイル(.crdownload)",
    ".part": "転送の途中のファイル(.part)",
    ".partial": "転送の途中のファイル(.partial)",
}
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_SAVING = re.compile(r"[0-9A-F]{8}")
"""While Excel saves, the new file has such a name, without an extension."""


def is_passed_over(path: PurePath) -> bool:
    """By its name: lock files, hidden files, half-saved and half-loaded ones, what Windows and
    macOS leave."""
    return is_never_a_workbook(path.name) or set_aside_as(path.name) != ""


def set_aside_as(name: str) -> str:
    """What a file of such a name mostly is, in Japanese; empty where it is meant to be read."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if _SAVING.fullmatch(name) and not _is_date(name):
        return "Excel が保存の途中に作るファイル"
    if name.startswith("~WR"):
        return "一時ファイル(~WR)"
    return "隠しファイル" if name.startswith(".") else ""


def may_be_meant(path: Place) -> bool:
    """The file is to be read: by its name, or since it holds a whole workbook."""
    if is_never_a_workbook(path.name):
        return False
    return not set_aside_as(path.name) or holds_workbook(path)


def is_litter_folder(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LITTER_FOLDERS


def is_never_a_workbook(name: str) -> bool:
    """The owner's name in a lock file, what a system keeps of a folder or of a file's icon."""
    return name.startswith(("~$", ".~lock.", "._")) or name.lower() in _NEVER_NAMES


def _is_date(name: str) -> bool:
    """A person may name a file 20191031."""
    try:
        year = datetime.strptime(name, "%Y%m%d").replace(tzinfo=UTC).year
    except ValueError:
        return False
    return year in _YEARS


_YEARS = range(1950, 2200)


def holds_workbook(path: Place) -> bool:
    """A whole one: half of a saved or loaded file does not end as a package does."""
    try:
        if isinstance(path, Path):
            if not path.is_file():
                return False
            with path.open("rb") as file:
                head = file.read(len(_COMPOUND))
                if head != _COMPOUND:
                    return head[:2] == b"PK" and _is_package(file)
                return any(stream in file.read(_MOST_READ) for stream in _STREAMS)
        content = path.read_bytes(_MOST_READ)
    except OSError:
        return False
    if content.startswith(_COMPOUND):
        return any(stream in content for stream in _STREAMS)
    return content[:2] == b"PK" and _is_package(io.BytesIO(content))


_MOST_READ = DEFAULT_LIMITS.file_bytes
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "EncryptedPackage"))
"""Of a compound file that is an .xls, or a workbook with a password."""


def _is_package(file: io.BufferedIOBase) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "content.xml" in names or any(name.lower().startswith("xl/") for name in names)


File = str | os.PathLike[str]
"""A file's name."""
Files = File | Iterable[File]
"""One or several: files, folders, patterns (`returned/*.xlsx`), addresses (`s3://…`)."""


def listed(files: Files) -> list[str]:
    """Each name as text; one alone as a list of one."""
    if isinstance(files, str | os.PathLike):
        return [os.fspath(files)]
    return [os.fspath(file) for file in files]


@dataclass(frozen=True)
class InputFile:
    """A file to read and what findings call it."""

    path: Place
    name: str
    set_aside: str = ""
    """What a file of such a name mostly is, in Japanese, where it is none that one hands in."""
    is_own: bool = False
    """One of ictxl's own results, not to be read."""


@dataclass(frozen=True)
class LocalFile:
    """A file on this machine's disks and what findings call it."""

    path: Path
    name: str


def find_inputs(
    arguments: Files, *, may_be_empty: bool = False, without: Iterable[Path] = ()
) -> list[InputFile]:
    """Every file meant, each once, in an order that does not depend on the arguments' order.

    Folders are searched to the bottom; patterns are expanded here, since cmd.exe expands none.
    Addresses (`s3://…`) are taken wherever files, folders and patterns are. Lock files (`~$`) and
    the like are passed over, and what lies `without`; those that hold a whole workbook all the same
    come last. Raises InputError where an argument matches nothing or, unless it `may_be_empty`, a
    folder holds no workbook.
    """
    found: dict[Place, Place] = {}
    folders: dict[Path, Path] = {}
    named: set[Place] = set()
    for argument in listed(arguments):
        for path in _expand(argument, may_be_empty):
            place = _place(path, folders) if isinstance(path, Path) else path
            found.setdefault(place, path)
            if _is_named(path, argument):
                named.add(path)
    names = Counter(shown_name(path.name) for path in found.values())
    for path in without:
        found.pop(resolved(path), None)
    paths = sorted(found.values(), key=lambda path: unicodedata.normalize("NFC", str(path)))
    files = [
        InputFile(
            path,
            shown_name(path.name if names[shown_name(path.name)] == 1 else str(path)),
            "" if path in named else set_aside_as(path.name),
        )
        for path in paths
    ]
    return sorted(files, key=lambda file: file.set_aside != "")


def _place(file: Path, folders: dict[Path, Path]) -> Path:
    """Where a file really lies: a folder's links are followed once, not again for each file."""
    folder = folders.get(file.parent)
    if folder is None:
        folder = folders[file.parent] = resolved(file.parent)
    place = folder / file.name
    # Windows knows a file by its short name (文書課~1.XLS) too.
    return resolved(place) if place.is_symlink() or "~" in file.name else place


def named_places(arguments: Files) -> set[Path]:
    """Where the arguments lie themselves, not what is found in folders among them."""
    return {resolved(Path(argument)) for argument in listed(arguments)}


def resolved(path: Path) -> Path:
    """Where a path really leads; the path itself where it is a link that leads to itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def find_local_inputs(arguments: Files) -> list[LocalFile]:
    """As `find_inputs`, for what is read from this machine's disks only."""
    return [
        LocalFile(_local(file.path), file.name)
        for file in find_inputs(arguments)
        if not file.set_aside
    ]


def _local(path: Place) -> Path:
    if isinstance(path, RemoteFile):
        raise InputError(
            f"ここではアドレス「{path}」は使えません。",
            "手元のフォルダーに写して、そのファイルかフォルダーを指定してください。",
        )
    return path


def _is_named(path: Place, argument: str) -> bool:
    """The file itself was named by hand: it is meant, whatever it is called."""
    if isinstance(path, RemoteFile):
        return str(path) == shown_address(argument)
    return path == Path(local_path(argument) or argument if is_address(argument) else argument)


def _is_wanted(inside: PurePath) -> bool:
    """Of a file's path below the folder that was named, by the names alone."""
    in_litter = any(map(is_litter_folder, inside.parts[:-1]))
    return not (in_litter or is_never_a_workbook(inside.name))


def _expand(argument: str, may_be_empty: bool) -> Iterator[Place]:
    if is_address(argument):
        local = local_path(argument)
        if local is None:
            yield from _remote_files(argument, may_be_empty)
            return
        argument = local
    path = Path(argument)
    if path.is_dir():
        yield from _files_in(path, may_be_empty)
    elif not path.exists():
        yield from _matches(argument)
    elif not path.name.startswith("~$"):
        yield path


def _remote_files(address: str, may_be_empty: bool) -> Sequence[RemoteFile]:
    found, is_folder = find_remote_files(address, _is_wanted)
    files = [file for file in found if _is_named(file, address) or may_be_meant(file)]
    if is_folder and not may_be_empty:
        _require_workbooks(files, shown_address(address))
    return files


def _files_in(folder: Path, may_be_empty: bool = False) -> list[Path]:
    files = []
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not is_litter_folder(name)]
        paths = (Path(place, name) for name in names)
        for path in paths:
            # What is called a workbook and cannot be read, such as a link to nowhere, is told.
            is_file = system_path(path).is_file() or path.suffix.lower() in WORKBOOK_SUFFIXES
            if is_file and may_be_meant(path):
                files.append(path)
    if not may_be_empty:
        _require_workbooks(files, str(folder))
    return files


def _refuse(error: OSError) -> None:
    """A folder inside that cannot be read may hold answers: they must not go missing unseen."""
    raise InputError(
        f"フォルダー「{error.filename}」を読めません({error.strerror})。",
        "フォルダーへのアクセス権を確かめてください。",
    ) from error


def _require_workbooks(files: Sequence[Place], folder: str) -> None:
    known = (path.suffix.lower() in WORKBOOK_SUFFIXES for path in files)
    if not (any(known) or any(map(holds_workbook, files))):
        raise InputError(
            f"フォルダー「{folder}」に Excel ブックがありません。",
            "返ってきた調査票を入れたフォルダーを指定してください。",
        )


def _matches(pattern: str) -> Iterator[Path]:
    # Path.glob takes no absolute pattern.
    matches = [Path(match) for match in glob.glob(pattern, recursive=True)]  # noqa: PTH207
    if not matches:
        raise InputError(
            f"「{pattern}」に当てはまるファイルがありません。",
            "ファイル名かフォルダー名を確かめてください(例: ictxl merge returned)。",
        )
    for path in matches:
        if path.is_dir():
            yield from _files_in(path)
        elif may_be_meant(path):
            yield path


def require_file(path: Path) -> None:
    """Raises InputError where there is no such file: before anything is said of an output."""
    if not path.exists():
        raise InputError(f"「{path}」がありません。", "ファイル名を確かめてください。")
