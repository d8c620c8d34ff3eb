"""The bodies of functions are read for modules whose functions are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.python.calls_cache import CallsCache
from lint.image.python.resolution import Resolution
from lint.image.python.start_path import StartPath

FILES = {
    "main": "from called import f\nimport unused\nf()\nunused.NAME.upper()\n",
    "called": "import deep\nclass A:\n    def run(self): deep.g()\ndef f():\n    A().run()\n",
    "deep": "def g(): pass\n",
    "unused": "import os\nNAME = os.environ.get('N', '')\nclass B:\n    def run(self): f()\n",
}


def follow(folder: Path, cache: CallsCache | None = None) -> tuple[StartPath, list[str]]:
    for name, text in FILES.items():
        (folder / f"{name}.py").write_text(text)
    image = read_image([], str(folder), "docker", "")
    asked: list[str] = []

    def read(module: str) -> bytes:
        asked.append(module)
        return image.members[image.modules()[module]].read()

    path = StartPath(Resolution(image.members, image.modules(), {}), read, cache)
    for name in FILES:
        path.learn_module(name)
        path.add_module(name, name == "main")
    path.calls.save()
    return path, asked


def test_modules_without_a_called_function_are_not_read_again(tmp_path: Path) -> None:
    path, asked = follow(tmp_path)
    assert sorted(path.reached) == [("called", "A.run"), ("called", "f"), ("deep", "g")]
    assert sorted(asked) == ["called", "deep"]
    assert path.function_at("unused", 4) is None
    assert sorted(asked) == ["called", "deep"]


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        ("other", "", False),
        ("names", "", True),
        ("other", "# ü\n", True),  # a letter that stands for one of ASCII may be among the rest
        ("TABLE[other]", "", True),
    ],
)
def test_module_is_read_for_an_attribute_only_where_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, whole: bool
) -> None:
    monkeypatch.setitem(
        FILES, "unused", f"{FILES['unused']}    def set(self): self.names = 1\n{text}"
    )
    path, _ = follow(tmp_path)
    for _ in range(2):
        path.calls.read_attributes("unused", name)
        outline = path.calls.outline("unused")
        assert outline is not None
        assert outline.whole is whole


def test_module_is_read_once_many_attributes_were_looked_for(tmp_path: Path) -> None:
    path, asked = follow(tmp_path)
    for number in range(1_000):
        path.calls.read_attributes("unused", f"other_{number}")
    assert asked.count("unused") < 30
    outline = path.calls.outline("unused")
    assert outline is not None
    assert outline.whole


def test_classes_are_found_by_their_methods(tmp_path: Path) -> None:
    path, _ = follow(tmp_path)
    assert path.calls.with_method("run") == {("called", "A"), ("unused", "B")}
    assert path.calls.with_method("missing") == set()


def test_second_run_parses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "app"
    folder.mkdir()
    first, _ = follow(folder, CallsCache("image"))
    monkeypatch.setattr("lint.image.python.calls.read_calls", None)
    second, _ = follow(folder, CallsCache("image"))
    assert sorted(second.reached) == sorted(first.reached)


def test_module_that_is_gone_keeps_its_outline(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("def f(): g()\nf()\n")
    image = read_image([], str(tmp_path), "docker", "")
    path = StartPath(Resolution(image.members, image.modules(), {}), lambda module: None)
    path.add_module("main", True)
    assert list(path.reached) == [("main", "f")]


@pytest.mark.slow
def test_modules_that_are_read_ahead_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    padding = "#" * 9_000
    for number in range(60):
        (tmp_path / f"m{number}.py").write_text(
            f"import m{number + 1}\nclass A:\n    def __init__(self): g()\n"
            f"def g():\n    return m{number + 1}.A()\nA()\n{padding}"
        )
    (tmp_path / "m60.py").write_text(f"class A: pass\n{padding}")
    image = read_image([], str(tmp_path), "docker", "")
    names = image.modules()

    def follow_all() -> tuple[list[object], int]:
        path = StartPath(
            Resolution(image.members, names, {}), lambda m: image.members[names[m]].read()
        )
        path.add_modules({f"m{number}": 0 for number in range(61)}, "m0")
        ways = [(key, start.root, len(start.sites)) for key, start in path.reached.items()]
        return ways, path.calls.parsed

    monkeypatch.setattr("lint.image.python.calls_reader.processors", lambda: 2)
    together, parsed = follow_all()
    monkeypatch.setattr("lint.image.python.calls_reader.processors", lambda: 1)
    alone, all_parsed = follow_all()
    assert together == alone
    assert len(alone) == 120
    assert all_parsed == 60
    assert parsed < 40
