"""Lock files: what they name, and what they cannot prove."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.errors import UsageError
from lint.image.packaging.lock_file import Chosen, parse_lock, read_lock
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


UV = """\
[[package]]
name = "app"
source = { editable = "." }
dependencies = [{ name = "flask" }, { name = "uvicorn", extra = ["standard"] }]
[package.optional-dependencies]
db = [{ name = "redis" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
lint = [{ name = "ruff" }]
[[package]]
name = "flask"
dependencies = [{ name = "werkzeug", marker = "sys_platform == 'win32'" }]
[[package]]
name = "uvicorn"
[package.optional-dependencies]
standard = [{ name = "httptools" }]
[[package]]
name = "httptools"
[[package]]
name = "werkzeug"
[[package]]
name = "redis"
[[package]]
name = "pytest"
[[package]]
name = "ruff"
"""
MAIN = {"app", "flask", "uvicorn", "httptools", "werkzeug"}


@pytest.mark.parametrize(
    ("chosen", "more"),
    [
        (None, {"redis", "pytest", "ruff"}),
        (Chosen(), {"redis", "pytest", "ruff"}),
        (Chosen(extras=frozenset()), {"pytest", "ruff"}),
        (Chosen(extras=frozenset(("db",)), without=frozenset(("dev",))), {"redis", "ruff"}),
        (Chosen(extras=frozenset(), without=frozenset("*")), set()),
        (
            Chosen(extras=frozenset(), without=frozenset("*"), groups=frozenset(("dev",))),
            {"pytest"},
        ),
    ],
)
def test_the_groups_and_extras_of_a_uv_lock(chosen: Chosen | None, more: set[str]) -> None:
    lock = parse_lock("uv.lock", UV, chosen)
    assert lock is not None
    assert lock.names == MAIN | more


def test_all_counts_where_a_uv_lock_has_no_project_at_its_top() -> None:
    text = UV.replace('editable = "."', 'editable = "api"')
    lock = parse_lock("uv.lock", text, Chosen(extras=frozenset(), without=frozenset("*")))
    assert lock is not None
    assert "pytest" in lock.names


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (None, {"flask", "pytest", "old"}),
        (Chosen(only=frozenset(("main",))), {"flask", "old"}),
        (Chosen(without=frozenset(("dev",))), {"flask", "old"}),
        (Chosen(), {"flask", "pytest", "old"}),
    ],
)
def test_the_groups_of_a_poetry_lock(chosen: Chosen | None, names: set[str]) -> None:
    text = '[[package]]\nname = "flask"\ngroups = ["main"]\n[[package]]\nname = "pytest"\ngroups = ["dev"]\n[[package]]\nname = "old"\n'
    lock = parse_lock("poetry.lock", text, chosen)
    assert lock is not None
    assert lock.names == names


def test_what_a_pipfile_lock_has_for_development() -> None:
    text = '{"default": {"flask": {}}, "develop": {"pytest": {}}}'
    lock = parse_lock("Pipfile.lock", text, Chosen(without=frozenset(("develop",))))
    assert lock is not None
    assert lock.names == {"flask"}


@pytest.mark.parametrize(
    ("source", "project", "virtual"),
    [
        ('{ editable = "." }', "shop", False),
        ('{ virtual = "." }', "shop", True),
        ('{ editable = "libs/shop" }', "", False),
        ('{ registry = "https://pypi.org/simple" }', "", False),
    ],
)
def test_the_project_of_a_uv_lock(source: str, project: str, virtual: bool) -> None:
    text = f'[[package]]\nname = "Shop"\nsource = {source}\n[[package]]\nname = "flask"\n'
    lock = parse_lock("uv.lock", text)
    assert lock is not None
    assert (lock.names, lock.project, lock.virtual) == ({"shop", "flask"}, project, virtual)
