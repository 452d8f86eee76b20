"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FILES: Decorator = click.argument("files", metavar="調査票…", nargs=-1, required=True)
PLAN: Decorator = click.option(
    "--plan",
    metavar="計画台帳",
    type=click.Path(path_type=Path),
    help="調査票の中の計画の代わりに使う計画台帳。",
)
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
