"""The formats for machines: their schemas, their escapes, and what they say."""

import copy
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema
import pytest

from lint.model.findings import Checked, NotRun, Outcome, Place, Related, Skipped
from lint.report import FORMATS, render
from lint.report.fingerprint import fingerprints
from tests.report.build import finding, outcome
from tests.report.sample import WHEEL, sample

HERE = Path(__file__).parent
REPORT_SCHEMA = json.loads((HERE.parents[1] / "schemas" / "report.json").read_text("utf-8"))
SARIF_SCHEMA = json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8"))
FORMAT_CHECKER = jsonschema.FormatChecker()


def test_json_report_fits_its_schema():
    jsonschema.Draft202012Validator.check_schema(REPORT_SCHEMA)
    jsonschema.validate(json.loads(render("json", sample())), REPORT_SCHEMA)
    jsonschema.validate(json.loads(render("json", Outcome())), REPORT_SCHEMA)


def test_json_schema_is_strict():
    def objects(schema):
        if isinstance(schema, dict):
            if schema.get("type") == "object":
                yield schema
            for part in schema.values():
                yield from objects(part)
        elif isinstance(schema, list):
            for part in schema:
                yield from objects(part)

    found = list(objects(REPORT_SCHEMA))
    assert len(found) >= 9
    for schema in found:
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.update(extra=1),
        lambda report: report.update(version=2),
        lambda report: report["summary"].pop("info"),
        lambda report: report["findings"][0].update(severity="fatal"),
        lambda report: report["findings"][0].update(line=0),
        lambda report: report["findings"][0].pop("fingerprint"),
        lambda report: report["checked"][0].pop("kind"),
    ],
)
def test_json_schema_refuses_other_reports(change):
    report = json.loads(render("json", sample()))
    change(report)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, REPORT_SCHEMA)


def test_json_keys_are_in_the_documented_order():
    report = json.loads(render("json", sample()))
    assert list(report) == REPORT_SCHEMA["required"]
    assert list(report["findings"][0]) == REPORT_SCHEMA["$defs"]["finding"]["required"]


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


@pytest.mark.parametrize(
    ("severity", "consequence", "expected"),
    [
        ("error", "refused", "blocker"),
        ("error", "broken", "critical"),
        ("error", "policy", "major"),
        ("warning", "refused", "minor"),
        ("info", "risky", "info"),
    ],
)
def test_gitlab_severities(severity, consequence, expected):
    made = outcome(
        finding(Place("./a.yaml", 3, 5, 4, 2), severity=severity, consequence=consequence)
    )
    (entry,) = json.loads(render("gitlab", made))
    assert entry["severity"] == expected
    assert entry["location"] == {"path": "a.yaml", "lines": {"begin": 3, "end": 4}}
    assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}


def test_gitlab_names_the_member_of_a_wheel():
    entry = json.loads(render("gitlab", sample()))[0]
    assert entry["location"] == {"path": WHEEL, "lines": {"begin": 1, "end": 1}}
    assert entry["description"].startswith("orders/main.py:3:6: ")


def test_junit_counts_agree_with_the_cases():
    root = ElementTree.fromstring(render("junit", sample()))
    for element in [root, *root.iter("testsuite")]:
        for attribute, tag in [
            ("tests", "testcase"),
            ("failures", "failure"),
            ("skipped", "skipped"),
        ]:
            assert int(element.get(attribute)) == len(list(element.iter(tag))), element.get("name")


def test_junit_names_are_distinct_and_do_not_hold_positions():
    places = [Place("a.yaml", line, 1, line, 2) for line in (1, 5, 9)]
    root = ElementTree.fromstring(render("junit", outcome(*map(finding, places))))
    assert [case.get("name") for case in root.iter("testcase")] == [
        "CR001 some-rule: `x` is wrong",
        "CR001 some-rule: `x` is wrong (2)",
        "CR001 some-rule: `x` is wrong (3)",
    ]


