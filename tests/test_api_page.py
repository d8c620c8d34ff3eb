"""docs/api.md: its example runs and prints what the page says, its tables list what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lint import api
from lint.api.options import CheckOptions

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n+```text\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_print_what_the_page_says(number: int, tmp_path: Path) -> None:
    code, printed = EXAMPLES[number]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == (printed, "")


@pytest.mark.slow
def test_the_examples_are_typed(tmp_path: Path) -> None:
    """For a user: with the strictest of mypy's settings, and the package as an installed one."""
    code = "\n".join(code for code, _ in EXAMPLES) + (
        "from lint.api import Finding, Report, RuleSetError, check_paths\n\n\n"
        "def worst(report: Report) -> list[Finding]:\n"
        "    return [f for f in report.findings if f.severity == 'error' and f.place.line > 1]\n\n\n"
        "try:\n"
        "    worst(check_paths(['a.yaml'], rules='own.yaml', builder='kaniko', values={'A': 'b'}))\n"
        "except RuleSetError as error:\n"
        "    print(error.findings[0].message)\n"
    )
    wrong = "\nreport.failed = True\ncheck_text('', builder='nope')\ncheck_text('', rule='a')\n"
    (tmp_path / "right.py").write_text(code)
    (tmp_path / "wrong.py").write_text(code + wrong)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    # As for an installed package: only what is wrong with the caller's text.
    command += ["--follow-imports", "silent", "--cache-dir"]

    def complaints(name: str) -> str:
        done = subprocess.run(
            [*command, str(tmp_path / "cache"), name],
            cwd=tmp_path,
            env={"MYPYPATH": str(ROOT), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    assert complaints("right.py") == ""
    said = complaints("wrong.py")
    assert 'Property "failed" defined in "Report" is read-only' in said
    assert said.count("error:") == 3, said


def test_the_page_names_all_there_is() -> None:
    for name in api.__all__:
        value = getattr(api, name)
        if callable(value) and not isinstance(value, type):
            assert f"`{name}(" in PAGE, name
    for name in CheckOptions.__annotations__:
        assert re.search(rf"`{name}\b", PAGE), name
    for name in (
        *vars(api.Report),
        *api.Finding._fields,
        *api.Place._fields,
        *api.Fixed._fields,
    ):
        if not name.startswith("_") and name != "outcome":
            assert re.search(rf"`{name}\b", PAGE), name
