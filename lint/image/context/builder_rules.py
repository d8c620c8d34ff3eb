"""The rules of a `.dockerignore` as a builder applies them."""

from __future__ import annotations

from lint.image.context.buildkit_rules import BuildKitRules
from lint.image.context.dockerignore import read_dockerignore
from lint.image.context.ignore_rules import read_ignore_file
from lint.image.context.kaniko_rules import KanikoRules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.ignore_rules import IgnoreRules
    from lint.model.fault import Fault


def builder_rules(path: str | None, display_path: str, builder: str) -> IgnoreRules:
    """The rules of the ignore file at `path` (None: there is none) for `docker` or `kaniko`."""
    faults: list[Fault] = []
    data = b"" if path is None else read_ignore_file(path, display_path, faults)
    patterns = None if data is None else read_dockerignore(data, display_path, faults)
    rules = (KanikoRules if builder == "kaniko" else BuildKitRules)(patterns or [])
    rules.known = patterns is not None
    rules.faults = faults
    return rules
