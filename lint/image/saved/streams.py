"""The bytes of a layer in order: stored as they are, or compressed with gzip or zstd.

Which of these it is, the first bytes say, as container runtimes do; media types are often wrong.
The file of an image may itself be compressed with gzip. Then its parts are found again by marks:
states of the decompression, so that nothing has to be unpacked to a file.
"""

from __future__ import annotations

import zlib

from lint.image.saved.fault import SavedError
from lint.model.record import record
from lint.model.text import amount, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Protocol, TypeAlias

    class Source(Protocol):
        """What compressed bytes are read from."""

        def read(self, size: int, /) -> bytes:
            """The next bytes; fewer at the end only."""

    Stream: TypeAlias = "Stored | Inflated | Portion"

_CHUNK = 64 << 10
_PIECE = 1 << 20
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
MAX_INFLATED = 20 << 30
"""Bytes of all layers together, uncompressed. Cloud Run takes layers of at most 9.9 GB."""
FREE_INFLATED = 512 << 20
MAX_RATIO = 60
"""Layers may inflate to so many times their bytes, beyond `FREE_INFLATED`; real ones have 2 to 10."""
MARK_DISTANCE = 32 << 20
"""Bytes between two marks: so many are inflated again at most to find a part."""


@record
class Mark:
    """A state of the decompression of a file."""

    position: int
    """How many bytes were inflated."""
    engine: Any
    input: bytes
    """What was read and not yet inflated."""
    offset: int
    """In the file, behind `input`."""
    left: int
    """Bytes of the file from there on."""


@record
class Blob:
    """A part of a file: one layer, or one JSON document."""

    path: str
    """The file that has it."""
    offset: int
    """In the file, or in what it inflates to."""
    size: int
    marks: list[Mark] | None = None
    """Of a file that is compressed as a whole; None for others."""


class Budget:
    """What all layers may inflate to, together."""

    def __init__(self, stored: int) -> None:
        self.left = min(MAX_INFLATED, FREE_INFLATED + MAX_RATIO * stored)

    def spend(self, size: int) -> None:
        """Raises `SavedError` when the layers inflate to more than is read."""
        self.left -= size
        if self.left < 0:
            raise SavedError(
                "image-too-large",
                say(
                    "the image inflates to more than {} times its size, or to more than {} GiB, "
                    "and is not read",
                    amount(MAX_RATIO),
                    amount(MAX_INFLATED >> 30),
                ),
            )


class Stored:
    """A layer that is not compressed: what is skipped is not read."""

    seekable = True

    def __init__(self, file: IO[bytes], blob: Blob) -> None:
        self._read, self._seek = file.read, file.seek
        self._end = blob.offset + blob.size
        self.position = blob.offset
        """In the file."""
        file.seek(blob.offset)

    def take(self, size: int) -> bytes:
        """The next bytes; fewer at the end only."""
        return self.take_at(self.position, size) or b""

    def take_at(self, position: int, size: int) -> bytes | None:
        """The bytes from a position on, fewer at the end only; None where it is behind the end."""
        left = self._end - position
        if left < size:
            if left < 0:
                return None
            size = left
        self._seek(position)
        data = self._read(size)
        # An unbuffered file may give less than there is.
        while len(data) < size and (more := self._read(size - len(data))):
            data += more
        self.position = position + len(data)
        return data


