"""What `lint init` suggests: the lines for pre-commit and for the CI systems that a folder uses."""

from __future__ import annotations

import os

from lint import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_REPOSITORY = "https://github.com/cloudrun-lint/cloudrun-lint"


def next_steps(folder: str, steps: Iterable[str], manifests: bool) -> str:
    """The lines to add, by file.

    `steps` are the paths of files with deploy steps; `manifests` says whether there are manifests.
    """
    yaml = manifests or any(path.endswith((".yaml", ".yml", ".json")) for path in steps)
    scripts = any(not path.endswith((".yaml", ".yml", ".json")) for path in steps)
    parts = [_pre_commit(yaml, scripts)]
    if os.path.isdir(os.path.join(folder, ".github", "workflows")):
        parts.append(_GITHUB)
    if os.path.isfile(os.path.join(folder, ".gitlab-ci.yml")):
        parts.append(_GITLAB)
    if any(
        os.path.isfile(os.path.join(folder, name)) for name in ("cloudbuild.yaml", "cloudbuild.yml")
    ):
        parts.append(_CLOUD_BUILD)
    if len(parts) == 1:
        parts.append(_ANY_CI)
    return "\n\n".join(parts) + "\n"


def _pre_commit(yaml: bool, scripts: bool) -> str:
    hooks = ["cloudrun-lint"] if yaml else []
    hooks += ["cloudrun-lint-deploy"] if scripts else []
    lines = [
        "Before each commit, in .pre-commit-config.yaml:",
        "",
        "    repos:",
        f"      - repo: {_REPOSITORY}",
        f"        rev: v{__version__}",
        "        hooks:",
        *(f"          - id: {hook}" for hook in hooks),
    ]
    return "\n".join(lines)


_GITHUB = """\
Before the deploy in a GitHub workflow, in its `steps`:

    - run: pipx run cloudrun-lint --strict"""

_GITLAB = """\
In .gitlab-ci.yml, before the job that deploys:

    cloudrun-lint:
      image: python:3.12-slim
      script:
        - pip install -q cloudrun-lint
        - lint --strict --format text --format gitlab=gl-code-quality-report.json
      artifacts:
        when: always
        reports:
          codequality: gl-code-quality-report.json"""

_CLOUD_BUILD = """\
In cloudbuild.yaml, before the step that deploys:

    - name: python:3.12-slim
      entrypoint: sh
      args: [-c, pip install -q cloudrun-lint && lint --strict]"""

_ANY_CI = """\
In CI, before the deploy:

    pip install cloudrun-lint && lint --strict"""
