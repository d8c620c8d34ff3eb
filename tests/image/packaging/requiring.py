"""A wheel that requires some distributions, ready to judge imports."""

from __future__ import annotations

from pathlib import Path

from lint.image.packaging.distributions import Distributions
from lint.image.wheel.reader import read_wheel
from tests.image.wheels import build_wheel


def build(directory: Path, *requires: str, **options: object) -> Distributions:
    wheel = read_wheel(build_wheel(directory, requires=requires))
    return Distributions([wheel], **options)  # type: ignore[arg-type]
