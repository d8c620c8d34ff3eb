"""What a command line starts, through wrappers, shells and start scripts."""

from __future__ import annotations

import pytest

from tests.image.start.following import launches, one

START = "#!/bin/sh\nset -e\nalembic upgrade head\nexec uvicorn app.main:app --host 0.0.0.0 --port ${PORT:-8000}\n"


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
        ("python -W ignore app/main.py", "/app/app/main.py!"),
        ("python ./main.py", "/app/main.py!"),
        ("python -um app.main", "app.main!"),
        ("python3.12 -X dev app/main.py", "/app/app/main.py!"),
        ("python /srv/main.py", "/srv/main.py!"),
        ("gunicorn -w 4 -k uvicorn.workers.UvicornWorker app.main:app", "app.main:app"),
        ("gunicorn --bind=0.0.0.0:8080 app.wsgi:application", "app.wsgi:application"),
        ("gunicorn --preload app.wsgi", "app.wsgi:application"),
        ("gunicorn -b :8080 --preload app.wsgi", "app.wsgi:application"),
        ("gunicorn --workers=2 app.wsgi", "app.wsgi:application"),
        ("gunicorn main:create_app()", "main:create_app"),
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
        ("celery --app=app.tasks:app worker", "app.tasks:app"),
        ("litestar --app app.main:app run", "app.main:app"),
        ("sanic app.main:app --host 0.0.0.0", "app.main:app"),
        ("python manage.py runserver 0.0.0.0:8080", "/app/manage.py!"),
        ("serve --now", "shop.cli:main"),
        ("poetry run serve", "shop.cli:main"),
        ("node server.js", "unknown"),
        ("uvicorn", "unknown"),
        ("python -c pass", "unknown"),
        ("gunicorn -c gunicorn.py", "unknown"),
        ("gunicorn -k uvicorn.workers.UvicornWorker", "unknown"),
        ("gunicorn", "unknown"),
        ("sh start.sh", "unknown"),
        ("", "unknown"),
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
        (["sh", "-c", "exec uvicorn app.main:app --port $PORT"], {}, ["app.main"]),
        (["bash", "-lc", "alembic upgrade head && A=1 uvicorn main:app"], {}, ["main"]),
        (["sh", "-c", "uvicorn 'app.main:app"], {}, [""]),
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
            ["a"],
        ),
        (
            ["/entry.sh", "job"],
            {
                "/entry.sh": '#!/bin/bash\ncase "$1" in\nweb) exec gunicorn a:b;;\n*) exec gunicorn c:d;;\nesac\n'
            },
            ["c"],
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


@pytest.mark.parametrize(
    "line",
    [
        'cd "$(dirname "$0")/web"',
        'cd -- "$(dirname "${BASH_SOURCE[0]}")"/web',
        "cd $(dirname $0) && cd web",
        'HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd)"\ncd "$HERE/web"',
        'cd "$(dirname "$(readlink -f "$0")")" && cd web',
    ],
)
def test_a_script_may_go_to_its_own_folder(line: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(["/srv/a.sh"], {"/srv/a.sh": f"#!/bin/sh\n{line}\nexec uvicorn a:b\n"})
    assert launch.directory == "/srv/web"


@pytest.mark.parametrize("line", ['cd "$(make where)/web"', 'cd "$(dirname "$1")"', "cd `pwd`/web"])
def test_a_folder_that_is_not_known(line: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(["/srv/a.sh"], {"/srv/a.sh": f"#!/bin/sh\n{line}\nexec uvicorn a:b\n"})
    assert launch.directory is None
    (launch,) = launches(["sh", "-c", 'cd "$(dirname "$0")"; exec uvicorn a:b'])
    assert launch.directory is None


SUPERVISED = """\
[supervisord]
nodaemon=true
[program:web]
directory=%(here)s/web ; where it is
environment=HOST="0.0.0.0",TOKEN=%(ENV_SECRET)s, LAST='a,b'
command=uvicorn a:b --port %(ENV_PORT)s
"""


def test_the_only_program_of_supervisord_is_certain() -> None:
    files = {"/etc/supervisor/conf.d/supervisord.conf": SUPERVISED}
    (launch,) = launches(["/usr/bin/supervisord", "-n"], files)
    assert launch.certain
    assert launch.directory == "/etc/supervisor/conf.d/web"
    assert launch.env == {"HOST": "0.0.0.0", "TOKEN": None, "LAST": "a,b"}
    assert launch.address is not None
    assert launch.address.port == 8080


@pytest.mark.parametrize(
    "more",
    ["[program:proxy]\ncommand=nginx\n", "[fcgi-program:x]\ncommand=x\n"],
)
def test_of_several_programs_of_supervisord_none_is_certain(more: str) -> None:
    (launch,) = launches(["supervisord", "-c", "s.conf"], {"/app/s.conf": SUPERVISED + more})
    assert launch.module == "a"
    assert not launch.certain


@pytest.mark.parametrize(
    ("command", "absent"),
    [
        ("./start.sh", "/app/start.sh"),
        ("/start.sh web", "/start.sh"),
        ("start.sh", ""),
        ("sh scripts/start.sh", "/app/scripts/start.sh"),
        ("supervisord -c s.conf", "/app/s.conf"),
        ("supervisord", ""),
        ("gunicorn -c g.py a:b", "/app/g.py"),
        ("gunicorn -c python:g a:b", ""),
        ("hypercorn --config h.toml a:b", "/app/h.toml"),
        ("uvicorn a:b --log-config log.ini", "/app/log.ini"),
        ("uvicorn a:b", ""),
    ],
)
def test_files_that_are_not_there(command: str, absent: str) -> None:
    (launch,) = launches(command.split())
    assert launch.absent == absent


CASE = """case "$1" in
  web) shift; exec gunicorn web:app "$@" ;;
  worker|beat) exec python -m work ;;
  -*) exec gunicorn dash:app ;;
  *) exec "$@" ;;
esac
"""
MODES = """set -euo pipefail
if [ "$MODE" = "worker" ]; then
  exec python -m work
elif [ -n "$OTHER" ]; then
  exec python -m other
else
  exec gunicorn web:app
fi
"""


@pytest.mark.parametrize(
    ("text", "words", "env", "expected"),
    [
        (CASE, ["web", "--reload"], {}, ["web"]),
        (CASE, ["beat"], {}, ["work"]),
        (CASE, ["-b", ":1"], {}, ["dash"]),
        (CASE, ["python", "-m", "shop"], {}, ["shop"]),
        (CASE, [], {}, []),
        ("set -o pipefail\n" + CASE, ["web"], {}, ["web"]),
        (CASE, ["\ufffc"], {}, ["web?", "work?", "dash?"]),
        ('set -- web "$@"\n' + CASE, ["beat"], {}, ["web?", "work?", "dash?"]),
        (". ./env.sh\n" + MODES, [], {"MODE": "worker"}, ["work?", "other?", "web?"]),
        (MODES, [], {"MODE": "worker"}, ["work"]),
        (MODES, [], {"MODE": "", "OTHER": ""}, ["web"]),
        (MODES, [], {"MODE": "web"}, ["other?", "web?"]),
        (MODES, [], {"MODE": None, "OTHER": ""}, ["work?", "web?"]),
        (MODES, [], {}, ["work?", "other?", "web?"]),
        ("MODE=worker\n" + MODES, [], {}, ["work"]),
        ("if grep x y; then MODE=worker; fi\n" + MODES, [], {"MODE": ""}, ["work?", "other?", "web?"]),
        ("[ $# -eq 0 ] && exec python -m none\nif [ $# -gt 1 ]; then exec python -m a; fi\nexec python -m b", ["x"], {}, ["b"]),
        ('[ -n "$X" ] && exec python -m a\nexec python -m b', [], {}, ["a?", "b"]),
        ('[ -n "$X" ] || exec python -m a\nexec python -m b', [], {"X": "1"}, ["b"]),
        ('[ -n "$X" ] && true && exec python -m a\nexec python -m b', [], {"X": "1"}, ["a"]),
        ('[ -n "$X" ] && true || exec python -m a\nexec python -m b', [], {"X": "1"}, ["a?", "b"]),
        ("if [ $# -gt 1 ]; then exec python -m a; fi\nexec python -m b", ["x"], {}, ["b"]),
        ("if [ $# -gt 1 ]; then exec python -m a; fi\nexec python -m b", ["x", "y"], {}, ["a"]),
        ('for x in "$@"; do case "$1" in web) python -m a;; esac; done\nexec python -m b', ["job"], {}, ["b"]),
        ('M=web\nwhile [ $# -gt 0 ]; do case "$1" in -w) M=work;; esac; shift; done\nif [ $M = web ]; then exec python -m a; fi\nexec python -m b', ["x", "-w"], {}, ["a?", "b"]),
        ("set -- a b\nif [ -z \"$2\" ]; then exec python -m a; fi\nexec python -m b", ["x"], {}, ["a?", "b"]),
        ("if [ -z \"$2\" ]; then exec python -m a; fi\nexec python -m b", ["x"], {}, ["a"]),
        ("if [ -z \"$2\" ]; then exec python -m a; fi\nexec python -m b", ["\ufffc"], {}, ["a?", "b"]),
        (': "${M:=work}"\nif [ -z "$M" ]; then exec python -m a; fi\nexec python -m b', [], {"M": ""}, ["a?", "b"]),
        ('export $(cat .env)\nif [ -z "$M" ]; then exec python -m a; fi\nexec python -m b', [], {"M": ""}, ["a?", "b"]),
        ('printf -v M work\nif [ -z "$M" ]; then exec python -m a; fi\nexec python -m b', [], {"M": ""}, ["a?", "b"]),
        ('export M=work\nif [ -z "$M" ]; then exec python -m a; fi\nexec python -m b', [], {"M": ""}, ["b"]),
        ('run() {\n' + CASE + '}\nrun web', ["beat"], {}, ["web?", "work?", "dash?"]),
        ('if [[ $1 == w* ]]; then exec python -m a; fi\nexec python -m b', ["web"], {}, ["a?", "b"]),
        ('if [ "$1" != "web" ]; then exec python -m a; fi\nexec python -m b', ["web"], {}, ["b"]),
    ],
)  # fmt: skip
def test_branches_of_a_script(
    text: str, words: list[str], env: dict[str, str | None], expected: list[str]
) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = launches(["bash", "/run.sh", *words], {"/run.sh": text}, env=env)
    shown = [each.module + ("" if each.certain else "?") for each in found if each.module]
    assert shown == expected


def test_a_start_script_that_starts_itself_ends() -> None:
    pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(["/a.sh"], {"/a.sh": "#!/bin/sh\nexec /a.sh\n"})
    assert "more than 8 times" in launch.unknown


def test_what_runs_under_a_condition_is_not_certain() -> None:
    pytest.importorskip("tree_sitter_bash")
    text = 'if [ -n "$DEBUG" ]; then exec python -m a; else exec python -m b; fi'
    assert [launch.certain for launch in launches(["sh", "-c", text])] == [False, False]
