"""Two files that describe one service differently."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.test_project import SERVICE, rules, run, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_two_descriptions_that_differ() -> None:
    pytest.importorskip("tree_sitter_bash")
    write(
        service_dot_yaml=SERVICE.replace("NAME", "api"),
        deploy_dot_sh="gcloud run deploy api --image us-docker.pkg.dev/p/r/api:2 --memory 512Mi"
        " --region us-east1\n",
    )
    (finding,) = [finding for finding in run().findings if finding.rule == "DEP160"]
    assert (finding.place.path, finding.place.line, finding.severity) == ("deploy.sh", 1, "warning")
    assert finding.message == "`memory` of Service api differs from the manifest"
    assert [(each.place.path, each.place.line) for each in finding.related] == [("service.yaml", 9)]


@pytest.mark.parametrize(
    "command",
    [
        "gcloud run deploy api --image x:2 --memory 512Mi --region europe-west1",
        "gcloud run deploy api --image x:2 --memory 512Mi --project other",
        "gcloud run deploy api --image x:2 --memory 1Gi",
        "gcloud run deploy api --image x:2 --memory $MEMORY",
        "gcloud run deploy till --image x:2 --memory 512Mi",
    ],
)
def test_what_is_no_contradiction(command: str) -> None:
    manifest = SERVICE.replace("NAME", "api").replace("{name: api,", "{name: api, namespace: shop,")
    write(service_dot_yaml=manifest, deploy_dot_sh=command + "\n")
    assert "DEP160" not in rules(run())


def test_terraform_and_a_workflow() -> None:
    pytest.importorskip("tree_sitter_bash")
    write(
        main_dot_tf="""
resource "google_cloud_run_v2_service" "api" {
  name     = "api"
  location = "us-east1"
  template {
    timeout = "60s"
    containers {
      image = "us-docker.pkg.dev/p/r/api:1"
      env {
        name  = "MODE"
        value = "a"
      }
    }
  }
}
""",
        deploy_dot_sh="gcloud run deploy api --image us-docker.pkg.dev/p/r/api:2 --timeout 5m"
        " --set-env-vars MODE=b --region us-east1\n",
    )
    (finding,) = [finding for finding in run().findings if finding.rule == "DEP160"]
    assert finding.message == (
        "`timeoutSeconds` and env var `MODE` of Service api differ"
        " from `google_cloud_run_v2_service`"
    )
    assert [place.place.path for place in finding.related] == ["main.tf", "main.tf"]


@pytest.mark.parametrize(
    ("command", "reported"),
    [
        ("gcloud run services replace service.yaml --region=europe-west1", True),
        ("cd . && gcloud run services replace ./service.yaml --region europe-west1", True),
        ("gcloud run services replace service.yaml --region=us-east1", False),
        ("gcloud run services replace service.yaml --region=$REGION", False),
        ("gcloud run services replace service.yaml", False),
        ("gcloud run services replace other.yaml --region=europe-west1", False),
    ],
)
def test_the_region_of_a_manifest_that_a_command_sends(command: str, reported: bool) -> None:
    pytest.importorskip("tree_sitter_bash")
    manifest = SERVICE.replace("NAME", "api")
    write(service_dot_yaml=manifest, other_dot_yaml="a: b\n", deploy_dot_sh=command + "\n")
    found = [finding for finding in run().findings if finding.rule == "DEP162"]
    assert bool(found) is reported
    for finding in found:
        assert (
            finding.message
            == "the command deploys to `europe-west1`, and the manifest states `us-east1`"
        )
        assert [(each.place.path, each.place.line) for each in finding.related] == [
            ("service.yaml", 3)
        ]
