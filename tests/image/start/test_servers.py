"""The table of servers: what each needs to find its application and its address."""

from __future__ import annotations

import pytest

from lint.image.start.servers import ALIASES, QUIET_PROGRAMS, SERVERS, Server
from tests.image.start.following import launches

FORMS = {"module:attr", "file", "positional-port", "positional-address", "function", ""}


@pytest.mark.parametrize("server", SERVERS.values(), ids=list(SERVERS))
def test_an_entry_of_the_table_is_well_formed(server: Server) -> None:
    assert server.form in FORMS
    assert 0 < server.port < 65536 or server.port == 0
    flags = (
        *server.host_flags,
        *server.port_flags,
        *server.bind_flags,
        *server.app_flags,
        *server.directory_flags,
        *server.path_flags,
        *server.bare.split(),
    )
    assert [flag for flag in flags if not flag.startswith("-")] == []
    taking = {*server.host_flags, *server.port_flags, *server.bind_flags, *server.app_flags}
    assert not taking & set(server.bare.split())
    assert all(name.isupper() for name in (*server.host_env, *server.port_env))
    assert not server.port_host or server.reads_port


def test_aliases_are_of_servers_and_no_quiet_program_is_one() -> None:
    assert set(ALIASES.values()) <= SERVERS.keys()
    assert not QUIET_PROGRAMS & (SERVERS.keys() | ALIASES.keys())


@pytest.mark.parametrize(
    ("module", "program"), [*ALIASES.items(), ("uvicorn", "uvicorn"), ("gunicorn", "gunicorn")]
)
def test_a_server_may_be_started_as_a_module(module: str, program: str) -> None:
    (launch,) = launches(["python", "-m", module, "run", "a:b"])
    assert launch.server == program
