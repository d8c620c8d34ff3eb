"""SARIF: the official schema, indices, URIs."""

from __future__ import annotations

import json
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
        jsonschema.validate(report, SARIF_SCHEMA)


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
    report = json.loads(render("sarif", outcome(finding(Place(path, 3, 1, 3, 2)))))
    location = report["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_names_the_member_of_a_wheel():
    run = json.loads(render("sarif", sample()))["runs"][0]
    location = run["results"][0]["locations"][0]
    assert "region" not in location["physicalLocation"]
    assert location["message"]["text"] == "orders/main.py:3:6"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == f"{WHEEL}!orders/main.py"


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
    pages = {rule["id"]: rule.get("helpUri", "") for rule in driver["rules"]}
    assert pages["CR012"].endswith("/docs/rules/CR012.md")
    assert pages["NETRA001"] == ""
    (rule,) = (rule for rule in driver["rules"] if rule["id"] == "CR012")
    assert pages["CR012"] in rule["help"]["markdown"]
    assert (
        "**An env var does not have a name that Cloud Run reserves.**" in rule["help"]["markdown"]
    )
