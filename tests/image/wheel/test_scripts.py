"""Entry points, and whether what they call is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.wheel.audit import audit
from lint.image.wheel.reader import read_wheel
from tests.image.wheel.judging import judged, kinds
from tests.image.wheels import DEFAULT_FILES, build_wheel

NAMESPACE = {"google/cloud/ours/__init__.py": "", "google/cloud/ours/main.py": "def run(): ...\n"}


EXTENDED = {"app/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"}


SCRIPTS: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "right": ({}, "app.main:run", []),
    "spaces and an extra": ({}, "app.main : run [cli]", []),
    "no such module": ({}, "app.missing:run", ["script-module-missing"]),
    "no such parent": ({}, "app.missing.main:run", ["script-module-missing"]),
    "below a module": ({}, "app.main.deep:run", ["script-module-missing"]),
    "no such function": ({}, "app.main:start", ["script-attribute-missing"]),
    "nothing to call": ({}, "app.main", ["entry-points-invalid"]),
    "not a reference": ({}, "app.main:run()", ["entry-points-invalid"]),
    "another distribution": ({}, "uvicorn.main:main", []),
    "a submodule": ({}, "app:main", []),
    "a namespace package": (NAMESPACE, "google.cloud.ours.main:run", []),
    "elsewhere in the namespace": (NAMESPACE, "google.cloud.theirs.main:run", []),
    "missing below the namespace": (
        NAMESPACE,
        "google.cloud.ours.x:run",
        ["script-module-missing"],
    ),
    "an extended package": (EXTENDED, "app.plugin:run", []),
    "a class method": ({"app/c.py": "class Cli:\n  pass\n"}, "app.c:Cli.run", []),
    "an import": ({"app/c.py": "from app.main import run as go\n"}, "app.c:go", []),
    "a star import": ({"app/c.py": "from app.main import *\n"}, "app.c:go", []),
    "__getattr__": ({"app/c.py": "def __getattr__(name): ...\n"}, "app.c:go", []),
    "globals()": ({"app/c.py": "globals()['go'] = 1\n"}, "app.c:go", []),
    "in a branch": ({"app/c.py": "if 1:\n  try:\n    go = 1\n  finally: ...\n"}, "app.c:go", []),
    "a global of a function": ({"app/c.py": "def f():\n  global go\n  go = 1\n"}, "app.c:go", []),
    "a local of a function": (
        {"app/c.py": "def f():\n  go = 1\n"},
        "app.c:go",
        ["script-attribute-missing"],
    ),
    "a syntax error": ({"app/c.py": "def (\n"}, "app.c:go", []),
    "an extension module": ({"app/c.cpython-311-x86_64-linux-gnu.so": "x"}, "app.c:go", []),
}


@pytest.mark.parametrize("what", SCRIPTS)
def test_scripts(tmp_path: Path, what: str) -> None:
    files, reference, expected = SCRIPTS[what]
    path = build_wheel(
        tmp_path,
        files={**DEFAULT_FILES, **files},
        entry_points=f"[console_scripts]\ngo = {reference}\n",
    )
    assert kinds(path) == expected


def test_a_missing_function_names_the_nearest_one(tmp_path: Path) -> None:
    wheel = read_wheel(
        build_wheel(tmp_path, entry_points="[console_scripts]\n\ngo = app.main:rum\n")
    )
    [fault] = audit(wheel)
    assert (
        str(fault.message)
        == "the script `go` calls `app.main:rum`, and the module does not define `rum`"
    )
    assert (str(fault.help), fault.where.line) == ("Did you mean `app.main:run`?", 3)


def test_odd_entry_points(tmp_path: Path) -> None:
    text = "x = app.main:run\n[console_scripts]\n# a comment\nwithout value\n"
    faults = judged(build_wheel(tmp_path, entry_points=text))
    assert [(fault.kind, fault.where.line) for fault in faults] == [
        ("entry-points-invalid", 1),
        ("entry-points-invalid", 4),
    ]
