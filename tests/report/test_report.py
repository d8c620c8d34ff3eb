"""All formats: what they share, and what loading one of them costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lint.model.findings import Place, Related
from lint.report import FORMATS, render
from tests.report.build import finding, outcome

HERE = Path(__file__).parent


def test_related_places_are_told_in_every_format_that_has_them():
    made = outcome(finding(Place("a.yaml"), related=(Related(Place("b.py", 7, 2), "read here"),)))
    for name in set(FORMATS) - {"concise", "gitlab"}:
        assert "read here" in render(name, made), name


def test_unknown_format_is_a_key_error():
    with pytest.raises(KeyError):
        render("nope", outcome())


HEAVY = {
    "argparse",
    "ast",
    "asyncio",
    "dataclasses",
    "email",
    "hashlib",
    "importlib.metadata",
    "inspect",
    "json",
    "logging",
    "pathlib",
    "pydantic",
    "shutil",
    "subprocess",
    "tempfile",
    "textwrap",
    "typing",
    "unicodedata",
    "urllib",
    "xml",
    "zipfile",
}


def test_text_report_imports_nothing_costly():
    code = (
        "from lint.report import render; from lint.model.findings import *; "
        "o = Outcome(); o.checked = [Checked('a', 'Service', 'b')]; "
        "o.findings = [Finding(rule='A1', name='a', severity='error', consequence='refused', "
        "message='m', place=Place('a', 1, 1))]; render('text', o); print(*sys.modules)"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(HERE.parents[1])!r}); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert loaded.isdisjoint(HEAVY)
    reports = {name.removeprefix("lint.report.") for name in loaded if "lint.report." in name}
    assert reports == {"color", "headline", "reason", "safe", "snippet", "summary", "text"}
