"""Manifests that a script writes itself: a here-document that `gcloud run services replace` gets."""

from __future__ import annotations

import os

from lint.deploy.nodes import placed
from lint.deploy.step import Step
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text

NAME = "here-document"
"""What such a step is called: its findings are worded as those on a manifest."""
_GROUPS = frozenset(("services", "jobs", "worker-pools"))


def read_here_documents(commands: Iterable[CommandLine]) -> list[Step]:
    """The resources that `replace` commands get from here-documents of the same script.

    A variable in one is a placeholder at the place where it is written; lines are those of the
    script, and so are columns up to the first variable of a line.
    """
    steps: list[Step] = []
    seen: set[tuple[str, int]] = set()
    for command in commands:
        text = _text(command)
        if text is None or not text.pieces:
            continue
        source, line = text.source, text.pieces[0].line
        if any(piece.source is not source for piece in text.pieces) or (source.path, line) in seen:
            continue
        seen.add((source.path, line))
        manifest = read_manifest(source.path, str(text).encode("utf-8", "replace"))
        for document in manifest.documents:
            if not isinstance(document.root, MappingNode):
                continue
            root = placed(document.root, source, line - 1)
            kind = classify(document.root)[0]
            if kind is not None and isinstance(root, MappingNode):
                resource = Resource(root, kind, source)
                steps.append(Step(NAME, command.words[0], source, resource, is_manifest=True))
    return steps


def _text(command: CommandLine) -> Text | None:
    """The text that a command replaces a resource with, where the script writes it."""
    words = [str(word) for word in command.words]
    if words[0] != "gcloud" or "replace" not in words[:6] or not _GROUPS & set(words[:6]):
        return None
    for word in words[words.index("replace") + 1 :]:
        if word == "-":
            return command.stdin
        path = os.path.normpath(os.path.join(command.directory, word))
        if command.directory and path in command.written:
            return command.written[path]
    return None
