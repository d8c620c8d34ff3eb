"""What the containers of a resource start and where that listens, as far as it is known."""

from __future__ import annotations

from lint.image.start.other_languages import NOT_PYTHON
from lint.model.record import default, record
from lint.model.text import module, name, number, own, path, say
from lint.yaml.tree import elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.checks.context import CheckContext
    from lint.image.start.address import Address
    from lint.image.start.launch import Launch
    from lint.model.text import Message


@record
class Starting:
    """What one container starts."""

    programs: list[Message] = default(factory=list)
    """One for each program."""
    addresses: list[Message] = default(factory=list)
    """Where they listen."""


def starting(context: CheckContext) -> dict[int, Starting]:
    """What is known of each container, by its index; nothing for containers that state nothing."""
    found: dict[int, Starting] = {}
    containers = context.resource.containers
    if context.image is None and not any(elements(c.node.get("command")) for c in containers):
        return found
    from lint.checks.image.entry_points import started_containers

    for started in started_containers(context):
        if context.image is None and not started.program_by_manifest:
            continue  # arguments without their program
        for container in started.containers[:1]:
            known = found.setdefault(container.index, Starting())
            for launch in started.launches:
                known.programs.append(_program(launch))
                if launch.address is not None:
                    known.addresses.append(_address(launch.address))
    if context.image is not None:
        from lint.checks.image.listening import addresses_in_code

        for entry, _, addresses in addresses_in_code(context):
            for container in entry.containers[:1]:
                known = found.setdefault(container.index, Starting())
                for address in addresses:
                    where = say("{} (`{}`)", _address(address.address), module(address.name))
                    known.addresses.append(where)
    return found


def _program(launch: Launch) -> Message:
    if launch.unknown == NOT_PYTHON:
        return own(launch.program.rpartition("/")[2])
    if launch.unknown:
        return own(
            "not known"
        )  # the reason, which quotes the command, is with the rules that need it
    if launch.script:
        target = path(launch.script)
    elif launch.attribute:
        target = module(f"{launch.module}:{launch.attribute}")
    else:
        target = module(launch.module)
    if launch.server:
        return say("{} {}", own(launch.server), target) if target else own(launch.server)
    return say("python {}" if launch.script else "python -m {}", target)


def _address(address: Address) -> Message:
    if address.socket:
        return own("a Unix socket")
    if address.literal:
        return own("a variable that no shell replaces")
    host = name(address.host) if address.host else own("any host")
    return say("{}:{}", host, number(address.port) if address.port is not None else own("?"))
