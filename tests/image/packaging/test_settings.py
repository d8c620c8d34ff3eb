from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.packaging.settings import explain_missing
from lint.support.toml_locations import find_setting
from tests.examples import examples

SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
HATCH = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
POETRY = '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n'
NAMED = '[project]\nname = "app"\nversion = "1"\n'


def make(directory: Path, text: str, *paths: str, name: str = "pyproject.toml") -> str:
    (directory / name).write_text(text, encoding="utf-8")
    for path in paths:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).touch()
    return str(directory)


def explained(directory: str, module: str) -> tuple[str, int, str, str] | None:
    reason = explain_missing(directory, module)
    if reason is None:
        return None
    assert reason.message
    return (reason.path.removeprefix(directory + "/"), reason.line, reason.name, reason.value)


FIND = "tool.setuptools.packages.find"


@pytest.mark.parametrize(
    ("text", "module", "expected"),
    [
        (f'[{FIND}]\nexclude = ["x", "app.mon*"]', "app/mon/a.py", (5, f"{FIND}.exclude", "app.mon*")),
        (f'[{FIND}]\nexclude = [\n "x",\n \'app.mon\',\n]', "app/mon/a.py", (7, f"{FIND}.exclude", "app.mon")),
        (f'[{FIND}]\nexclude = ["app.mon"]', "app/mon/sub/a.py", None),
        (f'[{FIND}]\nexclude = ["mon"]', "app/mon/a.py", None),
        (f'[{FIND}]\ninclude = ["app"]', "app/mon/a.py", (5, f"{FIND}.include", "")),
        (f'[{FIND}]\ninclude = ["app*"]', "app/mon/a.py", None),
        (f"[{FIND}]\nnamespaces = false", "app/mon/a.py", (5, f"{FIND}.namespaces", "")),
        (f"[{FIND}]\nnamespaces = false", "app/a.py", None),
        (f"[{FIND}]\nnamespaces = true", "app/mon/a.py", None),
        (f'[{FIND}]\nwhere = ["lib"]', "app/a.py", (5, f"{FIND}.where", "")),
        (f'[{FIND}]\nwhere = ["src"]', "pkg/a.py", None),
        (f'[{FIND}]\nwhere = ["src"]\nexclude = ["pkg"]', "pkg/a.py", (6, f"{FIND}.exclude", "pkg")),
        (f"[{FIND}]", "pkg/a.py", (4, FIND, "")),
        ('[tool.setuptools]\npackages.find.exclude = ["app"]', "app/a.py", (5, f"{FIND}.exclude", "app")),
        (
            '[tool.setuptools]\npackages = {find = {exclude = ["app"]}}',
            "app/a.py",
            (5, f"{FIND}.exclude", "app"),
        ),
        (
            '[tool.setuptools]\n\npackages = ["app"]',
            "app/mon/a.py",
            (6, "tool.setuptools.packages", ""),
        ),
        ('[tool.setuptools]\npackages = ["app", "app.mon"]', "app/mon/a.py", None),
        ('[tool.setuptools.package-dir]\n"x" = "y"\n[tool.setuptools]\npackages = ["q"]', "app/a.py", None),
        (f'[{FIND}]\nexclude = ["app"]', "app/data.json", None),
        ("[tool.setuptools]\npackages = 7", "app/a.py", None),
        ("not toml", "app/a.py", None),
    ],
)  # fmt: skip
def test_setuptools(tmp_path, text: str, module: str, expected) -> None:
    tree = ("app/__init__.py", "app/a.py", "app/mon/a.py", "app/mon/sub/a.py", "src/pkg/a.py")
    directory = make(tmp_path, SETUPTOOLS + text + "\n", *tree, "app/data.json")
    found = explained(directory, module)
    assert found == (None if expected is None else ("pyproject.toml", *expected))


@pytest.mark.parametrize(
    ("paths", "module", "value"),
    [
        (["app/a.py", "tests/a.py"], "tests/a.py", "tests"),
        (["app/a.py", "utils/x/a.py"], "utils/x/a.py", "utils"),
        (["app/a.py", "_private/a.py"], "_private/a.py", "_private"),
        (["app/a.py"], "app/a.py", None),
        (["app/tests/a.py"], "app/tests/a.py", None),
        (["src/tests/a.py"], "tests/a.py", None),
    ],
)
def test_automatic_discovery(tmp_path, paths: list[str], module: str, value: str | None) -> None:
    found = explained(make(tmp_path, SETUPTOOLS + NAMED, *paths), module)
    assert found == (value and ("pyproject.toml", 5, "automatic discovery", value))


