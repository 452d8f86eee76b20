"""Let click speak Japanese: its own words, and the lines of help texts.

click asks gettext for each of its words, but ships no translation and names no text domain of its
own; giving its modules another `_` is the one way that needs neither locale nor .mo file. It counts
characters, where a window shows a full-width one as two, breaks lines at blanks only, and puts a
blank where a source line ended.
"""

from __future__ import annotations

import importlib
import re
import unicodedata

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")

_WORDS = {
    "Usage:": "使い方:",
    "Usage: ": "使い方: ",
    "Options": "オプション",
    "Commands": "コマンド",
    "Show this message and exit.": "この説明を表示します。",
    "Error: {message}": "誤り: {message}",
    "Try '{command} {option}' for help.": "使い方は「{command} {option}」で見られます。",
    "Missing command.": "コマンドを指定してください。",
    "No such command {name!r}.": "コマンド「{name}」はありません。",
    "No such option: {name}": "オプション「{name}」はありません。",
    "No such option {name!r}.": "オプション「{name}」はありません。",
    "Did you mean {possibility}?": "もしかして: {possibility}",
    "(Did you mean one of: {possibilities}?)": "(もしかして: {possibilities})",
    "Missing argument": "次の指定が足りません:",
    "Missing option": "次のオプションが足りません:",
    "Missing parameter": "指定が足りません",
    "Missing {param_type}": "指定が足りません({param_type})",
    "Invalid value: {message}": "指定が正しくありません: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} の指定が正しくありません: {message}",
    "Got unexpected extra argument ({args})": "余分な指定があります({args})",
    "Got unexpected extra arguments ({args})": "余分な指定があります({args})",
    "Option {name!r} does not take a value.": "オプション「{name}」は値を取りません。",
    "Option {name!r} requires an argument.": (
        "オプション「{name}」の後に値を続けてください(使い方は --help で見られます)。"
    ),
    "{value!r} is not a valid {number_type}.": "「{value}」は数ではありません。",
    "{value!r} is not one of {choices}.": "「{value}」は選べません。選べるもの: {choices}",
    "{name} {filename!r} does not exist.": "「{filename}」がありません。",
    "{name} {filename!r} is a file.": "「{filename}」はファイルです。",
    "{name} {filename!r} is a directory.": "「{filename}」はフォルダーです。",
    "{name} {filename!r} is not readable.": "「{filename}」を読めません。",
    "{name} {filename!r} is not writable.": "「{filename}」に書き込めません。",
    "Could not open file {filename!r}: {message}": "「{filename}」を開けません: {message}",
    "default: {default}": "既定: {default}",
    "required": "必須",
    "Aborted!": "中断しました。",
    "unknown error": "不明な誤り",
    "{value} is not in the range {range}.": "{value} は使えません({range})。",
}


def speak_japanese() -> None:
    """Let click speak Japanese; words it may gain in later versions stay English."""
    for name in _MODULES:
        module = importlib.import_module(f"click.{name}")
        if hasattr(module, "_"):
            vars(module)["_"] = _translate
        if hasattr(module, "ngettext"):
            vars(module)["ngettext"] = _translate_counted
    # `x>=1` in helps and messages; ictxl's own numbers have a least value and no greatest.
    numbers = importlib.import_module("click.types").IntRange
    numbers._describe_range = lambda self: f"{self.min} 以上"
    formatting = vars(importlib.import_module("click.formatting"))
    formatting["wrap_text"], formatting["term_len"] = wrap_text, shown_width


def _translate(message: str) -> str:
    return _WORDS.get(message, message)


def _translate_counted(singular: str, plural: str, count: int) -> str:
    return _translate(singular if count == 1 else plural)


# --- lines as wide as a window shows them, and broken as Japanese is

_APART = "\b"
"""Begins a paragraph whose lines stay as they are."""
_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f(])|(?<=[)])\n(?=[^\x00-\x7f])")
"""An end of a source line where Japanese has no blank."""
_LEAST = 20
"""Columns of a text, however narrow the window."""


def shown_width(text: str) -> int:
    """Columns of a window that the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """In the place of click's function of that name."""
    paragraphs = text.split("\n\n") if preserve_paragraphs else [text]
    first, rest = initial_indent, subsequent_indent
    return "\n\n".join(_filled(p.strip("\n"), width, first, rest) for p in paragraphs)


def _filled(paragraph: str, width: int, first: str, rest: str) -> str:
    from ictxl.text.linebreak import wrap

    begin, _, others = paragraph.partition("\n")
    whole = others.splitlines() if begin.strip() == _APART else [_joined(paragraph)]
    room = max(_LEAST, width - shown_width(rest))
    lines = [part.rstrip() for line in whole for part in wrap(line, room)]
    return "\n".join((rest if n else first) + line for n, line in enumerate(filter(None, lines)))


def _joined(paragraph: str) -> str:
    """A paragraph's source lines as one."""
    lines = "\n".join(line.strip() for line in paragraph.splitlines())
    return _BREAK.sub("", lines).replace("\n", " ")
