"""Which lines are looked into."""

from __future__ import annotations

import pytest

from lint.image.python.prefilter import (
    environment_lines,
    inner_class_lines,
    interesting_lines,
    renames_os,
)


def test_interesting_lines() -> None:
    found = interesting_lines(b"import os\nx = 1\nos.environ['A']\ny = 2\n")
    assert found.lines == [1, 3]
    assert found.within(1, 1)
    assert found.within(2, 3)
    assert not found.within(2, 2)
    assert not found.within(4, 9)
    assert interesting_lines(b"from decouple import config\nx = 1\n").lines is None


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
