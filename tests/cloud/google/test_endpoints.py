from __future__ import annotations

import pytest

from lint.cloud.google.endpoints import read_endpoints
from lint.errors import UsageError


def test_nothing_is_replaced_by_default() -> None:
    assert read_endpoints({}) == {}
    assert read_endpoints({"LINT_ENDPOINTS": " , "}) == {}


@pytest.mark.parametrize("address", ["127.0.0.1:80", "127.9.9.9:65535", "[::1]:81", "localhost:9"])
def test_addresses_of_this_machine(address: str) -> None:
    text = f"run={address}, sqladmin = 127.0.0.1:2"
    assert read_endpoints({"LINT_ENDPOINTS": text}) == {"run": address, "sqladmin": "127.0.0.1:2"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("run=10.0.0.1:80", "not an address of this machine"),
        ("run=0.0.0.0:80", "not an address of this machine"),
        ("run=localhost.example.com:80", "not an address of this machine"),
        ("run=127.0.0.1.example.com:80", "not an address of this machine"),
        ("run=[2001:db8::1]:80", "not an address of this machine"),
        ("run=run.googleapis.com:443", "not an address of this machine"),
        ("run=127.0.0.1", "not HOST:PORT"),
        ("run=127.0.0.1:0", "not HOST:PORT"),
        ("run=127.0.0.1:65536", "not HOST:PORT"),
        ("run=127.0.0.1:http", "not HOST:PORT"),
        ("run=http://127.0.0.1:80", "not an address of this machine"),
        ("run=", "not HOST:PORT"),
        ("127.0.0.1:80", "not SERVICE=HOST:PORT"),
        ("secretsmanager=127.0.0.1:80", "Did you mean `secretmanager`?"),
    ],
)
def test_anything_else_is_an_error(text: str, said: str) -> None:
    with pytest.raises(UsageError, match="LINT_ENDPOINTS") as caught:
        read_endpoints({"LINT_ENDPOINTS": text})
    assert said in str(caught.value)
