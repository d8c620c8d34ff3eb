"""An open text and a place in it, as the functions behind the server take them: no protocol in here.

Lines and columns count from 0, columns in characters; the server converts the units of its client.
"""

from __future__ import annotations

import os
import re

from lint.deploy.readers import reader_of
from lint.engine.discovery import EXTENSIONS, has_mark, is_manifest
from lint.model.record import record
from lint.server.settings_table import PROJECT
from lint.settings import FILE

MANIFEST = "manifest"
RULE_SET = "rule set"
SETTINGS = "settings"
OTHER = ""

_SETTINGS = (FILE, PROJECT)
_YAML = (".yaml", ".yml")
_HEAD = 2_000
"""Characters at the beginning of a text in which the keys are that say what it is."""
_RULE_SET = re.compile(r"^ruleset[ \t]*:", re.MULTILINE)
_RESOURCE = re.compile(
    r"^kind[ \t]*:[ \t]*+(?:['\"]{1,2}[ \t]*|['\"]?(?:Service|Job|WorkerPool|Instance)['\"]?[ \t]*)?$",
    re.MULTILINE,
)
_VERSION = re.compile(r"^apiVersion[ \t]*:[ \t]*[^\s#]", re.MULTILINE)


@record
class Position:
    """A place in a text: in front of the character `column` of a line."""

    line: int
    column: int


@record
class Document:
    """An open text."""

    path: str
    """Where the file is or will be."""
    text: str
    kind: str
    """MANIFEST, RULE_SET, SETTINGS or OTHER: see `kind_of`."""

    @property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return [line.removesuffix("\r") for line in self.text.split("\n")]


def kind_of(path: str, text: str) -> str:
    """What a text is: MANIFEST, RULE_SET, SETTINGS, or OTHER.

    A resource without an `apiVersion`, or with a `kind` yet to come, is a manifest that somebody
    begins to write.
    """
    if os.path.basename(path) in _SETTINGS:
        return SETTINGS
    head = text[:_HEAD].replace("\r", "")
    if path.endswith(_YAML):
        if _RULE_SET.search(head):
            return RULE_SET
        if _RESOURCE.search(head) and not _VERSION.search(head):
            return MANIFEST
    data = text.encode(errors="replace")
    if is_manifest(path, data):
        return MANIFEST
    # Further documents of a file may be manifests where the first one is none.
    is_one = path.endswith(EXTENSIONS) and has_mark(data) and not reader_of(path, data)
    return MANIFEST if is_one else OTHER
