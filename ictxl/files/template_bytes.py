"""Read a template's file, of a form or of the published table."""

from __future__ import annotations

from pathlib import Path

from ictxl.errors import InputError


def template_bytes(path: Path) -> bytes:
    """Raises InputError where the file is missing or open elsewhere."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            f"ひな形「{path}」がありません。", "ファイル名を確かめてください。"
        ) from error
    except OSError as error:
        if path.is_dir():
            raise InputError(
                f"「{path}」はフォルダーです。", "ひな形のファイルを指定してください。"
            ) from error
        raise InputError(
            f"ひな形「{path}」を読めません({error.strerror})。",
            "Excel で開いていれば閉じてから、もう一度実行してください。",
        ) from error
