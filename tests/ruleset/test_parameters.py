"""Where an error in the parameters of a check is reported, and what becomes of the parameters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lint.checks import registry
from lint.manifest.reader import read_manifest
from lint.model.rule import ParameterError, RuleSetError
from lint.ruleset.compile import compile_rule_set
from lint.ruleset.parameters import locate
from lint.yaml.tree import Node


def root(text: str) -> Node:
    node = read_manifest("rules.yaml", text.encode()).documents[0].root
    assert node is not None
    return node


TREE = "env:\n  values:\n    A: {one-of: [x, y]}\n  required: [B, C]\n"


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("env",), 1, 1),  # the whole value is wrong: its key
        (("env", "values", "A", "one-of", 1), 3, 21),
        (("env", "values", "A", "function-before", "one-of", 1), 3, 21),
        (("env", "values", "A", "[key]"), 3, 5),
        (("env", "required"), 4, 3),
        (("env", "required", 1), 4, 17),
        (("env", "required", 9), 4, 13),
        (("env", "nope"), 2, 3),
        ((3,), 1, 1),
    ],
)
def test_the_node_at_a_path(path: tuple[Any, ...], line: int, column: int) -> None:
    found = locate(root(TREE), path)
    assert (found.line, found.column) == (line, column)


def test_the_value_itself_where_its_key_is_not_meant() -> None:
    found = locate(root(TREE), ("env", "required"), through_keys=False)
    assert (found.line, found.column) == (4, 13)


def findings(tmp_path: Path, rule: str) -> list[tuple[int, int, str]]:
    path = tmp_path / "rules.yaml"
    path.write_text(f"ruleset: own\nrules:\n  A1: {{{rule}}}\n")
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "rules.yaml")
    return [(f.place.line, f.place.column, f.message) for f in caught.value.findings]


def test_an_error_inside_an_expression_points_into_it(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    for quote in ("'", '"'):
        ((line, column, _),) = findings(tmp_path, f"assert: {quote}1 == nope{quote}")
        assert (line, column) == (3, len("  A1: {assert: '1 == ") + 1)


@pytest.mark.parametrize(
    "lines",
    [
        ["    assert: |", "      container.name != '' &&", "        container.imge != ''"],
        ["    assert: >-", "      container.name != ''", "", "      && container.imge != ''"],
        ["    assert: container.name != '' &&", "      container.imge != ''"],
        ["    assert: 'container.name != ''''", "", "      && container.imge != '''''"],
        ["    assert: \"container.name != ''", "      && container.imge != ''\""],
        ['    assert: \'"${word}" != "${word}x" && container.imge != ""\''],
    ],
)
def test_an_error_is_reported_at_its_line_and_column(tmp_path: Path, lines: list[str]) -> None:
    pytest.importorskip("cel_expr_python")
    path = tmp_path / "rules.yaml"
    text = ["ruleset: own", "vars: {word: long long}", "rules:", "  A1:", "    title: t", *lines]
    path.write_text("\n".join(text) + "\n")
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "rules.yaml")
    (finding,) = caught.value.findings
    line = text[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("imge")
    assert finding.help == "Did you mean `image`?"


def test_all_errors_of_an_expression_are_reported(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    found = findings(tmp_path, "assert: container.imge == '' || container.nme == ''")
    assert [message for _, _, message in found] == [
        "CEL: unknown field `imge`",
        "CEL: unknown field `nme`",
    ]
    line = "  A1: {assert: container.imge == '' || container.nme == ''"
    assert [column for _, column, _ in found] == [line.index("imge") + 1, line.index("nme") + 1]


def test_an_unknown_key_is_reported_at_the_key(tmp_path: Path) -> None:
    ((line, column, message),) = findings(tmp_path, "env: {requird: [A], forbidden: [B]}")
    assert (line, column) == (3, len("  A1: {env: {") + 1)
    assert message == "unknown key `requird` in `env`"


def test_one_error_a_place_is_enough(tmp_path: Path) -> None:
    """A union of types reports every one of them."""
    assert len(findings(tmp_path, "resources: {memory: [1]}")) == 1


def test_parameters_come_out_as_the_check_prepares_them(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "ruleset: own\nvars: {name: TOKEN}\nrules:\n  A1: {title: t, env: {required: '${name}'}}\n"
    )
    params = compile_rule_set(str(path)).rules["A1"]["params"]
    assert params["required"] == ["TOKEN"]


class Broken:
    """A check whose preparation fails as it is told to."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, params: Any) -> Any:
        raise self.error


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    check = registry.load_check("labels")

    def breaking(error: Exception) -> None:
        monkeypatch.setattr(check, "prepare", Broken(error))

    monkeypatch.delenv("CLOUDRUN_LINT_DEBUG")
    yield breaking
    registry._loaded.pop("labels", None)


def test_a_check_that_breaks_is_no_mistake_of_the_file(tmp_path: Path, broken: Any) -> None:
    broken(KeyError("hunter2"))
    path = tmp_path / "rules.yaml"
    path.write_text("ruleset: own\nrules:\n  A1: {title: t, labels: {required: [a]}}\n")
    rule = compile_rule_set(str(path)).rules["A1"]
    module, what = rule["error"]  # reported when the rule is run
    assert module == "lint.checks.policy.labels"
    assert what.startswith("KeyError at ")
    assert "hunter2" not in what


def test_what_a_check_refuses_is_reported_at_the_parameter(tmp_path: Path, broken: Any) -> None:
    broken(ParameterError("no such label", ("required", 0), help="Take another one."))
    assert findings(tmp_path, "labels: {required: [a]}") == [
        (3, len("  A1: {labels: {required: [") + 1, "no such label")
    ]
