"""A rule set inferred from services that are right today: what a deployment of them must not lose.

A setting becomes a rule where every description of a service that is whole states it, and where it
is known: a placeholder says nothing. Values of env vars are never taken over.
"""

from __future__ import annotations

import re

from lint.manifest.references import (
    CONNECTOR,
    EGRESS,
    cloudsql_instances,
    network_interface,
    secret_aliases,
)
from lint.model.record import default, record
from lint.yaml.edits import scalar
from lint.yaml.placeholders import find, find_any
from lint.yaml.tree import ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from lint.manifest.resource import Container, Resource
    from lint.yaml.tree import Node

_INGRESS = "run.googleapis.com/ingress"
_MIN = "autoscaling.knative.dev/minScale"
_MAX = "autoscaling.knative.dev/maxScale"
_BY_TOOLS = ("managed-by", "commit-sha", "gcb-build-id", "gcb-trigger-id", "gcb-trigger-region")
"""Labels that deploying tools set by themselves."""
_BY_CLOUD_RUN = ("PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION")
"""Env vars that Cloud Run sets (container runtime contract)."""
_MARKED = frozenset("*:@")
_RESERVED = ("CR", "BLD", "DEP", "IN", "LIVE", "POL")
"""How the ids of built-in rules begin."""


@record
class Described:
    """One service with all its descriptions."""

    kind: str
    name: str
    """The name, or a glob where a part of it is a placeholder; "" where nothing of it is known."""
    resources: list[Resource] = default(factory=list)
    places: list[str] = default(factory=list)
    """Where each description begins, `path:line`."""
    needed: dict[str, str] = default(factory=dict)
    """The env vars that start-up needs, with the place of the code that reads them."""


def by_service(descriptions: Iterable[tuple[str, Resource]]) -> list[Described]:
    """Puts descriptions, each with its place, together by kind and name."""
    found: dict[tuple[str, str], Described] = {}
    for place, resource in descriptions:
        node = resource.name_node
        name = node.text if isinstance(node, ScalarNode) else ""
        for placeholder in find_any(name):
            name = name.replace(placeholder, "*")
        if not name.strip("*-"):
            name = ""
        service = found.setdefault((resource.kind, name), Described(resource.kind, name))
        service.resources.append(resource)
        service.places.append(place)
    return list(found.values())


def rule_set(name: str, services: Sequence[Described], without: Collection[str] = ()) -> str:
    """The rule file, as YAML with comments; "" where nothing can be inferred.

    `name` is the name of the rule set. `without` are titles of rules to leave out. A service without a known name gets rules only where no
    other one is of its kind.
    """
    blocks: list[str] = []
    number = 0
    prefix = _prefix(name)
    for service in services:
        alone = sum(other.kind == service.kind for other in services) == 1
        if not service.name and not alone:
            continue
        scope = f"kind: {service.kind}"
        if service.name:
            scope += f", name: {_quoted(service.name)}"
        rules: list[str] = []
        for title, lines in _rules(service):
            if title not in without:
                number += 1
                rule_id = f"{prefix}{number:03}"
                head = [f"{rule_id}:", f"  title: {_quoted(title)}", f"  applies-to: {{{scope}}}"]
                rules += [f"  {line}" for line in (*head, *(f"  {line}" for line in lines))]
        if rules:
            places = ", ".join(dict.fromkeys(service.places))
            blocks.append("\n".join([f"  # {_called(service)}: {places}", *rules]))
    if not blocks:
        return ""
    header = (
        "# Inferred by `lint init` from what is deployed today: what a deployment must not lose.\n"
        "# Delete what is an accident, add what is missing, and give each rule a `because`.\n"
        "# `lint explain RULE` and `lint schema ruleset` describe the format.\n"
        f"ruleset: {name}\n"
        "extends: [cloud-run]\n\n"
        "rules:\n"
    )
    return header + "\n".join(blocks) + "\n"


def _called(service: Described) -> str:
    return f"{service.kind} {service.name}".rstrip()


def _prefix(name: str) -> str:
    words = re.findall(r"[A-Z]{2,}", name.upper())
    letters = words[0][:10] if words else "OWN"
    return f"{letters}-" if letters in _RESERVED else letters


def _rules(service: Described) -> Iterable[tuple[str, list[str]]]:
    """(title, lines of the check) of each rule."""
    called = _called(service)
    whole = [each for each in service.resources if not each.partial] or service.resources

    def shared(read: Callable[[Resource], set[str]]) -> list[str]:
        sets = [read(each) for each in whole]
        return sorted(set.intersection(*sets))

    def only(read: Callable[[Resource], str]) -> str:
        stated = {read(each) for each in whole}
        return stated.pop() if len(stated) == 1 else ""

    names = shared(_literals)
    if names:
        yield f"{called} has its env vars", ["env:", "  required:", *_names(names, service.needed)]
    secrets = _secrets(whole)
    if secrets:
        title = f"{called} gets its credentials from Secret Manager"
        lines = [f"  {_quoted(key)}: {{{value}}}" for key, value in secrets.items()]
        yield title, ["secrets:", *lines]
    connector, egress = only(_connector), only(_egress)
    network, subnetwork = only(_network("network")), only(_network("subnetwork"))
    way = {"connector": connector, "network": network, "subnetwork": subnetwork, "egress": egress}
    stated = [f"{key}: {_quoted(value)}" for key, value in way.items() if value]
    if stated:
        yield f"Traffic of {called} leaves as it does today", [f"vpc: {{{', '.join(stated)}}}"]
    instances = shared(lambda each: _known(cloudsql_instances(each)))
    if instances:
        yield (
            f"{called} has its databases attached",
            [f"cloudsql: {{instances: {_list(instances)}}}"],
        )
    account = only(lambda each: _text(each.spec.get("serviceAccountName") if each.spec else None))
    if account:
        yield (
            f"{called} runs as its service account",
            [f"service-account: {{allowed: {_list([account])}}}"],
        )
    ingress = only(lambda each: _text(each.annotation(_INGRESS, template=False)))
    if ingress in ("all", "internal", "internal-and-cloud-load-balancing"):
        yield f"Ingress of {called} is {ingress}", [f"ingress: {ingress}"]
    registry = only(_registry)
    if registry:
        pinned = ", pinned: digest" if all(map(_has_digest, whole)) else ""
        yield (
            f"The image of {called} comes from its registry",
            [f"image: {{registries: {_list([registry])}{pinned}}}"],
        )
    bounds = _bounds(whole, only)
    if bounds:
        yield f"{called} keeps the resources of today", ["resources:", *bounds]
    labels = [key for key in shared(_labels) if key not in _BY_TOOLS]
    if labels:
        yield f"{called} has its labels", [f"labels: {{required: {_list(labels)}}}"]


