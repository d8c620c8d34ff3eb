"""The job summary: its parts, its limits, and that nothing of a user's is markup in it."""

from __future__ import annotations

import pytest

from lint.model.findings import NotRun, Place
from lint.report.job_summary import render
from tests.report.build import finding, outcome
from tests.report.sample import SECRET, sample

PAGE = "https://github.com/cloudrun-lint/cloudrun-lint/blob/main/docs/rules/CR012.md"


def test_the_rules_are_counted_and_linked() -> None:
    text = render(sample())
    table = text[text.index("| findings |") :].partition("\n\n")[0].splitlines()
    assert table[2] == (
        "| 2 | error | NETRA001 database-settings | The database settings are complete |"
    )
    assert any(
        line.startswith(f"| 1 | error | [CR012 reserved-env-name]({PAGE}) |") for line in table
    )
    assert [line.split(" | ")[1] for line in table[2:]] == (
        ["error"] * 4 + ["warning"] * 2 + ["info"]
    )


def test_each_finding_has_place_and_repair() -> None:
    text = render(sample())
    assert (
        "| service.yaml&#58;17 | CR012 | the env var <code>PORT</code> is reserved&#58; Cloud Run sets "
        "it itself | Remove <code>PORT</code>; the port is <code>containerPort</code>. |" in text
    )
    assert "| .dockerignore&#58;2 | PY001 | orders-1.0-py3-none-any.whl&#33;orders/main.py" in text


def test_rules_that_did_not_run_are_listed() -> None:
    text = render(sample())
    assert "| NETRA005 | needs --wheel, --source or --image |" in text
    assert "| CR901 | needs --live |" in text


def test_a_clean_run_is_one_sentence() -> None:
    assert render(outcome()) == "### Cloud Run\n\nChecked Service app (a.yaml)&#58; no findings.\n"


@pytest.mark.parametrize(
    "message",
    [
        "![x](https://evil.example/a.png)",
        "<img src=x>",
        "a | b\n# c",
        "`a|b` and `c",
        "`<b>` **x** [y](z)",
        "<!-- --> @somebody ~~x~~",
    ],
)
def test_nothing_of_a_user_is_markup(message: str) -> None:
    row = next(
        line
        for line in render(outcome(finding(Place("a.yaml", 1), message))).splitlines()
        if "&#58;1" in line
    )
    assert row.count("|") == 5
    text = row.replace("<code>", "").replace("</code>", "")
    assert not set(text) & set("<>[]*!`#@~") - set("#")
    assert "#" not in text.replace("&#", "")


def test_it_is_far_below_what_github_takes() -> None:
    long = "`" + "|" * 100_000 + "`"
    made = outcome(*(finding(Place("a.yaml", line), long, help=long) for line in range(1, 2_000)))
    made.not_run = [NotRun(f"CR{number:04}", "needs --wheel") for number in range(2_000)]
    text = render(made)
    assert len(text.encode()) < 1 << 20
    assert "and 1,799 more rows" in text
    assert "and 1,800 more rows" in text


def test_no_secret_is_in_it() -> None:
    assert SECRET not in render(sample())
