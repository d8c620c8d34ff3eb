"""Start scripts as the kernel sees them."""

from __future__ import annotations

import pytest

from lint.image.start.script_file import (
    Executed,
    executed_file,
    has_carriage_returns,
    interpreter_of,
    lacks_interpreter,
    lacks_shell,
    made_executable,
    repaired,
    shell_text,
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["./start.sh"], Executed("./start.sh", True, False)),
        (["/app/start"], Executed("/app/start", True, False)),
        (["start.sh", "web"], Executed("start.sh", True, False)),
        (["tini", "--", "/start.sh"], Executed("/start.sh", True, True)),
        (["gosu", "app", "/start.sh"], Executed("/start.sh", True, False)),
        (["sh", "start.sh"], Executed("start.sh", False, True)),
        (["/bin/bash", "-e", "/start"], Executed("/start", False, True)),
        (["bash", "-eo", "pipefail", "start"], Executed("start", False, True)),
        (["sh", "start", "-c", "x"], Executed("start", False, True)),
        (["sh", "-c", "./start.sh"], None),
        (["python", "main.py"], None),
        (["uvicorn", "main:app"], None),
        (["bash"], None),
        ([], None),
    ],
)
def test_executed_file(words: list[str], expected: Executed | None) -> None:
    assert repr(executed_file(words)) == repr(expected)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sh", "-c", "x"], "x"),
        (["/bin/bash", "-euo", "pipefail", "-c", "x", "y"], "x"),
        (["tini", "--", "bash", "--rcfile", "a", "-lc", "x"], "x"),
        (["sh", "a.sh", "-c", "x"], ""),
        (["sh", "-c"], ""),
        (["sh", "-o"], ""),
        (["python", "-c", "x"], ""),
        ([], ""),
    ],
)
def test_the_text_of_a_shell(words: list[str], expected: str) -> None:
    assert shell_text(words) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"#!/bin/sh\r\nexec a\r\n", True),
        (b"#!/bin/sh\r\nexec a\n", True),
        (b"#!/bin/sh\nexec a\r\n", True),
        (b"#!/bin/sh\nexec a\n", False),
        (b"#!/bin/sh\n# x\r\n\r\nexec a\n", False),
        (b"", False),
    ],
)
def test_carriage_returns(data: bytes, expected: bool) -> None:
    assert has_carriage_returns(data) is expected


def test_repairs() -> None:
    assert repaired(["apt-get update", "sed -i 's/\\r$//' /start.sh"])
    assert repaired(["dos2unix start.sh"])
    assert not repaired(["chmod +x start.sh"])


@pytest.mark.parametrize(
    ("runs", "modes", "expected"),
    [
        (["chmod +x start.sh"], [], True),
        (["chmod +x /app/bin/start.sh && true"], [], True),
        (["chmod 755 *.sh"], [], True),
        (["chmod -R 755 /app"], [], True),
        (["chmod +x ./"], [], True),
        (["chmod +x other.sh"], [], False),
        (["echo start.sh"], [], False),
        ([], ["755"], True),
        ([], ["0755"], True),
        ([], ["644"], False),
        ([], ["+x"], True),
        ([], ["u=rwX,go=rX"], True),
        ([], ["$MODE"], True),
    ],
)
def test_made_executable(runs: list[str], modes: list[str], expected: bool) -> None:
    assert made_executable(runs, modes, "bin/start.sh") is expected


@pytest.mark.parametrize(
    ("first", "path", "program"),
    [
        (b"#!/bin/sh", "/bin/sh", "sh"),
        (b"#! /bin/sh -e", "/bin/sh", "sh"),
        (b"#!/usr/bin/env bash", "/usr/bin/env", "bash"),
        (b"#!/usr/bin/env -S python3 -u", "/usr/bin/env", "python3"),
        (b"#!/bin/sh\r", "/bin/sh", "sh"),
        (b"\xef\xbb\xbf#!/bin/sh", "", ""),
        (b"exec a", "", ""),
        (b"#!", "", ""),
    ],
)
def test_interpreters(first: bytes, path: str, program: str) -> None:
    found = interpreter_of(first + b"\nx\n")
    assert (found.path, found.program) == (path, program)


SLIM, ALPINE, FULL = "python:3.12-slim", "python:3.12-alpine", "python:3.12"
DISTROLESS = "gcr.io/distroless/python3-debian12"


@pytest.mark.parametrize(
    ("image", "line", "runs", "expected"),
    [
        (SLIM, b"#!/bin/bash", [], False),
        (SLIM, b"#!/usr/bin/env python3", [], False),
        (SLIM, b"#!/usr/local/bin/python", [], False),
        (SLIM, b"#!/usr/bin/python3", [], True),
        (SLIM, b"#!/usr/bin/python3", ["apt-get install -y python3"], False),
        (SLIM, b"#!/usr/bin/python3", ["apt-get install -y supervisor"], None),
        (SLIM, b"#!/bin/zsh", [], True),
        (ALPINE, b"#!/bin/sh", [], False),
        (ALPINE, b"#!/bin/bash", [], True),
        (ALPINE, b"#!/usr/bin/env bash", ["apk add --no-cache gcc"], None),
        (ALPINE, b"#!/usr/bin/env bash", ["apk add --no-cache bash"], False),
        (FULL, b"#!/usr/bin/python3", [], False),
        (DISTROLESS, b"#!/bin/sh", [], True),
        (DISTROLESS + ":debug", b"#!/bin/sh", [], False),
        ("internal/python", b"#!/bin/zsh", [], False),
    ],
)
def test_lacking_interpreters(
    image: str, line: bytes, runs: list[str], expected: bool | None
) -> None:
    assert lacks_interpreter(image, interpreter_of(line), runs) is expected


@pytest.mark.parametrize(
    ("image", "lacks"),
    [
        ("scratch", True),
        (DISTROLESS, True),
        (DISTROLESS + ":debug", False),
        ("cgr.dev/chainguard/python:latest", True),
        ("cgr.dev/chainguard/python:latest-dev", False),
        (SLIM, False),
    ],
)
def test_images_without_a_shell(image: str, lacks: bool) -> None:
    assert lacks_shell(image) is lacks
