"""The files of `--policy`: YAML and JSON as gcloud reads and prints them, Terraform, an inventory."""

from __future__ import annotations

import os

from lint.errors import UsageError, os_reason
from lint.manifest.redaction import mark_own_text
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.source import Source
from lint.model.text import say
from lint.organization.condition import check_condition
from lint.organization.model import PolicySet
from lint.organization.objects import KNOWN_KEYS, listed_objects, read_object
from lint.support.confinement import is_inside
from lint.support.files import read_regular
from lint.yaml.composer import StopError, compose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.yaml.tree import Node

MAX_BYTES = 4 << 20
"""The policies of a large organisation are some 100 KB."""
MAX_FILES = 2_000
_YAML = (".yaml", ".yml", ".json")
_TERRAFORM = ".tf"


def read_policies(paths: Iterable[str], root: str = "") -> PolicySet:
    """What files and folders say about an organisation's policies.

    In a folder, files that hold none are passed over. With a `root`, none may lead out of it. Raises `UsageError` for a path that cannot be
    read and for one that holds no policy and no constraint.
    """
    found = PolicySet()
    for path in paths:
        before = len(found.constraints), len(found.policies), len(found.faults)
        if os.path.isdir(path):
            for file in _files(path):
                if not root or is_inside(file, root):
                    _read(file, found, named=False)
        else:
            _read(path, found, named=True)
        if before == (len(found.constraints), len(found.policies), len(found.faults)):
            raise UsageError(
                f"--policy {path}: it holds no policy and no custom constraint. Pass what "
                "`gcloud org-policies describe CONSTRAINT --project P --format yaml` prints, or the "
                "file of `gcloud org-policies set-custom-constraint`"
            )
    check_conditions(found)
    return found


def _files(folder: str) -> list[str]:
    files: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            os.path.join(parent, name)
            for name in sorted(names)
            if name.endswith((*_YAML, _TERRAFORM)) and not name.startswith(".")
        ]
        if len(files) > MAX_FILES:
            raise UsageError(f"--policy {folder}: it has more than {MAX_FILES:,} files")
    return files


def _read(path: str, found: PolicySet, named: bool) -> None:
    shown = path.replace(os.sep, "/")
    try:
        data = read_regular(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        if not named:
            return
        raise UsageError(f"cannot read the policy {path}: {os_reason(error)}") from None
    if path.endswith(_TERRAFORM):
        from lint.organization.terraform import read_terraform

        read_terraform(path, data, shown, found)
    else:
        add_text(data, shown, found, named)


def add_text(data: bytes, shown: str, found: PolicySet, named: bool = True) -> None:
    """Adds what the text of a YAML or JSON file states; its documents and lists count alike."""
    text = data.decode("utf-8-sig", "replace")
    source = Source(shown, text, yaml_breaks=True)
    try:
        composer = compose(shown, text, {}, False)
    except StopError as stop:
        if named:
            found.sources[shown] = source
            where = stop.fault.where
            place = where if isinstance(where, Place) else Place(shown)
            found.faults.append(
                Fault("policy-unreadable", place, message=stop.fault.message, help=stop.fault.help)
            )
        return
    for document in composer.documents:
        root = document.root
        if root is None:
            continue
        states = [read_object(each, source, found) for each in listed_objects(root)]
        if any(states):
            found.sources[shown] = source
            _show(root, source)


def _show(root: Node, source: Source) -> None:
    source.mark_later(lambda marked: mark_own_text(root, marked, lambda _, key: key in KNOWN_KEYS))


def check_conditions(found: PolicySet) -> None:
    """Checks the conditions, where CEL is installed; without it they cannot be judged either."""
    from lint.support.cel import CelMissingError

    try:
        for constraint in found.constraints.values():
            source = found.sources.get(constraint.place.path)
            if source is not None:
                faults = list(check_condition(constraint, source))
                found.faults += faults
                constraint.broken |= any(fault.kind == "condition-syntax" for fault in faults)
    except CelMissingError as error:
        raise UsageError(
            str(say("a custom constraint needs CEL, which is not installed")) + f". {error.help}"
        ) from None
