"""lint.deploy.gcloud.checks: what gcloud demands before it sends anything."""

import pytest

from tests.deploy.gcloud.reading import kinds

DEPLOY = "gcloud run deploy api --image=a "


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("gcloud run deploy api --source=.", []),
        ("gcloud run deploy api", ["missing-argument"]),
        ("gcloud run deploy api $FLAGS", []),
        ("gcloud run jobs create j", ["missing-argument"]),
        ("gcloud run jobs create j --container=c", ["missing-argument"]),
        ("gcloud run jobs deploy j --image=a --source=.", ["conflicting-flags"]),
        ("gcloud run worker-pools deploy w", ["missing-argument"]),
        ("gcloud run services update api --region=r", ["missing-argument"]),
        ("gcloud run services update api --memory= --update-secrets=", ["missing-argument"]),
        ("gcloud run services update api --memory=1Gi", []),
        ("gcloud run services update api $FLAGS", []),
        ("gcloud run services update-traffic api", ["missing-argument"]),
        ("gcloud run worker-pools update w --runtime=x", ["missing-argument"]),
        ("gcloud run jobs update j", []),
        ("gcloud run jobs execute j", []),
        ("gcloud run deploy api_1 --image=a", ["bad-resource-name"]),
        ("gcloud run deploy api- --image=a", ["bad-resource-name"]),
        ("gcloud run deploy $NAME --image=a", []),
        ("gcloud run deploy api-$ENV --image=a", []),
        (DEPLOY + "--cluster=c", ["bad-flag-value"]),
        (DEPLOY + "--platform=gke --cluster=c", []),
        (DEPLOY + "--automatic-updates", ["conflicting-flags"]),
        (DEPLOY + "--clear-network --network=n", ["conflicting-flags"]),
        (DEPLOY + "--network=n --subnet=s --network-tags=t", []),
        (DEPLOY + "--update-env-vars=A=1 --remove-env-vars=B", []),
        (DEPLOY + "--command=c --function=f --source=.", ["conflicting-flags"]),
    ],
)
def test_demands(line, expected):
    assert [kind for kind, _ in kinds(line)] == expected


@pytest.mark.parametrize(
    ("containers", "expected"),
    [
        ("--container=a --image=a --port=1 --container=b --image=b", []),
        ("--container=a --image=a --container=b --image=b", ["container-flags"]),
        ("--container=a --image=a --port=1 --container=b --image=b --port=2", ["container-flags"]),
        ("--container=a --image=a --port=1 --container=b", ["missing-argument"]),
        ("--cpu=1 --container=a --image=a", ["container-flags"]),
        ("--container=a --source=. --port=1 --container=b --source=b", ["container-flags"]),
        (
            "--no-use-http2 --container=a --image=a --port=1 --container=b --image=b",
            ["gcloud-exception"],
        ),
    ],
)
def test_containers(containers, expected):
    assert [kind for kind, _ in kinds(f"gcloud run deploy api {containers}")] == expected


def test_at_most_ten_containers():
    many = " ".join(f"--container=c{number} --image=a" for number in range(11))
    assert [kind for kind, _ in kinds(f"gcloud run jobs deploy j {many}")] == ["container-flags"]
