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
from lint.image.image import read_image
from lint.image.python.closure import import_closure
from lint.image.python.constants import Environment
from lint.image.start.code_address import CodeAddress, code_addresses
from lint.image.start.commands import Commands
from lint.model.options import Options
from tests.conformance.start_addresses import Program
from tests.conformance.start_apps import App

CASES = 1200
FOUND_AS_ERRORS = 0.9
PROGRAMS = 600
UNKNOWN_PLACES: set[str] = set()
"""Where the address is not read, and nothing is said."""
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
NEEDED = ("fastapi", "flask", "django", "uvicorn", "pydantic_settings", "typer")

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


def listens_on(folder: Path, env: dict[str, str]) -> list[CodeAddress]:
    """The addresses that the code is certain to listen on, read as the check reads them."""
    image = read_image([], str(folder), "docker", "")
    commands = Commands((folder / "main.py").read_bytes())
    started = [("main", one) for name in commands.called for one in commands.functions(name, [])]
    closure = import_closure(
        image.members, image.modules(), "main", main=True, follow_calls=True, commands=started
    )
    assert closure.path is not None
    modules = {name: name == "main" for name in closure.reached}
    found = code_addresses(closure, closure.path, modules, Environment(env), [])
    return [address for address in found if address.certain]


def mismatch(found: list[CodeAddress], verdict: str, real: list[tuple[str, int]]) -> str:
    """What is said of an address that is not so; "" where nothing is."""
    if not found:
        return ""
    if verdict != "listening":
        return f"does not listen, but: {found[0].name}"
    address = found[0].address
    loopback = all(host.startswith("127.") or host == "::1" for host, _ in real)
    if address.host is not None and address.loopback is not loopback:
        return f"host {address.host}, in fact {real}"
    if address.port is not None and address.port != real[0][1]:
        return f"port {address.port}, in fact {real}"
    return ""


def test_addresses_of_generated_programs(tmp_path: Path) -> None:
    programs = [Program(seed) for seed in range(PROGRAMS)]
    cases: list[Case] = []
    for number, program in enumerate(programs):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "main.py").write_text(program.text)
        cases.append((str(folder), "script", "main.py", program.env))
    wrong: list[str] = []
    unknown: Counter[str] = Counter()
    listening = 0
    for program, case, (verdict, real) in zip(programs, cases, started(cases), strict=True):
        found = listens_on(Path(case[0]), program.env)
        fault = mismatch(found, verdict, real)
        if fault:
            wrong.append(f"{Path(case[0]).name} {program!r}: {fault}")
        if verdict == "listening":
            listening += 1
            if not found or found[0].address.host is None or found[0].address.port is None:
                unknown[program.place] += 1
    assert listening >= 200, "too few listen to show anything"
    assert wrong == [], "\n".join(wrong)
    assert unknown.keys() <= UNKNOWN_PLACES, unknown
