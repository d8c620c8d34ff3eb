"""What a rule set may say, part by part."""

from __future__ import annotations

from lint.checks.registry import user_checks
from lint.ruleset.schema_parts import Part, rule_set_part, settings_part


def part(*path: str | int) -> Part:
    found = rule_set_part().at(path)
    assert found is not None
    return found


def test_keys_and_what_their_author_names() -> None:
    assert list(part().keys)[:3] == ["ruleset", "description", "extends"]
    assert set(part("rules", "OWN001").keys) >= {"title", "severity", *user_checks()}
    assert part("rules", "OWN001").named is None
    assert part("rules").named is not None
    assert part("vars").named is not None
    assert part("rules", "OWN001", "applies-to").keys.keys() == {"kind", "name"}


def test_words_values_and_defaults() -> None:
    severity = part("rules", "OWN001", "severity")
    assert severity.values == ("error", "warning", "info")
    assert (severity.default, severity.says[:8]) == ("error", "how much")
    assert part("rules", "OWN001", "ignorable").values == ("true", "false")
    assert "all" in part("rules", "OWN001", "ingress").values
    assert part("rules", "OWN001", "env", "required").takes == "list"
    assert part("rules", "OWN001", "secrets", "ANY").takes == "text or mapping"
    assert part("rules", "OWN001").values == ("off",)


def test_paths_through_lists_and_to_nothing() -> None:
    assert part("extends", 0).takes == "text"
    kinds = part("rules", "OWN001", "ingress", 0)
    assert kinds.values == part("rules", "OWN001", "ingress").values
    assert rule_set_part().at(("ruleset", 0)) is None
    assert rule_set_part().at(("rules", "OWN001", "nothing")) is None
    assert rule_set_part().at(("rules", "OWN001", "title", "x", "y")) is None


def test_the_settings() -> None:
    severity = settings_part().at(("severities", "CR021"))
    assert severity is not None
    assert severity.values == ("error", "warning", "info", "off")
    override = settings_part().at(("overrides", 0))
    assert override is not None
    assert {"paths", "rules"} <= override.keys.keys()
