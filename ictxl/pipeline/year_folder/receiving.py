"""Copy files that somebody hands in into the folder of what has come back, never over another."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

from ictxl.errors import InputError, OutputError
from ictxl.files.inputs import is_passed_over
from ictxl.files.outputs import make_folder
from ictxl.spreadsheets.errors import DEFAULT_LIMITS, MEGABYTE, Limits
from ictxl.text.filenames import safe_name

_CHUNK = 1 << 16


def receive(
    content: IO[bytes], name: str, folder: Path, limits: Limits = DEFAULT_LIMITS
) -> tuple[Path, bool]:
    """The copy's place in the folder, and whether it is new: the same bytes are kept once.

    A name that is taken gets a number. What is no workbook is taken too: the round then says what
    it is. Raises InputError for what programs leave in folders or goes beyond the limits,
    OutputError where it cannot be written; nothing of it is left then.
    """
    name = _name(name)
    if is_passed_over(PurePosixPath(name)):
        raise InputError(
            f"「{name}」は Excel などが残す一時ファイルなので、入れませんでした。",
            "調査票のブックそのものを入れてください。",
        )
    make_folder(folder)
    draft = folder / f".ictxl-received-{os.getpid()}-{id(content):x}.tmp"
    try:
        _copy(content, draft, name, limits)
        return _settle(draft, folder, name)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def receive_as(content: IO[bytes], target: Path, limits: Limits = DEFAULT_LIMITS) -> Path:
    """The copy at that very place. Raises OutputError where there is a file already."""
    placed, is_new = receive(content, target.name, target.parent, limits)
    if is_new and placed.name != target.name:
        placed.unlink()
        raise OutputError(
            f"「{target.name}」がすでにあります。上書きはしません。",
            "今あるファイルの名前を変えるか、よそへ移してから、もう一度入れてください。",
        )
    return placed


def _name(sent: str) -> str:
    """The last part of what a browser calls the file, as a name that every system takes."""
    last = PurePosixPath(sent.replace("\\", "/")).name
    suffix = PurePosixPath(last).suffix
    return safe_name(last.removesuffix(suffix)) + safe_name(suffix) if suffix else safe_name(last)


def _copy(content: IO[bytes], draft: Path, name: str, limits: Limits) -> None:
    size = 0
    try:
        with draft.open("xb") as file:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > limits.file_megabytes * MEGABYTE:
                    raise InputError(
                        f"「{name}」は {limits.file_megabytes} MB より大きいので、"
                        "入れませんでした。",
                        "調査票かどうか確かめてください。画像などで大きくなっていれば、"
                        "減らしてもらってください。",
                    )
                file.write(chunk)
    except OSError as error:
        raise _not_written(name, error) from error


def _not_written(name: str, error: OSError) -> OutputError:
    return OutputError(
        f"「{name}」を入れられません({error.strerror or error})。何も変わっていません。",
        "ディスクの空きと、フォルダーへの書き込みが許されているかを確かめてください。",
    )


def _settle(draft: Path, folder: Path, name: str) -> tuple[Path, bool]:
    own, number = PurePosixPath(name), 1
    while True:
        target = folder / (f"{own.stem} ({number}){own.suffix}" if number > 1 else name)
        try:
            # A link is made only where nothing stands; two that come at once do not meet.
            os.link(draft, target)
            return target, True
        except FileExistsError:
            if _is_same(draft, target):
                return target, False
            number += 1
        except OSError:
            return _settle_without_links(draft, target), True


def _settle_without_links(draft: Path, target: Path) -> Path:
    """For file systems that know no links, such as sticks (FAT)."""
    number, own = 1, target
    while True:
        try:
            with target.open("xb") as file:
                file.write(draft.read_bytes())
            return target
        except FileExistsError:
            number += 1
            target = own.with_name(f"{own.stem} ({number}){own.suffix}")
        except OSError as error:
            with suppress(OSError):
                target.unlink()
            raise _not_written(target.name, error) from error


def _is_same(one: Path, other: Path) -> bool:
    try:
        return other.is_file() and one.read_bytes() == other.read_bytes()
    except OSError:
        return False
