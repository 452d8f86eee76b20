"""Write docs/api.md from the docstrings of what `import ictxl` offers; `--check` fails where stale.

Whatever `ictxl.__all__` holds has its section: functions with their signature, classes with fields,
members, properties and methods, constants with their value.
"""

from __future__ import annotations

import ast
import dataclasses
import enum
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from generated import escaped, table, write_or_check

import ictxl

PAGE = Path(__file__).with_name("api.md")

_HEAD = """# Python から使う: 名前の一覧

<!-- docs/generate_api.py が ictxl の docstring から作ります。手で直さないでください。 -->

`import ictxl` で使える名前のすべてです。説明はソースの docstring のまま、英語で載せます。"""

_WIDEST = 88
_LONGEST_VALUE = 60


def api_page(package: str, names: dict[str, object]) -> str:
    """The page's Markdown: a section for each name, in the order given.

    Raises ValueError where a class or function has no docstring; of members, name and type may do.
    """
    sections = ["\n".join(_section(package, name, value)) for name, value in names.items()]
    return "\n\n".join([_HEAD, *sections]) + "\n"


def _section(package: str, name: str, value: object) -> Iterator[str]:
    yield f"## {package}.{name}"
    if inspect.isclass(value):
        yield from _class(name, value)
    elif inspect.isroutine(value):
        yield from ("", "```python", _call(name, value, False), "```")
        yield from ("", *_required(value, name))
    else:
        yield from ("", f"`{_shown(value)}`")


def _class(name: str, cls: type) -> Iterator[str]:
    fields = _fields(cls)
    if _has_own_constructor(cls):
        yield from (
            "",
            "```python",
            _call(name, cls, False).removesuffix(" -> None"),
            "```",
        )
    yield from ("", *_required(cls, name))
    if issubclass(cls, enum.Enum):
        members = [(f"`{member.name}`", f"`{member.value!r}`") for member in cls]
        yield from ("", *table(("member", "value"), members))
    elif fields:
        yield from ("", *table(("field", "type", "default", "meaning"), fields))
    own = _members(cls)
    for member, value in own.items():
        getter = _getter(value)
        if getter is not None:
            returned = _annotation(inspect.signature(getter).return_annotation)
            yield from ("", f"### {name}.{member}", "", f"`{member}: {returned}`")
            yield from _behind_blank(_documentation(getter))
    for member, value in own.items():
        routine = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if inspect.isfunction(routine):
            yield from ("", f"### {name}.{member}")
            bound = not isinstance(value, staticmethod)
            call = _call(f"{name}.{member}", routine, bound)
            yield from ("", "```python", call, "```", *_behind_blank(_documentation(routine)))


def _has_own_constructor(cls: type) -> bool:
    made_up = dataclasses.is_dataclass(cls) or issubclass(cls, enum.Enum)
    return not made_up and any("__init__" in vars(base) for base in _own_ancestors(cls))


def _getter(member: object) -> Callable[..., object] | None:
    if isinstance(member, functools.cached_property):
        return member.func
    return member.fget if isinstance(member, property) else None


def _behind_blank(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _call(name: str, routine: Callable[..., object], without_first: bool) -> str:
    signature = inspect.signature(routine)
    parts: list[str] = []
    kinds = inspect.Parameter
    starred = slashed = False
    for parameter in list(signature.parameters.values())[without_first:]:
        if slashed and parameter.kind is not kinds.POSITIONAL_ONLY:
            parts.append("/")
        slashed = parameter.kind is kinds.POSITIONAL_ONLY
        if parameter.kind is kinds.KEYWORD_ONLY and not starred:
            parts.append("*")
        starred = starred or parameter.kind in {kinds.VAR_POSITIONAL, kinds.KEYWORD_ONLY}
        parts.append(_parameter(parameter))
    if slashed:
        parts.append("/")
    returned = _annotation(signature.return_annotation)
    ending = f" -> {returned}" if returned else ""
    line = f"{name}({', '.join(parts)}){ending}"
    if len(line) <= _WIDEST or not parts:
        return line
    return "\n".join([f"{name}(", *(f"    {part}," for part in parts), f"){ending}"])


def _parameter(parameter: inspect.Parameter) -> str:
    stars: dict[object, str] = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}
    annotation = _annotation(parameter.annotation)
    text = stars.get(parameter.kind, "") + parameter.name
    text += f": {annotation}" if annotation else ""
    if parameter.default is parameter.empty:
        return text
    return (
        f"{text} = {_shown(parameter.default)}"
        if annotation
        else f"{text}={_shown(parameter.default)}"
    )


