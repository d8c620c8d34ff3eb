"""lint.deploy.shell_script: the steps and the images of a script."""

import os
import sys

from lint.deploy import shell_script
from lint.deploy.file import DeployFile
from tests.deploy.readings import images, kinds, read

DEPLOY = "gcloud run deploy api --image=gcr.io/p/api:1 --region=us-east1\n"


def test_steps_builds_and_pushed_names(tmp_path):
    found = read(
        shell_script,
        tmp_path / "deploy.sh",
        "docker build -t gcr.io/p/api:1 app && docker push gcr.io/p/api:1\n" + DEPLOY,
    )
    assert images(found) == {"api": "gcr.io/p/api:1"}
    assert [build.directory for build in found.builds] == [str(tmp_path / "app")]
    assert [str(name) for name in found.pushed] == ["gcr.io/p/api:1"]
    place = found.steps[0].anchor.place
    assert (place.line, place.column) == (2, 1)


def test_crlf(tmp_path):
    found = read(
        shell_script, tmp_path / "deploy.sh", "#!/bin/sh\r\n" + DEPLOY.replace(" --", " \\\r\n --")
    )
    assert images(found) == {"api": "gcr.io/p/api:1"}
    assert kinds(found) == [("crlf-script", 1, 10)]
    assert kinds(read(shell_script, tmp_path / "b.sh", "# gcloud\r\n")) == []


def test_a_manifest_that_the_script_writes(tmp_path):
    found = read(
        shell_script,
        tmp_path / "deploy.sh",
        """cat > service.yaml <<EOF
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: api
EOF
gcloud run services replace service.yaml --region us-east1
""",
    )
    (step,) = [step for step in found.steps if step.resource is not None]
    name = step.resource.root.at("metadata", "name")
    assert (name.text, name.line, name.column) == ("api", 5, 9)


def test_without_the_grammar(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tree_sitter_bash", None)
    found = read(shell_script, tmp_path / "deploy.sh", DEPLOY)
    assert found.steps == []
    assert "pip install" in found.not_read


def test_where_a_script_is_started(tmp_path):
    def start(path):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(DEPLOY)
        found = shell_script.start_folder(DeployFile(str(file), b"", path, str(tmp_path)))
        return os.path.relpath(found, tmp_path)

    assert start("scripts/deploy.sh") == "scripts"
    (tmp_path / ".git").mkdir()
    assert start("scripts/deploy.sh") == "scripts"
    (tmp_path / "Dockerfile").touch()
    assert start("scripts/deploy.sh") == "."
    (tmp_path / "scripts" / "Dockerfile").touch()
    assert start("scripts/deploy.sh") == "scripts"
