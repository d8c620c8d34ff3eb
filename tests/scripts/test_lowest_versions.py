"""Lower bounds become pins; what has none is an error."""

from __future__ import annotations

import pytest

from scripts.lowest_versions import ROOT, lowest

TEXT = """\
[project]
dependencies = ["a.b>=1.2"]
[project.optional-dependencies]
cel = ["c>=0.1.3"]
editor = ["f>=4"]
live = ["d[requests]>=2"]
zstd = ["e>=3; python_version < '3.14'"]
"""


def test_lower_bounds_become_pins() -> None:
    assert list(lowest(TEXT)) == [
        "a.b==1.2",
        "c==0.1.3",
        "f==4",
        "d==2",
        "e==3; python_version < '3.14'",
    ]
    assert "pydantic==2.11.4" in lowest((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("requirement", ["a", "a<2", "a==1"])
def test_what_has_no_lower_bound_is_an_error(requirement: str) -> None:
    with pytest.raises(ValueError, match="not of the form"):
        list(lowest(TEXT.replace("a.b>=1.2", requirement)))
