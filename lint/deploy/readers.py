"""Which reader a file is for: by its name where that is fixed, else by what it says of itself.

Each reader is a module with a function `read(file: DeployFile) -> Read`. It is imported when a file
of its kind is met, and what it needs to parse (tree-sitter, a YAML tree) with it.
"""

from __future__ import annotations

import os
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.step import Read

_GCLOUD = (b"gcloud",)
_YAML = (".yaml", ".yml", ".json")
_SHELL = (".sh", ".bash", ".zsh", ".ksh")
_MAKEFILES = frozenset(("makefile", "gnumakefile", "justfile", ".justfile"))
_SCRIPTS = frozenset(("deploy", "ci", "cd", "infra", "scripts", "script", "bin", "tools", "ops"))
"""Folders in which a Python file may be a deploy script."""

_V2 = (
    b"INGRESS_TRAFFIC_",
    b"EXECUTION_ENVIRONMENT_GEN",
    b"TRAFFIC_TARGET_ALLOCATION_TYPE_",
    b"maxInstanceRequestConcurrency",
    b"vpcAccess",
)
"""Words of the v2 API that no script needs."""

BY_CONTENT: tuple[tuple[str, tuple[bytes, ...], tuple[bytes, ...]], ...] = (
    ("workflow", (b"deploy-cloudrun", b"gcloud"), (b"jobs:", b"runs:")),
    ("cloudbuild", _GCLOUD, (b"steps",)),
    ("terraform.plan", (b"google_cloud_run",), (b'"planned_values"', b'"values"')),
    ("skaffold", (b"skaffold/",), (b"apiVersion",)),
    ("config_connector", (b"run.cnrm.cloud.google.com",), (b"apiVersion",)),
    ("kustomize", (b"kustomize.config.k8s.io", b"resources"), (b"kustomization", b"resources")),
    ("api_v2", _V2, (b"containers",)),
    ("ci_script", _GCLOUD, ()),
)
"""The readers of YAML and JSON files that no name gives away: what one of the first and one of the
second list of marks must be in. The first that fits counts."""


def reader_of(path: str, data: bytes) -> str:
    """The module below `lint.deploy` that reads a file; "" where it is no deploy step.

    Only the bytes are looked at: a file that has nothing to do with Cloud Run is not parsed.
    """
    name = os.path.basename(path)
    lower = name.lower()
    if lower.endswith((".tf", ".tofu")):
        # A call of a local module may lead to a service, too.
        marks = (b"cloud_run", b"cloud-run", b'"./', b'"../')
        return "terraform.module" if any(mark in data for mark in marks) else ""
    if lower.endswith(_YAML):
        return _of_yaml(path, lower, data)
    if b"gcloud" not in data:
        return ""
    if lower.endswith(_SHELL) or (data[:2] == b"#!" and b"sh" in data[:40].split(b"\n")[0]):
        return "shell_script"
    if lower in _MAKEFILES or lower.endswith(".mk"):
        return "makefile"
    if lower.endswith(".py"):
        return "python_script"
    return ""


def _of_yaml(path: str, name: str, data: bytes) -> str:
    if name == "package.json":
        return "package_json" if b"gcloud" in data else ""
    if name in ("kustomization.yaml", "kustomization.yml"):
        return "kustomize"
    if name in ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"):
        return "compose"
    if name.startswith("skaffold") and b"skaffold/" in data:
        return "skaffold"
    if is_in_workflows(path):
        # A call of a workflow or an action of the same repository may lead to a deploy step, too.
        marks = (b"gcloud", b"deploy-cloudrun", b": ./", b": './", b': "./')
        return "workflow" if any(mark in data for mark in marks) else ""
    if name.startswith("cloudbuild"):
        return "cloudbuild"
    for reader, first, second in BY_CONTENT:
        if any(mark in data for mark in first):
            if not second or any(mark in data for mark in second):
                if reader != "kustomize" or name.startswith("kustomization"):
                    return reader
    return ""


def is_in_workflows(path: str) -> bool:
    """Whether a file is in the folder in which GitHub looks for workflows."""
    folder = os.path.dirname(os.path.abspath(path)).replace(os.sep, "/")
    return folder.endswith(".github/workflows")


def may_be_script(path: str) -> bool:
    """Whether the search of a folder looks into a Python file or one without an extension.

    A deploy script is named so, or is in a folder of scripts; to open every Python file would
    take longer than all the rest.
    """
    folder, name = os.path.split(path)
    words = name.lower()
    if any(word in words for word in ("deploy", "release", "publish", "cloudrun", "cloud_run")):
        return True
    return os.path.basename(folder).lower() in _SCRIPTS


def read(reader: str, file: DeployFile) -> Read:
    """What a file holds, read by the module that `reader_of` named."""
    module = import_module(f"lint.deploy.{reader}")
    result: Read = module.read(file)
    return result
