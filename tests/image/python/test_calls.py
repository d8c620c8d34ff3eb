"""What a module calls, and what its outline leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.python.call_text import calls_from_text
from lint.image.python.calls import read_calls
from lint.image.python.closure import import_closure
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
