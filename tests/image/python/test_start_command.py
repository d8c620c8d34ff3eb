"""Which module a command line starts."""

from __future__ import annotations

import pytest

from lint.image.python.start_command import entry_module

SCRIPTS = {"serve": "shop.cli:main"}


@pytest.mark.parametrize(
    ("words", "module"),
    [
        (["uvicorn", "shop.main:app"], "shop.main"),
        (["uvicorn", "shop.main:create_app", "--factory", "--port", "8000"], "shop.main"),
        (
            ["gunicorn", "-w", "2", "-k", "uvicorn.workers.UvicornWorker", "shop.main:app"],
            "shop.main",
        ),
        (["gunicorn", "--bind=0.0.0.0:8080", "shop.wsgi:application"], "shop.wsgi"),
        (["/usr/local/bin/uvicorn", "shop.main:app"], "shop.main"),
        (["python", "-m", "shop"], "shop"),
        (["python3.12", "-u", "-m", "shop.worker", "--once"], "shop.worker"),
        (["python", "-m", "uvicorn", "shop.main:app"], "shop.main"),
        (["python", "-W", "ignore", "shop/main.py"], "shop.main"),
        (["python", "./main.py"], "main"),
        (["sh", "-c", "exec uvicorn shop.main:app --port $PORT"], "shop.main"),
        (["bash", "-lc", "alembic upgrade head && A=1 uvicorn shop.main:app"], "shop.main"),
        (["sh", "-c", "python -m shop.migrate; exec python -m shop"], "shop"),
        (["celery", "-A", "shop.tasks", "worker"], "shop.tasks"),
        (["celery", "--app=shop.tasks:app", "worker"], "shop.tasks"),
        (["flask", "--app", "shop.web", "run"], "shop.web"),
        (["fastapi", "run", "shop/main.py"], "shop.main"),
        (["serve", "--now"], "shop.cli"),
        (["poetry", "run", "serve"], "shop.cli"),
        (["python", "-c", "import shop"], ""),
        (["node", "server.js"], ""),
        (["uvicorn"], ""),
        (["gunicorn", "shop.wsgi"], "shop.wsgi"),
        (["gunicorn", "-b", ":8080", "--preload", "shop.wsgi"], "shop.wsgi"),
        (["gunicorn", "--workers=2", "shop.wsgi"], "shop.wsgi"),
        (["gunicorn", "-k", "uvicorn.workers.UvicornWorker"], ""),
        (["gunicorn", "-c", "gunicorn.conf"], ""),
        (["gunicorn"], ""),
        (["python", "/srv/main.py"], ""),
        (["sh", "-c", "uvicorn 'shop.main:app"], ""),
        (["sh", "start.sh"], ""),
        ([], ""),
    ],
)
def test_entry_module(words: list[str], module: str) -> None:
    assert entry_module(words, SCRIPTS)[0].partition(":")[0] == module


@pytest.mark.parametrize(
    ("words", "main"),
    [
        (["python", "-m", "shop"], True),
        (["python", "./main.py"], True),
        (["python", "-m", "uvicorn", "shop.main:app"], False),
        (["uvicorn", "shop.main:app"], False),
        (["serve"], False),
        (["sh", "-c", "exec python -m shop"], True),
    ],
)
def test_what_runs_as_main(words: list[str], main: bool) -> None:
    assert entry_module(words, SCRIPTS)[1] is main


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (["uvicorn", "shop.main:app"], "shop.main:app"),
        (["gunicorn", "shop.main:create_app()"], "shop.main:create_app"),
        (["gunicorn", "shop.wsgi"], "shop.wsgi:application"),
        (["serve"], "shop.cli:main"),
        (["python", "-m", "shop"], "shop"),
    ],
)
def test_what_of_the_module_is_served(words: list[str], target: str) -> None:
    assert entry_module(words, SCRIPTS)[0] == target
