"""What まとめる.bat, 点検.bat and ictxl を開く.bat do with the folder that was dropped on them.

Runs the command, opens the report, and waits, so that a person can read what the window says. It
neither opens nor waits where nobody sits in front of it (standard input is no console).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ictxl.files.names import internal_name

WORDS = {"merge": ("まとめる", "進捗状況.xlsx"), "check": ("点検", "点検")}
"""Command → (the .bat file's name, the name of what it makes)."""
COULD_NOT_RUN = 2


def main(command: str, dropped: list[str]) -> int:
    """The exit code of the command; 2 where nothing usable was dropped."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console of cp932
    if command == "desk":
        return _waited(_open_desk(dropped))
    name, made = WORDS[command]
    places = [Path(path) for path in dropped]
    missing = [path for path in places if not path.exists()]
    if not places or missing:
        for path in missing:
            print(f"「{path}」が見つかりません。名前に & や % があれば、ほかの字に変えてください。")
        print(f"返ってきた調査票のフォルダーを、「{name}」の絵の上に落としてください。")
        return _waited(COULD_NOT_RUN)
    target = places[0].resolve().parent / made
    run = [sys.executable, "-m", "ictxl", command, *map(str, places), "-o", str(target)]
    code = subprocess.run(run, check=False).returncode
    report = report_of(target)
    if code != COULD_NOT_RUN and report.exists():
        print(f"報告: {report}")
        if sys.platform == "win32" and sys.stdin.isatty():
            os.startfile(report)
    return _waited(code)


def report_of(made: Path) -> Path:
    """The page beside what was made: beside a table it is set apart, by its name."""
    beside = internal_name(made) if made.suffix == ".xlsx" else made
    return beside.with_name(f"{beside.name.removesuffix('.xlsx')}.report.html")


def _open_desk(dropped: list[str]) -> int:
    """With the folder that was dropped; else with one beside this tool's own folder, not in it:
    who deletes the tool must not delete a year's work."""
    folder = Path(dropped[0]) if dropped else Path(__file__).resolve().parents[2] / "調査"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        print(f"フォルダー「{folder}」を作れません({error.strerror})。")
        print("調査に使うフォルダーを、「ictxl を開く」の絵の上に落としてください。")
        return COULD_NOT_RUN
    return subprocess.run(
        [sys.executable, "-m", "ictxl", "desk", str(folder)], check=False
    ).returncode


def _waited(code: int) -> int:
    if sys.stdin.isatty():
        input("Enter キーを押すと、この窓を閉じます。")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
