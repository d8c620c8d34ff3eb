"""The names that a module's `__getattr__` gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.image.python.importing import closure, missing

LAZY = """\
import warnings

def __getattr__(name):
    if name == "__version__":
        warnings.warn("old")
        return "1"
    if name in ("Old", "Older"):
        from app.old import Old
        return Old
    raise AttributeError(name)
"""


@pytest.mark.parametrize(
    ("getattr", "expected"),
    [
        (LAZY, [("app", "gone", False, False)]),
        (LAZY.replace('("Old", "Older")', '("Old", "gone")'), []),
        (LAZY.replace("raise AttributeError(name)", "return None"), []),
        (LAZY.replace('("Old", "Older")', "TABLE"), []),
        ("__getattr__ = make(__name__)\n", []),
    ],
)
def test_the_names_that_getattr_gives(
    tmp_path: Path, getattr: str, expected: list[tuple[str, str, bool, bool]]
) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init=getattr,
        app__old="Old = 1\n",
        app__main="from app import Old, __version__, gone\n",
    )
    assert missing(found) == expected
