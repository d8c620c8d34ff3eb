"""Repairs leave a file that reads, is clean for their rule, and does not change again."""

from __future__ import annotations

import io
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from lint.engine.examples import SKELETONS
from lint.engine.repair import _apart, edited, repair
from lint.engine.run import check
from lint.model.findings import Finding
from lint.model.fix import Edit, Fix
from lint.model.options import Options
from lint.model.source import Source
from lint.ruleset.compile import built_in_sets, compile_rule_set
from lint.settings import SettingsTree

REPAIRED = {
    *(
        "CR001",
        "CR002",
        "CR004",
        "CR005",
        "CR010",
        "CR012",
        "CR013",
        "CR015",
        "CR016",
        "CR020",
        "CR021",
    ),
    *("CR022", "CR023", "CR026", "CR027", "CR042", "CR157", "CR159", "CR161", "CR166", "CR178"),
    *("CR194", "CR200", "CR215", "CR217"),
}
"""The rules of cloud-run of which an example is repaired."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / ".cache"))


def fill(fragment: Any, skeleton: Any) -> None:
    for key, value in skeleton.items():
        mine = fragment.setdefault(key, value)
        if isinstance(mine, dict) and isinstance(value, dict):
            fill(mine, value)
        elif isinstance(mine, list) and isinstance(value, list) and isinstance(value[0], dict):
            for item in mine:
                if isinstance(item, dict):
                    fill(item, value[0])


def invalid_examples() -> Iterator[tuple[str, str]]:
    """Each rejected example of cloud-run as a whole manifest, with its rule."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    rules = compile_rule_set(built_in_sets()["cloud-run"], "cloud-run").rules
    for rule_id, rule in rules.items():
        for text in (rule["docs"].get("examples") or {}).get("invalid", ()):
            text = re.sub(r" *# <--.*", "", text)
            try:
                data = yaml.load(text)
            except Exception:  # the rule is about text that is no YAML
                continue
            if not isinstance(data, dict):
                continue
            if "apiVersion" not in data:
                kinds = [data.get("kind"), *rule.get("applies-to", {}).get("kind", []), "Service"]
                kind = next(kind for kind in kinds if kind in SKELETONS)
                fill(data, yaml.load(SKELETONS[kind]))
                out = io.StringIO()
                yaml.dump(data, out)
                text = out.getvalue()
            yield rule_id, text


def found(text: str, rule_id: str) -> list[Finding]:
    Path("a.yaml").write_text(text, newline="")
    options = Options(["a.yaml"])
    return [finding for finding in check(options).findings if finding.rule == rule_id]


def repaired(text: str, unsafe: bool = True) -> tuple[str, set[str]]:
    """The repaired text, and the rules that still report something."""
    Path("a.yaml").write_text(text, newline="")
    result = repair(Options(["a.yaml"]), SettingsTree(), unsafe=unsafe)
    after = result.after["a.yaml"].text if result.after else text
    return after, {finding.rule for finding in result.outcome.findings}


def commented(text: str) -> str:
    """The text with a comment above each key at the margin, and Windows' line ends."""
    return re.sub(r"^(?=\w)", "# kept\n", text, flags=re.M).replace("\n", "\r\n")


@pytest.mark.slow
def test_each_rejected_example_that_has_a_fix_is_clean_after_it() -> None:
    problems = []
    fixable = set()
    for rule_id, text in invalid_examples():
        before = found(text, rule_id)
        if not any(finding.fix is not None for finding in before):
            continue
        fixable.add(rule_id)
        after, rules = repaired(text)
        if len(found(after, rule_id)) >= len(before):
            problems.append(f"{rule_id} still reports:\n{after}")
        if any(rule.startswith("IN") for rule in rules):
            problems.append(f"{rule_id}: the file does not read any more:\n{after}")
        if repaired(after)[0] != after:
            problems.append(f"{rule_id} changes its own repair:\n{after}")
        marked, _ = repaired(commented(text))
        kept = marked.count("# kept") == commented(text).count("# kept")
        if not kept or marked.replace("# kept\r\n", "") != after.replace("\n", "\r\n"):
            problems.append(f"{rule_id} loses comments or line ends:\n{marked}")
    assert problems == []
    assert fixable == REPAIRED


