"""Defaults that depend on something else."""

from __future__ import annotations

import pytest

from lint.manifest.defaults import CPU, default_concurrency


@pytest.mark.parametrize(
    ("cpu", "requests"), [(CPU, 80), ("1000m", 80), ("8", 80), ("0.5", 1), ("80m", 1), ("x", 80)]
)
def test_the_concurrency_depends_on_the_cpu(cpu: str, requests: int) -> None:
    assert default_concurrency(cpu) == requests
