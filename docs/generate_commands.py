"""Write docs/commands.md from the command line itself; `--check` fails where it is stale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
from generated import escaped, table, write_or_check

from ictxl.cli import cli

PAGE = Path(__file__).with_name("commands.md")

_HEAD = """# コマンドの一覧

<!-- docs/generate_commands.py が ictxl/cli/ から作ります。手で直さないでください。 -->

ictxl のすべてのコマンドと、その引数、オプションです。
同じ説明は、コマンドに `--help`(`-h`)を付けると画面に出ます。これはどのコマンドにもあるので、
下の表には載せません。使う順番と場面は[情報課の手引き](guide.md)をご覧ください。"""


def commands_page(group: click.Group, name: str) -> str:
    """The page's Markdown: the command line itself, then a section for each command."""
    sections = ["\n".join(_section(context)) for context in _contexts(group, name)]
    return "\n\n".join([_HEAD, *sections]) + "\n"


def _contexts(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[click.Context]:
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _contexts(found, child, context)


def _section(context: click.Context) -> Iterator[str]:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    first, *others = _paragraphs(command.help or "")
    yield from (f"## {context.command_path}", "", first, "", "```", usage, "```")
    for paragraph in others:
        yield from ("", paragraph)
    arguments = [_argument(p) for p in command.params if isinstance(p, click.Argument)]
    if arguments:
        yield from ("", *table(("引数", "指定"), arguments))
    options = [_option(p) for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        yield from ("", *table(("オプション", "説明"), options))


def _paragraphs(text: str) -> Iterator[str]:
    r"""A help text's paragraphs; lines of one with click's mark \b stay apart."""
    for paragraph in "\n".join(line.strip() for line in text.splitlines()).split("\n\n"):
        kept = paragraph.strip("\n").startswith("\b")
        lines = [line for line in paragraph.replace("\b", "").split("\n") if line]
        if kept and len(lines) > 1:
            yield "\n".join([escaped(lines[0]), "", "```", *lines[1:], "```"])
        elif lines:
            # A line ends between two words or between two Japanese letters, which need no blank.
            yield escaped(re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", "\n".join(lines)).replace("\n", ""))


def _argument(argument: click.Argument) -> tuple[str, str]:
    name = argument.metavar or argument.human_readable_name
    default = _default(argument)
    needed = f"省くと `{default}`" if default else "必須" if argument.required else "省けます"
    return f"`{name}`", needed + ("(いくつでも)" if argument.nargs == -1 else "")


def _option(option: click.Option) -> tuple[str, str]:
    *shorter, longest = [*option.opts, *option.secondary_opts]
    if not option.is_flag:
        longest += f" {option.metavar or option.name}"
    # In a table, `\|` inside code is shown as a plain bar.
    named = "、".join(f"`{name}`" for name in (*shorter, longest)).replace("|", r"\|")
    return named, "".join(_explained(option))


def _explained(option: click.Option) -> Iterator[str]:
    text = option.help or ""
    yield escaped(text)
    if option.required:
        yield " 必須。"
    if isinstance(option.type, click.IntRange) and option.type.min is not None:
        yield f" {option.type.min} 以上の整数。"
    if isinstance(option.type, click.Choice):
        choices = [str(choice) for choice in option.type.choices]
        if any(choice not in (option.metavar or "") for choice in choices):
            yield f" 選べる値: {'、'.join(f'`{choice}`' for choice in choices)}。"
    default = _default(option)
    if default and "既定: " not in text:
        yield f" 既定: `{default}`。"
    elif default and f"既定: {default}" not in text:
        raise ValueError(f"the help of {option.opts[-1]} names another default than {default}")


def _default(parameter: click.Parameter) -> str:
    """What stands for a parameter left out; flags and what is not given have none."""
    default = parameter.default
    return str(default) if isinstance(default, str | int) and not isinstance(default, bool) else ""


if __name__ == "__main__":
    write_or_check(PAGE, commands_page(cli, "ictxl"), "generate_commands.py")
