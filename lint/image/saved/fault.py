"""What ends the reading of a saved image."""

from __future__ import annotations

from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.text import Message


class SavedError(Exception):
    """The image cannot be read: the kind, message and help of its one fault.

    Kinds: `image-unreadable` (the file cannot be opened), `image-unknown` (it is no saved image),
    `image-truncated`, `image-damaged`, `image-too-large`, `image-compression`.
    """

    def __init__(self, kind: str, message: Message, help: Message = NOTHING) -> None:
        super().__init__(kind)
        self.kind = kind
        self.message = message
        self.help = help
