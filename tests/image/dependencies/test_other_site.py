"""Distributions that the image's Python does not find."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.dependencies.other_site import other_site
from tests.image.context.trees import make

BUILDER = "FROM python:3.12-slim AS builder\nRUN pip install flask\n"
SITE = "/usr/local/lib/python3.12/site-packages"
COPY = f"COPY --from=builder {SITE} {SITE}\n"


@pytest.mark.parametrize(
    ("base", "lines", "lines_with_findings"),
    [
        ("python:3.12-slim", COPY, []),
        ("python:3.11-slim", COPY, [4]),
        ("gcr.io/distroless/python3-debian12", COPY, [4]),
        ("gcr.io/distroless/python3-debian12", f"COPY --from=builder {SITE}/ {SITE}/\n", [4]),
        ("gcr.io/distroless/python3-debian12", f"COPY --from=builder {SITE}/flask {SITE}/flask\n", [4]),
        ("gcr.io/distroless/python3-debian13", COPY.replace("3.12", "3.13"), []),
        ("acme/base", COPY, []),
        ("python:3.11-slim", COPY + f"ENV PYTHONPATH={SITE}\n", []),
        ("python:3.11-slim", COPY + "ENV PYTHONPATH=/app\n", [4]),
        ("python:3.11-slim", COPY + "ENV PYTHONPATH=$OTHER\n", []),
        ("python:3.11-slim", COPY + "RUN mv /usr/local/lib/python3.12/* /x\n", []),
        ("python:3.11-slim AS a\nRUN pyenv install python3.12\nFROM a", COPY, []),
        ("python:3.11-slim", COPY + 'CMD ["python3.12", "main.py"]\n', []),
        ("python:3.11-slim", f"COPY --from=builder {SITE} /usr/local/lib/python3.11/site-packages\n", []),
        ("python:3.11-slim", f"COPY site {SITE}\n", []),
        ("python:3.11-slim", "COPY --from=builder /opt/venv /opt/venv\n", []),
    ],
)  # fmt: skip
def test_sites(tmp_path: Path, base: str, lines: str, lines_with_findings: list[int]) -> None:
    make(tmp_path, "main.py", Dockerfile=f"{BUILDER}FROM {base}\n{lines}")
    faults = list(other_site(read_context(str(tmp_path), "docker")))
    assert [(fault.kind, fault.where.line) for fault in faults] == [
        ("other-site", line) for line in lines_with_findings
    ]


def test_what_is_said(tmp_path: Path) -> None:
    make(tmp_path, "main.py", Dockerfile=f"{BUILDER}FROM python:3.11\n{COPY}")
    [fault] = other_site(read_context(str(tmp_path), "docker"))
    assert str(fault.message) == (
        f"distributions are copied to `{SITE}`, and the image's Python is 3.11, which does not look there"
    )
