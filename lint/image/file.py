"""One file of an image, from a wheel or a source tree."""

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
    _read: Callable[[], bytes]
    stored: int = -1
    """Bytes that it takes in the wheel, compressed; -1 where it is as many as its size."""

    def __repr__(self) -> str:
        return f"<ImageFile {self.display_path}>"

    def read(self) -> bytes:
        """The content. Raises `OSError` (also for a damaged or oversized archive member)."""
        return self._read()
