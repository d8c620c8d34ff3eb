"""What a module may cost is found out by counts that cost less than the parser."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest

from lint.image import source_limits
from lint.image.source_limits import MAX_TOKENS, excess

ROOT = Path(__file__).parents[2]
PARTS = [
    b"x", b"'", b'"', b"f'", b'rb"', b"#", b"\n", b"\\\n", b".", b"\x1c", b" ", b"\t", b"\xc3\xa9",
    b"a.b", b"(", b'"""', b"{", b"123", b"\r", b"\x0b",
]  # fmt: skip


def tokens(source: bytes) -> int:
    return len(source_limits._TOKEN.findall(source))


@pytest.mark.parametrize("path", sorted((ROOT / "lint" / "image").rglob("*.py"))[:40])
def test_estimate_of_tokens_is_never_too_low_for_a_module(path: Path) -> None:
    source = path.read_bytes()
    assert tokens(source) <= source_limits._most_tokens(source) <= len(source) + 1


def test_estimate_of_tokens_is_never_too_low_for_anything() -> None:
    chance = random.Random(11)
    for _ in range(3_000):
        source = b"".join(chance.choices(PARTS, k=chance.randrange(60)))
        assert tokens(source) <= source_limits._most_tokens(source), source


def test_quick_answer_is_that_of_the_full_count(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(12)
    sources = [
        b"".join(chance.choices(PARTS, k=chance.randrange(200, 3_000))) * chance.choice((1, 30))
        for _ in range(60)
    ]
    sources += [b"x = " + b"a." * 2_000 + b"b\n", b"x = " + b"a . " * 3_000 + b"b\n"]
    sources += [b"x = a\\\n" + b".a\\\n" * 3_000, b'f"a" "b"\n' * 1_500, b'x = f"a" "b"\n' * 200]
    cases = [(source, len(source), most) for source in sources for most in (2_000, MAX_TOKENS)]
    quick = [excess(*case) for case in cases]
    monkeypatch.setattr(source_limits, "_is_small", lambda source, allowed: False)
    monkeypatch.setattr(source_limits, "_may_have_long_names", lambda source: True)
    full = [excess(*case) for case in cases]
    assert quick == full
    assert any(full)
    assert not all(full)


def test_module_of_ordinary_code_is_not_split_into_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_limits, "_TOKEN", None)
    source = Path(ast.__file__).read_bytes()
    assert excess(source[:60_000], 20_000) == ""
