"""Scripts in the configuration of CI systems."""

from __future__ import annotations

import pytest

from lint.deploy import readers
from lint.deploy.ci_script import read
from lint.deploy.file import DeployFile
from lint.deploy.step import Read

DEPLOY = "gcloud run deploy web --image=a --region=r"
SCRIPTS = [
    (".circleci/config.yml", f"jobs: {{d: {{steps: [checkout, {{run: {DEPLOY}}}]}}}}"),
    (
        ".circleci/config.yml",
        f"jobs: {{d: {{steps: [{{run: {{name: x, command: {DEPLOY}}}}}]}}}}",
    ),
    ("bitbucket-pipelines.yml", f"pipelines: {{default: [{{step: {{script: [{DEPLOY}]}}}}]}}"),
    ("azure-pipelines.yml", f"steps: [{{bash: {DEPLOY}}}]"),
    ("azure-pipelines.yml", f"jobs: [{{job: a, steps: [{{script: {DEPLOY}}}]}}]"),
    (
        "azure-pipelines.yml",
        f"steps: [{{task: Bash@3, inputs: {{targetType: inline, script: {DEPLOY}}}}}]",
    ),
    (".drone.yml", f"kind: pipeline\nsteps: [{{name: a, image: b, commands: [{DEPLOY}]}}]"),
    ("Taskfile.yml", f"tasks: {{deploy: {{cmds: [{DEPLOY}]}}}}"),
    ("Taskfile.yml", f"tasks: {{deploy: {{cmds: [{{cmd: {DEPLOY}}}]}}}}"),
    (".travis.yml", f"script: [{DEPLOY}]"),
    ("buildspec.yml", f"phases: {{build: {{commands: [{DEPLOY}]}}}}"),
    (".gitlab-ci.yml", f"deploy: {{script: {DEPLOY}}}"),
    (".gitlab-ci.yml", f"deploy: {{script: [{DEPLOY}]}}"),
    (".gitlab-ci.yml", f"deploy: {{script: [[{DEPLOY}, echo]]}}"),
]
"""Files of CI systems with a script that deploys, by their paths."""


def _read(name: str, text: str) -> Read:
    return read(DeployFile(name, text.encode()))


def _names(found: Read) -> list[str]:
    return [step.resource.name for step in found.steps if step.resource is not None]


@pytest.mark.parametrize(("name", "text"), SCRIPTS)
def test_scripts_are_found(name: str, text: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert _names(_read(name, text)) == ["web"]


@pytest.mark.parametrize(("name", "text"), SCRIPTS)
def test_a_script_is_found_by_the_reader_that_the_file_gets(name: str, text: str) -> None:
    """Other systems have `jobs` and `steps`, too, and comments may have any word."""
    pytest.importorskip("tree_sitter_bash")
    for comment in ("", "# jobs: runs: steps:\n"):
        data = f"{comment}{text}".encode()
        found = readers.read(readers.reader_of(name, data), DeployFile(name, data))
        assert _names(found) == ["web"]


@pytest.mark.parametrize(
    "text",
    [
        f"description: {DEPLOY}",
        f"data: {{notes.txt: {DEPLOY}}}",
        f"jobs: {{d: {{name: {DEPLOY}}}}}",
        "script: echo gcloud",
        f"- {DEPLOY}",
        "a: [",
    ],
)
def test_other_strings_are_no_scripts(text: str) -> None:
    assert _read("x.yml", text).steps == []


def test_a_job_of_gitlab() -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        ".gitlab-ci.yml",
        """\
variables:
  REGION: europe-west1
  NAME: {value: shop, description: x}
default:
  before_script:
    - TAG=v1
.base:
  variables: {REGION: europe-west4}
  script:
    - gcloud run deploy $NAME --image=gcr.io/p/web:$TAG --region=$REGION
staging:
  extends: .base
prod:
  extends: [.base]
  variables: {REGION: us-east1}
  before_script:
    - !reference [.setup, script]
.setup:
  script:
    - TAG=v2
""",
    )
    assert [
        (name, str(step.region)) for name, step in zip(_names(found), found.steps, strict=True)
    ] == [
        ("shop", "europe-west4"),
        ("shop", "europe-west4"),
        ("shop", "us-east1"),
    ]
    images = [
        container.node.get("image")
        for step in found.steps
        if step.resource is not None
        for container in step.resource.containers
    ]
    assert [(node.plain(), node.line, node.column) for node in images if node is not None] == [
        ("gcr.io/p/web:v1", 10, 39),
        ("gcr.io/p/web:v1", 10, 39),
        ("gcr.io/p/web:v2", 10, 39),
    ]


def test_what_the_system_fills_in_is_not_known() -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        ".circleci/config.yml",
        "jobs: {d: {steps: [{run: 'gcloud run deploy << parameters.name >> --image=gcr.io/p/{{.TAG}} --region=r'}]}}",
    )
    (step,) = found.steps
    assert step.resource is not None
    node = step.resource.name_node
    assert node is not None
    assert node.placeholders == ("${parameters.name}",)
    image = step.resource.containers[0].node.get("image")
    assert image is not None
    assert image.plain() == "gcr.io/p/${TAG}"


def test_a_command_that_ends_too_early() -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        ".gitlab-ci.yml",
        "deploy:\n  script:\n    - |\n      gcloud run deploy web --image=a --region=r\n        --port=1\n",
    )
    (fault,) = found.faults
    assert (fault.kind, fault.where.line, fault.where.column) == ("missing-continuation", 5, 9)


def test_images_and_jobs_that_extend_themselves() -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        ".gitlab-ci.yml",
        "a: {extends: b, script: [docker build -t x ., docker push x]}\nb: {extends: a}\n",
    )
    assert {(build.directory, build.image) for build in found.builds} == {(".", "x")}
    assert {str(name) for name in found.pushed} == {"x"}
