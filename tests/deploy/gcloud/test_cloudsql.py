"""lint.deploy.gcloud.cloudsql: instances, with the project and region of the command."""

import pytest

from tests.deploy.gcloud.reading import annotations, kinds, steps_of

DEPLOY = "gcloud run deploy api --image=a "
RUN = "run.googleapis.com/"


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("--add-cloudsql-instances=p:r:i", RUN + "cloudsql-instances", "p:r:i"),
        ("--add-cloudsql-instances=$I", RUN + "cloudsql-instances", "${I}"),
        ("--add-cloudsql-instances=$P:r:i,p:r:j", RUN + "cloudsql-instances", "${P}:r:i,p:r:j"),
        (
            "--project=p --region=r --set-cloudsql-instances=i",
            RUN + "cloudsql-instances",
            "p:r:i",
        ),
        ("--set-cloudsql-instances=i", RUN + "cloudsql-instances", "${PROJECT_ID}:${REGION}:i"),
    ],
)
def test_annotations(flags, key, value):
    assert annotations(DEPLOY + flags).get(key) == value


def test_a_list_that_is_added_to_may_have_more():
    resource = steps_of("gcloud run services update api --add-cloudsql-instances=p:r:i")[0].resource
    assert resource.open == {"cloudsql"}


def test_a_name_of_two_parts():
    assert kinds(DEPLOY + "--set-cloudsql-instances=p:db") == [("bad-cloudsql-instance", 58)]
