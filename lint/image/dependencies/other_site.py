"""Distributions that are copied to where another Python than the image's looks for them.

Kind: `other-site`.
"""

from __future__ import annotations

from lint.image.context.base_images import named_python
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import amount, say
from lint.model.text import path as shown_path
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context
    from lint.image.context.copy_map import CopyMap
    from lint.image.context.dockerfile import Stage

_SITE = lazy_regex(r"/[^ ]*?/python3\.(\d{1,2})/(?:site|dist)-packages(?:/[^ ]*)?")


def other_site(context: Context) -> Iterator[Fault]:
    """A fault for each COPY from a stage whose Python differs from that of the image.

    A Python looks in the folder of its own version alone, apart from PYTHONPATH.
    Source: https://docs.python.org/3/library/site.html.
    """
    copy_map = context.copy_map
    if copy_map is None or copy_map.python is None:
        return
    stages = copy_map.built_stages()
    final = stages[-1]
    minor = copy_map.python[1]
    # Nothing is said of an image that may have several.
    if named_python(final.image) != copy_map.python or final.pythonpath is None:
        return
    for copy in final.copies:
        match = _SITE.fullmatch(copy.target) if copy.target is not None else None
        if copy.stage is None or match is None or int(match[1]) == minor:
            continue
        assert copy.target is not None
        place = copy.target
        known = any(f"{place}/".startswith(f"{entry.rstrip('/')}/") for entry in final.pythonpath)
        if known or any(_names(stage, f"python3.{match[1]}") for stage in _below(final, copy_map)):
            continue
        yield Fault(
            "other-site",
            Place(copy_map.display_path, copy.line),
            message=say(
                "distributions are copied to `{}`, and the image's Python is {}.{}, which does not look there",
                shown_path(place),
                amount(copy_map.python[0]),
                amount(minor),
            ),
            help=say("Use base images with the same version of Python in both stages."),
            related=[(Place(copy_map.display_path, final.line), say("this is the base image"))],
        )


def _below(stage: Stage, copy_map: CopyMap) -> list[Stage]:
    """A stage and those that it starts from."""
    found = [stage]
    while found[-1].base is not None:
        found.append(copy_map.all_stages()[found[-1].base])
    return found


def _names(stage: Stage, program: str) -> bool:
    """Whether a RUN line, a variable or the command names another Python."""
    words = (*stage.start.entrypoint, *stage.start.cmd)
    values = (value for value in stage.env.values() if value)
    return any(program in text for text in (*stage.runs, *words, *values))
