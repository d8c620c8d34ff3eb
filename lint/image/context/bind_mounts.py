"""What a RUN line mounts of the build context, of other stages and of other images.

Source: https://docs.docker.com/reference/dockerfile/#run---mounttypebind
"""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@record
class BindMount:
    """One `--mount` of type bind, as written; "" for what it does not state."""

    origin: str
    """The stage or the image; "" for the build context."""
    source: str
    """The path there."""
    target: str
    """The path in the image that is built."""


def bind_mounts(text: str) -> Iterator[BindMount]:
    """The bind mounts of a RUN line; `text` is the line without the word RUN."""
    while text.startswith("--"):
        flag, _, text = text.partition(" ")
        text = text.lstrip()
        if not flag.startswith("--mount="):
            continue
        options = dict(part.partition("=")[::2] for part in flag[8:].strip("\"'").split(","))
        if options.get("type", "bind") == "bind":
            yield BindMount(
                options.get("from", ""),
                options.get("source") or options.get("src") or "",
                options.get("target") or options.get("dst") or options.get("destination") or "",
            )
