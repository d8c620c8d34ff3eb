"""Requirements: names, versions and options are shown, comments and values of options are not."""

from __future__ import annotations

import pytest

from tests.model.redaction.showing import assert_hidden


@pytest.mark.parametrize(
    "line",
    [
        "flask",
        "flask==3.1",
        "flask >= 3.1, < 4",
        "uvicorn[standard]>=0.34,!=0.35.*",
        "flask==3.1 «# for the token abc»",
        "-r base.txt",
        "--requirement more/base.txt",
        "-c constraints.in",
        "--index-url «https://user:hunter2@pypi.example/simple»",
        "--extra-index-url«=https://token@pypi.example/simple»",
        "-e «git+https://token@github.example/x.git»",
        "https«://token@files.example/a.whl»",
        "app «@ https://token@files.example/a.whl»",
        "flask==3.1 «--hash=sha256:0123abcd»",
        "«# a comment»",
        "",
    ],
)
def test_lines(line: str) -> None:
    for path in ("requirements.txt", "deps/base.in"):
        assert_hidden(path, line)
