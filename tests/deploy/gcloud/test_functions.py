"""lint.deploy.gcloud.functions: functions of the second generation are services."""

import pytest

from tests.deploy.gcloud.reading import annotations, spec, step_of

DEPLOY = "gcloud functions deploy My_Func --gen2 --region=r --runtime=python312 "


def test_a_function_of_the_second_generation():
    line = DEPLOY + (
        "--set-env-vars=A=1 --set-secrets=B=s:1 --memory=512Mi --concurrency=8 --timeout=60s "
        "--run-service-account=sa --max-instances=3 --egress-settings=all --vpc-connector=c "
        "--ingress-settings=internal-only"
    )
    step = step_of(line)
    assert (step.resource.name, step.resource.partial) == ("my-func", True)
    found = spec(line)
    assert [entry["name"] for entry in found["containers"][0]["env"]] == ["A", "B"]
    assert (found["containerConcurrency"], found["timeoutSeconds"]) == (8, 60)
    assert found["serviceAccountName"] == "sa"
    assert annotations(line) == {
        "autoscaling.knative.dev/maxScale": "3",
        "run.googleapis.com/ingress": "internal",
        "run.googleapis.com/vpc-access-connector": "c",
        "run.googleapis.com/vpc-access-egress": "all-traffic",
    }


def test_the_generation_is_not_guessed():
    assert step_of("gcloud functions deploy f --runtime=python312").resource is None
    assert step_of("gcloud functions deploy f --no-gen2 --runtime=python312").resource is None
    assert step_of("gcloud functions deploy f --concurrency=8").resource is not None


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("256MB", "256M"),
        ("512mb", "512M"),
        ("256", "256M"),
        ("1GiB", "1Gi"),
        ("2gi", "2Gi"),
        ("512Mi", "512Mi"),
        ("512KiloByte", "512KiloByte"),
        ("1.5Gi", "1.5Gi"),
    ],
)
def test_the_unit_of_memory_is_the_one_that_gcloud_sends(written, sent):
    (container,) = spec(f"{DEPLOY}--memory={written}")["containers"]
    assert container["resources"]["limits"]["memory"] == sent
