from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options
from tests.engine.portraits.drawing import MANIFEST, portrait_of, rows_of

COMMAND = 'command: [gunicorn, --bind, "0.0.0.0:8080", "orders.main:app"]'


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        ("[python, -m, orders.worker]", [("starts", "python -m orders.worker")]),
        ("[python, /srv/main.py]", [("starts", "python /srv/main.py")]),
        ("[/usr/bin/node, hunter2.js]", [("starts", "node")]),
        ("[some-program, --password, hunter2]", [("starts", "not known")]),
        (
            '[uvicorn, "orders.main:app"]',
            [("starts", "uvicorn orders.main:app"), ("listens on", "127.0.0.1:8000")],
        ),
        (
            '[gunicorn, --bind, "unix:/run/app.sock", "orders.main:app"]',
            [("starts", "gunicorn orders.main:app"), ("listens on", "a Unix socket")],
        ),
    ],
)
def test_how_a_command_starts(command: str, rows: list[tuple[str, str]]) -> None:
    web = portrait_of(MANIFEST.replace(COMMAND, f"command: {command}")).containers[0]
    assert [row for row in rows_of(web) if row[0] in ("starts", "listens on")] == rows


def test_a_server_that_the_code_starts_listens_where_the_code_says(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(
        'FROM python:3.12\nCOPY main.py .\nCMD ["python", "main.py"]\n'
    )
    (tmp_path / "main.py").write_text(
        "from flask import Flask\napp = Flask(__name__)\n"
        'if __name__ == "__main__":\n    app.run(port=9090)\n'
    )
    file = tmp_path / "service.yaml"
    file.write_text(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n"
        "spec: {template: {spec: {containers: [{image: gcr.io/p/i:1}]}}}\n"
    )
    options = Options([str(file)])
    options.format = ["html"]
    options.source = str(tmp_path)
    (portrait,) = check(options).portraits
    rows = rows_of(portrait.containers[0])
    assert ("starts", "python /main.py") in rows
    assert any(label == "listens on" and text.startswith("127.0.0.1:9090") for label, text in rows)
    starts = [row for row in portrait.containers[0].rows if row.label == "starts"]
    assert {finding.rule for row in starts for finding in row.findings} >= {"CR215", "CR216"}
