"""Programs of a service that listen on no port."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.api import check_paths

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: {kind}
metadata: {{name: shop}}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
"""
FLASK = "from flask import Flask\napp = Flask(__name__)\n"
TOOLS = "from fastmcp import FastMCP\ntools = FastMCP('shop')\n"


def found(
    tmp_path: Path,
    main: str,
    command: str = '["python", "main.py"]',
    kind: str = "Service",
    **files: str,
) -> list[tuple[str, str, int]]:
    for name, text in {"main.py": main, **files}.items():
        (tmp_path / (name if "." in name else f"{name}.py")).write_text(text)
    (tmp_path / "Dockerfile").write_text(
        f"FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD {command}\n"
    )
    (tmp_path / "service.yaml").write_text(MANIFEST.format(kind=kind))
    report = check_paths([tmp_path / "service.yaml"], source=tmp_path)
    return [
        (f.severity, f.place.path.rpartition("/")[2], f.place.line)
        for f in report.findings
        if f.rule == "BLD080"
    ]


AT_COMMAND = [("error", "Dockerfile", 4)]


@pytest.mark.parametrize(
    "main",
    [
        FLASK,
        FLASK + "@app.get('/')\ndef home():\n    return 'x'\n",
        FLASK + "from shop import part\napp.register_blueprint(part)\n",
        FLASK + "if __name__ == '__main__':\n    print('started')\n",
        "import logging\nimport fastapi as f\nlogging.basicConfig()\napp = f.FastAPI(title='x')\n",
        "import uvicorn\nfrom fastapi import FastAPI\napp: FastAPI = FastAPI()\n",
    ],
)
def test_an_application_that_nothing_serves(tmp_path: Path, main: str) -> None:
    assert found(tmp_path, main, shop="part = 1\n") == AT_COMMAND


@pytest.mark.parametrize(
    "main",
    [
        FLASK + "app.run(host='0.0.0.0', port=8080)\n",
        FLASK + "if __name__ == '__main__':\n    app.run(host='0.0.0.0', port=8080)\n",
        FLASK + "if __name__ == '__main__':\n    print('x')\nelse:\n    print('y')\n",
        FLASK + "from magic import serve\nserve(app)\n",
        FLASK + "import magic\nmagic.forever(app)\n",
        FLASK + "server = app.run(host='0.0.0.0', port=8080)\n",
        FLASK + "def forever():\n    import magic\n    magic.go(app)\nended = forever()\n",
        FLASK + "code = int(app.run(host='0.0.0.0', port=8080) or 0)\n",
        FLASK + "import shop\n",
        FLASK + "import os\nos.execvp('gunicorn', ['gunicorn', 'main:app'])\n",
        "app = make()\n",
        "from shop import Flask\napp = Flask()\n",
        "print('x')\n",
    ],
)
def test_what_may_serve_it(tmp_path: Path, main: str) -> None:
    assert found(tmp_path, main, shop="import subprocess\nsubprocess.run(['x'])\nFlask = 1\n") == []


def test_what_a_server_serves_needs_no_call(tmp_path: Path) -> None:
    assert found(tmp_path, FLASK, '["gunicorn", "main:app"]') == []
    pytest.importorskip("tree_sitter_bash")
    assert found(tmp_path, FLASK, "python main.py & exec gunicorn main:app") == []


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("tools.run()", [("warning", "main.py", 3)]),
        ("tools.run('stdio')", [("warning", "main.py", 3)]),
        ("tools.run(transport='stdio')", [("warning", "main.py", 3)]),
        ("tools.run(transport=TRANSPORT)", []),
        ("tools.run(**settings)", []),
        ("tools.run(transport='http', host='0.0.0.0', port=8080)", []),
        ("other.run()", []),
    ],
)
def test_a_server_of_tools_over_standard_input(
    tmp_path: Path, run: str, expected: list[tuple[str, str, int]]
) -> None:
    assert found(tmp_path, f"{TOOLS}{run}\n") == expected


def test_workers_listen_on_no_port(tmp_path: Path) -> None:
    tasks = "from celery import Celery\napp = Celery('shop')\n"
    worker = '["celery", "-A", "main", "worker"]'
    assert found(tmp_path, tasks, worker) == [("warning", "Dockerfile", 4)]
    assert found(tmp_path, f"import threading\n{tasks}", worker) == []
    pytest.importorskip("tree_sitter_bash")
    assert found(tmp_path, tasks, "celery -A main worker & python -m http.server 8080") == []


def test_other_kinds_need_no_port(tmp_path: Path) -> None:
    tasks = "from celery import Celery\napp = Celery('shop')\n"
    assert found(tmp_path, tasks, '["celery", "-A", "main", "worker"]', "WorkerPool") == []
