"""A report does not change, travels, and is the JSON report of the command."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest

from lint import api
from lint.cli.main import main
from lint.engine.examples import SKELETONS
from lint.report import FORMATS
from tests.image.wheels import build_wheel

MAIN = "import app.gone\n"

TEXT = SKELETONS["Service"].replace("web:1.4.2", "web:latest") + (
    "        env:\n        - name: PORT\n          value: a-planted-value\n"
    "        - {name: HOST, value: '${HOST}'}\n"
    "        - {name: K_SERVICE, value: a}  # lint: ignore[CR012]: it stays\n"
)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> api.Report:
    monkeypatch.chdir(tmp_path)
    return api.check_text(TEXT)


def test_it_says_what_the_json_report_says(report: api.Report) -> None:
    data = json.loads(report.to_json())
    assert [finding.rule for finding in report.findings] == [f["rule"] for f in data["findings"]]
    for finding, entry in zip(report.findings, data["findings"], strict=True):
        assert finding.place == (
            *(entry["path"], entry["line"], entry["column"]),
            *(entry["end_line"], entry["end_column"]),
        )
        for name in ("name", "severity", "consequence", "message", "help", "url", "fingerprint"):
            assert getattr(finding, name) == entry.get(name, ""), name
        assert (finding.resource is None) == (entry["resource"] is None)
    assert [entry.finding.rule for entry in report.accepted] == ["CR012"]
    assert report.accepted[0][1:] == ("comment", "it stays", "")
    assert [entry._asdict() for entry in report.checked] == data["checked"]
    assert [entry._asdict() for entry in report.not_run] == data["not_run"]
    assert [entry.placeholder for entry in report.unknown] == ["${HOST}"]
    assert report.counts == {name: data["summary"][name] for name in ("error", "warning", "info")}
    assert report.failed
    assert not report.incomplete
    assert report.skipped == report.notes == ()


def test_it_travels_without_the_texts(report: api.Report) -> None:
    data = pickle.dumps(report)
    assert b"a-planted-value" not in data
    travelled = pickle.loads(data)
    assert travelled.findings == report.findings
    assert travelled.accepted == report.accepted
    assert travelled.to_json() == report.to_json()
    assert travelled.render("sarif")
    assert copy.copy(report).findings == report.findings
    assert "- name: PORT" in report.render()
    assert "- name: PORT" not in travelled.render()


def test_it_does_not_change(report: api.Report) -> None:
    for name in ("findings", "outcome", "more"):
        with pytest.raises(AttributeError):
            setattr(report, name, ())
    with pytest.raises(AttributeError):
        del report.outcome
    with pytest.raises(AttributeError):
        report.findings[0].message = ""  # type: ignore[misc]
    assert report.findings is report.findings


def test_its_repr_counts(report: api.Report) -> None:
    assert repr(report) == "<Report: 1 error, 1 warning, 0 info; 1 checked>"


def test_it_is_rendered_in_every_format(report: api.Report) -> None:
    assert report.render("json") == report.to_json()
    assert "a-planted-value" not in report.render("text")
    with pytest.raises(api.UsageError, match="unknown format 'yaml'"):
        report.render("yaml")


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_is_that_of_the_command(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also with a picture, and with the file of the repository that a member of a wheel is made from."""
    monkeypatch.chdir(tmp_path)
    wheel = build_wheel(tmp_path, files={"app/main.py": MAIN})
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(MAIN)
    (tmp_path / "service.yaml").write_text(TEXT)
    options: api.CheckOptions = {"wheel": Path(wheel).name, "entrypoint": "app.main"}
    report = api.check_paths(["service.yaml"], pictures=True, **options)
    words = ["--wheel", Path(wheel).name, "--entrypoint", "app.main", "--format", format]
    assert main(["service.yaml", *words]) == 1
    assert report.render(format) == capsys.readouterr().out
    assert ("<svg" in report.render("html"), '"app/main.py"' in report.render("sarif")) == (
        True,
        True,
    )
    assert "<svg" not in api.check_paths(["service.yaml"], **options).render("html")
