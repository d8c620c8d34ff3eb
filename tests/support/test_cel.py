"""A rule set with `assert` where CEL cannot be had: one error, and the command that repairs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lint.engine.examples import SKELETONS
from lint.support import cel

RULES = """\
ruleset: own
rules:
  OWN001:
    title: The name is short
    assert: size(resource.metadata.name) < 20
  OWN002:
    title: The kind is Service
    assert: resource.kind == 'Service'
"""
HIDDEN = "import sys; sys.modules['cel_expr_python'] = None"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "service.yaml").write_text(SKELETONS["Service"])
    return tmp_path


def lint(here: Path, setup: str, *words: str) -> subprocess.CompletedProcess[str]:
    code = f"{setup}\nimport sys\nfrom lint.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=here)


def test_one_error_at_the_first_rule_says_how_to_install_it(here: Path) -> None:
    result = lint(here, HIDDEN, "--rules", "rules.yaml", "service.yaml")
    assert result.returncode == 2
    assert result.stdout.count("SET001") == 1
    assert "rules.yaml:5:13: error" in result.stdout
    assert "`assert` needs CEL, and `cel-expr-python` is not installed" in result.stdout
    assert "help: Run `pip install 'cloudrun-lint[cel]'`." in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.slow
def test_a_plan_from_the_time_when_it_was_installed_does_not_hide_the_error(here: Path) -> None:
    words = ("--rules", "rules.yaml", "service.yaml")
    assert lint(here, "", *words).returncode == 0
    result = lint(here, HIDDEN, *words)
    assert result.returncode == 2
    assert "rules.yaml:5:13: error" in result.stdout
    assert lint(here, "", *words).returncode == 0


def test_a_runtime_that_cannot_be_loaded_is_named_with_the_reason(here: Path) -> None:
    package = here / "site" / "cel_expr_python"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('libm.so.9: no such file')\n")
    setup = f"import sys; sys.path.insert(0, {str(package.parent)!r})"
    result = lint(here, setup, "--rules", "rules.yaml", "service.yaml")
    assert result.returncode == 2
    assert "cannot be loaded" in result.stdout
    assert "libm.so.9: no such file" in result.stdout


def test_protobuf_is_named_where_it_is_missing(here: Path) -> None:
    pytest.importorskip("cel_expr_python")
    hidden = "import sys; sys.modules['google.protobuf'] = None"
    result = lint(here, hidden, "--rules", "rules.yaml", "service.yaml")
    assert result.returncode == 2
    assert "`assert` needs CEL, and `protobuf` is not installed" in result.stdout
    assert "help: Run `pip install 'cloudrun-lint[cel]'`." in result.stdout


@pytest.mark.slow
def test_rules_without_an_expression_do_not_need_it(here: Path) -> None:
    assert lint(here, HIDDEN, "service.yaml").returncode == 0
    (here / "rules.yaml").write_text(
        "ruleset: own\nrules:\n  A1: {title: x, vpc: {egress: all-traffic}}\n"
    )
    assert lint(here, HIDDEN, "--rules", "rules.yaml", "service.yaml").returncode == 1
    assert lint(here, HIDDEN, "test", "cloud-run").returncode == 0


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (
            "env.A.matches(env.A + '(')",
            "the pattern of `matches` is not a valid regular expression",
        ),
        ("int(env.A) == 1", "a value cannot be converted to the type that the expression asks for"),
        (
            "timestamp(env.A) == timestamp('2020-01-01T00:00:00Z')",
            "a value cannot be converted to the type that the expression asks for",
        ),
        ("bool(env.A)", "a value cannot be converted to the type that the expression asks for"),
        ("{'a': 1}[env.A] == 1", "a key that it uses does not exist"),
        ("env.B == ''", "a key that it uses does not exist"),
        ("container.x + 1 == 2", "an operator or a function has an operand of a wrong type"),
        ("1 / int('0') == 1", "it divides by zero"),
        ("[1, 2][5] == 1", "the index of a list is out of range"),
        ("9223372036854775807 + size(env.A) > 1", "a number is out of range"),
        ("container.l.all(n, n >= 0)", "its macros go round more than 10,000 times"),
    ],
)
def test_why_there_is_no_value_is_said_without_the_data(expression: str, reason: str) -> None:
    pytest.importorskip("cel_expr_python")
    data: dict[str, Any] = {name: {} for name in cel.VARIABLES}
    data["env"] = {"A": "CANARY0001"}
    data["container"] = {"x": "CANARY0001", "l": list(range(20_000))}
    found = cel.evaluate(cel.load_expression(cel.compile_expression(expression)), data)
    assert found == reason


def test_words_of_the_runtime_that_are_not_known_are_not_repeated() -> None:
    class Failing:
        def eval(self, data: object) -> None:
            raise RuntimeError(f"something else: {data}")

    assert cel.evaluate(Failing(), {"env": "CANARY0001"}) == "it has no value for this manifest"
