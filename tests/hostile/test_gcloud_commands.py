"""Command lines that nobody writes: they are read in bounded time, and nothing is raised."""

import time

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.step import CommandLine
from lint.deploy.text import Text
from lint.model.source import Source

DEPLOY = ["gcloud", "run", "deploy", "api", "--image=a"]
MANY = 3_000


def read(words, known=True):
    source = Source("deploy.sh", " ".join(words))
    texts = []
    column = 1
    for word in words:
        text = Text.of(word, source, 1, column)
        texts.append(text if known or not word.startswith("$") else text.written(word, False))
        column += len(word) + 1
    return read_commands([CommandLine(texts)], DeployFile("deploy.sh", b""))


@pytest.mark.parametrize(
    "words",
    [
        ["--set-env-vars=" + ",".join(f"A{number}={number}" for number in range(20_000))],
        ["--set-env-vars=" + "," * 200_000],
        ["--args=" + ",".join("x" * 50_000)],
        [f"--unheard-of-{number}=1" for number in range(MANY)],
        [f"--set-env-vars=A{number}=1" for number in range(MANY)],
        [f"--container=c{number}" for number in range(MANY)],
        [f"--set-secrets=/a{number}/b=s:1" for number in range(MANY)],
        [f"--add-volume=name=v{number},type=in-memory" for number in range(MANY)],
        ["--add-cloudsql-instances=a"] * MANY,
        ["more"] * 20_000,
        ["$MORE"] * 20_000,
        ["--timeout=" + "9" * 100_000, "--port=" + "9" * 100_000, "--cpu-boost=" + "9" * 100_000],
        ["--set-env-vars=^" + "x" * 100_000],
        ["--flags-file=deploy.sh"] * MANY,
    ],
    ids=range(14),
)
def test_the_time_is_bounded(words):
    start = time.process_time()
    (step,) = read(DEPLOY + words, known=False)
    assert step.resource is not None
    assert time.process_time() - start < 5  # a tenth of that on an idle machine


@pytest.mark.parametrize(
    "character", ["\0", "\u2028", "\ud800", "^", "=", ",", "-", "\\", "${", "ä"]
)
def test_odd_characters(character):
    for flag in ("--set-env-vars", "--set-secrets", "--args", "--add-volume", "--timeout", "--min"):
        for value in (character, character * 3, f"A={character}", f"^{character}^A=1"):
            read([*DEPLOY, f"{flag}={value}"])
    read([*DEPLOY, character, "-" + character, "--" + character])
    read(["gcloud", "run", "deploy", character])
