"""Where the files that come with the tool lie: rule sets and schemas."""

from __future__ import annotations

import os


def data_path(*parts: str) -> str:
    """The path of a shipped file, e.g. `data_path("rules", "cloud-run.yaml")`.

    An installed wheel carries `rules/` and `schemas/` inside the package; in a checkout they lie
    beside it.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(package, *parts)
    if os.path.exists(os.path.join(package, parts[0])):
        return inside
    return os.path.join(os.path.dirname(package), *parts)
