"""The variables that a program finds for certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.image.start_environment import CertainEnvironment
from lint.engine.run import check
from lint.image.python.constants import UnknownValueError
from lint.model.options import Options

HEAD = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/web:1
"""
WORKER = "          env: [{name: MODE, value: worker}]\n"
CODE = "import os\nif os.getenv('MODE') == 'worker':\n    import pkg.gone\nelse:\n    import pkg.lost\n"
BASE = "FROM python:3.12-slim\n"


def found(
    tmp_path: Path, env: str, code: str = CODE, lines: str = "", base: str = BASE, **files: str
) -> dict[str, str]:
    """The severity of what is reported about each module."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("")
    (tmp_path / "main.py").write_text(code)
    for name, text in files.items():
        (tmp_path / name.replace("_dot_", ".")).write_text(text)
    (tmp_path / "Dockerfile").write_text(
        f'{base}WORKDIR /app\nCOPY . .\n{lines}CMD ["python", "main.py"]\n'
    )
    (tmp_path / "service.yaml").write_text(HEAD + env)
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(tmp_path)
    return {
        name: finding.severity
        for finding in check(options).findings
        for name in ("gone", "lost")
        if f"`pkg.{name}`" in str(finding.message)
    }


@pytest.mark.parametrize(
    ("env", "lines", "expected"),
    [
        (WORKER, "", {"gone": "error"}),
        ("", "", {"lost": "error"}),
        (WORKER.replace("worker", "web"), "ENV MODE=worker\n", {"lost": "error"}),
        ("", "ENV MODE=worker\n", {"gone": "error"}),
        (WORKER.replace("worker", '"${MODE}"'), "", {"gone": "warning", "lost": "warning"}),
        (WORKER.replace("worker", "$(OTHER)"), "", {"gone": "warning", "lost": "warning"}),
        ("          env: [{name: MODE, valueFrom: {secretKeyRef: {name: s, key: '1'}}}]\n", "",
         {"gone": "warning", "lost": "warning"}),
        ("          env: [{name: MODE, value: worker}, {name: MODE, value: web}]\n", "",
         {"gone": "warning", "lost": "warning"}),
    ],
)  # fmt: skip
def test_what_decides(tmp_path: Path, env: str, lines: str, expected: dict[str, str]) -> None:
    assert found(tmp_path, env, lines=lines) == expected


def test_an_image_below_may_set_more(tmp_path: Path) -> None:
    assert found(tmp_path, "", base="FROM acme/python:1\n") == {
        "gone": "warning",
        "lost": "warning",
    }


def test_the_code_may_set_it(tmp_path: Path) -> None:
    code = CODE.replace("import os\n", "import os\nos.environ['MODE'] = 'web'\n")
    assert found(tmp_path, WORKER, code) == {"gone": "warning", "lost": "warning"}


def test_a_file_that_is_read_may_set_it(tmp_path: Path) -> None:
    code = "from dotenv import load_dotenv\nload_dotenv()\n" + CODE
    both = {"gone": "warning", "lost": "warning"}
    assert found(tmp_path, "", code, _dot_env="MODE=worker\n") == both


def test_several_containers_may_run_it(tmp_path: Path) -> None:
    other = "        - {image: us-docker.pkg.dev/p/r/web:1, name: other}\n"
    ports = WORKER + "          ports: [{containerPort: 8080}]\n"
    assert set(found(tmp_path, ports + other).values()) == {"warning"}


@pytest.mark.parametrize(
    "name", ["PORT", "K_SERVICE", "CLOUD_RUN_JOB", "GOOGLE_CLOUD_PROJECT", "HOME"]
)
def test_names_that_others_set(name: str) -> None:
    with pytest.raises(UnknownValueError):
        CertainEnvironment({}).get(name)
    assert CertainEnvironment({name: "x"}).get(name) == "x"


def test_a_name_that_nobody_sets() -> None:
    assert CertainEnvironment({"MODE": "x"}).get("KIND") is None
