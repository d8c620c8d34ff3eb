"""What a resource needs of the cloud: secrets, a connector, instances, revisions."""

from __future__ import annotations

import re

from lint.cloud.query import Query
from lint.cloud.v2.template import connector_name
from lint.manifest.references import CONNECTOR, cloudsql_instances, secret_aliases
from lint.model.record import record
from lint.yaml.tree import ScalarNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.cloud.target import Target
    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,255}")
_FULL_SECRET = re.compile(r"projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}")
_VERSION = re.compile(r"latest|[1-9][0-9]{0,18}|[A-Za-z][A-Za-z0-9_-]{0,62}")
_FULL_CONNECTOR = re.compile(r"projects/[^/]+/locations/[^/]+/connectors/[^/]+")
_CONNECTOR = re.compile(r"[a-z][a-z0-9-]{0,62}")
_INSTANCE = re.compile(r"(?:[a-z0-9.-]+:)?[a-z0-9-]+:[a-z0-9-]+:[a-z][a-z0-9-]*")
_REVISION = re.compile(r"[a-z][a-z0-9-]{0,62}")


class SecretUse:
    """One place that needs a secret: `user` says what for ("env var `DATABASE_URL`").

    `version` is None where no version is stated or it is a placeholder. `demand` is the id of
    the rule that asks for the secret, "" where the manifest itself names it.
    """

    __slots__ = ("demand", "node", "policy", "secret", "user", "version", "version_node")

    def __init__(self, node: Node, user: str, secret: str, demand: str = "") -> None:
        self.node = node
        self.user = user
        self.demand = demand
        self.secret = Query("secret", secret)
        self.policy = Query("policy", secret)
        self.version: Query | None = None
        self.version_node: Node = node

    def at_version(self, version: str, node: Node) -> SecretUse:
        """The same use, of a certain version (a number, `latest` or an alias)."""
        self.version = Query("version", f"{self.secret.name}/versions/{version}")
        self.version_node = node
        return self

    @property
    def version_text(self) -> str:
        """The version as written, "" where none is stated."""
        return self.version.short if self.version is not None else ""


@record
class Use:
    """One place that names a thing in the cloud."""

    node: Node
    """The place."""
    question: Query
    """Whether the thing is there."""


def secret_uses(
    resource: Resource, target: Target, demanded: dict[str, str]
) -> Iterator[SecretUse]:
    """Every secret that env vars and volumes name, and those that rules demand and nobody names.

    `demanded` maps names of secrets to the id of the rule that demands them. References with
    placeholders, or that no secret can have as a name, are passed over.
    """
    aliases = secret_aliases(resource)
    named: set[str] = set()
    for use in _written(resource, target, aliases):
        named.add(use.secret.name)
        yield use
    for name, rule in demanded.items():
        full = _secret_name(name, target, {})
        if full is None or full in named:
            continue
        container = resource.ingress_container
        node = container.node if container is not None else resource.root
        yield SecretUse(node, f"rule {rule}", full, rule)


def _written(resource: Resource, target: Target, aliases: dict[str, str]) -> Iterator[SecretUse]:
    for container in resource.containers:
        for variable in container.env:
            if variable.secret is None:
                continue
            name_node = variable.secret.get("name")
            full = _secret_name(text_of(name_node), target, aliases)
            if full is None or name_node is None:
                continue
            use = SecretUse(name_node, f"env var `{(variable.name or '')[:60]}`", full)
            key = variable.secret.get("key")
            version = text_of(key)
            if version is not None and key is not None and _VERSION.fullmatch(version):
                use.at_version(version, key)
            yield use
    for volume in resource.volumes:
        secret = volume.get("secret")
        name_node = secret.get("secretName") if secret is not None else None
        full = _secret_name(text_of(name_node), target, aliases)
        if full is None or name_node is None or secret is None:
            continue
        user = f"volume `{(text_of(volume.get('name')) or '')[:60]}`"
        items = elements(secret.get("items"))
        if not items:
            # Without items the volume holds one file with the latest version.
            yield SecretUse(name_node, user, full).at_version("latest", name_node)
        for item in items:
            key = item.get("key")
            version = text_of(key)
            use = SecretUse(name_node, user, full)
            if version is not None and key is not None and _VERSION.fullmatch(version):
                use.at_version(version, key)
            yield use


def _secret_name(name: str | None, target: Target, aliases: dict[str, str]) -> str | None:
    if not name:
        return None
    name = aliases.get(name, name)
    if _FULL_SECRET.fullmatch(name):
        return name
    if _SECRET.fullmatch(name) and target.project:
        return f"projects/{target.project}/secrets/{name}"
    return None


def connector_use(resource: Resource, target: Target) -> Use | None:
    """The connector that the template names, if its full name can be told."""
    node = resource.annotation(CONNECTOR, template=True)
    text = text_of(node)
    if node is None or not text or not (_CONNECTOR.fullmatch(text) or "/" in text):
        return None
    name = connector_name(text, target)
    if not _FULL_CONNECTOR.fullmatch(name):
        return None
    return Use(node, Query("connector", name))


def instance_uses(resource: Resource) -> Iterator[Use]:
    """The Cloud SQL instances that the template attaches and whose names are well formed."""
    for name, node in cloudsql_instances(resource).items():
        if not node.unknown and _INSTANCE.fullmatch(name):
            yield Use(node, Query("instance", name))


def own_revision(resource: Resource) -> ScalarNode | None:
    """The name that the template gives its revision, if it does and the name is known."""
    if resource.kind in ("Job", "Instance") or resource.template_metadata is None:
        return None
    node = resource.template_metadata.get("name")
    text = text_of(node)
    if not isinstance(node, ScalarNode) or not text or not _REVISION.fullmatch(text):
        return None
    return node


def named_revisions(resource: Resource) -> Iterator[ScalarNode]:
    """The revisions that traffic or instance splits name, except the one to be made."""
    field = {"Service": "traffic", "WorkerPool": "instanceSplits"}.get(resource.kind)
    if field is None:
        return
    own = own_revision(resource)
    for item in elements(resource.root.at("spec", field)):
        node = item.get("revisionName")
        text = text_of(node)
        if not isinstance(node, ScalarNode) or not text or not _REVISION.fullmatch(text):
            continue
        if own is None or text != own.text:
            yield node


def service_account(resource: Resource, target: Target, number: str) -> str:
    """The address of the account that the resource runs as; "" where it cannot be told.

    `number` is the project's number, which the default account is named after.
    """
    node = resource.spec.get("serviceAccountName") if resource.spec is not None else None
    if isinstance(node, ScalarNode) and node.value is not None and node.text:
        text = text_of(node) or ""
        if "@" in text or not text:
            return text
        return f"{text}@{target.project}.iam.gserviceaccount.com" if target.project else ""
    return f"{number}-compute@developer.gserviceaccount.com" if number else ""
