"""This tool on files, as users run it: what the default rules find."""

from __future__ import annotations

from lint.engine.run import check
from lint.model.findings import Finding
from lint.model.options import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def lint_files(paths: Sequence[str]) -> dict[str, list[Finding]]:
    """The findings in each file, in the order of the file; an empty list where there are none."""
    outcome = check(Options(paths))
    found: dict[str, list[Finding]] = {path: [] for path in paths}
    display_path = {path.removeprefix("./"): path for path in paths}
    for finding in outcome.findings:
        found[display_path.get(finding.place.path, finding.place.path)].append(finding)
    return found
