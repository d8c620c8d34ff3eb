"""Secrets in deploy steps: no format shows a value, whatever is wrong with the file around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canary.running import leaks

S = "CANARY0001"
GCLOUD = "gcloud run deploy api --image=us-docker.pkg.dev/p/r/api:1 "


def terraform(env: str, extra: str = "") -> str:
    return (
        'resource "google_cloud_run_v2_service" "a" {\n  name = "a"\n  location = "us-east1"\n'
        f'  template {{\n    timeout = "5m"\n    containers {{\n      image = "x:1"\n      {env}\n    }}\n  }}\n{extra}}}\n'
    )


FLAGS = [
    f"--set-env-vars=PORT={S}",
    f"--set-env-vars=A=1,{S}",
    f"--set-env-vars={S}",
    f"--set-env-vars='A={S},B'",
    f"--set-env-vars=A={S} --set-env-vars=A={S}",
    f"--set-env-vars=^^A={S}",
    f"--set-env-vars A=1 B={S}",
    f"--set-env-vars=A=${{X:-{S}}}",
    f"--update-env-vars=PASSWORD={S}",
    f"--set-secrets=TOKEN={S}",
    f"--args=--password={S},--password={S}",
    f"--args --password={S}",
    f"--comand={S}",
    f"--labels={S}",
    f"--no-such-flag={S}",
    f"{S} {S}",
    f"--set-env-vars=A=1 \\ \n  --update-env-vars=B={S}",
    f"--set-env-vars=A=1 # {S}",
    f'--set-env-vars="A={S}',
]


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("kind", ["sh", "make", "json", "py", "workflow", "cloudbuild", "gitlab"])
def test_flags(tmp_path: Path, flags: str, kind: str) -> None:
    command = GCLOUD + flags
    block = "\n".join(f"          {line}" for line in command.split("\n"))
    name, text = {
        "sh": ("deploy.sh", f"PASSWORD={S}\n{command}\n"),
        "make": (
            "Makefile",
            "deploy:\n\t" + command.replace("\n", "\n\t").replace("$", "$$") + "\n",
        ),
        "json": (
            "package.json",
            '{"scripts": {"deploy": ' + repr(command).replace('"', '\\"').replace("'", '"') + "}}",
        ),
        "py": (
            "deploy.py",
            f"import subprocess\nsubprocess.run({command.split()!r})\nsubprocess.run({command!r}, shell=True)\n",
        ),
        "workflow": (
            ".github/workflows/d.yml",
            f"env: {{PASSWORD: {S}}}\njobs:\n  a:\n    steps:\n      - env: {{B: {S}}}\n        run: |\n{block}\n",
        ),
        "cloudbuild": (
            "cloudbuild.yaml",
            "steps:\n  - name: gcr.io/google.com/cloudsdktool/cloud-sdk\n    entrypoint: bash\n"
            f"    env: ['A={S}', '{S}']\n    args:\n      - -c\n      - |\n{block}\nsubstitutions: {{_X: {S}, x: {S}}}\n",
        ),
        "gitlab": (".gitlab-ci.yml", f"variables: {{A: {S}}}\nd:\n  script:\n    - |\n{block}\n"),
    }[kind]
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text)
    assert not leaks(tmp_path, ["."])


@pytest.mark.parametrize(
    "inputs",
    [
        f"env_vars: |-\n            PORT={S}",
        f"env_vars: A={S},{S}",
        f"env_vars: 'A=\"{S}\"'",
        f"secrets: |-\n            A={S}",
        f"flags: --set-env-vars=A={S},B",
        f"password: {S}",
        f"labels: A={S}",
        f"env_vars_update_strategy: {S}",
    ],
)
@pytest.mark.parametrize("release", ["v0", "v1", "v2", "v3"])
def test_inputs_of_the_action(tmp_path: Path, inputs: str, release: str) -> None:
    path = tmp_path / ".github" / "workflows" / "d.yml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "jobs:\n  a:\n    steps:\n      - uses: google-github-actions/deploy-cloudrun@"
        f"{release}\n        with:\n          service: api\n          image: gcr.io/p/a\n          {inputs}\n"
    )
    assert not leaks(tmp_path, ["."])


@pytest.mark.parametrize(
    "text",
    [
        terraform(f'env {{\n name = "PORT"\n value = "{S}"\n }}'),
        terraform(f'env {{\n name = "A"\n value = "{S}"\n value = "{S}"\n }}'),
        terraform(f'env {{\n nam = "A"\n valeu = "{S}"\n }}'),
        terraform(f'env = [{{name = "A", value = "{S}"}}]'),
        terraform(f'enviroment = {{ A = "{S}" }}'),
        terraform(f'args = ["--password={S}"]', f'  password = "{S}"\n'),
        terraform("", f'  annotations = {{ "run.googleapis.com/x" = "{S}" }}\n'),
        f'variable "v" {{ default = "{S}" }}\n'
        + terraform('env {\n name = "PORT"\n value = var.v\n }'),
        f'locals {{ e = {{ PORT = "{S}" }} }}\n'
        + terraform(
            'dynamic "env" {\n for_each = local.e\n content {\n name = env.key\n value = env.value\n }\n }'
        ),
        terraform(f'env {{ name = "A" value = "{S}" }}'),
        terraform("") + f"# {S}\n}}}} {S}\n",
    ],
)
def test_terraform(tmp_path: Path, text: str) -> None:
    pytest.importorskip("tree_sitter_hcl")
    (tmp_path / "main.tf").write_text(text)
    assert not leaks(tmp_path, ["."])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".env", f"PORT={S}\n"),
        (".env", f"A='{S}\n"),
        ("env.yaml", f"PORT: '{S}'\n"),
        ("env.yaml", f"A: [{S}]\n"),
        ("env.yaml", f"A={S}\n"),
        ("flags.yaml", f"--set-env-vars: {{PORT: {S}}}\n"),
        ("flags.yaml", f"--set-env-vars: {S}\n--nope: {S}\n"),
    ],
)
def test_files_that_a_command_names(tmp_path: Path, name: str, text: str) -> None:
    flag = "--flags-file" if name.startswith("flags") else "--env-vars-file"
    (tmp_path / name).write_text(text)
    (tmp_path / "deploy.sh").write_text(f"{GCLOUD} {flag}={name}\n")
    assert not leaks(tmp_path, ["."])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "compose.yaml",
            f"services: {{web: {{image: x, environment: {{PORT: {S}}}, command: --p={S}}}}}\n",
        ),
        ("compose.yaml", f"services: {{web: {{image: x, environment: [PORT={S}]}}}}\n"),
        (
            "body.json",
            '{"ingress": "INGRESS_TRAFFIC_ALL", "template": {"timeout": "5m", "containers": [{"image": "x",'
            f' "env": [{{"name": "PORT", "value": "{S}"}}, {{"name": "A", "valeu": "{S}"}}]}}]}}}}',
        ),
        (
            "run.yaml",
            "apiVersion: run.cnrm.cloud.google.com/v1beta1\nkind: RunService\nmetadata: {name: a}\n"
            f"spec: {{location: us-east1, template: {{containers: [{{image: x, env: [{{name: PORT, value: {S}}}]}}]}}}}\n",
        ),
    ],
)
def test_other_descriptions(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "up.sh").write_text("gcloud run compose up\n")
    assert not leaks(tmp_path, ["."])
