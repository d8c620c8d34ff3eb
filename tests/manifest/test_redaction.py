"""What of a manifest's text is shown, and what of a text that cannot be parsed."""

from __future__ import annotations

import re
import time

import pytest

from lint.manifest.reader import read_manifest
from lint.manifest.redaction import mark_rule_set, mark_unreadable_rule_set
from lint.model.source import Source
from tests.manifest.test_disclosure import HEAD
from tests.manifest.test_reader import read


@pytest.mark.parametrize(
    "env",
    [
        "env:\n  - name: A\n    value: sup3r\n",
        "env:\n  - {value: 'sup3r', name: A}\n",
        "env: {A: sup3r}\n",
        "env: ['A=sup3r']\n",
        "x:\n  - name: A\n    value: |\n      line\n      sup3r\n",
        "env:\n  - name: A\n    value: first\n    value: sup3r\n",
        "env:\n  - name: A\n    value: *nope\n  - name: B\n    value: sup3r\n",
        "url: postgres://u:sup3r@host/db\n",
        'env:\n  - name: A\n    value: "sup3r\n',
    ],
)
def test_values_of_env_vars_are_never_shown(env: str) -> None:
    manifest = read(env)
    text = "\n".join(manifest.source.line(n) for n in range(1, env.count("\n") + 2))
    assert "sup3r" not in text
    assert "sup3r" in env
    assert not any("sup3r" in str(fault.message) for fault in manifest.faults)


def test_a_placeholder_in_an_env_value_is_shown() -> None:
    assert read("env:\n  - name: A\n    value: ${A}\n").source.line(3) == "    value: ${A}"


@pytest.mark.parametrize(
    "container",
    [
        "{env: S3CRET}",
        "{env: [S3CRET]}",
        "{env: [{name: A, value: {S3CRET: x}}]}",
        "{env: [{name: A, value: {S3CRET}}]}",
        "{env: [{name: A, value: [S3CRET]}]}",
        "{env: [{name: 'A: S3CRET'}]}",
        "{env: [{name: A, valueFrom: S3CRET}]}",
        "{env: [{name: A, valueFrom: {value: S3CRET}}]}",
        "{env: {A: S3CRET}}",
        "{Env: {A: S3CRET}}",
        "{value: S3CRET}",
        "{image: {S3CRET: x}}",
        "{image: [S3CRET]}",
        "{name: 'postgres://u:S3CRET@h'}",
        "{livenessProbe: {httpGet: {httpHeaders: [{name: A, value: S3CRET}]}}}",
        "S3CRET",
    ],
)
def test_what_may_be_a_value_out_of_place_is_not_shown(container):
    source = read_manifest("a.yaml", (HEAD + f"      - {container}\n").encode()).source
    line = source.line(10)
    assert "S3CRET" not in line
    assert "<redacted, " in line


def shown(text: str) -> str:
    source = read(text).source
    return "\n".join(source.line(number + 1) for number in range(text.count("\n") + 1))


def test_a_comment_an_anchor_and_a_tag_are_not_shown() -> None:
    text = shown(
        "apiVersion: serving.knative.dev/v1\nkind: &s3cret Service  # s3cret\nx: !s3cret 1\n"
    )
    assert "s3cret" not in text
    assert text.startswith("apiVersion: serving.knative.dev/v1\nkind: ")
    assert "Service" in text


def test_of_a_document_that_is_no_resource_only_the_keys_are_shown() -> None:
    text = "containers: s3cret\nother: {image: s3cret}\n"
    assert shown(text) == text.replace("s3cret", "<redacted, 6 chars>")


@pytest.mark.parametrize(
    ("key", "visible"),
    [
        ("containers", True),
        ("contaniers", True),  # two letters swapped
        ("container", True),  # one letter missing
        ("containerss", True),
        ("contoiners", True),
        ("CONTAINERS", True),
        ("hunter2", False),
        ("c0ntainerz", False),
        ("abc", False),
    ],
)
def test_of_a_text_that_is_no_yaml_keys_are_shown_that_are_fields_or_nearly(
    key: str, visible: bool
) -> None:
    text = shown(f"{key}: [s3cret\n  {key}: x\n\tx: y\n")
    assert "s3cret" not in text
    assert (key in text) is visible
    assert text.count(key) in (0, 2)


@pytest.mark.slow
def test_trying_many_keys_takes_little_time() -> None:
    lines = "".join(f"containers{number:06}: x\n" for number in range(5_000))
    before = time.process_time()
    shown(lines + "\t- [\n")
    assert time.process_time() - before < 3


def rule_set(text: str) -> str:
    source = read(text).source
    marked = Source("rules.yaml", source.text)
    (document,) = read(text).documents
    assert document.root is not None
    mark_rule_set(document.root, marked)
    return "\n".join(marked.line(number + 1) for number in range(text.count("\n")))


def test_a_rule_set_is_shown_but_for_its_variables_and_what_looks_like_a_credential() -> None:
    text = "ruleset: own\nvars: {a: hunter2}\nrules: {A1: {title: A title, env: {values: {X: 'postgres://u:hunter2@h'}}}}\n"
    visible = rule_set(text)
    assert "hunter2" not in visible
    assert visible.startswith(
        "ruleset: own\nvars: {<redacted, 10 chars>}\nrules: {A1: {title: A title, "
    )


@pytest.mark.parametrize("text", ["password: hunter2\n", "{own: {rules: x}}\n"])
def test_of_a_file_that_is_no_rule_set_nothing_is_shown(text: str) -> None:
    assert not re.search("[a-z]", re.sub(r"<redacted, \d+ chars?>", "", rule_set(text)))


def test_of_a_rule_set_that_is_no_yaml_the_keys_are_shown() -> None:
    source = Source(
        "rules.yaml",
        "ruleset: own\nrules:\n  A1: {title: [hunter2\n  Ghp_16C7e42F292c6912E7710c838347Ae178B4a: x\n",
    )
    mark_unreadable_rule_set(source)
    assert source.line(1) == "ruleset: <redacted, 3 chars>"
    assert source.line(3) == "  A1: {title: [<redacted, 7 chars>"
    assert "16C7e42F" not in source.line(4)
