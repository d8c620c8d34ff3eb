"""Checks for an editor: a document by itself, or a folder, with the texts that are not saved yet."""

from __future__ import annotations

import os

from lint.api.check import run
from lint.api.options import engine_options
from lint.api.values import Finding, Place, finding_of
from lint.engine.discovery import is_dockerfile
from lint.engine.repair import repair
from lint.errors import UsageError
from lint.model.record import default, record
from lint.model.rule import RuleSetError
from lint.ruleset.compile import compile_rule_set
from lint.server.document import RULE_SET, kind_of
from lint.settings import FILE, SettingsError, SettingsTree, read_settings
from lint.support.files import with_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.model.findings import Outcome
    from lint.model.options import Options
    from lint.model.source import Source

SETTINGS = "settings"
"""What stands for the rule of a finding on settings, which no rule set has."""


@record
class Judged:
    """What a check gave, by the absolute paths of the files that it is about."""

    findings: dict[str, list[Finding]] = default(factory=dict)
    sources: dict[str, Source] = default(factory=dict)
    """The texts that findings point into, as they were read."""
    dockerfiles: set[str] = default(factory=set)
    """The Dockerfiles of the images that were judged."""
    in_folders: bool = True
    """Whether the check of a folder says the same of the document, or more."""
    failure: str = ""
    """Why nothing could be checked, where no file has the reason."""


def judge_document(path: str, texts: Mapping[str, bytes]) -> Judged:
    """What `lint --allow-empty FILE` says of a document.

    `path` is absolute, and so are those of `texts`, which count instead of the files. Of a rule set, a
    settings file or a Dockerfile it says what is wrong with itself.
    """
    name = os.path.basename(path)
    text = texts[path].decode("utf-8", "replace")
    if name in (FILE, "pyproject.toml"):
        return _by_itself(_settings(path, texts))
    if kind_of(path, text) == RULE_SET:
        return _by_itself(_rule_set(path, texts))
    options = _options_of(path)
    return _checked(options, texts) if options is not None else Judged()


def judge_folder(folder: str, texts: Mapping[str, bytes]) -> Judged:
    """What `lint` says of a folder."""
    options = engine_options([_shown(folder)], {})
    options.allow_empty = True
    return _checked(options, texts)


def repaired(path: str, texts: Mapping[str, bytes]) -> str:
    """What all safe repairs make of a document by itself; "" where there is nothing to repair."""
    options = _options_of(path)
    if options is None:
        return ""
    try:
        result = repair(options, SettingsTree(), unsafe=False, texts=texts)
    except UsageError:
        return ""
    for changed, source in result.after.items():
        if os.path.abspath(changed) == path:
            return source.text
    return ""


def _by_itself(judged: Judged) -> Judged:
    """What a folder may say nothing of: that a rule set is broken which no settings name."""
    judged.in_folders = False
    return judged


def _options_of(path: str) -> Options | None:
    """The options of the check of a document by itself; None where nothing can be checked yet."""
    if not is_dockerfile(os.path.basename(path)):
        options = engine_options([_shown(path)], {})
        options.allow_empty = True
        return options
    if not os.path.isfile(path):
        return None  # nothing can be built from it before it is saved
    folder, name = os.path.split(path)
    options = engine_options([], {"source": _shown(folder)})
    if name != "Dockerfile":
        options.dockerfile = _shown(path)
    return options


def _rule_set(path: str, texts: Mapping[str, bytes]) -> Judged:
    try:
        with_texts(texts, lambda: compile_rule_set(path, _shown(path), docs=False))
    except RuleSetError as error:
        return _broken_rule_set(error)
    except OSError:
        return Judged()
    return Judged()


def _settings(path: str, texts: Mapping[str, bytes]) -> Judged:
    try:
        with_texts(texts, lambda: read_settings(_shown(path)))
    except SettingsError as error:
        return _broken_settings(error)
    return Judged()


def _checked(options: Options, texts: Mapping[str, bytes]) -> Judged:
    try:
        report = run(options, SettingsTree(), texts)
    except RuleSetError as error:
        return _broken_rule_set(error)
    except SettingsError as error:
        return _broken_settings(error)
    except UsageError as error:
        return Judged(failure=str(error))
    return _of(report.findings, report.outcome)


def _of(findings: Iterable[Finding], outcome: Outcome) -> Judged:
    judged = Judged()
    judged.dockerfiles = {os.path.abspath(path) for path in outcome.dockerfiles}
    judged.sources = {os.path.abspath(path): source for path, source in outcome.sources.items()}
    for finding in findings:
        judged.findings.setdefault(os.path.abspath(finding.place.path), []).append(finding)
    return judged


def _broken_rule_set(error: RuleSetError) -> Judged:
    from lint.model.findings import Outcome

    outcome = Outcome(sources=error.sources)
    return _of((finding_of(finding, "") for finding in error.findings), outcome)


def _broken_settings(error: SettingsError) -> Judged:
    judged = Judged()
    for line, column, message, help in error.mistakes:
        judged.findings.setdefault(os.path.abspath(error.path), []).append(
            Finding(
                rule=SETTINGS,
                name="broken-settings",
                title="The settings can be read",
                severity="error",
                consequence="refused",
                message=message,
                help=help,
                because="",
                url="",
                moment=None,
                place=Place(error.path, line, column, line, column),
                resource=None,
                related=(),
                fix=None,
                fingerprint="",
            )
        )
    return judged


def _shown(path: str) -> str:
    """A path relative to the working directory where it is in it: what messages have."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative
