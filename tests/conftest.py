"""What all tests share: a cache of their own, and errors inside checks that are raised."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    # A check that fails must fail its test, and not only be a finding among others.
    os.environ["CLOUDRUN_LINT_DEBUG"] = "1"
    os.environ["CLOUDRUN_LINT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
