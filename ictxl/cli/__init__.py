"""The command line: options, printing, progress bars, exit codes; every job is in the pipeline.

Exit codes: 0 clean, 1 findings that must be mended, 2 could not run.
"""

from __future__ import annotations

import importlib
import keyword
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from ictxl import __version__
from ictxl.cli import japanese
from ictxl.runtime.garbage import collect_seldom
from ictxl.runtime.interrupts import EXIT_INTERRUPTED, INTERRUPTED, UNTOUCHED, incomplete

if TYPE_CHECKING:
    from ictxl.findings import Finding

EXIT_CLEAN, EXIT_FINDINGS, EXIT_COULD_NOT_RUN = 0, 1, 2

COMMANDS = {
    "desk": "一年の仕事をブラウザーの画面でします。",
    "init": "計画台帳と調査票のひな形を用意します。",
    "generate": "担当課ごとの調査票を作ります。",
    "template": "集約表のひな形を作り、手直ししたひな形を確かめます。",
    "status": "どの課が出したか、どこまで書けているかを示します。",
    "check": "返ってきた調査票を点検します。",
    "sendback": "直してほしいセルに印を付けた調査票を作ります。",
    "review": "二次評価をする人が記入するブックを作ります。",
    "merge": "返ってきた調査票を点検し、一枚の進捗状況にまとめます。",
    "import": "今ある進捗状況の表から、計画台帳を作ります。",
    "rollover": "今年度の進捗状況から、次年度の計画台帳を作ります。",
    "compare": "二つの年度の進捗状況を比べます。",
    "history": "何年分もの進捗状況を一つの表にまとめます。",
}
"""Name → short help: the list can be shown without importing the commands."""


class LazyGroup(click.Group):
    """Command `x` is the object `command` of the module `ictxl.cli.x` (`x_` for a word of Python),
    which is imported only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"ictxl.cli.{module}").command
        command.options_metavar = "[オプション]"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = str(args[0])
        if name == "help":
            self._show_help(ctx, args[1:])
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name.lower(), COMMANDS, n=2, cutoff=0.5)
            names = "、".join(near)
            hint = f"もしかして: {names}" if near else "一覧は「ictxl help」で見られます。"
            ctx.fail(f"コマンド「{name}」はありません。{hint}")
        return super().resolve_command(ctx, args)

    def _show_help(self, ctx: click.Context, args: list[str]) -> None:
        """`ictxl help`, `ictxl help merge`: as with --help."""
        if args:
            _, command, _ = self.resolve_command(ctx, args)
            if command is not None:
                ctx = click.Context(command, info_name=args[0], parent=ctx)
        click.echo(ctx.get_help())
        ctx.exit()

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("コマンド"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    options_metavar="[オプション]",
    subcommand_metavar="コマンド …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__,
    "-V",
    "--version",
    prog_name="ictxl",
    message="%(prog)s %(version)s",
    help="版を表示します。",
)
def cli() -> None:
    """担当課に調査票を送り、返ってきた調査票を一枚の進捗状況にまとめます。

    「ictxl desk」を実行すると、次の仕事をすべてブラウザーの画面でできます。

    \b
    一年の流れ:
      ictxl init          計画台帳とひな形を用意する
      ictxl generate      担当課ごとの調査票を作り、送る
      ictxl status        提出の状況を見る
      ictxl check         返ってきた調査票を点検する
      ictxl sendback      直してほしい調査票に印を付けて返す
      ictxl merge         返ってきた調査票をまとめる
      ictxl rollover      次年度の計画台帳を作る
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    collect_seldom()
    japanese.speak_japanese()
    _never_fail_to_print()
    _treat_signals_as_interrupts()
    try:
        # On Windows click would take ~, %…% and * in passwords and names of outputs for its own.
        code = cli.main(prog_name="ictxl", standalone_mode=False, windows_expand_args=False)
    except click.ClickException as error:
        error.show()
        _show_json_error(error.format_message())
        code = EXIT_COULD_NOT_RUN
    except (click.Abort, KeyboardInterrupt):
        message = f"{INTERRUPTED}{_state_of_outputs()}"
        click.echo(message, err=True)
        _show_json_error(message)
        code = EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: users never see a traceback
        code = _report_failure(error)
    finally:
        _tell_moved()  # also where a command has left with findings
    _leave(code)


def _state_of_outputs() -> str:
    """What an interrupt has left: outputs take their places all at once."""
    from ictxl.files.outputs import RECORD, names_of

    if not RECORD.written:
        return UNTOUCHED
    return f"次の出力は書き終えています: {names_of(RECORD.written)}"


def _tell_moved() -> None:
    """Name what gave way to new files, on standard error: JSON goes to the other stream."""
    if "ictxl.files.outputs" not in sys.modules:
        return  # nothing was written; --version and --help shall not wait for it
    from ictxl.files.outputs import RECORD

    for path, place in RECORD.moved:
        click.echo(f"前からあった「{path}」は「{place}」へ移しました。", err=True)
    RECORD.clear()  # another run in this process begins anew


def _report_failure(error: Exception) -> int:
    if isinstance(error, ImportError) and not os.environ.get("ICTXL_DEBUG"):
        return _report_incomplete(error)
    from ictxl.cli.output import show_error
    from ictxl.errors import IctxlError
    from ictxl.files.output_faults import no_room

    told = error if isinstance(error, IctxlError) else no_room(error)
    if told:
        show_error(told)
        _show_json_error(told.message, told.remedy, told.findings)
    elif os.environ.get("ICTXL_DEBUG"):
        raise error
    else:
        message = f"思わぬ誤りで中断しました({type(error).__name__}: {error})。"
        remedy = (
            "環境変数 ICTXL_DEBUG=1 を付けて実行し直すと詳しい記録が出ます。"
            "その記録を添えて ictxl の開発者に知らせてください。"
        )
        click.echo(message, err=True)
        click.echo(f"→ {remedy}", err=True)
        _show_json_error(message, remedy)
    return EXIT_COULD_NOT_RUN


def _report_incomplete(error: ImportError) -> int:
    """A command imports what it needs as late as it can: by then the folder of ictxl may have been
    moved. Nothing more of it can be counted on here."""
    message, remedy = incomplete(error)
    click.echo(f"{message}\n→ {remedy}", err=True)
    with suppress(ImportError):
        _show_json_error(message, remedy)
    return EXIT_COULD_NOT_RUN


def _show_json_error(message: str, remedy: str = "", findings: Sequence[Finding] = ()) -> None:
    """With --json, whoever reads the output gets JSON of a run that failed too."""
    if "--json" in sys.argv[1:]:
        from ictxl.cli.output import findings_json, show_json

        error = {"message": message, "remedy": remedy}
        show_json({"error": error, "findings": findings_json(findings)})


def _never_fail_to_print() -> None:
    """A Japanese Windows console is often cp932, which has no `↗`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _treat_signals_as_interrupts() -> None:
    """A run that is told to end cleans up behind itself, as after Ctrl-C."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, interrupt)


def _leave(code: object) -> None:
    """Exit; a reader that went away (`| head`) is no error to report."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code if isinstance(code, int) else EXIT_CLEAN)
