"""Make what a PC without network and without installer needs to run ictxl.

    python tools/bundle.py --python python-3.x.y-embed-amd64.zip -o dist/   the portable folder
    python tools/bundle.py --wheels -o dist/                                the wheels for pip
    python tools/bundle.py --platform linux -o dist/                        its twin, for tests

The embeddable package is python.org's; a person fetches it. The wheels come from pip's index, or
with `--wheelhouse` from a folder. The same parts give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bundle_errors import BundleError
from embedded_python import SITE_PACKAGES, EmbeddedPython, read_embedded

try:
    from wheelhouse import Target, Wheel, collect_wheels, installed_files, version_of_ictxl
except ModuleNotFoundError as error:
    sys.exit(
        f"誤り: 部品「{error.name}」がありません。\n"
        "→ 先に python -m pip install packaging を打ってください。"
    )

_PORTABLE = Path(__file__).parent / "portable"
_LARGEST = 60_000_000
"""Bytes of a portable folder's zip; mail gateways and old USB sticks were the measure."""
_PROGRAM = 0o755
_PLAIN = 0o644
_DESK = "desk"
"""A command that not every version has, and what its folder has then."""
_DESK_BATCH = "ictxl を開く.bat"
_ABOUT_DESK = f"""・{_DESK_BATCH}  ダブルクリックすると、ブラウザーの画面で一年の仕事ができます。
                  隣の「調査」フォルダーを使います。ほかのフォルダーを使うときは、
                  そのフォルダーをこの絵の上に落とします。
"""

Files = Mapping[str, bytes]
"""Path in the folder, with `/` → content."""


def main() -> None:
    """Run the command line; what cannot be done is told in one or two lines."""
    try:
        made = _make(_options())
    except BundleError as error:
        sys.exit(f"誤り: {error.message}\n→ {error.remedy}")
    print(f"→ {made}({made.stat().st_size / 1e6:.1f} MB)")
    print(f"  SHA-256: {hashlib.sha256(made.read_bytes()).hexdigest()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="ネットワークのない PC のための ictxl を作ります。"
    )
    add = parser.add_argument
    add(
        "--python",
        type=Path,
        metavar="ZIP",
        help="python.org の「Windows embeddable package (64-bit)」",
    )
    add("--wheels", action="store_true", help="持ち運べるフォルダーの代わりに、pip 用の部品だけ")
    add("--platform", choices=["windows", "linux"], default="windows", help="どこで使うか")
    add(
        "--python-version",
        default=".".join(map(str, sys.version_info[:2])),
        metavar="3.x",
        help="--wheels のとき、使う側の Python の版",
    )
    add("--wheelhouse", type=Path, help="部品(.whl)をここから取り、何も取り寄せません")
    add("--constraint", type=Path, help="部品の版を決めるファイル(pip の -c)")
    add("-o", "--output", type=Path, required=True, help="作ったものを置くフォルダー")
    return parser.parse_args()


def _make(options: argparse.Namespace) -> Path:
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        if options.wheels:
            target = Target(options.python_version, options.platform)
            wheels = collect_wheels(target, place, options.wheelhouse, options.constraint)
            name = f"ictxl-{version_of_ictxl(wheels)}-wheels-{target.tag}"
            return _write_zip(options.output, name, _with_sums(_wheel_files(wheels)))
        python = _python(options)
        target = Target(python.version if python else options.python_version, options.platform)
        wheels = collect_wheels(target, place, options.wheelhouse, options.constraint)
        name = f"ictxl-{version_of_ictxl(wheels)}-{options.platform}"
        files = _portable_files(python, wheels, target)
        made_zip = _write_zip(options.output, name, _with_sums(files))
    if made_zip.stat().st_size > _LARGEST:
        print(f"注意: {_LARGEST / 1e6:.0f} MB を超えました。", file=sys.stderr)
    return made_zip


def _python(options: argparse.Namespace) -> EmbeddedPython | None:
    if options.platform == "linux":
        return None  # the twin uses the machine's own
    if options.python is None:
        raise BundleError(
            "--python がありません。",
            "python.org の「Windows embeddable package (64-bit)」の zip を指定してください。",
        )
    return read_embedded(options.python)


def _wheel_files(wheels: list[Wheel]) -> dict[str, bytes]:
    files = {f"wheels/{wheel.path.name}": wheel.path.read_bytes() for wheel in wheels}
    return files | {_READ_FIRST: _text_for_notepad((_PORTABLE / "wheels.txt").read_text("utf-8"))}


_READ_FIRST = "はじめにお読みください.txt"


def _portable_files(
    python: EmbeddedPython | None, wheels: list[Wheel], target: Target
) -> dict[str, bytes]:
    files = dict(installed_files(wheels, SITE_PACKAGES))
    files |= {
        f"licenses/{wheel.name}-{wheel.version}/{name}": text
        for wheel in wheels
        for name, text in wheel.licenses().items()
    }
    if python is None:
        script = (_PORTABLE / "ictxl.sh").read_text("utf-8")
        return files | {"ictxl.sh": script.replace("@VERSION@", target.version).encode()}
    files |= python.files()
    files |= {"licenses/Python/LICENSE.txt": python.license()}
    files |= {"python/drop.py": (_PORTABLE / "drop.py").read_bytes()}
    has_desk = f"{SITE_PACKAGES}/ictxl/cli/{_DESK}.py" in files
    text = (_PORTABLE / "portable.txt").read_text("utf-8")
    text = text.replace("@WINDOW@", _ABOUT_DESK if has_desk else "")
    files |= {_READ_FIRST: _text_for_notepad(text)}
    for path in _PORTABLE.glob("*.bat"):
        if has_desk or path.name != _DESK_BATCH:
            files[path.name] = _batch_file(path.read_text("utf-8"))
    return files


def _batch_file(text: str) -> bytes:
    """ASCII with CR LF: cmd reads anything else by a code page that nobody knows beforehand."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("ascii")


def _text_for_notepad(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _with_sums(files: Files) -> dict[str, bytes]:
    """The files with their digests in `SHA256SUMS`, as sha256sum -c reads it."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()} *{name}\n" for name in sorted(files)]
    return dict(files) | {"SHA256SUMS": "".join(lines).encode()}


def _write_zip(folder: Path, name: str, files: Files) -> Path:
    """One folder in a zip: sorted, without times, so that equal files give equal bytes."""
    target = folder / f"{name}.zip"
    draft = folder / f".{name}.zip.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=9) as packed:
                for path in sorted(files):
                    entry = ZipInfo(f"{name}/{path}")
                    entry.create_system = 3  # as on Unix, wherever this runs
                    mode = _PROGRAM if path.endswith(".sh") else _PLAIN
                    entry.external_attr = (0o100000 | mode) << 16
                    entry.compress_type = ZIP_DEFLATED
                    packed.writestr(entry, files[path], ZIP_DEFLATED, 9)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise BundleError(
            f"「{target}」を書けません({error.strerror or error})。",
            "空きと、書き込みの許しを確かめるか、-o で別の場所を指定してください。",
        ) from error
    return target


if __name__ == "__main__":
    main()
