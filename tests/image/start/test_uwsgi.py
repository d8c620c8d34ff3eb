"""uWSGI: what its command line, its variables and its files amount to."""

from __future__ import annotations

import time

import pytest

from tests.image.start.following import launches

INI = """[uwsgi]
master
; one process each
strict = true
chdir = %d
module = shop.wsgi:app
http-socket = 0.0.0.0:$(PORT)
env = MODE=prod
env = LOST=$(GONE)

[other]
wsgi-file = /app/other.py
socket = :3031
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("uwsgi --http :8080 --module app:web", "app:web"),
        ("uwsgi --http :8080 -w shop.wsgi", "shop.wsgi:application"),
        ("uwsgi --http :8080 -w shop.wsgi --callable app", "shop.wsgi:app"),
        ("uwsgi --http :8080 --wsgi-file shop/app.py --callable web", "app:web"),
        ("uwsgi --http :8080 --master shop.py", "shop:application"),
        ("uwsgi --http :8080 --need-app shop:web", "shop:web"),
        ("uwsgi --http :8080 --mount /=app:web", "app:web"),
        ("uwsgi --http :8080 --mount /x=app.py", "app:application"),
        ("uwsgi /etc/uwsgi.ini", "shop.wsgi:app"),
        ("uwsgi --ini /etc/uwsgi.ini", "shop.wsgi:app"),
        ("uwsgi --ini=/etc/uwsgi.ini:other", "other:application"),
        ("uwsgi --ini /etc/lost.ini", ":"),
        ("uwsgi --http :8080", ":"),
    ],
)
def test_what_is_served(words: str, expected: str) -> None:
    (launch,) = launches(words.split(), {"/etc/uwsgi.ini": INI})
    assert f"{launch.module}:{launch.attribute}" == expected
    assert bool(launch.unknown) is (expected == ":")


def test_what_a_file_sets() -> None:
    (launch,) = launches(["uwsgi", "/etc/uwsgi.ini"], {"/etc/uwsgi.ini": INI})
    assert launch.directory == "/etc"
    assert launch.env == {"MODE": "prod", "LOST": None}
    assert launch.address is not None
    assert (launch.address.host, launch.address.port) == ("0.0.0.0", 8080)
    (launch,) = launches(["uwsgi", "/etc/uwsgi.ini:other"], {"/etc/uwsgi.ini": INI})
    assert launch.address is None


def test_what_variables_set() -> None:
    env = {"UWSGI_WSGI_FILE": "shop/wsgi.py", "UWSGI_HTTP": ":9000", "UWSGI_MODULE": None}
    (launch,) = launches(["uwsgi"], {}, env={**env, "UWSGI_INI": "/etc/uwsgi.ini"})
    assert launch.unknown == "a variable decides which application is served"
    del env["UWSGI_MODULE"]
    (launch,) = launches(["uwsgi"], {}, env=env)
    assert launch.module == "wsgi"
    assert launch.address is not None
    assert launch.address.port == 9000


@pytest.mark.parametrize(
    ("condition", "env", "env_known", "port"),
    [
        ("if-env = OLD", {"OLD": "1"}, True, 9000),
        ("if-env = OLD", {}, True, 8080),
        ("if-not-env = OLD", {}, True, 9000),
        ("if-not-env = OLD", {"OLD": None}, True, 8080),
        ("if-env = OLD", {}, False, None),
        ("if-file = /old", {}, True, None),
    ],
)
def test_conditions(
    condition: str, env: dict[str, str | None], env_known: bool, port: int | None
) -> None:
    text = f"[uwsgi]\nmodule=a:b\nport = 9000\n{condition}\nhttp = :%(port)\nendif =\n"
    files = {"/app/a.ini": text}
    words = ["uwsgi", "a.ini"] if port != 8080 else ["uwsgi", "a.ini", "--http", ":8080"]
    (launch,) = launches(words, files, env=env, env_known=env_known)
    assert launch.address is not None
    assert launch.address.port == port


def test_values_that_repeat_others_are_not_long() -> None:
    lines = "\n".join(f"a{number} = %(a{number - 1})%(a{number - 1})" for number in range(1, 60))
    text = f"[uwsgi]\na0 = shop\n{lines}\nmodule = %(a59)\nhttp = :8080\n"
    (launch,) = launches(["uwsgi", "a.ini"], {"/app/a.ini": text})
    assert launch.unknown == "a variable decides which application is served"


def test_many_conditions_take_linear_time() -> None:
    text = "[uwsgi]\n" + "if-env = PORT\n" * 50_000 + "http = :1\n" * 50_000
    before = time.process_time()
    (launch,) = launches(["uwsgi", "a.ini"], {"/app/a.ini": text})
    assert time.process_time() - before < 2
    assert launch.address is None
