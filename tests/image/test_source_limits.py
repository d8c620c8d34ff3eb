"""What parsing a module may cost is found out by counts that cost less than the parser."""

from __future__ import annotations

import ast
import io
import random
import time
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image import source_limits
from lint.image.source_limits import (
    MAX_NAME,
    MAX_TOKENS,
    TOKENS_FOR_EACH,
    TooCostlyError,
    excess,
    parse,
)
from tests.image.python.sources import real_sources

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


@pytest.mark.slow
def test_quick_answer_is_that_of_the_full_count(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(12)
    sources = [
        b"".join(chance.choices(PARTS, k=chance.randrange(200, 3_000))) * chance.choice((1, 30))
        for _ in range(60)
    ]
    sources += [b"x = " + b"a." * 2_000 + b"b\n", b"x = " + b"a . " * 3_000 + b"b\n"]
    sources += [b"x = a\\\n" + b".a\\\n" * 3_000, b'f"a" "b"\n' * 1_500, b'x = f"a" "b"\n' * 200]
    sources += [b'x = f"' + b"\\\n" * 60_000 + b'"', b'x = f"{a}"\n' * 12_000]
    sources += [quotes.join((b"x = f", b"{a}\n" * 40_000, b"\n")) for quotes in (b'"""', b"'''")]
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


def test_module_of_more_than_100_kb_is_not_split_into_tokens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_limits, "_TOKEN", None)
    comment = b"# words that say more than the code does\n" * 5
    source = (b"name = f'{first} and {second}'\n" + comment) * 600
    assert len(source) > 100_000
    assert excess(source, len(source)) == ""


@pytest.mark.slow
def test_real_modules_are_parsed() -> None:
    for name, source in real_sources().items():
        assert excess(source, len(source)) == "", name
        assert ast.dump(parse(source)) == ast.dump(ast.parse(source))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"x\n" * (MAX_TOKENS + 10), "tokens"),
        (b"[" * 210_000, "tokens"),
        (b"x = f'" + b"{x}" * 100_000 + b"'", "f-strings that are too long"),
        (b"x = (" + b"f'{a}' 'b' " * 3_000 + b")", "f-strings that are too long"),
        (b"import " + b".".join([b"a"] * 5_000), "dotted names that are too long"),
        (b"import " + b" . ".join([b"a"] * 5_000), "dotted names that are too long"),
    ],
    ids=["statements", "brackets", "f-string", "f-strings", "name", "name with spaces"],
)
def test_what_would_take_too_much_is_not_parsed(source: bytes, reason: str) -> None:
    before = time.process_time()
    assert excess(source, len(source)).endswith(reason)
    with pytest.raises(TooCostlyError):
        parse(source)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    "source",
    [
        b"'" + b'f"{x}" ' * 10_000 + b"'",
        b"# " + b"f'{x}' " * 10_000,
        b'"""' + b"[ " * 100_000 + b'"""',
        b"x = '" + b"a" * 1_000_000 + b"'",
        b"import " + b".".join([b"a"] * (MAX_NAME // 2)),
    ],
    ids=["string of f-strings", "comment", "docstring", "long string", "name"],
)
def test_what_is_long_and_cheap_is_parsed(source: bytes) -> None:
    assert excess(source, len(source)) == ""
    assert parse(source).body is not None


def test_more_tokens_are_allowed_to_a_module_that_takes_more_of_the_build() -> None:
    source = b"x = 1\n" * 5_000
    assert excess(source, 100) == "more than 2,500 tokens"
    assert excess(source, len(source)) == ""
    assert excess(source, len(source), most=10_000) == "more than 10,000 tokens"


def test_a_small_source_is_not_looked_at() -> None:
    assert excess(b"[" * TOKENS_FOR_EACH, 0) == ""


LINES = st.lists(
    st.sampled_from(
        [
            "x = 1",
            "def f(a, b): return a + b",
            "s = 'a b' \"c\"",
            't = """x\ny"""',
            "# words words",
            "u = f'{x} and {y}'",
            "é = 'ü'",
            "if x:\n    pass",
            "z = r'\\\\'",
            "w = b'\\x00'",
        ]
    ),
    min_size=1,
    max_size=20,
)


@given(LINES)
def test_no_fewer_tokens_are_counted_than_python_has(lines: list[str]) -> None:
    """But for the ends of lines and of files, which are no part of a tree."""
    source = "\n".join(lines) + "\n"
    kinds = (tokenize.NAME, tokenize.NUMBER, tokenize.STRING, tokenize.OP)
    count = sum(
        token.type in kinds for token in tokenize.generate_tokens(io.StringIO(source).readline)
    )
    times = TOKENS_FOR_EACH // len(source) + 1
    if count:
        assert excess(source.encode() * times, 1 << 30, most=count * times - 1) != ""
