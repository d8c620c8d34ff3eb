"""lint.deploy.gcloud.checks: what gcloud demands before it sends anything."""

import pytest

from tests.deploy.gcloud.reading import kinds, step_of

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
        ("gcloud run deploy api --command=c --function=f --source=.", ["conflicting-flags"]),
        (DEPLOY + "--project=123456", ["bad-flag-value"]),
        (DEPLOY + "--project=$P", []),
        (
            "gcloud run services update api --clear-vpc-connector --vpc-egress=all",
            ["conflicting-flags"],
        ),
        ("gcloud run jobs execute j --container=c", ["missing-argument"]),
        ("gcloud run jobs execute j --container=c --args=x", []),
        (DEPLOY + "--source=.", ["bad-flag-value"]),
        ("gcloud run deploy api --source=. --image=r-docker.pkg.dev/p/r/api", []),
        ("gcloud run deploy api --source=. --image=r-docker.pkg.dev/p/r", []),
        ("gcloud run deploy api --source=. --image=r-docker.pkg.dev/p/r/web", ["bad-flag-value"]),
        ("gcloud run deploy api --source=. --image=$IMAGE", []),
        ("gcloud beta run deploy api --source=. --no-build", ["missing-argument"]),
        ("gcloud beta run deploy api --source=. --no-build --base-image=b", []),
        (
            "gcloud beta run deploy api --source=. --no-build --base-image=b --image=a",
            ["bad-flag-value"],
        ),
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


def test_whoever_is_asked_may_answer():
    (fault,) = step_of("gcloud run deploy api").faults
    assert fault.severity == "warning"
    (fault,) = step_of("gcloud run deploy api --quiet").faults
    assert fault.severity is None


def test_at_most_ten_containers():
    many = " ".join(f"--container=c{number} --image=a" for number in range(11))
    assert [kind for kind, _ in kinds(f"gcloud run jobs deploy j {many}")] == ["container-flags"]
