"""The records of calls as a text, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.python.call_text import calls_as_text, calls_from_text
from lint.image.python.calls import read_calls
from lint.image.python.reader import read_facts

ROOT = Path(__file__).parents[3]
SOURCE = b"""
import os, a.b as c
from . import d
from .e import *
NAME = "a text"
MIDDLEWARE = ["shop.middleware.Cache"]
def need(name, *, other=1) -> Thing:
    v = os.environ.get(name)
    if not v: raise ValueError
    return v
class A(B, C[int], f()):
    size: int = field()
    @field_validator("size", "kein name")
    async def check(cls, v: "Kind"): yield await run(need("SECRET", other="x"), d, key=1)
    def __init__(self): self.x = c.make()
uvicorn.run(need("HOST"), host="h", port=1)
"""


@pytest.mark.slow
@pytest.mark.parametrize("path", [None, *sorted((ROOT / "lint" / "image").rglob("*.py"))[:30]])
def test_text_reads_back(path: Path | None) -> None:
    source = SOURCE if path is None else path.read_bytes()
    made = read_calls(source)
    assert made is not None
    made.demands = calls_from_text(read_facts(source).outline).demands
    text = calls_as_text(made)
    assert calls_as_text(calls_from_text(text)) == text
    known = calls_from_text(text)
    for mine, theirs in zip(
        (known.top, *known.functions.values()), (made.top, *made.functions.values()), strict=True
    ):
        for name in mine.__slots__:
            if not name.startswith("_"):
                assert getattr(mine, name) == getattr(theirs, name), name
        for one, other in zip(mine.calls, theirs.calls, strict=True):
            assert all(getattr(one, name) == getattr(other, name) for name in one.__slots__)
    assert known.imports == made.imports
    assert known.stars == made.stars
    assert [vars_of(run) for run in known.runs] == [vars_of(run) for run in made.runs]
    assert {n: list(map(vars_of, d)) for n, d in known.demands.items()} == {
        n: list(map(vars_of, d)) for n, d in made.demands.items()
    }


def vars_of(record: object) -> list[object]:
    return [getattr(record, name) for name in record.__slots__]  # type: ignore[attr-defined]


def test_no_text_of_the_code_is_written() -> None:
    made = read_calls(SOURCE)
    assert made is not None
    assert made.runs
    outline = read_facts(SOURCE).outline
    assert "need" in calls_from_text(outline).demands
    text = f"{calls_as_text(made)} {outline}"
    for secret in ("a text", "SECRET", "HOST", "kein", '"'):
        assert secret not in text


def test_only_the_top_level_is_read_at_first() -> None:
    made = read_calls(SOURCE)
    assert made is not None
    head, _, _ = calls_as_text(made).partition("#")
    known = calls_from_text(f"{head}#f damaged")
    assert known.defines("need")
    assert known.defines("A")
    assert not known.defines("A.check")
    assert [call.name for call in known.top.calls] == [call.name for call in made.top.calls]
    with pytest.raises(ValueError, match="unpack"):
        known.functions  # noqa: B018


@pytest.mark.parametrize("text", ["", "x", "1 - -", "1 - -|f a#", "0 a#i -", "1 - -|c 1 1 1 1 a#"])
def test_other_texts(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        calls_from_text(text)
