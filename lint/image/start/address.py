"""The address that a server listens on: a host, a port, and what decided each."""

from __future__ import annotations

TYPE_CHECKING = False

LOOPBACKS = frozenset(("localhost", "::1", "[::1]", "ip6-localhost"))


class Address:
    """Where a server listens.

    `host` is None and `port` is None where it is not known; `host_from` and `port_from` say what
    decided them (`--host`, `UVICORN_PORT`, `the default of uvicorn`). `literal` is the text of a
    variable that no shell replaces, "" for none. `socket` is true for a Unix socket.
    """

    __slots__ = ("host", "host_from", "literal", "port", "port_from", "socket")

    def __init__(
        self,
        host: str | None = None,
        port: int | None = None,
        host_from: str = "",
        port_from: str = "",
    ) -> None:
        self.host = host
        self.port = port
        self.host_from = host_from
        self.port_from = port_from
        self.literal = ""
        self.socket = False

    @property
    def loopback(self) -> bool:
        """Whether only the container itself can reach it."""
        host = self.host
        return host is not None and (host in LOOPBACKS or host.startswith("127."))


def split_address(text: str) -> tuple[str | None, str | None]:
    """Host and port of `HOST:PORT`, `:PORT`, `[::]:PORT` or a bare port; None for one not given."""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest[1:] if rest.startswith(":") else None
    host, colon, port = text.rpartition(":")
    if not colon:
        return (None, text) if text.isdecimal() else (text, None)
    return host or None, port or None
