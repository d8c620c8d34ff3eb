"""GitHub workflows and composite actions as the deploy steps that they run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.step import Read, Step
from lint.deploy.workflow import read


def _read(root: Path, text: str, name: str = ".github/workflows/deploy.yml") -> Read:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return read(DeployFile(str(path), text.encode(), "deploy.yml", str(root)))


def _deploys(found: Read) -> list[Step]:
    return [step for step in found.steps if step.resource is not None]


def _names(found: Read) -> list[str]:
    return [step.resource.name for step in _deploys(found) if step.resource is not None]


def test_run_steps(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        tmp_path,
        """\
env:
  REGION: europe-west1
  TAG: ${{ github.sha }}
jobs:
  deploy:
    env: {SERVICE: shop}
    defaults: {run: {working-directory: backend}}
    steps:
      - name: deploy
        env:
          PORT: 3000
        run: |
          gcloud run deploy "$SERVICE" --image=gcr.io/p/shop:$TAG \\
            --region=${{ env.REGION }} --port $PORT
      - run: docker build -t gcr.io/p/shop:1 . && docker push gcr.io/p/shop:1
      - working-directory: worker
        run: docker build -t gcr.io/p/worker:1 -f prod.Dockerfile .
""",
    )
    (step,) = _deploys(found)
    assert step.resource is not None
    assert step.resource.name == "shop"
    assert str(step.region) == "europe-west1"
    node = step.resource.name_node
    assert node is not None
    assert (node.line, node.column) == (6, 20)
    (container,) = step.resource.containers
    assert container.node.plain() == {
        "image": "gcr.io/p/shop:${{ github.sha }}",
        "ports": [{"containerPort": 3000}],
    }
    root = str(tmp_path)
    assert [(os.path.relpath(each.directory, root), each.image) for each in found.builds] == [
        ("backend", "gcr.io/p/shop:1"),
        ("worker", "gcr.io/p/worker:1"),
    ]
    assert [str(name) for name in found.pushed] == ["gcr.io/p/shop:1"]


def test_a_command_that_ends_too_early(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        tmp_path,
        """\
jobs:
  deploy:
    steps:
      - run: |
          gcloud run deploy web --image=gcr.io/p/web:1 --region=europe-west1
            --memory=1Gi
""",
    )
    (fault,) = found.faults
    assert (fault.kind, fault.where.line, fault.where.column) == ("missing-continuation", 6, 13)


@pytest.mark.parametrize(
    "steps",
    [
        "- {run: gcloud run deploy web --image=a, shell: pwsh}",
        "- {run: gcloud run deploy web --image=a, shell: python}",
        "- {run: echo gcloud run deploy web --image=a}",
        "- {uses: actions/setup-python@v5, with: {run: gcloud run deploy web --image=a}}",
        "- text",
        "gcloud run deploy web --image=a",
    ],
)
def test_what_is_no_script(tmp_path: Path, steps: str) -> None:
    found = _read(tmp_path, f"jobs:\n  deploy:\n    steps:\n      {steps}\n")
    assert found.steps == []


def test_jobs_and_conditions_are_kept_apart(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        tmp_path,
        """\
jobs:
  one:
    steps:
      - run: gcloud run deploy web --image=a --region=r --memory=1Gi
      - if: github.ref == 'x'
        run: gcloud run services update web --region=r --cpu=2
      - if: github.ref == 'y'
        run: gcloud run services update web --region=r --cpu=4
  two:
    steps:
      - run: gcloud run deploy web --image=b --region=r
""",
    )
    resources = [step.resource for step in _deploys(found)]
    limits = [
        container.node.at("resources", "limits")
        for resource in resources
        if resource is not None
        for container in resource.containers
    ]
    assert [node.plain() if node is not None else None for node in limits] == [
        {"memory": "1Gi"},
        {"cpu": "2"},
        {"cpu": "4"},
        None,
    ]


def test_a_matrix_with_one_value_is_known(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    text = """\
jobs:
  deploy:
    strategy: {matrix: {name: [%s]}}
    steps:
      - run: gcloud run deploy ${{ matrix.name }} --image=a --region=r
"""
    assert _names(_read(tmp_path, text % "web")) == ["web"]
    (step,) = _deploys(_read(tmp_path, text % "web, api"))
    assert step.resource is not None
    node = step.resource.name_node
    assert node is not None
    assert node.placeholders == ("${{ matrix.name }}",)


def test_variables_that_a_step_sets_are_not_known(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    text = """\
env: {NAME: web}
jobs:
  deploy:
    steps:
      - run: echo "NAME=api" >> "$GITHUB_ENV"
      - run: gcloud run deploy $NAME --image=a --region=r
"""
    (step,) = _deploys(_read(tmp_path, text))
    assert step.resource is not None
    assert step.resource.name_node is not None
    assert step.resource.name_node.unknown


@pytest.mark.parametrize(
    ("script", "missing"),
    [
        ("envsubst < service.yaml > out.yaml", []),
        ("sed s/A/B/ service.yaml | tee out.yaml", []),
        ("kustomize build -o out.yaml", []),
        ('envsubst < service.yaml >"other.yaml"', ["file-not-found"]),
        ("cat out.yaml", ["file-not-found"]),
    ],
)
@pytest.mark.parametrize(
    "deploy",
    [
        "run: gcloud run services replace out.yaml --region=r",
        "{uses: google-github-actions/deploy-cloudrun@v3, with: {metadata: out.yaml}}",
    ],
)
def test_a_file_that_an_earlier_step_writes_is_not_missing(
    tmp_path: Path, script: str, missing: list[str], deploy: str
) -> None:
    pytest.importorskip("tree_sitter_bash")
    text = f"jobs:\n  deploy:\n    steps:\n      - run: |\n          {script}\n      - {deploy}\n"
    found = _read(tmp_path, text)
    faults = [*found.faults, *(fault for step in found.steps for fault in step.faults)]
    assert [fault.kind for fault in faults if fault.kind == "file-not-found"] == missing


def test_an_action_that_merges(tmp_path: Path) -> None:
    text = """\
