"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
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
