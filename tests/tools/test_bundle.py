"""tools/bundle.py: what is in the folder, and what it says where the parts are wrong."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.lengthy

AMD64, I386 = 0x8664, 0x14C


@pytest.fixture
def wheelhouse(tmp_path: Path) -> Path:
    """Wheels as they come from the index, but tiny."""
    house = tmp_path / "wheelhouse"
    house.mkdir()
    needs = ["tablelib>=1", 'colours; platform_system == "Windows"', 'forks; os_name == "posix"']
    files = {"ictxl/__init__.py": "", "ictxl/cli/desk.py": "", "../LICENSE": "MIT"}
    wheel(house, "ictxl", needs, files)
    wheel(
        house,
        "tablelib",
        ["extra; extra == 'all'"],
        {"pandas/tests/test_a.py": "", "t.py": "", "__pycache__/t.pyc": ""},
    )
    wheel(house, "colours", [], {"colours.py": "", "../licenses/COPYING": "BSD"})
    wheel(house, "forks", [], {"forks.py": ""})
    wheel(house, "stranger", [], {"stranger.py": ""})
    return house


def wheel(house: Path, name: str, needs: list[str], files: Mapping[str, str]) -> None:
    info = f"{name}-1.0.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
    lines += [f"Requires-Dist: {need}" for need in needs]
    with ZipFile(house / f"{name}-1.0-py3-none-any.whl", "w") as packed:
        for path, text in files.items():
            packed.writestr(path.replace("..", info), text)
        packed.writestr(f"{info}/METADATA", "\n".join(lines))
        packed.writestr(f"{info}/RECORD", "")
        packed.writestr(f"{name}-1.0.data/scripts/{name}", "#!python")


def program(machine: int = AMD64) -> bytes:
    """The beginning of a Windows program: enough to tell its processor."""
    return b"MZ".ljust(0x3C, b"\0") + struct.pack("<I4sH", 0x40, b"PE\0\0", machine)


def embeddable(place: Path, minor: int = 11, machine: int = AMD64, **others: bytes) -> Path:
    path = place / "python-embed.zip"
    with ZipFile(path, "w") as packed:
        packed.writestr("python.exe", program(machine))
        packed.writestr(f"python3{minor}.dll", program(machine))
        packed.writestr("python3.dll", program(machine))
        packed.writestr(f"python3{minor}._pth", f"python3{minor}.zip\r\n.\r\n\r\n#import site\r\n")
        packed.writestr(f"python3{minor}.zip", b"")
        packed.writestr("LICENSE.txt", "PSF")
        for name, content in others.items():
            packed.writestr(name, content)
    return path


def bundle(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/bundle.py", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


def contents(path: Path) -> dict[str, bytes]:
    """Without the folder that all lies in."""
    with ZipFile(path) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_the_folder_holds_python_ictxl_and_what_windows_needs(
    wheelhouse: Path, tmp_path: Path
) -> None:
    run = bundle("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path)
    assert run.returncode == 0, run.stderr
    made = tmp_path / "ictxl-1.0-windows.zip"
    files = contents(made)
    site = "python/Lib/site-packages"
    assert {"python/python.exe", "python/python311.zip", f"{site}/t.py"} <= files.keys()
    assert f"{site}/colours.py" in files  # needed on Windows only
    for stranger in (
        "forks.py",
        "stranger.py",
        "pandas/tests/test_a.py",
        "ictxl-1.0.data",
        "__pycache__",
    ):
        assert not any(stranger in name for name in files), stranger
    assert files["python/python311._pth"].split() == [b"python311.zip", b".", rb"Lib\site-packages"]
    assert files["licenses/colours-1.0/COPYING"] == b"BSD"
    assert files["licenses/Python/LICENSE.txt"] == b"PSF"
    assert hashlib.sha256(made.read_bytes()).hexdigest() in run.stdout
    assert len({name.partition("/")[0] for name in ZipFile(made).namelist()}) == 1


@pytest.mark.parametrize("has_desk", [True, False])
def test_batch_files_are_ascii_with_crlf_and_the_text_opens_in_notepad(
    wheelhouse: Path, tmp_path: Path, *, has_desk: bool
) -> None:
    if not has_desk:
        wheel(wheelhouse, "ictxl", [], {"ictxl/__init__.py": ""})
    bundle("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path)
    files = contents(tmp_path / "ictxl-1.0-windows.zip")
    batches = {name for name in files if name.endswith(".bat")}
    assert {"ictxl.bat", "まとめる.bat", "点検.bat", "コマンドの窓.bat"} <= batches
    for name in batches:
        text = files[name].decode("ascii")
        assert text.count("\n") == text.count("\r\n") > 3
    assert ("ictxl を開く.bat" in batches) == has_desk
    text = files["はじめにお読みください.txt"]
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n") > 20
    assert ("ictxl を開く.bat" in text.decode()) == has_desk


def test_sums_are_those_of_all_other_files(wheelhouse: Path, tmp_path: Path) -> None:
    bundle("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path)
    files = contents(tmp_path / "ictxl-1.0-windows.zip")
    sums = files.pop("SHA256SUMS").decode()
    told = dict(reversed(line.split(" *", 1)) for line in sums.splitlines())
    assert told == {name: hashlib.sha256(text).hexdigest() for name, text in files.items()}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["windows", "linux", "wheels"])
def test_two_builds_give_equal_bytes(wheelhouse: Path, tmp_path: Path, kind: str) -> None:
    words = {
        "windows": ("--python", embeddable(tmp_path)),
        "linux": ("--platform", "linux"),
        "wheels": ("--wheels",),
    }[kind]
    for place in ("one", "two"):
        run = bundle(*words, "--wheelhouse", wheelhouse, "-o", tmp_path / place)
        assert run.returncode == 0, run.stderr
    (one,) = (tmp_path / "one").iterdir()
    assert one.read_bytes() == (tmp_path / "two" / one.name).read_bytes()


def test_the_wheels_are_those_that_pip_needs_there(wheelhouse: Path, tmp_path: Path) -> None:
    words = ("--wheels", "--python-version", "3.13", "--wheelhouse", wheelhouse, "-o", tmp_path)
    assert bundle(*words).returncode == 0
    files = contents(tmp_path / "ictxl-1.0-wheels-windows-py3.13.zip")
    names = {name for name in files if name.endswith(".whl")}
    wanted = ("colours", "ictxl", "tablelib")
    assert names == {f"wheels/{name}-1.0-py3-none-any.whl" for name in wanted}
    assert "--no-index --find-links wheels ictxl" in files["はじめにお読みください.txt"].decode()


WRONG = {
    "32 bits": (lambda place: embeddable(place, machine=I386), "32 ビット"),
    "ARM": (lambda place: embeddable(place, machine=0xAA64), "ARM64"),
    "too old": (lambda place: embeddable(place, minor=9), "Python 3.9 です"),
    "too new": (lambda place: embeddable(place, minor=77), "Python 3.77 です"),
    "not there": (lambda place: place / "python-embed.zip", "がありません"),
    "an installer": (lambda place: saved(place / "python-3.11.exe", program()), "読めません"),
    "another zip": (lambda place: next(place.glob("*/ictxl-*")), "embeddable"),
}  # fmt: skip


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("which", WRONG)
def test_a_wrong_python_is_named_with_the_right_one(
    wheelhouse: Path, tmp_path: Path, which: str
) -> None:
    make, word = WRONG[which]
    run = bundle("--python", make(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path / "dist")
    assert run.returncode == 1
    assert word in run.stderr
    assert "embeddable package (64-bit)" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "dist").exists()


def test_a_missing_part_is_named(wheelhouse: Path, tmp_path: Path) -> None:
    (wheelhouse / "colours-1.0-py3-none-any.whl").unlink()
    words = ("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path)
    run = bundle(*words)
    assert run.returncode == 1
    assert "部品が足りません: colours" in run.stderr
    assert not list(tmp_path.glob("*windows*"))


@pytest.mark.parametrize(
    ("tags", "runs_there"),
    [
        ("cp311-cp311-win_amd64", True),
        ("cp38-abi3-win_amd64", True),
        ("cp312-cp312-win_amd64", False),
        ("cp311-cp311-win32", False),
        ("cp311-cp311-manylinux_2_17_x86_64", False),
    ],
)
def test_a_part_of_another_system_or_python_is_none(
    wheelhouse: Path, tmp_path: Path, tags: str, runs_there: bool
) -> None:
    colours = wheelhouse / "colours-1.0-py3-none-any.whl"
    colours.rename(wheelhouse / f"colours-1.0-{tags}.whl")
    words = ("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path)
    run = bundle(*words)
    assert run.returncode == (0 if runs_there else 1), run.stderr
    assert ("部品が足りません: colours" in run.stderr) is not runs_there


def test_a_broken_part_is_named(wheelhouse: Path, tmp_path: Path) -> None:
    (wheelhouse / "colours-1.0-py3-none-any.whl").write_bytes(b"PK half")
    words = ("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path)
    run = bundle(*words)
    assert run.returncode == 1
    assert "部品「colours-1.0-py3-none-any.whl」を読めません" in run.stderr
    assert "Traceback" not in run.stderr


def test_without_packaging_the_line_to_type_is_told(tmp_path: Path) -> None:
    bare = [sys.executable, "-X", "utf8", "-E", "-S"]
    run = subprocess.run(
        [*bare, ROOT / "tools" / "bundle.py", "--wheels", "-o", tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert "pip install packaging" in run.stderr


def test_a_place_that_cannot_be_written_is_named(wheelhouse: Path, tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"a file")
    words = ("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse)
    run = bundle(*words, "-o", tmp_path / "dist")
    assert run.returncode == 1
    assert "を書けません" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="a device that is always full")
def test_a_disk_without_room_leaves_no_half_zip(wheelhouse: Path, tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys, runpy\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "sys.path.insert(0, 'tools')\n"
        "runpy.run_path('tools/bundle.py', run_name='__main__')\n"
    )
    words = ("--python", embeddable(tmp_path), "--wheelhouse", wheelhouse, "-o", tmp_path / "dist")
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert run.returncode == 1, run.stdout
    assert "を書けません" in run.stderr
    assert list((tmp_path / "dist").iterdir()) == []
