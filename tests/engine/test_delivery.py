"""What Skaffold and Cloud Deploy replace is unknown in the document."""

from __future__ import annotations

from lint.deploy.step import Delivery
from lint.engine.delivery import deliver
from lint.manifest.reader import read_manifest

TEXT = b"""\
metadata: {name: web}
spec:
  replicas: 1 # from-param: ${number}
  containers: [{image: web}, {image: us-docker.pkg.dev/p/r/own:1}, {image: us-docker.pkg.dev/p/r/x:1}]
"""


def images(delivery: Delivery | None) -> list[str]:
    manifest = read_manifest("service.yaml", TEXT)
    root = manifest.documents[0].root
    assert root is not None
    deliver(root, manifest.source, delivery)  # type: ignore[arg-type]
    assert root.plain()["spec"]["replicas"] == "${number}"
    return [container["image"] for container in root.plain()["spec"]["containers"]]


def test_images_that_a_project_builds_and_words_are_replaced() -> None:
    own, other = "us-docker.pkg.dev/p/r/own", "us-docker.pkg.dev/p/r/x:1"
    assert images(Delivery([], [own])) == ["${web}", "${" + own + "}", other]


def test_without_a_project_only_parameters_are() -> None:
    assert images(None)[0] == "web"