def _names(names: list[str], needed: dict[str, str]) -> list[str]:
    return [
        f"    - {_quoted(name)}"
        + (f"  # start-up reads it: {needed[name]}" if name in needed else "")
        for name in names
    ]


def _main(resource: Resource) -> Container | None:
    return resource.ingress_container


def _literals(resource: Resource) -> set[str]:
    container = _main(resource)
    return {
        variable.name
        for variable in (container.env if container is not None else ())
        if variable.name
        and variable.name not in _BY_CLOUD_RUN
        and _is_name(variable.name)
        and variable.secret is None
        and variable.is_set
    }


def _secrets(resources: Sequence[Resource]) -> dict[str, str]:
    """The `secrets` parameters, as flow mappings without braces, by env var."""
    found: dict[str, set[tuple[str, bool]]] = {}
    for resource in resources:
        container = _main(resource)
        aliases = secret_aliases(resource)
        for variable in container.env if container is not None else ():
            if variable.name and variable.secret is not None and _is_name(variable.name):
                name = _text(variable.secret.get("name"))
                version = _text(variable.secret.get("key"))
                secret = aliases.get(name, name).rpartition("/")[2]
                found.setdefault(variable.name, set()).add((secret, version.isdecimal()))
    stated = {
        key: values.pop()
        for key, values in sorted(found.items())
        if len(values) == 1 and all(key in _all_names(each) for each in resources)
    }
    return {
        key: f"secret: {_quoted(secret)}" + (", version: pinned" if pinned else "")
        for key, (secret, pinned) in stated.items()
        if secret
    }


def _all_names(resource: Resource) -> set[str]:
    container = _main(resource)
    return {each.name for each in (container.env if container is not None else ()) if each.name}


def _connector(resource: Resource) -> str:
    return _text(resource.annotation(CONNECTOR, template=True))


def _egress(resource: Resource) -> str:
    text = _text(resource.annotation(EGRESS, template=True))
    return {"all": "all-traffic"}.get(text, text) if _is_known(text) else ""


def _network(key: str) -> Callable[[Resource], str]:
    def read(resource: Resource) -> str:
        found = network_interface(resource)
        value = found[0].get(key) if found is not None else None
        return value if isinstance(value, str) and _is_known(value) else ""

    return read


def _registry(resource: Resource) -> str:
    container = _main(resource)
    image = container.image if container is not None else None
    path = (text_of(image) or "").partition("@")[0].rpartition("/")[0]
    return path if "." in path.partition("/")[0] and _is_known(path) else ""


def _has_digest(resource: Resource) -> bool:
    container = _main(resource)
    return container is not None and "@sha256:" in (text_of(container.image) or "")


def _labels(resource: Resource) -> set[str]:
    labels = resource.labels
    keys = labels.keys if labels is not None else ()
    return {key for key in keys if "/" not in key and _is_name(key)}


def _bounds(
    whole: Sequence[Resource], only: Callable[[Callable[[Resource], str]], str]
) -> list[str]:
    def limit(key: str) -> Callable[[Resource], str]:
        def read(resource: Resource) -> str:
            container = _main(resource)
            limits = container.limits if container is not None else None
            return _text(limits.get(key) if limits is not None else None)

        return read

    def scale(key: str) -> Callable[[Resource], str]:
        return lambda resource: _text(resource.annotation(key, template=True))

    lines = []
    for key in ("cpu", "memory"):
        amount = only(limit(key))
        if re.fullmatch(r"[0-9.]+[A-Za-z]*", amount):
            lines.append(f'  {key}: {{min: "{amount}"}}')
    least, most = only(scale(_MIN)), only(scale(_MAX))
    if least.isdecimal() and int(least):
        lines.append(f"  min-instances: {{min: {int(least)}}}")
    if most.isdecimal():
        lines.append(f"  max-instances: {{max: {int(most)}}}")
    return lines


def _text(node: Node | None) -> str:
    """A scalar that is known, else ""."""
    if not isinstance(node, ScalarNode) or node.unknown:
        return ""
    text = node.text
    return text if _is_known(text) else ""


def _known(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if _is_known(text)}


def _is_name(text: str) -> bool:
    """Whether a key is certainly no placeholder; `PROJECT_ID` is a usual name of an env var."""
    return bool(text) and not find(text) and text.isprintable()


def _is_known(text: str) -> bool:
    return bool(text) and not find_any(text) and text.isprintable()


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """A text as a YAML scalar. Patterns, addresses and names with colons get quotes, as people do."""
    return scalar(text, "" if _MARKED.isdisjoint(text) else '"')
