"""`mount`: paths before and after cleaning, and databases in volumes."""

from __future__ import annotations

import pytest

from tests.checks.judging import found

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: example}}
spec:
  template:
    spec:
      volumes: [{{name: a, {source}}}]
      containers:
      - volumeMounts: [{{name: a, mountPath: {path}}}]
        env: [{{name: DATABASE_URL, value: "{url}"}}]
"""


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/data", None),
        ("//app//", "CR172"),
        ("/app/./", "CR172"),
        ("/data/../etc", "CR172"),
        ("/etc/app", None),
        ("/cloudsql", "CR172"),
        ("/cloudsqlx", None),
        ("/devel", None),
        ("//dev", "CR171"),
        ("''", "CR170"),
        ("./data", "CR170"),
        ("/data/conf.d", None),
        ("/data/app.YAML", "CR175"),
        ("/data/v1.2", None),
    ],
)
def test_paths(path: str, rule: str | None) -> None:
    text = SERVICE.format(source="secret: {secretName: a}", path=path, url="")
    assert judged_paths(text) == ([rule] if rule else [])


def test_a_proxy_has_the_directory_of_the_sockets_to_itself() -> None:
    text = SERVICE.format(source="emptyDir: {}", path="/cloudsql", url="")
    assert "CR172" not in judged_paths(text)
    attached = "  template:\n    metadata: {annotations: {run.googleapis.com/cloudsql-instances: 'p:r:i'}}\n"
    assert "CR172" in judged_paths(text.replace("  template:\n", attached, 1))


def judged_paths(text: str) -> list[str]:
    return [f.rule for f in found(("volumes", "volume-mounts"), text)]


def test_a_path_with_options_is_judged_without_them() -> None:
    for path, rules in (("/dev/x:ro", ["CR170", "CR171"]), ("/data:ro", ["CR170"])):
        text = SERVICE.format(source="secret: {secretName: a}", path=path, url="")
        assert judged_paths(text) == rules


@pytest.mark.parametrize(
    ("source", "path", "url", "lost"),
    [
        ("emptyDir: {}", "/data", "file:/data/web.db", True),
        ("emptyDir: {}", "/other", "file:/data/web.db", True),
        ("emptyDir: {}", "$DIRECTORY", "file:/data/web.db", False),
        ("nfs: {server: a, path: /}", "/data", "file:/data/web.db", False),
        ("nfs: {server: a, path: /}", "/data", "sqlite:////data/web.sqlite3", False),
        ("nfs: {server: a, path: /}", "/database", "sqlite:////data/web.sqlite3", True),
        ("emptyDir: {}", "/data", "sqlite:///web.db", False),  # relative: to the volume, maybe
        ("emptyDir: {}", "/data", "file:/data/web.db?mode=ro", False),
        ("emptyDir: {}", "/data", "file:/tmp/web.db", False),
    ],
)
def test_databases(source: str, path: str, url: str, lost: bool) -> None:
    text = SERVICE.format(source=source, path=path, url=url)
    assert ("CR154" in [f.rule for f in found(("volumes", "volume-mounts"), text)]) == lost


def test_mounts_without_volumes_and_malformed_mounts() -> None:
    text = SERVICE.format(source="emptyDir: {}", path="/a", url="")
    text = text.replace("[{name: a, emptyDir: {}}]", "")
    assert [f.rule for f in found(("volumes", "volume-mounts"), text)] == ["CR169"]
    text = text.replace("[{name: a, mountPath: /a}]", "[text, [1], {name: [a], mountPath: {}}]")
    assert found(("volumes", "volume-mounts"), text) == []
