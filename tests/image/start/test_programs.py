"""What python, servers and workers are told to run, argument by argument."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.start.launch import Launch
from lint.image.start.programs import set_target
from lint.image.start.servers import SERVERS
from tests.image.start.following import launches, one

FILES = {
    "/app/tool/__main__.py": "",
    "/app/main.py": "",
    "/app/wsgi.py": "",
    "/app/shop/__init__.py": "",
    "/app/shop/web/__init__.py": "",
    "/app/shop/web/app.py": "",
}


@pytest.mark.parametrize(
    ("target", "module", "attribute", "factory"),
    [
        ("a.b:c", "a.b", "c", False),
        ("a.b:c.d", "a.b", "c.d", False),
        ("a:create()", "a", "create", True),
        ("a:create('x', y=1)", "a", "create", True),
        ("a.b", "a.b", "", False),
        ("a-b:c", "", "", False),
        ("", "", "", False),
    ],
)
def test_targets(target: str, module: str, attribute: str, factory: bool) -> None:
    launch = Launch("/", {})
    set_target(launch, target)
    assert (launch.module, launch.attribute, launch.factory) == (module, attribute, factory)
    assert bool(launch.unknown) is not bool(module)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("python main.py", ["/app"]),
        ("python /srv/x/main.py", ["/srv/x"]),
        ("python -m shop.web", ["/app"]),
        ("uvicorn a:b", ["/app"]),
        ("uvicorn --app-dir /srv a:b", ["/srv", "/app"]),
        ("gunicorn --chdir web a:b", ["/app/web"]),
        ("gunicorn --pythonpath /x,lib a:b", ["/x", "/app/lib", "/app"]),
        ("celery -A shop worker", ["/app"]),
    ],
)
def test_where_modules_are_found_first(words: str, path: list[str]) -> None:
    (launch,) = launches(words.split(), FILES)
    assert launch.search_path == path


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("flask run", "wsgi"),
        ("flask --app shop/web/app.py:make run", "app:make"),
        ("fastapi run", "main"),
        ("fastapi run shop/web/app.py", "shop.web.app"),
        ("fastapi dev --app shop.web.app:app", "shop.web.app:app"),
        ("functions-framework --target f --source shop/web/app.py", "app:f"),
        ("dramatiq shop.tasks", "shop.tasks"),
        ("arq shop.jobs.Worker", "shop.jobs:Worker"),
        ("celery worker", "unknown"),
        ("flask routes", "unknown"),
        ("python -m debugpy --listen 5678 -m shop.web", "shop.web!"),
        ("python -m coverage run main.py", "/app/main.py!"),
        ("python tool", "/app/tool/__main__.py!"),
        ("python /app/tool/", "/app/tool/__main__.py!"),
        ("uv run tool/", "/app/tool/__main__.py!"),
        ("python -m django runserver", "django!"),
        ("python -", "unknown"),
        ("python", "unknown"),
        ("python -m", "unknown"),
        ("gunicorn -c conf.py", "shop.web.app:app"),
        ("sanic shop.web.app", "shop.web.app:app"),
        ("sanic shop.web.app.server", "shop.web.app:server"),
        ("sanic server", "server:app"),
        ("fastmcp run tools.py --transport http", "tools"),
        ("fastmcp run tools.py:server -t http", "tools:server"),
        ("mcp run tools.py", "tools"),
        ("python -m aiohttp.web -H 0.0.0.0 shop.web:make", "shop.web:make"),
        ("env LITESTAR_APP=shop.web:app litestar run", "shop.web:app"),
        ("uvicorn shop/web:app", "shop/web:app"),
    ],
)
def test_what_runs(words: str, expected: str) -> None:
    files = {**FILES, "/app/conf.py": "wsgi_app = 'shop.web.app:app'\n"}
    assert one(words.split(), files) == expected


def test_celery_takes_its_application_from_an_env_var() -> None:
    (launch,) = launches(["celery", "worker"], FILES, env={"APP": "shop.tasks"})
    assert (launch.server, launch.module) == ("celery", "shop.tasks")


def test_the_words_behind_the_program_are_its_arguments() -> None:
    (launch,) = launches(["python", "-u", "main.py", "--port", "1"], FILES)
    assert launch.arguments == ["--port", "1"]
    (launch,) = launches(["python", "-m", "shop.web", "-x"], FILES)
    assert launch.arguments == ["-x"]


def test_env_vars_name_the_application_where_the_command_does_not() -> None:
    assert one(["flask", "run"], FILES, env={"FLASK_APP": "shop.web.app:app"}) == "shop.web.app:app"
    env = {"FUNCTION_TARGET": "f", "FUNCTION_SOURCE": "shop/web/app.py"}
    assert one(["functions-framework"], FILES, env=env) == "app:f"


@given(
    st.sampled_from(["python", "celery", *SERVERS]),
    st.lists(
        st.sampled_from(
            ["-m", "-c", "--", "-", "a:b", "a.b", "main.py", "run", "--app", "-A", "-b", "--chdir",
             "$X", "", ":", "--port=1", "é", "a:b()"]
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_any_words_lead_to_something_or_to_a_reason(program: str, words: list[str]) -> None:
    for launch in launches([program, *words], FILES):
        nothing = not launch.module and not launch.script
        served = launch.server and SERVERS.get(launch.server)
        assert (
            not nothing or launch.unknown or (served and served.form not in ("module:attr", "file"))
        )
