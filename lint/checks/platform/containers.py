"""`containers`: the containers of a resource, their images, ports, commands and arguments."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.placeholders import find_fill_ins
from lint.yaml.tree import ScalarNode, elements, integer_of, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container, Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

FAULTS = (
    "too-many",
    "duplicate-name",
    "name",
    "image-missing",
    "image-syntax",
    "image-host",
    "image-repository",
    "image-scratch",
    "image-latest",
    "image-untagged",
    "several-ports",
    "port-name",
    "port-range",
    "port-protocol",
    "ingress-container",
    "ports-ignored",
    "port-in-arguments",
    "too-many-args",
    "empty-command",
    "relative-directory",
    "one-word",
)
SOURCES = "run.googleapis.com/sources"
_NAME = lazy_regex(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_IMAGE = lazy_regex(
    r"(?:(?P<host>[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*(?::\d+)?)/)?"
    r"(?P<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_PLAIN_HOST = lazy_regex(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_CAPITALS = lazy_regex(r"[A-Z][A-Z0-9_]{2,}")
_PORT_NUMBER = lazy_regex(r"[0-9]{1,9}")
_PORT_ARGUMENT = lazy_regex(
    r"--(?:server[.-]?)?port(?:=(\d{2,5}))?|--(?:bind|listen)=\S*:(\d{2,5})"
)


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of the list and of each container."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    containers = resource.containers
    limit = facts.get("too-many", {}).get("limit")
    if limit and len(containers) > limit:
        yield Fault(
            "too-many",
            containers[limit].node,
            message=say(
                "the resource has {}; the limit is {}",
                shown.count(len(containers), "container"),
                shown.number(limit),
            ),
            help=say("Remove some containers."),
        )
    seen: dict[str, Container] = {}
    for container in containers:
        yield from _name(container, seen)
        yield from _image(context, facts, container)
        yield from _ports(resource, container)
        yield from _command(resource, container)
        yield from _one_word(context, container)
    if resource.kind == "Service":
        yield from _ingress(resource)
    arguments = sum(len(elements(container.node.get("args"))) for container in containers)
    limit = facts.get("too-many-args", {}).get("limit")
    if limit and arguments > limit:
        yield Fault(
            "too-many-args",
            resource.head,
            message=say(
                "the containers together have {}; the limit is {}",
                shown.count(arguments, "argument"),
                shown.amount(limit),
            ),
            help=say("Move them into a file."),
        )


def _name(container: Container, seen: dict[str, Container]) -> Iterator[Fault]:
    node = container.node.get("name")
    name = text_of(node)
    if node is None or not name:
        return
    if not _NAME.fullmatch(name) or len(name) > 63:
        yield Fault(
            "name",
            node,
            message=say("`{}` is not a valid container name", shown.name(name)),
            help=say(
                "Use up to 63 lower-case letters, digits, `-` and `.`; begin and end with a letter or"
                " digit."
            ),
        )
    first = seen.setdefault(name, container)
    if first is not container:
        yield Fault(
            "duplicate-name",
            node,
            message=say("two containers are named `{}`", shown.name(name)),
            help=say("Rename one of them."),
            related=[(first.node.get("name") or first.node, say("the first one"))],
        )


def _image(context: CheckContext, facts: dict[str, Facts], container: Container) -> Iterator[Fault]:
    node = container.node.get("image")
    if isinstance(node, ScalarNode) and node.value == "":
        yield Fault(
            "image-missing", node, message=say("`image` is empty"), help=say("Name an image.")
        )
    image = text_of(node)
    if isinstance(node, ScalarNode) and node.unknown:
        # A placeholder behind the host leaves the host known.
        host = node.text.partition("/")[0]
        if "/" in node.text and _PLAIN_HOST.fullmatch(host):
            yield from _host(context, facts, node, host)
        yield from _tag(node, _known_end(node))
    if node is None or not image:
        return
    if image == "scratch":
        yield from _scratch(context.resource, node)
        return
    # Words in capitals cannot be part of a path: they are there to be filled in.
    lower = image if image.islower() else _CAPITALS.sub("x", image)
    if not _IMAGE.fullmatch(lower):
        host, slash, _ = image.partition("/")
        if slash and _PLAIN_HOST.fullmatch(host):
            yield from _host(context, facts, node, host)
        yield Fault(
            "image-syntax",
            node,
            message=say("`{}` is not a valid image reference", context.resource.value(node)),
            help=say("Write [HOST/]PATH[:TAG][@sha256:DIGEST]."),
        )
        return
    first, slash, _ = image.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        yield from _host(context, facts, node, first)
        yield from _repository(context, node, first, image)
    # Whoever writes a command line has no name for another program to replace.
    artifact = not slash and not context.resource.deployed_by
    yield from _tag(node, f"/{image}", artifact)


def _scratch(resource: Resource, node: Node) -> Iterator[Fault]:
    """The name that stands for the image of a container whose files come from an archive."""
    sources = resource.template_annotations.get(SOURCES) if resource.template_annotations else None
    # The v2 API has a field for them, which stands for no annotation here.
    if sources is None and resource.by_gcloud and not resource.may_have_more("annotations"):
        yield Fault(
            "image-scratch",
            node,
            message=say("the image is `scratch`, but no sources are deployed into it"),
            help=say(
                "Name an image, or the archive of the sources in the template annotation `{}`.",
                shown.own(SOURCES),
            ),
        )


def _known_end(node: ScalarNode) -> str:
    """What follows the last placeholder of an image: `/app:latest` of `gcr.io/$P/app:latest`."""
    end = node.text
    for placeholder in (*node.placeholders, *find_fill_ins(end)):
        end = end.rpartition(placeholder)[2]
    return end


def _tag(node: Node, end: str, artifact: bool = False) -> Iterator[Fault]:
    """Judges the end of an image; with a slash in it the name's beginning is known as well.

    `artifact` says that the whole name may be one that Skaffold or Cloud Deploy replaces.
    """
    _, slash, name = end.rpartition("/")
    if "@" in name:
        return
    # A word in capitals is there to be filled in, perhaps with a tag.
    if slash and name and ":" not in name and name == name.lower():
        yield Fault(
            "image-untagged",
            node,
            message=say(
                "the image has no tag, which means `latest`, unless Skaffold or Cloud Deploy"
                " replaces the name"
            )
            if artifact
            else say("the image has no tag, which means `latest`"),
            help=say("Add a version tag or a digest."),
            severity="info" if artifact else None,
        )
    elif name.endswith(":latest"):
        yield Fault(
            "image-latest",
            node,
            message=say("the image has the tag `latest`"),
            help=say("Use a version tag or a digest."),
        )


def _host(context: CheckContext, facts: dict[str, Facts], node: Node, host: str) -> Iterator[Fault]:
    allowed = facts.get("image-host", {}).get("hosts", [])
    if allowed and not any(re.fullmatch(pattern, host) for pattern in allowed):
        yield Fault(
            "image-host",
            node,
            message=say(
                "Cloud Run cannot pull images from `{}`",
                shown.value(host, harmless=context.resource.disclosure.shows(node))
                if isinstance(node, ScalarNode)
                else shown.hidden(host),
            ),
            help=say(
                "Use an Artifact Registry repository (a remote repository can mirror this registry)."
            ),
        )


def _repository(context: CheckContext, node: Node, host: str, image: str) -> Iterator[Fault]:
    """Artifact Registry: LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE."""
    path = image.partition("@")[0].split("/")[1:]
    # The project of a domain is written as `example.com:project`, or in two parts.
    if not host.endswith("-docker.pkg.dev") or len(path) >= 3:
        return
    assert isinstance(node, ScalarNode)
    yield Fault(
        "image-repository",
        node,
        message=say(
            "`{}` names no repository of Artifact Registry", context.resource.part(node, image)
        )
        if len(path) == 2
        else say("`{}` names no project and no repository", context.resource.part(node, image)),
        help=say("Write {}/PROJECT/REPOSITORY/IMAGE.", shown.name(host)),
    )


def _ports(resource: Resource, container: Container) -> Iterator[Fault]:
    ports = elements(container.node.get("ports"))
    if not ports:
        yield from _arguments(resource, container, None)
        return
    if resource.kind == "Job":
        yield Fault(
            "ports-ignored",
            resource.key_place(container.node, "ports"),
            message=say("`ports` has no effect on a job"),
            help=say("Remove it."),
        )
    if len(ports) > 1:
        yield Fault(
            "several-ports",
            ports[1],
            message=say("the container has {}; the limit is 1", shown.count(len(ports), "port")),
            help=say("Keep only the port that serves requests."),
        )
    for port in ports:
        name = port.get("name")
        text = text_of(name)
        if name is not None and text and text not in ("http1", "h2c"):
            yield Fault(
                "port-name",
                name,
                message=say("the port name must be `http1` or `h2c`, not `{}`", shown.name(text)),
                help=say("Write `http1` or `h2c`, or remove the name."),
            )
        protocol = port.get("protocol")
        text = text_of(protocol)
        if protocol is not None and text and text != "TCP":
            yield Fault(
                "port-protocol",
                protocol,
                message=say("the protocol must be `TCP`, not `{}`", resource.value(protocol)),
                help=say("Remove it."),
            )
        number = port.get("containerPort")
        value = integer_of(number)
        if number is not None and value is not None and not 1 <= value <= 65535:
            yield Fault(
                "port-range",
                number,
                message=say(
                    "`containerPort` must be between 1 and 65535, not {}", shown.number(value)
                ),
                help=say("Write the port that the program listens on."),
            )
    yield from _arguments(resource, container, integer_of(ports[0].get("containerPort")))


def _arguments(resource: Resource, container: Container, port: int | None) -> Iterator[Fault]:
    """A port in the arguments that is plainly another one than Cloud Run will send to."""
    if resource.kind != "Service" or not container.ingress:
        return
    if elements(container.node.get("command")):
        return  # the program is known: see `listening`
    expected = port or 8080
    items = [
        item
        for field in ("command", "args")
        for item in elements(container.node.get(field))
        if isinstance(item, ScalarNode) and not item.unknown
    ]
    for number, item in enumerate(items):
        match = _PORT_ARGUMENT.fullmatch(item.text)
        if match is None:
            continue
        written = match.group(1) or match.group(2)
        if written is None and number + 1 < len(items):
            after = items[number + 1]
            if _PORT_NUMBER.fullmatch(after.text):
                item, written = after, after.text
        if written and int(written) != expected:
            ports = elements(container.node.get("ports"))
            other = ports[0].get("containerPort") if ports else None
            yield Fault(
                "port-in-arguments",
                item,
                message=say(
                    "an argument names port {}, but requests are sent to port {}",
                    shown.number(int(written)),
                    shown.number(expected),
                ),
                help=say("Set `containerPort` to {}.", shown.number(int(written))),
                related=[(other, say("requests are sent to this port"))]
                if other is not None
                else [],
            )
            return


def _ingress(resource: Resource) -> Iterator[Fault]:
    """With several containers exactly one has a port."""
    if len(resource.containers) < 2:
        return
    with_ports = [c for c in resource.containers if elements(c.node.get("ports"))]
    if len(with_ports) > 1:
        yield Fault(
            "ingress-container",
            resource.key_place(with_ports[1].node, "ports"),
            message=say(
                "{} containers have ports; only one container can have them",
                shown.number(len(with_ports)),
            ),
            help=say("Keep only the `ports` of the container that serves requests."),
            related=[(resource.key_place(with_ports[0].node, "ports"), say("the first one"))],
        )
    elif not with_ports:
        yield Fault(
            "ingress-container",
            resource.key_place(resource.spec, "containers"),
            message=say("no container has a port; one of several containers must have it"),
            help=say("Add `ports` to the container that serves requests."),
        )


def _one_word(context: CheckContext, container: Container) -> Iterator[Fault]:
    """A whole command line as one item of `command` or `args`."""
    command = elements(container.node.get("command"))
    args = elements(container.node.get("args"))
    if not any(isinstance(node, ScalarNode) and " " in node.text for node in (*command, *args)):
        return
    if any(not isinstance(node, ScalarNode) or node.templated for node in (*command, *args)):
        return
    from lint.checks.command_words import one_word, takes_text

    found = one_word([text_of(n) or "" for n in command], [text_of(n) or "" for n in args])
    if found is None:
        return
    by_command, certain = found
    node = command[0] if by_command else args[0]
    if not command and context.image is not None:
        start = context.image.start
        if start is not None and takes_text(start[0].entrypoint):
            return
        # What an entry script does with one word is not known: it may give it to a shell.
        certain = certain and (start is None or not start[0].entrypoint)
    assert node is not None
    whole = text_of(node) or ""
    yield Fault(
        "one-word",
        node,
        message=say(
            "the command line that begins with `{}` is 1 word, and no program has that name",
            shown.name(whole.split()[0]),
        )
        if by_command or not command
        else say(
            "the arguments that begin with `{}` are 1 word, which the program takes as it is",
            shown.name(whole.split()[0]),
        ),
        help=say("Write each word as an item of its own."),
        severity=None if certain else "warning",
    )


def _command(resource: Resource, container: Container) -> Iterator[Fault]:
    command = elements(container.node.get("command"))
    if command and isinstance(command[0], ScalarNode) and command[0].value == "":
        yield Fault(
            "empty-command",
            command[0],
            message=say("the first item of `command` is empty"),
            help=say("Name the program, or remove `command`."),
        )
    directory = container.node.get("workingDir")
    text = text_of(directory)
    if directory is not None and text and not text.startswith("/") and not is_null(directory):
        yield Fault(
            "relative-directory",
            directory,
            message=say("the working directory `{}` is not absolute", resource.value(directory)),
            help=say("Begin it with `/`."),
        )
