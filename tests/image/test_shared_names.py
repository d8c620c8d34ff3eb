"""Top-level packages that many distributions share."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.shared_names import SHARED
from tests.checks.image.building import DF, sourced


@pytest.mark.parametrize("name", sorted(SHARED))
def test_nothing_is_concluded_from_a_shared_name(tmp_path: Path, name: str) -> None:
    files = {
        "Dockerfile": DF.format("COPY . .\nRUN pip install flask"),
        "app/__init__.py": "",
        "app/main.py": f"import {name}.thing\napp = 1\n",
    }
    assert not {"BLD027", "BLD050"} & sourced(tmp_path, files).keys()
