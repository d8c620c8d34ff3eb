"""Whether a container starts, held against the interpreter that starts it.

Applications are generated (`start_apps.py`), each with one planted fault or none, and started for
real up to the moment when they listen (`start_driver.py`). What the command line reports as an
error must have ended the start, and what ended the start must be reported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options
from tests.conformance.start_apps import App

CASES = 900
FOUND_AS_ERRORS = 0.9
MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/web:1
"""
NEEDED = ("fastapi", "flask", "django", "uvicorn", "pydantic_settings")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the driver forks for each case"),
    pytest.mark.skipif(
        any(find_spec(name) is None for name in NEEDED),
        reason=f"needs {', '.join(NEEDED)}: pip install -e '.[dev]'",
    ),
]

Case = tuple[str, str, str, dict[str, str]]


def started(cases: list[Case]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What became of each start, and the addresses that it listened on."""
    driver = str(Path(__file__).with_name("start_driver.py"))
    done = subprocess.run(
        [sys.executable, "-P", driver], input=json.dumps(cases), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return [(verdict, [(h, p) for h, p in found]) for verdict, found in json.loads(done.stdout)]


def reported(folder: Path) -> list[tuple[str, str]]:
    """(severity, text) of what is reported of an application's image, its places included."""
    manifest = folder.with_suffix(".yaml")
    manifest.write_text(MANIFEST)
    options = Options([str(manifest)])
    options.source = str(folder)
    return [
        (finding.severity, " ".join([finding.message, finding.rule]))
        for finding in check(options).findings
        if finding.rule.startswith("BLD")
    ]


def judge(app: App, verdict: str, findings: list[tuple[str, str]]) -> str:
    """How far what is reported is from what happened: "" where it agrees."""
    errors = [text for severity, text in findings if severity == "error"]
    if verdict == "listening":
        return f"starts, but: {errors}" if errors else ""
    wrong = [text for text in errors if app.token not in text]
    if wrong:
        return f"errors about something else: {wrong}"
    if errors:
        return ""
    return "warning" if any(app.token in text for _, text in findings) else "nothing is reported"


def test_generated_applications(tmp_path: Path) -> None:
    apps = [App(seed) for seed in range(CASES)]
    cases: list[Case] = []
    for number, app in enumerate(apps):
        folder = tmp_path / str(number)
        app.write(folder)
        cases.append((str(folder), *app.start, {**app.env, "PORT": "0"}))
    verdicts = [verdict for verdict, _ in started(cases)]
    failed = [app for app, verdict in zip(apps, verdicts, strict=True) if verdict != "listening"]
    assert 300 <= len(failed) <= CASES - 300, "too one-sided to show anything"
    assert not [repr(app) for app in failed if not app.planted], "fails without a planted fault"
    wrong: list[str] = []
    weak: Counter[str] = Counter()
    for app, case, verdict in zip(apps, cases, verdicts, strict=True):
        found = judge(app, verdict, reported(Path(case[0])))
        if found == "warning":
            weak[repr(app)] += 1
        elif found:
            wrong.append(f"{Path(case[0]).name} {app!r} {verdict}: {found}")
    assert wrong == [], "\n".join(wrong)
    assert weak.total() <= (1 - FOUND_AS_ERRORS) * len(failed), "\n".join(weak)