def test_only_safe_fixes_are_made_unless_others_are_allowed() -> None:
    text = (
        SKELETONS["Service"]
        + '      - {name: b, image: gcr.io/p/b, env: [{name: A, value: " x"}]}\n'
    )
    text = text.replace("- image:", "- ports: [{containerPort: 8080}]\n        image:", 1)
    assert found(text, "CR016")
    assert repaired(text, unsafe=False)[0] == text
    assert '{name: A, value: "x"}' in repaired(text)[0]


@given(
    st.text("ab\r\n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3),
)
def test_only_the_spans_of_the_edits_change(text: str, spans: list[tuple[int, int]]) -> None:
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def at(offset: int) -> tuple[int, int]:
        line = max(number for number, start in enumerate(starts) if start <= offset)
        return line + 1, offset - starts[line] + 1

    done = 0
    edits, expected = [], ""
    for first, second in sorted(tuple(sorted(span)) for span in spans):
        if first < done or second > len(text):
            continue
        edits.append(Edit("a", *at(first), *at(second), "X"))
        expected += text[done:first] + "X"
        done = max(second, first)
        if first == second:
            done = first
    assert edited(text, edits) == expected + text[done:]


def test_what_is_inserted_where_something_is_removed_comes_first() -> None:
    removed, inserted = Edit("a", 2, 1, 3, 1, ""), Edit("a", 2, 1, 2, 1, "new\n")
    for edits in ([removed, inserted], [inserted, removed]):
        assert edited("one\ntwo\nthree\n", edits) == "one\nnew\nthree\n"


def test_a_repair_that_overlaps_another_one_waits_for_the_next_round() -> None:
    text = SKELETONS["Service"].replace(
        "metadata:\n", "metadata:\n  annotations: {run.googleapis.com/ingres: Internal}\n"
    )
    assert "{run.googleapis.com/ingress: internal}" in repaired(text)[0]


def test_what_is_written_by_a_template_engine_is_left_alone() -> None:
    text = SKELETONS["Service"] + "{{ if .Values.x }}\nspec2: 1\n{{ end }}\n"
    assert repaired(text)[0] == text


@pytest.mark.parametrize(
    "env",
    [
        '[{name: PORT, value: &a "8080"}, {name: B, value: *a}]',
        '[&a {name: PORT, value: "8080"}, {name: B, value: "1"}]',
        "[{name: &a PORT, value: b}, {name: B, value: *a}]",
        "[{name: A, value: &a 1}, {name: B, value: *a}]",
    ],
)
def test_an_anchor_is_left_alone(env: str) -> None:
    text = SKELETONS["Service"] + f"        env: {env}\n"
    assert found(text, "CR012") or found(text, "CR002")
    assert repaired(text)[0] == text


@pytest.mark.parametrize(
    ("text", "safe", "unsafe"),
    [
        ("a: b\na: b  # c\n", "a: b\n", "a: b\n"),
        ("a: b\na: c\n", None, "a: b\n"),
        ("a: 1\na: '1'\n", None, "a: 1\n"),
        ("a:\n  b: 1\n# kept\na:\n  c: 1\n", None, "a:\n  b: 1\n# kept\n"),
        ("a: {b: 1, b: 1, c: 2}\n", "a: {b: 1, c: 2}\n", "a: {b: 1, c: 2}\n"),
        ("a:\n- b: 1\n  b: 1\n", "a:\n- b: 1\n", "a:\n- b: 1\n"),
        ("a: b\na: b\na: c\na: b", "a: b\na: c\n", "a: b\n"),
        ("a: b\na: &d b\n", None, None),
        ("a: b\n#{{ else }}\na: b\n", None, None),
    ],
)
def test_of_repeated_keys_the_one_that_gcloud_uses_stays(
    text: str, safe: str | None, unsafe: str | None
) -> None:
    whole = SKELETONS["Service"]
    assert "IN005" in {finding.rule for finding in found(whole + text, "IN005")}
    assert repaired(whole + text, unsafe=False)[0] == whole + (safe or text)
    after, rules = repaired(whole + text)
    assert after == whole + (unsafe or text)
    assert ("IN005" in rules) == (unsafe is None)


@pytest.mark.slow
def test_many_fixes_take_little_time() -> None:
    fixes = [
        Fix([Edit("a", line, 1, line, 1, "-"), Edit("a", line, 2, line, 2, "-")])
        for line in range(1, 20_001)
    ]
    begun = time.process_time()
    assert len(_apart([*fixes, *fixes], {"a": Source("a", "x\n" * 20_000)})) == 20_000
    assert time.process_time() - begun < 2


def deploy_examples() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each rejected example of a rule about deploy steps: the rule, and the files with their texts."""
    rules = compile_rule_set(built_in_sets()["deploy"], "deploy").rules
    for rule_id, rule in rules.items():
        for text in (rule["docs"].get("examples") or {}).get("invalid", ()):
            parts = re.split(r"^#\s*file:\s*([^\s,]+)(?:, line \d+)?[ \t]*\n", text, flags=re.M)
            if parts[0] == "":
                yield rule_id, list(zip(parts[1::2], parts[2::2], strict=True))


REPAIRED_STEPS = {
    *("DEP001", "DEP002", "DEP004", "DEP015", "DEP016", "DEP017", "DEP018"),
    *("DEP050", "DEP051", "DEP052", "DEP055", "DEP056", "DEP057", "DEP058"),
    *("DEP071", "DEP072", "DEP100", "DEP101"),
    *("DEP121", "DEP126", "DEP129", "DEP130"),
}
"""The rules about deploy steps of which an example is repaired."""


@pytest.mark.slow
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_each_rejected_deploy_step_that_has_a_fix_is_clean_after_it(newline: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    pytest.importorskip("tree_sitter_hcl")
    problems = []
    fixable = set()
    for rule_id, parts in deploy_examples():
        name = parts[0][0]
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        for path, text in parts:
            text = re.sub(r" *# <--.*", "", text)
            if newline != "\n" and path.endswith(".sh"):
                continue  # a finding of its own
            Path(path).write_text(text.replace("\n", newline), newline="")
        before = check(Options([name]))
        mine = [each for each in before.findings if each.rule == rule_id]
        if not any(each.fix for each in mine):
            continue
        fixable.add(rule_id)
        result = repair(Options([name]), SettingsTree(), unsafe=True)
        after = result.outcome.findings
        if sum(each.rule == rule_id for each in after) >= len(mine):
            problems.append(f"{rule_id} still reports: {result.after[name].text}")
        if new := {each.rule for each in after} - {each.rule for each in before.findings}:
            problems.append(f"{rule_id}: {new} report, too: {result.after[name].text}")
        text = result.after[name].text
        if text.count("\n") != text.count(newline):
            problems.append(f"{rule_id} changes line ends")
        Path(name).write_text(text, newline="")
        if repair(Options([name]), SettingsTree(), unsafe=True).before:
            problems.append(f"{rule_id} changes its own repair: {text}")
    assert problems == []
    if newline == "\n":
        assert fixable == REPAIRED_STEPS


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_file_whose_name_is_not_utf8_is_left_alone() -> None:
    path = os.fsdecode(b"\xb9.yaml")
    Path(path).write_text(SKELETONS["Service"].replace("kind: Service", "kind: Servic"))
    assert not repair(Options([path]), SettingsTree(), unsafe=True).before
