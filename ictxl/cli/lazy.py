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

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("コマンド"):
            formatter.write_dl(list(self._commands_of.items()))
