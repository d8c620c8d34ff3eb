"""`lint init`: settings and a rule set for a repository, from what it deploys today."""

from __future__ import annotations

import os
import re

from lint.cli.inferred_rules import by_service, rule_set
from lint.cli.output import progress, write
from lint.errors import UsageError, os_reason
from lint.model.options import Options
from lint.settings import FILE as SETTINGS_FILE
from lint.settings import SettingsTree

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lint.cli.inferred_rules import Described
    from lint.engine.description import Description
    from lint.engine.project import Project
    from lint.model.findings import Outcome

RULES_FILE = "lint-rules.yaml"


def init(options: argparse.Namespace) -> int:
    """Writes `lint.toml` and a rule set, and prints what to add to pre-commit and CI.

    Nothing is overwritten. Raises `UsageError` where a file is there already, or nothing that
    deploys to Cloud Run is.
    """
    folder = options.folder
    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder {folder}")
    tree = SettingsTree()
    project = _surveyed(folder, tree)
    if not project.descriptions:
        raise UsageError(f"no Cloud Run manifest and no deploy step was found in {folder}")
    services = _services(project, tree)
    text, outcome = _proven(folder, services)
    files = {SETTINGS_FILE: _settings(bool(text))}
    if text:
        files[RULES_FILE] = text
    if options.dry_run:
        for name, content in files.items():
            write(f"# {_path(folder, name)}\n{content}\n")
    else:
        _write_new(folder, files, tree)
        for name in files:
            write(f"Wrote {_path(folder, name)}.\n")
    from lint.cli.next_steps import next_steps
    from lint.report.summary import one_line

    if not text:
        write("No rule could be inferred: what the services have is not known before the deploy.\n")
    write(f"\n`lint` says: {one_line(outcome)}\n\n")
    manifests = any(each.step is None for each in project.descriptions)
    write(next_steps(folder, project.steps, manifests))
    return 0


def _surveyed(folder: str, tree: SettingsTree) -> Project:
    from lint.engine.inputs import find_inputs
    from lint.engine.project import survey

    inputs = find_inputs([folder], tree, progress=progress())
    for path, reason in inputs.unreadable:
        raise UsageError(f"cannot read {path}: {reason}")
    return survey(inputs, lambda path: {}, whole=True, progress=progress())


def _services(project: Project, tree: SettingsTree) -> list[Described]:
    """The services with all their descriptions, and with what their code needs."""
    descriptions = [each for each in project.descriptions if each.resource.spec is not None]
    services = by_service((_place(each), each.resource) for each in descriptions)
    for service in services:
        for each in descriptions:
            if each.resource in service.resources:
                service.needed.update(_needed(each, project, tree))
    return services


def _place(description: Description) -> str:
    head = description.resource.head
    return f"{description.resource.source.path}:{head.line}"


def _needed(description: Description, project: Project, tree: SettingsTree) -> dict[str, str]:
    """The env vars that start-up needs, with the place of the code; {} where no image is known."""
    build = project.context_of(description.path, description.resource)
    if build is None or description.resource.partial:
        return {}
    from lint.checks.context import CheckContext
    from lint.checks.image.entry_points import entry_points
    from lint.checks.image.start_up import start_up
    from lint.engine.context import Contexts

    options = Options()
    options.progress = progress()
    context = Contexts(options, tree, {}, frozenset()).of(description.path, build)
    if context.image is None:
        return {}
    entries, _ = entry_points(CheckContext(description.resource, image=context.image))
    found: dict[str, str] = {}
    for entry in entries:
        env = start_up(entry).env
        for read in env.reads if env is not None else ():
            if read.need not in ("set", "optional") and not read.later and not read.guarded:
                for name in read.names:
                    found.setdefault(name, f"{read.display_path}:{read.line}")
    return found


def _proven(folder: str, services: Sequence[Described]) -> tuple[str, Outcome]:
    """The rule set without the rules that a description breaks, and what a check with it says.

    Descriptions of one name may be of several deployments: what is right for one is not for all.
    """
    import tempfile

    from lint.api.check import run

    name = _name(folder)
    with tempfile.TemporaryDirectory() as temporary:
        path = os.path.join(temporary, RULES_FILE)
        broken: set[str] = set()
        while True:
            text = rule_set(name, services, broken)
            options = Options([folder])
            options.progress = progress()
            options.no_cache = True
            options.rules = ["cloud-run"]
            if text:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                options.rules = [path]
            outcome = run(options).outcome
            new = {each.title for each in outcome.findings if each.consequence == "policy"} - broken
            if not text or not new:
                return text, outcome
            broken |= new


def _name(folder: str) -> str:
    """The name of the folder as the name of a rule set."""
    plain = re.sub(r"[^a-z0-9]+", "-", os.path.basename(os.path.realpath(folder)).lower())
    return plain.strip("-")[:40].strip("-") or "services"


def _settings(has_rules: bool) -> str:
    rules = RULES_FILE if has_rules else "cloud-run"
    return (
        "# Settings of lint. `lint --show-settings` prints what is in force, and\n"
        "# `lint schema settings` all that can be set.\n"
        f'rules = ["{rules}"]\n'
    )


def _write_new(folder: str, files: dict[str, str], tree: SettingsTree) -> None:
    stated = tree.of_folder(folder)
    if stated.path and os.path.samefile(stated.base, folder):
        raise UsageError(f"{stated.path} has settings already; see `lint init --dry-run`")
    for name in files:
        if os.path.lexists(os.path.join(folder, name)):
            raise UsageError(f"{_path(folder, name)} is there already; see `lint init --dry-run`")
    for name, content in files.items():
        try:
            with open(os.path.join(folder, name), "x", encoding="utf-8", newline="\n") as file:
                file.write(content)
        except OSError as error:
            raise UsageError(f"cannot write {_path(folder, name)}: {os_reason(error)}") from None


def _path(folder: str, name: str) -> str:
    return os.path.normpath(os.path.join(folder, name))
