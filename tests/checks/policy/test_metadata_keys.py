"""What `annotations` and `labels` share: where a missing key is reported, and with what help."""

from __future__ import annotations

from pathlib import Path

from lint.checks.context import CheckContext
from lint.engine.judge import Judge
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.findings import Finding
from lint.model.rule import Plan
from lint.ruleset.compile import compile_rule_set
from lint.yaml.tree import MappingNode

HEAD = "apiVersion: serving.knative.dev/v1\nkind: Service\n"


def found(tmp_path: Path, rule: str, text: str) -> list[Finding]:
    path = tmp_path / "rules.yaml"
    path.write_text(f"ruleset: own\nrules:\n  T1: {{title: t, {rule}}}\n")
    manifest = read_manifest("service.yaml", f"{HEAD}{text}".encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    judge = Judge([Plan(compile_rule_set(str(path)).plan())], frozenset())
    return judge.judge(CheckContext(Resource(root, "Service", manifest.source))) or []


def test_a_key_at_the_other_level_is_shown(tmp_path: Path) -> None:
    text = "metadata: {name: a}\nspec: {template: {metadata: {labels: {team: x}}}}\n"
    (finding,) = found(tmp_path, "labels: {required: team}", text)
    assert [related.place.line for related in finding.related] == [4]
    assert "`metadata.labels`" in finding.help.replace("metadata.labels.", "`metadata.labels`")


def test_a_missing_key_is_reported_at_the_nearest_thing_that_is_there(tmp_path: Path) -> None:
    for text, line in (
        ("metadata: {name: a}\nspec:\n  template: {}\n", 5),
        ("metadata: {name: a}\nspec:\n  template:\n    metadata: {labels: {}}\n", 6),
    ):
        (finding,) = found(tmp_path, "labels: {at: template, required: team}", text)
        assert finding.place.line == line


def test_values_that_are_unknown_or_no_strings_are_not_judged(tmp_path: Path) -> None:
    rule = "labels: {values: {a: {pattern: x}, b: {pattern: x}, c: {pattern: x}, d: x}}"
    text = "metadata: {name: a, labels: {a: '${A}', b: 1, c: [y]}}\n"
    assert found(tmp_path, rule, text) == []


def test_keys_that_are_no_mapping_are_missing(tmp_path: Path) -> None:
    assert len(found(tmp_path, "labels: {required: team}", "metadata: {labels: [team]}\n")) == 1


def test_keys_that_are_to_be_added_are_one_finding_and_one_to_be_moved_is_another(
    tmp_path: Path,
) -> None:
    text = "metadata: {name: a}\nspec: {template: {metadata: {labels: {team: x}}}}\n"
    moved, added = found(tmp_path, "labels: {required: [a, team, b]}", text)
    assert moved.help.startswith("Move `team` to `metadata.labels`")
    assert added.message == "2 labels are not set on the Service: `a`, `b`"
    assert added.help == "Add them to `metadata.labels`."
