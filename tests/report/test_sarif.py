"""SARIF: the official schema, indices, URIs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from lint.engine.run import check
from lint.model.findings import Outcome, Place
from lint.model.options import Options
from lint.report import render
from tests.report.build import finding, outcome
from tests.report.sample import WHEEL, sample

HERE = Path(__file__).parent


SARIF_SCHEMA = json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8"))


FORMAT_CHECKER = jsonschema.FormatChecker()


@pytest.mark.parametrize("made", [sample(), Outcome(), outcome()], ids=["sample", "empty", "clean"])
def test_sarif_fits_the_official_schema(made):
    validator = jsonschema.Draft7Validator(SARIF_SCHEMA, format_checker=FORMAT_CHECKER)
    assert [
        error.message for error in validator.iter_errors(json.loads(render("sarif", made)))
    ] == []


def test_sarif_schema_is_the_one_that_refuses():
    report = json.loads(render("sarif", sample()))
    report["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SARIF_SCHEMA).validate(report)


def test_sarif_rules_and_notices_are_found_by_index():
    run = json.loads(render("sarif", sample()))["runs"][0]
    driver = run["tool"]["driver"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for notice in run["invocations"][0]["toolExecutionNotifications"]:
        descriptor = notice["descriptor"]
        assert driver["notifications"][descriptor["index"]]["id"] == descriptor["id"]


def test_sarif_says_who_accepted_what() -> None:
    log = json.loads(render("sarif", sample()))
    suppressed = [entry for entry in log["runs"][0]["results"] if "suppressions" in entry]
    assert [entry["suppressions"] for entry in suppressed] == [
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "the release job pins it <& more>",
                "properties": {"until": "2027-01-31"},
            }
        ],
        [{"kind": "external", "status": "accepted"}],
    ]


def test_sarif_describes_a_rule_by_its_title(tmp_path: Path) -> None:
    (finding,) = check(Options([str(tmp_path / "missing.yaml")])).findings
    made = Outcome(findings=[finding])
    (rule,) = json.loads(render("sarif", made))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"] == {"text": "The file can be read"}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/service.yaml", "a%20b/service.yaml"),
        ("c:d.yaml", "c%3Ad.yaml"),
        ("50%.yaml", "50%25.yaml"),
        ("a#b?.yaml", "a%23b%3F.yaml"),
        ("dienst-ü.yaml", "dienst-%C3%BC.yaml"),
        ("/srv/a.yaml", "file:///srv/a.yaml"),
        ("C:/srv/a.yaml", "file:///C%3A/srv/a.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a!b.yaml", "a!b.yaml"),
        ("dist/x.whl!app/main.py", "dist/x.whl"),
    ],
)
def test_sarif_locations_are_uris(path, uri):
    report = json.loads(render("sarif", outcome(finding(Place(path, 3, 1, 3, 2), resource=None))))
    location = report["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_puts_what_is_in_a_wheel_at_the_file_that_explains_it():
    run = json.loads(render("sarif", sample()))["runs"][0]
    result = run["results"][0]
    location = result["locations"][0]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": ".dockerignore"}
    assert physical["region"]["startLine"] == 2
    assert location["logicalLocations"][0]["fullyQualifiedName"] == f"{WHEEL}!orders/main.py"
    assert result["message"]["text"].startswith("orders-1.0-py3-none-any.whl!orders/main.py:3:6: ")


def physical_locations(node):
    if isinstance(node, dict):
        if "physicalLocation" in node:
            yield node["physicalLocation"]
        for value in node.values():
            yield from physical_locations(value)
    elif isinstance(node, list):
        for value in node:
            yield from physical_locations(value)


def test_sarif_has_a_region_in_every_location():
    made = sample()
    made.findings.append(finding(Place("dist/x.whl!app/main.py", 7, 3, 7, 9), resource=None))
    locations = list(physical_locations(json.loads(render("sarif", made))))
    assert len(locations) > len(made.findings)
    assert all(location["region"]["startLine"] >= 1 for location in locations)
    lost = json.loads(render("sarif", made))["runs"][0]["results"][len(made.findings) - 1]
    # Nobody can open line 7 of a wheel.
    assert lost["locations"][0]["physicalLocation"]["region"]["startLine"] == 1


def multitool() -> str | None:
    """The program, where it is installed: `npm install --global @microsoft/sarif-multitool`."""
    return shutil.which("sarif-multitool") or shutil.which("sarif")


@pytest.mark.slow
@pytest.mark.parametrize("made", [sample(), outcome()], ids=["sample", "clean"])
def test_sarif_passes_the_rules_of_the_format_and_of_github(tmp_path: Path, made: Outcome) -> None:
    program = multitool()
    if program is None:
        pytest.skip("sarif-multitool is not installed")
    (tmp_path / "a.sarif").write_text(render("sarif", made), encoding="utf-8")
    done = subprocess.run(
        [program, "validate", "a.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert "Analysis completed successfully" in done.stdout, done.stdout + done.stderr
    assert not re.search(r": (error|warning) (SARIF|GH)\d+", done.stdout), done.stdout


def test_sarif_tells_an_incomplete_run():
    made = outcome()
    made.incomplete = True
    invocation = json.loads(render("sarif", made))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False


def test_sarif_has_help_and_an_address_for_every_rule_and_notification() -> None:
    driver = json.loads(render("sarif", sample()))["runs"][0]["tool"]["driver"]
    assert driver["informationUri"].startswith("https://")
    for described in (*driver["rules"], *driver["notifications"]):
        assert described["shortDescription"]["text"]
        assert described["fullDescription"]["text"]
        assert described["help"]["text"]
        # SARIF1001 of Microsoft's sarif-multitool: a name that is the id says nothing.
        assert described.get("name", "").lower() != described["id"]
    pages = {rule["id"]: rule.get("helpUri", "") for rule in driver["rules"]}
    assert pages["CR012"].endswith("/docs/rules/CR012.md")
    assert pages["NETRA001"] == ""
    (rule,) = (rule for rule in driver["rules"] if rule["id"] == "CR012")
    assert pages["CR012"] in rule["help"]["markdown"]
    assert (
        "**An env var does not have a name that Cloud Run reserves.**" in rule["help"]["markdown"]
    )
