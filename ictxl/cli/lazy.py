"""A group of commands whose modules are imported only when they are run."""

from __future__ import annotations

import importlib
import keyword
from typing import Any

import click


class LazyGroup(click.Group):
    """Command `x` is the object `command` of module `ictxl.cli.x` (`x_` for a word of Python)."""

    def __init__(
        self, *args: Any, commands_of: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        kwargs.update(options_metavar="[オプション]", subcommand_metavar="コマンド …")
        super().__init__(*args, **kwargs)
        self._commands_of = commands_of or {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._commands_of)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in self._commands_of:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = importlib.import_module(f"ictxl.cli.{module}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"ictxl.cli.{cmd_name}.command is no command")
        command.options_metavar = "[オプション]"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = str(args[0])
        if name == "help" and name not in self._commands_of:
            self._show_help(ctx, args[1:])
        if name not in self._commands_of and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name.lower(), self._commands_of, n=2, cutoff=0.5)
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
            formatter.write_dl(list(self._commands_of.items()))
