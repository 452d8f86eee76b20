"""Build and run a Windows Python on Linux, by wine, for the tests of the portable folder.

The parts come by the ordinary package clients: wine and the cross compiler from Debian, the Python
Software Foundation's own DLLs of Python for Windows from a wheel that carries them along, the
standard library's Python files from the Python that runs this. Three shims of a few lines each
close what is left; see the folder `shims`. None of it is ever part of what users get.

    python -m tests.windows.bench FOLDER

makes `python-3.x.y-embed-amd64.zip`, laid out like the embeddable package of python.org, and the
wine prefix beside it, with code page 932.

    python -m tests.windows.bench FOLDER --serve

starts wine's server in that prefix, and with it the services of its Windows, until `wineserver -k`.

    python -m tests.windows.bench FOLDER --tests BUNDLE.zip

runs, with the Python and the ictxl of a portable folder, those test files under wine whose work
differs most between systems: files, processes, the console, bytes.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode
from py_compile import compile as compile_file

_SHIMS = Path(__file__).parent / "shims"
_CARRIER = "panda3d==1.10.16"
"""A wheel for Windows whose folder `deploy_libs` holds python3XX.dll and the .pyd files."""
_COMPILER = "x86_64-w64-mingw32-gcc"
_DUMPER = "x86_64-w64-mingw32-objdump"
_LEFT_OUT = (
    "test",
    "idlelib",
    "tkinter",
    "turtledemo",
    "ensurepip",
    "site-packages",
    "lib-dynload",
)
_NOT_NEEDED = re.compile(r"api-ms-|t[ck]l?86t|_tkinter")
"""DLLs that wine has itself, and Tk, which the embeddable package leaves out too."""

LOCALE = "ja_JP.UTF-8"
"""In this locale wine's code page is 932, as on a Japanese Windows."""


def missing_parts() -> list[str]:
    """The programs that this machine lacks for building and running the bench."""
    programs = ["wine", _COMPILER, _DUMPER]
    missing = [name for name in programs if shutil.which(name) is None]
    if not missing and LOCALE.lower().replace("-", "") not in _locales():
        missing.append(LOCALE)
    return missing


def _locales() -> set[str]:
    told = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    return {name.lower().replace("-", "") for name in told.split()}


def build_embeddable(folder: Path) -> Path:
    """Make a zip that looks like python.org's embeddable package, for this Python's version."""
    tag = f"{sys.version_info.major}{sys.version_info.minor}"
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        version = _take_dlls(place, tag)
        _build_shims(place, tag)
        _pack_library(place / f"python{tag}.zip")
        (place / f"python{tag}._pth").write_text(f"python{tag}.zip\n.\n", "ascii")
        (place / "LICENSE.txt").write_bytes(_license().read_bytes())
        target = folder / f"python-{version}-embed-amd64.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(place.iterdir()):
                packed.write(path, path.name)
    return target


def _take_dlls(place: Path, tag: str) -> str:
    """Unpack the DLLs of Python for Windows; tells their version."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--platform", "win_amd64", "--python-version", f"{tag[0]}.{tag[1:]}"]
    command += ["--only-binary=:all:", "--dest", str(place), _CARRIER]
    subprocess.run(command, check=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            short = name.removeprefix("deploy_libs/")
            if short != name and not _NOT_NEEDED.match(short):
                (place / short.lower()).write_bytes(packed.read(name))
    wheel.unlink()
    # The file version stands in the DLL as UTF-16: «FileVersion», then the number.
    content = (place / f"python{tag}.dll").read_bytes().decode("utf-16-le", "replace")
    found = re.search(r"FileVersion\0+(\d+\.\d+\.\d+)", content)
    if found is None:
        raise RuntimeError("python DLL without a version")
    return found.group(1)


def _build_shims(place: Path, tag: str) -> None:
    dll = f'-DPYTHON_DLL=L"python{tag}.dll"'
    source = str(_SHIMS / "python.c")
    _compile("-municode", dll, "-o", str(place / "python.exe"), source)
    told = subprocess.run(
        [_DUMPER, "-p", str(place / f"python{tag}.dll")], capture_output=True, text=True, check=True
    ).stdout
    names = sorted(set(re.findall(r"^\t\[ *\d+\] (_?Py\w+)$", told, re.MULTILINE)))
    lines = ["LIBRARY python3.dll", "EXPORTS", *(f"{name} = python{tag}.{name}" for name in names)]
    with tempfile.TemporaryDirectory() as made:
        definition = Path(made) / "python3.def"
        definition.write_text("\n".join(lines), "ascii")
        _compile("-shared", "-nostdlib", "-o", str(place / "python3.dll"), str(definition))


def _compile(*arguments: str) -> None:
    subprocess.run([_COMPILER, "-O2", "-s", *arguments], check=True, stderr=subprocess.DEVNULL)


def _pack_library(target: Path) -> None:
    """The standard library as compiled files, which is how the embeddable package has it."""
    library = Path(sysconfig.get_path("stdlib"))
    with zipfile.ZipFile(target, "w") as packed, tempfile.TemporaryDirectory() as made:
        for source in sorted(library.rglob("*.py")):
            name = source.relative_to(library)
            if name.parts[0] in _LEFT_OUT or name.parts[0].startswith("config-"):
                continue
            if "tests" in name.parts or "lib2to3" in name.parts:
                continue
            compiled = Path(made) / "compiled.pyc"
            compile_file(
                str(source),
                str(compiled),
                dfile=str(name),
                doraise=True,
                invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
            )
            packed.write(compiled, str(name.with_suffix(".pyc")))


def _license() -> Path:
    return next(
        path
        for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
        for path in (folder / "LICENSE.txt", folder / "LICENSE")
        if path.exists()
    )


def make_prefix(prefix: Path) -> None:
    """Set up wine's own files in a folder, with what wine 8 lacks for Rust wheels."""
    _run_silently(prefix, "wine", "wineboot", "--init")
    system = prefix / "drive_c" / "windows" / "system32"
    library = system / "bcryptprimitives.dll"
    if not library.exists():
        _compile("-shared", "-o", str(library), str(_SHIMS / "bcryptprimitives.c"), "-ladvapi32")


