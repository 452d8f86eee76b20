"""Feed thousands of damaged workbooks to the reader: `python benchmarks/fuzz.py --count 6000`.

Forms are mutated byte by byte and structure by structure (parts and tags dropped, doubled, swapped,
numbers blown up), in every format there is. Each must end as a `ReturnedFile`, within time and
memory, whatever is in it. The same seed gives the same files. Exit code 1 where one did not.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

ROOT = Path(__file__).parents[1]
# The tests' own forms are the best to damage; a script does not see their package by itself.
sys.path.insert(0, str(ROOT))

from ictxl.returned import guarded_reading  # noqa: E402
from ictxl.returned.reader import FormReader, Reading  # noqa: E402
from ictxl.spreadsheets.errors import Limits, NotOrdinaryError, UnreadableError  # noqa: E402
from tests.support.returned_forms import Form, filled_form  # noqa: E402
from tests.support.xlsb import save_as_xlsb  # noqa: E402

Mutation = Callable[[bytes, random.Random], bytes]
LIMITS = Limits(seconds=20, memory_megabytes=1500)
EXTREMES = (b"0", b"-1", b"1", b"65536", b"1048577", b"4294967296", b"99999999999999999999", b"NaN")
AS_A_FILE = 0.3
"""Share of packages that are damaged as a file, not part by part."""
TAG = re.compile(rb"<[^<>]{1,300}>")
NUMBER = re.compile(rb"\d+")


def flip_bytes(content: bytes, r: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(r.choice((1, 3, 10, 100))):
        changed[r.randrange(len(changed))] = r.randrange(256)
    return bytes(changed)


def cut_off(content: bytes, r: random.Random) -> bytes:
    return content[: r.randrange(len(content))]


def drop_block(content: bytes, r: random.Random) -> bytes:
    start = r.randrange(len(content))
    return content[:start] + content[start + r.randrange(1, 2000) :]


def double_block(content: bytes, r: random.Random) -> bytes:
    start = r.randrange(len(content))
    block = content[start : start + r.randrange(1, 2000)]
    return content[:start] + block * r.choice((2, 3, 50)) + content[start:]


def change_tags(content: bytes, r: random.Random) -> bytes:
    """Drop, double or swap tags of a part."""
    tags = list(TAG.finditer(content))
    if not tags:
        return flip_bytes(content, r) if content else content
    pieces, at = [], 0
    chosen = sorted(r.sample(tags, min(len(tags), r.choice((1, 3, 20)))), key=lambda m: m.start())
    for tag in chosen:
        pieces += [content[at : tag.start()], r.choice((b"", tag[0] * 2, r.choice(tags)[0]))]
        at = tag.end()
    return b"".join([*pieces, content[at:]])


def blow_up_numbers(content: bytes, r: random.Random) -> bytes:
    numbers = list(NUMBER.finditer(content))
    if not numbers:
        return content
    pieces, at = [], 0
    chosen = sorted(
        r.sample(numbers, min(len(numbers), r.choice((1, 5, 30)))), key=lambda m: m.start()
    )
    for number in chosen:
        pieces += [content[at : number.start()], r.choice(EXTREMES)]
        at = number.end()
    return b"".join([*pieces, content[at:]])


def nest(content: bytes, r: random.Random) -> bytes:
    tags = [m[0] for m in TAG.finditer(content) if not m[0].endswith(b"/>")]
    depth = r.choice((10, 1000, 50_000))
    return content.replace(tags[-1], tags[-1] * depth, 1) if tags else content


FILE_MUTATIONS: tuple[Mutation, ...] = (flip_bytes, cut_off, drop_block, double_block)
PART_MUTATIONS: tuple[Mutation, ...] = (
    *(flip_bytes, cut_off, drop_block, double_block),
    *(change_tags, blow_up_numbers, nest),
)


def mutate(content: bytes, r: random.Random) -> tuple[str, bytes]:
    """A damaged file and how it was damaged."""
    if content[:2] != b"PK" or r.random() < AS_A_FILE:
        mutation = r.choice(FILE_MUTATIONS)
        return f"file: {mutation.__name__}", mutation(content, r)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    kind = r.choice(("part",) * 6 + ("drop", "double", "swap"))
    index, other = r.randrange(len(parts)), r.randrange(len(parts))
    name, part = parts[index]
    if kind == "part":
        mutation = r.choice(PART_MUTATIONS)
        kind, parts[index] = mutation.__name__, (name, mutation(part, r) if part else part)
    elif kind == "drop":
        del parts[index]
    elif kind == "double":
        parts.append((name, parts[other][1]))
    else:
        parts[index], parts[other] = (name, parts[other][1]), (parts[other][0], part)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts:
            package.writestr(name, part)
    return f"structure: {kind}", target.getvalue()


def seeds(folder: Path) -> list[Path]:
    """A filled-in form in each format that this machine can make."""
    form = Form(filled_form(folder / "form.xlsx"))
    form.cell("1-1", "progress").font = Font(strike=True)
    form.cell("1-3", "progress").value = CellRichText(
        TextBlock(InlineFont(strike=True), "消した。"), TextBlock(InlineFont(), "残した。")
    )
    form.cell("2-1", "progress").comment = Comment("コメント", "職員")
    form.sheet["Z3"] = "欄外"
    form.sheet["Z3"].hyperlink = "https://example.jp/"
    form.sheet["Z4"] = '=IF(1,"見える文","隠れた文")'
    form.book.defined_names["覚え書き"] = DefinedName("覚え書き", attr_text='"名前の文"')
    rule = DataValidation(type="list", formula1='"案一,案二"', prompt="入力の文", error="誤りの文")
    rule.add("Z5")
    form.sheet.add_data_validation(rule)
    form.book.custom_doc_props.append(StringProperty(name="独自", value="独自の文"))
    form.save()
    made = [form.path]
    sealed = io.BytesIO()
    with form.path.open("rb") as plain:
        OOXMLFile(plain).encrypt("", sealed)
    (folder / "sealed.xlsx").write_bytes(sealed.getvalue())
    made.append(folder / "sealed.xlsx")
    made.append(save_as_xlsb(form.path, folder / "form.xlsb"))
    soffice = shutil.which("soffice")
    if soffice:
        for suffix in ("xls", "ods"):
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [soffice, profile, "--headless", "--convert-to", suffix]
            subprocess.run(
                [*command, "--outdir", str(folder), str(form.path)], check=True, capture_output=True
            )
            made.append(folder / f"form.{suffix}")
    return made


def run_share(sources: list[Path], seed: int, count: int) -> dict[str, object]:
    """Read `count` damaged files in this process; what came of them."""
    codes: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    slowest = 0.0
    failures: list[str] = []
    inner = guarded_reading.read_content

    def watched(*arguments: object, **options: object) -> object:
        try:
            return inner(*arguments, **options)  # type: ignore[arg-type]  # passed through
        except (UnreadableError, NotOrdinaryError):
            raise
        except Exception as error:
            refused[type(error).__name__] += 1
            raise

    guarded_reading.read_content = watched  # type: ignore[assignment]  # to see what is caught
    contents = [path.read_bytes() for path in sources]
    with tempfile.TemporaryDirectory() as desk, FormReader(Reading(LIMITS)) as reader:
        for number in range(count):
            r = random.Random(f"{seed}/{number}")
            which = r.randrange(len(sources))
            kind, content = mutate(contents[which], r)
            path = Path(desk) / f"{number}{sources[which].suffix}"
            path.write_bytes(content)
            started = time.monotonic()
            try:
                form = reader.read(path, path.name)
                codes.update({f.code for f in form.findings} or {"-"})
            except BaseException as error:  # noqa: BLE001 - whatever comes out here is a failure
                failures.append(f"{seed}/{number} {kind}: {type(error).__name__}: {error}")
            slowest = max(slowest, time.monotonic() - started)
            kinds[kind] += 1
            path.unlink()
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "files": count,
        "failures": failures,
        "slowest": slowest,
        "peak": max(u.ru_maxrss for u in usage) // 1024,
        "codes": codes,
        "caught": refused,
        "kinds": kinds,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shares", type=int, default=8, help="processes, one after another")
    parser.add_argument("--share", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--sources", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.share is not None:
        sources = sorted(Path(options.sources).glob("[fs]*.*"))
        result = run_share(sources, options.seed * 1000 + options.share, options.count)
        json.dump(result, sys.stdout)
        return 0
    return run_all(options)


def run_all(options: argparse.Namespace) -> int:
    started = time.monotonic()
    totals: dict[str, Counter[str]] = {"codes": Counter(), "caught": Counter(), "kinds": Counter()}
    failures: list[str] = []
    files, slowest, peak = 0, 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        made = seeds(Path(folder))
        each = options.count // options.shares
        for share in range(options.shares):
            command = [sys.executable, __file__, "--share", str(share), "--sources", folder]
            command += ["--seed", str(options.seed), "--count", str(each)]
            run = subprocess.run(command, capture_output=True, check=False)
            if run.returncode:
                failures.append(f"share {share} died ({run.returncode}): {run.stderr[-500:]!r}")
                continue
            result = json.loads(run.stdout)
            files += result["files"]
            failures += result["failures"]
            slowest, peak = max(slowest, result["slowest"]), max(peak, result["peak"])
            for name, total in totals.items():
                total.update(result[name])
    print(f"files      {files} from {len(made)} sources: {', '.join(p.name for p in made)}")
    print(f"seconds    {time.monotonic() - started:.0f}, slowest file {slowest:.2f}")
    print(f"peak       {peak} MB of one process")
    for name, total in totals.items():
        print(f"{name:10} " + ", ".join(f"{key} {n}" for key, n in total.most_common()))
    print(f"failures   {len(failures)}")
    for failure in failures:
        print(f"  {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
