"""The address that a server listens on: a host, a port, and what decided each."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False

LOOPBACKS = frozenset(("localhost", "::1", "[::1]", "ip6-localhost"))


@record
class Address:
    """Where a server listens."""

    host: str | None = None
    """None where it is not known."""
    port: int | None = None
    """None where it is not known."""
    host_from: str = ""
    """What decided the host: `--host`, `UVICORN_HOST`, `the default of uvicorn`."""
    port_from: str = ""
    literal: str = ""
    """The text of a variable that no shell replaces; "" for none."""
    socket: bool = False
    """Whether it is a Unix socket."""

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