def _annotation(annotation: object) -> str:
    if annotation is inspect.Signature.empty:
        return ""
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _shown(value: object) -> str:
    """A value as code, the same on every machine; `…` where it would be long or have an address."""
    if isinstance(value, enum.Enum):
        return str(f"{type(value).__name__}.{value.name}")
    if isinstance(value, PurePath):
        return f"Path({value.as_posix()!r})"
    if inspect.isroutine(value) or inspect.isclass(value):
        return str(value.__name__)
    text = repr(value)
    return "…" if " at 0x" in text or len(text) > _LONGEST_VALUE else text


def _required(thing: object, name: str) -> list[str]:
    lines = _documentation(thing)
    if not lines:
        raise ValueError(f"{name} has no docstring")
    return lines


def _documentation(thing: object) -> list[str]:
    """The docstring's lines; dataclasses make up one of their own, which says nothing."""
    text = inspect.cleandoc(getattr(thing, "__doc__", None) or "")
    if inspect.isclass(thing) and text.startswith(f"{thing.__name__}("):
        return []
    return [escaped(line) if line[:1].strip() else line for line in text.splitlines()]


def _fields(cls: type) -> list[tuple[str, ...]]:
    """Name, type, default and meaning of a dataclass's or named tuple's fields."""
    if dataclasses.is_dataclass(cls):
        given = {field.name: _default_of(field) for field in dataclasses.fields(cls) if field.repr}
    elif hasattr(cls, "_field_defaults"):
        given = {name: "" for name in getattr(cls, "_fields", ())}
        given |= {name: _shown(value) for name, value in cls._field_defaults.items()}
    else:
        return []
    types, meanings = _declared(cls)
    return [
        (
            f"`{name}`",
            f"`{types.get(name, '')}`".replace("|", r"\|"),
            f"`{default}`".replace("|", r"\|") if default else "",
            escaped(meanings.get(name, "")),
        )
        for name, default in given.items()
        if not name.startswith("_")
    ]


def _default_of(field: dataclasses.Field[object]) -> str:
    if field.default is not dataclasses.MISSING:
        return _shown(field.default)
    if field.default_factory is not dataclasses.MISSING:
        return f"{_shown(field.default_factory)}()"
    return ""


def _declared(cls: type) -> tuple[dict[str, str], dict[str, str]]:
    """Types and meanings of the fields as the sources have them: a meaning is a text behind one."""
    types: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for ancestor in reversed(_own_ancestors(cls)):
        body = ast.parse(textwrap.dedent(inspect.getsource(ancestor))).body[0]
        last = ""
        for statement in body.body if isinstance(body, ast.ClassDef) else ():
            text = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                last = statement.target.id
                types[last] = ast.unparse(statement.annotation)
            elif last and isinstance(text, ast.Constant) and isinstance(text.value, str):
                meanings[last] = " ".join(inspect.cleandoc(text.value).split())
            else:
                last = ""
    return types, meanings


def _members(cls: type) -> dict[str, object]:
    """Public methods and properties, those of base classes of ictxl too, in the sources' order."""
    members: dict[str, object] = {}
    for ancestor in reversed(_own_ancestors(cls)):
        members |= {
            name: value
            for name, value in vars(ancestor).items()
            if not name.startswith("_")
            and (
                isinstance(value, property | functools.cached_property | classmethod | staticmethod)
                or inspect.isfunction(value)
            )
        }
    return members


def _own_ancestors(cls: type) -> list[type]:
    own = cls.__module__.partition(".")[0]
    return [base for base in cls.__mro__ if base.__module__.partition(".")[0] == own]


if __name__ == "__main__":
    offered = {name: getattr(ictxl, name) for name in vars(ictxl)["__all__"]}
    write_or_check(PAGE, api_page("ictxl", offered), "generate_api.py")
