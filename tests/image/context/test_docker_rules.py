"""What both builders share: a malformed pattern is reported once, where it is tried."""

from __future__ import annotations

import pytest

from lint.image.context.buildkit_rules import BuildKitRules
from lint.image.context.docker_rules import DockerRules
from lint.image.context.dockerignore import read_dockerignore
from lint.image.context.kaniko_rules import KanikoRules


@pytest.mark.parametrize("kind", [BuildKitRules, KanikoRules])
def test_a_malformed_pattern_is_reported_once(kind: type[DockerRules]) -> None:
    made = kind(read_dockerignore(b"a\n[b-a]\n", ".dockerignore", []) or [])
    for path in ("x", "y", "x"):
        made.decide(path)
    assert [(fault.kind, fault.where.line) for fault in made.faults] == [
        ("ignore-pattern-invalid", 2)
    ]
