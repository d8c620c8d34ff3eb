"""Finding the files of a saved image, and reading them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.saved import file_system as module
from lint.image.saved.fault import SavedError
from tests.image.saved.layouts import file_system


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/usr/bin/python", "/usr/bin/python3"),
        ("/bin/python", "/usr/bin/python3"),
        ("/../../bin/./python", "/usr/bin/python3"),
        ("/out", "/etc"),
        ("/loop", None),
        ("/a/b", None),
        ("/usr/bin/python3/x", None),
    ],
)
def test_links_are_followed_inside_of_the_image(
    tmp_path: Path, path: str, expected: str | None
) -> None:
    found = file_system(
        tmp_path,
        {
            "usr/bin/python3": b"",
            "usr/bin/python": "->python3",
            "bin": "->usr/bin",
            "etc/": b"",
            "out": "->../../../etc",
            "loop": "->/loop2",
            "loop2": "->loop",
            "a": "->b",
            "b": "->a",
        },
    ).resolve(path)
    assert (found and found[0]) == expected


def test_links_that_lead_a_long_way_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_STEPS", 20_000)
    files: dict[str, bytes | str] = {"d/": b"", "l0": "->d"}
    for number in range(1, 30):
        files[f"l{number}"] = "->" + "./d/../" * 90 + f"l{number - 1}"
    for number in range(50):
        files[f"l{28 + number % 2}/{number}/f"] = b""
    with pytest.raises(SavedError) as caught:
        file_system(tmp_path, files)
    assert "lead further" in str(caught.value.message)


@pytest.mark.parametrize("packed", [False, True])
def test_the_start_of_a_file(tmp_path: Path, packed: bool) -> None:
    files: dict[str, bytes | str] = {
        "bin/run": b"#!/bin/sh\n" + b"x" * 500,
        "data": b"x",
        "none": b"",
    }
    found = file_system(tmp_path, files, packed=packed)
    nodes = [found.find(f"/{name}") for name in files]
    assert [node.head() for node in nodes if node is not None] == [
        (b"#!/bin/sh\n" + b"x" * 500)[: module.HEAD],
        None,  # nothing asks for it
        b"",
    ]


def test_a_file_that_was_cut_since(tmp_path: Path) -> None:
    found = file_system(tmp_path, {"a.py": b"x" * 5000})
    node = found.find("/a.py")
    assert node is not None
    with open(tmp_path / "0.tar", "r+b") as file:
        file.truncate(2000)
    with pytest.raises(OSError, match="ends before its data"):
        node.read()


def test_the_files_below_a_folder(tmp_path: Path) -> None:
    found = file_system(
        tmp_path,
        {
            "app/a": b"",
            "app/b/c": b"",
            "app/skipped/d": b"",
            "app/e/f": b"",
            "app/link": "->a",
            "app/gone": "->x",
            "app/folder": "->b",
            "src": "->app",
        },
    )
    skip = frozenset(("skipped", "/app/e"))
    for folder in ("/app", "/src"):
        assert sorted(path for path, _ in found.files(folder, skip)) == ["a", "b/c", "link"]
    assert list(found.files("/app/a")) == []


def test_many_files_of_a_folder_with_a_long_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "/".join(["d" * 50] * 20)
    files: dict[str, bytes | str] = {f"{deep}/": b"", "l": f"->{deep}"}
    files |= {f"l/{number}": b"" for number in range(100)}
    found = file_system(tmp_path, files)
    assert len(list(found.files("/"))) == 100
    monkeypatch.setattr(module, "MAX_STEPS", 50_000)
    assert list(found.files("/")) == []
    assert found.exhausted
