"""What gcloud refuses has an error here, at the line that causes it; what it takes has none.

gcloud itself gives no line. The errors meant in the second half are those of the rules that speak
of what gcloud does: reading and shape. What only the API refuses is beyond this oracle.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint.findings import Finding
from tests.conformance.corpus import corpus_or_skip
from tests.conformance.gcloud_oracle import Verdict, ask, find_sdk
from tests.conformance.linting import lint_files
from tests.conformance.variants import Variant, variants

Judged = tuple[Verdict, list[Finding]]

SHAPE = re.compile(r"IN00[1-8]|CR00[1-9]")
# Errors of the shape rules about what gcloud sends and the API refuses.
BEYOND_GCLOUD = {"CR003", "CR004", "CR006", "CR009"}


def judged(paths: list[str]) -> list[Judged]:
    """gcloud's verdict on each file, and our findings in it."""
    sdk = find_sdk()
    if sdk is None:
        pytest.skip("gcloud is not installed")
    verdicts = ask([(path, None) for path in paths], sdk)
    found = lint_files(paths)
    return [(verdict, found[path]) for path, verdict in zip(paths, verdicts, strict=True)]


@pytest.fixture(scope="module")
def corpus() -> dict[str, Judged]:
    files = corpus_or_skip()
    names = [Path(path).name for path in files]
    return dict(zip(names, judged(files), strict=True))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Variant, Judged]]:
    folder = tmp_path_factory.mktemp("variants")
    made = variants()
    paths = []
    for number, variant in enumerate(made):
        path = folder / f"{number}.yaml"
        path.write_bytes(variant.text)
        paths.append(str(path))
    return list(zip(made, judged(paths), strict=True))


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def told(findings: list[Finding]) -> list[str]:
    return [f"{finding.place.line} {finding.rule} {finding.message}" for finding in findings]


def test_what_gcloud_refuses_in_the_corpus_has_an_error(corpus: dict[str, Judged]) -> None:
    refused = {name: item for name, item in corpus.items() if not item[0].accepted}
    assert len(refused) > 20
    silent = [(name, v.message) for name, (v, found) in refused.items() if not errors(found)]
    assert silent == []


def test_what_gcloud_accepts_in_the_corpus_has_no_error_of_shape(
    corpus: dict[str, Judged],
) -> None:
    accepted = {name: found for name, (verdict, found) in corpus.items() if verdict.accepted}
    assert len(accepted) > 100
    assert {name: told(of_shape(found)) for name, found in accepted.items() if of_shape(found)} == {}


def of_shape(findings: list[Finding]) -> list[Finding]:
    return [
        finding
        for finding in errors(findings)
        if SHAPE.fullmatch(finding.rule) and finding.rule not in BEYOND_GCLOUD
    ]


def test_what_gcloud_refuses_of_the_variants_has_an_error(
    generated: list[tuple[Variant, Judged]],
) -> None:
    refused = [item for item in generated if not item[1][0].accepted]
    assert len(refused) > 300
    silent = [
        (variant.name, verdict.message, told(found))
        for variant, (verdict, found) in refused
        if not errors(found)
    ]
    assert silent == []


def test_the_error_stands_at_the_line_that_was_changed(
    generated: list[tuple[Variant, Judged]],
) -> None:
    elsewhere = [
        (variant.name, variant.line, told(errors(found)))
        for variant, (verdict, found) in generated
        if not verdict.accepted and variant.line is not None
        if all(finding.place.line != variant.line for finding in errors(found))
    ]
    assert elsewhere == []


def test_what_gcloud_accepts_of_the_variants_has_no_error_of_shape(
    generated: list[tuple[Variant, Judged]],
) -> None:
    accepted = [item for item in generated if item[1][0].accepted]
    assert len(accepted) > 300
    assert [
        (variant.name, told(of_shape(found)))
        for variant, (_, found) in accepted
        if of_shape(found)
    ] == []
