"""Which build context belongs to the services of a folder, where the user names none.

A service and a context belong together where the folder has exactly one of each. Otherwise one
line says which contexts there are, and how to name one.
"""

from __future__ import annotations

import os

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint.engine.discovery import Found
    from lint.engine.inputs import Input

MOST_FILES = 200
"""No context is looked for in a folder with more YAML and JSON files."""
_MOST_NAMED = 4
_NEVER = ("test", "tests", "docs", "node_modules")


@record
class BuildContext:
    """The directory of a build context, and its Dockerfile."""

    source: str
    dockerfile: str = ""
    """"" where it has none."""


@record
class Tied:
    """The context of the only service, and a note where several are possible."""

    context: BuildContext | None = None
    note: str = ""


def tie(found: Iterable[Found], services: int) -> Tied:
    """Ties the context that searched folders have to their services, whose number is given."""
    contexts = [context for each in found for context in _contexts(each)]
    if services != 1 or not contexts:
        return Tied()
    if len(contexts) == 1:
        return Tied(contexts[0])
    names = ", ".join(_shown(context) for context in contexts[:_MOST_NAMED])
    more = f" and {len(contexts) - _MOST_NAMED} more" if len(contexts) > _MOST_NAMED else ""
    return Tied(
        note=f"several build contexts are possible ({names}{more}); to check the image, pass "
        "--source DIR, and --dockerfile FILE where it is not DIR/Dockerfile"
    )


def count_marked(inputs: Sequence[Input]) -> list[Input]:
    """The inputs, found in folders, that may hold a Cloud Run manifest."""
    from lint.engine.discovery import has_mark

    marked = []
    for file in inputs:
        try:
            if not file.named and has_mark(file.read()):
                marked.append(file)
        except OSError:
            continue
    return marked


def _contexts(found: Found) -> list[BuildContext]:
    dockerfiles = [path for path in found.dockerfiles if not _beside(path)]
    if dockerfiles:
        contexts = [
            BuildContext(os.path.dirname(path) or ".", _named(path)) for path in dockerfiles
        ]
    else:
        contexts = [BuildContext(folder or ".") for folder in found.projects if not _beside(folder)]
        contexts = _outermost(contexts)
    return [context for context in contexts if _has_python(context, found)]


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


def _has_python(context: BuildContext, found: Found) -> bool:
    folder = "" if context.source == "." else context.source.rstrip("/") + os.sep
    return any(path == context.source or path.startswith(folder) for path in found.python_folders)


def _shown(context: BuildContext) -> str:
    return context.dockerfile or context.source
