"""One file of a build: the common ground of wheels and source trees."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


@record
class ImageFile:
    """A file that the image contains."""

    path: str
    """Relative to the import root, with `/`: `app/main.py`."""
    display_path: str
    """The path that findings show: `app-1.0-py3-none-any.whl!app/main.py`, or the file's own path
    for a source tree."""
    size: int
    """In bytes, uncompressed."""
    identity: str
    """Changes when the content does and costs nothing to obtain (a wheel's CRC-32 and size, a
    file's size and modification time); "" when there is none."""
    _read: Callable[[], bytes]

    def __repr__(self) -> str:
        return f"<Member {self.display_path}>"

    def read(self) -> bytes:
        """The content. Raises `OSError` (also for a damaged or oversized archive member)."""
        return self._read()


class Fault:
    """Something wrong with a build, as its reader found it: no rule and no severity yet.

    `kind` is a stable kebab-case word that rules refer to (`record-missing-member`); `message`
    and `help` are worded as in `lint.model.findings.Finding`.
    """

    __slots__ = ("column", "help", "kind", "line", "message", "path")

    def __init__(
        self, kind: str, message: str, path: str, help: str = "", line: int = 1, column: int = 1
    ) -> None:
        self.kind = kind
        self.message = message
        self.path = path
        self.help = help
        self.line = line
        self.column = column
