"""A broken check is reported as ours, hides nothing, and never is a mistake of the user's."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lint.checks import registry
from lint.checks.registry import CHECKS
from lint.cli.main import main

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - image: us-docker.pkg.dev/p/r/web:1
        env:
        - {name: KEY, value: s3cr3t-value}
"""
RULES = """\
ruleset: own
rules:
  O1: {title: t, env: {required: A}}
  O2: {title: t, broken: [s3cr3t-value]}
"""
GOOD = """\
def model():
    from lint.checks.parameters import Strings
    return Strings
def run(rules, context):
    yield context.finding(rules[0], context.resource.head, message="the broken check still says this")
"""
BROKEN = {
    "run": (GOOD + "    {}['s3cr3t-value']\n", "KeyError"),
    "run at once": (GOOD.replace("    yield", "    return 1 / 0\n    yield"), "ZeroDivisionError"),
    "no run": (GOOD.replace("def run", "def rnu"), "it has no function `run`"),
    "no model": (GOOD.replace("def model", "def modle"), "it has no function `model`"),
    "import": ("import lint.checks.gone\n" + GOOD, "ModuleNotFoundError"),
    "attribute": ("import os\nos.gone\n" + GOOD, "AttributeError"),
    "syntax": (GOOD + "def :\n", "SyntaxError"),
    "model": (GOOD.replace("    from lint", "    1 / 0\n    from lint"), "ZeroDivisionError"),
    "prepare": (GOOD + "def prepare(params):\n    return params.gone\n", "AttributeError"),
    "requires": (GOOD + "def requires(params):\n    return params.gone\n", "AttributeError"),
    "an unknown requirement": (GOOD + "def requires(params):\n    return 'moon'\n", "KeyError"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working directory with two manifests and a rule set that uses the check `broken`."""
    monkeypatch.delenv("CLOUDRUN_LINT_DEBUG")
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(MANIFEST)
    (tmp_path / "rules.yaml").write_text(RULES)
    monkeypatch.setattr(registry, "_loaded", {})
    yield tmp_path
    sys.modules.pop("lint.checks.policy.broken", None)


def install(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a module `lint.checks.policy.broken` of the source, as if it were a file of the package."""
    package = folder / "package"
    package.mkdir()
    (package / "broken.py").write_text(source)
    import lint.checks.policy

    monkeypatch.setattr(
        lint.checks.policy, "__path__", [*lint.checks.policy.__path__, str(package)]
    )
    monkeypatch.setitem(CHECKS, "broken", "lint.checks.policy.broken")


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    code = main(["check", "--rules", "rules.yaml", "--format", "json", *arguments])
    printed = capsys.readouterr()
    assert "s3cr3t-value" not in printed.out + printed.err
    return code, json.loads(printed.out), printed.err


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_check_is_reported_and_hides_nothing(
    case: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, reason = BROKEN[case]
    install(folder, source, monkeypatch)
    code, report, _ = run("a.yaml", "b.yaml", capsys=capsys)
    assert code == 2
    for path in ("a.yaml", "b.yaml"):
        mine = [finding for finding in report["findings"] if finding["path"] == path]
        assert [f["rule"] for f in mine if f["rule"] != "O2"] == ["IN900", "O1"]
        broken = next(f for f in mine if f["rule"] == "IN900")
        assert broken["message"].startswith(
            "internal error in lint.checks.policy.broken: " + reason
        )
        assert broken["severity"] == "error"
        assert broken["resource"] == {"kind": "Service", "name": "web"}
        assert "eport it" in broken["help"]
        # What it said before it failed is kept.
        assert [f["rule"] for f in mine].count("O2") == (1 if case == "run" else 0)
    assert "SET001" not in str(report)


def test_a_broken_check_is_not_kept_in_the_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, BROKEN["prepare"][0], monkeypatch)
    assert run("a.yaml", capsys=capsys)[0] == 2
    monkeypatch.setattr(registry, "_loaded", {})
    sys.modules.pop("lint.checks.policy.broken")
    (folder / "package" / "broken.py").write_text(GOOD + "# repaired, and longer than before\n")
    code, report, _ = run("a.yaml", capsys=capsys)
    assert (code, [f["rule"] for f in report["findings"]]) == (1, ["O2", "O1"])


def test_a_mistake_of_the_user_is_still_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, GOOD, monkeypatch)
    (folder / "rules.yaml").write_text(RULES.replace("env:", "evn:"))
    code, report, _ = run("a.yaml", capsys=capsys)
    assert code == 2
    (finding,) = report["findings"]
    assert (finding["rule"], finding["help"]) == ("SET001", "Did you mean `env`?")


def test_debugging_raises_the_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, BROKEN["run"][0], monkeypatch)
    monkeypatch.setenv("CLOUDRUN_LINT_DEBUG", "1")
    with pytest.raises(KeyError):
        run("a.yaml", capsys=capsys)


def test_a_check_can_say_that_a_rule_was_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = GOOD.split("def run")[0] + (
        "def run(rules, context):\n"
        "    from lint.model.findings import NotRun\n"
        "    for rule in rules:\n"
        "        yield NotRun(rule.id, 'the moon is full')\n"
    )
    install(folder, source, monkeypatch)
    code, report, _ = run("a.yaml", "b.yaml", capsys=capsys)
    assert code == 1
    assert [f["rule"] for f in report["findings"]] == ["O1", "O1"]
    assert report["not_run"] == [{"rule": "O2", "reason": "the moon is full"}]
