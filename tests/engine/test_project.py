"""What the folders of a run say together."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.findings import Outcome
from lint.model.options import Options

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: NAME, labels: {cloud.googleapis.com/location: us-east1}}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/NAME:1.0
          resources: {limits: {memory: 1Gi}}
"""
DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/").replace("_dot_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(*paths: str) -> Outcome:
    return check(Options(list(paths) or ["."]))


def rules(outcome: Outcome) -> list[str]:
    return [finding.rule for finding in outcome.findings]


BROKEN = {
    "api__Dockerfile": DOCKERFILE,
    "api__main_dot_py": "import gone.x\n",
    "api__gone__init_dot_py": "",
    "web__Dockerfile": DOCKERFILE,
    "web__main_dot_py": "print(1)\n",
}


def test_a_step_names_its_build_context() -> None:
    pytest.importorskip("tree_sitter_bash")
    write(deploy_dot_sh="cd api\ngcloud run deploy api --source . --region us-east1\n", **BROKEN)
    Path("api/gone").mkdir(exist_ok=True)
    Path("api/gone/__init__.py").write_text("")
    outcome = run()
    assert "BLD021" in rules(outcome)
    assert "1 resource: 1 deploy step; 1 with its image" in outcome.notes
    assert "BLD021" not in rules(run("deploy.sh"))  # a named file is read alone


def test_an_image_that_is_built_in_the_script_names_the_context() -> None:
    pytest.importorskip("tree_sitter_bash")
    write(
        deploy_dot_sh="docker build -t us-docker.pkg.dev/p/r/api:$TAG api\n"
        "docker push us-docker.pkg.dev/p/r/api:$TAG\n"
        "gcloud run deploy api --image us-docker.pkg.dev/p/r/api:$TAG\n",
        **BROKEN,
    )
    Path("api/gone").mkdir(exist_ok=True)
    Path("api/gone/__init__.py").write_text("")
    assert "BLD021" in rules(run())


def test_what_a_step_leaves_out_is_unknown_where_a_manifest_states_it() -> None:
    pytest.importorskip("tree_sitter_bash")
    write(
        service_dot_yaml=SERVICE.replace("NAME", "api"),
        deploy_dot_sh="gcloud run deploy api --image us-docker.pkg.dev/p/r/api:2\n",
        rules_dot_yaml="ruleset: own\nrules:\n  OWN001: {title: A, env: {required: [HOST]}}\n",
    )
    options = Options(["."])
    options.rules = ["rules.yaml"]
    outcome = check(options)
    assert [finding.place.path for finding in outcome.findings] == ["service.yaml"]
    assert outcome.not_run == []  # the manifest has answered the question
    options.paths = ["deploy.sh"]
    (finding,) = check(options).findings  # alone, it is the first deployment
    assert finding.help == "Add `HOST` to `--set-env-vars`."


def test_what_no_description_states_is_not_run() -> None:
    pytest.importorskip("tree_sitter_bash")
    write(
        staging_dot_sh="gcloud run deploy api --image us-docker.pkg.dev/p/r/api:2\n",
        production_dot_sh="gcloud run deploy api --image us-docker.pkg.dev/p/r/api:2\n",
        rules_dot_yaml="ruleset: own\nrules:\n  OWN001: {title: A, env: {required: [HOST]}}\n",
    )
    options = Options(["."])
    options.rules = ["rules.yaml"]
    outcome = check(options)
    assert outcome.findings == []
    (reason,) = [entry.reason for entry in outcome.not_run if entry.rule == "OWN001"]
    assert "`gcloud run deploy` keeps what it does not state" in reason


def test_only_manifests_are_not_summed_up() -> None:
    write(service_dot_yaml=SERVICE.replace("NAME", "api"))
    assert run().notes == []