def test_setup_py_that_lists_packages_makes_it_unsure(tmp_path) -> None:
    directory = make(tmp_path, SETUPTOOLS + NAMED, "tests/a.py")
    (tmp_path / "setup.py").write_text("setup(packages=find_packages())", encoding="utf-8")
    assert explain_missing(directory, "tests/a.py") is None


@pytest.mark.parametrize(
    ("text", "module", "expected"),
    [
        ("[options]\npackages = find:\n", "app/mon/a.py", (2, "options.packages", "")),
        ("[options]\npackages = find_namespace:\n", "app/mon/a.py", None),
        (
            "[options]\npackages = find:\n[options.packages.find]\nexclude =\n    x\n    app*\n",
            "app/a.py",
            (6, "options.packages.find.exclude", "app*"),
        ),
        (
            "[options]\npackages =\n    app\n    other\n",
            "app/mon/a.py",
            (2, "options.packages", ""),
        ),
        ("[options]\npackages = app, app.mon\n", "app/mon/a.py", None),
        ("[options]\npackages = attr: x.y\n", "app/mon/a.py", None),
        ("[options\npackages = find:\n", "app/mon/a.py", None),
    ],
)
def test_setup_cfg(tmp_path, text: str, module: str, expected) -> None:
    directory = make(
        tmp_path, text, "app/__init__.py", "app/a.py", "app/mon/a.py", name="setup.cfg"
    )
    found = explained(directory, module)
    assert found == (None if expected is None else ("setup.cfg", *expected))


WHEEL = "tool.hatch.build.targets.wheel"


@pytest.mark.parametrize(
    ("text", "module", "expected"),
    [
        (f'[{WHEEL}]\npackages = ["other"]', "app/a.py", (5, f"{WHEEL}.packages", "")),
        (f'[{WHEEL}]\npackages = ["src/pkg"]', "pkg/a.py", None),
        (f'[{WHEEL}]\npackages = ["app"]\nexclude = ["mon/"]', "app/mon/a.py", (6, f"{WHEEL}.exclude", "mon/")),
        (f'[{WHEEL}]\npackages = ["app"]\nexclude = ["/mon"]', "app/mon/a.py", None),
        (f'[{WHEEL}]\nonly-include = ["app/mon"]', "app/a.py", (5, f"{WHEEL}.only-include", "")),
        (f'[{WHEEL}]\ninclude = ["app/*.py"]', "app/mon/a.py", (5, f"{WHEEL}.include", "")),
        (f'[{WHEEL}]\ninclude = ["app/"]', "app/mon/a.py", None),
        ('[tool.hatch.build]\nexclude = ["*.py"]', "app/a.py", (5, "tool.hatch.build.exclude", "*.py")),
        (f'[{WHEEL}]\npackages = ["x"]\n[{WHEEL}.force-include]\n"app" = "app"', "app/a.py", None),
        (f'[{WHEEL}]\npackages = ["app"]', "app/a.py", None),
        ("", "app/a.py", None),
    ],
)  # fmt: skip
def test_hatch(tmp_path, text: str, module: str, expected) -> None:
    directory = make(tmp_path, HATCH + text + "\n", "app/a.py", "app/mon/a.py", "src/pkg/a.py")
    found = explained(directory, module)
    assert found == (None if expected is None else ("pyproject.toml", *expected))


def test_hatch_follows_gitignore(tmp_path) -> None:
    directory = make(tmp_path, HATCH + f'[{WHEEL}]\npackages = ["app"]\n', "app/build/a.py")
    (tmp_path / ".gitignore").write_text("# x\n\nbuild/\n", encoding="utf-8")
    assert explained(directory, "app/build/a.py") == (".gitignore", 3, ".gitignore", "build/")
    make(tmp_path, HATCH + f'[{WHEEL}]\npackages = ["app"]\nignore-vcs = true\n')
    assert explain_missing(directory, "app/build/a.py") is None


P = "tool.poetry"


