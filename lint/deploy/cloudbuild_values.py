"""The variables, secrets and volumes of a build's steps.

Source: github.com/GoogleCloudPlatform/cloud-build-local (validate);
docs.cloud.google.com/build/docs/securing-builds/use-secrets
"""

from __future__ import annotations

from lint.deploy.cloudbuild_schema import get, items_of
from lint.deploy.edits import respelt
from lint.deploy.yaml_text import text_of
from lint.model.fault import Fault
from lint.model.text import name, own, say
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.model.source import Source
    from lint.yaml.tree import Node

_RESERVED = ("/workspace", "/builder/home", "/var/run/docker.sock", "/builder/outputs")


def _scalars(node: Node | None) -> list[ScalarNode]:
    return [each for each in items_of(node) if isinstance(each, ScalarNode)]


def check_env(steps: Sequence[MappingNode], source: Source) -> Iterator[Fault]:
    """Entries of `env` are KEY=VALUE."""
    for step in steps:
        for entry in _scalars(get(step, "env")):
            if isinstance(entry.value, str) and "=" not in entry.text:
                yield Fault(
                    "build-env",
                    text_of(entry, source).place,
                    message=say("an entry of `env` has no `=`, and the build is refused"),
                    help=say("Write KEY=VALUE."),
                )


def check_secrets(
    root: MappingNode, steps: Sequence[MappingNode], source: Source
) -> Iterator[Fault]:
    """What `secretEnv` names is in `availableSecrets`, and what is there is used."""
    defined: dict[str, ScalarNode] = {}
    encrypted: dict[str, ScalarNode] = {}
    available = get(root, "availableSecrets")
    for entry in items_of(get(available, "secretManager")):
        node = get(entry, "env")
        if isinstance(node, ScalarNode):
            defined[node.text] = node
    for entry in items_of(get(available, "inline")):
        mapping = get(entry, "envMap")
        if isinstance(mapping, MappingNode):
            defined.update(mapping.keys)
    for entry in items_of(get(root, "secrets")):
        mapping = get(entry, "secretEnv")
        if isinstance(mapping, MappingNode):
            encrypted.update(mapping.keys)
    defined.update(encrypted)
    used: set[str] = set()
    scopes: list[Node | None] = [*steps, get(root, "options")]
    for scope in scopes:
        plain = {each.text.partition("=")[0]: each for each in _scalars(get(scope, "env"))}
        for entry in _scalars(get(scope, "secretEnv")):
            used.add(entry.text)
            if entry.text in plain:
                yield Fault(
                    "build-env",
                    text_of(entry, source).place,
                    message=say(
                        "`{}` is in `env` and in `secretEnv` of one step", name(entry.text)
                    ),
                    help=say("Remove one of them."),
                    related=[(text_of(plain[entry.text], source).place, say("the other one"))],
                )
            if entry.text not in defined:
                near = nearest(entry.text, defined, 0.8)
                yield Fault(
                    "build-env",
                    text_of(entry, source).place,
                    message=say(
                        "`secretEnv` names `{}`, which `availableSecrets` does not have",
                        name(entry.text),
                    ),
                    help=say("Did you mean `{}`?", name(near))
                    if near
                    else say("Add it to `availableSecrets.secretManager`."),
                    repair=respelt(text_of(entry, source), near, defined) if near else None,
                )
    for key, node in defined.items():
        if key not in used:
            yield Fault(
                "build-env",
                text_of(node, source).place,
                message=say("no step has `{}` in its `secretEnv`", name(key)),
                help=say("Add it to `secretEnv` of the step that needs it, or remove it."),
                severity=None if key in encrypted else "warning",
            )


def check_volumes(
    root: MappingNode, steps: Sequence[MappingNode], source: Source
) -> Iterator[Fault]:
    """A volume is for two steps at least, and not in a reserved place."""
    uses: dict[str, list[ScalarNode]] = {}
    for step in steps:
        for volume in items_of(get(step, "volumes")):
            node, path = get(volume, "name"), get(volume, "path")
            if isinstance(node, ScalarNode):
                uses.setdefault(node.text, []).append(node)
            if isinstance(path, ScalarNode):
                yield from _check_path(path, source)
    shared = [
        node.text
        for volume in items_of(get(get(root, "options"), "volumes"))
        for node in [get(volume, "name")]
        if isinstance(node, ScalarNode)
    ]
    for volume_name, nodes in uses.items():
        if len(nodes) == 1 and volume_name not in shared:
            yield Fault(
                "build-volume",
                text_of(nodes[0], source).place,
                message=say(
                    "only one step uses the volume `{}`, and the build is refused",
                    name(volume_name),
                ),
                help=say("Use it in a second step, or write to `/workspace`."),
            )


def _check_path(path: ScalarNode, source: Source) -> Iterator[Fault]:
    text = path.text.rstrip("/")
    if not path.text.startswith("/"):
        message = say("the path of a volume must be absolute")
        help = say("Begin it with `/`.")
    elif text in _RESERVED or path.text.startswith("/cloudbuild/"):
        message = say("`{}` is reserved, and no volume can be there", own(text))
        help = say("Choose another path.")
    else:
        return
    yield Fault("build-volume", text_of(path, source).place, message=message, help=help)
