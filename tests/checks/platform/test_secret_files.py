"""A file that an argument names below a secret's mount path, and that the volume does not bring."""

from __future__ import annotations

import pytest

from lint.checks.platform.secret_files import absent_files
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode


def messages(volume: str, container: str, annotation: str = "") -> list[str]:
    text = (
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\n"
        f"spec: {{template: {{metadata: {{annotations: {{{annotation}}}}}, spec: {{volumes: [{volume}], "
        f"containers: [{{image: i, volumeMounts: [{{name: v, mountPath: /etc/app/}}], {container}}}]}}}}}}\n"
    )
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode), text
    return [
        f"{fault.message} {fault.help}"
        for fault in absent_files(Resource(root, "Service", manifest.source))
    ]


PLAIN = "{name: v, secret: {secretName: app}}"
ITEMS = "{name: v, secret: {secretName: app, items: [{key: '1', path: a.yaml}, {key: '2', path: sub/b.pem}]}}"


@pytest.mark.parametrize(
    ("volume", "container"),
    [
        (PLAIN, "args: [/etc/app/app]"),
        (PLAIN, "args: [/etc/app, /etc/app/, /etc/apps/x, /other/etc/app/x]"),
        (PLAIN, "args: ['/etc/app/${NAME}']"),
        (PLAIN, "args: ['/etc/app/*.yaml']"),
        (ITEMS, "args: [--a=/etc/app/a.yaml, '-b /etc/app/sub/b.pem,/etc/app/sub']"),
        ("{name: v, secret: {secretName: '${S}'}}", "args: [/etc/app/x]"),
        ("{name: v, emptyDir: {medium: Memory}}", "args: [/etc/app/x]"),
        ("{name: v, secret: {secretName: app, items: [{key: '1', path: '${P}'}]}}", "args: [/etc/app/x]"),
    ],
)  # fmt: skip
def test_what_is_there_or_not_known(volume: str, container: str) -> None:
    assert messages(volume, container) == []


def test_the_file_of_an_alias_may_be_called_otherwise() -> None:
    alias = "run.googleapis.com/secrets: 'app:projects/1/secrets/real'"
    assert messages(PLAIN, "args: [/etc/app/real]", alias) == []
    assert messages(PLAIN, "args: [/etc/app/real]") != []


@pytest.mark.parametrize(
    ("volume", "container", "said"),
    [
        (
            PLAIN,
            "args: [--config=/etc/app/app.yaml]",
            "this names a file below `/etc/app` that the secret volume does not have; it has `app` "
            "Write `/etc/app/app`, or name the file with `items` in the volume.",
        ),
        (
            ITEMS,
            "command: [sh, -c, 'exec serve -c \"/etc/app/c.toml\"']",
            "this names a file below `/etc/app` that the secret volume does not have; "
            "it has `a.yaml`, `sub/b.pem` "
            "Add the file to the `items` of the secret, or correct the path.",
        ),
        (
            PLAIN,
            "env: [{name: CONFIG, value: /etc/app/x}]",
            "env var `CONFIG` names a file below `/etc/app` that the secret volume does not have; it has "
            "`app` Write `/etc/app/app`, or name the file with `items` in the volume.",
        ),
    ],
)
def test_what_is_absent(volume: str, container: str, said: str) -> None:
    assert messages(volume, container) == [said]
