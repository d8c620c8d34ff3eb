"""The build contexts that a folder may have, by its Dockerfiles and project files."""

from __future__ import annotations

import os

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint.engine.discovery import Found

_MOST_NAMED = 4
_NEVER = ("test", "tests", "docs", "node_modules")


@record
class BuildContext:
    """The directory of a build context, and its Dockerfile."""

    source: str
    dockerfile: str = ""
    """"" where it has none."""
    target: str = ""
    """The stage that the image is; "" for the last one."""
    guessed: bool = False
    """Whether no file states it: it is the folder of a Dockerfile or of project files."""


def possible_contexts(found: Iterable[Found]) -> list[BuildContext]:
    """The contexts that searched folders have, by their Dockerfiles or project files."""
    return [context for each in found for context in _contexts(each)]


def several(contexts: Sequence[BuildContext]) -> str:
    """The note that more than one context may be the one of a service."""
    names = ", ".join(_shown(context) for context in contexts[:_MOST_NAMED])
    more = f" and {len(contexts) - _MOST_NAMED} more" if len(contexts) > _MOST_NAMED else ""
    return (
        f"several build contexts are possible ({names}{more}); to check the image, pass "
        "--source DIR, and --dockerfile FILE where it is not DIR/Dockerfile"
    )


def _contexts(found: Found) -> list[BuildContext]:
    dockerfiles = [path for path in found.dockerfiles if not _beside(path)]
    if dockerfiles:
        contexts = [
            BuildContext(os.path.dirname(path) or ".", _named(path), "", True)
            for path in dockerfiles
        ]
    else:
        contexts = [
            BuildContext(folder or ".", "", "", True)
            for folder in found.projects
            if not _beside(folder)
        ]
        contexts = _outermost(contexts)
    return [context for context in contexts if has_python(context, found)]


def _named(path: str) -> str:
    """The Dockerfile, where it has to be named."""
    return "" if os.path.basename(path) in ("Dockerfile", "dockerfile") else path


def _outermost(contexts: list[BuildContext]) -> list[BuildContext]:
    """The contexts that lie in no other one: a project may hold projects of its own."""
    folders = {context.source for context in contexts}

    def inside(folder: str) -> bool:
        parent = os.path.dirname(folder)
        while parent not in ("", "/", folder):
            if parent in folders:
                return True
            folder, parent = parent, os.path.dirname(parent)
        return "." in folders and folder != "."

    return [context for context in contexts if not inside(context.source)]


def _beside(path: str) -> bool:
    """Whether a path lies among tests or documents."""
    return any(part.lower() in _NEVER for part in path.replace(os.sep, "/").split("/"))


def has_python(context: BuildContext, found: Found) -> bool:
    """Whether a searched folder has Python files in the directory of a context."""
    source = os.path.normpath(context.source)
    folder = "" if source == "." else source.rstrip("/") + os.sep
    return any(path == source or path.startswith(folder) for path in found.python_folders)


def _shown(context: BuildContext) -> str:
    return context.dockerfile or context.source
