from __future__ import annotations

from pathlib import Path

import pytest

from tests.ruleset.elsewhere.repository import FILES, Repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path, monkeypatch, FILES)
