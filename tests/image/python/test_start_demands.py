"""Env vars that are named in calls of functions which need them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.image.python.test_start_path import path_of

NEED = "import os\ndef need(name, default=None):\n    v = os.getenv(name, default)\n    if not v: raise ValueError\n"


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("need('A')\n", ["A"]),
        ("need(name='A')\n", ["A"]),
        ("need('A', 'default')\n", []),
        ("need('A', default='x')\n", []),
        ("need(A)\n", []),
        ("need('')\n", []),
        ("other('A')\n", []),
        ("def f(): need('A')\nf()\n", ["A"]),
        ("def f(): need('A')\n", []),
    ],
)
def test_calls_on_the_way(tmp_path: Path, main: str, expected: list[str]) -> None:
    path = path_of(tmp_path, f"from config import need\n{main}", config=NEED)
    assert [found.name for found in path.demanded] == expected


def test_demands_in_functions_that_nothing_calls_are_found_by_other_names(tmp_path: Path) -> None:
    need = "import os\ndef need(name):\n    v = os.getenv(name)\n    if not v: raise ValueError\n"
    path = path_of(
        tmp_path,
        "import other, third, fourth, fifth\n",
        config=need,
        other="from config import need as get\nask = get\n",
        third="from other import ask\ndef f():\n    ask('A')\n",
        fourth="def f():\n    ask('NO')\n",
        fifth="import config\ndef f():\n    return config.need\ndef g():\n    f()('B')\n",
    )
    for name in ("config", "other", "third", "fourth", "fifth"):
        path.learn_module(name)
        path.add_module(name, False)
    assert [(d.module, d.name) for d in path.unproven_demands()] == [("third", "A"), ("fifth", "B")]


@pytest.mark.parametrize("length", [2, 20])
def test_names_for_names_are_followed_through_all_modules(tmp_path: Path, length: int) -> None:
    # Each module learns the function's name from the next one, so that one is found at a time.
    modules = {
        f"m{number}": f"from m{number + 1} import a{number + 1} as a{number}\n"
        for number in range(length)
    }
    modules[f"m{length}"] = f"from config import need as a{length}\n"
    path = path_of(
        tmp_path,
        "from m0 import a0\ndef f():\n    a0('A')\n",
        config=NEED,
        **modules,
    )
    for name in ("config", "main", *modules):
        path.learn_module(name)
        path.add_module(name, False)
    assert [found.name for found in path.unproven_demands()] == ["A"]


def test_many_demanding_functions_are_found_like_few(tmp_path: Path) -> None:
    many = "".join(
        NEED.replace("def need", f"def need{n}").removeprefix("import os\n") for n in range(150)
    )
    path = path_of(
        tmp_path,
        "from config import need7\ndef f():\n    need7('A')\n",
        config=f"import os\n{many}",
    )
    for name in ("config", "main"):
        path.learn_module(name)
        path.add_module(name, False)
    assert [found.name for found in path.unproven_demands()] == ["A"]
