"""lint.deploy.gcloud.scaling: numbers of instances, by hand and automatic."""

import pytest

from tests.deploy.gcloud.reading import annotations, kinds

DEPLOY = "gcloud run deploy api --image=a "
RUN = "run.googleapis.com/"
SCALE = "autoscaling.knative.dev/"


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("--min-instances=2", SCALE + "minScale", "2"),
        ("--min-instances=0", SCALE + "minScale", None),
        ("--max-instances=0", SCALE + "maxScale", "0"),
        ("--max-instances=$M", SCALE + "maxScale", "${M}"),
        ("--min=1", RUN + "minScale", "1"),
        ("--scaling=3", RUN + "manualInstanceCount", "3"),
        ("--scaling=auto", RUN + "scalingMode", "automatic"),
    ],
)
def test_annotations(flags, key, value):
    assert annotations(DEPLOY + flags).get(key) == value


def test_worker_pools_are_scaled_by_hand():
    found = annotations("gcloud run worker-pools deploy w --image=a --instances=2")
    assert found[RUN + "manualInstanceCount"] == "2"
    assert kinds("gcloud run worker-pools deploy w --image=a --scaling=auto") == [
        ("bad-flag-value", 54)
    ]


def test_manual_scaling_has_no_maximum():
    assert kinds(DEPLOY + "--scaling=3 --max=5") == [("conflicting-flags", 45)]
