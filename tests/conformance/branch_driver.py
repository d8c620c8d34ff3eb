"""Runs programs and tells which modules of `pkg` each of them imports.

    python branch_driver.py < cases.json

`cases` is a list of [source, environment]; what is printed is a list of [ending, modules]. Any
module of `pkg` is there for them.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import os
import sys
import types
from collections.abc import Sequence


class Recorder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every module of `pkg`, and keeps the names."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != "pkg" and not name.startswith("pkg."):
            return None
        if name != "pkg":
            self.found.append(name.removeprefix("pkg."))
        return importlib.machinery.ModuleSpec(name, self, is_package=name == "pkg")

    def exec_module(self, module: types.ModuleType) -> None:
        """An empty module."""


def run(source: str, env: dict[str, str]) -> tuple[str, list[str]]:
    recorder = Recorder()
    sys.meta_path.insert(0, recorder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["main.py"]
    ending = ""
    try:
        exec(compile(source, "main.py", "exec"), {"__name__": "__main__"})
    except SystemExit:
        ending = "exit"
    except Exception as error:
        ending = f"{type(error).__name__}: {error}"
    sys.meta_path.remove(recorder)
    for name in [name for name in sys.modules if name == "pkg" or name.startswith("pkg.")]:
        del sys.modules[name]
    return ending, recorder.found


if __name__ == "__main__":
    print(json.dumps([run(source, env) for source, env in json.load(sys.stdin)]))
