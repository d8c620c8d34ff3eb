"""Every format's report of one sample, compared exactly; UPDATE_GOLDEN=1 writes them anew."""

import os
import re
from pathlib import Path

import pytest

from lint import __version__
from lint.report import FORMATS, render
from tests.report.sample import SECRET, sample

GOLDEN = Path(__file__).parent / "golden"
CASES = [(name, name, False) for name in FORMATS] + [
    ("text-color", "text", True),
    ("text-info", "text", False),
    ("concise-color", "concise", True),
]


def without_assets(page: str) -> str:
    """A page without its style and script, which have files of their own, and their digests."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", page, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']+'", "'DIGEST'", page).replace(
        f"cloudrun-lint {__version__}", "cloudrun-lint VERSION"
    )


@pytest.mark.parametrize(("file", "name", "color"), CASES, ids=[case[0] for case in CASES])
def test_report_is_as_written_down(file, name, color):
    made = sample()
    made.info = file == "text-info"
    report = render(name, made, color=color).replace(f'"{__version__}"', '"VERSION"')
    if name == "html":
        report = without_assets(report)
    golden = GOLDEN / f"{file}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(report, encoding="utf-8", newline="\n")
    assert report == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_equal_outcomes_give_equal_reports(name):
    assert render(name, sample()) == render(name, sample())


@pytest.mark.parametrize("name", FORMATS)
def test_report_ends_in_one_newline_and_holds_no_secret(name):
    report = render(name, sample())
    assert report.endswith("\n")
    assert not report.endswith("\n\n")
    assert SECRET not in report
