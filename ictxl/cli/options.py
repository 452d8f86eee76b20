"""Arguments and options that several commands share."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ictxl.cli import output as printing
from ictxl.errors import InputError

if TYPE_CHECKING:
    from ictxl.returned.reader import Reading

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

USUAL_FOLDER = "returned"
"""Where returned forms are looked for if nobody says where."""


def _files(_context: click.Context, _argument: click.Parameter, files: tuple[str, ...]) -> object:
    """The files meant; without any the usual folder, where there is one."""
    if files:
        return files
    if Path(USUAL_FOLDER).is_dir():
        click.echo(f"フォルダー「{USUAL_FOLDER}」を見ます。", err=True)
        return (USUAL_FOLDER,)
    raise click.UsageError(
        f"調査票のファイルかフォルダーを指定してください"
        f"(フォルダー「{USUAL_FOLDER}」があれば、指定しなくてもそれを見ます)。"
    )


FILES: Decorator = click.argument("files", metavar="[調査票]…", nargs=-1, callback=_files)


class FiscalYear(click.ParamType):  # type: ignore[type-arg]  # older clicks have none
    """`2027`, `令和9年度`, `R9`: the western year."""

    name = "年度"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        from ictxl.text.era import read_fiscal_year

        year = value if isinstance(value, int) else read_fiscal_year(str(value))
        if year is None:
            self.fail(f"「{value}」は年度として読めません(例: 2027、令和9年度)。", param, ctx)
        return year


class RareOption(click.Option):
    """An option that hardly anybody needs: it stands apart in the help."""


class Command(click.Command):
    """A command whose help tells of the usual options first."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        params = [p for p in self.get_params(ctx) if not isinstance(p, click.Argument)]
        for heading, wanted in (("オプション", False), ("ふつうは使わないオプション", True)):
            of_part = [p for p in params if isinstance(p, RareOption) is wanted]
            records = [record for p in of_part if (record := p.get_help_record(ctx))]
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


def path(*names: str, metavar: str = "ファイル", **settings: Any) -> Decorator:
    """An option whose value is a path."""
    return click.option(*names, metavar=metavar, type=click.Path(path_type=Path), **settings)


def output(name: str, **settings: Any) -> Decorator:
    """Option -o: where the command's own output goes."""
    return path("-o", "--output", name, **settings)


PLAN = path("--plan", metavar="計画台帳", help="調査票の中の計画の代わりに使う計画台帳。")
JSON: Decorator = click.option("--json", "as_json", is_flag=True, help="結果を JSON で出力します。")
QUIET: Decorator = click.option("-q", "--quiet", is_flag=True, help="途中の進み具合を出しません。")

SEVERITIES = {"要修正": "error", "要確認": "warning", "お知らせ": "info"}
SEVERITY: Decorator = click.option(
    "--severity",
    "severities",
    metavar="区分",
    type=click.Choice([*SEVERITIES, *SEVERITIES.values()]),
    multiple=True,
    help="この区分の指摘だけにします: 要修正、要確認、お知らせ(何度でも指定できます)。",
)
DEPARTMENT: Decorator = click.option(
    "--department",
    "departments",
    metavar="担当課",
    multiple=True,
    help="この課への指摘だけにします(何度でも指定できます)。",
)


def severity_values(names: Iterable[str]) -> frozenset[str]:
    """`要修正` and `error` both as `error`."""
    return frozenset(SEVERITIES.get(name, name) for name in names)


# How a table is read that becomes a plan.
TITLE: Decorator = click.option(
    "--title", metavar="計画名", default="", help="表に計画名がないときに指定します。"
)
COLUMNS = path(
    "--columns",
    metavar="見出しの対応",
    help="列が何かを直した「見出しの対応.xlsx」。同じ形の次の年度の表にも使えます。",
)
FORCE: Decorator = click.option(
    "--force",
    is_flag=True,
    help="すでにある計画台帳を新しくします。手の加わったものは 旧 フォルダーに残します。",
)

