from __future__ import annotations

from pathlib import Path

import pytest

from tests.ruleset.elsewhere.repository import Repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules_server: Path) -> Repository:
    return Repository(tmp_path, monkeypatch, rules_server)
