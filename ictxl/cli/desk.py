"""`ictxl desk`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("desk")
@click.argument("folder", metavar="[フォルダー]", type=click.Path(path_type=Path), default=".")
@click.option(
    "--no-browser", is_flag=True, help="ブラウザーを開かず、開くアドレスを示すだけにします。"
)
def command(folder: Path, no_browser: bool) -> None:
    """一年の仕事を、ブラウザーの画面でします。

    計画の用意から、調査票を作って送り、返ってきたものを入れて点検し、まとめるまで、
    コマンドを打たずにできます。画面はこのパソコンの中だけで動き、ほかの人は開けません。
    同じフォルダーで二度目に実行すると、動いている画面を開きます。終わるには、画面の「終了」を
    押すか、Ctrl+C を打ちます。
    """
    from ictxl.desk.server import run_desk

    def show(address: str) -> None:
        click.echo(f"画面のアドレス(一度だけ使えます): {address}")
        if not no_browser and not _opened(address):
            click.echo(
                "→ ブラウザーを開けませんでした。このアドレスをブラウザーに貼り付けてください。"
            )

    run_desk(_existing(folder), show)


def _opened(address: str) -> bool:
    import webbrowser

    try:
        return webbrowser.open(address)
    except (OSError, webbrowser.Error):
        return False


def _existing(folder: Path) -> Path:
    """The folder itself, made where it is new; of a file that was dropped onto the program, the
    folder it lies in."""
    from ictxl.errors import InputError
    from ictxl.files.inputs import resolved
    from ictxl.files.outputs import make_folder

    place = resolved(folder)
    if place.is_file():
        place = place.parent
    if not place.exists() and place.parent.is_dir():
        make_folder(place)
        click.echo(f"フォルダー「{folder}」を作りました。")
    if not place.is_dir():
        raise InputError(
            f"フォルダー「{folder}」がありません。", "フォルダー名を確かめてください。"
        )
    return place
