"""The cases of a test run as one item: none is lost, and each that fails is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFTEST = """
from tests import case_groups


def pytest_addoption(parser):
    parser.addoption("--apart", action="store_true")


def pytest_configure(config):
    config.pluginmanager.register(case_groups, case_groups.__name__)
"""
TESTS = """
import pytest

@pytest.fixture
def own():
    return 1

@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_some_fail(number):
    assert number not in (2, 4)

@pytest.mark.parametrize("number", [1, 2])
def test_one_does_not_raise(number):
    with pytest.raises(ValueError):
        int("x" * number if number == 1 else "2")

@pytest.mark.parametrize("number", [1, 2])
def test_each_has_an_empty_folder(tmp_path, number):
    assert not list(tmp_path.iterdir())
    (tmp_path / "x").touch()

@pytest.mark.parametrize("number", [1, 2])
def test_one_is_skipped(number):
    if number == 2:
        pytest.skip("no two")

@pytest.mark.parametrize("number", [1, 2])
def test_with_a_fixture(own, number):
    pass

@pytest.mark.parametrize("own", [1, 2], indirect=True)
def test_indirect(own):
    pass

@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.xfail(strict=True))])
def test_one_is_expected_to_fail(number):
    assert number == 1

@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("number", [1, 2])
def test_each_is_expected_to_fail(number):
    assert number == 1

@pytest.mark.skipif(True, reason="not here")
@pytest.mark.parametrize("number", [1, 2])
def test_all_are_skipped(number):
    assert False

@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("number", [1, 2])
def test_uses_a_fixture(number):
    pass
"""

FOR_EACH = """
import pytest

seen = []

@pytest.fixture(autouse=True)
def each():
    seen.append(len(seen))

@pytest.mark.parametrize("number", [1, 2])
def test_it_ran_before_each_case(number):
    assert len(seen) == number
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_x.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "test_y.py").write_text(FOR_EACH, encoding="utf-8")
    return tmp_path


def pytest_of(folder: Path, *words: str, which: str = "test_x.py") -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", "-ra", which, *words],
        capture_output=True,
        check=False,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )
    return done.stdout


@pytest.mark.slow
def test_cases_run_as_one_item(folder: Path) -> None:
    output = pytest_of(folder)
    # Five groups; with a fixture, indirect, expected to fail and with `usefixtures`: two items each.
    assert "3 failed, 8 passed, 2 skipped, 2 xfailed" in output
    assert "test_each_is_expected_to_fail[1]" in output
    assert "not here" in output
    assert "2 of 4 cases fail" in output
    assert "in test_x.py::test_some_fail[2]\n" in output
    assert "in test_x.py::test_some_fail[4]\n" in output
    assert "assert 4 not in (2, 4)" in output
    assert "test_some_fail[1]" not in output
    assert "DID NOT RAISE" in output
    assert "in test_x.py::test_one_does_not_raise[2]" in output
    assert "test_one_is_skipped[2]: no two" in output


@pytest.mark.slow
def test_a_case_can_be_chosen(folder: Path) -> None:
    assert "1 failed, 21 deselected" in pytest_of(folder, "-k", "test_some_fail and 4")
    assert "1 failed in" in pytest_of(folder, which="test_x.py::test_some_fail[4]")
    others = pytest_of(folder, "--deselect", "test_x.py::test_some_fail[4]")
    assert "FAILED test_x.py::test_some_fail[2]" in others
    assert "test_some_fail[4]" not in others
    assert "4 failed, 13 passed, 3 skipped, 2 xfailed" in pytest_of(folder, "--apart")


@pytest.mark.slow
def test_a_fixture_for_each_test_is_one_for_each_case(folder: Path) -> None:
    assert "2 passed" in pytest_of(folder, which="test_y.py")
