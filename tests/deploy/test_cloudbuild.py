"""Cloud Build configurations as the deploy steps and the images of their steps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.deploy.cloudbuild import read
from lint.deploy.file import DeployFile
from lint.deploy.step import Read

SDK = "gcr.io/google.com/cloudsdktool/cloud-sdk"


def _read(text: str) -> Read:
    return read(DeployFile("cloudbuild.yaml", text.encode()))


def _faults(found: Read) -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.where.line, fault.where.column) for fault in found.faults]


def test_arguments_are_words() -> None:
    found = _read(
        """\
steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, -t, 'eu.gcr.io/$PROJECT_ID/web:$SHORT_SHA', -f, web/Dockerfile, web]
  - name: gcr.io/cloud-builders/docker
    args: [push, 'eu.gcr.io/$PROJECT_ID/web:$SHORT_SHA']
  - name: gcr.io/google.com/cloudsdktool/cloud-sdk:slim
    entrypoint: gcloud
    args:
      - run
      - deploy
      - web
      - --image
      - eu.gcr.io/$PROJECT_ID/web:$SHORT_SHA
      - --region=${_REGION}
      - --set-env-vars=A=b c
substitutions: {_REGION: europe-west1}
"""
    )
    assert found.faults == []
    (step,) = found.steps
    assert step.resource is not None
    assert step.resource.root.plain()["spec"]["template"]["spec"]["containers"] == [
        {
            "image": "eu.gcr.io/${PROJECT_ID}/web:${SHORT_SHA}",
            "env": [{"name": "A", "value": "b c"}],
        }
    ]
    assert (step.anchor.place.line, step.anchor.place.column) == (7, 17)
    node = step.resource.containers[0].node.get("image")
    assert node is not None
    assert (node.line, node.column) == (13, 9)
    assert str(step.region) == "${_REGION}"
    (build,) = found.builds
    assert (build.directory, build.dockerfile, build.image) == (
        "web",
        "web/Dockerfile",
        "eu.gcr.io/${PROJECT_ID}/web:${SHORT_SHA}",
    )
    assert [str(name) for name in found.pushed] == ["eu.gcr.io/${PROJECT_ID}/web:${SHORT_SHA}"]


def test_scripts_of_bash() -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        """\
steps:
  - name: gcr.io/cloud-builders/gcloud
    entrypoint: /bin/bash
    dir: infra
    env: [SERVICE=shop]
    args:
      - -eEuo
      - pipefail
      - -c
      - |
        NAME=x
        gcloud run deploy "$$SERVICE" --image=gcr.io/$PROJECT_ID/$$NAME:1 --region=r
"""
    )
    (step,) = found.steps
    assert step.resource is not None
    assert step.resource.name == "shop"
    node = step.resource.containers[0].node.get("image")
    assert node is not None
    assert (node.plain(), node.line, node.column) == ("gcr.io/${PROJECT_ID}/x:1", 12, 47)


def test_scripts_are_taken_as_they_are() -> None:
    pytest.importorskip("tree_sitter_bash")
    text = """\
steps:
  - name: gcr.io/google.com/cloudsdktool/cloud-sdk
    %s
    script: |
      #!/usr/bin/env bash
      TAG=1
      gcloud run deploy web --image=gcr.io/$PROJECT_ID/web:$TAG --region=r
