"""lint.deploy.gcloud.traffic: which revisions get the requests."""

import pytest

from tests.deploy.gcloud.reading import kinds, step_of, steps_of

UPDATE = "gcloud run services update-traffic api "


def traffic(*lines):
    node = steps_of(*lines)[-1].resource.root.at("spec", "traffic")
    return node.plain() if node is not None else None


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("--to-latest", [{"latestRevision": True, "percent": 100}]),
        (
            "--to-revisions=LATEST=50,api-1=50",
            [{"revisionName": "api-1", "percent": 50}, {"latestRevision": True, "percent": 50}],
        ),
        ("--to-revisions=api-1=10", None),
        ("--to-revisions=api-1=$SHARE", None),
        ("--to-tags=green=100", None),
        (
            "--to-latest --set-tags=green=api-1",
            [{"latestRevision": True, "percent": 100}, {"revisionName": "api-1", "tag": "green"}],
        ),
        ("--update-tags=green=api-1", None),
    ],
)
def test_what_is_known_of_the_traffic(flags, expected):
    assert traffic(UPDATE + flags) == expected
    assert step_of(UPDATE + flags).resource.partial


@pytest.mark.parametrize("shares", ["a=60,b=60", "a=x", "a=101", "a=-1"])
def test_shares_that_gcloud_refuses(shares):
    assert [kind for kind, _ in kinds(f"{UPDATE}--to-revisions={shares}")] == ["bad-flag-value"]


def test_a_tag_of_the_first_revision():
    deploy = "gcloud run deploy api --image=a --tag=green"
    latest = {"latestRevision": True, "percent": 100}
    assert traffic(deploy) == [latest, {"revisionName": "${REVISION}", "tag": "green"}]
    assert traffic(deploy + " --revision-suffix=v1") == [
        latest,
        {"revisionName": "api-v1", "tag": "green"},
    ]


def test_a_first_deploy_takes_the_traffic():
    deploy = "gcloud run deploy api --image=a --no-traffic"
    (step,) = steps_of(deploy)
    assert [(fault.kind, fault.severity) for fault in step.faults] == [("needs-existing", "info")]
    assert steps_of("gcloud run deploy api --image=a", deploy)[1].faults == []
