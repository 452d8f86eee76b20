"""Make the documents' pictures from the samples: `python docs/pictures.py`.

Needs LibreOffice, poppler's pdftoppm, Chromium and the font BIZ UDゴシック.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
IMAGES = HERE / "images"
SAMPLES = HERE.parent / "samples"


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(desk)
        page_picture(SAMPLES / "進捗状況.xlsx", "consolidated", folder)
        page_picture(SAMPLES / "returned" / "04_情報課.xlsx", "form", folder)
        page_picture(SAMPLES / "plan.xlsx", "plan", folder)


def page_picture(workbook: Path, name: str, folder: Path, page: int = 1) -> None:
    """One printed page of a workbook as docs/images/NAME.png."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(workbook)], check=True, capture_output=True)
    pdf = folder / f"{workbook.stem}.pdf"
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    render = ["pdftoppm", "-r", "80", "-png", *pages, str(pdf), str(IMAGES / name)]
    subprocess.run(render, check=True, capture_output=True)


if __name__ == "__main__":
    main()
