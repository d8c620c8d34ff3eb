"""What may be in the build context although the tree does not have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.context.made_before import module_made_before
from tests.image.context.test_copy_sources import ABSENT, DOUBTFUL, kinds

WORKFLOW = ".github/workflows/ci.yml"
BUILD = "  - run: docker build -t a ."


def test_what_git_ignores_may_be_there(tmp_path: Path) -> None:
    lines = "COPY main.py local/settings.env ./"
    assert kinds(tmp_path, lines, "main.py", gitignore="*.env\n") == DOUBTFUL


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("build.sh", "pip freeze > gone.txt", DOUBTFUL),
        ("Makefile", "gone.txt: x\n\tcp x gone.txt", DOUBTFUL),
        (WORKFLOW, "  - run: poetry export -o gone.txt", DOUBTFUL),
        ("cloudbuild.yaml", "  args: [cp, 'gs://b/gone.txt', gone.txt]", DOUBTFUL),
        ("README.md", "Download the list and rename it gone.txt.", DOUBTFUL),
        ("README.md", "Install with `pip install -r gone.txt`.", ABSENT),
        ("build.sh", "pip install -r not-gone.txt > gone.txt.log", ABSENT),
        (WORKFLOW, "  - run: pip check gone.txt", ABSENT),
        (WORKFLOW, "  - uses: a/create-file@v1\n    with:\n      path: gone.txt", DOUBTFUL),
        (WORKFLOW, "on:\n  push:\n    paths:\n      - gone.txt", ABSENT),
        ("cloudbuild.yaml", "- args:\n  - cp\n  - gs://b/gone.txt\n  - .", DOUBTFUL),
    ],
)
def test_what_a_script_writes_may_be_there(
    tmp_path: Path, name: str, line: str, expected: list[tuple[str, str]]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(line + "\n")
    assert kinds(tmp_path, "COPY main.py gone.txt ./", "main.py") == expected


def test_submodules_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitmodules").write_text('[submodule "x"]\n\tpath = libs/x\n\turl = y\n')
    assert kinds(tmp_path, "COPY main.py libs/x/src ./", "main.py") == DOUBTFUL


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (WORKFLOW, f"  - uses: actions/download-artifact@v4\n{BUILD}", DOUBTFUL),
        (WORKFLOW, f"  - run: python tools/prepare.py\n{BUILD}", DOUBTFUL),
        (WORKFLOW, f"  - run: make assets\n{BUILD}", DOUBTFUL),
        (WORKFLOW, f"  - run: ./prepare\n{BUILD}", DOUBTFUL),
        (WORKFLOW, f"{BUILD}\n  - run: ./prepare", ABSENT),  # it comes too late
        (WORKFLOW, "  - run: ./prepare", ABSENT),  # nothing is built behind it
        (WORKFLOW, f"  # - run: ./prepare\n{BUILD}", ABSENT),
        (WORKFLOW, f"  - run: make test\n{BUILD}", ABSENT),
        (WORKFLOW, f"  - uses: actions/checkout@v4\n{BUILD}", ABSENT),
        (
            "cloudbuild.yaml",
            "- script: make assets\n- name: gcr.io/cloud-builders/docker",
            DOUBTFUL,
        ),
        ("build.sh", "make assets\ndocker build .", ABSENT),  # a script that may run, or may not
    ],
)
def test_a_step_before_the_build_may_make_any_file(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, str]]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text + "\n")
    assert kinds(tmp_path, "COPY main.py gone.txt ./", "main.py") == expected


@pytest.mark.parametrize(
    ("name", "text", "path", "expected"),
    [
        (".gitignore", "_version.py", "app/_version.py", True),
        ("app/.gitignore", "/gone/", "app/gone/__init__.py", True),
        (".gitmodules", '[submodule "x"]\n\tpath = libs/x', "libs/x/a.py", True),
        ("build.sh", "cp other.py app/gone.py", "app/gone.py", True),
        ("build.sh", "python app/gone.py", "app/gone.py", False),
        ("build.sh", "protoc -I . --python_out=. a.proto", "app/a_pb2.py", True),
        ("build.sh", "protoc -I . --python_out=. a.proto", "app/a.py", False),
        (WORKFLOW, f"  - run: make assets\n{BUILD}", "app/gone.py", False),
    ],
)
def test_modules(tmp_path: Path, name: str, text: str, path: str, expected: bool) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text + "\n")
    assert (module_made_before(read_context(str(tmp_path)), path) is not None) is expected
