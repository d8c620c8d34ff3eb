"""Lock files: what they name, and what they cannot prove."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.errors import UsageError
from lint.image.packaging.lock_file import read_lock
from tests.image.packaging.requiring import build


@pytest.mark.parametrize(
    ("name", "text"),
    [("uv.lock", "[[["), ("uv.lock", "a = " + "[" * 5_000), ("poetry.lock", "\0")],
)
def test_broken_lock_files(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match="not valid TOML"):
        read_lock(str(tmp_path / name))


def test_absent_and_odd_lock_files(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: no such file"):
        read_lock(str(tmp_path / "uv.lock"))
    (tmp_path / "uv.lock").write_text('package = [1, {name = 2}]\npackages = "x"\n')
    assert read_lock(str(tmp_path / "uv.lock")).complete is False


UV = '[[package]]\nname = "acme-core"\nversion = "1"\n\n[[package]]\nname = "PyYAML"\n'


LOCKS = {
    "uv.lock": UV,
    "poetry.lock": UV,
    "pylock.toml": UV.replace("[[package]]", "[[packages]]"),
}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LOCKS[name])
    lock = read_lock(str(tmp_path / name))
    assert (lock.names, lock.complete) == ({"acme-core", "pyyaml"}, True)
    found = build(tmp_path, "acme-core", lock=lock)
    assert found.judge("yaml").status == "transitive"
    assert found.judge("requests").status == "missing"


def test_requirements_files_are_never_complete(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(
        "# pinned\nacme-core==1.0 \\\n    --hash=sha256:00\nPyYAML\n-r more.txt\n"
        "flask[async]>=2 ; python_version > '3'\n./local\nhttps://example.com/x.whl\n"
    )
    lock = read_lock(str(path))
    assert (lock.names, lock.complete) == ({"acme-core", "pyyaml", "flask"}, False)
    found = build(tmp_path, "acme-core", lock=lock)
    assert found.judge("yaml").status == "transitive"
    assert found.judge("requests").status == "unknown"


def test_a_pipfile_lock(tmp_path: Path) -> None:
    path = tmp_path / "Pipfile.lock"
    path.write_text('{"_meta": {}, "default": {"Flask": {}}, "develop": {"pytest": {}}}')
    lock = read_lock(str(path))
    assert (lock.names, lock.complete) == (frozenset(("flask", "pytest")), True)


@pytest.mark.parametrize("text", ["not json", "[]"])
def test_a_damaged_pipfile_lock(tmp_path: Path, text: str) -> None:
    path = tmp_path / "Pipfile.lock"
    path.write_text(text)
    with pytest.raises(UsageError, match="not valid JSON"):
        read_lock(str(path))


def test_a_requirements_file_with_hashes_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("flask==3 \\\n    --hash=sha256:00\n")
    assert read_lock(str(path)).complete
