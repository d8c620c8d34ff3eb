"""The address that the server listens on, in the manifest, the Dockerfile and the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.repair import repair
from lint.engine.run import check
from lint.model.options import Options
from lint.settings import SettingsTree

HEAD = """\
apiVersion: serving.knative.dev/v1
kind: {kind}
metadata: {{name: shop}}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
"""
PYTHON = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n"


def found(
    tmp_path: Path, dockerfile: str = "", lines: str = "", kind: str = "Service", **files: str
) -> list[tuple[str, str, int]]:
    (tmp_path / "main.py").write_text(files.pop("main", "app = 1\n"))
    for name, text in files.items():
        (tmp_path / name.replace("_dot_", ".")).write_text(text)
    manifest = tmp_path / "service.yaml"
    manifest.write_text(HEAD.format(kind=kind) + lines)
    options = Options([str(manifest)])
    if dockerfile:
        (tmp_path / "Dockerfile").write_text(PYTHON + dockerfile)
        options.source = str(tmp_path)
    return [
        (f.rule, f.severity, f.place.line)
        for f in check(options).findings
        if f.rule in ("CR086", "CR215", "CR216", "CR217", "BLD036")
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("          args: [main:app, --port, $PORT]\n", [("BLD036", "warning", 9)]),
        ("          args: [main:app, '--port=${PORT}']\n", [("BLD036", "warning", 9)]),
        ("          args: [main:app, --port, $(PORT)]\n", []),
        ("          args: [main:app, --port, '${WEB_PORT}']\n", []),
        ("          command: [sh, -c, 'exec uvicorn main:app --port $PORT']\n", []),
    ],
)
def test_a_port_in_a_manifest_may_be_replaced_before_the_deploy(
    tmp_path: Path, lines: str, expected: list[tuple[str, str, int]]
) -> None:
    dockerfile = 'ENTRYPOINT ["uvicorn", "--host", "0.0.0.0"]'
    assert found(tmp_path, dockerfile, lines) == expected


LOOPBACK = ("CR215", "error", 4)
OTHER = ("CR216", "error", 4)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ('CMD ["uvicorn", "main:app"]', [LOOPBACK, OTHER]),
        ('CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]', []),
        ('CMD ["uvicorn", "main:app", "--host", "::", "--port", "8080"]', []),
        ('CMD ["uvicorn", "main:app", "--uds", "/tmp/s"]', []),
        ('CMD ["gunicorn", "main:app"]', []),
        ('CMD ["gunicorn", "-b", "127.0.0.1:8080", "main:app"]', [LOOPBACK]),
        ('CMD ["gunicorn", "-b", ":$PORT", "main:app"]', [("BLD036", "error", 4)]),
        ("CMD gunicorn -b :$PORT main:app", []),
        ("CMD exec uvicorn main:app --host 0.0.0.0 --port ${PORT:-5000}", []),
        ('ENV UVICORN_HOST=0.0.0.0 UVICORN_PORT=8080\nCMD ["uvicorn", "main:app"]', []),
        ('CMD ["flask", "--app", "main", "run", "--host", "0.0.0.0"]', [OTHER]),
        ("CMD if [ -n \"$X\" ]; then uvicorn main:app --host 0.0.0.0; fi", [("CR216", "warning", 4)]),
        ('CMD ["celery", "-A", "main", "worker"]', []),
    ],
)  # fmt: skip
def test_dockerfiles(tmp_path: Path, command: str, expected: list[tuple[str, str, int]]) -> None:
    if "CMD [" not in command:
        pytest.importorskip("tree_sitter_bash")
    assert found(tmp_path, command + "\n") == [
        (rule, severity, line + command.count("\n")) for rule, severity, line in expected
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("          command: [gunicorn, --bind, '127.0.0.1:8080', 'main:app']\n", ["CR215"]),
        ("          command: [gunicorn, --bind, ':9000', 'main:app']\n          ports: [{containerPort: 9000}]\n", []),
        ("          command: [gunicorn, --bind, ':8080', 'main:app']\n          ports: [{containerPort: 9000}]\n", ["CR216"]),
        ("          command: [uvicorn, 'main:app', --host, 0.0.0.0, --port, '9000']\n", ["CR216"]),
        ("          command: [uvicorn, 'main:app', --host, 0.0.0.0, --port, '${P}']\n", []),
        ("          args: ['--port=9000']\n", ["CR086"]),
        ("          env: [{name: HOST, value: localhost}]\n", ["CR217"]),
        ("          env: [{name: HOST, value: 0.0.0.0}]\n", []),
    ],
)  # fmt: skip
def test_manifests(tmp_path: Path, lines: str, expected: list[str]) -> None:
    assert [rule for rule, _, _ in found(tmp_path, lines=lines)] == expected


def test_the_env_of_the_manifest_decides(tmp_path: Path) -> None:
    lines = "          env: [{name: UVICORN_HOST, value: 0.0.0.0}, {name: UVICORN_PORT, value: '8080'}]\n"
    assert found(tmp_path, 'CMD ["uvicorn", "main:app"]\n', lines) == []


@pytest.mark.parametrize("kind", ["Job", "WorkerPool"])
def test_only_services_listen(tmp_path: Path, kind: str) -> None:
    assert found(tmp_path, 'CMD ["uvicorn", "main:app"]\n', kind=kind) == []


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("import uvicorn\nuvicorn.run('main:app', host='127.0.0.1', port=8080)\n", [("CR215", "error", 2)]),
        ("import uvicorn\nif x:\n    uvicorn.run(app, host='127.0.0.1', port=8080)\n", [("CR215", "warning", 3)]),
        ("import os, uvicorn\nuvicorn.run(app, host=os.getenv('HOST', '127.0.0.1'), port=8080)\n", [("CR215", "error", 2)]),
        ("import uvicorn\ndef main():\n    uvicorn.run(app)\n", []),
        ("import uvicorn\nuvicorn.run(app, host=host, port=port)\n", []),
    ],
)  # fmt: skip
def test_code(tmp_path: Path, main: str, expected: list[tuple[str, str, int]]) -> None:
    assert found(tmp_path, 'CMD ["python", "main.py"]\n', main=main) == expected


def test_a_sidecar_may_listen_on_the_loopback_address(tmp_path: Path) -> None:
    lines = (
        "          ports: [{containerPort: 8080}]\n"
        "        - name: side\n          image: us-docker.pkg.dev/p/r/side:1.0\n"
        "          command: [uvicorn, 'main:app']\n"
    )
    assert found(tmp_path, lines=lines) == []


def test_one_of_several_addresses_may_serve(tmp_path: Path) -> None:
    two = "import uvicorn\nfrom http.server import HTTPServer\nHTTPServer(('', 9000), H)\n"
    dockerfile = 'CMD ["python", "main.py"]\n'
    assert found(tmp_path, dockerfile, main=two) == [("CR216", "error", 3)]
    serving = "uvicorn.run(app, host='0.0.0.0', port=8080)\n"
    assert found(tmp_path, dockerfile, main=two + serving) == []
    assert found(tmp_path, dockerfile, main=two + "s.add_insecure_port('[::]:8080')\n") == []


def test_the_port_of_cloud_run_wins_over_the_one_of_the_image(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("app = 1\n")
    options = Options([])
    options.source = str(tmp_path)
    for port, rules in (("${PORT}", set()), ("8000", {"CR216"})):
        (tmp_path / "Dockerfile").write_text(
            "FROM python:3.12-slim\nENV PORT=8000\nWORKDIR /app\nCOPY . .\n"
            f"CMD uvicorn main:app --host 0.0.0.0 --port {port}\n"
        )
        assert {finding.rule for finding in check(options).findings} == rules


CODE = "import flask\napp = flask.Flask('a')\nif __name__ == '__main__':\n    {}\n"


def repaired(*, unsafe: bool) -> tuple[dict[str, str], set[str]]:
    """The texts that are repaired, and the rules that report something afterwards."""
    options = Options(["service.yaml"])
    options.source = "."
    done = repair(options, SettingsTree(), unsafe=unsafe)
    texts = {path: source.text for path, source in done.after.items()}
    return texts, {finding.rule for finding in done.outcome.findings}


@pytest.mark.parametrize(
    ("files", "changed", "line", "safe"),
    [
        (
            {"lines": "          command: [uvicorn, 'm:a', --host, localhost, --port, '8080']\n"},
            "service.yaml",
            "uvicorn, 'm:a', --host, 0.0.0.0, --port, '8080'",
            True,
        ),
        (
            {"command": '"uvicorn", "m:a", "--host=127.0.0.1", "--port=$PORT"'},
            "Dockerfile",
            '"exec uvicorn m:a --host=0.0.0.0 --port=$PORT"',
            True,
        ),
        (
            {"code": CODE.format("app.run(host='127.0.0.1', port=8080)")},
            "main.py",
            "app.run(host='0.0.0.0', port=8080)",
            False,
        ),
        # Columns of the code are counted in bytes.
        ({"code": CODE.format("'é'; app.run(host='127.0.0.1', port=8080)")}, "", "", False),
    ],
)
def test_an_address_is_repaired_where_it_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    changed: str,
    line: str,
    safe: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("service.yaml").write_text(HEAD.format(kind="Service") + files.get("lines", ""))
    Path("m.py").write_text("a = 1\n")
    Path("main.py").write_text(files.get("code", "app = 1\n"))
    command = files.get("command", '"python", "main.py"')
    Path("Dockerfile").write_text(f"{PYTHON}CMD [{command}]\n")
    texts, rules = repaired(unsafe=not safe)
    assert list(texts) == [changed] * bool(changed)
    if changed:
        assert line in texts[changed]
        assert not rules & {"CR215", "BLD036"}
    assert safe or not repaired(unsafe=False)[0]
