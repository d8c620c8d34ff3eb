"""Where servers listen: flags, env vars, files, defaults."""

from __future__ import annotations

import pytest

from tests.image.start.following import launches


@pytest.mark.parametrize(
    ("command", "files", "expected"),
    [
        (["uvicorn", "a:b"], {}, ("127.0.0.1", 8000)),
        (["uvicorn", "a:b", "--host", "0.0.0.0", "--port", "8080"], {}, ("0.0.0.0", 8080)),
        (["uvicorn", "a:b", "--host=0.0.0.0", "--port=$PORT"], {}, ("0.0.0.0", None)),
        (["sh", "-c", "uvicorn a:b --host 0.0.0.0 --port $PORT"], {}, ("0.0.0.0", 8080)),
        (["sh", "-c", "uvicorn a:b --host 0.0.0.0 --port ${PORT:-9000}"], {}, ("0.0.0.0", 8080)),
        (["gunicorn", "a:b"], {}, ("0.0.0.0", 8080)),
        (["gunicorn", "-b", "127.0.0.1:8080", "a:b"], {}, ("127.0.0.1", 8080)),
        (["gunicorn", "-b:5000", "a:b"], {}, ("0.0.0.0", 5000)),
        (
            ["gunicorn", "a:b"],
            {"/app/gunicorn.conf.py": "bind = '0.0.0.0:9000'"},
            ("0.0.0.0", 9000),
        ),
        (
            ["gunicorn", "-c", "conf.py", "a:b"],
            {"/app/conf.py": "import os\nbind = f\"0.0.0.0:{os.environ.get('PORT', 9)}\""},
            ("0.0.0.0", 8080),
        ),
        (["flask", "--app", "a", "run"], {}, ("127.0.0.1", 5000)),
        (["flask", "--app", "a", "run", "-h", "0.0.0.0", "-p", "8080"], {}, ("0.0.0.0", 8080)),
        (["fastapi", "run", "a.py"], {}, ("0.0.0.0", 8080)),
        (["streamlit", "run", "a.py"], {}, ("0.0.0.0", 8501)),
        (
            ["streamlit", "run", "a.py"],
            {"/app/.streamlit/config.toml": "[server]\nport = 8080\n"},
            ("0.0.0.0", 8080),
        ),
        (["functions-framework", "--target", "f"], {}, ("0.0.0.0", 8080)),
        (["python", "-m", "http.server"], {}, ("0.0.0.0", 8000)),
        (["python", "-m", "http.server", "8080", "-b", "127.0.0.1"], {}, ("127.0.0.1", 8080)),
        (["python", "manage.py", "runserver"], {}, ("127.0.0.1", 8000)),
        (["python", "manage.py", "runserver", "0:8080"], {}, ("0.0.0.0", 8080)),
        (
            ["python", "manage.py", "runserver"],
            {
                "/app/manage.py": "run.default_port = os.environ['PORT']\nrun.default_addr = '0.0.0.0'"
            },
            ("0.0.0.0", None),
        ),
        (
            ["python", "manage.py", "runserver", "9000"],
            {"/app/manage.py": "run.default_port = '8080'\nrun.default_addr = ADDRESS(1)"},
            (None, 9000),
        ),
        (["gunicorn", "-b", "127.0.0.1:9", "-b", "0.0.0.0:8080", "a:b"], {}, ("0.0.0.0", 8080)),
        (["gunicorn", "-b", "127.0.0.1:9", "-b", ":9000", "a:b"], {}, ("127.0.0.1", 9)),
        (["gunicorn", "-b", "unix:/a", "-b", ":8080", "a:b"], {}, ("0.0.0.0", 8080)),
        (
            ["gunicorn", "a:b"],
            {"/app/gunicorn.conf.py": "bind = ['127.0.0.1:9', '0.0.0.0:8080']"},
            ("0.0.0.0", 8080),
        ),
        (["hypercorn", "a:b"], {"/app/hypercorn.toml": "bind = ':8080'"}, ("127.0.0.1", 8000)),
        (
            ["hypercorn", "-c", "h.toml", "a:b"],
            {"/app/h.toml": "bind = ['0.0.0.0:8080']"},
            ("0.0.0.0", 8080),
        ),
        (
            ["hypercorn", "-c", "file:h.py", "a:b"],
            {"/app/h.py": "bind = 'localhost:8080'"},
            ("localhost", 8080),
        ),
        (["hypercorn", "-c", "h.toml", "a:b"], {"/app/h.toml": "= ]"}, (None, None)),
        (["hypercorn", "-c", "python:h", "a:b"], {}, (None, None)),
        (["hypercorn", "-c", "h.toml", "-b", ":80", "a:b"], {}, ("0.0.0.0", 80)),
        (["fastapi", "dev", "a.py"], {}, ("127.0.0.1", 8080)),
        (["fastapi", "dev", "--host", "0.0.0.0", "a.py"], {}, ("0.0.0.0", 8080)),
        (["fastmcp", "run", "a.py", "-t", "http"], {}, ("127.0.0.1", 8000)),
        (
            ["fastmcp", "run", "a.py", "--transport=sse", "--host=0.0.0.0", "-p", "80"],
            {},
            ("0.0.0.0", 80),
        ),
        (["python", "-m", "aiohttp.web", "a:b"], {}, ("localhost", 8080)),
        (["python", "-m", "aiohttp.web", "-H", "0.0.0.0", "-P", "80", "a:b"], {}, ("0.0.0.0", 80)),
        (["waitress-serve", "a:b"], {}, ("0.0.0.0", 8080)),
        (["daphne", "-p", "8080", "a:b"], {}, ("127.0.0.1", 8080)),
    ],
)
def test_addresses(
    command: list[str], files: dict[str, str], expected: tuple[str | None, int | None]
) -> None:
    if command[0] == "sh":
        pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(command, files)
    assert launch.address is not None
    assert (launch.address.host, launch.address.port) == expected


