"""Broken rule sets: all errors at once, each at its place, with the repair."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.model.rule import RuleSetError
from lint.ruleset.compile import compile_rule_set
from lint.support.paths import data_path


def errors(tmp_path: Path, text: str) -> list[tuple[int, int, str, str]]:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "rules.yaml")
    return sorted((f.place.line, f.place.column, f.message, f.help) for f in caught.value.findings)


HEAD = "ruleset: own\nvars: {project: p}\nextends: [input]\nrules:\n"


@pytest.mark.parametrize(
    ("rule", "line", "column", "message", "help"),
    [
        ("  A1: {env: {requird: [A]}}", 5, 14, "unknown key `requird` in `env`", "Did you mean `required`?"),
        ("  A1: {env: {required: [1]}}", 5, 25, "expected a string, found an integer", 'Quote it: "1".'),
        ("  A1: {evn: {}}", 5, 8, "unknown key `evn` in a rule", "Did you mean `env`?"),
        ("  A1: {severity: fatal, env: {}}", 5, 18, "expected `error`, `warning` or `info`, found `fatal`", None),
        ("  A1: {env: {}, vpc: {connector: c}}", 5, 17, "the rule has 2 checks, expected one: `env`, `vpc`", None),
        ("  A1: {env: {required: ['${x}']}}", 5, 25, "`vars` has no variable `x`", None),
        ("  A1: {env: {values: {A: {pattern: 'a['}}}}", 5, None, "not a regular expression: unterminated character set", None),
        ("  A1: {assert: 'container.x >='}", 5, 31, "CEL: syntax error: mismatched input `<EOF>`", None),
        ("  A1: {assert: 'contaner.x > 1'}", 5, 17, "CEL: undeclared reference to `contaner.x`", None),
        ("  A1: {assert: '5 in annotations'}", 5, 19, "CEL: `in` cannot be applied to an integer and a map", None),
        ("  A1: {assert: 'container.image in container'}", 5, 33, "CEL: `in` cannot be applied to a string and a Container", None),
        ("  A1: {assert: 'container.image.all(c, true)'}", 5, 26, "CEL: a string has no elements", None),
        ("  A1: {assert: '1 + 1'}", 5, 16, "CEL: the expression gives an integer, not true or false", None),
        ("  CR999: off", 5, 3, "rule `CR999` has no check, and no extended rule set has it", None),
        ("  A1: 3", 5, 7, "expected a mapping or `off`", None),
        ("  a1: {env: {}}", 5, 3, "`a1` is not a valid rule id", "Use capital letters, digits, `-` and `_`, with a letter first and a digit last, such as `A1`."),
        ("  my rule: {env: {}}", 5, 3, "`my rule` is not a valid rule id", "Use capital letters, digits, `-` and `_`, with a letter first and a digit last, such as `NETRA001`."),
        ("  A1: {name: My Rule, env: {}}", 5, 14, "`My Rule` is not in kebab-case", "Use lower-case letters and digits with single hyphens between them, such as `my-rule`."),
        ("  A1: {enviroment: {}}", 5, 8, "unknown key `enviroment` in a rule", "Did you mean `env`?"),
        ("  A1: {nams: {}}", 5, 8, "unknown key `nams` in a rule", "Did you mean `name`?"),
        ("  CR021: {severity: off}", 5, 21, "`off` is not a severity", "Write `CR021: off` to turn the rule off."),
        ("  A1: {severity: off, env: {}}", 5, 18, "`off` is not a severity", "Write `A1: off` to turn the rule off."),
        ("  A1: {service-account: ['*@x']}", 5, 25, "expected a mapping, found a list", "Write a mapping, such as `{allowed: ...}`."),
        ("  A1: {service-account: '*@x'}", 5, 25, "expected a mapping, found a string", "Write a mapping, such as `{allowed: ...}`."),
        ("  A1: {cloudsql: ['a:b:c']}", 5, 18, "expected a mapping, found a list", "Write a mapping, such as `{instances: ...}`."),
        ("  A1: {image: [a]}", 5, 15, "expected a mapping, found a list", "Write a mapping, such as `{registries: ...}`."),
        ("  A1: {env: [A]}", 5, 13, "expected a mapping, found a list", "Write a mapping with `required`, `forbidden` or `values`."),
        ("  A1: {secrets: [A]}", 5, 17, "expected a mapping, found a list", "Write a mapping, such as `secrets: {NAME: ...}`."),
        ("  A1: {labels: {required: {a: b}}}", 5, 17, "expected a list, found a mapping", "Set `required` to a string or a list of strings."),
        ("  A1: {ingress: {allowed: [internal]}}", 5, 17, "expected a list, found a mapping", "Set `ingress` to a string or a list of strings."),
        ("  A1: {env: {one-of: [a]}}", 5, 14, "unknown key `one-of` in `env`", "Move `one-of` to `values`."),
        ("  A1: {env: {valeus: {}}}", 5, 14, "unknown key `valeus` in `env`", "Did you mean `values`?"),
        ("  A1: {env: {zzz: {}}}", 5, 14, "unknown key `zzz` in `env`", "Known values: `forbidden`, `required`, `values`."),
        ("  A1: {resources: {min_instances: 1}}", 5, 20, "unknown key `min_instances` in `resources`", "Did you mean `min-instances`?"),
        ("  A1: {env: {}, applies_to: {}}", 5, 17, "unknown key `applies_to` in a rule", "Did you mean `applies-to`?"),
        ("  A1: {env: {values: {A: {one_of: [a]}}}}", 5, 27, "unknown key `one_of` in `env`", "Did you mean `one-of`?"),
        ("  A1: {env: {values: {DEBUG: true}}}", 5, 30, "expected a string or a mapping, found a boolean", 'Quote it: "true". Without quotes, YAML reads `true` as a boolean.'),
        ("  A1: {env: {values: {PORT: 0o17}}}", 5, 29, "expected a string or a mapping, found an integer", 'Quote it: "0o17".'),
        ("  A1: {env: {values: {A: {one-of: [No, FALSE]}}}}", 5, 40, "expected a string, found a boolean", 'Quote it: "FALSE". Without quotes, YAML reads `FALSE` as a boolean.'),
        ("  A1: {env: {required: [A, 'TRACKING_*']}}", 5, 28, "`TRACKING_*` is a pattern, and only exact names are allowed here", "Write out each name."),
        ("  A1: {env: {values: {'*_URL': {not-empty: true}}}}", 5, 23, "`*_URL` is a pattern, and only exact names are allowed here", "Write out each name."),
        ("  A1: {secrets: {'*_KEY': {version: pinned}}}", 5, 18, "`*_KEY` is a pattern, and only exact names are allowed here", "Write out each name."),
        ("  A1: {labels: {required: 'cost-*'}}", 5, 27, "`cost-*` is a pattern, and only exact names are allowed here", "Write out each name."),
        ("  A1: {env: {}, kind: Job}", 5, 17, "unknown key `kind` in a rule", "Move `kind` to `applies-to`."),
        ("  A1: {cloudsql: {instances: []}}", 5, 19, "expected a list with at least 1 item, found 0", ""),
        ("  A1: {assert: ''}", 5, 16, "expected a string that is not empty", ""),
        ("  A1: {}", 5, 3, "rule `A1` has no check, and no extended rule set has it", None),
        ("  A1: {env: {}}\n  A1: {env: {}}", 6, 3, "duplicate key `A1`", None),
        ("  A1: {resources: {memory: lots}}", 5, 28, "`lots` is not an amount for `memory`", None),
        ("  A1: {secrets: {A: {version: newest}}}", 5, 31, "`newest` is not valid here", "Write pinned (to a number), latest, any, or the number of a version."),
        ("  A1: {ingress: intern}", 5, 17, "expected", "Did you mean `internal`?"),
        ("  A1: {vpc: {connector: c, network: n}}", 5, None, "a connector and a network cannot be used together", None),
    ],
)  # fmt: skip
def test_one_error(
    tmp_path: Path, rule: str, line: int, column: int | None, message: str, help: str | None
) -> None:
    pytest.importorskip("cel_expr_python")
    # Reading the large set takes a third of a second, so only rules that change one of it do.
    head = HEAD.replace("input", "cloud-run") if rule.startswith("  CR") else HEAD
    found = errors(tmp_path, head + rule + "\n")
    assert len(found) == 1, found
    assert found[0][0] == line
    assert column is None or found[0][1] == column
    assert found[0][2].startswith(message)
    assert help is None or found[0][3] == help


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("kind: Job", "Move `kind` to `applies-to`."),
        ("name: shop", "Move `name` to `applies-to`."),
        ("severity: info", "Move `severity` to a rule under `rules`."),
        ("env: {}", "Move `env` to a rule under `rules`."),
        ("applies_to: {}", "Did you mean `applies-to`?"),
        ("rule: {}", "Did you mean `rules`?"),
        (
            "zzz: 1",
            "Known values: `applies-to`, `description`, `extends`, `rules`, `ruleset`, `vars`.",
        ),
    ],
)
def test_a_key_at_the_top_that_is_none(tmp_path: Path, key: str, help: str) -> None:
    found = errors(tmp_path, f"ruleset: own\n{key}\n")
    name = key.partition(":")[0]
    assert found == [(2, 1, f"unknown key `{name}` in a rule set", help)]


def test_all_errors_at_once(tmp_path: Path) -> None:
    found = errors(
        tmp_path,
        "ruleset: Own set\nextends: [cloudrun, ./nope.yaml]\nrule: {}\nrules:\n  A1: {env: {x: 1}}\n",
    )
    assert [entry[:3] for entry in found] == [
        (1, 10, "`Own set` is not in kebab-case"),
        (2, 11, "there is no built-in rule set `cloudrun`"),
        (2, 21, "cannot extend `./nope.yaml`: no such file or directory"),
        (3, 1, "unknown key `rule` in a rule set"),
        (5, 14, "unknown key `x` in `env`"),
    ]


def test_what_is_wrong_in_a_rule_does_not_hide_its_parameters(tmp_path: Path) -> None:
    found = errors(
        tmp_path,
        HEAD + "  A1: {severity: off, image: [x]}\n  A2: {tittle: t, env: {x: 1}}\n  a b: {}\n",
    )
    assert [entry[:3] for entry in found] == [
        (5, 18, "`off` is not a severity"),
        (5, 30, "expected a mapping, found a list"),
        (6, 8, "unknown key `tittle` in a rule"),
        (6, 25, "unknown key `x` in `env`"),
        (7, 3, "`a b` is not a valid rule id"),
        (7, 3, "rule `a b` has no check, and no extended rule set has it"),
    ]


def test_errors_of_an_extended_file_are_reported_there(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("ruleset: base\nrules: {A1: {env: {x: 1}}}\n")
    path = tmp_path / "rules.yaml"
    path.write_text("ruleset: own\nextends: base.yaml\n")
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "rules.yaml")
    assert [str(f.place) for f in caught.value.findings] == ["base.yaml:2:20"]


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "ruleset: x\n---\nruleset: y\n", "\x00"])
def test_what_is_no_rule_file_ends_in_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    with pytest.raises(RuleSetError):
        compile_rule_set(str(path))


@pytest.mark.slow
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
