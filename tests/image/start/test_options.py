"""Options, however they are written."""

from __future__ import annotations

import pytest

from lint.image.start.options import option, options, used


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("--port 1", ["1"]),
        ("--port=1", ["1"]),
        ("-p 1", ["1"]),
        ("-p1", ["1"]),
        ("-p=1", ["1"]),
        ("-p 1 --port 2", ["1", "2"]),
        ("--port", []),
        ("--ports 1", []),
        ("--port=", [""]),
    ],
)
def test_values(line: str, values: list[str]) -> None:
    names = ("-p", "--port")
    assert options(line.split(), names) == values
    assert option(line.split(), names) == (values[-1] if values else "")


def test_the_name_that_is_used() -> None:
    assert used(["-p", "1"], ("--port", "-p")) == "-p"
    assert used([], ("--port", "-p")) == "--port"
