"""The command as a process: where its output cannot go, interrupts, and words that are wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from tests.command import lint, lint_here


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(SKELETONS["Service"])
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("delay", [0.0, 0.005, 0.01, 0.02, 0.2])
def test_an_interrupt_ends_the_command_without_a_word(here: Path, delay: float) -> None:
    """While modules are loaded, and when the process waits for standard input."""
    code = (
        "import sys\nfrom lint.cli.main import _end_at_interrupt, run\n_end_at_interrupt()\n"
        "sys.stderr.write('started')\nsys.stderr.flush()\nsys.argv = ['lint', '-']\nrun()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=here,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert process.stderr.read(7) == b"started"
    time.sleep(delay or 0.001)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["explane", "CR012"], "unknown command `explane`, and no file has this name. Did you mean `explain`?"),
        (["chekc", "x"], "Did you mean `check`?"),
        (["help"], "Did you mean `lint --help`?"),
        (["version"], "Did you mean `lint --version`?"),
        (["--output", "x", "good.yaml"], "unknown option --output\nlint: see `lint check --help`"),
        (["--ruls", "x", "good.yaml"], "unknown option --ruls, did you mean --rules?"),
        (["rules", "--wheel", "x"], "unknown option --wheel\nlint: see `lint rules --help`"),
        (["rules", "--form", "json"], "unknown option --form, did you mean --format?"),
        (["--format", "xml", "good.yaml"], "`text`"),
        (["schema", "nope"], "`workerpool`"),
        (["explain", "nope"], "`lint rules` lists them."),
        (["explain", "reserved-env-nam"], "Did you mean `reserved-env-name`?"),
        (["--wheel", "dist/*.whl", "good.yaml"], "no wheel matches 'dist/*.whl'"),
        (["--live", "--inventory", "x", "good.yaml"], "choose one"),
        (["--settings", "pyproject.toml", "good.yaml"], "pyproject.toml has no table [tool.lint]"),
        (["--settings", "nope.toml", "good.yaml"], "cannot read the settings nope.toml: no such file or directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(here: Path, words: list[str], message: str) -> None:
    (here / "pyproject.toml").write_text("[project]\n")
    done = lint_here(*words, cwd=here)
    assert done.returncode == 2
    assert done.stderr.startswith("lint: ")
    assert message in done.stderr
    assert done.stdout == ""


def test_a_file_may_have_the_name_of_no_command(here: Path) -> None:
    (here / "service").write_text(SKELETONS["Service"])
    assert lint_here("service", cwd=here).returncode == 0


def test_the_help_has_the_options_of_the_default_command(here: Path) -> None:
    text = lint_here("--help", cwd=here).stdout
    for option in ("--rules", "--wheel", "--format", "--no-cache", "--version"):
        assert option in text
    assert text.rstrip().endswith("a required look-up that failed")


def test_no_cache_leaves_nothing_behind(here: Path) -> None:
    (here / "own.yaml").write_text("ruleset: own\nrules: {O1: {labels: {required: [team]}}}\n")
    words = ("--rules", "own.yaml", "good.yaml")
    assert lint("--no-cache", *words, cwd=here).returncode == 1
    assert not (here / ".cache").exists()
    assert lint(*words, cwd=here).returncode == 1
    assert (here / ".cache").exists()


def test_a_file_that_is_given_twice_is_checked_once(here: Path) -> None:
    out = lint_here("good.yaml", "./good.yaml", ".", cwd=here).stdout
    assert out == "Checked Service example (good.yaml): no findings.\n"


def test_without_a_path_the_working_directory_is_checked(tmp_path: Path) -> None:
    done = lint_here(cwd=tmp_path)
    assert done.returncode == 2
    assert (
        "nothing to check: no Cloud Run manifest and no deploy step was found; see `lint --help`"
        in done.stderr
    )
