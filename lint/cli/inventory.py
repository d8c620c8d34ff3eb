"""`lint inventory`: records the resources of a project, for checks without the cloud."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from lint import __version__
from lint.cli.output import complain, progress, write, write_file
from lint.cloud.inventory_writer import SECTIONS, record
from lint.engine.cloud import defaults_of, open_live
from lint.errors import UsageError
from lint.settings import SettingsTree

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_MOST_GAPS = 20
"""Sections that could not be read and are named."""


def inventory(options: argparse.Namespace) -> int:
    """Writes what could be read; raises `UsageError` when nothing could."""
    live = open_live(limit=120.0)
    defaults = defaults_of(options.project, options.region, SettingsTree().of_folder(""))
    defaults.ambient = live.ambient_project
    target = defaults.target()
    try:
        for name, value in (("project", target.project), ("region", target.region)):
            if not value:
                raise UsageError(f"no {name} is known; --{name} states it")
        progress()(f"recording project {target.project}")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        data = record(live, target, now, __version__)
    finally:
        live.close()
    caller = live.identity()
    complain(f"lint: asked {target}{caller and f' as {caller}'}\n")
    for what, reason in list(data["gaps"].items())[:_MOST_GAPS]:
        complain(f"lint: not recorded: {what} ({reason})\n")
    if all(data[section] is None for section in SECTIONS):
        raise UsageError("nothing could be read")
    text = json.dumps(data, indent=2) + "\n"
    if options.output == "-":
        write(text)
    else:
        write_file(options.output, text)
    return 0