def test_junit_resource_passes_unless_it_has_an_error():
    made = outcome(finding(Place("a.yaml"), severity="warning"))
    made.checked.append(Checked("a.yaml", "Job", "other"))
    made.skipped = [Skipped("b.yaml", 'not "YAML"')]
    made.not_run = [NotRun("CR900", "needs --live")]
    root = ElementTree.fromstring(render("junit", made))
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {
        "Service app": [],
        "Job other": [],
        "CR001 some-rule: `x` is wrong": ["system-out"],
        "input": ["skipped"],
        "CR900": ["skipped"],
    }
    made.findings[0].severity = "error"
    root = ElementTree.fromstring(render("junit", made))
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert "Service app" not in cases
    assert cases["CR001 some-rule: `x` is wrong"] == ["failure"]


def test_junit_resource_of_the_same_name_in_another_file_still_passes():
    made = outcome(finding(Place("a.yaml")))
    made.checked.append(Checked("b.yaml", "Service", "app"))
    root = ElementTree.fromstring(render("junit", made))
    resources = {case.get("classname") for case in root.iter("testcase") if not list(case)}
    assert resources == {"b.yaml"}
    made.findings = [finding(Place("x.whl!m.py"))]
    root = ElementTree.fromstring(render("junit", made))
    assert [case.get("name")[:5] for case in root.iter("testcase")] == ["CR001"]


def test_junit_tells_an_incomplete_run():
    made = outcome()
    made.incomplete = True
    made.notes = ["the wheel is no wheel"]
    root = ElementTree.fromstring(render("junit", made))
    assert root.get("errors") == "1"
    assert [error.get("message") for error in root.iter("error")] == made.notes


def test_fingerprints_do_not_depend_on_positions():
    def moved(by):
        findings = [
            finding(Place("a.yaml", 3 + by, 1), f"`A` is set again on line {9 + by}"),
            finding(Place("a.yaml", 5 + by, 1), f"`A` is read in main.py:{4 + by}:2"),
            finding(Place("./a.yaml" if by else "a.yaml", 8 + by, 1), "`A` is set twice"),
            finding(Place("a.yaml", 9 + by, 1), "`A` is set twice"),
        ]
        return fingerprints(findings)

    assert moved(0) == moved(7)
    assert len(set(moved(0))) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "CR002"},
        {"place": Place("b.yaml", 3, 1)},
        {"_message": "`A` is set to port 8081"},
        {"resource": None},
    ],
)
def test_fingerprints_tell_findings_apart(change):
    one = finding(Place("a.yaml", 3, 1), "`A` is set to port 8080")
    other = copy.copy(one)
    for name, value in change.items():
        setattr(other, name, value)
    assert fingerprints([one]) != fingerprints([other])


def test_fingerprints_agree_in_all_formats():
    made = sample()
    expected = fingerprints(made.findings)
    results = json.loads(render("sarif", made))["runs"][0]["results"]
    assert [
        entry["fingerprint"] for entry in json.loads(render("json", made))["findings"]
    ] == expected
    assert [entry["fingerprint"] for entry in json.loads(render("gitlab", made))] == expected
    assert [entry["partialFingerprints"]["cloudrunLint/v1"] for entry in results] == expected


def test_related_places_are_told_in_every_format_that_has_them():
    made = outcome(finding(Place("a.yaml"), related=(Related(Place("b.py", 7, 2), "read here"),)))
    for name in set(FORMATS) - {"concise", "gitlab"}:
        assert "read here" in render(name, made), name


def test_unknown_format_is_a_key_error():
    with pytest.raises(KeyError):
        render("html", outcome())


HEAVY = {
    "argparse",
    "ast",
    "asyncio",
    "dataclasses",
    "email",
    "hashlib",
    "importlib.metadata",
    "inspect",
    "json",
    "logging",
    "pathlib",
    "pydantic",
    "shutil",
    "subprocess",
    "tempfile",
    "textwrap",
    "typing",
    "unicodedata",
    "urllib",
    "xml",
    "zipfile",
}


def test_text_report_imports_nothing_costly():
    code = (
        "from lint.report import render; from lint.model.findings import *; "
        "o = Outcome(); o.checked = [Checked('a', 'Service', 'b')]; "
        "o.findings = [Finding(rule='A1', name='a', severity='error', consequence='refused', "
        "message='m', place=Place('a', 1, 1))]; render('text', o); print(*sys.modules)"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(HERE.parents[1])!r}); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert loaded.isdisjoint(HEAVY)
    reports = {name.removeprefix("lint.report.") for name in loaded if "lint.report." in name}
    assert reports == {"color", "headline", "safe", "snippet", "summary", "text"}
