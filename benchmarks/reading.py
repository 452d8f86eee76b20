"""What reading a form costs beside calamine's bare reading of it: `python benchmarks/reading.py`.

Prints milliseconds a file and the ratio, which shall stay at or below 3 on any machine. Both are
measured in processor time, in turns, each the best of several rounds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import python_calamine

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ictxl.returned.reader import FormReader  # noqa: E402

MOST = 3.0
ROUNDS = 5


def bare(files: Sequence[Path]) -> None:
    for path in files:
        workbook = python_calamine.load_workbook(str(path))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def ours(files: Sequence[Path]) -> None:
    with FormReader() as reader:
        for path in files:
            reader.read(path, path.name)


def best(job: Callable[[Sequence[Path]], None], files: Sequence[Path]) -> float:
    """Processor seconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        job(files)
        times.append(time.process_time() - started)
    return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="returned forms (default: the samples)")
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    sources = options.files or sorted((ROOT / "samples" / "returned").glob("*.xlsx"))
    with tempfile.TemporaryDirectory() as folder:
        files = [_copy(sources, number, Path(folder)) for number in range(options.count)]
        alone, whole = best(bare, files), best(ours, files)
    print(f"calamine alone  {alone / len(files) * 1000:.2f} ms a file")
    print(f"ictxl           {whole / len(files) * 1000:.2f} ms a file")
    print(f"ratio           {whole / alone:.2f} (at most {MOST})")
    return 0 if whole / alone <= MOST else 1


def _copy(sources: Sequence[Path], number: int, folder: Path) -> Path:
    """A copy that is no copy: the same file twice would be read once."""
    path = folder / f"{number}.xlsx"
    content = sources[number % len(sources)].read_bytes()
    comment = str(number).encode()
    # The archive's own comment is the last thing in the file, its length just before it.
    path.write_bytes(content[:-2] + len(comment).to_bytes(2, "little") + comment)
    return path


if __name__ == "__main__":
    sys.exit(main())
