"""Files one by one: which are judged, which are skipped, and what is kept of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.model.options import Options


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_manifest_that_no_rule_applies_to_is_no_pass(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\napplies-to: {name: parcels-*}\nrules: {P1: {labels: {required: [team]}}}\n"
    )
    (here / "other.yaml").write_text(SKELETONS["Service"])
    (here / "parcels.yaml").write_text(
        SKELETONS["Service"].replace("name: example", "name: parcels-a\n  labels: {team: a}", 1)
    )
    options = Options(["other.yaml", "parcels.yaml"])
    options.rules = ["own.yaml"]
    outcome = check(options)
    assert outcome.incomplete
    assert [(f.rule, f.severity, f.place.line) for f in outcome.findings] == [
        ("IN009", "warning", 4)
    ]
    assert [entry.path for entry in outcome.checked] == ["parcels.yaml"]
    assert [(entry.path, entry.reason) for entry in outcome.skipped] == [
        ("other.yaml", "no rule applies to Service example")
    ]
    options.allow_empty = True
    outcome = check(options)
    assert not outcome.incomplete
    assert [finding.rule for finding in outcome.findings] == ["IN009"]


def test_what_is_no_manifest_is_skipped_and_a_broken_one_is_not(here: Path) -> None:
    (here / "other.yaml").write_text("a: 1\n")
    (here / "broken.yaml").write_text(SKELETONS["Service"] + "\t[\n")
    outcome = check(Options(["other.yaml", "broken.yaml"]))
    assert outcome.skipped[0].path == "other.yaml"
    assert outcome.incomplete
    assert {finding.place.path for finding in outcome.findings} == {"broken.yaml"}


def test_a_file_without_a_deploy_step_is_skipped_where_it_was_named(here: Path) -> None:
    (here / "build.sh").write_text("docker build .\n")
    options = Options(["build.sh"])
    reason = "it has no command that deploys to Cloud Run"
    assert [(entry.path, entry.reason) for entry in check(options).skipped] == [
        ("build.sh", reason)
    ]
    options.allow_empty = True
    assert check(options).skipped == []


def test_other_files_are_counted_where_they_need_not_be_manifests(here: Path) -> None:
    (here / "other.yaml").write_text("a: 1\n")
    options = Options(["other.yaml"])
    assert check(options).notes == []
    options.allow_empty = True
    outcome = check(options)
    assert (outcome.skipped, outcome.incomplete) == ([], False)
    assert outcome.notes == ["ignored 1 file that is not a Cloud Run manifest"]


def test_a_file_that_cannot_be_read_is_a_finding_of_its_own(here: Path) -> None:
    (here / "good.yaml").write_text(SKELETONS["Service"])
    outcome = check(Options(["gone.yaml", "good.yaml"]))
    assert outcome.incomplete
    assert [(finding.name, finding.place.path) for finding in outcome.findings] == [
        ("unreadable-file", "gone.yaml")
    ]
    assert [entry.path for entry in outcome.checked] == ["good.yaml"]


def test_the_text_is_kept_of_files_with_findings_or_comments_only(here: Path) -> None:
    (here / "good.yaml").write_text(SKELETONS["Service"])
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("web:1.4.2", "web:latest"))
    (here / "comment.yaml").write_text(SKELETONS["Service"] + "# lint: ignore[CR012]: no need\n")
    outcome = check(Options(["good.yaml", "bad.yaml", "comment.yaml"]))
    assert set(outcome.sources) == {"bad.yaml", "comment.yaml"}


def test_a_deploy_step_and_its_manifest_are_both_judged(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "deploy.sh").write_text(
        "gcloud run services replace service.yaml\ngcloud run deploy api --image a.io/b/c:1\n"
    )
    outcome = check(Options(["deploy.sh", "service.yaml"]))
    assert [(entry.path, entry.name) for entry in outcome.checked] == [
        ("deploy.sh", "api"),
        ("service.yaml", "example"),
    ]
