"""The lowest versions that pyproject.toml allows of what it requires, one `name==version` a line.

python scripts/lowest_versions.py > lowest.txt
pip install -c lowest.txt '.[cel,editor,live]'
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("cel", "editor", "live", "zstd")
_REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[\w,-]+\])?>=([\w.]+)(?:,<[\w.]+)?(; .+)?")


def lowest(pyproject: str) -> Iterator[str]:
    """The pins of the plain install and of `EXTRAS`.

    Raises `ValueError` for a requirement without a lower bound.
    """
    project = tomllib.loads(pyproject)["project"]
    requirements = list(project["dependencies"])
    for extra in EXTRAS:
        requirements += project["optional-dependencies"][extra]
    for requirement in requirements:
        match = _REQUIREMENT.fullmatch(requirement)
        if match is None:
            raise ValueError(f"`{requirement}` is not of the form name>=version")
        yield f"{match[1]}=={match[2]}{match[3] or ''}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lowest((ROOT / "pyproject.toml").read_text("utf-8"))) + "\n")
