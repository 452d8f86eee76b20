"""Files that tests ask for again and again are made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec

from ictxl.contract import metadata

_Asked = ParamSpec("_Asked")


def made_once(make: Callable[_Asked, bytes]) -> Callable[_Asked, bytes]:
    """Keep the last 64 files, by all that they depend on: a test may lower the size of the largest
    plan that a form carries whole, and its forms are for no other test."""

    @lru_cache(maxsize=64)
    def kept(_largest_plan: int, *args: _Asked.args, **kwargs: _Asked.kwargs) -> bytes:
        return make(*args, **kwargs)

    @wraps(make)
    def made(*args: _Asked.args, **kwargs: _Asked.kwargs) -> bytes:
        return kept(metadata.LARGEST_PLAN, *args, **kwargs)

    return made
