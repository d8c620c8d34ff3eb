"""Calls count for the very source that they were read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.python.call_text import calls_as_text
from lint.image.python.calls import read_calls
from lint.image.python.calls_cache import CallsCache
from lint.support.cache import content_digest

SOURCE = b"def f(): g()\n"
DIGEST = content_digest(SOURCE)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "cache"


def text_of(source: bytes) -> str:
    made = read_calls(source)
    assert made is not None
    return calls_as_text(made)


def keep(text: str, path: str = "a.py") -> None:
    cache = CallsCache("image")
    cache.put(path, DIGEST, text)
    cache.save([path])


def test_calls_are_kept_for_their_source() -> None:
    keep(text_of(SOURCE))
    known = CallsCache("image").get("a.py", DIGEST)
    assert known is not None
    assert [call.name for call in known.functions["f"].calls] == ["g"]
    assert CallsCache("image").get("a.py", content_digest(SOURCE + b"\n")) is None
    assert CallsCache("image").get("b.py", DIGEST) is None
    assert CallsCache("image").get("a.py", "") is None
    assert CallsCache("other").get("a.py", DIGEST) is None


@pytest.mark.parametrize("text", ["", "nonsense", "1 f -#", "1 f -|f  #i -"])
def test_what_is_damaged_is_absent(text: str) -> None:
    keep(text)
    assert CallsCache("image").get("a.py", DIGEST) is None


def test_modules_that_are_gone_are_forgotten() -> None:
    cache = CallsCache("image")
    cache.put("a.py", DIGEST, text_of(SOURCE))
    cache.put("b.py", DIGEST, text_of(SOURCE))
    cache.save(["b.py"])
    assert CallsCache("image").get("a.py", DIGEST) is None
    assert CallsCache("image").get("b.py", DIGEST) is not None


def test_nothing_is_written_where_nothing_is_new(cache: Path) -> None:
    CallsCache("image").save(["a.py"])
    assert not cache.exists()
