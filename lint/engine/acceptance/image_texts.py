"""The texts of an image's own files in which comments accept findings."""

from __future__ import annotations

from lint.engine.acceptance.comments import may_hold_comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.image import Image
    from lint.model.source import Source


def commented_texts(image: Image) -> dict[str, Source]:
    """The Dockerfile, the ignore files and the code of a source tree that may have such comments.

    The code is that which was read because start-up may reach it. What is in a wheel has none.
    """
    context = image.context
    if context is None:
        return {}
    paths = list(context.ignore_files)
    if context.copy_map is not None:
        paths.append(context.copy_map.display_path)
    paths += sorted(image.read_modules() & {file.display_path for file in context.files.values()})
    found = {}
    for path in paths:
        source = image.sources.get(path)
        if source is not None and may_hold_comments(source.text):
            found[path] = source
    return found
