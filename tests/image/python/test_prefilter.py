"""Lines that are not looked into hold nothing but names."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.python.demands import find_demands
from lint.image.python.prefilter import (
    InterestingLines,
    environment_lines,
    inner_class_lines,
    interesting_lines,
    renames_os,
)
from lint.image.python.reader import quiet
from lint.image.python.visitor import Walk
from tests.image.python.sources import real_sources
from tests.image.python.test_facts import plain


def both_ways(source: bytes) -> tuple[object, object]:
    """The facts of a module with the filter, and with every line looked into."""
    with quiet():
        tree = ast.parse(source)
    found = []
    for lines in (interesting_lines(source), InterestingLines(None)):
        walk = Walk(None if source.isascii() else source.split(b"\n"), lines)
        walk.learn_demands(find_demands(tree, source))
        facts = walk.facts(tree)
        # With a line that may mean anything, a class of any name counts as one of settings.
        facts.classes = [each for each in facts.classes if "Settings" in f"{each.name}{each.bases}"]
        facts.calls = [call for call in facts.calls if call.name.endswith(("Settings", "Config"))]
        found.append(plain(facts))
    return found[0], found[1]


@pytest.mark.slow
def test_real_modules_have_the_same_facts_without_the_filter() -> None:
    filtered = 0
    for name, source in real_sources().items():
        if b"modules[" in source and b"from sys import" not in source:
            continue  # a mapping of that name, which looks like the one of sys
        mine, theirs = both_ways(source)
        assert mine == theirs, name
        filtered += interesting_lines(source).lines is not None
    assert filtered > 50


STATEMENTS = st.sampled_from(
    [
        "x = 1",
        "import os",
        "from os import environ",
        "from os import getenv as g",
        "a = os.environ['A']",
        "e = os.environ",
        "b = e['B']",
        "c = os.getenv('C')",
        "d = g('D')",
        "if x:\n    import y",
        "def f():\n    return os.environ['F']",
        "class C:\n    z = os.getenv('Z')",
        "from m import *",
        "import sys\nsys.modules['q'] = x",
        "globals()['w'] = 1",
        "exec(code)",
        "__path__ = []",
        "for i in ('I', 'J'):\n    os.environ[i]",
        "N = 'NAME'\nos.environ[N]",
        "from decouple import config\nconfig('K')",
        "import environ\nenv = environ.Env()\nenv('V')",
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    token: str\nS()",
        "importlib.import_module('p.q')",
        "imp = importlib.import_module\nimp('p.r')",
        "uvicorn.run('app.main:app')",
        "INSTALLED_APPS = ['app.things']",
        "h = (t := 1)",
        "setattr(sys.modules[__name__], 'v', 1)",
        "from q import Config\nCONFIG = Config()",
        "q.AppSettings(a=1)",
        "load_dotenv()",
        "os.path.expandvars('$U')",
    ]
)


@given(st.lists(STATEMENTS, max_size=6).map("\n".join))
def test_any_module_has_the_same_facts_without_the_filter(source: str) -> None:
    mine, theirs = both_ways(source.encode() + b"\n")
    assert mine == theirs


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (b"x = 1\ny = 2\n", []),
        (b"x = 1\nimport os\ny = 2\nimport sys\n", [2, 4]),
        (b"import a; import b\n", [1]),
        (b"\n\nos.environ['A']", [3]),
        (b"from decouple import config\n", None),
        (b"env = os.environ\n", None),
    ],
)
def test_which_lines(source: bytes, lines: list[int] | None) -> None:
    assert interesting_lines(source).lines == lines


@given(st.lists(st.integers(1, 30), unique=True).map(sorted), st.integers(1, 30), st.integers(0, 9))
def test_whether_a_line_is_within(lines: list[int], first: int, more: int) -> None:
    span = range(first, first + more + 1)
    assert InterestingLines(lines).within(span[0], span[-1]) is any(n in span for n in lines)
    assert InterestingLines(None).within(span[0], span[-1])


def test_lines_of_the_environment() -> None:
    assert environment_lines(b"import os\nx = 1\nos.getenv('A')\n").lines == [3]
    assert environment_lines(b"from os import environ as e\ne['A']\n").lines is None
    assert environment_lines(b"from os import (getenv\\\n  as g)\ng('A')\n").lines is None


@pytest.mark.parametrize(
    ("source", "renamed"),
    [
        (b"import os\n", False),
        (b"import os.path\n", False),
        (b"import os as o\n", True),
        (b"import sys, os \\\n as o\n", True),
        (b"from os import environ\n", True),
        (b"from osaka import environ\n", False),
    ],
)
def test_other_names_for_os(source: bytes, renamed: bool) -> None:
    assert renames_os(source) is renamed


def test_lines_of_inner_classes() -> None:
    source = b"class A:\n    class B: pass\n\tclass C: pass\n# class\n    classes = 1\n\n  class D: pass\n"
    assert inner_class_lines(source) == [2, 3, 7]
    assert inner_class_lines(b"x = 1\n") == []
