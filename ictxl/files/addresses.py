"""Files at an address (`s3://bucket/returned`, `sftp://…`) instead of on a disk, through fsspec.

fsspec comes with `ictxl[cluster]`; a protocol may need a package more (s3fs for s3://). What an
address may hold that is secret (user, password, signature) is shown to nobody.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from ictxl.errors import InputError
from ictxl.text.times import iso_utc

# A single letter is a drive of Windows.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+(://|::)")
_WEB = ("http", "https")
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "modified", "last_write_time")
"""What the file systems of fsspec call the time of a file's last change."""


@dataclass(frozen=True)
class RemoteFile:
    """A file in a file system of fsspec. Other processes open it themselves."""

    system: Any
    """An `fsspec.AbstractFileSystem`."""
    path: str
    """Inside the file system."""
    shown: str = field(compare=False)
    """The address without what is secret."""
    size: int | None = field(compare=False)
    """None where listing the files does not tell."""
    modified: str = field(compare=False)
    """ISO in UTC; empty where listing the files does not tell."""

    def __str__(self) -> str:
        return self.shown

    @property
    def name(self) -> str:
        return self.shown.partition("::")[0].rpartition("/")[2]

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def stays_here(self) -> bool:
        """Other processes have a memory of their own."""
        protocol = self.system.protocol
        return "memory" in ((protocol,) if isinstance(protocol, str) else protocol)

    def read_bytes(self, limit: int | None = None) -> bytes:
        """The file's content; where it is longer than `limit`, only a little more than that.

        Raises OSError, whatever the file system raises.
        """
        try:
            if limit is None or (self.size is not None and self.size <= limit):
                return bytes(self.system.cat_file(self.path))
            with self.system.open(self.path, "rb") as content:
                return bytes(content.read(limit + 1))
        except (FileNotFoundError, PermissionError):
            raise
        except Exception as error:
            raise OSError(0, f"取り寄せられません({_reason(error)})") from error


Place = Path | RemoteFile
"""Where a file lies."""
IsWanted = Callable[[PurePosixPath], bool]


def is_address(argument: str) -> bool:
    """Whether an argument is meant for fsspec; a file that is there under that name goes first."""
    return _ADDRESS.match(argument) is not None and not Path(argument).exists()


def local_path(address: str) -> str | None:
    """The path that `file://…` stands for; None for any other address."""
    if "::" in address or not address.startswith(("file://", "local://")):
        return None
    path = str(_system_and_path(address)[1])
    return path + "/" if address.endswith("/") and not path.endswith("/") else path


def find_remote_files(address: str, is_wanted: IsWanted) -> tuple[list[RemoteFile], bool]:
    """The file, the folder's files to the bottom, or what the pattern matches; sorted by nothing.
    Whether it is a folder.

    `is_wanted` tells of a file's path below the folder, or of its name, whether to take it. Raises
    InputError where the address cannot be reached or nothing is there.
    """
    system, path = _system_and_path(address)
    try:
        return _Finder(system, address, is_wanted).find(path)
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"「{shown_address(address)}」に届きません({_reason(error)})。",
            "アドレスと、ネットワーク、読むための権限(鍵やパスワードの設定)を確かめてください。",
        ) from error


def shown_address(address: str) -> str:
    """Without user, password and what a web address has behind `?`; what it quotes plainly."""
    return "::".join(map(_shown_link, address.split("::")))


def _shown_link(link: str) -> str:
    shown = re.sub("(?<=://)[^/]*@", "", link)
    return unquote(shown.partition("?")[0]) if shown.startswith(_WEB) else shown


def _system_and_path(address: str) -> tuple[Any, str]:
    """Raises InputError where a package is missing or the protocol is not known."""
    shown = shown_address(address)
    try:
        core = import_module("fsspec.core")
    except ImportError as error:
        raise InputError(
            f"アドレス「{shown}」を読むには fsspec が要ります。",
            "pip install ictxl[cluster] で入れてください。",
        ) from error
    try:
        system, path = core.url_to_fs(address)
    except ImportError as error:
        package = error.name or getattr(error.__cause__, "name", None) or str(error)
        raise InputError(
            f"アドレス「{shown}」を読むための部品がありません({package})。",
            f"pip install {package} で入れてください。",
        ) from error
    except Exception as error:
        raise InputError(
            f"アドレス「{shown}」を開けません({_reason(error)})。",
            "書き方(例: s3://bucket/returned)と、鍵やパスワードの設定を確かめてください。",
        ) from error
    return system, str(path)


class _Finder:
    """What an address means, in one file system."""

    def __init__(self, system: Any, address: str, is_wanted: IsWanted) -> None:
        self._system, self._is_wanted = system, is_wanted
        self._shown = shown_address(address)
        # Of a chain (zip://…::s3://…) the outer link names the file, the others its container.
        _, self._chain, self._container = self._shown.partition("::")
        self._host = getattr(system, "host", "")

    def find(self, path: str) -> tuple[list[RemoteFile], bool]:
        try:
            info = dict(self._system.info(path))
        except FileNotFoundError:
            return list(self._matches(path)), False
        if self._is_folder(path, info):
            return list(self._files_in(path)), True
        return [self._file(path, info)], False

    def _is_folder(self, path: str, info: Mapping[str, Any]) -> bool:
        if info.get("type") == "directory" or self._shown.endswith("/"):
            return True
        # A web server does not tell a folder's page from a file.
        is_page = path.startswith(_WEB) and PurePosixPath(path).suffix == ""
        return is_page and bool(self._system.isdir(path))

    def _files_in(self, folder: str) -> Iterator[RemoteFile]:
        # Unlike `find`, this raises where a folder inside cannot be listed.
        for _, _, files in self._system.walk(folder, detail=True, on_error="raise"):
            for info in files.values():
                path = str(info["name"])
                if self._is_wanted(PurePosixPath(path.removeprefix(folder).lstrip("/"))):
                    yield self._file(path, info)

    def _matches(self, pattern: str) -> Iterator[RemoteFile]:
        matches = self._system.glob(pattern, detail=True)
        if not matches:
            raise InputError(
                # Some file systems say the same of a server that does not answer.
                f"「{self._shown}」には何もないか、届きません。",
                "アドレスとネットワークを確かめてください。",
            )
        for path, info in matches.items():
            if info.get("type") == "directory":
                yield from self._files_in(path)
            elif self._is_wanted(PurePosixPath(PurePosixPath(path).name)):
                yield self._file(path, info)

    def _file(self, path: str, info: Mapping[str, Any]) -> RemoteFile:
        shown = shown_address(str(self._system.unstrip_protocol(path)))
        if self._host and self._host not in shown:
            link, _, rest = shown.partition("://")
            shown = f"{link}://{self._host}/{rest.lstrip('/')}"
        size = info.get("size")
        return RemoteFile(
            self._system,
            path,
            f"{shown}{self._chain}{self._container}",
            int(size) if size is not None else None,
            _modified(info),
        )


def _modified(info: Mapping[str, Any]) -> str:
    """The time of a file's last change, in whatever form the file system tells it."""
    time = next((info[name] for name in _TIMES if info.get(name)), None)
    if isinstance(time, int | float):
        try:
            time = datetime.fromtimestamp(time, UTC)
        except (ValueError, OverflowError, OSError):
            return ""
    return iso_utc(time) if isinstance(time, datetime | str) else ""


def _reason(error: BaseException) -> str:
    """What went wrong, without the error's own words: they may quote the address whole."""
    number = getattr(error, "errno", None)
    return os.strerror(number) if number else type(error).__name__
