"""`secret-reference`: the three readings of `key`, and the annotation of aliases."""

from __future__ import annotations

import os

import pytest

from lint.model.rule import RuleSetError
from lint.ruleset.compile import compile_rule_set
from tests.checks.judging import found

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: example}}
spec:
  template:
    metadata: {{annotations: {{run.googleapis.com/secrets: "{aliases}"}}}}
    spec:
      containers:
      - env: [{{name: A, valueFrom: {{secretKeyRef: {{name: {name}, key: {key}}}}}}}]
"""


def judged(name: str = "a", key: str = '"7"', aliases: str = "") -> list[str]:
    return [
        finding.rule
        for finding in found(
            "secret-references", SERVICE.format(name=name, key=key, aliases=aliases)
        )
    ]


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ('"7"', None),
        ("latest", "CR185"),
        ("7", None),  # a number where a string must be: another rule's
        ('"-1"', "CR177"),
        ('"1.0"', "CR177"),
        ('""', "CR177"),
        ("_a", "CR177"),
        ("tls.crt", "CR177"),
        ("LATEST", "CR178"),
        ("EMAIL-PASS", "CR178"),
        ("prod2", None),
        ("stable_2024", None),
        ("products", "CR178"),
        ("$VERSION", None),
        ("null", None),
    ],
)
def test_keys(key: str, rule: str | None) -> None:
    assert judged(key=key) == ([rule] if rule else [])


def test_latest_in_other_letters_is_recognised() -> None:
    (finding,) = found("secret-references", SERVICE.format(name="a", key="Latest", aliases=""))
    assert finding.help == "Did you mean `latest`?"


@pytest.mark.parametrize(
    ("aliases", "rules"),
    [
        ("a:projects/1/secrets/b, c:projects/1/secrets/d,", []),
        ("a:projects/1/secrets/b,c", ["CR176"]),
        ("a:projects/p-1/secrets/b,c:projects/p-2/secrets/d", ["CR179", "CR179"]),
        (":projects/1/secrets/b", ["CR176"]),
        ("a:projects/1/locations/europe-west1/secrets/b", ["CR176"]),
    ],
)
def test_aliases(aliases: str, rules: list[str]) -> None:
    assert judged(aliases=aliases) == rules


def test_the_name_in_a_path_is_offered() -> None:
    text = SERVICE.format(name="projects/1/secrets/b/versions/3", key='"7"', aliases="")
    (finding,) = found("secret-references", text)
    assert "Write `b`" in finding.help


def test_a_pattern_that_is_none_is_refused_at_compile_time(tmp_path: object) -> None:
    path = os.path.join(str(tmp_path), "rules.yaml")
    with open(path, "w") as file:
        file.write(
            "ruleset: a\nrules:\n  A1:\n    title: A\n    name: a\n    because: A.\n"
            "    secret-reference: {fault: kubernetes-key, facts: {aliases: ['(']}}\n"
        )
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(path)
    assert any(finding.place.line == 7 for finding in caught.value.findings)


def test_env_vars_that_are_the_latest_version_are_one_finding() -> None:
    entries = ", ".join(
        f"{{name: {name}, valueFrom: {{secretKeyRef: {{name: a, key: latest}}}}}}" for name in "ABC"
    )
    text = SERVICE.split("      - env:")[0].format(aliases="") + f"      - env: [{entries}]\n"
    (finding,) = found("secret-references", text)
    assert (finding.rule, finding.severity) == ("CR185", "info")
    assert "env vars `A`, `B`, `C` are version `latest`" in finding.message
    assert [place.message for place in finding.related] == ["`B`", "`C`"]