PASSWORD: Decorator = click.option(
    "--password",
    "passwords",
    metavar="パスワード",
    multiple=True,
    help="ブックを開くパスワード(何度でも指定できます)。画面の履歴に残ります。",
)
PASSWORD_FILE = path("--password-file", help="ブックを開くパスワードを 1 行に 1 つ書いたファイル。")
LIMITS = {
    "file_megabytes": ("--limit-file-mb", "読む 1 ファイルの大きさ", "MB"),
    "unpacked_megabytes": ("--limit-unpacked-mb", "1 ファイルを展開した大きさ", "MB"),
    "cells": ("--limit-cells", "1 ファイルのセルの数", ""),
    "seconds": ("--limit-seconds", "1 ファイルを読む時間", "秒"),
    "memory_megabytes": ("--limit-memory-mb", "1 ファイルを読むメモリー", "MB"),
}
"""Field of `returned.Limits` → its option."""
JOBS: Decorator = click.option(
    "--jobs",
    cls=RareOption,
    metavar="数",
    type=click.IntRange(min=1),
    help="同時に使うプロセスの数(既定: ファイルが多いときは CPU の数)。",
)
SCHEDULER: Decorator = click.option(
    "--scheduler",
    cls=RareOption,
    metavar="アドレス",
    default="",
    help="読み取りを任せる Dask のスケジューラー(例: tcp://192.0.2.1:8786)。",
)


def with_passwords(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options for workbooks that have a password; the command gets all that were given as one
    argument `passwords`."""

    @functools.wraps(command)
    def with_lines(*, passwords: tuple[str, ...], password_file: Path | None, **others: Any) -> Any:
        listed = _lines(password_file) if password_file else ()
        return command(passwords=(*passwords, *listed), **others)

    return PASSWORD(PASSWORD_FILE(with_lines))


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options for how files are read; the command gets them as one argument `reading`."""

    @functools.wraps(command)
    def with_reading(
        *,
        passwords: tuple[str, ...],
        jobs: int | None,
        scheduler: str,
        **others: Any,
    ) -> Any:
        from ictxl.runtime.workers import Workers

        limits = {field: others.pop(field) for field in LIMITS}
        read = _reading(passwords, limits)
        return command(reading=replace(read, workers=Workers(jobs, scheduler)), **others)

    for field, (option, what, unit) in reversed(LIMITS.items()):
        with_reading = click.option(
            option,
            field,
            cls=RareOption,
            metavar=unit or "数",
            type=click.IntRange(min=1),
            help=f"{what}の上限。",
        )(with_reading)
    return with_passwords(JOBS(SCHEDULER(with_reading)))


def profiled(command: Callable[..., Any]) -> Callable[..., Any]:
    """Option --profile: after the run, what its stages took, on standard error."""

    @functools.wraps(command)
    def with_profile(*, profile: bool, **others: Any) -> Any:
        if not profile:
            return command(**others)
        from ictxl.runtime.stages import measured

        with measured() as spent:
            try:
                return command(**others)
            finally:
                printing.show_profile(spent)

    return click.option(
        "--profile",
        cls=RareOption,
        is_flag=True,
        help="終わりに、どの工程に何秒かかったかを示します。",
    )(with_profile)


def reads_forms(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that reads returned forms and tells what came of it."""
    return reading(JSON(QUIET(profiled(command))))


def _reading(passwords: tuple[str, ...], limits: dict[str, int | None]) -> Reading:
    from ictxl.returned.reader import Reading
    from ictxl.spreadsheets.errors import Limits

    given = {field: value for field, value in limits.items() if value is not None}
    ask = _ask_password if sys.stdin.isatty() and sys.stderr.isatty() else None
    return Reading(Limits(**given), passwords, ask)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"パスワードのファイル「{path}」を読めません({error.strerror})。",
            "ファイル名を確かめてください。",
        ) from error
    except UnicodeDecodeError:
        text = path.read_text("cp932", errors="replace")
    return [line for line in text.splitlines() if line]


def _ask_password(name: str) -> str | None:
    with printing.bar_set_aside():
        typed: str = click.prompt(
            f"「{name}」のパスワード(飛ばすときは Enter)",
            hide_input=True,
            default="",
            show_default=False,
            err=True,
        )
    return typed or None
