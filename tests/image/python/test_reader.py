"""The facts of one module: what is read of a source for another Python than the running one."""

from __future__ import annotations

import sys

import pytest

from lint.image.python.reader import read_facts


@pytest.mark.parametrize("target", [(2, 7), (0, 1), (4, 0), (3, 0)])
def test_a_target_that_the_parser_does_not_know(target) -> None:
    facts = read_facts(b"import app.other\n", target)
    assert facts.unparsable is None
    assert [found.module for found in facts.imports] == ["app.other"]


@pytest.mark.parametrize(
    ("source", "since"),
    [
        ("x = [*part for part in parts]\n", (3, 15)),
        ("x = {**part for part in parts}\n", (3, 15)),
        ("call(*part for part in parts)\n", (3, 15)),
        ("lazy import os\n", (3, 15)),
        ("if x: lazy from os import path\n", (3, 15)),
        ("try:\n    x\nexcept A, B:\n    y\n", (3, 14)),
        ("try:\n    x\nexcept kinds(1), B:\n    y\n", (3, 14)),
        ("x = t'{name}'\n", (3, 14)),
        ("class A[T = int]:\n    pass\n", (3, 13)),
        ("type A = int\n", (3, 12)),
        ("x = f'{'a'}'\n", (3, 12)),
    ],
)
def test_syntax_that_the_running_python_need_not_know(source: str, since: tuple[int, int]) -> None:
    """An image's Python that has it makes it no error, whatever Python looks."""
    here = sys.version_info[:2]
    for target in (since, (3, 15), None):
        facts = read_facts(source.encode(), target)
        if here >= since:
            assert facts.unparsable is None
        else:
            assert facts.unparsable.kind == "other-python"
            assert "cannot read it" in facts.unparsable.message


@pytest.mark.parametrize(
    "source",
    [
        "x = [*part for part in parts]\n",
        "x = {**part for part in parts}\n",
        "call(*part for part in parts)\n",
        "def f():\n    x = {*part for part in parts}\n",
    ],
)
def test_syntax_of_3_15_is_an_error_in_an_older_image(source: str) -> None:
    found = read_facts(source.encode(), (3, 11)).unparsable
    assert (found.kind, found.line) == ("syntax", source.count("\n"))


@pytest.mark.skipif(sys.version_info < (3, 15), reason="only Python 3.15 reads lazy imports")
def test_lazy_imports() -> None:
    source = b"import first\nlazy import app.other\nlazy from app import more\n"
    found = read_facts(source, (3, 14)).unparsable
    assert (found.kind, found.line, found.column) == ("syntax", 2, 1)
    assert "only supported in Python 3.15" in found.message
    imports = read_facts(source, (3, 15)).imports
    assert [one.later for one in imports] == [False, True, True]


def test_a_syntax_error_proves_nothing_about_another_major_version() -> None:
    source = b"print 'x'\n"
    assert read_facts(source, (3, 11)).unparsable.kind == "syntax"
    assert read_facts(source, (2, 7)).unparsable.kind == "other-python"
