"""Nothing hidden is shown, and nothing in a text can break a report or a terminal."""

import json
import re
import xml.etree.ElementTree as ElementTree

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.model.findings import Checked, NotRun, Place, Related, ResourceId, Skipped, Unknown
from lint.report import FORMATS, render
from tests.examples import examples
from tests.report.build import finding, outcome
from tests.report.test_json_report import REPORT
from tests.report.test_sarif import SARIF_SCHEMA

SARIF = jsonschema.Draft7Validator(SARIF_SCHEMA)

wild = st.text(st.characters(codec=None, categories=None), max_size=30) | st.text(
    "\x00\x1b[31m\u202e\u2066\r\n:%,!&<>\"'\\\ud800\udfff\ufffe\x7f\x85", max_size=20
)
words = st.text("abcdefgh0123456789", min_size=8, max_size=30)


@pytest.mark.slow
@settings(max_examples=examples(40))
@given(secrets=st.lists(words, min_size=1, max_size=5, unique=True), data=st.data())
def test_hidden_values_appear_in_no_format(secrets, data):
    lines = [f"- {{name: N, value: Q{secret}Q, x: {secret}}}" for secret in secrets]
    lines.append("  PEM " + "".join(secrets))
    made = outcome(texts={"a.yaml": "\n".join(lines)})
    source = made.sources["a.yaml"]
    for number, line in enumerate(lines, start=1):
        spans = [
            (match.start() + 1, match.end() + 1)
            for secret in secrets
            for match in re.finditer(secret, line)
        ]
        # Overlapping and repeated marks must hide no less than single ones.
        spans += [(first - data.draw(st.integers(0, 2)), last) for first, last in spans]
        spans += [(first + 3, last - 2) for first, last in spans]
        for first, last in data.draw(st.permutations(spans)):
            source.redact(number, first, number, last)
    places = st.builds(
        lambda line, column, more, length: Place(
            "a.yaml", line, column, line + more, column + length
        ),
        st.integers(1, len(lines) + 1),
        st.integers(1, 60),
        st.integers(0, 1),
        st.integers(0, 20),
    )
    made.findings = [
        finding(
            data.draw(places),
            related=tuple(Related(data.draw(places), "here") for _ in range(2)),
        )
        for _ in range(4)
    ]
    for name in FORMATS:
        for report in (render(name, made), render(name, made, color=True)):
            assert not any(secret in report for secret in secrets)


@st.composite
def wild_outcomes(draw):
    numbers = st.integers(1, 4)

    def place():
        path = draw(st.sampled_from(["a.yaml", "x.whl!b.py"]) | wild.filter(bool))
        line, column = draw(numbers), draw(numbers)
        return Place(path, line, column, line + draw(numbers) - 1, column + draw(numbers))

    made = outcome(texts={"a.yaml": draw(wild) + "\n" + draw(wild), "x.whl!b.py": draw(wild)})
    made.findings = [
        finding(
            place(),
            draw(wild) or "x",
            rule=draw(wild),
            name=draw(wild),
            severity=draw(st.sampled_from(["error", "warning", "info"])),
            help=draw(wild),
            because=draw(wild),
            resource=ResourceId("Service", draw(wild)),
            related=tuple(Related(place(), draw(wild)) for _ in range(draw(st.integers(0, 2)))),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    made.checked.append(Checked(draw(wild), "Job", draw(wild)))
    made.skipped = [Skipped(draw(wild), draw(wild))]
    made.not_run = [NotRun(draw(wild), draw(wild))]
    made.unknown = [Unknown(place(), draw(wild))]
    made.notes = [draw(wild)]
    return made


UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]"
)
SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.slow
@settings(max_examples=examples(120))
@given(wild_outcomes())
def test_wild_text_breaks_no_format(made):
    for name in FORMATS:
        report = render(name, made)
        assert not UNSAFE.search(report), name
        report.encode("utf-8")
        if name in ("json", "sarif", "gitlab"):
            json.loads(report)
        if name == "junit":
            root = ElementTree.fromstring(report)
            assert int(root.get("tests")) == len(list(root.iter("testcase")))
        if name in ("text", "concise"):
            colored = render(name, made, color=True)
            assert SGR.sub("", colored) == report
        if name == "github":
            commands = [line for line in report.splitlines() if line.lstrip().startswith("::")]
            assert len(commands) == len(made.findings)
            assert "##[" not in "".join(set(report.splitlines()) - set(commands))
    assert REPORT.is_valid(json.loads(render("json", made)))
    assert SARIF.is_valid(json.loads(render("sarif", made)))


@pytest.mark.parametrize("name", FORMATS)
def test_escape_sequences_of_a_manifest_do_not_reach_the_terminal(name):
    made = outcome(
        finding(Place("\x1b]0;x\x07.yaml", 1, 1, 1, 4), "\x1b[2J\x9b31m\u202e"),
        texts={"\x1b]0;x\x07.yaml": "\x1b[2Jx"},
    )
    assert not UNSAFE.search(render(name, made))