jobs:
  deploy:
    steps:
      - uses: google-github-actions/deploy-cloudrun@v3
        with: {service: web, image: a, env_vars: A=1, env_vars_update_strategy: %s}
"""
    for strategy, open_env in (("merge", True), ("overwrite", False)):
        (step,) = _deploys(_read(tmp_path, text % strategy))
        assert step.resource is not None
        assert step.resource.may_have_more("env") is open_env
        assert step.command == "deploy-cloudrun"


def test_images_of_the_build_action(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        """\
jobs:
  deploy:
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: backend
          file: backend/prod.Dockerfile
          push: true
          target: prod
          tags: |
            gcr.io/p/web:1
            gcr.io/p/web:${{ github.sha }}
      - uses: docker/build-push-action@v6
        with: {tags: "gcr.io/p/api:1", context: "${{ matrix.dir }}"}
""",
    )
    root = str(tmp_path)
    assert [
        (os.path.relpath(each.directory, root), os.path.relpath(each.dockerfile, root), each.image)
        for each in found.builds[:2]
    ] == [
        ("backend", "backend/prod.Dockerfile", "gcr.io/p/web:1"),
        ("backend", "backend/prod.Dockerfile", "gcr.io/p/web:${{ github.sha }}"),
    ]
    assert [each.target for each in found.builds] == ["prod", "prod", ""]
    assert (found.builds[2].directory, found.builds[2].image) == ("", "gcr.io/p/api:1")
    assert [str(name) for name in found.pushed] == [
        "gcr.io/p/web:1",
        "gcr.io/p/web:${{ github.sha }}",
    ]


CALLED = """\
on:
  workflow_call:
    inputs:
      service: {type: string}
      memory: {type: string, default: 1Gi}
jobs:
  deploy:
    steps:
      - run: gcloud run deploy ${{ inputs.service }} --image=a --region=r --memory=${{ inputs.memory }}
      - run: gcloud run deploy fixed --image=a --region=r
"""


def test_a_workflow_that_is_called_gets_its_inputs(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    alone = _read(tmp_path, CALLED, ".github/workflows/reused.yml")
    assert _names(alone) == ["", "fixed"] or _names(alone) == ["${{ inputs.service }}", "fixed"]
    found = _read(
        tmp_path,
        """\
jobs:
  deploy:
    uses: ./.github/workflows/reused.yml
    with: {service: web}
""",
    )
    assert _names(found) == ["web"]
    (container,) = _deploys(found)[0].resource.containers  # type: ignore[union-attr]
    node = container.node.at("resources", "limits", "memory")
    assert node is not None
    assert (node.plain(), node.line, node.column) == ("1Gi", 5, 39)


def test_a_composite_action_gets_its_inputs(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    action = """\
inputs:
  name: {default: web}
runs:
  using: composite
  steps:
    - shell: bash
      run: gcloud run deploy ${{ inputs.name }} --image=a --region=$REGION
"""
    _read(tmp_path, action, ".github/actions/deploy/action.yml")
    found = _read(
        tmp_path,
        """\
jobs:
  deploy:
    env: {REGION: europe-west4}
    steps:
      - uses: ./.github/actions/deploy
        with: {name: api}
""",
    )
    assert _names(found) == ["api"]
    assert str(found.steps[0].region) == "europe-west4"


@pytest.mark.parametrize("off", ["false", "${{ false }}", "'false'", "${{false}}"])
def test_what_is_switched_off_does_not_run(tmp_path: Path, off: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    text = """\
jobs:
  one:
    %s
    steps:
      - run: gcloud run deploy web --image=a --region=r
      - run: gcloud run deploy api --image=a --region=r
        %s
"""
    assert _names(_read(tmp_path, text % ("needs: x", f"if: {off}"))) == ["web"]
    assert _names(_read(tmp_path, text % (f"if: {off}", "name: x"))) == []
    assert _names(_read(tmp_path, text % ("if: ${{ !false }}", "if: true"))) == ["web", "api"]


def test_workflows_that_call_themselves_end(tmp_path: Path) -> None:
    text = "jobs:\n  deploy:\n    uses: ./.github/workflows/deploy.yml\n    with: {a: b}\n"
    assert _read(tmp_path, text).steps == []


def test_a_checkout_elsewhere_moves_the_files(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = _read(
        tmp_path,
        """\
jobs:
  deploy:
    steps:
      - uses: actions/checkout@v4
        with: {path: src}
      - run: docker build -t gcr.io/p/web:1 .
""",
    )
    assert [each.directory for each in found.builds] == [""]


@pytest.mark.parametrize("text", ["", "[]", "a: [", "jobs: {a: 1}", "jobs: {a: {steps: {}}}"])
def test_what_is_no_workflow(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text).steps == []
