"""Make the documents' pictures from the samples: `python docs/pictures.py`.

Needs LibreOffice, poppler's pdftoppm, Chromium and the font BIZ UDゴシック.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
IMAGES = HERE / "images"
SAMPLES = HERE.parent / "samples"
TEMPLATES = HERE.parent / "templates"
FAULTY_ROUND = "tests.support.faulty_round"
PUBLISHED_TEMPLATES = "tests.support.published_templates"


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        page_picture(SAMPLES / "進捗状況.xlsx", "consolidated", folder)
        ictxl("generate", SAMPLES / "plan.xlsx", "-o", folder / "outbox", "--department", "情報課")
        page_picture(folder / "outbox" / "04_情報課.xlsx", "form", folder)
        page_picture(SAMPLES / "plan.xlsx", "plan", folder, page=4)
        returned = folder / "returned"
        command = [sys.executable, "-m", FAULTY_ROUND, str(returned)]
        subprocess.run(command, cwd=HERE.parent, check=True)
        ictxl("check", returned, "-o", folder / "点検")
        browser_picture(folder / "点検.report.html", "report", folder)
        ictxl("sendback", returned, "-o", folder / "差戻し", "--department", "秘書広報課")
        [marked] = (folder / "差戻し").glob("*.xlsx")
        page_picture(marked, "sendback", folder, page=1)
        published_pictures(folder)


def published_pictures(folder: Path) -> None:
    """ictxl's published template, a city's own table, and a sheet a measure."""
    page_picture(TEMPLATES / "consolidated_template.xlsx", "published-template", folder, height=330)
    for name in ("rows", "sheet"):
        template, made = folder / f"{name}_template.xlsx", folder / f"{name}.xlsx"
        command = [sys.executable, "-m", PUBLISHED_TEMPLATES, name, str(template)]
        subprocess.run(command, cwd=HERE.parent, check=True)
        ictxl("merge", SAMPLES / "returned", "--template", template, "-o", made)
        page_picture(made, f"published-{name}", folder, dots=70)


def ictxl(*arguments: str | Path) -> None:
    """Run a command; findings (exit code 1) are what some of the pictures show."""
    run = subprocess.run(
        [sys.executable, "-m", "ictxl", *map(str, arguments)], capture_output=True, check=False
    )
    if run.returncode > 1:
        raise RuntimeError(run.stderr.decode())


def page_picture(
    workbook: Path, name: str, folder: Path, page: int = 1, *, height: int = 0, dots: int = 80
) -> None:
    """One printed page of a workbook as docs/images/NAME.png; of a `height`, its upper part."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(workbook)], check=True, capture_output=True)
    pdf = folder / f"{workbook.stem}.pdf"
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    # A width of 0 is the whole page's.
    part = ["-x", "0", "-y", "0", "-W", "0", "-H", str(height)] if height else []
    render = ["pdftoppm", "-r", str(dots), "-png", *pages, *part, str(pdf), str(IMAGES / name)]
    subprocess.run(render, check=True, capture_output=True)


def browser_picture(page: Path, name: str, folder: Path) -> None:
    """The top of a page in Chromium as docs/images/NAME.png."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    place = [f"--user-data-dir={folder / 'browser'}", "--window-size=1200,900"]
    shot = f"--screenshot={IMAGES / name}.png"
    subprocess.run(
        ["chromium", *options, *place, shot, page.as_uri()], check=True, capture_output=True
    )


if __name__ == "__main__":
    main()