"""
    found = _read(text % "id: a")
    assert _faults(found) == [("build-script-substitution", 7, 44)]
    assert len(found.steps) == 1
    for line in ("env: [PROJECT_ID=$PROJECT_ID]", "automapSubstitutions: true"):
        assert _faults(_read(text % line)) == []
    assert _faults(_read(text % "args: [x]"))[0] == ("build-args", 3, 5)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (
            "{name: %s, entrypoint: gcloud, args: ['run deploy', web, --region=r, --image=a:1]}",
            (1, 86),
        ),
        (
            "{name: %s, entrypoint: gcloud, args: [run, deploy, web, '--region r', --image=a:1]}",
            (1, 104),
        ),
        ("{name: %s, entrypoint: gcloud, args: [gcloud, run, deploy, web]}", (1, 85)),
        ("{name: %s, entrypoint: gcloud, args: 'run deploy web --region=r --image=a:1'}", (1, 85)),
        ("{name: %s, args: [run, deploy, web]}", (1, 65)),
        ("{name: %s, entrypoint: bash, args: ['gcloud run deploy web']}", (1, 84)),
    ],
)
def test_items_that_are_no_words(step: str, fault: tuple[int, int]) -> None:
    found = [each for each in _faults(_read(f"steps: [{step % SDK}]\n")) if each[0] == "build-args"]
    assert found == [("build-args", *fault)]


def test_words_of_one_item_are_read_all_the_same() -> None:
    found = _read(
        f"steps: [{{name: {SDK}, entrypoint: gcloud, args: run deploy web --image=a:1}}]\n"
    )
    (step,) = found.steps
    assert step.resource is not None
    assert step.resource.name == "web"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("echo $_A $HOME $$HOME", [("build-substitution", 2)]),
        ("echo $_A ${PATH} # $USER", [("build-substitution", 2), ("build-substitution", 2)]),
        ("echo $_A $PROJEKT_ID", [("build-substitution", 2)]),
        ("echo $_A ${_B} $_HEAD_BRANCH $LOCATION", [("build-undeclared-substitution", 2)]),
        ("echo $_A ${lower} $(date) ${X:-1} $1", []),
        ("echo", [("build-unused-substitution", 3)]),
    ],
)
def test_substitutions(text: str, faults: list[tuple[str, int]]) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        "steps:\n"
        f"  - {{name: {SDK}, entrypoint: bash, args: [-c, 'gcloud info; {text}']}}\n"
        "substitutions: {_A: x}\n"
    )
    assert [fault[:2] for fault in _faults(found)] == faults


def test_names_of_substitutions() -> None:
    found = _read(
        "steps: [{name: gcloud}]\nsubstitutions: {_a: x, B: z}\noptions: {substitutionOption: ALLOW_LOOSE}\n"
    )
    assert _faults(found) == [
        ("build-substitution-name", 2, 17),
        ("build-substitution-name", 2, 24),
    ]


def test_the_folder_of_a_build(tmp_path: Path) -> None:
    text = """\
steps:
  - {name: gcr.io/cloud-builders/docker, args: [build, -t, x, .]}
  - {name: gcr.io/kaniko-project/executor, args: [--destination=y, --context=dir://app, --dockerfile=b.Dockerfile]}
"""
    (tmp_path / "deploy").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "b.Dockerfile").write_text("FROM x\n")
    (tmp_path / "Dockerfile").write_text("FROM x\n")
    path = tmp_path / "deploy" / "cloudbuild.yaml"
    path.write_text(text)
    found = read(DeployFile(str(path), text.encode(), "cloudbuild.yaml", str(tmp_path)))
    folders = [os.path.relpath(build.directory, tmp_path) for build in found.builds]
    assert folders == [".", "app"]
    (tmp_path / "deploy" / "Dockerfile").write_text("FROM x\n")
    (tmp_path / "Dockerfile").unlink()
    found = read(DeployFile(str(path), text.encode(), "cloudbuild.yaml", str(tmp_path)))
    assert os.path.relpath(found.builds[0].directory, tmp_path) == "deploy"


def test_a_build_without_gcloud_is_not_judged() -> None:
    found = _read(
        "steps: [{name: gcr.io/cloud-builders/docker, args: [build, -t, x, .], foo: 1}]\n"
    )
    assert found.faults == []
    assert [build.image for build in found.builds] == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "kind: pipeline\nsteps: [{name: d, image: x, commands: [gcloud run deploy web --image=a --region=r]}]\n",
        "trigger: [main]\nsteps:\n- script: gcloud run deploy web --image=a --region=r\n",
        "steps:\n- bash: gcloud run deploy web --image=a --region=r\n",
    ],
)
def test_other_systems_have_steps_too(text: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = read(DeployFile("ci.yaml", text.encode()))
    (step,) = found.steps
    assert step.resource is not None
    assert step.resource.name == "web"
    assert found.faults == []


@pytest.mark.parametrize(
    "text", ["", "[]", "a: [", "steps: 1", "steps: [[]]", "steps: [{name: [x]}]"]
)
def test_what_is_no_build(text: str) -> None:
    assert _read(text).steps == []


def test_names_of_substitutions_are_shown_and_values_are_not() -> None:
    text = f"steps: [{{name: {SDK}, entrypoint: gcloud, args: [run, deploy, web, hush$HOME]}}]\n"
    file = DeployFile("cloudbuild.yaml", text.encode())
    assert read(file).faults
    shown = file.source.line(1)
    assert "$HOME" in shown
    assert "hush" not in shown
