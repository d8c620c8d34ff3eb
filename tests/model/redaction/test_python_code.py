"""Python: names, keywords and operators are shown; strings, numbers and comments are not."""

from __future__ import annotations

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model.redaction.python_code import regions
from tests.model.redaction.showing import assert_hidden, shown


@pytest.mark.parametrize(
    "code",
    [
        "import app.main as main",
        "value = '«hunter2»'",
        'value = f"«{hunter2}»"',
        "call(b'«x»', r'«y»', '«z»')",
        "def f(x: int = 1) -> None:  «# hunter2»",
        "port = «8080»",
        "x = 7 + «123456»",
        "key = os.environ['DATABASE_URL']",
        'key = os.environ.get("DATABASE_URL", "«hunter2»")',
        "key = os.getenv( 'PORT', '«8080»')",
        "key = os.environ['«not a name»']",
        "other = settings['«DATABASE_URL»']",
        "importlib.import_module('app.plugins')",
        "uvicorn.run('app.main:app', host='«h»')",
        "uvicorn.run(\n'«a b»')",
        '"""«A docstring»\n«of two lines»"""\nx = y',
        "x = '«a\\'b»' + name",
    ],
)
def test_code(code: str) -> None:
    assert_hidden("app/main.py", code)


def test_code_before_a_quote_that_is_missing_is_not_trusted() -> None:
    """What looks like code between two strings may be the inside of one."""
    assert "hunter2" not in shown("main.py", "a = 'x' + hunter2 + 'y\nb = c\n")
    assert shown("main.py", "a = 'x' + hunter2 + 'y\nb = c\n").endswith("\nb = c\n")
    assert "hunter2" not in shown("main.py", "a = '''x''' + hunter2 + '''y\nb = c\n")


PIECES = st.sampled_from(
    ["a", " = ", "'", '"', "'''", '"""', "#", "\\", "\n", "f'{x}'", "é", "(", ")", "0x1f", "x'y'"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_parts_are_in_order_and_leave_nothing_out(text: str) -> None:
    at = 0
    for start, end, _ in regions(text):
        # Between two parts is the quote that closes a string.
        assert text[at:start].strip("'\"") == ""
        assert at <= start <= end
        at = end
    assert at == len(text)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_string_or_comment_of_the_tokenizer_is_code(text: str) -> None:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return
    if any(token.type == tokenize.ERRORTOKEN for token in tokens):  # a quote is missing
        return
    lines = text.split("\n")
    code = [(start, end) for start, end, is_code in regions(text) if is_code]
    for token in tokens:
        if token.type == tokenize.STRING:
            inner = token.string.lstrip("rbfuRBFU")
            size = 3 if inner[:3] in ("'''", '"""') else 1
            begin = sum(len(line) + 1 for line in lines[: token.start[0] - 1]) + token.start[1]
            begin += len(token.string) - len(inner) + size
            end = begin + len(inner) - 2 * size
            assert not any(start < end and begin < stop for start, stop in code), token
