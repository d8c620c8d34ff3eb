"""What all tests share: a cache of their own, errors inside checks that are raised, slow folders."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import case_groups
from tests.examples import ALL, QUICK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.cloud.command import Run
    from tests.cloud.server import StandIn

HERE = Path(__file__).parent
SLOW = (
    "canary",  # whole programs, with a planted secret
    "conformance",  # against gcloud, Docker, the interpreter
    "engine/test_one_bad_file.py",
    "engine/test_untrusted_paths.py",  # a repository for each way around
    "hostile",  # inputs of megabytes
    "image/wheel/test_hostile.py",
    "rules/test_mutations.py",  # every example of every rule, against all rules
    "fuzz/test_harnesses.py",  # thousands of mutated inputs
    "test_fuzz.py",
    "test_opened_files.py",
    "test_pre_commit.py",  # installs the package
    "test_regex_time.py",  # every pattern, on long texts
    "test_security_model.py",
)
"""Folders and files whose tests are slow; a single slow test has the mark itself."""
_SLOW_PATHS = tuple(str(HERE / slow) for slow in SLOW)
SLOW_WORDS = ("hostile", "giant", "linear_time", "in_proportion", "is_bounded", "that_double")
"""What the names of tests of large inputs have, wherever they are."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--apart", action="store_true", help="make each case an item of its own")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(case_groups, case_groups.__name__)
    # Thousands of items and syntax trees stay: looking through them again and again costs a tenth.
    gc.set_threshold(50_000, 20, 100)
    # How long one example takes depends on what else the machine does.
    settings.register_profile("all", deadline=None, max_examples=ALL)
    settings.register_profile("quick", deadline=None, max_examples=QUICK)
    settings.load_profile("quick" if config.option.markexpr == "not slow" else "all")


def is_slow(path: Path) -> bool:
    return any(str(path) == slow or str(path).startswith(slow + os.sep) for slow in _SLOW_PATHS)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Does not even import what `-m "not slow"` leaves out: some of it reads all of the package."""
    return True if config.option.markexpr == "not slow" and is_slow(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = {path: is_slow(path) for path in {item.path for item in items}}
    for item in items:
        if slow[item.path] or any(word in item.name.partition("[")[0] for word in SLOW_WORDS):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    gc.freeze()  # what was collected stays: the collector need not look at it again


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    # A check that fails must fail its test, and not only be a finding among others.
    os.environ["CLOUDRUN_LINT_DEBUG"] = "1"
    os.environ["CLOUDRUN_LINT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def rules_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with rule sets: `tests.ruleset.elsewhere.repository` copies it."""
    from tests.ruleset.elsewhere.repository import make_server

    folder = tmp_path_factory.mktemp("server")
    make_server(folder)
    return folder


@pytest.fixture
def project() -> Iterator[StandIn]:
    """A stand-in in which everything that `tests.cloud.manifests.SERVICE` names is in order."""
    from tests.cloud.projects import in_order  # imports Google's client libraries

    with in_order() as stand_in:
        yield stand_in


@pytest.fixture
def run(
    project: StandIn,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """The whole command, which asks the stand-in."""
    from tests.cloud.command import Run

    monkeypatch.setenv("LINT_ENDPOINTS", project.variable)
    monkeypatch.chdir(tmp_path)
    return Run(capsys, tmp_path)
