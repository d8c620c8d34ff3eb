"""What is read without the bodies of functions is what is read with them."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lint.image.python import reader
from lint.image.python.prefilter import InterestingLines, interesting_lines
from lint.image.python.reader import quiet, read_facts
from lint.image.python.skeleton import LeftOutError, is_left_out, parse_skeleton
from tests.image.python.sources import real_sources

BODY = """\
    total = 0
    for number in range(count):
        total += number * number + offset
    print("the total", total, file=stream)
    return total
"""
PLAIN = f"""\
import os


def first(count, offset: int = (1 + 2), *rest: "tuple[int]", stream=None) -> int:
{BODY}
    # behind it

KEY = os.environ["KEY"]


class Base:
    '''A class.'''

    async def second(
        self,
        count,
    ) -> int:
    {BODY.replace(chr(10) + "    ", chr(10) + "        ").rstrip()}


{"".join(f"def more_{number}(count, offset, stream):{chr(10)}{BODY}" for number in range(6))}
"""


def skeleton(source: str) -> ast.Module | None:
    data = source.encode()
    with quiet():
        return parse_skeleton(data, interesting_lines(data))


def both_ways(source: bytes) -> tuple[object, object]:
    """What is read of a source with its skeleton, and without."""
    mine = read_facts(source).to_json()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "parse_skeleton", lambda *_: None)
        return mine, read_facts(source).to_json()


def functions(tree: ast.AST) -> dict[str, ast.AST]:
    return {node.name: node for node in ast.walk(tree) if hasattr(node, "decorator_list")}


def test_bodies_are_left_out_and_functions_keep_their_lines() -> None:
    tree = skeleton(PLAIN)
    assert tree is not None
    whole, mine = functions(ast.parse(PLAIN)), functions(tree)
    assert list(mine) == list(whole)
    for name, function in whole.items():
        other = mine[name]
        assert (other.lineno, other.end_lineno) == (function.lineno, function.end_lineno), name
        assert is_left_out(other) is (name != "Base"), name


@pytest.mark.parametrize(
    "inside",
    [
        "    from app import other\n",
        "    global KEY\n",
        "    class Inner: pass\n",
        "    x = os.getenv('X')\n",
    ],
)
def test_a_body_with_something_of_interest_stays(inside: str) -> None:
    source = PLAIN.replace("    total = 0\n", inside, 1)
    tree = skeleton(source)
    assert tree is not None
    assert not is_left_out(functions(tree)["first"])
    assert is_left_out(functions(tree)["more_1"])
    mine, theirs = both_ways(source.encode())
    assert mine == theirs


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_code_in_a_text_does_not_keep_the_other_bodies(quotes: str) -> None:
    example = f"    {quotes}Example:\n\n        def inner(self):\n"
    example += BODY.replace("    ", "            ")
    for text in (f"{example}    {quotes}\n", f"    text = {quotes}\nleft{quotes}\n"):
        source = PLAIN.replace("    total = 0\n", text, 1)
        tree = skeleton(source)
        assert tree is not None
        assert is_left_out(functions(tree)["more_1"])
        mine, theirs = both_ways(source.encode())
        assert mine == theirs


def test_the_function_that_gives_a_module_its_names_stays() -> None:
    source = PLAIN + "def __getattr__(name):\n" + BODY
    tree = skeleton(source)
    assert tree is not None
    assert not is_left_out(functions(tree)["__getattr__"])


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1\n" * 500,
        PLAIN.replace("    total", "\ttotal"),
        PLAIN + "x = (\n",
        PLAIN.replace("total = 0", "total = = 0", 1),
        PLAIN.replace("total = 0", "total = '''", 1),
        PLAIN.replace("total = 0", 'total = "', 1),
        PLAIN.replace("total = 0", "total = (0", 1),
        PLAIN.replace("    return total\n", "    return total \\\n", 1),
        PLAIN.replace("    total = 0\n", "      total = 0\n", 1),
    ],
)
def test_what_has_little_to_leave_out_or_an_error_is_read_as_it_is(source: str) -> None:
    assert skeleton(source) is None
    mine, theirs = both_ways(source.encode())
    assert mine == theirs


def text_with_a_line_at_the_margin(name: str) -> str:
    return f'def {name}(count, offset, stream):\n    text = """\nword\n"""\n{BODY}\n'


@pytest.mark.parametrize(
    "source",
    [
        # Cut by indentation alone, both parts would be without an error.
        text_with_a_line_at_the_margin("one") + text_with_a_line_at_the_margin("two") + PLAIN,
        f'"""An example.\n\n{PLAIN}"""\n' + PLAIN.replace("'''", "'"),
        PLAIN + f"text = '''\ndef inner():\n{BODY}'''\n",
        PLAIN.replace("    total = 0\n", "# at the margin\n    total = 0\n", 1),
        PLAIN.replace("total = 0", 'total = (\n"a"\n)', 1),
        PLAIN.replace("    # behind it\n", '    # behind "it"\n'),
        PLAIN.replace("(count, offset: int", "(  # (\n    count, offset: int"),
        PLAIN.replace("offset: int = (1 + 2)", "offset: int = ')'"),
        "try:\n    import fast\nexcept ImportError:\n    pass\nfast.x()\n" + PLAIN,
        "try:\n    import more\nexcept ImportError:\n    pass\nmore.x()\n"
        + PLAIN.replace("    total = 0\n", "    more = 0\n"),
    ],
)
def test_sources_that_are_hard_to_cut(source: str) -> None:
    ast.parse(source)
    mine, theirs = both_ways(source.encode())
    assert mine == theirs


@pytest.mark.parametrize("encoding", ["utf-7", "utf-16", "unicode_escape", "nothing", "shift_jis"])
def test_encodings_in_which_a_byte_may_be_anything(encoding: str) -> None:
    mine, theirs = both_ways(f"# coding: {encoding}\n{PLAIN}".encode())
    assert mine == theirs


def test_a_source_cannot_imitate_the_mark() -> None:
    body = "    \"\"\" left out \"\"\"''' left out '''\n"
    source = f"try:\n    import a\nexcept ImportError:\n    pass\na.x()\ndef f():\n{body}"
    facts = read_facts(source.encode())
    assert [found.module for found in facts.imports] == ["a"]


def test_what_a_module_binds_is_not_told_without_bodies() -> None:
    from lint.image.python.guards import bound_names

    tree = skeleton(PLAIN)
    assert tree is not None
    with pytest.raises(LeftOutError):
        list(bound_names(tree.body))


PIECES = st.sampled_from(
    [
        '"""', "'''", "(", ")", "[", "\\\n", "\n", "\nword\n", "    ", " ", "\t", "#", '"', "'", ":",
        "def f():\n", "\n\ndef g(a):\n    pass\n", "import app\n", "return", "class A:\n", "f'{x", "é",
        "\x00", "\x0c", "\r\n", "if x:\n", "left out", "\nclass B:\n    def h(self):\n",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), PIECES), max_size=4))
@example([(PLAIN.index("total"), "'''"), (PLAIN.rindex("total"), "'''")])
def test_changed_sources_are_read_alike(changes: list[tuple[int, str]]) -> None:
    source = PLAIN
    for place, piece in changes:
        source = source[:place] + piece + source[place:]
    mine, theirs = both_ways(source.encode())
    assert mine == theirs


@pytest.mark.slow
def test_real_modules_are_read_alike() -> None:
    left_out = 0
    for name, source in real_sources().items():
        mine, theirs = both_ways(source)
        assert mine == theirs, name
        with quiet():
            left_out += parse_skeleton(source, interesting_lines(source)) is not None
    assert left_out > 50


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        b"def " * 250_000,
        b"def f(" * 150_000,
        b"def f():\n" * 100_000,
        b"def f(a):\n  x\n" + b"  # a\n" * 150_000 + b"y\n",
        b"".join(b" " * depth + b"def f(a):\n" for depth in range(1_000)),
    ],
)
def test_hostile_sources_take_no_time(source: bytes) -> None:
    start = time.process_time()
    with quiet():
        assert parse_skeleton(source, InterestingLines([])) is None
    assert time.process_time() - start < 2
