"""Workflow commands of GitHub Actions: their order and their escapes."""

from __future__ import annotations

from lint.model.findings import Place
from lint.report import render
from tests.report.build import finding, outcome
from tests.report.sample import sample


def test_github_shows_the_most_severe_first():
    lines = render("github", sample()).splitlines()
    kinds = [line.split(" ")[0] for line in lines if line.startswith("::")]
    assert kinds == ["::error"] * 5 + ["::warning"] * 2 + ["::notice"]
    assert lines[8] == "Found 5 errors, 2 warnings and 1 info finding in 2 resources (2 files)."


def test_github_escapes_messages_and_properties():
    made = outcome(
        finding(
            Place("a,b:c%.yaml", 3, 1, 3, 2), "100% `a:b,c`\n::error::x", name="n", help="Do: it."
        )
    )
    made.notes = ["##[error]x"]
    lines = render("github", made).splitlines()
    assert lines[0] == (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=1,endColumn=2,title=CR001 n"
        "::100%25 `a:b,c`\\x0a::error::x%0Ahelp: Do: it."
    )
    assert lines[2] == "## [error]x"


def test_github_gives_no_columns_for_several_lines():
    line = render("github", outcome(finding(Place("a.yaml", 3, 5, 4, 2))))
    assert line.startswith("::error file=a.yaml,line=3,endLine=4,title=")


def test_the_page_of_the_rule_is_named() -> None:
    page = "https://github.com/cloudrun-lint/cloudrun-lint/blob/main/docs/rules/CR001.md"
    place = Place("a.yaml", 1, 1)
    assert page in render("github", outcome(finding(place, documented=True)))
    assert "docs/rules" not in render("github", outcome(finding(place)))
