"""What `--image` reports: the program, its surroundings, and all that start-up imports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lint.engine.run import check
from lint.errors import UsageError
from lint.model.options import Options
from tests.image.saved.layouts import ARM, BASE, CONFIG, SITE, configuration, docker_save, layer

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: shop}}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
          {container}
      {volumes}
"""
Files = dict[str, bytes | str]


def run(
    tmp_path: Path,
    files: Files,
    config: dict[str, Any] | None = None,
    container: str = "",
    volumes: str = "",
    source: str = "",
    modes: dict[str, int] | None = None,
) -> dict[str, list[tuple[str, str]]]:
    """The findings of the image's rules: severity and message, by rule."""
    layers = [layer(BASE), layer({"app/main.py": b"", **files}, modes)]
    data = configuration(layers, {**CONFIG, **(config or {})})
    docker_save(tmp_path / "image.tar", layers, data)
    (tmp_path / "service.yaml").write_text(MANIFEST.format(container=container, volumes=volumes))
    options = Options([str(tmp_path / "service.yaml")])
    options.image = str(tmp_path / "image.tar")
    options.source = source
    found: dict[str, list[tuple[str, str]]] = {}
    for finding in check(options).findings:
        if finding.rule.startswith(("BLD", "CR21")):
            found.setdefault(finding.rule, []).append((finding.severity, str(finding.message)))
    return found


@pytest.mark.parametrize(
    ("files", "config", "container", "rule"),
    [
        ({}, {}, "", ""),
        ({}, {"Cmd": None}, "", "BLD076"),
        ({}, {"Cmd": None}, "command: [python, main.py]", ""),
        ({}, {"Cmd": ["gone"]}, "", "BLD072"),
        ({}, {"Cmd": ["gone"]}, "command: [python, main.py]", ""),
        ({}, {}, "command: [gunicorn, 'main:app']", "BLD072"),
        ({}, {"Entrypoint": ["python"], "Cmd": ["gone.py"]}, "args: [main.py]", ""),
        ({}, {"Entrypoint": ["/app/main.py"], "Cmd": None}, "", "BLD073"),
        ({"bin/x": ARM}, {"Cmd": ["/bin/x"]}, "", "BLD073"),
        ({"bin/x": b"#!/bin/sh\r\npython\r\n"}, {"Cmd": ["/bin/x"]}, "", "BLD074"),
        ({}, {"User": "web"}, "", ""),
        ({}, {"User": "1234:web"}, "", "BLD075"),
        ({}, {"User": "nobody"}, "", "BLD075"),
        ({}, {"User": "65534"}, "", ""),
    ],
)
def test_the_program(
    tmp_path: Path, files: Files, config: dict[str, Any], container: str, rule: str
) -> None:
    found = run(tmp_path, files, config, container)
    assert [key for key in found if key > "BLD070"] == ([rule] if rule else [])
    if rule:
        assert found[rule][0][0] == "error"


@pytest.mark.parametrize(
    ("kind", "path", "severity"),
    [
        ("secret: {secretName: s}", "/app", "error"),
        ("emptyDir: {medium: Memory}", "/usr/local", "error"),
        ("csi: {driver: gcsfuse.run.googleapis.com}", "/app", "warning"),
        ("secret: {secretName: s}", "/application", ""),
        ("secret: {secretName: s}", "/app/secrets", ""),
    ],
)
def test_volumes(tmp_path: Path, kind: str, path: str, severity: str) -> None:
    container = f"volumeMounts: [{{name: v, mountPath: {path}}}]"
    found = run(tmp_path, {}, container=container, volumes=f"volumes: [{{name: v, {kind}}}]")
    assert [level for level, _ in found.get("BLD078", [])] == ([severity] if severity else [])


def test_imports_of_the_program_and_of_its_distributions(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        {
            "app/main.py": b"import os, six, flask, cgi, tomllib\ntry:\n    import ujson\n"
            b"except ImportError:\n    pass\nfrom shop import gone\nimport flask.nope\n"
            b"def later():\n    import stripe\n",
            "app/shop/__init__.py": b"",
            f"{SITE}/flask/__init__.py": b"import werkzeug\ntry:\n    import dotenv\n"
            b"except ImportError:\n    dotenv = None\ndef f():\n    import asgiref\n",
        },
    )
    assert sorted(message for _, message in found["BLD050"]) == [
        "`flask` imports `werkzeug`, and nothing in `image.tar` provides it",
        "`main` imports `six`, and nothing in `image.tar` provides it",
    ]
    assert [level for level, _ in found["BLD023"]] == ["error"]
    assert ["flask.nope" in message for _, message in found["BLD022"]] == [True]
    assert ["stripe" in message for _, message in found["BLD034"]] == [True]
    assert "BLD021" not in found


