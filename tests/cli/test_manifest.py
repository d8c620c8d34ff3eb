"""`lint manifest` prints what a deploy step amounts to."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.cli.main import main
from lint.manifest.reader import read_manifest

SCRIPT = """\
gcloud run deploy api \\
  --image=us-docker.pkg.dev/p/r/api:$TAG \\
  --set-env-vars=MODE=on,COUNT=1 \\
  --timeout=5m
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deploy.sh").write_text(SCRIPT)


def test_the_manifest_is_what_gcloud_would_read(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert main(["manifest", "deploy.sh"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(
        "# gcloud run deploy at deploy.sh:1\napiVersion: serving.knative.dev/v1\n"
    )
    manifest = read_manifest("x", text.encode())
    assert manifest.faults == []
    (document,) = manifest.documents
    assert document.root is not None
    data = document.root.plain()
    (container,) = data["spec"]["template"]["spec"]["containers"]
    assert container["env"] == [{"name": "MODE", "value": "on"}, {"name": "COUNT", "value": "1"}]
    assert container["image"] == "us-docker.pkg.dev/p/r/api:${TAG}"
    assert data["spec"]["template"]["spec"]["timeoutSeconds"] == 300
    Path("service.yaml").write_text(text)
    assert main(["service.yaml"]) == 0


def test_places(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert main(["manifest", "--places", "deploy.sh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (timeout,) = [line for line in lines if "timeoutSeconds" in line]
    assert timeout.endswith("# deploy.sh:4:13")


def test_a_step_that_gcloud_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text("gcloud run deploy api --image=x --concurrency=0\n")
    assert main(["manifest", "."]) == 1
    assert "deploy.sh:1:" in capsys.readouterr().err


def test_nothing_to_print(capsys: pytest.CaptureFixture[str]) -> None:
    Path("deploy.sh").write_text("echo\n")
    assert main(["manifest", "."]) == 2
    assert "no deploy step was found" in capsys.readouterr().err
    assert main(["manifest", "absent.sh"]) == 2


def test_a_folder_is_printed_as_a_check_finds_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("deploy.sh").unlink()
    for folder, text in (
        ("base", "resources: [service.yaml]"),
        ("prod", "resources: [../base]\nnamePrefix: p-"),
    ):
        Path(folder).mkdir()
        Path(folder, "kustomization.yaml").write_text(text + "\n")
    Path("base/service.yaml").write_text(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\n"
        "spec: {template: {spec: {containers: [{image: docker.io/library/nginx:1.27}]}}}\n"
    )
    assert main(["manifest", "."]) == 0
    assert capsys.readouterr().out.count("apiVersion") == 1  # the overlay, not its base
