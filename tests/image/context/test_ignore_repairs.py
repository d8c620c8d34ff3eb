"""lint.image.context.ignore_repairs: a `!` line brings back what is needed, and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.engine.repair import edited
from lint.image.context.build_context import read_context
from lint.image.context.ignore_repairs import exception_for, package_of
from lint.model.fix import Edit
from tests.examples import examples
from tests.image.context.trees import make

NAMES = {"docker": ".dockerignore", "kaniko": ".dockerignore", "gcloud": ".gcloudignore"}
TREE = (
    *("main.py", "notes.md", "shop/__init__.py", "shop/items.py", "shop/x.pyc", "shop/in/a.py"),
    *("build/keep.py", "build/pkg/__init__.py", "build/pkg/m.py", "build/pkg/deep/n.py"),
)


def repaired(directory: Path, builder: str, path: str) -> str | None:
    """The ignore file after the repair for a path; None where there is none. It is not written."""
    context = read_context(str(directory), builder)  # type: ignore[arg-type]
    repair = exception_for(context, path)
    if repair is None:
        return None
    assert not repair.safe
    place, text = repair.arguments
    file = directory / NAMES[builder]
    assert place.path == file.as_posix()
    edit = Edit(place.path, place.line, place.column, place.end_line, place.end_column, text)
    return edited(file.read_bytes().decode(), [edit])


def kept(directory: Path, builder: str) -> set[str]:
    return set(read_context(str(directory), builder).kept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("builder", "path", "before", "after"),
    [
        ("docker", "main.py", "*.md\nmain.*\n*.pyc\n", "*.md\nmain.*\n!main.py\n*.pyc\n"),
        ("docker", "main.py", "main.py", "main.py\n!main.py"),
        ("docker", "main.py", "*.md\r\nmain.py\r\n", "*.md\r\nmain.py\r\n!main.py\r\n"),
        ("docker", "main.py", "*\n!shop\n", "*\n!shop\n!main.py\n"),
        ("docker", "main.py", "*\n# why\n!shop\n", "*\n!main.py\n# why\n!shop\n"),
        # A pattern behind it excludes the path, too: then behind that one.
        ("docker", "main.py", "main.py\n*.py\n\n", "main.py\n*.py\n!main.py\n\n"),
        ("docker", "shop", "shop\n**/*.pyc\n", "shop\n!shop\n**/*.pyc\n"),
        # The line would bring back what the pattern before it excludes.
        ("docker", "shop", "**/*.pyc\nshop\n", None),
        ("docker", "shop/items.py", "**/*.pyc\nshop\n", "**/*.pyc\nshop\n!shop/items.py\n"),
        ("kaniko", "shop/items.py", "**/*.pyc\nshop\n", "**/*.pyc\nshop\n!shop/items.py\n"),
        ("gcloud", "main.py", "*.md\nmain.py\n", "*.md\nmain.py\n!/main.py\n"),
        ("gcloud", "shop", "*.pyc\nshop/\n", "*.pyc\nshop/\n!/shop/\n"),
        (
            "gcloud",
            "build/pkg",
            "build/\n*.md\n",
            "build/\n!/build/\n/build/*\n!/build/pkg/\n*.md\n",
        ),
        (
            "gcloud",
            "build/pkg/m.py",
            "build/\n",
            "build/\n!/build/\n/build/*\n!/build/pkg/\n/build/pkg/*\n!/build/pkg/m.py\n",
        ),
        ("docker", "notes.md", "main.py\n", None),  # it is not excluded
    ],
)
def test_a_line_is_added_behind_the_pattern(
    tmp_path: Path, builder: str, path: str, before: str, after: str | None
) -> None:
    make(tmp_path, *TREE)
    (tmp_path / NAMES[builder]).write_bytes(before.encode())
    if builder != "gcloud":
        (tmp_path / "Dockerfile").write_text("FROM a\nCOPY . /app\n")
    assert repaired(tmp_path, builder, path) == after
    if after is not None:
        (tmp_path / NAMES[builder]).write_bytes(after.encode())
        found = kept(tmp_path, builder)
        assert path in found or any(file.startswith(path + "/") for file in found)
        assert repaired(tmp_path, builder, path) is None


def test_an_included_file_is_left_alone_and_the_line_is_written_in_the_first(
    tmp_path: Path,
) -> None:
    make(tmp_path, *TREE)
    (tmp_path / ".gitignore").write_text("shop/\n")
    (tmp_path / ".gcloudignore").write_text("#!include:.gitignore\n*.md\n")
    assert repaired(tmp_path, "gcloud", "shop") == "#!include:.gitignore\n*.md\n!/shop/\n"


def test_without_an_ignore_file_of_its_own_gcloud_is_given_none(tmp_path: Path) -> None:
    make(tmp_path, *TREE)
    (tmp_path / ".gitignore").write_text("shop/\n")
    assert exception_for(read_context(str(tmp_path), "gcloud"), "shop") is None


@pytest.mark.parametrize("name", ["a b.py", "a*.py", "!a.py", "-a.py", "#a.py"])
def test_a_name_that_may_be_read_as_a_pattern_is_left_alone(tmp_path: Path, name: str) -> None:
    make(tmp_path, name)
    (tmp_path / ".dockerignore").write_text("*.py\n")
    assert exception_for(read_context(str(tmp_path), "docker"), name) is None


def test_what_is_behind_a_link_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, "real/a.py")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / ".dockerignore").write_text("link\n")
    assert exception_for(read_context(str(tmp_path), "docker"), "link/a.py") is None


@pytest.mark.slow
def test_a_folder_with_very_many_entries_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, "shop/__init__.py", *(f"shop/{number}.txt" for number in range(2_000)))
    (tmp_path / ".dockerignore").write_text("shop\n")
    assert exception_for(read_context(str(tmp_path), "docker"), "shop") is None


def test_a_file_that_is_not_utf8_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, *TREE)
    (tmp_path / ".dockerignore").write_bytes(b"# \xff\nmain.py\n")
    assert exception_for(read_context(str(tmp_path), "docker"), "main.py") is None


@pytest.mark.parametrize(
    ("patterns", "path", "package"),
    [
        ("build\n", "build/pkg/m.py", "build/pkg"),
        ("build/pkg\n", "build/pkg/deep/n.py", "build/pkg"),
        ("shop/items.py\n", "shop/items.py", "shop/items.py"),
        ("build\n", "build/keep.py", "build/keep.py"),
    ],
)
def test_a_package_is_brought_back_as_a_whole(
    tmp_path: Path, patterns: str, path: str, package: str
) -> None:
    make(tmp_path, *TREE)
    (tmp_path / ".dockerignore").write_text(patterns)
    assert package_of(read_context(str(tmp_path), "docker"), path) == package


PIECES = st.sampled_from(["a", "b", "*", "**", "a.py", "*.py", "?.py"])
PATTERNS = st.lists(
    st.builds(
        lambda negated, parts, end: f"{negated}{'/'.join(parts)}{end}",
        st.sampled_from(["", "", "", "!", "/"]),
        st.lists(PIECES, min_size=1, max_size=3),
        st.sampled_from(["", "", "/"]),
    ),
    min_size=1,
    max_size=5,
)
FILES = ("a.py", "b.py", "a/a.py", "a/b.py", "a/b/a.py", "b/a/a.py", "b/a/b/b.py", "b/x.txt")


@settings(max_examples=examples(150), deadline=None)
@given(PATTERNS, st.sampled_from(["docker", "kaniko", "gcloud"]), st.sampled_from(FILES))
def test_one_file_is_brought_back_and_no_other_changes(
    patterns: list[str], builder: str, path: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        make(directory, *FILES)
        file = directory / NAMES[builder]
        file.write_text("".join(f"{pattern}\n" for pattern in patterns))
        if builder != "gcloud":
            (directory / "Dockerfile").write_text("FROM a\nCOPY . /app\n")
        before = kept(directory, builder)
        after = repaired(directory, builder, path)
        if after is None:
            return
        file.write_text(after)
        assert kept(directory, builder) == before | {path}
