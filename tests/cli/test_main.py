"""The command as a process: where its output cannot go, interrupts, and words that are wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint.cli.options import GROUPS
from lint.engine.examples import SKELETONS
from tests.command import lint, lint_here


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(SKELETONS["Service"])
    return tmp_path


@pytest.mark.slow
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
        (["--output", "x", "good.yaml"], "unknown option --output, did you mean --format FORMAT=FILE?"),
        (["--ruls", "x", "good.yaml"], "unknown option --ruls, did you mean --rules?"),
        (["rules", "--wheel", "x"], "unknown option --wheel\nlint: see `lint rules --help`"),
        (["rules", "--form", "json"], "unknown option --form, did you mean --format?"),
        (["--format", "xml", "good.yaml"], "`text`"),
        (["schema", "nope"], "`workerpool`"),
        (["schema"], "name a schema. Known values: "),
        (["--config", "x", "good.yaml"], "unknown option --config, did you mean --settings?"),
        (["--no-config", "good.yaml"], "did you mean --isolated?"),
        (["--skip-path", "x", "good.yaml"], "did you mean --exclude?"),
        (["--threads=2", "good.yaml"], "did you mean --jobs?"),
        (["--list-rules"], "unknown option --list-rules, did you mean lint rules?"),
        (["--jobs", "0", "good.yaml"], "--jobs takes a number, 1 or more"),
        (["--jobs", "two", "good.yaml"], "--jobs takes a number, 1 or more"),
        (["--isolated", "--settings", "pyproject.toml", "good.yaml"], "leave out --settings"),
        (["--source", "nope", "good.yaml"], "--source takes a folder, and there is no nope"),
        (["--wheel", "nope.whl", "good.yaml"], "there is no wheel nope.whl"),
        (["--entrypoint", "app.main:app", "good.yaml"], "--entrypoint describes an image: also pass --wheel or --source"),
        (["--format", "html=", "good.yaml"], "names no file; `--format html` prints the report"),
        (["--format", "html=x", "--format", "json=x", "good.yaml"], "two reports cannot go to one file: x"),
        (["explain", "CR01"], "'CR01' is the beginning of 10 rules: CR010, CR011, "),
        (["completion"], "required: bash|zsh|tcsh|fish|powershell"),
        (["--image", "nope.tar", "good.yaml"], "`docker save NAME -o image.tar`"),
        (["--image", "shop:1", "good.yaml"], "`docker save shop:1 -o image.tar`"),
        (["explain", "nope"], "`lint rules` lists them; checks are annotations"),
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


def test_the_help_begins_with_what_people_use(here: Path) -> None:
    text = lint_here("--help", cwd=here).stdout
    assert text.startswith("usage: lint [check] [OPTION ...] [PATH ...]\n       lint COMMAND ...\n")
    for word in ("--rules", "--format", "--fix", "--strict", "--version", "init", "completion"):
        assert word in text
    assert "`lint check --help` has all options" in text
    assert len(text.splitlines()) < 90
    assert text.rstrip().endswith("with --strict, a rule that could not run")
    every = lint_here("check", "--help", cwd=here).stdout
    assert [
        option.name for _, group in GROUPS for option in group if option.name not in every
    ] == []
    examples = [line for line in text.splitlines() if line.startswith("  lint ")]
    known = {option.name for _, group in GROUPS for option in group}
    assert {word for line in examples for word in line.split() if word.startswith("--")} <= known


def test_no_cache_leaves_nothing_behind(here: Path) -> None:
    (here / "own.yaml").write_text("ruleset: own\nrules: {O1: {labels: {required: [team]}}}\n")
    words = ("--rules", "own.yaml", "good.yaml")
    assert lint("--no-cache", *words, cwd=here).returncode == 1
    assert not (here / ".cache").exists()
    assert lint(*words, cwd=here).returncode == 1
    assert (here / ".cache").exists()


def test_the_cache_may_be_anywhere(here: Path) -> None:
    (here / "own.yaml").write_text("ruleset: own\nrules: {O1: {labels: {required: [team]}}}\n")
    words = ("--rules", "own.yaml", "--cache-dir", "kept", "good.yaml")
    assert lint(*words, cwd=here).returncode == 1
    assert (here / "kept").is_dir()
    assert not (here / ".cache").exists()


def test_isolated_uses_no_settings_file(here: Path) -> None:
    (here / "lint.toml").write_text('severities = {CR050 = "off", CR075 = "off"}\n')
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Not_A_Name"))
    assert lint_here("bad.yaml", cwd=here).returncode == 0
    assert "CR050" in lint_here("--isolated", "bad.yaml", cwd=here).stdout


def test_paths_are_excluded_for_one_run(here: Path) -> None:
    (here / "old").mkdir()
    (here / "old" / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Not_A_Name"))
    assert lint_here(".", cwd=here).returncode == 1
    done = lint_here("--exclude", "old/", ".", cwd=here)
    assert done.stdout == "Checked Service example (good.yaml): no findings.\n"
    named = lint_here("--exclude=old/", "old/bad.yaml", "good.yaml", cwd=here)
    assert "skipped old/bad.yaml: excluded" in named.stdout


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
    (tmp_path / "Dockerfile").write_text("FROM python:3.12-slim\n")
    assert "found; `lint --source .` checks the image" in lint_here(cwd=tmp_path).stderr


WITHOUT_IMAGE = """\
ruleset: own
rules:
  OWN1: {title: t, build: {modules: [app.main]}}