class Inflated:
    """A compressed layer, or a compressed file; `size` are its bytes in the source.

    With `marks`, marks are added to that list; there are none for zstd.
    """

    seekable = False

    def __init__(
        self,
        source: Source,
        size: int,
        budget: Budget,
        zstd: bool,
        marks: list[Mark] | None = None,
    ) -> None:
        self._source = source
        self._size = self._left = size
        self._budget = budget
        self._zstd = zstd
        self._marks = marks
        self._engine: Any = _zstd_engine() if zstd else zlib.decompressobj(31)
        self._input = b""
        self._piece = b""
        self._at = 0
        self._inflated = 0
        """Bytes before the piece."""

    @classmethod
    def resumed(cls, file: IO[bytes], blob: Blob, budget: Budget) -> Inflated:
        """A compressed file, read from where a part of it begins."""
        marks = blob.marks or []
        mark = next(one for one in reversed(marks) if one.position <= blob.offset)
        file.seek(mark.offset)
        stream = cls(file, mark.left, budget, zstd=False)
        stream._engine = mark.engine.copy()
        stream._input = mark.input
        stream._inflated = mark.position
        stream.skip(blob.offset - mark.position)
        return stream

    @property
    def position(self) -> int:
        """How many bytes were taken or passed over."""
        return self._inflated + self._at

    def take(self, size: int) -> bytes:
        """The next bytes; fewer at the end only."""
        at = self._at
        if at + size <= len(self._piece):
            self._at = at + size
            return self._piece[at : at + size]
        parts = [self._piece[at:]]
        got = len(parts[0])
        while got < size and self._more():
            part = self._piece[: size - got]
            self._at = len(part)
            got += len(part)
            parts.append(part)
        return b"".join(parts)

    def take_at(self, position: int, size: int) -> bytes | None:
        """As `Stored.take_at`, from where the stream is or later."""
        return self.take(size) if self.skip(position - self.position) else None

    def skip(self, size: int) -> bool:
        """Passes over bytes; whether there were so many."""
        while True:
            here = len(self._piece) - self._at
            if size <= here:
                self._at += size
                return True
            size -= here
            if not self._more():
                return False

    def _more(self) -> bool:
        """Inflates the next piece."""
        self._inflated += len(self._piece)
        self._piece, self._at = b"", 0
        while True:
            if self._engine.eof:
                rest = self._engine.unused_data or self._read()
                if not rest or not rest.strip(b"\0"):
                    return False
                self._engine = _zstd_engine() if self._zstd else zlib.decompressobj(31)
                self._input = rest
            self._mark()
            piece = self._inflate()
            if piece:
                self._budget.spend(len(piece))
                self._piece = piece
                return True
            if not self._input and not self._engine.eof and not self._left and not self._pending():
                return False

    def _mark(self) -> None:
        marks = self._marks
        if marks is None or (marks and self._inflated - marks[-1].position < MARK_DISTANCE):
            return
        offset = self._size - self._left
        marks.append(Mark(self._inflated, self._engine.copy(), self._input, offset, self._left))

    def _pending(self) -> bool:
        return self._zstd and not self._engine.needs_input

    def _inflate(self) -> bytes:
        try:
            if self._zstd:
                data = (
                    self._input
                    if self._input
                    else self._read()
                    if self._engine.needs_input
                    else b""
                )
                self._input = b""
                piece: bytes = self._engine.decompress(data, _PIECE)
            else:
                piece = self._engine.decompress(self._input or self._read(), _PIECE)
                self._input = self._engine.unconsumed_tail
        except SavedError:
            raise
        except Exception as error:  # each library of zstd has its own
            if isinstance(error, MemoryError):
                raise
            message = say("the compressed data of the image are damaged")
            raise SavedError("image-damaged", message) from None
        return piece

    def _read(self) -> bytes:
        data = self._source.read(min(_CHUNK, self._left))
        self._left = self._left - len(data) if data else 0
        return data


class Portion:
    """A part of a compressed file, as it is in what the file inflates to."""

    seekable = False

    def __init__(self, stream: Inflated, size: int) -> None:
        self._stream = stream
        self._left = size
        self.head = stream.take(min(4, size))
        """The first bytes."""
        self._ahead = self.head

    @property
    def position(self) -> int:
        """In what the file inflates to."""
        return self._stream.position - len(self._ahead)

    def take(self, size: int) -> bytes:
        """The next bytes; fewer at the end only."""
        size = min(size, self._left)
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        if len(data) < size:
            data += self._stream.take(size - len(data))
        self._left -= len(data)
        return data

    read = take

    def take_at(self, position: int, size: int) -> bytes | None:
        """As `Stored.take_at`, from where the stream is or later."""
        return self.take(size) if self.skip(position - self.position) else None

    def skip(self, size: int) -> bool:
        """Passes over bytes; whether there were so many."""
        if size > self._left:
            return False
        self._left -= size
        ahead = min(size, len(self._ahead))
        self._ahead = self._ahead[ahead:]
        return self._stream.skip(size - ahead)


def open_part(file: IO[bytes], blob: Blob, budget: Budget) -> Stored | Portion:
    """The bytes of a part as they are in the image. Raises `SavedError`."""
    if blob.marks is None:
        return Stored(file, blob)
    return Portion(Inflated.resumed(file, blob, budget), blob.size)


def open_layer(file: IO[bytes], blob: Blob, budget: Budget) -> Stream:
    """A stream of a layer. Raises `SavedError` for a compression that cannot be read here."""
    part = open_part(file, blob, budget)
    if isinstance(part, Portion):
        head = part.head
    else:
        head = file.read(min(4, blob.size))
        file.seek(blob.offset)
    if head.startswith(GZIP) or head == ZSTD:
        source: Source = part if isinstance(part, Portion) else file
        return Inflated(source, blob.size, budget, zstd=head == ZSTD)
    return part


def _zstd_engine() -> Any:
    """A decompressor as `compression.zstd` has it: Python 3.14, or the package `backports.zstd`."""
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        try:
            from backports import zstd  # type: ignore[import-not-found,import-untyped,no-redef,unused-ignore]
        except ImportError:
            raise SavedError(
                "image-compression",
                say(
                    "the layers are compressed with zstd, which needs Python 3.14 or the package "
                    "`backports.zstd`"
                ),
                say("Install `cloudrun-lint[zstd]`, or save the image with `docker save`."),
            ) from None
    return zstd.ZstdDecompressor()
