"""What a program finds around it."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.start.launch import Launch, Surroundings, join, variable
from tests.image.start.following import Files


def test_cloud_run_sets_the_port_unless_the_image_or_the_manifest_does() -> None:
    assert Surroundings(Files()).env == {"PORT": "8080"}
    assert Surroundings(Files(), port=9000).env == {"PORT": "9000"}
    assert Surroundings(Files(), env={"PORT": "1", "A": None}).env == {"PORT": "1", "A": None}


def test_what_is_given_is_not_changed() -> None:
    env: dict[str, str | None] = {"A": "b"}
    around = Surroundings(Files(), env=env, scripts=(scripts := {"run": "a:b"}))
    around.env["C"] = around.scripts["c"] = "d"
    assert (env, scripts) == ({"A": "b"}, {"run": "a:b"})


@pytest.mark.parametrize(
    ("own", "outer", "value"),
    [
        ({}, {}, None),
        ({}, {"A": "x"}, "x"),
        ({"A": "y"}, {"A": "x"}, "y"),
        ({"A": None}, {"A": "x"}, None),  # the command sets it to something unknown
        ({"A": ""}, {"A": "x"}, ""),
    ],
)
def test_what_a_command_sets_wins(
    own: dict[str, str | None], outer: dict[str, str | None], value: str | None
) -> None:
    assert variable(Surroundings(Files(), env=outer), Launch("/", own), "A") == value


@pytest.mark.parametrize(
    ("directory", "path", "joined"),
    [
        ("/app", "main.py", "/app/main.py"),
        ("/app", "./a/../main.py", "/app/main.py"),
        ("/app", "/srv/main.py", "/srv/main.py"),
        ("/app", "", "/app"),
        (None, "main.py", None),
        (None, "/srv/main.py", "/srv/main.py"),
    ],
)
def test_paths(directory: str | None, path: str, joined: str | None) -> None:
    assert join(directory, path) == joined


@given(st.lists(st.sampled_from(["a", "..", ".", ""]), max_size=6).map("/".join))
def test_a_path_never_climbs_out_of_the_root(path: str) -> None:
    found = join("/app", path)
    assert found is not None
    assert found.startswith("/")
    assert ".." not in found.split("/")
    assert posixpath.normpath(found) == found


def test_launches_do_not_share_lists() -> None:
    first, second = Launch("/", {}), Launch("/", {})
    first.search_path.append("/app")
    first.arguments.append("x")
    assert (second.search_path, second.arguments) == ([], [])
