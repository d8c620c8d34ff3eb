"""What a command line starts, through wrappers, shells and start scripts."""

from __future__ import annotations

import pytest

from lint.image.start.follow import find_launches
from lint.image.start.launch import Launch, Surroundings

START = "#!/bin/sh\nset -e\nalembic upgrade head\nexec uvicorn app.main:app --host 0.0.0.0 --port ${PORT:-8000}\n"


class Files:
    def __init__(self, **files: str) -> None:
        self.files = {name.replace("__", "/"): text for name, text in files.items()}

    def read(self, path: str) -> bytes | None:
        text = self.files.get(path)
        return None if text is None else text.encode()


def launches(words: list[str], files: dict[str, str] | None = None, **more: object) -> list[Launch]:
    given = Files()
    given.files = files or {}
    around = Surroundings(given, directory=str(more.pop("directory", "/app")), **more)  # type: ignore[arg-type]
    return find_launches(words, around)


def one(words: list[str], files: dict[str, str] | None = None, **more: object) -> str:
    (launch,) = launches(words, files, **more)
    if launch.unknown:
        return "unknown"
    what = launch.module or launch.script
    return (
        what + (f":{launch.attribute}" if launch.attribute else "") + ("!" if launch.main else "")
    )


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uvicorn app.main:app", "app.main:app"),
        ("uvicorn --factory app.main:create_app --port 8080", "app.main:create_app"),
        ("/opt/venv/bin/uvicorn app.main:app", "app.main:app"),
        ("uv run --frozen --no-sync uvicorn app.main:app", "app.main:app"),
        ("uv run --project p --with x uvicorn app.main:app", "app.main:app"),
        ("uv run main.py", "/app/main.py!"),
        ("uv run -m app.main", "app.main!"),
        ("uv run python -m app.main", "app.main!"),
        ("poetry -C dir run uvicorn app.main:app", "app.main:app"),
        ("pdm run uvicorn app.main:app", "app.main:app"),
        ("rye run uvicorn app.main:app", "app.main:app"),
        ("hatch -e prod run uvicorn app.main:app", "app.main:app"),
        ("hatch run prod:uvicorn app.main:app", "app.main:app"),
        ("pipenv run gunicorn app.main:app", "app.main:app"),
        ("conda run -n env --no-capture-output gunicorn app.main:app", "app.main:app"),
        ("opentelemetry-instrument --traces_exporter console uvicorn app.main:app", "app.main:app"),
        ("ddtrace-run gunicorn app.main:app", "app.main:app"),
        ("newrelic-admin run-program gunicorn app.main:app", "app.main:app"),
        ("timeout -k 5 60 gunicorn app.main:app", "app.main:app"),
        ("tini -- gunicorn app.main:app", "app.main:app"),
        ("tini -g -- timeout 60 nice -n 5 gunicorn app.main:app", "app.main:app"),
        ("dumb-init -r 15:2 gunicorn app.main:app", "app.main:app"),
        ("gosu nobody gunicorn app.main:app", "app.main:app"),
        ("env A=1 -u B gunicorn app.main:app", "app.main:app"),
        ("A=1 gunicorn app.main:app", "app.main:app"),
        ("python -m uvicorn app.main:app", "app.main:app"),
        ("python -u -m gunicorn app.main:app", "app.main:app"),
        ("python -um app.main", "app.main!"),
        ("python3.12 -X dev app/main.py", "/app/app/main.py!"),
        ("python /srv/main.py", "/srv/main.py!"),
        ("gunicorn -w 4 -k uvicorn.workers.UvicornWorker app.main:app", "app.main:app"),
        ("gunicorn --preload app.wsgi", "app.wsgi:application"),
        ("gunicorn main:create_app('x')", "main:create_app"),
        ("hypercorn app.main:app --bind 0.0.0.0:8080", "app.main:app"),
        ("daphne -b 0.0.0.0 -p 8080 proj.asgi:application", "proj.asgi:application"),
        ("waitress-serve --call app.main:create_app", "app.main:create_app"),
        ("granian --interface asgi --host 0.0.0.0 app.main:app", "app.main:app"),
        ("flask --app app.web run --host 0.0.0.0", "app.web"),
        ("fastapi run app/main.py", "app.main"),
        ("functions-framework --target=hello", "main:hello"),
        ("streamlit run app.py --server.port 8080", "app!"),
        ("chainlit run app.py -h", "app"),
        ("celery -A app.tasks worker", "app.tasks"),
        ("litestar --app app.main:app run", "app.main:app"),
        ("sanic app.main:app --host 0.0.0.0", "app.main:app"),
        ("python manage.py runserver 0.0.0.0:8080", "/app/manage.py!"),
        ("serve --now", "shop.cli:main"),
        ("poetry run serve", "shop.cli:main"),
        ("node server.js", "unknown"),
        ("uvicorn", "unknown"),
        ("python -c pass", "unknown"),
        ("gunicorn -c gunicorn.py", "unknown"),
    ],
)
def test_command_lines(command: str, expected: str) -> None:
    files = {"/app/app/__init__.py": "", "/app/app/main.py": ""}
    assert one(command.split(), files, scripts={"serve": "shop.cli:main"}) == expected


@pytest.mark.parametrize(
    ("words", "files", "expected"),
    [
        (["/app/start.sh"], {"/app/start.sh": START}, ["app.main"]),
        (["bash", "start.sh"], {"/app/start.sh": START}, ["app.main"]),
        (["sh", "-c", "cd web && exec gunicorn main:app"], {}, ["main"]),
        (["sh", "-c", "python -m app.migrate; python -m app"], {}, ["app"]),
        (["sh", "-c", "gunicorn main:app || sleep 10 || gunicorn other:app"], {}, ["main"]),
        (
            ["sh", "-c", "celery -A app.tasks worker & exec gunicorn main:app"],
            {},
            ["app.tasks", "main"],
        ),
        (["/entry.sh", "gunicorn", "main:app"], {"/entry.sh": '#!/bin/sh\nexec "$@"\n'}, ["main"]),
        (
            ["/entry.sh", "web"],
            {
                "/entry.sh": '#!/bin/bash\ncase "$1" in\nweb) exec gunicorn a:b;;\n*) exec gunicorn c:d;;\nesac\n'
            },
            ["a", "c"],
        ),
        (["sh", "-c", "main() { exec gunicorn a:b; }\nmain"], {}, ["a"]),
        (
            ["/start"],
            {"/start": "#!/usr/bin/env bash\n. .venv/bin/activate\npython -m app\n"},
            ["app"],
        ),
        (
            ["supervisord", "-c", "/s.conf"],
            {"/s.conf": "[program:web]\ncommand=gunicorn a:b\n[program:w]\ncommand=python -m c\n"},
            ["a", "c"],
        ),
    ],
)
def test_scripts(words: list[str], files: dict[str, str], expected: list[str]) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert [launch.module for launch in launches(words, files)] == expected


def test_a_start_script_that_starts_itself_ends() -> None:
    pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(["/a.sh"], {"/a.sh": "#!/bin/sh\nexec /a.sh\n"})
    assert "more than 8 times" in launch.unknown


def test_what_runs_under_a_condition_is_not_certain() -> None:
    pytest.importorskip("tree_sitter_bash")
    text = 'if [ -n "$DEBUG" ]; then exec python -m a; else exec python -m b; fi'
    assert [launch.certain for launch in launches(["sh", "-c", text])] == [False, False]


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
