"""Names of stages that no stage of the Dockerfile has."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.context.stage_names import unknown_stages
from tests.image.context.trees import make

BUILDER = "FROM python:3.12 AS builder\nRUN pip install flask\n"


def found(tmp_path: Path, dockerfile: str, **files: str) -> list[tuple[str, int, int, str]]:
    make(tmp_path, "main.py", Dockerfile=dockerfile, **files)
    return [
        (fault.severity or "error", fault.where.line, fault.where.column, str(fault.help))
        for fault in unknown_stages(read_context(str(tmp_path), "docker"))
    ]


def warning(line: int, column: int, name: str = "builder") -> list[tuple[str, int, int, str]]:
    return [("warning", line, column, f"Did you mean the stage `{name}`?")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("FROM python:3.12\nCOPY --from=builder /a /a", []),
        ("FROM python:3.12\nCOPY --from=BUILDER /a /a", []),
        ("FROM python:3.12\nCOPY --from=0 /a /a", []),
        ("FROM python:3.12\nCOPY --from=biulder /a /a", warning(4, 13)),
        ("FROM python:3.12\nCOPY --chown=app --from=build \\\n  /a /a", warning(4, 25)),
        ("FROM python:3.12\nRUN --mount=from=buider,target=/a true", warning(4, 18)),
        ("FROM bulider", warning(3, 6)),
        ("FROM bulider AS final", warning(3, 6)),
        # images, and what is not known
        ("FROM python:3.12\nCOPY --from=nginx /a /a", []),
        ("FROM python:3.12\nCOPY --from=builder:1 /a /a", []),
        ("FROM python:3.12\nCOPY --from=acme/builder /a /a", []),
        ("FROM python:3.12\nCOPY --from=$STAGE /a /a", []),
        ("ARG BASE\nFROM $BASE", []),
        # a stage that is not built
        ("FROM bulider AS other\nFROM python:3.12", []),
    ],
)
def test_names(tmp_path: Path, lines: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert found(tmp_path, BUILDER + lines + "\n") == expected


@pytest.mark.parametrize("name", ["python", "node", "alpine"])
def test_an_image_of_one_word_is_no_misspelt_stage(tmp_path: Path, name: str) -> None:
    stages = f"FROM {name} AS {name}-base\nFROM {name}\nCOPY --from={name} /a /a\n"
    assert found(tmp_path, stages) == []


def test_a_number_that_no_stage_has(tmp_path: Path) -> None:
    lines = "FROM python:3.12\nCOPY --from=2 /a /a\n"
    [(severity, line, column, _)] = found(tmp_path, BUILDER + lines)
    assert (severity, line, column) == ("error", 4, 13)


def test_a_stage_that_begins_later_is_none_for_from(tmp_path: Path) -> None:
    text = "FROM base AS app\nFROM python:3.12 AS bases\nFROM app\nCOPY --from=bases /a /a\n"
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("build.sh", "docker buildx build --build-context biulder=../lib .\n"),
        (".gitlab-ci.yml", "build-contexts: |\n  biulder=docker-image://x\n"),
        ("compose.yaml", "services: {a: {build: {additional_contexts: [biulder=../x]}}}\n"),
        ("docker-bake.hcl", 'target "a" {\n  contexts = {biulder = "target:b"}\n}\n'),
    ],
)
def test_a_build_context_may_have_the_name(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / ".git").mkdir()
    lines = "FROM python:3.12\nCOPY --from=biulder /a /a\nCOPY --from=7 /a /a\n"
    make(tmp_path, "main.py", Dockerfile=BUILDER + lines)
    (tmp_path / file).write_text(text)
    assert [fault.severity for fault in unknown_stages(read_context(str(tmp_path), "docker"))] == [
        None
    ]


@pytest.mark.parametrize(
    ("dockerfile", "target", "expected"),
    [
        (BUILDER, "builder", None),
        (BUILDER, "Builder", None),
        (BUILDER, "0", None),
        (BUILDER, "bilder", "Did you mean the stage `builder`?"),
        (BUILDER, "prod", "Name a stage with `AS prod`, or leave out the target."),
        (BUILDER, "$STAGE", None),
        ("FROM python:3.12 AS $NAME\n", "prod", None),
        ("{% if x %}\nFROM python:3.12 AS a\n", "prod", None),
        ("FROM python:3.12\n", "prod", "Name a stage with `AS prod`, or leave out the target."),
    ],
)
def test_the_target_of_the_build(
    tmp_path: Path, dockerfile: str, target: str, expected: str | None
) -> None:
    make(tmp_path, "main.py", Dockerfile=dockerfile)
    for guessed in (False, True):
        context = read_context(str(tmp_path), "docker", None, target)
        context.guessed = guessed
        faults = unknown_stages(context)
        assert [(str(fault.help), fault.severity) for fault in faults] == (
            [(expected, "warning" if guessed else None)] if expected else []
        )


def test_the_name_of_a_stage_is_likely_to_be_the_nearest_one(tmp_path: Path) -> None:
    make(tmp_path, "main.py", Dockerfile=f"{BUILDER}FROM python:3.12\nCOPY --from=bilder /a /b\n")
    (fault,) = unknown_stages(read_context(str(tmp_path), "docker"))
    assert fault.repair is not None
    place, name = fault.repair.arguments
    assert (place.column, place.end_column, name, fault.repair.safe) == (13, 19, "builder", False)
