"""lint.deploy.gcloud.change: flags that are one annotation each."""

import pytest

from tests.deploy.gcloud.reading import annotations

DEPLOY = "gcloud run deploy api --image=a "
RUN = "run.googleapis.com/"


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("", RUN + "startup-cpu-boost", "True"),
        ("--no-cpu-boost", RUN + "startup-cpu-boost", "False"),
        ("--ingress=internal", RUN + "ingress", "internal"),
        ("--no-default-url", RUN + "default-url-disabled", "True"),
        ("--no-invoker-iam-check", RUN + "invoker-iam-disabled", "True"),
        ("--session-affinity", RUN + "sessionAffinity", "true"),
        ("--no-session-affinity", RUN + "sessionAffinity", None),
        ("--iap", RUN + "iap-enabled", "true"),
        ("--execution-environment=gen2", RUN + "execution-environment", "gen2"),
        ("--description=text", RUN + "description", "text"),
    ],
)
def test_annotations(flags, key, value):
    assert annotations(DEPLOY + flags).get(key) == value