"""


@pytest.fixture
def gate(here: Path) -> Path:
    """A rule that needs an image, and settings that name a wheel that is not built yet."""
    (here / "rules.yaml").write_text(WITHOUT_IMAGE)
    (here / "lint.toml").write_text('rules = ["rules.yaml"]\nwheel = ["dist/*.whl"]\n')
    return here


def test_a_hook_passes_before_the_wheel_is_built(gate: Path) -> None:
    done = lint_here("good.yaml", cwd=gate)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 rule did not run: needs --wheel" in done.stdout
    assert "`wheel` of lint.toml: there is no dist/*.whl yet" in done.stdout


@pytest.mark.parametrize("words", [["--strict"], []], ids=["option", "setting"])
def test_a_gate_does_not_pass_what_could_not_be_checked(gate: Path, words: list[str]) -> None:
    if not words:
        with (gate / "lint.toml").open("a") as settings:
            settings.write("strict = true\n")
    for more in ([], ["--rules", "cloud-run"]):  # without a rule that needs the wheel
        done = lint_here("good.yaml", *words, *more, cwd=gate)
        assert done.returncode == 2
        assert "strict: what could not be checked makes the exit code 2" in done.stdout
    (gate / "lint.toml").unlink()
    assert lint_here("good.yaml", "--strict", cwd=gate).returncode == 0
    assert lint_here("good.yaml", "--strict", "--rules", "rules.yaml", cwd=gate).returncode == 2


def test_exit_zero_forgives_findings_and_nothing_else(here: Path) -> None:
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Not_A_Name"))
    assert lint_here("bad.yaml", cwd=here).returncode == 1
    assert lint_here("--exit-zero", "bad.yaml", cwd=here).returncode == 0
    assert lint_here("--exit-zero", "absent.yaml", cwd=here).returncode == 2


def test_quiet_prints_findings_only(here: Path) -> None:
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Not_A_Name"))
    for short in ("-q", "--quiet"):
        assert lint_here(short, "good.yaml", cwd=here).stdout == ""
        out = lint_here(short, "--format", "concise", "bad.yaml", cwd=here).stdout
        assert out.startswith("bad.yaml:")
        assert all(line.startswith("bad.yaml:") for line in out.splitlines())
    # What could not be checked is never left out.
    assert "absent.yaml" in lint_here("-q", "good.yaml", "absent.yaml", cwd=here).stdout


def test_statistics_take_the_place_of_the_findings(here: Path) -> None:
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Not_A_Name"))
    done = lint_here("--statistics", "--format", "text", "--format", "json=x.json", ".", cwd=here)
    assert done.returncode == 1
    assert "1  error  CR050 resource-name" in done.stdout.replace("error    ", "error  ")
    assert "bad.yaml:" not in done.stdout
    assert '"findings": [' in (here / "x.json").read_text()


def test_reports_in_files_leave_a_line_on_the_console(here: Path) -> None:
    done = lint_here("--format", "json=x.json", "good.yaml", cwd=here)
    assert done.stdout == "Checked Service example (good.yaml): no findings.\n"
    assert lint_here("-q", "--format", "json=x.json", "good.yaml", cwd=here).stdout == ""


def test_standard_input_with_a_name_is_what_the_name_says(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    script = (
        b"gcloud run deploy Not_A_Name --image=us-docker.pkg.dev/p/r/i:1 --region=us-central1\n"
    )
    words = ("--stdin-filename", "deploy/deploy.sh", "--format", "concise")
    for path in ([], ["-"]):
        done = lint_here(*words, *path, cwd=here, stdin=script)
        assert done.returncode == 1
        assert done.stdout.startswith("deploy/deploy.sh:1:19: error[")
    done = lint_here("--stdin-filename", "a.yaml", "good.yaml", cwd=here)
    assert done.returncode == 2
    assert "also pass - as a path" in done.stderr


def test_the_report_for_github_adds_a_job_summary(here: Path) -> None:
    summary = here / "summary.md"
    summary.write_text("before\n")
    done = lint_here("good.yaml", cwd=here, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 0
    assert summary.read_text().startswith("before\n### Cloud Run\n\nChecked Service ")
    other = lint_here(
        "--format", "text", "good.yaml", cwd=here, GITHUB_STEP_SUMMARY=str(here / "other.md")
    )
    assert other.returncode == 0
    assert not (here / "other.md").exists()


def test_a_job_summary_that_cannot_be_written_is_said(here: Path) -> None:
    done = lint_here("--format", "github", "good.yaml", cwd=here, GITHUB_STEP_SUMMARY=str(here))
    assert done.returncode == 2
    assert f"cannot write {here}: is a directory" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a working directory cannot be removed")
@pytest.mark.parametrize("words", [["good.yaml"], ["rules"], ["init"], ["--diff"]])
def test_a_working_directory_that_is_gone_is_said(here: Path, words: list[str]) -> None:
    gone = here / "gone"
    gone.mkdir()
    code = (
        "import os, sys\nfrom lint.cli.main import main\nos.rmdir(os.getcwd())\n"
        f"sys.exit(main({words!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": os.getcwd(), "CLOUDRUN_LINT_CACHE": str(here / "cache")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    message = "lint: the working directory has been removed; change to one that exists\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
