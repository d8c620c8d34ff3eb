"""Every mistake that the corpus is known to hold is told, in the file and at the line that has it."""

from __future__ import annotations

import functools
import os
import re

import pytest

from lint.model.findings import Finding
from tests.conformance.corpus import corpus_or_skip
from tests.conformance.linting import lint_files
from tests.conformance.mistakes import ROWS, Row, Spot, listed, spots


@functools.cache
def reported() -> dict[Spot, set[str]]:
    """The ids of the rules that report at each line, also as the other half of a fault."""
    rules: dict[Spot, set[str]] = {}
    for path, findings in lint_files(corpus_or_skip()).items():
        number = os.path.basename(path)[:3]
        for finding in findings:
            for line in lines_of(finding):
                rules.setdefault((number, line), set()).add(finding.rule)
    return rules


def lines_of(finding: Finding) -> set[int]:
    return {finding.place.line, *(related.place.line for related in finding.related)}


@functools.cache
def images() -> dict[Spot, str]:
    """The images of the corpus as they are written, by the line that they stand in."""
    found = {}
    for path in corpus_or_skip():
        with open(path, encoding="utf-8", errors="replace") as file:
            for line, text in enumerate(file, start=1):
                match = re.match(r"\s*(?:- )?image:\s*[\"']?([^\"'\s#]+)", text)
                if match:
                    found[os.path.basename(path)[:3], line] = match[1]
    return found


def without(rules: tuple[str, ...], where: list[Spot]) -> list[Spot]:
    return [spot for spot in where if not reported().get(spot, set()) & set(rules)]


def test_the_table_has_every_row_of_the_list() -> None:
    corpus_or_skip()
    assert [row.where for row in ROWS] == listed()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.expected()], ids=lambda row: str(row.name)
)
def test_every_row_is_told_where_it_is(row: Row) -> None:
    assert without(row.rules, row.expected()) == []


def test_what_is_not_told_has_a_reason() -> None:
    silent = [row.name for row in ROWS if not row.expected() and row.where != "(many)"]
    assert silent == [row.name for row in ROWS if row.untold]


def test_every_latest_tag_is_told() -> None:
    latest = [spot for spot, image in images().items() if image.endswith(":latest")]
    assert len(latest) == 86
    # Their containers stand where none can stand, and are told as unknown fields.
    for misplaced in spots("105:10 116:9"):
        latest.remove(misplaced)
    assert without(("CR077",), latest) == []


def test_every_image_without_a_tag_is_told() -> None:
    plain = [
        spot
        for spot, image in images().items()
        if re.fullmatch(r"[\w$.-]+(/[\w$-]+)*(/[a-z0-9._-]+)", image)
    ]
    assert len(plain) > 20
    assert without(("CR078",), plain) == []
