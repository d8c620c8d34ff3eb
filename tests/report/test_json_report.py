"""The JSON report: its schema, and the order of its keys."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from lint.model.findings import Outcome, Place
from lint.report import render
from tests.report.build import finding, outcome
from tests.report.sample import sample

HERE = Path(__file__).parent


REPORT_SCHEMA = json.loads((HERE.parents[1] / "schemas" / "report.json").read_text("utf-8"))
REPORT = jsonschema.Draft202012Validator(REPORT_SCHEMA)


def test_json_report_fits_its_schema():
    jsonschema.Draft202012Validator.check_schema(REPORT_SCHEMA)
    REPORT.validate(json.loads(render("json", sample())))
    REPORT.validate(json.loads(render("json", Outcome())))


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
        # Only what does not apply to every finding may be missing.
        assert set(schema["properties"]) - set(schema["required"]) <= {
            "moment",
            "url",
            "fix",
            "why",
        }


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.update(extra=1),
        lambda report: report.update(version=2),
        lambda report: report["summary"].pop("info"),
        lambda report: report["findings"][0].update(severity="fatal"),
        lambda report: report["findings"][0].update(line=0),
        lambda report: report["findings"][0].update(moment="never"),
        lambda report: report["findings"][0].pop("fingerprint"),
        lambda report: report["checked"][0].pop("kind"),
    ],
)
def test_json_schema_refuses_other_reports(change):
    report = json.loads(render("json", sample()))
    change(report)
    with pytest.raises(jsonschema.ValidationError):
        REPORT.validate(report)


def test_json_keys_are_in_the_documented_order():
    report = json.loads(render("json", sample()))
    assert list(report) == REPORT_SCHEMA["required"]
    known = REPORT_SCHEMA["$defs"]["finding"]
    for entry in report["findings"]:
        assert list(entry) == [key for key in known["properties"] if key in entry]
        assert set(known["required"]) <= set(entry)


def test_json_says_why_as_the_text_does() -> None:
    made = outcome(
        finding(Place("a.yaml"), "`A` is set", consequence="refused", because="It is reserved."),
        finding(Place("a.yaml"), "`A` is not set", consequence="policy", because="", help=""),
    )
    first, second = json.loads(render("json", made))["findings"]
    assert first["why"] == "The deploy is rejected. It is reserved."
    assert "why" not in second
