"""`build`: what a rule of the user's requires of the image."""

from __future__ import annotations

from pathlib import Path

from lint.engine.run import check
from lint.model.options import Options
from tests.checks.image.building import MANIFEST, by_rule, found

RULES = """\
ruleset: own
rules:
  OWN001:
    title: The build is whole
    build: {entrypoint: "app.main:app", modules: [app.extra], forbidden-files: ["**/.env"]}
"""


def test_a_rule_of_the_users_own(tmp_path: Path) -> None:
    findings = found(tmp_path, RULES, **{"app/config.py": None})  # type: ignore[arg-type]
    messages = [message for _, _, message in by_rule(findings, "OWN001")]
    assert any("`app.config` is imported" in message for message in messages)
    assert any(message.startswith("the module `app.extra` is not in") for message in messages)
    assert any("`app/.env` must not be in the image" in message for message in messages)
    assert by_rule(findings, "BLD021") == []


def test_a_module_that_is_there_satisfies_the_rule(tmp_path: Path) -> None:
    assert by_rule(found(tmp_path, RULES, **{"app/extra.py": "", "app/.env": None}), "OWN001") == []  # type: ignore[arg-type]


def test_without_a_build_the_rules_are_told_as_not_run(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(MANIFEST)
    (tmp_path / "rules.yaml").write_text(RULES)
    options = Options([str(tmp_path / "service.yaml")])
    options.rules = [str(tmp_path / "rules.yaml")]
    outcome = check(options)
    assert [(e.rule, e.reason) for e in outcome.not_run] == [
        ("OWN001", "needs --wheel, --source or --image")
    ]
