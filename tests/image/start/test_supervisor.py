"""The programs of supervisord's configuration, and of the files that it includes."""

from __future__ import annotations

import pytest

from tests.image.start.following import launches

MAIN = """[supervisord]
nodaemon=true
environment=MODE="prod"

[include]
files = conf.d/*.conf   ; what the stages add
"""
WEB = """[program:web]
directory=/srv
command=gunicorn app.web:app --bind 0.0.0.0:%(ENV_PORT)s --access-logformat '%%(h)s'
environment=WORKERS="2",NAME="a,b",OTHER=%(ENV_LOST)s
"""


def test_included_files_have_programs() -> None:
    files = {"/etc/s/main.conf": MAIN, "/etc/s/conf.d/web.conf": WEB, "/etc/s/conf.d/x.txt": "[]"}
    (web,) = launches(["supervisord", "-n", "-c", "/etc/s/main.conf"], files)
    assert (web.module, web.directory, web.certain) == ("app.web", "/srv", True)
    assert web.address is not None
    assert (web.address.host, web.address.port) == ("0.0.0.0", 8080)
    assert web.env == {"MODE": "prod", "WORKERS": "2", "NAME": "a,b", "OTHER": None}
    assert not web.sets_unknown


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ("/app/supervisord.conf", WEB, ["app.web"]),
        ("/etc/supervisor/conf.d/web.conf", WEB, ["app.web"]),
        ("/etc/supervisor/supervisord.conf", WEB + "[program:b]\ncommand=python -m b", ["app.web", "b"]),
        ("/etc/supervisord.conf", "[program:b]\ncommand=python -m b\nautostart=false", [""]),
        ("/etc/supervisord.conf", "[program:b]\ncommand=python -m b # the worker", ["b"]),
        ("/etc/supervisord.conf", "command=python -m b", [""]),
        ("/etc/supervisord.conf", "[include]\nfiles=/etc/supervisord.conf *.conf", [""]),
        ("/etc/supervisord.conf", "[program:b]\ncommand=python 'b", [""]),
        ("/elsewhere.conf", WEB, [""]),
    ],
)  # fmt: skip
def test_where_the_configuration_is(place: str, text: str, expected: list[str]) -> None:
    found = launches(["supervisord"], {place: text})
    assert [launch.module for launch in found] == expected
    assert all(bool(launch.unknown) is not bool(launch.module) for launch in found)


@pytest.mark.parametrize("text", ["A=1,B", 'A="1', "A:1"])
def test_variables_that_cannot_be_read(text: str) -> None:
    conf = f"[program:b]\ncommand=python -m b\nenvironment={text}\n"
    (launch,) = launches(["supervisord", "-c", "s.conf"], {"/app/s.conf": conf})
    assert launch.sets_unknown


def test_configurations_beyond_the_limit() -> None:
    files = {"/app/s.conf": "[include]\nfiles=many/*.conf\n"}
    files |= {f"/app/many/{n}.conf": "#" * 60_000 for n in range(30)}
    (launch,) = launches(["supervisord", "-c", "s.conf"], files)
    assert "more than can be followed" in launch.unknown
