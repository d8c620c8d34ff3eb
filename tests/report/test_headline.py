"""The line that is complete on its own, and places in archives."""

from __future__ import annotations

import pytest

from lint.model.findings import Place, Related
from lint.report.color import Paint
from lint.report.headline import archive_member, headline, related_line
from tests.report.build import finding


def test_a_headline_is_one_line_whatever_the_message() -> None:
    made = finding(Place("a\nb.yaml", 3, 7, 3, 9), "`x\x1b[2J`\nis wrong")
    assert headline(made) == ("a\\x0ab.yaml:3:7: error[CR001 some-rule] `x\\x1b[2J`\\x0ais wrong")


def test_the_place_and_the_severity_are_coloured() -> None:
    made = headline(finding(Place("a.yaml", 3, 7), severity="warning"), Paint(True))
    assert made == (
        "\x1b[1ma.yaml:3:7\x1b[0m: \x1b[1;33mwarning[CR001 some-rule]\x1b[0m `x` is wrong"
    )


def test_a_second_place_in_words() -> None:
    assert related_line(Related(Place("a.py", 2, 1), "read\there")) == "a.py:2:1: read\\x09here"


@pytest.mark.parametrize(
    ("path", "archive", "member"),
    [
        ("dist/x-1.0.whl!app/main.py", "dist/x-1.0.whl", "app/main.py"),
        ("X.WHL!a.py", "X.WHL", "a.py"),
        ("x.zip!a!b.py", "x.zip", "a!b.py"),
        ("image.tar!app/main.py", "image.tar", "app/main.py"),
        ("a!b/shop.tar.gz!app/main.py", "a!b/shop.tar.gz", "app/main.py"),
        ("a!b.yaml", "a!b.yaml", ""),
        ("x.whl", "x.whl", ""),
        ("x.whl!", "x.whl", ""),
    ],
)
def test_archives_and_their_members(path: str, archive: str, member: str) -> None:
    assert archive_member(path) == (archive, member)