def test_env_vars_of_the_image_count(tmp_path: Path) -> None:
    files: Files = {"app/main.py": b"import os\nos.environ['A']\nos.environ['B']\nimport flask\n"}
    files[f"{SITE}/flask.py"] = b"import os\ndef f():\n    return os.environ['C']\n"
    found = run(tmp_path, files, {"Env": [*CONFIG["Env"], "A=1"]})
    assert [message.partition(": ")[2] for _, message in found["BLD030"]] == ["`B`"]
    assert "BLD031" not in found


def test_the_port_that_the_image_listens_on(tmp_path: Path) -> None:
    files: Files = {
        "usr/local/bin/uvicorn": b"#!/usr/local/bin/python3.12\n",
        "app/main.py": b"app = 1\n",
    }
    found = run(tmp_path, files, {"Cmd": ["uvicorn", "main:app", "--port", "8000"]})
    assert "CR215" in found or "CR216" in found


def test_a_name_is_no_file(tmp_path: Path) -> None:
    options = Options([])
    options.image = "shop:1.0"
    with pytest.raises(UsageError, match="docker save shop:1\\.0 -o image\\.tar"):
        check(options)


@pytest.mark.parametrize("option", ["wheel", "lock", "wheelhouse"])
def test_options_that_mean_nothing_to_a_saved_image(tmp_path: Path, option: str) -> None:
    options = Options([])
    options.image = str(tmp_path)
    setattr(options, option, ["x"] if option == "wheel" else "x")
    with pytest.raises(UsageError, match=f"--{option}"):
        check(options)


def test_a_damaged_image_is_one_finding_and_the_run_is_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "image.tar"
    path.write_bytes(os.urandom(5000))
    options = Options([])
    options.image = str(path)
    outcome = check(options)
    assert [finding.rule for finding in outcome.findings] == ["BLD070"]
    assert outcome.incomplete


def test_no_secret_of_a_build_step_is_shown(tmp_path: Path) -> None:
    layers = [
        layer(BASE),
        layer({"app/main.py": b"import shop.gone\n", "app/shop/__init__.py": b""}),
    ]
    steps = ["ADD x", "RUN |1 TOKEN=hunter2 /bin/sh -c make"]
    docker_save(tmp_path / "image.tar", layers, configuration(layers, CONFIG, steps=steps))
    options = Options([])
    options.image = str(tmp_path / "image.tar")
    (finding,) = check(options).findings
    assert [str(r.message) for r in finding.related if "layer" in str(r.message)] == [
        "layer 2 (`RUN`) has the folder `/app/shop` without it"
    ]


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (["conda", "run", "-n", "web", "python", "main.py"], "redis"),
        (["conda", "run", "-n", "gone", "python", "main.py"], ""),
        (["python", "main.py"], "flask"),
    ],
)
def test_an_environment_of_conda(tmp_path: Path, command: list[str], missing: str) -> None:
    files: Files = {"app/main.py": b"import flask\nimport redis\n"}
    for prefix, name in (("opt/conda", "redis"), ("opt/conda/envs/web", "flask")):
        library = f"{prefix}/lib/python3.12"
        files[f"{prefix}/bin/python3.12"] = BASE["usr/local/bin/python3.12"]
        files[f"{prefix}/bin/python"] = "->python3.12"
        files[f"{library}/os.py"] = b""
        files[f"{library}/site-packages/{name}/__init__.py"] = b""
    files["opt/conda/bin/conda"] = b"#!/opt/conda/bin/python\n"
    found = run(tmp_path, files, {"Env": ["PATH=/opt/conda/bin:/usr/bin:/bin"], "Cmd": command})
    said = [message for rule in found for _, message in found[rule] if "provides it" in message]
    assert [message.split("`")[3] for message in said] == [missing] * bool(missing)
