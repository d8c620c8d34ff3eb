"""What the rules about builds report on wheels and trees that a test writes."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from lint.api import CheckOptions, check_paths
from tests.image.wheels import build_wheel

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/web:1
          command: [uvicorn, "app.main:app"]
          env:
            - {name: MODE, value: fast}
            - {name: LEFT, value: over}
"""


FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os\nfrom app.config import load\nMODE = os.environ['MODE']\napp = load\n",
    "app/config.py": "import os\nURL = os.environ['DB_URL']\ndef load():\n    return os.environ['KEY']\n",
    "app/.env": "A=b\n",
}


def found(tmp_path: Path, rules: str = "", **files: str | None) -> list[tuple[str, str, int, str]]:
    contents = {**FILES, **{k.replace("__", "/"): v for k, v in files.items()}}
    contents = {(k if "." in k else f"{k}.py"): v for k, v in contents.items() if v is not None}
    wheel = build_wheel(tmp_path, name="app", files=contents)
    (tmp_path / "service.yaml").write_text(MANIFEST)
    if rules:
        (tmp_path / "rules.yaml").write_text(rules)
    own = [tmp_path / "rules.yaml"] if rules else []
    report = check_paths([tmp_path / "service.yaml"], wheel=wheel, rules=own)
    return [
        (f.rule, f.place.path.rpartition("/")[2], f.place.line, f.message)
        for f in report.findings
        if not f.rule.startswith("CR")
    ]


def by_rule(findings: list[tuple[str, str, int, str]], rule: str) -> list[tuple[str, int, str]]:
    return [entry[1:] for entry in findings if entry[0] == rule]


def run(
    tmp_path: Path, manifest: str = MANIFEST, **given: Unpack[CheckOptions]
) -> list[tuple[str, str]]:
    (tmp_path / "service.yaml").write_text(manifest)
    report = check_paths([tmp_path / "service.yaml"], **given)
    return [(f.rule, f.message) for f in report.findings if f.rule.startswith("BLD")]


DF = "FROM python:3.12\nWORKDIR /app\n{}\nCMD uvicorn app.main:app\n"


def sourced(tmp_path: Path, files: dict[str, str]) -> dict[str, str]:
    for name, text in files.items():
        path = tmp_path / "ctx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    lines = MANIFEST.partition("          command:")[0]
    return dict(run(tmp_path, lines, source=str(tmp_path / "ctx")))
