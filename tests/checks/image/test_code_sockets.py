"""Cloud SQL sockets that the code opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.api import check_paths

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: shop}}
spec:
  template:
    metadata: {{annotations: {{{annotations}}}}}
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
          env: [{{name: INSTANCE, value: "p:us-east1:db"}}]
"""
ATTACHED = "run.googleapis.com/cloudsql-instances: 'p:us-east1:db'"


def found(tmp_path: Path, main: str, annotations: str = "") -> list[tuple[str, str, int]]:
    (tmp_path / "main.py").write_text("import os\n" + main)
    (tmp_path / "Dockerfile").write_text(
        "FROM python:3.12\nWORKDIR /a\nCOPY . .\nCMD python main.py\n"
    )
    manifest = tmp_path / "service.yaml"
    manifest.write_text(MANIFEST.format(annotations=annotations))
    return [
        (f.rule, Path(f.place.path).name, f.place.line)
        for f in check_paths([manifest], source=tmp_path).findings
        if f.rule in ("BLD037", "BLD038")
    ]


@pytest.mark.parametrize(
    ("main", "annotations", "expected"),
    [
        ("url = '/cloudsql/' + os.environ['INSTANCE']\n", "", [("BLD037", "service.yaml", 10)]),
        ("url = '/cloudsql/' + os.environ['INSTANCE']\n", ATTACHED, []),
        ("'''Opens /cloudsql/x.'''\n", "", []),
        ("q = {'unix_sock': '{}/.s.PGSQL.5432'.format(i)}\n", ATTACHED, [("BLD038", "main.py", 2)]),
        ("q = {'unix_sock': f'{i}/.s.PGSQL.5432'}\n", ATTACHED, [("BLD038", "main.py", 2)]),
        ("q = {'unix_sock': '/cloudsql/' + i + '/.s.PGSQL.5432'}\n", ATTACHED, []),
        ("q = {'unix_sock': path}\n", ATTACHED, []),
        ("q = {'unix_sock': f'{directory}/{i}/.s.PGSQL.5432'}\n", ATTACHED, []),
    ],
)  # fmt: skip
def test_sockets(
    tmp_path: Path, main: str, annotations: str, expected: list[tuple[str, str, int]]
) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert found(tmp_path, main, annotations) == expected


def test_only_modules_that_may_name_a_socket_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tree_sitter_bash")
    (tmp_path / "plain.py").write_text("X = 1\n")
    (tmp_path / "sockets.py").write_text("url = '/cloudsql/' + i\n")
    asked: list[bytes] = []
    monkeypatch.setattr(
        "lint.checks.image.code_sockets.socket_paths", lambda s: asked.append(s) or []
    )
    found(tmp_path, "import plain, sockets\n")
    assert set(asked) == {b"url = '/cloudsql/' + i\n"}