@pytest.mark.parametrize(
    ("text", "module", "expected"),
    [
        ('packages = [{include = "app"}]', "pkg/a.py", (5, f"{P}.packages", "")),
        ('packages = [{include = "pkg", from = "src"}]', "pkg/a.py", None),
        ('packages = [{include = "app/**/*.py"}]', "app/mon/a.py", None),
        ('packages = [{include = "app"}]\nexclude = ["app/mon"]', "app/mon/a.py", (6, f"{P}.exclude", "app/mon")),
        ('exclude = ["**/mon/*"]', "app/mon/a.py", (5, f"{P}.exclude", "**/mon/*")),
        ('exclude = ["mon"]', "app/mon/a.py", None),
        ('exclude = ["**/mon"]\ninclude = ["x"]', "app/mon/a.py", None),
        ('exclude = ["' + "*a" * 50 + '"]', "app/mon/a.py", None),
    ],
)  # fmt: skip
def test_poetry(tmp_path, text: str, module: str, expected) -> None:
    directory = make(
        tmp_path, f"{POETRY}[{P}]\n{text}\n", "app/a.py", "app/mon/a.py", "src/pkg/a.py"
    )
    found = explained(directory, module)
    assert found == (None if expected is None else ("pyproject.toml", *expected))


@pytest.mark.parametrize(
    "text",
    ["", '[build-system]\nbuild-backend = "flit_core.buildapi"\n', "[build-system]\nbuild-backend = 7\n"],
)  # fmt: skip
def test_other_projects_are_not_explained(tmp_path, text: str) -> None:
    assert explain_missing(make(tmp_path, text, "app/a.py"), "app/a.py") is None


def test_no_project_at_all(tmp_path) -> None:
    assert explain_missing(str(tmp_path / "nowhere"), "app/a.py") is None


def test_places_of_settings() -> None:
    text = '[a]\nb.c = 1\n["x y".z]\nkey = [\n  "v1", # "v2"\n]\n[other]\nk = "v1"\n'
    assert find_setting(text, ("a", "b", "c")) == 2
    assert find_setting(text, ("x y", "z", "key"), "v1") == 5
    assert find_setting(text, ("x y", "z", "key"), "v9") == 4
    assert find_setting(text, ("nowhere",)) == 1


ASK = """
import json, sys
from setuptools import find_namespace_packages, find_packages
for line in sys.stdin:
    where, include, exclude, namespaces = json.loads(line)
    find = find_namespace_packages if namespaces else find_packages
    print(json.dumps(find(where, exclude=exclude, include=include)), flush=True)
"""


@pytest.mark.slow
def test_against_setuptools_itself(tmp_path) -> None:
    """Every package of a tree, under many settings: explained if and only if setuptools leaves it out."""
    import json
    import random

    if subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import setuptools"], check=False
    ).returncode:
        pytest.skip("setuptools is not installed: its package finder cannot be asked")
    packages = ["app", "app/mon", "app/mon/deep", "app/x", "tests", "tests/unit", "other"]
    chance = random.Random(7)
    for package in packages:
        make(tmp_path, "", f"{package}/m.py")
        if chance.random() < 0.7:
            make(tmp_path, "", f"{package}/__init__.py")
    globs = [
        "app",
        "app.*",
        "app*",
        "*.mon",
        "*mon*",
        "tests",
        "tests.*",
        "*",
        "app.mon.deep",
        "o*",
    ]
    cases = [
        ([*chance.choices(globs, k=2)] if chance.random() < 0.5 else ["*"], chance.choices(globs[:7], k=chance.randint(0, 2)), chance.random() < 0.5)
        for _ in range(40)
    ]  # fmt: skip
    asked = "".join(json.dumps([str(tmp_path), *case]) + "\n" for case in cases)
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        input=asked, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for (include, exclude, namespaces), line in zip(cases, answer.stdout.splitlines(), strict=True):
        found = json.loads(line)
        text = f"{SETUPTOOLS}[{FIND}]\ninclude = {include}\nexclude = {exclude}\nnamespaces = {str(namespaces).lower()}\n"
        make(tmp_path, text)
        for package in packages:
            reason = explain_missing(str(tmp_path), f"{package}/m.py")
            assert (reason is None) is (package.replace("/", ".") in found), (package, text, reason)


@settings(max_examples=examples(150), deadline=None)
@given(st.text("[]a.b=\"'{}, \n#", max_size=40))
def test_any_text_is_searched_without_an_exception(text: str) -> None:
    assert find_setting(text, ("a", "b"), "a") >= 1
