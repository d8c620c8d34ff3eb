"""The walk over a module: what it binds and imports, and when."""

from __future__ import annotations

import ast
import symtable
from pathlib import Path

import pytest

from lint.image.python.facts import (
    CONDITION,
    IMPORT_ERROR,
    LATER,
    MAIN,
    MODULE_NOT_FOUND,
    TYPE_ONLY,
    ModuleFacts,
)
from lint.image.python.reader import read_facts
from tests.image.python.importing import closure, missing
from tests.image.python.sources import real_sources


@pytest.mark.parametrize(
    "module",
    [
        "import sys\nsetattr(sys.modules[__name__], 'gone', 1)\n",
        "import sys\nthis = sys.modules[__name__]\nthis.gone = 1\n",
        "import enum\n@enum.global_enum\nclass E(enum.Enum):\n    gone = 1\n",
    ],
)
def test_a_module_that_makes_its_own_names(tmp_path: Path, module: str) -> None:
    found = closure(
        tmp_path, "app.main", app__init="", app__main="from app.a import gone\n", app__a=module
    )
    assert missing(found) == []


def facts(source: str) -> ModuleFacts:
    found = read_facts(source.encode())
    assert found.unparsable is None
    return found


@pytest.mark.slow
def test_the_names_of_real_modules_are_those_that_the_compiler_binds() -> None:
    """Of modules that bind names in other ways (`globals()`), at least as many."""
    compared = 0
    for name, source in real_sources().items():
        found = read_facts(source)
        if found.unparsable is not None:
            continue
        table = symtable.symtable(source.decode("utf-8-sig"), name, "exec")
        bound = {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            # The loop variable of a comprehension, which Python 3.15 lists here, too.
            if not getattr(symbol, "is_comp_iter", bool)()
        }
        dynamic = found.open_names or found.lazy_names
        assert bound <= found.names | unbound(source) or dynamic, name
        # A function may bind a name of the module, which is a global of that function's scope.
        assert found.names <= bound | declared(source), name
        compared += 1
    assert compared > 60


def unbound(source: bytes) -> set[str]:
    """Names that are annotated and not set, which the compiler counts as assigned."""
    return {
        node.target.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    } | {"__annotations__"}


def declared(source: bytes) -> set[str]:
    """Names of `global` statements, and those that a module's `__getattr__` compares with."""
    tree = ast.parse(source)
    found = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__":
            found |= {
                item.value
                for item in ast.walk(node)
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            }
    return found


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ("import a", 0),
        ("def f():\n    import a", LATER),
        ("async def f():\n    import a", LATER),
        ("class C:\n    import a", 0),
        ("class C:\n    def f(self):\n        import a", LATER),
        ("if x:\n    import a", CONDITION),
        ("if x:\n    pass\nelse:\n    import a", CONDITION),
        ("try:\n    import a\nexcept ImportError:\n    pass", IMPORT_ERROR | MODULE_NOT_FOUND),
        ("try:\n    import a\nexcept ModuleNotFoundError:\n    pass", MODULE_NOT_FOUND),
        ("try:\n    import a\nexcept ValueError:\n    pass", 0),
        ("try:\n    import a\nfinally:\n    pass", 0),
        ("try:\n    pass\nexcept ImportError:\n    import a", CONDITION),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a", TYPE_ONLY),
        ("if __name__ == '__main__':\n    import a", MAIN),
        ("with suppress(ImportError):\n    import a", IMPORT_ERROR | MODULE_NOT_FOUND),
        ("for x in y:\n    import a", CONDITION),
        ("while x:\n    import a", CONDITION),
        ("match x:\n    case 1:\n        import a", CONDITION),
    ],
)
def test_when_an_import_runs(source: str, flags: int) -> None:
    (found,) = [each for each in facts(source).imports if each.module == "a"]
    assert found.flags == flags


@pytest.mark.parametrize(
    ("source", "module", "level", "names"),
    [
        ("import a.b as c", "a.b", 0, None),
        ("from a import b, c as d", "a", 0, ("b", "c")),
        ("from . import b", "", 1, ("b",)),
        ("from ..a import *", "a", 2, ("*",)),
        ("importlib.import_module('a.b')", "a.b", 0, None),
        ("importlib.import_module('.b', __package__)", "b", 1, None),
        ("importlib.import_module('.b', 'a')", "a.b", 0, None),
        ("importlib.import_module(name='a.b')", "a.b", 0, None),
        ("__import__('a')", "a", 0, None),
        ("for n in ('a',):\n    importlib.import_module(f'x' + n)", "", -1, None),
    ],
)
def test_what_an_import_names(
    source: str, module: str, level: int, names: tuple[str, ...] | None
) -> None:
    found = facts(f"import importlib\n{source}")
    if level < 0:
        assert len(found.dynamic_imports) == 1
        return
    last = found.imports[-1]
    assert (last.module, last.level, last.names, last.line) == (module, level, names, 2)


@pytest.mark.parametrize(
    "source",
    ["importlib.import_module(name)", "__import__(f'{x}')", "importlib.import_module('.a', pkg)",
     "__import__('a', globals(), locals(), [], 1)"],
)  # fmt: skip
def test_an_import_of_a_name_that_is_made_when_it_runs(source: str) -> None:
    found = facts(f"import importlib\n{source}")
    assert [each.module for each in found.imports] == ["importlib"]
    assert found.dynamic_imports == [(2, 1)]


@pytest.mark.parametrize(
    ("source", "exports"),
    [
        ("__all__ = ['a', 'b']", ("a", "b")),
        ("__all__ = ('a',)", ("a",)),
        ("__all__: list[str] = ['a']", ("a",)),
        ("__all__ = names()", None),
        ("x = 1", None),
    ],
)
def test_what_a_module_exports(source: str, exports: tuple[str, ...] | None) -> None:
    assert facts(source).exports == exports
