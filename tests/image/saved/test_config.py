"""The configuration of an image."""

from __future__ import annotations

import pytest

from lint.image.saved.config import image_config, step_name


def test_what_is_stated() -> None:
    config = image_config(
        {
            "architecture": "arm64",
            "os": "linux",
            "config": {
                "Entrypoint": ["/entry.sh"],
                "Cmd": ["serve"],
                "Env": ["A=1=2", "B=", "broken", "=x"],
                "User": "web:web",
                "WorkingDir": "/srv",
            },
            "history": [
                {"created_by": "ENV A", "empty_layer": True},
                {"created_by": "COPY . ."},
                {},
            ],
        }
    )
    assert (config.os, config.architecture) == ("linux", "arm64")
    assert (config.entrypoint, config.cmd) == (["/entry.sh"], ["serve"])
    assert config.env == {"A": "1=2", "B": ""}
    assert (config.user, config.workdir) == ("web:web", "/srv")
    assert config.steps == ["COPY . .", ""]


@pytest.mark.parametrize(
    "data", [None, [], {}, {"config": 5, "history": 7}, {"config": {"Cmd": "x", "Env": [5]}}]
)
def test_anything_of_another_type_counts_as_absent(data: object) -> None:
    config = image_config(data)
    assert (config.os, config.cmd, config.env, config.workdir) == ("", [], {}, "/")


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("COPY . /app # buildkit", "COPY . /app"),
        ("RUN |1 TOKEN=hunter2 /bin/sh -c pip install x # buildkit", "RUN"),
        ("/bin/sh -c #(nop) COPY dir:123 in /app ", "COPY dir:123 in /app"),
        ("/bin/sh -c pip install --password=hunter2", "RUN"),
        ("ADD https://user:hunter2@host/x /", "ADD"),
        ("crane append", ""),
        ("", ""),
    ],
)
def test_of_a_step_nothing_secret_is_shown(step: str, shown: str) -> None:
    assert step_name(step) == shown
