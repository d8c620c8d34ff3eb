"""The file system that layers make together."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from lint.image.saved import layers as module
from lint.image.saved.fault import SavedError
from lint.image.saved.file_system import FileSystem
from lint.image.saved.layers import read_layers
from lint.image.saved.streams import Blob
from tests.image.saved.layouts import ELF, layer
from tests.image.saved.layouts import file_system as system

Files = dict[str, bytes | str]


def paths(found: FileSystem) -> list[str]:
    return sorted(path for path, _ in found.files("/"))


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ([{"a": b"", "d/b": b""}, {"d/.wh.b": b""}], ["a"]),
        ([{"d/b": b"", "d/e/c": b""}, {".wh.d": b""}], []),
        ([{"d/b": b""}, {"d/new": b"", "d/.wh..wh..opq": b""}], ["d/new"]),
        ([{"d/b": b""}, {"d/.wh..wh..opq": b"", "d/new": b""}], ["d/new"]),
        ([{"d/e/old": b""}, {"d/e/new": b"", "d/.wh..wh..opq": b""}], ["d/e/new"]),
        ([{"a": b""}, {"a": b"", ".wh.a": b""}], ["a"]),
        ([{"d/b": b""}, {".wh.d": b"", "d/new": b""}], ["d/new"]),
        ([{"a": b""}, {"a/b": b""}], ["a/b"]),
        ([{"a/b": b""}, {"a": b""}], ["a"]),
        ([{"a": b""}, {".wh.gone": b""}], ["a"]),
        ([{"a": b""}, {".wh..wh.plnk": b""}], ["a"]),
        ([{"a": b"", "b": "=>a"}, {".wh.a": b""}], ["b"]),
        ([{"a": b""}, {"b": "=>a", ".wh.a": b""}], ["b"]),
        ([{"usr/lib/": b"", "lib": "->usr/lib"}, {"lib/x": b""}], ["usr/lib/x"]),
        ([{"usr/lib/x": b"", "lib": "->usr/lib"}, {"lib/.wh.x": b""}], []),
        # Entries that follow each other, of the same folder or of one that was replaced.
        ([{"./d/a": b"", "./d/b": b"", "./c": b"", "e": b""}], ["c", "d/a", "d/b", "e"]),
        ([{"d/e/": b"", "d/e/a": b"", "d/b": b"", "d/e/./": b"", "d/e/f": b""}],
         ["d/b", "d/e/a", "d/e/f"]),
        ([{"d/e/a": b"", "d/e/../b": b"", "d/e//c": b"", "d/e/f": b""}], ["d/e/a", "d/e/c", "d/e/f"]),
        ([{"x/n": b"", "d": "->x", "d/a": b"", "./d": "->y", "d/b": b"", "y/": b""}],
         ["d/b", "x/a", "x/n"]),
        ([{"d/a": b"", "d/b": b"", "d": b""}], ["d"]),
        ([{"d/a": b""}, {"d/b": b"", "d/.wh.a": b"", "d/c": b"", "e/.wh.x": b""}], ["d/b", "d/c"]),
    ],
)  # fmt: skip
def test_what_is_left(tmp_path: Path, contents: list[Files], expected: list[str]) -> None:
    assert paths(system(tmp_path, *contents)) == expected


def test_a_folder_that_is_named_in_many_ways(tmp_path: Path) -> None:
    names = ["d/a", "./d/b", "d//c", "/d/e", "l/f", "./l/g", "d/h", "l/i"]
    files: Files = {"d/": b"", "l": "->d"}
    files |= dict.fromkeys(names, b"")
    found = system(tmp_path, files, {"l/j": b"", "d/k": b"", "l/": b"", "l/m": b"", "d/n": b""})
    assert paths(found) == sorted([*(f"d/{letter}" for letter in "abcefghikjn"), "l/m"])


def test_the_layer_that_removed_a_file_is_known(tmp_path: Path) -> None:
    found = system(tmp_path, {"d/a": b"", "d/b": b""}, {"d/.wh.a": b""}, {".wh.d": b""})
    assert found.removed == {"/d/a": 1, "/d": 2}


@pytest.mark.parametrize("packed", [False, True])
def test_contents(tmp_path: Path, packed: bool) -> None:
    long = b"#!/bin/sh\n" + b"# x\n" * 1000
    found = system(
        tmp_path,
        {
            "app/a.py": b"print(1)\n" * 999,
            "bin/tool": ELF + bytes(9000),
            "bin/run": long,
            "app/link.py": "->a.py",
            "app/hard.py": "=>app/a.py",
            "var/data": b"x" * 50,
            "lib/python3.12/os.py": b"import sys\n" * 100,
        },
        packed=packed,
    )

    def read(path: str) -> bytes:
        node = found.find(path)
        assert node is not None
        return node.read()

    for name in ("a", "link", "hard"):
        assert read(f"/app/{name}.py") == b"print(1)\n" * 999
    assert read("/bin/run") == long
    tool = found.find("/bin/tool")
    assert tool is not None
    assert tool.head() == (ELF + bytes(9000))[:128]
    with pytest.raises(OSError, match="too large"):
        read("/var/data")
    with pytest.raises(OSError, match="too large"):
        read("/lib/python3.12/os.py")


def test_entries_that_no_runtime_unpacks(tmp_path: Path) -> None:
    deep = "/".join("d" * 101) + "/f"
    found = system(
        tmp_path, {"../../etc/passwd": b"", "a/../b": b"", "h": "=>gone", deep: b"", "/ok": b""}
    )
    assert paths(found) == ["ok"]
    assert [name for name, _ in found.unsafe] == ["../../etc/passwd", "a/../b", "h", deep[:200]]


def test_links_do_not_make_folders_deeper_than_is_followed(tmp_path: Path) -> None:
    base = "/".join("d" * 90)
    files: Files = {base + "/": b"", "l1": "->" + base}
    for number in range(1, 40):
        files[f"l{number}/{base}/"] = b""
        files[f"l{number + 1}"] = f"->l{number}/{base}"
    found = system(tmp_path, files, {".wh..wh..opq": b""})
    assert paths(found) == []
    assert found.unsafe


@pytest.mark.slow
def test_more_entries_than_are_read(tmp_path: Path) -> None:
    header = tarfile.TarInfo("a").tobuf(tarfile.USTAR_FORMAT)
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        for _ in range(module.MAX_ENTRIES // 1000 + 1):
            packed.write(header * 1000)
    path = tmp_path / "0.tar"
    path.write_bytes(out.getvalue())
    with pytest.raises(SavedError) as caught:
        read_layers([Blob(str(path), 0, path.stat().st_size)])
    assert caught.value.kind == "image-too-large"


def test_folders_that_no_entry_names_count_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 1000)
    assert paths(system(tmp_path, {f"{number}/a": b"" for number in range(499)}))
    with pytest.raises(SavedError) as caught:
        system(tmp_path, {f"{number}" + "/a" * 90: b"" for number in range(20)})
    assert caught.value.kind == "image-too-large"


@pytest.mark.parametrize("files", [
    {f"{number}{'n' * 300}": b"" for number in range(40)},
    {f"{number}": "->" + "n" * 300 for number in range(40)},
], ids=["names", "links"])  # fmt: skip
def test_more_long_names_than_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Files
) -> None:
    assert system(tmp_path, files).names in (40 * 300, 10 * 301 + 30 * 302)
    monkeypatch.setattr(module, "MAX_NAMES", 10_000)
    with pytest.raises(SavedError) as caught:
        system(tmp_path, files)
    assert "long names" in str(caught.value.message)


def test_more_long_paths_are_removed_than_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "/".join(["d" * 50] * 20)
    files: Files = {f"{deep}/": b"", "l": f"->{deep}"} | {f"l/{n}": b"" for n in range(100)}
    upper: Files = {"l/.wh..wh..opq": b""}
    assert len(system(tmp_path, files, upper).removed) == 100
    monkeypatch.setattr(module, "MAX_NAMES", 50_000)
    with pytest.raises(SavedError) as caught:
        system(tmp_path, files, upper)
    assert "long names" in str(caught.value.message)


def test_more_code_than_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import random

    monkeypatch.setattr(module, "MAX_KEPT", 10_000)
    noise = random.Random(5)
    found = system(tmp_path, {f"{n}.py": noise.randbytes(3000) for n in range(6)}, packed=True)
    assert found.dropped
    nodes = (found.root.children or {}).values()
    assert {node.whole for node in nodes} == {True, False}


def test_a_layer_beyond_the_end_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "0.tar").write_bytes(layer({"a": b""}))
    with pytest.raises(SavedError) as caught:
        read_layers([Blob(str(tmp_path / "0.tar"), 0, 1 << 20)])
    assert caught.value.kind == "image-truncated"
