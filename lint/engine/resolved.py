"""Options and settings merged: the only place where the command line and the settings meet."""

from __future__ import annotations

import os

from lint.model.options import BUILDERS, SAVED_IMAGE, THRESHOLDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lint.model.options import Options
    from lint.settings import Settings


class Resolved:
    """The options of a run with the settings of one override filled in, and the defaults.

    The command line wins over the override, the override over the settings around it. An empty
    value is one that neither states. A `..._root` is the folder that must contain what the
    settings name; "" allows any.
    """

    # No record: every run makes one, and compiling an __init__ of 17 parameters takes 0.3 ms.
    __slots__ = (
        "baseline",
        "builder",
        "container",
        "dockerfile",
        "entrypoint",
        "fail_on",
        "formats",
        "image",
        "info",
        "inventory",
        "lock",
        "policies",
        "policies_root",
        "python",
        "rules",
        "rules_root",
        "severities",
        "source",
        "strict",
        "values",
        "wheelhouse",
        "wheelhouse_root",
        "wheels",
        "wheels_root",
    )

    def __init__(self) -> None:
        self.rules: list[str] = []
        """Names of built-in rule sets, and paths."""
        self.rules_root = ""
        self.severities: dict[str, str] = {}
        """Other severities of rules, by id, name or prefix."""
        self.wheels: list[str] = []
        """Paths of wheels and of folders of wheels, and glob patterns."""
        self.wheels_root = ""
        self.source = ""
        self.image = ""
        """A saved image."""
        self.dockerfile = ""
        self.container = ""
        self.builder = ""
        self.entrypoint = ""
        self.python = ""
        self.lock = ""
        self.wheelhouse = ""
        self.wheelhouse_root = ""
        self.values: dict[str, str] = {}
        """What placeholders are replaced by."""
        self.fail_on = ""
        self.info = False
        self.strict = False
        """Whether a rule that cannot run makes the exit code 2."""
        self.formats: list[str] = []
        self.baseline = ""
        self.inventory = ""
        self.policies: list[str] = []
        """Files and folders of organisation policies."""
        self.policies_root = ""


def resolve(
    options: Options,
    settings: Settings,
    override: int = -1,
    values: Mapping[str, str] | None = None,
) -> Resolved:
    """Merges the options with one settings file and one of its overrides, by its number.

    `values` are those of `--set` and `--values`. Raises `lint.settings.SettingsError` for a path of
    the settings that leads out of the repository.
    """
    own: Mapping[str, Any] = settings.get("overrides")[override] if override >= 0 else {}

    def stated(key: str) -> Any:
        return own.get(key, settings.get(key))

    def paths(key: str) -> list[str]:
        number = override if key in own else -1
        return [
            settings.resolve(key, entry, number) if key != "rules" or is_path(entry) else entry
            for entry in listed_value(stated(key))
            if entry
        ]

    def path(key: str) -> str:
        return (paths(key) or [""])[0]

    resolved = Resolved()
    resolved.rules = options.rules
    if not resolved.rules:
        resolved.rules = paths("rules") or ["cloud-run"]
        resolved.rules_root = settings.root
    resolved.severities = {**(settings.get("severities") or {}), **(own.get("severities") or {})}
    resolved.wheels = options.wheel
    if not resolved.wheels:
        resolved.wheels = paths("wheel")
        resolved.wheels_root = settings.root
    resolved.source = options.source or path("source")
    resolved.image = options.image or path(SAVED_IMAGE)
    resolved.dockerfile = options.dockerfile or path("dockerfile")
    resolved.container = options.container or stated("container") or ""
    resolved.builder = options.builder or stated("builder") or BUILDERS[0]
    resolved.entrypoint = options.entrypoint or stated("entrypoint") or ""
    resolved.python = options.python or stated("python") or ""
    resolved.lock = options.lock or path("lock")
    resolved.wheelhouse = options.wheelhouse
    if not resolved.wheelhouse:
        resolved.wheelhouse = path("wheelhouse")
        resolved.wheelhouse_root = settings.root
    resolved.values = {**(stated("values") or {}), **(values or {})}
    resolved.fail_on = options.fail_on or stated("fail-on") or THRESHOLDS[0]
    resolved.info = options.info or bool(settings.get("info"))
    resolved.strict = options.strict or bool(settings.get("strict"))
    resolved.baseline = options.baseline or ("" if options.no_accept else path("baseline"))
    resolved.formats = options.format or listed_value(stated("format"))
    resolved.policies = options.policy
    if not resolved.policies:
        resolved.policies = paths("policies")
        resolved.policies_root = settings.root
    resolved.inventory = options.inventory or ("" if options.live else path("inventory"))
    return resolved


def is_path(reference: str) -> bool:
    """Whether a reference to a rule set is a path, not the name of a built-in one or from elsewhere."""
    from lint.ruleset.elsewhere.reference import is_elsewhere

    looks_like_one = "/" in reference or os.sep in reference
    looks_like_one = looks_like_one or reference.endswith((".yaml", ".yml"))
    return looks_like_one and not is_elsewhere(reference)


def listed_value(value: Any) -> list[str]:
    """A setting that may be a text or a list of texts, as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
