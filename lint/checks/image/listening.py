"""`listening`: the address that the server listens on, against the one that requests go to."""

from __future__ import annotations

import os

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault, Repair
from lint.model.findings import Place
from lint.model.text import module, name, number, own, placeholder, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.image.entry_points import Entry, Started
    from lint.image.context.copy_map import CopyMap
    from lint.image.python.closure import Closure
    from lint.image.start.address import Address
    from lint.image.start.code_address import CodeAddress
    from lint.image.start.launch import Launch
    from lint.manifest.resource import Container
    from lint.model.findings import Finding, NotRun, Severity
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = ("loopback", "other-port", "literal-variable", "loopback-variable", "nothing")
_HOST_VARIABLES = ("HOST", "BIND_HOST", "LISTEN_HOST", "SERVER_HOST")
_LOOPBACKS = ("localhost", "127.0.0.1", "::1")
_WORDS = ("command", "args")
_PORT = lazy_regex(r"(?:.*[:=])?(\$(?:PORT|\{PORT\}))")


def model() -> Any:
    """The fault that the rule is about."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each address that requests do not reach."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    if context.resource.kind != "Service":
        return
    ingress = context.resource.ingress_container
    if ingress is not None:
        yield from _host_variables(ingress)
    if context.image is None and (ingress is None or not _states_command(ingress)):
        return
    # Imported only where a command is followed: most manifests have none.
    from lint.checks.image.entry_points import container_port, started_containers

    for started in started_containers(context):
        container = started.containers[0] if started.containers else None
        if container is not None and not container.ingress:
            continue  # a sidecar that only this instance can reach is in order
        port = container_port(container) if container is not None else 8080
        doubtful = len(started.containers) > 1
        for launch in started.launches:
            severity: Severity | None = None if launch.certain and not doubtful else "warning"
            if launch.address is not None:
                yield from _faults(context, launch, launch.address, port, started, severity)
    if context.image is not None:
        yield from _in_code(context)


def _states_command(container: Container) -> bool:
    return bool(elements(container.node.get("command")))


def _faults(
    context: CheckContext,
    launch: Launch,
    address: Address,
    port: int,
    started: Started,
    severity: Severity | None,
) -> Iterator[Fault]:
    server, where = own(launch.server), started.where
    if address.socket:
        return
    if address.literal:
        yield Fault(
            "literal-variable",
            where,
            message=say(
                "`{}` is passed as it is written, because no shell replaces it in the exec form",
                placeholder(address.literal),
            ),
            help=say(
                'Start the server through a shell: `["sh", "-c", "exec ..."]`, or use the shell form.'
            ),
            severity=severity,
            repair=_through_shell(context, started),
        )
        return
    if address.port is None and started.stated_by_manifest:
        yield from _port_of_manifest(context, started)
    if address.loopback:
        yield Fault(
            "loopback",
            where,
            message=say(
                "`{}` listens on `{}` ({}), which requests do not reach",
                server,
                name(address.host or ""),
                own(address.host_from),
            ),
            help=_host_help(str(server)),
            severity=severity,
            repair=_on_all_interfaces(context, started, launch, address)
            if severity is None
            else None,
        )
    if address.port is not None and address.port != port:
        related = []
        container = started.containers[0] if started.containers else None
        stated = elements(container.node.get("ports"))[:1] if container is not None else []
        node = stated[0].get("containerPort") if stated and stated[0] is not None else None
        if node is not None:
            related.append((node, say("the port that requests go to")))
        yield Fault(
            "other-port",
            where,
            message=_other_port(context, server, address, port),
            help=say("Listen on `$PORT`, or set `containerPort` to {}.", number(address.port)),
            related=related,
            severity="warning" if context.resource.assumed else severity,
        )


def _port_of_manifest(context: CheckContext, started: Started) -> Iterator[Fault]:
    """`$PORT` in the words of a manifest, where a shell would be needed to replace it.

    A program may replace it before the manifest is deployed, so it is no more than likely.
    """
    from lint.image.start.script_file import shell_text

    if context.resource.deployed_by or shell_text(started.words):
        return
    container = started.containers[0].node
    for word in (word for key in _WORDS for word in elements(container.get(key))):
        match = _PORT.fullmatch(word.text) if isinstance(word, ScalarNode) else None
        if match is not None:
            yield Fault(
                "literal-variable",
                word,
                message=say(
                    "`{}` is passed as it is written, unless something replaces it before the deploy",
                    placeholder(match[1]),
                ),
                help=say("Write `$(PORT)`, which Cloud Run replaces."),
                severity="warning",
            )


def _other_port(context: CheckContext, server: Message, address: Address, port: int) -> Message:
    """What is wrong with a port; where no service is given, one may name that port."""
    assert address.port is not None
    listens = say(
        "`{}` listens on port {} ({})", server, number(address.port), own(address.port_from)
    )
    if context.resource.assumed:
        return say(
            "{}, and requests go to port {}, unless the service names another one",
            listens,
            number(port),
        )
    return say("{}, and requests go to port {}", listens, number(port))


def _dockerfile_command(context: CheckContext, started: Started) -> CopyMap | None:
    """The Dockerfile whose text states the command; None where something else does."""
    tree = context.image.context if context.image is not None else None
    copy_map = tree.copy_map if tree is not None else None
    if copy_map is None or copy_map.start is None or started.stated_by_manifest:
        return None
    where = started.where
    here = isinstance(where, Place) and where.path == copy_map.display_path
    return copy_map if here and where.line == copy_map.start.line else None


def _through_shell(context: CheckContext, started: Started) -> Repair | None:
    copy_map = _dockerfile_command(context, started)
    if copy_map is None:
        return None
    from lint.image.start.command_repairs import through_shell

    return through_shell(copy_map)


def _on_all_interfaces(
    context: CheckContext, started: Started, launch: Launch, address: Address
) -> Repair | None:
    """The address replaced where the command itself states it by a flag."""
    host = address.host or ""
    if launch.path or not address.host_from.startswith(("`-", "its argument")):
        return None
    from lint.image.start.command_repairs import on_all_interfaces, reachable

    flag = address.host_from.strip("`") if address.host_from.startswith("`") else ""
    if started.stated_by_manifest:
        container = started.containers[0].node
        words = [word for key in _WORDS for word in elements(container.get(key))]
        texts = [text_of(word) or "" for word in words]
        found = [
            (word, text)
            for word, before, now in zip(words, ["", *texts], texts, strict=False)
            if (text := reachable(now, before, host, flag))
        ]
        if len(found) != 1 or not isinstance(found[0][0], ScalarNode):
            return None
        return Repair("set_text", *found[0], shown=False)
    copy_map = _dockerfile_command(context, started)
    return on_all_interfaces(copy_map, host, flag) if copy_map is not None else None


def _host_help(server: str) -> Message:
    if server in ("gunicorn", "hypercorn"):
        return say("Bind to all interfaces: `--bind 0.0.0.0:$PORT`.")
    if server == "runserver":
        return say("Bind to all interfaces: `runserver 0.0.0.0:$PORT`.")
    if server == "daphne":
        return say("Bind to all interfaces: `-b 0.0.0.0`.")
    return say("Listen on all interfaces: `--host 0.0.0.0`.")


def _in_code(context: CheckContext) -> Iterator[Fault]:
    """Addresses in the code of programs that start their server themselves."""
    from lint.checks.image.entry_points import container_port
    from lint.checks.image.silent_programs import silent

    for entry, closure, addresses in addresses_in_code(context):
        container = entry.containers[0] if entry.containers else None
        if container is not None and not container.ingress:
            continue
        port = container_port(container) if container is not None else 8080
        if not addresses and len(entry.containers) < 2 and _alone(context, entry):
            yield from silent(entry, closure)
        if len(addresses) > 1 and any(_may_serve(found.address, port) for found in addresses):
            continue  # the others may be for health checks, metrics or administrators
        for found in addresses:
            reached = closure.reached[found.module]
            yield from _code_faults(context, found, reached.display_path, port, entry)


def _alone(context: CheckContext, entry: Entry) -> bool:
    """Whether the container of a program is known to start nothing else."""
    from lint.checks.image.entry_points import started_containers

    return any(
        started.where == entry.where and len(started.launches) == 1
        for started in started_containers(context)
    )


def addresses_in_code(
    context: CheckContext,
) -> Iterator[tuple[Entry, Closure, list[CodeAddress]]]:
    """The entry points whose command line does not decide the address, each with those in its code."""
    from lint.checks.image.entry_points import container_port, entry_points
    from lint.checks.image.start_environment import no_others, start_variables
    from lint.checks.image.start_up import start_up
    from lint.image.python.constants import Environment
    from lint.image.start.code_address import code_addresses

    for entry in entry_points(context)[0]:
        if entry.launch is not None and entry.launch.address is not None:
            continue
        container = entry.containers[0] if entry.containers else None
        closure = start_up(entry).closure
        if closure is None or closure.path is None:
            continue
        port = container_port(container) if container is not None else 8080
        modules = {
            name: entry.main and name == closure.entry
            for name, reached in closure.reached.items()
            if not reached.later
        }
        environment = Environment(
            start_variables(entry.image, container, entry.env, port),
            no_others(entry.image, entry.containers),
        )
        words = entry.launch.arguments if entry.launch is not None else None
        yield (
            entry,
            closure,
            list(code_addresses(closure, closure.path, modules, environment, words)),
        )


def _may_serve(address: Address, port: int) -> bool:
    """Whether requests may reach an address."""
    return address.socket or (not address.loopback and address.port in (None, port))


def _code_faults(
    context: CheckContext, found: CodeAddress, display_path: str, port: int, entry: Entry
) -> Iterator[Fault]:
    address = found.address
    if address.socket:
        return
    certain = found.certain and entry.certain and len(entry.containers) < 2
    severity: Severity | None = None if certain else "warning"
    where = Place(display_path, found.line, found.column, 0, found.column + 1)
    repair = _host_in_code(found, display_path, entry) if certain else None
    if address.loopback:
        yield Fault(
            "loopback",
            where,
            message=say(
                "`{}` listens on `{}` ({}), which requests do not reach",
                module(found.name),
                name(address.host or ""),
                own(address.host_from),
            ),
            help=say('Listen on all interfaces: `host="0.0.0.0"`.'),
            severity=severity,
            repair=repair,
        )
    if address.port is not None and address.port != port:
        yield Fault(
            "other-port",
            where,
            message=_other_port(context, module(found.name), address, port),
            help=say("Listen on the port that the env var PORT names."),
            severity="warning" if context.resource.assumed else severity,
        )


def _host_in_code(found: CodeAddress, display_path: str, entry: Entry) -> Repair | None:
    """The text of the host replaced: unsafe, as the program may be run elsewhere, too."""
    source = entry.image.sources.get(display_path) if os.path.isfile(display_path) else None
    if found.host_at is None or source is None:
        return None
    line, start, end = found.host_at
    text = source.lines()[line - 1][start - 1 : end - 1] if line <= len(source.lines()) else ""
    if text.strip("\"'") != found.address.host:
        return None
    place = Place(display_path, line, start + 1, line, end - 1)
    return Repair("set_place", place, "0.0.0.0", safe=False)  # noqa: S104


def _host_variables(container: Container) -> Iterator[Fault]:
    for variable in container.env:
        if variable.name in _HOST_VARIABLES and text_of(variable.value) in _LOOPBACKS:
            assert variable.value is not None
            yield Fault(
                "loopback-variable",
                variable.value,
                message=say(
                    "`{}` is the loopback address; a server that reads it is not reached by requests",
                    name(variable.name or ""),
                ),
                help=say("Set it to `0.0.0.0`, or remove it if nothing listens on it."),
                repair=Repair("set_text", variable.value, "0.0.0.0", safe=False),  # noqa: S104
            )
