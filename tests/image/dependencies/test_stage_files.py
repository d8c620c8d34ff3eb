"""What a stage has at a path when one of its lines runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.context.dockerfile import Stage
from lint.image.dependencies.stage_files import StageFiles
from tests.image.context.trees import make

HEAD = "FROM python:3.12-slim AS first\nWORKDIR /app\n"


def files(tmp_path: Path, text: str) -> tuple[StageFiles, Stage, int]:
    make(tmp_path, "a.txt", "sub/a.txt", "sub/b.py", "other/c.py", Dockerfile=text)
    context = read_context(str(tmp_path), "docker")
    assert context.copy_map is not None
    return (
        StageFiles(context, context.copy_map),
        context.copy_map.built_stages()[-1],
        text.count("\n"),
    )


@pytest.mark.parametrize(
    ("lines", "lacks"),
    [
        ("", True),
        ("COPY a.txt .", False),
        ("COPY a.txt /app/", False),
        ("COPY a.txt /srv/", True),
        ("COPY *.txt .", False),
        ("COPY *.md .", True),
        ("COPY . .", False),
        ("COPY sub .", False),
        ("COPY other .", True),
        ("COPY sub/b.py /app/a.txt", False),
        ("COPY a.txt $X", False),
        # what is not there is a finding about the COPY
        ("COPY gone .", False),
        ("COPY --from=first /x /app/", False),
        ("COPY --from=first /x /srv/", True),
        ("COPY --from=alpine /x /app/", False),
        ("COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/", True),
        ("COPY --parents **/a.txt .", False),
        ("COPY <<E .\nx\nE", False),
        ("RUN apt-get update && pip install flask", True),
        ("RUN curl -LsSf https://astral.sh/uv/install.sh | sh", True),
        ("RUN echo flask > a.txt", False),
        ("RUN touch a.txt", False),
        ("RUN chmod 600 a.txt && sed -i s/a/b/ a.txt", True),
        ("RUN chmod 600 a.txt; cp b.py a.txt", False),
        ("RUN make", False),
        ("RUN git clone https://example.com/x .", False),
        ("RUN ./prepare", False),
    ],
)
def test_one_stage(tmp_path: Path, lines: str, lacks: bool) -> None:
    found, stage, line = files(
        tmp_path, f"{HEAD}FROM python:3.12-slim\nWORKDIR /app\n{lines}\nRUN x\n"
    )
    assert found.lacks(stage, line, "/app/a.txt") is lacks


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        (HEAD + "COPY a.txt .\nFROM first\nRUN x\n", False),
        (HEAD + "COPY other .\nFROM first\nRUN x\n", True),
        (HEAD + "COPY a.txt .\nRUN x\n", False),
        ("FROM acme/base\nWORKDIR /app\nRUN x\n", False),
        ("FROM debian:12\nWORKDIR /app\nRUN x\n", True),
    ],
)
def test_other_stages_and_images(tmp_path: Path, text: str, lacks: bool) -> None:
    found, stage, line = files(tmp_path, text)
    assert found.lacks(stage, line, "/app/a.txt") is lacks


def test_only_the_lines_before_count(tmp_path: Path) -> None:
    found, stage, _ = files(tmp_path, HEAD + "RUN x\nCOPY . .\n")
    assert found.lacks(stage, 3, "/app/a.txt")
    assert not found.lacks(stage, 5, "/app/a.txt")


def test_where_folders_would_bring_it_from(tmp_path: Path) -> None:
    text = HEAD + "COPY sub/ /app/\nCOPY . .\nFROM first\nCOPY other /app\nRUN x\nCOPY last .\n"
    found, stage, _ = files(tmp_path, text)
    assert found.origins(stage, 7, "/app/n.txt") == ["other/n.txt", "sub/n.txt", "n.txt"]
