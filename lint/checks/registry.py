"""Every check: the key under which a rule states it, and the module that holds it.

A module is loaded when a rule first needs it. What it must have is in `lint.checks.protocol`;
`lint.checks.typed_registry`, made from this table, lets mypy hold every module to that.
"""

from __future__ import annotations

import os
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input, Lookup
    from lint.model.fault import Fault
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule

CHECKS: dict[str, str] = {
    "annotations": "lint.checks.policy.annotations",
    "assert": "lint.checks.policy.assertion",
    "build": "lint.checks.policy.build",
    "cloudsql": "lint.checks.policy.cloudsql",
    "env": "lint.checks.policy.env",
    "image": "lint.checks.policy.image",
    "ingress": "lint.checks.policy.ingress",
    "labels": "lint.checks.policy.labels",
    "resources": "lint.checks.policy.resources",
    "secrets": "lint.checks.policy.secrets",
    "service-account": "lint.checks.policy.service_account",
    "vpc": "lint.checks.policy.vpc",
    "annotation-keys": "lint.checks.platform.annotation_keys",
    "annotation-pairs": "lint.checks.platform.annotation_pairs",
    "annotation-values": "lint.checks.platform.annotation_values",
    "cloudsql-sockets": "lint.checks.platform.cloudsql_sockets",
    "compute-resources": "lint.checks.platform.compute_resources",
    "container-dependencies": "lint.checks.platform.container_dependencies",
    "containers": "lint.checks.platform.containers",
    "credentials": "lint.checks.platform.credentials",
    "env-vars": "lint.checks.platform.env_vars",
    "deploy-step": "lint.checks.platform.deploy_step",
    "envelope": "lint.checks.platform.envelope",
    "fields": "lint.checks.platform.fields",
    "gpu": "lint.checks.platform.gpu",
    "identity": "lint.checks.platform.identity",
    "label-keys": "lint.checks.platform.label_keys",
    "names": "lint.checks.platform.names",
    "label-syntax": "lint.checks.platform.label_syntax",
    "traffic": "lint.checks.platform.traffic",
    "network": "lint.checks.platform.network",
    "probes": "lint.checks.platform.probes",
    "reading": "lint.checks.platform.reading",
    "secret-references": "lint.checks.platform.secret_references",
    "volume-mounts": "lint.checks.platform.volume_mounts",
    "volumes": "lint.checks.platform.volumes",
    "build-fault": "lint.checks.image.build_fault",
    "buildpack": "lint.checks.image.buildpack",
    "code-env": "lint.checks.image.code_env",
    "code-sockets": "lint.checks.image.code_sockets",
    "imports": "lint.checks.image.imports",
    "listening": "lint.checks.image.listening",
    "start-command": "lint.checks.image.start_command",
    "saved-image": "lint.checks.image.saved_image",
    "cloud-drift": "lint.checks.live.cloud_drift",
    "cloud-network": "lint.checks.live.cloud_network",
    "cloud-revision": "lint.checks.live.cloud_revision",
    "cloud-secret": "lint.checks.live.cloud_secret",
    "cloud-validation": "lint.checks.live.cloud_validation",
    "inventory-age": "lint.checks.live.inventory_age",
    "custom-constraint": "lint.checks.organization.custom_constraint",
    "policy-file": "lint.checks.organization.policy_file",
    "predefined-policy": "lint.checks.organization.predefined_policy",
}


def user_checks() -> list[str]:
    """The checks that are for rule sets of users; the others state what Cloud Run itself demands.

    They are those of the room `lint.checks.policy`.
    """
    return [key for key, module in CHECKS.items() if module.startswith("lint.checks.policy.")]


TEXT_CHECKS = frozenset(("deploy-step", "policy-file", "reading"))
"""The checks that judge texts, not resources (`lint.checks.protocol.TextCheck`)."""

MISSING: dict[str, str] = {
    "image": "needs --wheel, --source or --image",
    "wheel": "needs --wheel",
    "source": "needs --source",
    "cloud": "needs --live or --inventory",
    "live": "needs --live",
    "policies": "needs --policy",
}
"""Why a rule is not run, by what it requires."""

OF_AN_IMAGE = frozenset(("image", "wheel", "source"))
"""What a rule can require that only an image has."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class CheckError(Exception):
    """A mistake inside a check: the name of its module, and what went wrong where."""

    def __init__(self, module: str, what: str) -> None:
        super().__init__(module, what)
        self.module = module
        self.what = what

    @property
    def message(self) -> str:
        """What the user reads."""
        return f"internal error in {self.module}: {self.what}"


class LoadedCheck:
    """A check ready to use: the functions of its module, with defaults for those it can leave out.

    `run` is that of a `Check`, `report` that of a `TextCheck`; a check has one of the two.
    """

    __slots__ = ("lookups", "model", "module", "prepare", "report", "requires", "run")

    def __init__(self, key: str, module: str) -> None:
        """Imports the module. Raises `CheckError` where it lacks a function that it must have."""
        functions = vars(import_module(module))
        kind = "report" if key in TEXT_CHECKS else "run"
        for name in ("model", kind):
            if not callable(functions.get(name)):
                raise CheckError(module, f"it has no function `{name}`")
        self.module = module
        self.model: Callable[[], Any] = functions["model"]
        self.run: Callable[[Sequence[Rule], CheckContext], Iterator[Finding | NotRun]] = (
            functions.get("run", _nothing)
        )
        self.report: Callable[[Iterable[Rule], Iterable[Fault]], Iterator[Finding]] = functions.get(
            "report", _nothing
        )
        self.prepare: Callable[[Any], Any] = functions.get("prepare", _unchanged)
        self.requires: Callable[[Any], Input] = functions.get("requires", _no_input)
        self.lookups: Callable[[Rule], Iterable[Lookup]] = functions.get("lookups", _nothing)


def load_check(key: str) -> LoadedCheck:
    """The check that rules state by a key of `CHECKS`. Raises `CheckError` for a broken one."""
    check = _loaded.get(key)
    if check is None:
        try:
            check = LoadedCheck(key, CHECKS[key])
        except CheckError:
            raise
        except Exception as error:
            raise check_error(CHECKS[key], error) from error
        _loaded[key] = check
    return check


def check_error(module: str, error: Exception) -> CheckError:
    """What is told of an exception that a check raised: its class and its place in our code.

    Its message is not repeated, for it may quote the input. With `CLOUDRUN_LINT_DEBUG` it is raised
    again.
    """
    if isinstance(error, CheckError):
        return error
    if os.environ.get("CLOUDRUN_LINT_DEBUG"):
        raise error
    where = ""
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.startswith(_PACKAGE + os.sep):
            inside = os.path.relpath(path, os.path.dirname(_PACKAGE)).replace(os.sep, "/")
            where = f" at {inside}:{trace.tb_lineno}"
        trace = trace.tb_next
    return CheckError(module, type(error).__name__ + where)


def _nothing(*_: object) -> Iterator[Any]:
    return iter(())


def _unchanged(params: Any) -> Any:
    return params


def _no_input(params: Any) -> Input:
    return ""


_loaded: dict[str, LoadedCheck] = {}
