"""lint.deploy.gcloud.container_maps: annotations that are maps by container."""

from tests.deploy.gcloud.reading import annotations, kinds, steps_of

RUN = "run.googleapis.com/"


def test_dependencies_name_containers():
    line = (
        "gcloud run deploy api --container=app --image=a --port=80 --depends-on=db "
        "--container=db --image=b"
    )
    assert annotations(line)[RUN + "container-dependencies"] == '{"app": ["db"]}'
    assert kinds(line.replace("depends-on=db", "depends-on=x")) == [("container-flags", 72)]


def test_a_container_that_is_removed_is_waited_for_no_longer():
    line = (
        "gcloud run deploy api --container=app --image=a --port=80 --depends-on=db "
        "--container=db --image=b"
    )
    update = "gcloud run services update api --remove-containers=app"
    resource = steps_of(line, update)[1].resource
    found = {key for key, _ in resource.template_annotations.children()}
    assert RUN + "container-dependencies" not in found


def test_base_images():
    found = annotations("gcloud run deploy api --image=a --base-image=python312")
    assert found[RUN + "base-images"].endswith(':"python312"}')
