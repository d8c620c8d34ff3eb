"""What hatch and poetry leave out of a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.packaging.selection import explain_hatch, explain_poetry


def hatch(folder: Path, place: str, gitignore: str = "", **wheel: Any) -> tuple[str, str] | None:
    """The last key of the setting, and the pattern."""
    if gitignore:
        (folder / ".gitignore").write_text(gitignore)
    named = {key.replace("_", "-"): value for key, value in wheel.items()}
    settings = {"tool": {"hatch": {"build": {"targets": {"wheel": named}}}}}
    found = explain_hatch(settings, str(folder), place)
    return None if found is None else (found[0][-1], found[1])


@pytest.mark.parametrize(
    ("settings", "place", "expected"),
    [
        ({}, "app/main.py", None),
        ({"packages": ["src/app"]}, "src/app/main.py", None),
        ({"packages": ["src/app"]}, "src/lib/main.py", ("packages", "")),
        ({"packages": ["src/app"]}, "src/apple/main.py", ("packages", "")),
        ({"packages": ["./src/app/"]}, "src/app/main.py", None),
        ({"only_include": ["app"]}, "lib/x.py", ("only-include", "")),
        ({"only_include": ["."]}, "lib/x.py", None),
        ({"exclude": ["monitoring"]}, "app/monitoring/x.py", ("exclude", "monitoring")),
        ({"exclude": ["/monitoring"]}, "app/monitoring/x.py", None),
        ({"exclude": ["monitoring", "!app/monitoring/x.py"]}, "app/monitoring/x.py", None),
        ({"exclude": ["*.py", "app/*.py"]}, "app/x.py", ("exclude", "app/*.py")),
        ({"include": ["app"]}, "app/x.py", None),
        ({"include": ["app"]}, "lib/x.py", ("include", "")),
        ({"include": ["app"], "force_include": {"a": "b"}}, "lib/x.py", None),
        ({"include": ["app"], "artifacts": ["x"]}, "lib/x.py", None),
        ({"exclude": 3}, "app/x.py", None),
        ({"packages": [3]}, "app/x.py", ("packages", "")),
    ],
)
def test_hatch(
    tmp_path: Path, settings: dict[str, Any], place: str, expected: tuple[str, str] | None
) -> None:
    assert hatch(tmp_path, place, **settings) == expected


def test_hatch_follows_gitignore_unless_told_otherwise(tmp_path: Path) -> None:
    lines = "# a comment\n\nmonitoring/\n"
    assert hatch(tmp_path, "app/monitoring/x.py", lines) == (".gitignore", "monitoring/")
    assert hatch(tmp_path, "app/x.py", lines) is None
    assert hatch(tmp_path, "app/monitoring/x.py", lines, ignore_vcs=True) is None


def test_settings_of_the_build_count_where_the_wheel_has_none(tmp_path: Path) -> None:
    build: dict[str, Any] = {"exclude": ["a"], "targets": {"wheel": {}}}
    found = explain_hatch({"tool": {"hatch": {"build": build}}}, str(tmp_path), "a/x.py")
    assert found is not None
    assert found[0] == ("tool", "hatch", "build", "exclude")
    build["targets"] = {"wheel": {"exclude": ["b"]}}
    assert explain_hatch({"tool": {"hatch": {"build": build}}}, str(tmp_path), "a/x.py") is None


@pytest.mark.parametrize(
    ("poetry", "place", "expected"),
    [
        ({}, "app/x.py", None),
        ({"packages": [{"include": "app"}]}, "app/x.py", None),
        ({"packages": [{"include": "app"}]}, "lib/x.py", ("packages", "")),
        ({"packages": [{"include": "app", "from": "src"}]}, "src/app/x.py", None),
        ({"packages": [{"include": "app", "from": "src"}]}, "app/x.py", ("packages", "")),
        ({"packages": [{"include": "app/**/*.py"}]}, "app/a/b/x.py", None),
        ({"packages": [{"include": "app/*.py"}]}, "app/a/x.py", ("packages", "")),
        ({"packages": ["app"]}, "lib/x.py", None),
        ({"packages": 3}, "lib/x.py", None),
        ({"exclude": ["app/monitoring"]}, "app/monitoring/x.py", ("exclude", "app/monitoring")),
        ({"exclude": [{"path": "**/monitoring"}]}, "app/monitoring/x.py", ("exclude", "**/monitoring")),
        ({"exclude": ["app/monitoring"], "include": ["x"]}, "app/monitoring/x.py", None),
        ({"exclude": ["app"], "build": "build.py"}, "app/x.py", None),
        ({"exclude": ["**/**/**/**/x"]}, "x", None),  # nobody writes it, and it would take long
    ],
)  # fmt: skip
def test_poetry(poetry: dict[str, Any], place: str, expected: tuple[str, str] | None) -> None:
    found = explain_poetry({"tool": {"poetry": poetry}}, place)
    assert (None if found is None else (found[0][-1], found[1])) == expected


SHAPES = st.recursive(
    st.none() | st.integers() | st.sampled_from(["app", "**/x", "!a", "[", "", "../a", "a\0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["include", "from", "path", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["packages", "exclude", "include"]), SHAPES))
def test_settings_of_any_shape_are_read_without_an_exception(table: dict[str, Any]) -> None:
    hatch_settings = {"tool": {"hatch": {"build": {"targets": {"wheel": table}}}}}
    for found in (
        explain_hatch(hatch_settings, "/nonexistent", "app/x.py"),
        explain_poetry({"tool": {"poetry": table}}, "app/x.py"),
    ):
        assert found is None or found[0][-1] in table
