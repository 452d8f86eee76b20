"""Poppler's tools, which read the PDFs that LibreOffice made."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.support.clients import missing


def pdf_lines(path: Path) -> list[str]:
    """The lines of each cell as they stand on paper."""
    return _run("pdftotext", "-raw", path, "-").decode("utf-8").splitlines()


def pdf_pages(path: Path) -> list[str]:
    """The text of each page in the order in which it was drawn, without any blanks."""
    text = _run("pdftotext", "-raw", path, "-").decode("utf-8")
    pages = text.split("\f")[:-1]
    return [re.sub(r"\s", "", page) for page in pages]


def word_tops(path: Path) -> dict[str, float]:
    """How far each word that stands once in a PDF is below the top of its page, in points."""
    told = _run("pdftotext", "-bbox", path, "-").decode("utf-8")
    found = re.findall(r'yMin="([\d.]+)"[^>]*>([^<]*)<', told)
    words = [word for _, word in found]
    return {word: float(top) for top, word in found if words.count(word) == 1}


def page_sizes(path: Path) -> set[tuple[int, int]]:
    """Width and height of the pages, in millimetres."""
    info = _run("pdfinfo", "-f", "1", "-l", "9999", path).decode("utf-8")
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", info)
    return {(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in sizes}


def _run(tool: str, *arguments: str | Path) -> bytes:
    if shutil.which(tool) is None:
        missing("Poppler", f"{tool} is not installed (Debian: poppler-utils)")
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, check=True).stdout
