"""`secret-references`: the names and versions by which secrets of Secret Manager are meant."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import SECRETS
from lint.model.fault import Fault
from lint.model.rule import ParameterError
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

FAULTS = ("name", "no-version", "kubernetes-key", "project-id")
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
    aliases = params["facts"].get("aliases", [])
    for index, alias in enumerate(aliases if isinstance(aliases, list) else []):
        try:
            re.compile(alias)
        except (re.error, TypeError) as error:
            raise ParameterError(str(error), ("facts", "aliases", index)) from None
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each reference that can mean no secret or no version."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    aliases = facts.get("kubernetes-key", {}).get("aliases", [])
    for name, key in _references(context.resource):
        text = text_of(name)
        if name is not None and text and not _NAME.fullmatch(text):
            yield _name(name, text)
        version = text_of(key)
        if key is not None and version is not None:
            yield from _version(key, version, text, aliases)
    yield from _aliases(context)


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


def _name(node: Node, text: str) -> Fault:
    path = _PATH.fullmatch(text)
    if path is not None:
        short = path.group(1)[:60]
        return Fault(
            "name",
            node,
            message=f"`{text[:120]}` is a path; here a secret is meant by its name",
            help=f"Write `{short}`; for a secret of another project add the template annotation"
            f" `{SECRETS}: {short}:projects/NUMBER/secrets/{short}`.",
        )
    return Fault(
        "name",
        node,
        message=f"`{text[:60]}` is not a name that a secret can have",
        help="Use letters, digits, `-` and `_`, up to 255 characters.",
    )


def _version(
    node: Node, version: str, secret: str | None, aliases: Sequence[str]
) -> Iterator[Fault]:
    if version == "latest" or _NUMBER.fullmatch(version):
        return
    if not _ALIAS.fullmatch(version):
        yield Fault(
            "no-version",
            node,
            message=f"`{version[:60]}` is not a version of a secret"
            if version
            else "the version is empty",
            help='Write "latest", a number in quotes, or an alias of a version.',
        )
        return
    if any(re.fullmatch(alias, version) for alias in aliases):
        return
    help = 'Write "latest" or the version\'s number, and make a secret of each key.'
    if version.lower() == "latest":
        help = "Did you mean `latest`?"
    of = f" of `{secret[:60]}`" if secret else ""
    yield Fault(
        "kubernetes-key",
        node,
        message=f"`key` is the version of the secret, and `{version[:60]}` is one only if a version{of}"
        " has this alias",
        help=help,
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
                message=f"`{entry[:120]}` is not an alias with the path of a secret",
                help="Write `ALIAS:projects/NUMBER/secrets/NAME`, without a version.",
            )
        elif not _NAME.fullmatch(alias):
            yield Fault(
                "name",
                node,
                message=f"`{alias[:60]}` is not a name that an alias can have",
                help="Use letters, digits, `-` and `_`, up to 255 characters.",
            )
        elif not path.group(1).isdigit():
            yield Fault(
                "project-id",
                node,
                message=f"the alias `{alias[:60]}` names the project `{path.group(1)[:60]}` by its id",
                help="Write the project's number.",
            )