def serve(prefix: Path) -> None:
    """Keep wine's server and services running. Else the first program after a pause starts them,
    they hold its output open for as long as other programs run, and who reads it waits for them."""
    _run_silently(prefix, "wineserver", "-p")
    _run_silently(prefix, "wine", "wineboot")


def _run_silently(prefix: Path, *words: str) -> None:
    nothing = subprocess.DEVNULL
    environment = wine_environment(prefix)
    subprocess.run(
        words, env=environment, check=True, stdin=nothing, stdout=nothing, stderr=nothing
    )


def wine_environment(prefix: Path) -> dict[str, str]:
    """A bare environment: none of this machine's Python variables, code page 932."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",  # no questions about Mono and Gecko
        "LANG": LOCALE,
        "LC_ALL": LOCALE,
    }


_SUITE = (
    *("tests/files", "tests/cli", "tests/text/test_windows_names.py"),
    *("tests/runtime/test_sandbox.py", "tests/sendback"),
    *("tests/pipeline/test_people_work.py", "tests/pipeline/test_people_results.py"),
    *("tests/pipeline/test_status.py", "tests/returned/test_one_file_stops_none.py"),
    *("tests/returned/test_files.py", "tests/form/test_saving.py", "tests/test_samples.py"),
    *("tests/plan/test_writing.py", "tests/spreadsheets/test_zip_writer.py", "tests/report"),
)
_TEST_PACKAGES = ("pytest", "pytest-xdist", "hypothesis", "colorama", "packaging")
_QUICK = "not office and not browser"


def run_tests(folder: Path, bundle: Path) -> int:
    """pytest under wine, with ictxl from the bundle and the tests of this checkout."""
    place = folder / "suite"
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(place)
    (root,) = place.glob("*/python")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile"]
    command += ["--target", str(place / "packages"), "--only-binary=:all:"]
    command += ["--platform", "win_amd64", "--python-version", "{}.{}".format(*sys.version_info)]
    subprocess.run([*command, *_TEST_PACKAGES], check=True)
    (search,) = root.glob("python3*._pth")
    here = Path(__file__).parents[2]
    added = [f"Z:{path}".replace("/", "\\") for path in (place / "packages", here)]
    search.write_text("\n".join([search.read_text("ascii"), *added]), "ascii")
    # All three streams as pipes: wine's consoles are no terminals, and it takes them for one.
    words = ["-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "-m", _QUICK, *_SUITE]
    with subprocess.Popen(
        ["wine", str(root / "python.exe"), *words],
        cwd=here,
        env=wine_environment(folder / "prefix"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line.decode("cp932", "replace").rstrip(), flush=True)
    return run.returncode


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--tests", type=Path, metavar="BUNDLE")
    options = parser.parse_args()
    folder = options.folder
    if options.serve:
        serve(folder / "prefix")
        return
    if options.tests:
        sys.exit(run_tests(folder, options.tests))
    folder.mkdir(parents=True, exist_ok=True)
    make_prefix(folder / "prefix")
    print(build_embeddable(folder))


if __name__ == "__main__":
    main()
