"""Mistakes in rule sets: all at once, each at its place, with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.ruleset.compile import RuleSetError, compile_rule_set
from lint.support.paths import data_path


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, int, str, str]]:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "rules.yaml")
    return sorted((f.place.line, f.place.column, f.message, f.help) for f in caught.value.findings)


HEAD = "ruleset: own\nvars: {project: p}\nextends: [cloud-run]\nrules:\n"


@pytest.mark.parametrize(
    ("rule", "line", "column", "message", "help"),
    [
        ("  A1: {env: {requird: [A]}}", 5, 14, "unknown key `requird` in `env`", "Did you mean `required`?"),
        ("  A1: {env: {required: [1]}}", 5, 25, "expected a string, found an integer", 'Quote it: "1".'),
        ("  A1: {evn: {}}", 5, 8, "`evn` is neither a field of a rule nor a check", "Did you mean `env`?"),
        ("  A1: {severity: fatal, env: {}}", 5, 18, "expected `error`, `warning` or `info`, found `fatal`", None),
        ("  A1: {env: {}, vpc: {connector: c}}", 5, 17, "a rule has one check, this one has `env` and `vpc`", None),
        ("  A1: {env: {required: ['${x}']}}", 5, 25, "`${x}` is not among `vars`", None),
        ("  A1: {env: {values: {A: {pattern: 'a['}}}}", 5, None, "not a regular expression: unterminated character set", None),
        ("  A1: {assert: 'container.x >='}", 5, 31, "CEL: syntax error: mismatched input `<EOF>`", None),
        ("  A1: {assert: 'contaner.x > 1'}", 5, 17, "CEL: undeclared reference to `contaner.x`", None),
        ("  A1: {assert: '1 + 1'}", 5, 16, "CEL: the expression gives int, not true or false", None),
        ("  CR999: off", 5, 3, "`CR999` has no check and is no rule of a set that this one extends", None),
        ("  A1: 3", 5, 7, "a rule is a mapping, or `off`", None),
        ("  a1: {env: {}}", 5, None, "`a1` does not match ^[A-Z][A-Z0-9_-]*[0-9]+$", None),
        ("  A1: {env: {}}\n  A1: {env: {}}", 6, 3, "the key `A1` occurs twice", None),
        ("  A1: {resources: {memory: lots}}", 5, 28, "`lots` is not an amount of memory", None),
        ("  A1: {secrets: {A: {version: newest}}}", 5, 31, "`newest` does not match", None),
        ("  A1: {ingress: intern}", 5, 17, "expected", "Did you mean `internal`?"),
        ("  A1: {vpc: {connector: c, network: n}}", 5, None, "traffic leaves through a connector or a network, not both", None),
    ],
)  # fmt: skip
def test_one_mistake(
    tmp_path: Path, rule: str, line: int, column: int | None, message: str, help: str | None
) -> None:
    found = mistakes(tmp_path, HEAD + rule + "\n")
    assert len(found) == 1, found
    assert found[0][0] == line
    assert column is None or found[0][1] == column
    assert found[0][2].startswith(message)
    assert help is None or found[0][3] == help


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        "ruleset: Own set\nextends: [cloudrun, ./nope.yaml]\nrule: {}\nrules:\n  A1: {env: {x: 1}}\n",
    )
    assert [entry[:3] for entry in found] == [
        (1, 10, "`Own set` does not match ^[a-z0-9]+(-[a-z0-9]+)*$"),
        (2, 11, "there is no built-in rule set `cloudrun`"),
        (2, 21, "cannot extend `./nope.yaml`: no such file or directory"),
        (3, 1, "unknown key `rule` in a rule set"),
        (5, 14, "unknown key `x` in `env`"),
    ]


def test_mistakes_of_an_extended_file_are_told_there(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("ruleset: base\nrules: {A1: {env: {x: 1}}}\n")
    path = tmp_path / "rules.yaml"
    path.write_text("ruleset: own\nextends: base.yaml\n")
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "rules.yaml")
    assert [str(f.place) for f in caught.value.findings] == ["base.yaml:2:20"]


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "ruleset: x\n---\nruleset: y\n", "\x00"])
def test_what_is_no_rule_file_ends_in_mistakes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    with pytest.raises(RuleSetError):
        compile_rule_set(str(path))


def test_overrides_change_only_what_they_state(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n"
        "  CR077: {severity: error}\n  CR054: off\n  CR030: off\n  CR021: {severity: warning}\n"
    )
    rules = compile_rule_set(str(path)).rules
    base = compile_rule_set(data_path("rules", "cloud-run.yaml")).rules
    assert rules["CR077"]["severity"] == "error"
    assert rules["CR077"]["params"] == base["CR077"]["params"]
    assert rules["CR077"]["because"] == base["CR077"]["because"]
    assert set(base) - set(rules) == {"CR054", "CR030"}


def test_variables_and_yaml_1_2_words(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "ruleset: own\nvars: {project: shop, region: eu}\nrules:\n"
        "  A1: {cloudsql: {instances: ['${project}:${region}:main']}}\n"
        "  A2: {env: {values: {FLAG: {one-of: [on, no, '$${x}']}}}}\n"
    )
    rules = compile_rule_set(str(path)).rules
    assert rules["A1"]["params"]["instances"] == ["shop:eu:main"]
    assert rules["A2"]["params"]["values"]["FLAG"]["one-of"] == ["on", "no", "${x}"]
