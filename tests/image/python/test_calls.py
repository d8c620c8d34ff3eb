"""What a module calls, and what its outline leaves out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.image import read_image
from lint.image.python.call_records import KEY_ERROR, Function, ModuleCalls
from lint.image.python.call_text import calls_from_text
from lint.image.python.calls import read_calls
from lint.image.python.closure import import_closure
from lint.image.python.facts import CONDITION
from lint.image.python.reader import MAX_CALLS_BYTES, read_facts

ROOT = Path(__file__).parents[3]


def outlined(source: bytes) -> list[tuple[str, list[str]]]:
    known = calls_from_text(read_facts(source).outline)
    return [(f.name, [c.name for c in f.calls]) for f in (known.top, *known.functions.values())]


def test_outline_has_no_bodies_of_functions() -> None:
    source = b"""
class A(Base):
    x = make()
    def f(self, n=default()): self.y = g()
def k(): return A()
k()
"""
    assert outlined(source) == [
        ("", ["Base.__init_subclass__", "make", "default", "k"]),
        ("A.f", []),
        ("k", []),
    ]


def test_module_with_a_class_in_a_function_is_read_as_a_whole() -> None:
    source = b"def f():\n    class A:\n        def g(self): h()\n"
    assert calls_from_text(read_facts(source).outline).whole
    assert ("f.A.g", ["h"]) in outlined(source)
    assert not calls_from_text(read_facts(b"class A:\n    class B:\n        x = 1\n").outline).whole
    assert not calls_from_text(
        read_facts(b"def f():\n    '''\n    class A\n    '''\n").outline
    ).whole


def test_module_without_an_outline() -> None:
    assert read_facts(b"def f(:\n").outline == ""
    assert read_facts(b"f()\n" + b"#" * MAX_CALLS_BYTES).outline == ""


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "lint" / "image" / "python").glob("*.py")))
def test_outline_and_bodies_are_the_whole(path: Path) -> None:
    source = path.read_bytes()
    whole, again = read_calls(source), read_calls(source)
    assert whole is not None
    assert again is not None
    known = calls_from_text(read_facts(source).outline)
    before = known.functions.copy()
    known.adopt(again)
    assert known.functions.keys() == whole.functions.keys()
    for mine, theirs in [(known.top, whole.top), *((f, whole.functions[n]) for n, f in known.functions.items())]:  # fmt: skip
        assert mine.values == theirs.values
        assert mine.imports == theirs.imports
        assert [(c.name, c.line, c.flags) for c in mine.calls] == [
            (c.name, c.line, c.flags) for c in theirs.calls
        ]
    for name, function in before.items():
        assert known.functions[name] is function  # what was known stays the same object
    for name, found in whole.classes.items():
        assert known.classes[name].attributes == found.attributes
        assert all(known.functions[f.name] is f for f in known.classes[name].methods.values())


@pytest.mark.parametrize(
    ("source", "followed"),
    [
        ("import os\nX = os.environ['X']\n", False),
        ("import os\nkey = input()\nX = os.environ[key]\n", False),
        ("def f():\n    import elsewhere\n", False),
        ("def f():\n    from app import gone\n", True),
        ("import os\ndef f():\n    return os.environ['X']\n", True),
        ("import os\ndef need(key):\n    return os.environ[key]\nneed('X')\n", True),
        ("from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    x: str\ndef f():\n    Settings()\n", True),
    ],
)  # fmt: skip
def test_calls_are_read_only_where_a_finding_depends_on_them(
    tmp_path: Path, source: str, followed: bool
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "main.py").write_text(source)
    image = read_image([], str(tmp_path), "docker", "")
    closure = import_closure(image.members, image.modules(), "app.main")
    assert (closure.path is not None) is followed


def module(source: str) -> ModuleCalls:
    found = read_calls(source.encode())
    assert found is not None
    return found


def calls(function: Function) -> list[str]:
    return [call.name for call in function.calls]


def test_functions_and_methods_have_their_calls() -> None:
    found = module(
        "import os.path as p\nfrom .db import connect as c\nfrom x import *\n"
        "c()\n"
        "def outer(a, b=1):\n    def inner():\n        p.join()\n    inner()\n    a()\n"
        "class App(Base):\n    def __init__(self):\n        self.db = Database()\n"
        "    def start(self):\n        self.db.open()\n"
    )
    assert calls(found.top) == ["c", "Base.__init_subclass__"]
    assert calls(found.functions["outer"]) == ["inner", "a"]
    assert calls(found.functions["outer.inner"]) == ["p.join"]
    assert calls(found.functions["App.start"]) == ["self.db.open"]
    assert found.imports["p"] == ("os.path", "")
    assert found.imports["c"] == (".db", "connect")
    assert found.stars == ["x"]
    app = found.classes["App"]
    assert (app.bases, sorted(app.methods)) == (("Base",), ["__init__", "start"])
    assert app.attributes["db"].startswith("Database")
    outer = found.functions["outer"]
    assert (outer.parameters, outer.required, outer.owner) == (("a", "b"), 1, "")
    call = outer.call_of("a")
    assert call is not None
    assert call.line == 9
    assert outer.call_of("b") is None


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ("f()", 0),
        ("if x:\n    f()", CONDITION),
        ("for x in y:\n    f()", CONDITION),
        ("match x:\n    case 1:\n        f()", CONDITION),
        ("try:\n    f()\nexcept KeyError:\n    pass", KEY_ERROR),
        ("try:\n    pass\nexcept ValueError:\n    f()", CONDITION),
    ],
)
def test_when_a_call_runs(source: str, flags: int) -> None:
    (call,) = [each for each in module(source).top.calls if each.name == "f"]
    assert call.flags & (CONDITION | KEY_ERROR) == flags


@pytest.mark.parametrize(
    ("source", "awaited"),
    [
        ("async def m():\n    await f()", True),
        ("async def m():\n    f()", False),
        ("def m():\n    asyncio.run(f())", True),
    ],
)
def test_whether_a_coroutine_is_run(source: str, awaited: bool) -> None:
    (call,) = [each for each in module(source).functions["m"].calls if each.name == "f"]
    assert call.awaited is awaited


def test_arguments_that_are_names_or_texts() -> None:
    call, other = module("f('a', 1, name, key='b', other=x)\ng(x)\n").top.calls
    assert (call.given[2], call.texts) == ("name", True)
    assert (other.given, other.texts) == (("x",), False)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=12))
def test_the_function_of_a_line_is_the_innermost(levels: list[int]) -> None:
    """Functions in functions, at random depths, against a walk over the tree."""
    lines = []
    depth = 0
    for number, level in enumerate(levels):
        depth = min(level, depth + 1)
        lines += ["    " * (depth - 1) + f"def f{number}():", "    " * depth + "x = 1"]
    lines.append("x = 2")
    source = "\n".join(lines)
    found = module(source)
    spans = [
        (node.lineno, node.end_lineno or 0, node.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    ]
    for line in range(1, len(lines) + 1):
        around = [span for span in spans if span[0] <= line <= span[1]]
        expected = max(around)[2] if around else ""
        assert found.function_at(line).name.rpartition(".")[2] == expected


@pytest.mark.parametrize("source", [b"def (", b"x = " + b"(" * 5_000, b"\0"])
def test_what_cannot_be_parsed_has_no_calls(source: bytes) -> None:
    assert read_calls(source) is None
