"""`network`: connectors, interfaces and egress that contradict each other."""

from __future__ import annotations

import pytest

from tests.checks.judging import found, rules_of, template


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("run.googleapis.com/vpc-access-connector: main", []),
        ("run.googleapis.com/vpc-access-connector: ''", ["CR182"]),
        # Empty, so it does not compete with the interface.
        (
            "run.googleapis.com/vpc-access-connector: '', run.googleapis.com/network-interfaces: '[{\"network\": \"n\"}]'",
            ["CR182"],
        ),
        ("run.googleapis.com/vpc-access-connector: a/b", ["CR183"]),
        ("run.googleapis.com/vpc-access-connector: projects/p/locations/eu/connectors/", ["CR183"]),
        ("run.googleapis.com/vpc-access-connector: $CONNECTOR", []),
        ("run.googleapis.com/vpc-access-connector: 1a", ["CR183"]),
        ("run.googleapis.com/vpc-access-egress: all-traffic", ["CR181"]),
        ("run.googleapis.com/vpc-access-egress: null", []),
        # How many there are is another rule's.
        ("run.googleapis.com/network-interfaces: '[]'", []),
        ("run.googleapis.com/network-interfaces: '[{}]'", ["CR186"]),
        ('run.googleapis.com/network-interfaces: \'[{"network": ""}]\'', ["CR186"]),
        (
            'run.googleapis.com/network-interfaces: \'[{"subnetwork": "s", "tags": ["ab", "A"]}]\'',
            ["CR187"],
        ),
        ('run.googleapis.com/network-interfaces: \'[{"network": "n", "tags": "A"}]\'', []),
        ("run.googleapis.com/network-interfaces: 'not json'", []),
        ("run.googleapis.com/network-interfaces: '{\"a\": 1}'", []),
    ],
)
def test_annotations_of_the_template(text: str, rules: list[str]) -> None:
    assert rules_of("network", template(text)) == rules


def test_both_ways_out_are_shown_at_once() -> None:
    (finding,) = found(
        "network",
        """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: a}
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/network-interfaces: '[{"network": "n"}]'
        run.googleapis.com/vpc-access-connector: main
    spec: {containers: [{image: a}]}
""",
    )
    assert (finding.rule, finding.place.line) == ("CR180", 8)
    assert [related.place.line for related in finding.related] == [9]


@pytest.mark.parametrize(
    ("location", "rules"), [("eu", []), ("us", ["CR184"]), ("$REGION", []), ("''", [])]
)
def test_the_region_of_a_connector(location: str, rules: list[str]) -> None:
    text = f"""\
metadata: {{labels: {{cloud.googleapis.com/location: {location}}}}}
spec:
  template:
    metadata:
      annotations: {{run.googleapis.com/vpc-access-connector: projects/p/locations/eu/connectors/c}}
"""
    assert rules_of("network", text) == rules
