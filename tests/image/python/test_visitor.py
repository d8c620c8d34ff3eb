"""The walk over a module: what it binds and imports, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.image.python.importing import closure, missing


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
