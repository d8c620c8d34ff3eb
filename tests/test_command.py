"""The command as users run it: exit codes, hostile input, and what an ordinary run must not do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from tests.command import lint, lint_here

GOOD = SKELETONS["Service"]
BAD = GOOD + "        env:\n        - name: PORT\n          value: '80'\n"
ROOT = Path(__file__).resolve().parent.parent
RICH = ROOT / "examples" / "netra-staging" / "service.yaml"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "other.yaml").write_text("a: 1\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"), [("good.yaml", 0), ("bad.yaml", 1), ("other.yaml", 2), ("--help", 0)]
)
def test_the_process_ends_with_the_code_of_the_command(
    here: Path, arguments: str, code: int
) -> None:
    result = lint(arguments, cwd=here)
    assert result.returncode == code, result.stdout + result.stderr
    assert (result.stdout, result.stderr) == (
        (alone := lint_here(arguments, cwd=here)).stdout,
        alone.stderr,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.yaml"], 0),
        (["check", "good.yaml"], 0),
        (["bad.yaml"], 1),
        (["bad.yaml", "--fail-on", "never"], 0),
        (["good.yaml", "bad.yaml"], 1),
        (["other.yaml"], 2),
        (["other.yaml", "--allow-empty"], 0),
        (["good.yaml", "other.yaml"], 0),
        (["nope.yaml", "good.yaml"], 2),
        (["."], 1),
        ([], 1),
        (["--nope"], 2),
        (["--format", "nope", "good.yaml"], 2),
        (["--rules", "nope.yaml", "good.yaml"], 2),
        (["--rules", "nope", "good.yaml"], 2),
        (["--set", "novalue", "good.yaml"], 2),
        (["explain", "CR012"], 0),
        (["explain", "nope"], 2),
        pytest.param(["rules"], 0, marks=pytest.mark.slow),
        (["schema", "report"], 0),
        (["schema", "nope"], 2),
        (["completion", "bash"], 0),
        (["--version"], 0),
        (["--help"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes(here: Path, arguments: list[str], code: int) -> None:
    result = lint_here(*arguments, cwd=here)
    assert result.returncode == code, result.stdout + result.stderr
    assert result.stdout or result.stderr


def test_standard_input(here: Path) -> None:
    result = lint("-", cwd=here, stdin=BAD.encode())
    assert result.returncode == 1
    assert result.stdout.startswith("<stdin>:")


def test_a_threshold_below_error(here: Path) -> None:
    (here / "warn.yaml").write_text(GOOD.replace("web:1.4.2", "web:latest"))
    assert lint_here("warn.yaml", cwd=here).returncode == 0
    assert lint_here("warn.yaml", "--fail-on", "warning", cwd=here).returncode == 1


def bomb() -> str:
    lines = ["a0: &a0 [x]"]
    for level in range(1, 10):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    return GOOD + "\n".join(lines) + "\n"


HOSTILE = {
    "empty": b"",
    "latin-1": GOOD.encode() + b"x: \xe9\n",
    "nul": GOOD.encode() + b"x: \x00\n",
    "tab": GOOD.encode() + b"x:\n\ty: 1\n",
    "alias bomb": bomb().encode(),
    "brackets": b"[" * 40_000,
    "scalar of 30 MB": GOOD.encode() + b"x: " + b"y" * (30 << 20),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_told_and_hides_nothing(here: Path, name: str) -> None:
    data = HOSTILE[name]
    (here / "hostile.yaml").write_bytes(data)
    before = os.times()
    result = lint("hostile.yaml", "bad.yaml", "--format", "json", cwd=here)
    after = os.times()
    user = after.children_user - before.children_user
    assert user + after.children_system - before.children_system < 4
    assert result.returncode == 2
    report = json.loads(result.stdout)
    mine = [finding for finding in report["findings"] if finding["path"] == "hostile.yaml"]
    assert len(mine) == 1
    assert any(finding["rule"] == "CR012" for finding in report["findings"])


def test_a_rule_set_that_extends_itself(here: Path) -> None:
    (here / "a.yaml").write_text("ruleset: a\nextends: [b.yaml]\n")
    (here / "b.yaml").write_text("ruleset: b\nextends: [a.yaml]\n")
    result = lint_here("--rules", "a.yaml", "good.yaml", cwd=here)
    assert result.returncode == 2
    assert "b.yaml:2:11" in result.stdout
    assert "extends itself" in result.stdout


def test_a_wheel_that_is_a_text_file(here: Path) -> None:
    (here / "app-1.0-py3-none-any.whl").write_text("hello")
    result = lint_here("--wheel", "app-1.0-py3-none-any.whl", "good.yaml", cwd=here)
    assert result.returncode == 2
    assert "BLD001" in result.stdout


@pytest.mark.parametrize("head", ["", "# The service.\n---\n", "\n\n"])
def test_an_ordinary_run_imports_nothing_heavy(here: Path, head: str) -> None:
    (here / "good.yaml").write_text(head + (here / "good.yaml").read_text())
    # One with limits, probes, secrets and a connector: what is in order needs no words.
    (here / "rich.yaml").write_text(RICH.read_text(encoding="utf-8"))
    code = (
        "import sys\nfrom lint.cli.main import main\nmain(['good.yaml', 'rich.yaml'])\n"
        "heavy = {'pydantic', 'pydantic_core', 'google.cloud', 'ruamel.yaml.main', 'dataclasses',"
        " 'inspect', 'ast', 'asyncio', 'zipfile', 'yaml.loader', 'subprocess', 'email', 'socket', 'typing',"
        " 'cel_expr_python', 'pathspec', 'argparse', 'shutil', '_hashlib', 'multiprocessing', 'json',"
        " 'bisect', 'math', 'fnmatch', 'lint.checks.policy', 'lint.engine.discovery',"
        " 'lint.deploy', 'lint.engine.project', 'tree_sitter',"
        " 'lint.manifest.disclosure', 'lint.report.snippet', 'lint.report.hyperlinks',"
        " 'lint.model.links', 'lint.checks.platform.server_set', 'contextvars', 'lint.server',"
        " 'lint.report.html', 'lint.engine.portraits', 'lint.cli.progress', 'lint.ruleset.elsewhere'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or None)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_an_ordinary_run_compiles_few_regular_expressions(here: Path) -> None:
    code = (
        "import re\nfrom lint.cli.main import main\nmain(['good.yaml'])\n"
        "print('patterns:', len(re._cache), *[key[1] for key in re._cache], sep='\\n')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True
    )
    assert int(result.stdout.partition("patterns:\n")[2].partition("\n")[0]) < 10, result.stdout


def test_a_rule_about_images_imports_nothing_of_images_where_none_is_given(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\nrules:\n  O1: {title: t, build: {entrypoint: app.main, modules: app}}\n"
    )
    code = (
        "import sys\nfrom lint.cli.main import main\n"
        "main(['--rules', 'own.yaml', 'good.yaml'])\n"
        "print('loaded:', [name for name in sys.modules if name.startswith('lint.image.')"
        " or name == 'ast'])\n"
    )
    for _ in range(2):  # the first run compiles the rule set, and keeps the plan
        result = subprocess.run(
            [sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=False
        )
    assert "loaded: []" in result.stdout, result.stdout + result.stderr


@pytest.mark.slow
def test_no_socket_is_opened(here: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise RuntimeError('a socket')\n"
        "socket.socket.__init__ = refuse\n"
        "socket.create_connection = socket.getaddrinfo = refuse\n"
        "from lint.cli.main import main\n"
        "rules = sys.argv[1]\n"
        "assert main(['bad.yaml']) == 1\n"
        "assert main(['--rules', rules, 'good.yaml', '--allow-empty']) in (0, 1)\n"
        "for words in (['explain', 'CR012'], ['rules'], ['test', 'input'], ['schema', 'job']):\n"
        "    assert main(words) == 0, words\n"
    )
    rules = str(ROOT / "examples" / "netra-staging" / "rules.yaml")
    result = subprocess.run(
        [sys.executable, "-c", code, rules],
        cwd=here,
        env={**os.environ, "CLOUDRUN_LINT_DEBUG": "1", "CLOUDRUN_LINT_CACHE": str(here / "c")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.slow
def test_many_files_are_judged_like_few(here: Path) -> None:
    folder = here / "many"
    folder.mkdir()
    for number in range(210):
        (folder / f"{number:03}.yaml").write_text(BAD if number % 7 == 0 else GOOD)
    report = json.loads(lint("many", "--format", "json", cwd=here).stdout)
    assert len(report["checked"]) == 210
    assert [f["path"] for f in report["findings"]] == [
        f"many/{number:03}.yaml" for number in range(0, 210, 7)
    ]
    text = lint("many", cwd=here).stdout
    assert "- name: PORT" in text  # the source lines came along
