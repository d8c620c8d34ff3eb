"""lint.deploy.gcloud.sources: deploys from source."""

from tests.deploy.gcloud.reading import annotations, container, step_of

DEPLOY = "gcloud run deploy api --source=. "


def test_the_image_is_the_one_that_is_built():
    assert container(DEPLOY)["image"] == "${IMAGE}"
    line = DEPLOY + "--region=us-east1 --project=p"
    image = "us-east1-docker.pkg.dev/p/cloud-run-source-deploy/api@${DIGEST}"
    assert container(line)["image"] == image


def test_the_build_is_described_in_annotations():
    found = annotations(DEPLOY + "--function=f --base-image=python312 --build-worker-pool=w")
    assert found["run.googleapis.com/build-function-target"] == "f"
    assert found["run.googleapis.com/build-worker-pool"] == "w"
    assert found["run.googleapis.com/build-enable-automatic-updates"] == "true"
    assert found["run.googleapis.com/base-images"] == '{"":"python312"}'


def test_a_named_image_and_variables_of_the_build():
    found = annotations(DEPLOY + "--image=r-docker.pkg.dev/p/r/api --set-build-env-vars=A=1,B=$X")
    assert found["run.googleapis.com/build-image-uri"] == "r-docker.pkg.dev/p/r/api"
    assert found["run.googleapis.com/build-environment-variables"] == '{"A": "1", "B": "${X}"}'


def test_without_a_build(tmp_path):
    line = "gcloud beta run deploy api --source=. --no-build --base-image=python312"
    assert container(line)["image"] == "scratch"
    assert annotations(line)["run.googleapis.com/sources"] == '{"":"gs://${OBJECT}"}'
    assert step_of(line, tmp_path).build is None


def test_the_archive_of_a_container_that_is_not_built():
    line = (
        "gcloud beta run deploy api --container=a --source=. --no-build --base-image=b --port=80"
        " --container=b --image=r-docker.pkg.dev/p/r/b"
    )
    assert annotations(line)["run.googleapis.com/sources"] == '{"a":"gs://${OBJECT}"}'


def test_jobs_have_no_such_annotations():
    line = "gcloud run jobs deploy j --source=. --region=r --project=p"
    assert container(line)["image"] == "r-docker.pkg.dev/p/cloud-run-source-deploy/j@${DIGEST}"
    assert "run.googleapis.com/build-image-uri" not in annotations(line)


def test_the_build_context(tmp_path):
    assert (
        step_of("gcloud run deploy api --source=app", tmp_path).build.directory == f"{tmp_path}/app"
    )
    assert step_of("gcloud run deploy api --source=gs://b/o.zip", tmp_path).build is None
    assert step_of("gcloud run deploy api --source=$DIR", tmp_path).build is None
    assert step_of("gcloud run deploy api --image=a", tmp_path).build is None


def test_variables_of_the_build_may_choose_what_starts(tmp_path):
    line = "gcloud run deploy api --source=. --set-build-env-vars="
    assert step_of(line + "GOOGLE_FUNCTION_SOURCE=src/main.py", tmp_path).build is None
    assert step_of(line + "$VARS", tmp_path).build is None
    assert step_of(line + "MODE=prod", tmp_path).build is not None
