"""Hosts and ports of addresses."""

from __future__ import annotations

import pytest

from lint.image.start.address import Address, split_address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.0.0.0:8080", ("0.0.0.0", "8080")),
        (":8080", (None, "8080")),
        ("8080", (None, "8080")),
        ("localhost", ("localhost", None)),
        ("[::]:8080", ("::", "8080")),
        ("[::1]", ("::1", None)),
        ("a:", ("a", None)),
    ],
)
def test_split(text: str, found: tuple[str | None, str | None]) -> None:
    assert split_address(text) == found


@pytest.mark.parametrize(
    ("host", "found"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True),
     ("0.0.0.0", False), ("::", False), ("128.0.0.1", False), (None, False)],
)  # fmt: skip
def test_what_only_the_container_reaches(host: str | None, found: bool) -> None:
    assert Address(host).loopback is found
