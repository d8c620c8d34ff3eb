"""One run: which rules judge which resource, and when a run is no pass."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.errors import UsageError
from lint.model.findings import Finding, Outcome
from lint.model.options import Options
from lint.model.rule import RuleSetError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_built_in_rules_stay_in_force_for_every_manifest(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\napplies-to: {name: parcels-*}\n"
        "rules: {P1: {labels: {required: [team]}}}\n"
    )
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Hello_World", 1))
    options = Options(["bad.yaml"])
    options.rules = ["own.yaml"]
    outcome = check(options)
    assert "CR050" in [finding.rule for finding in outcome.findings]
    assert "P1" not in [finding.rule for finding in outcome.findings]
    assert [entry.path for entry in outcome.checked] == ["bad.yaml"]


BAD = SKELETONS["Service"] + "        env:\n        - name: PORT\n          value: '80'\n"


def run(*paths: str, **given: object) -> Outcome:
    options = Options(paths)
    for name, value in given.items():
        setattr(options, name, value)
    return check(options)


def test_what_was_judged_is_listed_in_the_order_of_the_files(here: Path) -> None:
    for name in ("b.yaml", "a.yaml"):
        (here / name).write_text(SKELETONS["Service"])
    (here / "jobs.yaml").write_text(SKELETONS["Job"])
    outcome = run(".")
    assert [(entry.path, entry.kind) for entry in outcome.checked] == [
        ("a.yaml", "Service"),
        ("b.yaml", "Service"),
        ("jobs.yaml", "Job"),
    ]
    assert (outcome.findings, outcome.failed, outcome.incomplete) == ([], False, False)


@pytest.mark.parametrize(
    ("threshold", "failed"), [("", True), ("warning", True), ("info", True), ("never", False)]
)
def test_a_finding_at_the_threshold_or_above_fails_the_run(
    here: Path, threshold: str, failed: bool
) -> None:
    (here / "bad.yaml").write_text(BAD)
    outcome = run("bad.yaml", fail_on=threshold)
    assert [finding.rule for finding in outcome.findings] == ["CR012"]
    assert outcome.failed is failed


def test_each_file_has_the_threshold_of_its_settings(here: Path) -> None:
    (here / "strict").mkdir()
    (here / "pyproject.toml").write_text('[tool.lint]\nfail-on = "never"\n')
    (here / "strict" / "pyproject.toml").write_text('[tool.lint]\nfail-on = "error"\n')
    (here / "bad.yaml").write_text(BAD)
    (here / "strict" / "good.yaml").write_text(SKELETONS["Service"])
    assert not run("bad.yaml", "strict").failed
    (here / "strict" / "good.yaml").write_text(BAD)
    assert run("bad.yaml", "strict").failed


def test_findings_are_sorted_and_their_texts_come_along(here: Path) -> None:
    for name in ("b.yaml", "a.yaml"):
        (here / name).write_text(BAD.replace("web:1.4.2", "web:latest"))
    outcome = run("b.yaml", "a.yaml")
    assert outcome.findings == sorted(outcome.findings, key=Finding.sort_key)
    assert {finding.place.path for finding in outcome.findings} == {"a.yaml", "b.yaml"}
    assert outcome.sources["a.yaml"].line(1).startswith("apiVersion:")


POLICY = "name: projects/p/policies/run.allowedIngress\nspec: {rules: [{denyAll: true}]}\n"


def test_organisation_policies_count_for_every_manifest(here: Path) -> None:
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "policy.yaml").write_text(POLICY + "sepc: {}\n")
    options = Options(["service.yaml"])
    options.policy = ["policy.yaml"]
    outcome = check(options)
    found = {(finding.rule, str(finding.place)) for finding in outcome.findings}
    assert ("POL110", "service.yaml:4:9") in found
    assert ("POL002", "policy.yaml:3:1") in found
    assert set(outcome.sources) == {"service.yaml", "policy.yaml"}
    assert outcome.failed


def test_the_region_of_a_deploy_step_counts_for_policies(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    (here / "deploy.sh").write_text(
        "gcloud run deploy web --image a.io/b/c:1 --region us-east1 --project p\n"
    )
    (here / "policy.yaml").write_text(
        "name: projects/p/policies/gcp.resourceLocations\n"
        "spec: {rules: [{values: {allowedValues: ['in:europe-west1-locations']}}]}\n"
    )
    options = Options(["deploy.sh"])
    options.policy = ["policy.yaml"]
    found = [finding for finding in check(options).findings if finding.rule == "POL114"]
    assert [str(finding.place) for finding in found] == ["deploy.sh:1:51"]


@pytest.mark.parametrize(
    ("regions", "places", "open_"),
    [
        (["us-east1"], ["deploy.sh:1:51"], False),
        (["us-west1"], [], False),
        (["us-east1", "us-west1"], [], True),
        ([], [], True),
    ],
)
def test_the_region_that_a_manifest_is_sent_to_counts_for_policies(
    here: Path, regions: list[str], places: list[str], open_: bool
) -> None:
    pytest.importorskip("tree_sitter_bash")
    (here / "deploy.sh").write_text(
        "".join(f"gcloud run services replace service.yaml --region {each}\n" for each in regions)
    )
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "policy.yaml").write_text(
        "name: projects/p/policies/gcp.resourceLocations\n"
        "spec: {rules: [{values: {allowedValues: [us-west1]}}]}\n"
    )
    options = Options(["."])
    options.policy = ["policy.yaml"]
    outcome = check(options)
    assert [str(each.place) for each in outcome.findings if each.rule == "POL114"] == places
    assert any(each.rule == "POL114" for each in outcome.not_run) == open_


def test_policies_of_the_settings_stay_in_the_repository(here: Path) -> None:
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "policy.yaml").write_text(POLICY)
    (here / "lint.toml").write_text('policies = "policy.yaml"\n')
    assert "POL110" in {finding.rule for finding in check(Options(["service.yaml"])).findings}
    (here / "lint.toml").write_text('policies = "../policy.yaml"\n')
    with pytest.raises(UsageError, match="--policy PATH"):
        check(Options(["service.yaml"]))


def test_rules_about_policies_need_policies(here: Path) -> None:
    (here / "service.yaml").write_text(SKELETONS["Service"])
    options = Options(["service.yaml"])
    options.rules = ["cloud-run", "org-policy"]
    reasons = {entry.rule: entry.reason for entry in check(options).not_run}
    assert reasons["POL101"] == "needs --policy"


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e3", "٣", "1" * 10])
def test_a_limit_that_is_no_number_is_a_usage_error(here: Path, number: str) -> None:
    with pytest.raises(UsageError, match="--max-files must be a number"):
        run(".", max_files=number)


def test_a_broken_rule_set_is_reported_even_where_there_is_nothing_to_check(here: Path) -> None:
    (here / "own.yaml").write_text("ruleset: own\nrules: {A1: {nope: {}}}\n")
    with pytest.raises(RuleSetError):
        run(".", rules=["own.yaml"])


@pytest.mark.parametrize(
    ("base", "rule", "files"),
    [
        ("input", "IN005", {"a.yaml": SKELETONS["Service"] + "status: {}\nstatus: {}\n"}),
        (
            "deploy",
            "DEP010",
            {"a.sh": "gcloud run deploy api --image=i --add-volume=name=d,type=cloud-storage\n"},
        ),
        (
            "python-build",
            "BLD023",
            {
                "a.yaml": SKELETONS["Service"],
                "Dockerfile": 'FROM python\nCOPY . .\nCMD ["python", "m.py"]',
            },
        ),
    ],
)
def test_rules_of_every_built_in_set_can_be_switched_off(
    here: Path, base: str, rule: str, files: dict[str, str]
) -> None:
    pytest.importorskip("tree_sitter_bash")
    for name, text in files.items():
        (here / name).write_text(text)
    options = Options([next(iter(files))])
    if "Dockerfile" in files:
        options.source = "."
        (here / "m.py").write_text("from pkg import gone\n")
        (here / "pkg").mkdir()
        (here / "pkg" / "__init__.py").write_text("")
    found = {finding.rule for finding in check(options).findings}
    (here / "own.yaml").write_text(
        f"ruleset: own\nextends: [cloud-run, {base}]\nrules: {{{rule}: off}}\n"
    )
    options.rules = ["own.yaml"]
    assert rule in found
    assert {finding.rule for finding in check(options).findings} == found - {rule}


@pytest.mark.parametrize(
    ("arguments", "settings", "shown"),
    [
        ({}, "", False),
        ({"info": True}, "", True),
        ({"fail_on": "info"}, "", True),
        ({"fail_on": "warning"}, "", False),
        ({}, "info = true\n", True),
        ({}, 'fail-on = "info"\n', True),
        ({"fail_on": "error"}, 'fail-on = "info"\n', False),
        ({}, "info = false\n", False),
    ],
)
def test_info_findings_are_shown_where_asked_for_or_where_they_fail_the_run(
    here: Path, arguments: dict[str, object], settings: str, shown: bool
) -> None:
    (here / "lint.toml").write_text(settings)
    (here / "a.yaml").write_text(SKELETONS["Service"] + "status: {}\n")
    options = Options(["a.yaml"])
    for name, value in arguments.items():
        setattr(options, name, value)
    outcome = check(options)
    assert "info" in [finding.severity for finding in outcome.findings]
    assert outcome.info is shown
    assert shown or not outcome.failed


def test_the_threshold_counts_for_an_image_without_a_manifest(here: Path) -> None:
    (here / "Dockerfile").write_text('FROM python:3.12\nCOPY . .\nCMD ["python", "m.py"]\n')
    (here / "m.py").write_text("def later():\n    import pkg.gone\n")
    (here / "pkg").mkdir()
    (here / "pkg" / "__init__.py").write_text("")
    options = Options()
    options.source = "."
    findings = check(options).findings
    assert {finding.severity for finding in findings} == {"warning"}, findings
    assert not check(options).failed
    options.fail_on = "warning"
    assert check(options).failed


def test_whoever_starts_a_run_is_told_what_it_does(here: Path) -> None:
    def told(options: Options) -> list[str]:
        steps: dict[str, None] = {}
        options.progress = lambda doing, done=0, total=0: steps.setdefault(
            f"{doing}: {done} of {total}" if total else doing
        )
        check(options)
        return list(steps)

    (here / "service.yaml").write_text(SKELETONS["Service"])
    assert told(Options(["service.yaml"])) == []
    (here / "Dockerfile").write_text("FROM python:3.12\nCOPY . .\nCMD python main.py\n")
    (here / "main.py").write_text("import os\n")
    image = ["reading the image of .", "following what Service example starts in its image"]
    found = ["searching .", "looking for deploy steps in 1 file: 0 of 1"]
    assert told(Options(["."])) == [*found, *image]
    alone = Options()
    alone.source = "."
    assert told(alone) == ["reading the image of .", "following what the image starts"]
    (here / "job.yaml").write_text(SKELETONS["Job"])
    files = [f"checking 2 files: {done} of 2" for done in (0, 1)]
    assert told(Options(["service.yaml", "job.yaml"])) == files


def test_a_text_counts_instead_of_a_file_behind_the_check(here: Path) -> None:
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "own.yaml").write_text("ruleset: own\nrules: {}\n")
    (here / "Dockerfile").write_text("FROM python:3.12\nCMD python main.py\n")
    (here / "main.py").write_text("")
    options = Options(["service.yaml"])
    options.rules = ["own.yaml"]
    options.source = "."
    rules = b"ruleset: own\nrules: {P1: {labels: {required: [team]}}}\n"
    outcome = check(options, edited={str(here / "own.yaml"): rules})
    assert "P1" in [finding.rule for finding in outcome.findings]
    assert {os.path.normpath(path) for path in outcome.dockerfiles} == {"Dockerfile"}
    typed = check(options, edited={str(here / "Dockerfile"): b"FROM scratch AS a\nCOPY gone .\n"})
    assert [finding.rule for finding in typed.findings] != [f.rule for f in outcome.findings]
    assert "P1" not in [finding.rule for finding in check(options).findings]
