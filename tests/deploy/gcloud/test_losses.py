"""lint.deploy.gcloud.losses: what gcloud accepts and does something else with."""

import pytest

from lint.deploy.gcloud.faults import REFUSALS
from tests.deploy.gcloud.reading import kinds

DEPLOY = "gcloud run deploy api --image=a "


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (DEPLOY + "--set-env-vars=A=http://a,http://b?x=1", [("comma-in-value", 59)]),
        (DEPLOY + "--update-env-vars=A={x,y=1", []),
        (DEPLOY + "--set-env-vars=A=1,my.key=2", []),
        (DEPLOY + "--set-env-vars=A=1,$K=2", []),
        (DEPLOY + "--set-env-vars=", [("empty-set", 33)]),
        (DEPLOY + "--set-secrets=", [("empty-set", 33)]),
        (DEPLOY + "--function=f", [("flag-without-effect", 33)]),
        (DEPLOY + "--set-build-env-vars=A=1", [("flag-without-effect", 33)]),
        ("gcloud run deploy api --source=. --function=f --set-build-env-vars=A=1", []),
        (DEPLOY + "--set-env-vars=GOOGLE_ENTRYPOINT=x", [("build-variable-at-run-time", 48)]),
        (DEPLOY + "--set-env-vars=GOOGLE_CLOUD_PROJECT=x", []),
        (
            "gcloud run jobs deploy j --image=a --update-annotations=a=b",
            [("flag-without-effect", 36)],
        ),
        (
            "gcloud run deploy api --container=a --image=a --readiness-probe=grpc.port=1",
            [("gcloud-exception", 47)],
        ),
        (
            "gcloud run deploy api --container=a --image=a --liveness-probe=grpc.port=1 --readiness-probe=grpc.port=2",
            [("flag-without-effect", 76)],
        ),
        (
            "gcloud run worker-pools deploy w --container=a --image=a --gpu=1",
            [("flag-without-effect", 58)],
        ),
    ],
)
def test_losses(line, expected):
    found = kinds(line)
    assert found == expected
    assert not REFUSALS & {kind for kind, _ in found}
