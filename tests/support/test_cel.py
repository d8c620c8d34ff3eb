"""A rule set with `assert` where CEL cannot be had: one error, and the command that repairs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS

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


@pytest.mark.slow
def test_rules_without_an_expression_do_not_need_it(here: Path) -> None:
    assert lint(here, HIDDEN, "service.yaml").returncode == 0
    (here / "rules.yaml").write_text(
        "ruleset: own\nrules:\n  A1: {title: x, vpc: {egress: all-traffic}}\n"
    )
    assert lint(here, HIDDEN, "--rules", "rules.yaml", "service.yaml").returncode == 1
    assert lint(here, HIDDEN, "test", "cloud-run").returncode == 0
