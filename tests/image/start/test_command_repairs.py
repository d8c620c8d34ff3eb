"""lint.image.start.command_repairs: commands of Dockerfiles that serve what they were meant to."""

from __future__ import annotations

import pytest

from lint.engine.repair import edited
from lint.image.context.copy_map import CopyMap
from lint.image.start.command_repairs import on_all_interfaces, reachable, through_shell
from lint.model.fault import Repair
from lint.model.fix import Edit

PYTHON = "FROM python:3.12-slim\n"


def changed(text: str, repair: Repair | None) -> str | None:
    if repair is None:
        return None
    place, new = repair.arguments
    edit = Edit("D", place.line, place.column, place.end_line, place.end_column, new)
    return edited(text, [edit])


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ('CMD ["uvicorn", "--port", "$PORT"]', 'CMD ["sh", "-c", "exec uvicorn --port $PORT"]'),
        ('cmd ["a", "b"]', None),
        ('  CMD ["a", ":${PORT:-8080}"] ', '  CMD ["sh", "-c", "exec a :${PORT:-8080}"] '),
        ('CMD ["a", "x y", "$PORT"]', None),
        ('CMD ["a", "$(PORT)"]', None),
        ('CMD ["a", "${PORT#x}"]', None),
        ('CMD ["a", "b;c", "$PORT"]', None),
        ('CMD ["a", "*", "$PORT"]', None),
        ('CMD ["A=1", "a", "$PORT"]', None),
        ('CMD ["$A", "$PORT"]', None),
        ('CMD ["a", \\\n "$PORT"]', None),
        ('ENTRYPOINT ["a"]\nCMD ["$PORT"]', None),
        (
            'SHELL ["bash", "-c"]\nCMD ["a", "$PORT"]',
            'SHELL ["bash", "-c"]\nCMD ["sh", "-c", "exec a $PORT"]',
        ),
        ("CMD a $PORT", None),
    ],
)
def test_words_are_given_to_a_shell(command: str, expected: str | None) -> None:
    text = f"{PYTHON}{command}\n"
    repair = through_shell(CopyMap(text, "D"))
    assert changed(text, repair) == (expected and f"{PYTHON}{expected}\n")
    assert repair is None or (repair.safe and not repair.shown)


def test_a_base_image_that_may_have_an_entrypoint_makes_it_unsafe() -> None:
    repair = through_shell(CopyMap('FROM x/y\nCMD ["a", "$PORT"]\n', "D"))
    assert repair is not None
    assert not repair.safe


def test_an_image_without_a_shell_is_left_alone() -> None:
    text = 'FROM gcr.io/distroless/python3\nCMD ["a", "$PORT"]\n'
    assert through_shell(CopyMap(text, "D")) is None


@pytest.mark.parametrize(
    ("command", "flag", "host", "expected"),
    [
        (
            'CMD ["a", "--host", "127.0.0.1"]',
            "--host",
            "127.0.0.1",
            'CMD ["a", "--host", "0.0.0.0"]',
        ),
        (
            "CMD a --host=localhost \\\n  -x",
            "--host",
            "localhost",
            "CMD a --host=0.0.0.0 \\\n  -x",
        ),
        (
            "CMD a --bind \\\n  127.0.0.1:80",
            "--bind",
            "127.0.0.1",
            "CMD a --bind \\\n  0.0.0.0:80",
        ),
        ("CMD runserver localhost:80", "", "localhost", "CMD runserver 0.0.0.0:80"),
        # The other one is for something else.
        ("CMD a --host 127.0.0.1 --from 127.0.0.1", "--host", "127.0.0.1", None),
        ("CMD a --host $H --from 127.0.0.1", "--host", "127.0.0.1", None),
        ("CMD a --host $H --db u@127.0.0.1", "--host", "127.0.0.1", None),
        ("CMD a --host $H --db http://localhost", "--host", "localhost", None),
        ("CMD a --bind [::1]:80", "--bind", "::1", None),
        ("CMD a --host 127.0.0.12", "--host", "127.0.0.1", None),
    ],
)
def test_the_one_loopback_address_is_replaced(
    command: str, flag: str, host: str, expected: str | None
) -> None:
    text = f"{PYTHON}{command}\n"
    repair = on_all_interfaces(CopyMap(text, "D"), host, flag)
    assert changed(text, repair) == (expected and f"{PYTHON}{expected}\n")


def test_a_word_of_a_manifest_is_made_reachable() -> None:
    assert reachable("--host=127.0.0.1", "a", "127.0.0.1", "--host") == "--host=0.0.0.0"
    assert reachable("localhost:80", "--bind", "localhost", "--bind") == "0.0.0.0:80"
    assert (
        reachable("exec a --host localhost --x", "-c", "localhost", "--host")
        == "exec a --host 0.0.0.0 --x"
    )
    assert reachable("localhost", "--from", "localhost", "--host") is None
    assert reachable("localhost localhost", "", "localhost", "") is None
    assert reachable("--port=80", "", "localhost", "") is None
