"""Servers: what they serve, and where they listen."""

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
