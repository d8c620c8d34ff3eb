"""Shell: programs, options, variables and operators are shown; arguments are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model.redaction.shell import PROGRAMS, SERVERS, shown_sizes
from tests.model.redaction.showing import assert_hidden, shown


@pytest.mark.parametrize(
    "line",
    [
        "exec uvicorn app.main:app --host 0.0.0.0 --port $PORT",
        "exec uvicorn app.main:app --host 0.0.0.0 --port ${PORT}",
        "gunicorn -b :8080 app.wsgi:application --access-logformat «hunter2»",
        "gunicorn '«app:create(\"x\")»'",
        "python -m app.worker --token «hunter2»",
        "python3 manage.py «migrate»",
        "pip install .",
        "gcloud run deploy «web» --source ./",
        "«docker build» -t «hunter2» ..",
        "pip install «.hunter2 ./hunter2»",
        "pip install -r requirements.txt && rm -rf «/tmp/x»",
        "curl -H «hunter2 https://h/x» | tar «xz»",
        "export TOKEN=«hunter2»",
        "TOKEN=«hunter2» exec python main.py",
        'if [ -z "$PORT" ]; then exit «1»; fi',
        "echo «hunter2 # hunter2»",
        "./run.sh «hunter2»",
        "«mytool hunter2»",
        "cat «hunter2» > «/etc/passwd»",
        "python main.py \\",
    ],
)
def test_commands(line: str) -> None:
    assert_hidden("start.sh", line)


def test_a_shebang_is_shown_in_the_first_line_only() -> None:
    assert_hidden("start.sh", "#!/usr/bin/env bash\nset -e\n«#!/usr/bin/env bash»\n")


def test_a_procfile_shows_the_name_of_a_process() -> None:
    assert_hidden("Procfile", "web: gunicorn app:app\nworker: celery -A «app worker»")


def test_sizes_are_those_of_the_words() -> None:
    assert shown_sizes(["TOKEN=hunter2", "exec", "python", "-m", "app", "x"]) == [6, 4, 6, 2, 3, 0]
    # An option is shown with its equals sign, as an assignment is.
    assert shown_sizes(["--token=hunter2", "hunter2"]) == [8, 0]
    assert shown_sizes(["gcloud", "beta", "run", "deploy", "run", "hunter2"]) == [6, 4, 3, 6, 3, 0]
    assert shown_sizes(["gcloud", "hunter2", "deploy"]) == [6, 0, 0]
    assert shown_sizes([]) == []


def test_every_server_is_a_program() -> None:
    assert SERVERS <= PROGRAMS


@given(st.lists(st.sampled_from(["echo", "&&", "--x", "|", "CANARYWORD", "if", "-m", '"a', "$X"])))
def test_an_argument_that_is_nothing_special_is_never_shown(words: list[str]) -> None:
    assert "CANARYWORD" not in shown("a.sh", "curl " + " ".join(words))


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    assert shown("a.sh", text).count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count(
        "\n"
    )
