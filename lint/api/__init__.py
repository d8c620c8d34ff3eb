"""The library: checks files, texts or a folder, and gives the findings as values.

    from lint.api import check_text

    report = check_text(manifest, name="service.yaml")
    for finding in report.findings:
        print(finding.place, finding.rule, finding.message)

It prints nothing, ends no process, starts none, and changes no state of the caller's process; it may be
called from several threads at once. What cannot be done raises `UsageError`, a broken rule set its
subclass `RuleSetError`, broken settings its subclass `SettingsError`. docs/api.md is the reference.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.api.check import check_folder as check_folder
    from lint.api.check import check_paths as check_paths
    from lint.api.check import check_text as check_text
    from lint.api.check import check_texts as check_texts
    from lint.api.fix import Fixed as Fixed
    from lint.api.fix import fix_paths as fix_paths
    from lint.api.fix import fix_texts as fix_texts
    from lint.api.options import CheckOptions as CheckOptions
    from lint.api.report import Report as Report
    from lint.api.values import AcceptedFinding as AcceptedFinding
    from lint.api.values import CheckedResource as CheckedResource
    from lint.api.values import Edit as Edit
    from lint.api.values import Finding as Finding
    from lint.api.values import Fix as Fix
    from lint.api.values import Place as Place
    from lint.api.values import Related as Related
    from lint.api.values import Resource as Resource
    from lint.api.values import RuleNotRun as RuleNotRun
    from lint.api.values import SkippedInput as SkippedInput
    from lint.api.values import UnknownValue as UnknownValue
    from lint.errors import UsageError as UsageError
    from lint.model.rule import RuleSetError as RuleSetError
    from lint.settings import SettingsError as SettingsError

_MODULES = {
    "lint.api.check": ("check_folder", "check_paths", "check_text", "check_texts"),
    "lint.api.fix": ("Fixed", "fix_paths", "fix_texts"),
    "lint.api.options": ("CheckOptions",),
    "lint.api.report": ("Report",),
    "lint.api.values": (
        "AcceptedFinding",
        "CheckedResource",
        "Edit",
        "Finding",
        "Fix",
        "Place",
        "Related",
        "Resource",
        "RuleNotRun",
        "SkippedInput",
        "UnknownValue",
    ),
    "lint.errors": ("UsageError",),
    "lint.model.rule": ("RuleSetError",),
    "lint.settings": ("SettingsError",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> object:
    # The command line needs one of these modules, and starts faster without the others.
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