@pytest.mark.parametrize(
    "command", ["mcp run a.py", "fastmcp run a.py", "fastmcp run a.py -t stdio"]
)
def test_the_code_decides_it(command: str) -> None:
    (launch,) = launches(command.split())
    assert launch.address is None
    assert launch.module == "a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uvicorn a:b --host 0.0.0.0 $OPTIONS", ("0.0.0.0", None)),
        ("uvicorn $OPTIONS a:b", (None, None)),
        ("uvicorn $OPTIONS --port 80", ("127.0.0.1", 80)),
        ("uvicorn a:b --log-level $OPTIONS", ("127.0.0.1", 8000)),
        ("uvicorn a:b --port=$OPTIONS", ("127.0.0.1", None)),
    ],
)
def test_a_variable_may_hold_options(text: str, expected: tuple[str | None, int | None]) -> None:
    pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(["sh", "-c", text], env={"OPTIONS": None})
    assert launch.address is not None
    assert (launch.address.host, launch.address.port) == expected


def test_a_variable_that_no_shell_replaces() -> None:
    (launch,) = launches(["uvicorn", "a:b", "--port", "$PORT"])
    assert launch.address is not None
    assert launch.address.literal == "$PORT"


def test_env_vars_of_a_server_count_where_no_flag_is_given() -> None:
    env = {"UVICORN_HOST": "0.0.0.0", "UVICORN_PORT": "8080"}
    (launch,) = launches(["uvicorn", "a:b"], env=env)
    assert launch.address is not None
    assert (launch.address.host, launch.address.port) == ("0.0.0.0", 8080)
    (launch,) = launches(["uvicorn", "a:b", "--port", "1"], env=env)
    assert launch.address is not None
    assert launch.address.port == 1


@pytest.mark.parametrize(
    ("words", "socket"),
    [
        (["gunicorn", "-b", "unix:/tmp/s", "a:b"], True),
        (["gunicorn", "-b", "unix:/tmp/s", "-b", ":8080", "a:b"], False),
        (["uvicorn", "a:b", "--uds", "/tmp/s"], True),
        (["daphne", "-u", "/tmp/s", "a:b"], True),
        (["uvicorn", "a:b"], False),
    ],
)
def test_whether_it_listens_on_a_socket_only(words: list[str], socket: bool) -> None:
    (launch,) = launches(words)
    assert launch.address is not None
    assert launch.address.socket is socket


@pytest.mark.parametrize(
    ("words", "files", "env", "host_from", "port_from"),
    [
        (["uvicorn", "a:b"], {}, {}, "the default of uvicorn", "the default of uvicorn"),
        (["uvicorn", "a:b", "--port", "1"], {}, {}, "the default of uvicorn", "`--port`"),
        (["uvicorn", "a:b"], {}, {"UVICORN_PORT": "1"}, "the default of uvicorn", "UVICORN_PORT"),
        (["gunicorn", "-b", ":1", "a:b"], {}, {}, "`-b`", "`-b`"),
        (["gunicorn", "a:b"], {}, {"GUNICORN_CMD_ARGS": "--bind :1"}, "GUNICORN_CMD_ARGS", "GUNICORN_CMD_ARGS"),
        (["gunicorn", "a:b"], {"/app/gunicorn.conf.py": "bind = ':1'"}, {}, "the configuration file", "the configuration file"),
        (["streamlit", "run", "a.py"], {"/app/.streamlit/config.toml": "[server]\nport = 1\naddress = 'h'\n"}, {}, "`.streamlit/config.toml`", "`.streamlit/config.toml`"),
        (["python", "-m", "http.server", "1"], {}, {}, "the default of http.server", "its argument"),
    ],
)  # fmt: skip
def test_where_the_address_is_stated(
    words: list[str], files: dict[str, str], env: dict[str, str], host_from: str, port_from: str
) -> None:
    (launch,) = launches(words, files, env=env)
    assert launch.address is not None
    assert (launch.address.host_from, launch.address.port_from) == (host_from, port_from)
    if not port_from.startswith("the default"):
        assert launch.address.port == 1


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["gunicorn", "-c", "conf.py", "a:b"], {"/app/conf.py": "bind = address()"}),
        (["gunicorn", "-c", "gone.py", "a:b"], {}),
        (["sh", "-c", "gunicorn --bind $WHERE a:b"], {}),
        (["uvicorn", "a:b", "--port", "many"], {}),
        (["uvicorn", "a:b", "--port", "123456"], {}),
    ],
)
def test_a_port_that_is_not_known(words: list[str], files: dict[str, str]) -> None:
    (launch,) = launches(words, files)
    assert launch.address is not None
    assert launch.address.port is None


def test_uwsgi_without_a_socket_listens_nowhere_that_is_known() -> None:
    (launch,) = launches(["uwsgi", "--module", "a:b"])
    assert launch.address is None
