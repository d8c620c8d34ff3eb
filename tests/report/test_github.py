"""Workflow commands of GitHub Actions: their order and their escapes."""

from __future__ import annotations

from lint.model.findings import Finding, Place
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


def test_github_puts_what_is_in_a_wheel_at_the_file_that_explains_it():
    line = render("github", sample()).splitlines()[0]
    assert line.startswith("::error file=.dockerignore,line=2,endLine=2,col=1,endColumn=15,")
    assert "::orders-1.0-py3-none-any.whl!orders/main.py:3:6: start-up imports" in line


def many(number: int, rule: str, severity: str = "error", path: str = "a.yaml") -> list[Finding]:
    return [
        finding(Place(path, line, 1, line, 2), f"`{line}` is wrong", rule=rule, severity=severity)
        for line in range(1, number + 1)
    ]


def test_ten_findings_are_ten_annotations():
    lines = render("github", outcome(*many(10, "CR001"))).splitlines()
    assert [line.startswith("::error ") for line in lines] == [True] * 10 + [False]


def test_more_findings_of_one_rule_share_an_annotation():
    """What GitHub would drop without a word: the eleventh, and the other rules after it."""
    made = outcome(*many(12, "CR001"), *many(1, "CR002"), *many(3, "CR003", "warning"))
    lines = render("github", made).splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert len(errors) == 2
    assert errors[0].startswith("::error file=a.yaml,line=1,")
    assert errors[0].count("%0Aalso a.yaml:") == 11
    assert "also a.yaml:12:1: `12` is wrong" in errors[0]
    assert sum(line.startswith("::warning ") for line in lines) == 3
    assert not any(line.startswith("::notice ") for line in lines)


def test_what_github_does_not_show_is_counted_and_in_the_log():
    rules = [f"CR{number:03}" for number in range(13)]
    made = outcome(
        *(each for rule in rules for each in many(2, rule)),
        *(each for rule in rules[:11] for each in many(1, rule, "info")),
    )
    lines = render("github", made).splitlines()
    assert lines[0] == (
        "::notice title=lint::GitHub shows 10 annotations of a kind: "
        "6 errors, 2 info findings more in the log"
    )
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::notice ") for line in lines) == 10
    assert "a.yaml:2:1: error[CR012 some-rule] `2` is wrong" in lines
    assert sum("[CR01" in line for line in lines if not line.startswith("::")) == 7


def test_the_log_has_no_commands_of_a_user():
    findings = [
        finding(Place("##[x.yaml", 1, 1), "`::error::x`", rule=f"CR{number:03}")
        for number in range(11)
    ]
    lines = render("github", outcome(*findings)).splitlines()
    assert lines[-2] == "## [x.yaml:1:1: error[CR010 some-rule] `: :error: :x`"


def test_the_page_of_the_rule_is_named() -> None:
    page = "https://github.com/cloudrun-lint/cloudrun-lint/blob/main/docs/rules/CR001.md"
    place = Place("a.yaml", 1, 1)
    assert page in render("github", outcome(finding(place, documented=True)))
    assert "docs/rules" not in render("github", outcome(finding(place)))
