"""The packages that lock files certainly install."""

from __future__ import annotations

import pytest

from lint.image.packaging.lock_file import Chosen
from lint.image.packaging.locked_packages import is_pylock, locked_packages, required_python

CHOSEN = Chosen()
UV = """\
requires-python = ">=3.11"
[[package]]
name = "shop"
version = "1"
source = { virtual = "." }
dependencies = [
    { name = "torch" },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
    { name = "uvloop", marker = "sys_platform != 'win32'" },
    { name = "tool" },
    { name = "numpy", version = "1", source = { registry = "x" }, marker = "python_full_version < '3.12'" },
    { name = "numpy", version = "2", source = { registry = "x" }, marker = "python_full_version >= '3.12'" },
]
[package.optional-dependencies]
gpu = [{ name = "cupy" }]
[[package]]
name = "torch"
version = "2.4"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "filelock" }]
wheels = [{ url = "https://x/y/torch-2.4-cp312-cp312-manylinux1_x86_64.whl", hash = "sha256:0" }]
[[package]]
name = "filelock"
version = "3"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://x/filelock-3.tar.gz", hash = "sha256:0" }
wheels = [{ filename = "filelock-3-py3-none-any.whl" }, { path = "a/filelock-3-py2-none-any.whl" }]
[[package]]
name = "pywin32"
version = "3"
wheels = [{ url = "https://x/pywin32-3-cp312-cp312-win32.whl" }]
[[package]]
name = "uvloop"
version = "3"
source = { registry = "https://pypi.org/simple" }
wheels = [{ url = "https://x/uvloop-3%2B1-cp312-cp312-linux_x86_64.whl#sha256=0" }]
[[package]]
name = "tool"
version = "3"
source = { git = "https://x" }
[[package]]
name = "cupy"
version = "3"
wheels = [{ url = "https://x/cupy-3-cp312-cp312-linux_x86_64.whl" }]
[[package]]
name = "numpy"
version = "1"
wheels = [{ url = "https://x/numpy-1-cp311-cp311-linux_x86_64.whl" }]
[[package]]
name = "numpy"
version = "2"
wheels = [{ url = "https://x/numpy-2-cp312-cp312-linux_x86_64.whl" }]
"""
POETRY = """\
[[package]]
name = "{name}"
version = "1"
optional = {optional}
groups = {groups}
{more}
files = [{{file = "a-1-cp312-cp312-win_amd64.whl", hash = "x"}}, {{file = "a-1.tar.gz", hash = "x"}}]
"""


def found(
    name: str, text: str, chosen: Chosen | None = CHOSEN
) -> dict[str, tuple[list[str], bool]]:
    packages = locked_packages(name, text, (3, 12), chosen)
    return {one.name: (one.wheels, one.source) for one in packages}


def test_uv() -> None:
    assert found("uv.lock", UV) == {
        "torch": (["torch-2.4-cp312-cp312-manylinux1_x86_64.whl"], False),
        "filelock": (["filelock-3-py3-none-any.whl", "filelock-3-py2-none-any.whl"], True),
        "uvloop": (["uvloop-3+1-cp312-cp312-linux_x86_64.whl"], False),
    }


def test_where_it_is_not_known_what_is_chosen() -> None:
    assert found("uv.lock", UV, None) == {}
    assert found("pylock.toml", UV.replace("[[package]]", "[[packages]]"), None) == {}


def test_a_workspace_has_no_project_at_the_top() -> None:
    assert found("uv.lock", UV.replace('virtual = "."', 'virtual = "shop"')) == {}


@pytest.mark.parametrize(
    ("change", "chosen", "expected"),
    [
        ({}, Chosen(), ["zope-interface"]),
        ({}, None, []),
        ({}, Chosen(only=frozenset(("dev",))), []),
        ({"groups": '["dev"]'}, Chosen(), []),
        ({"optional": "true"}, Chosen(), []),
        ({"more": "markers = \"sys_platform == 'win32'\""}, Chosen(), []),
    ],
)
def test_poetry(change: dict[str, str], chosen: Chosen | None, expected: list[str]) -> None:
    values = {"name": "Zope.Interface", "optional": "false", "groups": '["main"]', "more": ""}
    packages = found("poetry.lock", POETRY.format(**{**values, **change}), chosen)
    assert list(packages) == expected
    assert all(one == (["a-1-cp312-cp312-win_amd64.whl"], True) for one in packages.values())


def test_old_lock_files_of_poetry_state_no_markers() -> None:
    text = POETRY.format(name="a", optional="false", groups="[]", more="").replace(
        "groups = []", ""
    )
    assert found("poetry.lock", text, Chosen()) == {}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('groups = ["default"]', ["a"]),
        ('groups = ["dev"]', []),
        ("", []),
        ('groups = ["default"]\nmarker = "python_version < \'3.9\'"', []),
    ],
)
def test_pdm(more: str, expected: list[str]) -> None:
    text = f'[[package]]\nname = "a"\nversion = "1"\n{more}\nfiles = [{{file = "a-1-py3-none-any.whl"}}]\n'
    assert list(found("pdm.lock", text)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", (["a-1-cp312-cp312-win32.whl"], False)),
        ("sdist = { name = 'a-1.tar.gz', url = 'https://x' }", (["a-1-cp312-cp312-win32.whl"], True)),
        ("archive = { path = 'a.zip' }", (["a-1-cp312-cp312-win32.whl"], True)),
        ("marker = \"sys_platform == 'win32'\"", None),
    ],
)  # fmt: skip
def test_pylock(more: str, expected: tuple[list[str], bool] | None) -> None:
    wheels = "wheels = [{ url = 'https://x/a-1-cp312-cp312-win32.whl' }]"
    text = f"[[packages]]\nname = 'a'\nversion = '1'\n{more}\n{wheels}\n"
    assert found("pylock.toml", text).get("a") == expected


@pytest.mark.parametrize(
    "text", ["[[", "package = 1", "[[package]]\nname = 1", "[[package]]\nname = 'a'"]
)
def test_what_cannot_be_read(text: str) -> None:
    for name in ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock"):
        assert found(name, text, Chosen()) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pylock.toml", True),
        ("pylock.dev.toml", True),
        ("pylock.a.b.toml", False),
        ("pyproject.toml", False),
        ("pylock", False),
    ],
)
def test_names_of_lock_files(name: str, expected: bool) -> None:
    assert is_pylock(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('requires-python = ">=3.12"\n', ">=3.12"),
        ("requires-python = 3\n", ""),
        ("", ""),
        ("[[", ""),
    ],
)
def test_the_python_of_a_pylock(text: str, expected: str) -> None:
    assert required_python(text) == expected
