"""The wheels of ictxl and of all that it needs, for a system that is not this one."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bundle_errors import BundleError
from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

_ROOT = Path(__file__).resolve().parents[1]
_ICTXL = "ictxl"
_LICENSE = re.compile(r"(^|/)(licen[sc]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_NOT_TAKEN = re.compile(r"(^|/)(pandas|numpy)/(.*/)?tests/|\.dist-info/RECORD$|(^|/)__pycache__/")
"""The large packages' own tests, a tenth of the folder, and what Python makes anew. RECORD would
not tell the truth then."""


@dataclass(frozen=True)
class Target:
    """The Python that is to run the wheels."""

    version: str
    """`3.13`."""
    system: str
    """windows or linux; linux is this machine itself."""

    @property
    def tag(self) -> str:
        return f"{self.system}-py{self.version}"

    def environment(self) -> dict[str, str]:
        """What requirements ask about (PEP 508): pip would answer for the machine it runs on."""
        if self.system != "windows":
            return {}
        return {
            "os_name": "nt",
            "sys_platform": "win32",
            "platform_system": "Windows",
            "platform_machine": "AMD64",
            "python_version": self.version,
            "python_full_version": f"{self.version}.0",
        }

    def takes(self, wheel: str) -> bool:
        """Whether a wheel of that file name runs there (PEP 425); of linux pip has seen to it."""
        try:
            tags = parse_wheel_filename(wheel)[3]
        except InvalidWheelFilename:
            return False
        if self.system != "windows":
            return True
        version = tuple(map(int, self.version.split(".")))
        run = {
            *cpython_tags(version, platforms=["win_amd64"]),
            *compatible_tags(version, f"cp{self.version.replace('.', '')}", ["win_amd64"]),
        }
        return not run.isdisjoint(tags)

    def pip_options(self) -> list[str]:
        if self.system != "windows":
            return []
        return ["--platform", "win_amd64", "--python-version", self.version]


@dataclass(frozen=True)
class Wheel:
    """A package as pip would install it."""

    path: Path

    @cached_property
    def metadata(self) -> Message:
        with ZipFile(self.path) as packed:
            (name,) = (n for n in packed.namelist() if n.endswith(".dist-info/METADATA"))
            return BytesParser().parsebytes(packed.read(name))

    @property
    def name(self) -> str:
        return canonicalize_name(self.metadata["Name"])

    @property
    def version(self) -> str:
        return str(self.metadata["Version"])

    def needs(self, target: Target) -> Iterator[Requirement]:
        """What it needs on that system, none of its extras."""
        for line in self.metadata.get_all("Requires-Dist", []):
            needed = Requirement(line)
            environment = {**target.environment(), "extra": ""}
            if needed.marker is None or needed.marker.evaluate(environment):
                yield needed

    def licenses(self) -> dict[str, bytes]:
        """File name → text of each licence that the wheel brings along."""
        with ZipFile(self.path) as packed:
            return {
                re.sub(r"^.*?\.dist-info/(licenses/)?", "", name).replace("/", "_"): packed.read(
                    name
                )
                for name in packed.namelist()
                if ".dist-info/" in name and _LICENSE.search(name)
            }


def collect_wheels(
    target: Target, place: Path, wheelhouse: Path | None, constraint: Path | None
) -> list[Wheel]:
    """All wheels that ictxl needs on the target, itself among them; from the wheelhouse if any,
    else from pip's index into `place`."""
    if wheelhouse is None:
        _download_all(target, place, constraint)
    elif not wheelhouse.is_dir():
        raise BundleError(
            f"フォルダー「{wheelhouse}」がありません。", "--wheelhouse を確かめてください。"
        )
    found = _wheels_in(wheelhouse or place, target)
    if _ICTXL not in found:
        raise BundleError(
            f"「{wheelhouse}」に ictxl の .whl がありません。",
            "python -m pip wheel --no-deps -w フォルダー . で作って入れてください。",
        )
    needed, missing = _closure(target, found)
    if missing:
        raise BundleError(
            f"部品が足りません: {'、'.join(map(str, missing))}",
            f"--wheelhouse のフォルダーに、{target.tag} で動くその .whl を入れてください。",
        )
    return needed


def _download_all(target: Target, place: Path, constraint: Path | None) -> None:
    """pip decides by the machine it runs on which requirements hold (colorama: on Windows only),
    so what is missing for the target is asked for by name until nothing is."""
    _pip("wheel", "--no-deps", "--wheel-dir", str(place), str(_ROOT))
    (own,) = place.glob(f"{_ICTXL}-*.whl")
    asked = [str(own)]
    while True:
        limits = ["--constraint", str(constraint)] if constraint else []
        options = ["--only-binary=:all:", *target.pip_options(), *limits]
        _pip("download", *options, "--dest", str(place), *asked)
        missing = _closure(target, _wheels_in(place, target))[1]
        if not missing:
            return
        asked += [f"{needed.name}{needed.specifier}" for needed in missing]


def _pip(command: str, *arguments: str) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            command,
            "--quiet",
            "--disable-pip-version-check",
            *arguments,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        told = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
        raise BundleError(
            f"部品を取り寄せられません({told[0] if told else f'pip {command}'})。",
            "ネットワークにつながるマシンで行うか、--wheelhouse で部品のフォルダーを"
            "指定してください。新しすぎる Python には、まだ部品がないことがあります。",
        )


def _wheels_in(folder: Path, target: Target) -> dict[str, Wheel]:
    """Name → wheel that runs on the target; of several versions the last by name."""
    found = {}
    for path in sorted(folder.glob("*.whl")):
        if not target.takes(path.name):
            continue
        wheel = Wheel(path)
        try:
            found[wheel.name] = wheel
        except (BadZipFile, OSError, ValueError) as error:
            raise BundleError(
                f"部品「{path.name}」を読めません。", "その .whl を取り寄せ直してください。"
            ) from error
    return found


def _closure(target: Target, found: dict[str, Wheel]) -> tuple[list[Wheel], list[Requirement]]:
    """(the wheels that ictxl needs, by name; the requirements that none of them meets)."""
    needed, waiting = {_ICTXL: found[_ICTXL]}, [found[_ICTXL]]
    missing: dict[str, Requirement] = {}
    while waiting:
        for requirement in waiting.pop().needs(target):
            name = canonicalize_name(requirement.name)
            if name not in found:
                missing[name] = requirement
            elif name not in needed:
                needed[name] = found[name]
                waiting.append(found[name])
    return [needed[name] for name in sorted(needed)], [missing[name] for name in sorted(missing)]


def version_of_ictxl(wheels: list[Wheel]) -> str:
    return next(wheel.version for wheel in wheels if wheel.name == _ICTXL)


def installed_files(wheels: list[Wheel], folder: str) -> Iterator[tuple[str, bytes]]:
    """The wheels' files where an installer would put them (PEP 427), programs of `bin` left out:
    the portable folder starts everything by `python -m`."""
    for wheel in wheels:
        with ZipFile(wheel.path) as packed:
            for entry in packed.infolist():
                name = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", entry.filename)
                if entry.is_dir() or re.match(r"[^/]+\.data/", name) or _NOT_TAKEN.search(name):
                    continue
                yield f"{folder}/{name}", packed.read(entry)
