"""Where the services are: Google's addresses, or a stand-in's on this machine."""

from __future__ import annotations

import os

from lint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "LINT_ENDPOINTS"
SERVICES = ("secretmanager", "run", "vpcaccess", "sqladmin", "orgpolicy", "cloudresourcemanager")


def read_endpoints(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The addresses (`127.0.0.1:8085`) that replace Google's, by service; {} when none do.

    `LINT_ENDPOINTS` holds `SERVICE=HOST:PORT`, separated by commas. Such an address is spoken to
    in plaintext and without credentials, therefore it must be one of this machine. Raises
    `UsageError`.
    """
    text = (os.environ if environment is None else environment).get(VARIABLE, "")
    endpoints: dict[str, str] = {}
    for part in text.split(","):
        entry = part.strip()
        if not entry:
            continue
        service, separator, address = entry.partition("=")
        service = service.strip()
        if not separator:
            raise UsageError(f"{VARIABLE}: `{entry[:80]}` is not SERVICE=HOST:PORT")
        if service not in SERVICES:
            from lint.support.nearest import did_you_mean

            raise UsageError(
                f"{VARIABLE}: there is no service `{service[:40]}`. "
                f"{did_you_mean(service, SERVICES)}"
            )
        endpoints[service] = _loopback(service, address.strip())
    return endpoints


def _loopback(service: str, address: str) -> str:
    """The address, where it is a loopback address with a port."""
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise UsageError(f"{VARIABLE}: `{address[:80]}` of {service} is not HOST:PORT")
    if not _is_loopback(host):
        raise UsageError(
            f"{VARIABLE}: `{address[:80]}` of {service} is not an address of this machine; "
            "plaintext without credentials is allowed for 127.0.0.0/8, ::1 and localhost only"
        )
    return address


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name: it could resolve to anything
