"""Python's own embeddable package for Windows: is it the right one, and what of it is taken."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bundle_errors import BundleError

FOLDER = "python"
SITE_PACKAGES = f"{FOLDER}/Lib/site-packages"
_OLDEST, _NEWEST = (3, 11), (3, 14)
_DLL = re.compile(r"python3(\d{1,2})\.dll", re.IGNORECASE)
_AMD64 = 0x8664
_MACHINES = {0x14C: "32 ビット(win32)", 0xAA64: "ARM64", 0x1C4: "ARM"}
"""Of a program file (PE/COFF specification, «Machine Types»)."""
_WHICH = (
    "python.org の Windows 用ダウンロードから「Windows embeddable package (64-bit)」"
    "(python-3.x.y-embed-amd64.zip)を選んでください。"
)


@dataclass(frozen=True)
class EmbeddedPython:
    """An embeddable package that was looked at and found right."""

    version: str
    """`3.13`."""
    content: dict[str, bytes]

    def files(self) -> dict[str, bytes]:
        """As they lie in the portable folder; `._pth` names the packages beside them, and nothing
        else of the PC: no PYTHONPATH, no Python that is installed."""
        tag = self.version.replace(".", "")
        files = {f"{FOLDER}/{name}": content for name, content in self.content.items()}
        search = (f"python{tag}.zip", ".", r"Lib\site-packages", "")
        return files | {f"{FOLDER}/python{tag}._pth": "\r\n".join(search).encode("ascii")}

    def license(self) -> bytes:
        return self.content.get("LICENSE.txt", b"")


def read_embedded(path: Path) -> EmbeddedPython:
    """Raises BundleError where the file is another thing, version or processor."""
    content = _content(path)
    dlls = [(name, found) for name in content if (found := _DLL.fullmatch(name))]
    if "python.exe" not in content or not dlls:
        raise BundleError(f"「{path}」は Python の embeddable package ではありません。", _WHICH)
    name, found = dlls[0]
    _require_amd64(path, content["python.exe"])
    _require_amd64(path, content[name])
    version = (3, int(found[1]))
    if not _OLDEST <= version <= _NEWEST:
        raise BundleError(
            f"「{path}」は Python {version[0]}.{version[1]} です。",
            f"Python {_dotted(_OLDEST)} から {_dotted(_NEWEST)} のものを使ってください。{_WHICH}",
        )
    return EmbeddedPython(_dotted(version), content)


def _content(path: Path) -> dict[str, bytes]:
    try:
        with ZipFile(path) as packed:
            return {
                entry.filename: packed.read(entry)
                for entry in packed.infolist()
                if not entry.is_dir()
            }
    except FileNotFoundError as error:
        raise BundleError(f"「{path}」がありません。", _WHICH) from error
    except (BadZipFile, OSError) as error:
        raise BundleError(f"「{path}」を zip として読めません。", _WHICH) from error


def _require_amd64(path: Path, program: bytes) -> None:
    machine = _machine(program)
    if machine != _AMD64:
        told = _MACHINES.get(machine, "別の種類")
        raise BundleError(f"「{path}」は {told} 用の Python です。", _WHICH)


def _machine(program: bytes) -> int:
    """What the COFF header says, behind the signature that offset 0x3c points to."""
    try:
        (start,) = struct.unpack_from("<I", program, 0x3C)
        signature, machine = struct.unpack_from("<4sH", program, start)
    except struct.error:
        return 0
    return int(machine) if signature == b"PE\0\0" else 0


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
