"""`secret-references`: the names and versions of secrets of Secret Manager."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import SECRETS
from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.rule import ParameterError
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, elements, text_of, written_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import EnvVar, Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

FAULTS = ("name", "no-version", "kubernetes-key", "project-id", "latest")
_NAME = lazy_regex(r"[A-Za-z0-9_-]{1,255}")
_NUMBER = lazy_regex(r"0*[1-9][0-9]*")
_ALIAS = lazy_regex(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_TARGET = lazy_regex(r"projects/([^/\s]+)/secrets/[A-Za-z0-9_-]{1,255}")
_PATH = lazy_regex(r"projects/[^/]+/secrets/([A-Za-z0-9_-]{1,255})(?:/versions/[^/]*)?")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def prepare(params: Any) -> Any:
    """The parameters, if the patterns among the facts are patterns. Raises `ParameterError`."""
    from lint.support.rule_patterns import check_pattern

    aliases = params["facts"].get("aliases", [])
    for index, alias in enumerate(aliases if isinstance(aliases, list) else []):
        try:
            check_pattern(alias)
        except re.error as error:
            raise ParameterError(str(error), ("facts", "aliases", index)) from None
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each reference whose secret or version cannot exist."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    aliases = facts.get("kubernetes-key", {}).get("aliases", [])
    for name, key in _references(context.resource):
        text = text_of(name)
        if name is not None and text and not _NAME.fullmatch(text):
            yield _name(context.resource, name, text)
        version = written_text(key)
        if key is not None and version is not None:
            yield from _version(context.resource, key, version, text, aliases)
    yield from _latest(context.resource)
    yield from _aliases(context)


def _latest(resource: Resource) -> Iterator[Fault]:
    """One fault for all env vars that are the latest version of a secret: they have one cause.

    Only for env vars: a volume reads the version at each access, so that its files are new.
    """
    found: list[tuple[EnvVar, Node]] = []
    for container in resource.containers:
        for variable in container.env:
            key = variable.secret.get("key") if variable.secret is not None else None
            if key is not None and text_of(key) == "latest":
                found.append((variable, key))
    if not found:
        return
    names = [shown.name(variable.name or "") for variable, _ in found]
    message = say(
        "env var {} is version `latest` of a secret, read when an instance starts",
        shown.listed(names),
    )
    if len(found) > 1:
        message = say(
            "env vars {} are version `latest` of a secret, read when an instance starts",
            shown.listed(names),
        )
    yield Fault(
        "latest",
        found[0][1],
        message=message,
        help=say("Write a version number in quotes, or mount the secret as a volume."),
        related=[
            (key, say("`{}`", name)) for (_, key), name in zip(found[1:], names[1:], strict=True)
        ],
    )


def _references(resource: Resource) -> Iterator[tuple[Node | None, Node | None]]:
    """The nodes of name and version of each reference, in env and in volumes."""
    for container in resource.containers:
        for variable in container.env:
            if variable.secret is not None:
                yield variable.secret.get("name"), variable.secret.get("key")
    for volume in resource.volumes:
        secret = volume.get("secret")
        if isinstance(secret, MappingNode):
            name = secret.get("secretName")
            items = [
                item for item in elements(secret.get("items")) if isinstance(item, MappingNode)
            ]
            yield name, items[0].get("key") if items else None
            for item in items[1:]:
                yield None, item.get("key")


def _name(resource: Resource, node: Node, text: str) -> Fault:
    path = _PATH.fullmatch(text)
    if path is not None:
        short = shown.name(path.group(1))
        return Fault(
            "name",
            node,
            message=say(
                "`{}` is a resource name; write only the secret's name", resource.value(node)
            ),
            help=say(
                "Write `{}`; for a secret in another project, add the template annotation"
                " `{}: {}:projects/NUMBER/secrets/{}`.",
                short,
                shown.own(SECRETS),
                short,
                short,
            ),
        )
    return Fault(
        "name",
        node,
        message=say("`{}` is not a valid secret name", resource.value(node)),
        help=say("Use up to 255 letters, digits, `-` and `_`."),
    )


def _version(
    resource: Resource, node: Node, version: str, secret: str | None, aliases: Sequence[str]
) -> Iterator[Fault]:
    if version == "latest" or _NUMBER.fullmatch(version):
        return
    if not _ALIAS.fullmatch(version):
        yield Fault(
            "no-version",
            node,
            message=say("`{}` is not a valid secret version", resource.value(node))
            if version
            else say("the secret version is empty"),
            help=say('Write "latest", a number in quotes, or a version alias.'),
        )
        return
    if any(re.fullmatch(alias, version) for alias in aliases):
        return
    help = say('Write "latest" or a version number, and create a secret for each value.')
    repair = None
    if version.lower() == "latest":
        help = say("Did you mean `latest`?")
        repair = Repair("set_text", node, "latest")
    owner = say("secret `{}`", shown.name(secret)) if secret else say("the secret")
    yield Fault(
        "kubernetes-key",
        node,
        message=say(
            "`key` must be a version, and `{}` is valid only if {} has a version alias of this name",
            resource.value(node),
            owner,
        ),
        help=help,
        repair=repair,
    )


def _aliases(context: CheckContext) -> Iterator[Fault]:
    node = context.resource.annotation(SECRETS, template=True)
    text = text_of(node)
    if node is None or not text:
        return
    for part in text.split(","):
        entry = part.strip()
        alias, separator, target = entry.partition(":")
        path = _TARGET.fullmatch(target)
        if not entry:
            continue
        if not separator or path is None:
            yield Fault(
                "name",
                node,
                message=say(
                    "`{}` does not have the form ALIAS:projects/NUMBER/secrets/NAME",
                    context.resource.part(node, entry),
                ),
                help=say("Write `ALIAS:projects/NUMBER/secrets/NAME`, without a version."),
            )
        elif not _NAME.fullmatch(alias):
            yield Fault(
                "name",
                node,
                message=say("`{}` is not a valid secret alias", context.resource.part(node, alias)),
                help=say("Use up to 255 letters, digits, `-` and `_`."),
            )
        elif not path.group(1).isdigit():
            yield Fault(
                "project-id",
                node,
                message=say(
                    "alias `{}` names project `{}` by its id, not by its number",
                    shown.name(alias),
                    shown.name(path.group(1)),
                ),
                help=say("Write the project number."),
            )
