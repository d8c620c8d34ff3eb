"""The names of environments of conda, and who names them."""

from __future__ import annotations

import time

import pytest

from lint.image.context.conda_environments import (
    activated,
    environment_folder,
    environment_name,
    environment_of_program,
    environment_of_shell,
    environment_on_path,
    named_environment,
    only_prepares,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("web", "web"),
        ("base", ""),
        ("/opt/conda", ""),
        ("/opt/conda/envs/web/", "web"),
        ("/opt/env", "/opt/env"),
        ("$NAME", None),
        ("", None),
    ],
)
def test_names_of_environments(text: str, name: str | None) -> None:
    assert environment_name(text) == name


def test_folders_of_environments() -> None:
    assert environment_folder("") == "/opt/conda"
    assert environment_folder("web") == "/opt/conda/envs/web"
    assert environment_folder("/opt/env") == "/opt/env"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/opt/conda/bin:/usr/bin", ""),
        ("/opt/conda/envs/web/bin:/opt/conda/bin:/usr/bin", "web"),
        ("/root/.local/bin:/opt/conda/bin", ""),
        ("/venv/bin:/opt/conda/bin", None),  # another Python may come first
        ("", None),
    ],
)
def test_the_environment_on_path(path: str, name: str | None) -> None:
    assert environment_on_path(path) == name


def test_the_environment_of_a_program() -> None:
    assert environment_of_program("/opt/conda/envs/web/bin/gunicorn") == "web"
    assert environment_of_program("/opt/conda/bin/python") == ""
    assert environment_of_program("/usr/bin/python3") is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("conda run -n web /bin/bash -c", "web"),
        ("conda run --no-capture-output --name=web /bin/bash -lc", "web"),
        ("micromamba run -p /opt/conda/envs/web bash -c", "web"),
        ("/bin/bash -o pipefail -c", ""),
        ("/bin/bash --login -c", None),
        ("/bin/bash -ic", None),
        ("/usr/local/bin/other.sh", None),
        ("", ""),
    ],
)
def test_the_environment_of_shell(words: str, name: str | None) -> None:
    assert environment_of_shell(words.split()) == name


def test_an_environment_that_options_name() -> None:
    assert named_environment(["--live-stream", "-n", "web"]) == "web"
    assert named_environment(["--cwd", "/app"]) == ""


def test_what_a_shell_sources() -> None:
    assert activated(["activate", "web"]) == "web"
    assert activated(["/opt/conda/bin/activate", "base"]) == ""
    assert activated(["/venv/bin/activate"]) is None
    assert only_prepares("/opt/conda/etc/profile.d/conda.sh")
    assert not only_prepares("~/.bashrc")


def test_a_line_feed_at_the_end_of_many_folders_takes_no_time() -> None:
    path = "/opt" + "/envs/web" * 20_000 + "\n"
    start = time.process_time()
    assert environment_name(path) == "web"
    assert environment_on_path(path) is None
    assert time.process_time() - start < 1
