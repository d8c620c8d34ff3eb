"""What gcloud refuses has an error here, at the line that causes it; what it takes has none.

gcloud itself gives no line. The errors meant in the second half are those of the rules that speak
of what gcloud does: reading and shape. What only the API refuses is beyond this oracle.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint.model.findings import Finding
from tests.conformance.corpus import corpus_or_skip
from tests.conformance.gcloud_oracle import Verdict, ask, find_sdk
from tests.conformance.linting import lint_files
from tests.conformance.variants import Variant, bases, variants

Judged = tuple[Verdict, list[Finding]]

SHAPE = re.compile(r"IN00[1-8]|CR00[1-9]")
# Errors of these rules that are not about gcloud: the API refuses what it sends, or (IN005) other
# tools read the file differently.
BEYOND_GCLOUD = {"CR003", "CR004", "CR006", "CR009", "IN005"}
# What gcloud refuses and we do not, or not at the line: the name of the variant.
SILENT = {
    # Values that are still to be filled in, for which gcloud must not be asked.
    r".* '(\{\{ v \}\}|\$\{V\})'": "placeholder",
    # No kind: gcloud goes by the command, `services replace` for a Job is the oracle's guess.
    r".* kind: '~'": "kind",
    # No manifest: told as a file that was not checked.
    r".* in a list of items": "not a manifest",
}
# What gcloud takes and we do not: nobody writes it, and other tools refuse it.
FALSE_ALARMS = {"anchors: ordered mapping", "label key ="}


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
    sdk = find_sdk()
    if sdk is None:
        pytest.skip("gcloud is not installed")
    made = variants(sdk.version)
    paths = []
    for number, variant in enumerate(made):
        path = folder / f"{number}.yaml"
        path.write_bytes(variant.text)
        paths.append(str(path))
    return list(zip(made, judged(paths), strict=True))


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def excused(variant: Variant) -> bool:
    return any(re.fullmatch(pattern, variant.name) for pattern in SILENT)


def lines_of(finding: Finding) -> set[int]:
    return {finding.place.line, *(related.place.line for related in finding.related)}


def reported(findings: list[Finding]) -> list[str]:
    return [f"{finding.place.line} {finding.rule} {finding.message}" for finding in findings]


def test_what_gcloud_refuses_in_the_corpus_has_an_error(corpus: dict[str, Judged]) -> None:
    refused = {name: item for name, item in corpus.items() if not item[0].accepted}
    assert len(refused) > 15
    silent = {name for name, (_, found) in refused.items() if not errors(found)}
    assert silent == {"008-openweightai-vllm.yaml"}  # `__NAME__` where a number is to be filled in


def test_what_gcloud_accepts_in_the_corpus_has_no_error_of_shape(
    corpus: dict[str, Judged],
) -> None:
    accepted = {name: found for name, (verdict, found) in corpus.items() if verdict.accepted}
    assert len(accepted) > 100
    assert {
        name: reported(of_shape(found)) for name, found in accepted.items() if of_shape(found)
    } == {}


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
        (variant.name, verdict.message, reported(found))
        for variant, (verdict, found) in refused
        if not errors(found) and not excused(variant)
    ]
    assert silent == []


def test_the_manifests_that_are_varied_have_no_error(tmp_path: Path) -> None:
    names = bases(578)
    for name, text in names.items():
        (tmp_path / name).write_text(text)
    found = lint_files([str(tmp_path / name) for name in names])
    assert [reported(errors(findings)) for findings in found.values() if errors(findings)] == []


def test_every_excuse_is_used(generated: list[tuple[Variant, Judged]]) -> None:
    refused = [v.name for v, (verdict, found) in generated if not verdict.accepted]
    for pattern in SILENT:
        assert any(re.fullmatch(pattern, name) for name in refused), pattern
    wrong = {v.name for v, (verdict, found) in generated if verdict.accepted and of_shape(found)}
    assert wrong == FALSE_ALARMS


def test_the_error_stands_at_the_line_that_was_changed(
    generated: list[tuple[Variant, Judged]],
) -> None:
    elsewhere = []
    for variant, (verdict, found) in generated:
        if verdict.accepted or variant.line is None or excused(variant):
            continue
        # Of malformed YAML gcloud does say a line, which may be where the fault was noticed.
        lines = {variant.line} | {
            int(line) for line in re.findall(r", line (\d+)", verdict.message)
        }
        if not any(lines & lines_of(finding) for finding in errors(found)):
            elsewhere.append((variant.name, variant.line, verdict.message, reported(errors(found))))
    assert elsewhere == []


def test_what_gcloud_accepts_of_the_variants_has_no_error_of_shape(
    generated: list[tuple[Variant, Judged]],
) -> None:
    accepted = [item for item in generated if item[1][0].accepted]
    assert len(accepted) > 300
    assert [
        (variant.name, reported(of_shape(found)))
        for variant, (_, found) in accepted
        if of_shape(found) and variant.name not in FALSE_ALARMS
    ] == []
