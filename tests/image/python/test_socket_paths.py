"""Paths of Cloud SQL sockets in code."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.python.socket_paths import socket_paths


def found(source: str) -> list[tuple[int, int, bool]]:
    return [(path.line, path.column, path.named) for path in socket_paths(source.encode())]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("HOST = '/cloudsql/p:r:i'", [(1, 8, True)]),
        # From 3.12 on, the parts of an f-string have places of their own.
        ("HOST = f'/cloudsql/{name}'", [(1, 8 if sys.version_info < (3, 12) else 10, True)]),
        ("x = 1\nHOST = 'host=/cloudsql/p:r:i'", [(2, 8, True)]),
        ("connect(unix_sock='/cloudsql/p:r:i/.s.PGSQL.5432')", [(1, 19, True)]),
        ("connect(unix_sock='p:r:i')", [(1, 19, False)]),
        ("connect(unix_socket=f'p:r:{name}')", [(1, 21, False)]),
        ("ARGS = {'unix_sock': 'p:r:i'}", [(1, 22, False)]),
        ("connect(unix_sock=f'{name}/.s.PGSQL.5432')", [(1, 19, False)]),
        ("connect(unix_sock='{}/.s.PGSQL.5432'.format(name))", [(1, 19, False)]),
        ("connect(unix_sock='a/' + name)", [(1, 19, False)]),
        ("connect(unix_sock='/tmp/socket')", []),
        ("connect(unix_sock=f'{folder}/{name}')", []),
        ("connect(unix_sock='{}/{}'.format(folder, name))", []),
        ("connect(unix_sock=path)", []),
        ("connect(host='p:r:i')", []),
        ('"""Set it to /cloudsql/p:r:i."""', []),
        ("'/cloudsql/ is the folder'\nx = '/cloudsql'", []),
        ("# /cloudsql/p:r:i", []),
        ("HOST = '/cloudsql/", []),
    ],
)
def test_paths(source: str, expected: list[tuple[int, int, bool]]) -> None:
    assert sorted(set(found(source))) == expected


PIECES = [
    "unix_sock",
    "/cloudsql/",
    "=",
    "'",
    '"',
    "f",
    "{",
    "}",
    "(",
    ")",
    "\n",
    ":",
    "x",
    "+",
    "\0",
    "é",
]


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_any_text_is_read_without_an_exception(source: str) -> None:
    for line, column, _ in found(source):
        assert 1 <= line <= source.count("\n") + 1
        assert column >= 1


def test_what_nests_too_deeply_has_no_paths() -> None:
    assert found("x = '/cloudsql/a'" + "+(" * 5_000) == []
