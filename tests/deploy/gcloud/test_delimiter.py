"""lint.deploy.gcloud.delimiter: a delimiter that no value has, for values with commas."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lint.deploy import cloudbuild
from lint.deploy.file import DeployFile
from lint.deploy.gcloud.delimiter import delimiter_of
from lint.deploy.shell_script import read
from lint.deploy.text import Text
from lint.engine.repair import edited
from lint.model.fix import Edit
from lint.model.source import Source

pytest.importorskip("tree_sitter_bash")
DEPLOY = "gcloud run deploy api --image=a "


def step_of(line):
    """The step of a script of one line."""
    (step,) = read(DeployFile("deploy.sh", line.encode())).steps
    return step


def repair_of(line):
    return next((fault.repair for fault in step_of(line).faults if fault.repair), None)


def repaired(line):
    """The line after the repair of its first fault; None where that has none."""
    repair = repair_of(line)
    if repair is None:
        return None
    edits = []
    for each in (repair, *repair.further):
        place, text = each.arguments
        edits.append(Edit("a", place.line, place.column, place.end_line, place.end_column, text))
    return edited(line, edits)


@pytest.mark.parametrize(
    ("value", "expected", "safe"),
    [
        ("A=x,y.z,B=1", "^@^A=x,y.z@B=1", True),
        ("'A=x,y z,B=1'", "'^@^A=x,y z@B=1'", True),
        ('"A=1,O=https://a,https://b?c=1"', '"^@^A=1@O=https://a,https://b?c=1"', True),
        ("A=a@b,c.d", "^@@^A=a@b,c.d", True),
        ("A=@@,c.d@,B=::", "^%%^A=@@,c.d@%%B=::", True),
        ("A=x,y.z,", "^@^A=x,y.z@", True),
        ("A=US,EU", "^@^A=US,EU", False),
        ("A=x?b=1,c=2,y.z", "^@^A=x?b=1@c=2@y.z", None),
        ("A=x,y.z,B=$X", "^@^A=x,y.z@B=$X", False),
        ("$X,y.z", None, None),
        ("x,y", None, None),
    ],
)
def test_each_comma_between_variables_is_replaced(value, expected, safe):
    line = f"{DEPLOY}--set-env-vars={value}"
    if safe is None:
        repair = repair_of(line)
        assert repair is None or not repair.safe
        return
    assert repaired(line) == f"{DEPLOY}--set-env-vars={expected}"
    assert repair_of(line).safe is safe


def test_a_sign_that_makes_a_variable_of_the_delimiter_is_left_alone():
    assert repaired(f"{DEPLOY}--set-env-vars='A=x$,B=y,z.a'") is None


def test_labels_have_no_other_delimiter():
    assert repair_of(f"{DEPLOY}--labels=a=x,y.z") is None


def test_only_signs_are_a_delimiter_that_may_be_shown():
    source = Source("a", "^@^A=1 ^a^A=1 A=1")
    shown = [delimiter_of(Text.of(word, source, 1, 1)) for word in source.text.split()]
    assert [text and str(text) for text in shown] == ["^@^", None, None]


VALUES = st.text("abZ019.,:/@%+-", max_size=12)


@given(
    st.dictionaries(st.from_regex(r"[A-Z]{1,3}", fullmatch=True), VALUES, min_size=1, max_size=4),
    st.sampled_from(["", '"', "'"]),
)
def test_what_is_read_after_a_safe_repair_is_what_was_written(variables, quote):
    value = ",".join(f"{name}={text}" for name, text in variables.items())
    assume(not any("," in text and text.split(",")[-1] == "" for text in variables.values()))
    line = f"{DEPLOY}--set-env-vars={quote}{value}{quote}"
    repair = repair_of(line)
    if repair is None or not repair.safe or len(repair.further) == 0:
        return
    if any(
        fault.kind == "bad-list" and "empty" in str(fault.message) for fault in step_of(line).faults
    ):
        return
    after = repaired(line)
    assert not step_of(after).faults
    spec = step_of(after).resource.root.plain()["spec"]["template"]["spec"]
    entries = spec["containers"][0]["env"]
    assert {entry["name"]: entry["value"] for entry in entries} == variables


def test_a_value_that_has_a_delimiter_is_left_alone():
    assert repaired(f"{DEPLOY}--set-env-vars=^@^A=1@b") is None


@pytest.mark.parametrize(
    ("value", "is_repaired"),
    [
        ("=A={x,y}", False),
        (" A={x,y}", False),
        ("=B=z,A={x,y},C=1", False),
        ("=B=z,A=p{x,'y,z'}", False),
        ("=A=x{1..3},y", False),
        ('=A={"a":1,"b":2}', False),
        ('="A={x,y}"', True),
        ("='A={x,y}'", True),
        ("=A=\\{x,y\\}", True),
        ("=A='{x,y}',B=1", True),
    ],
)
def test_what_the_shell_may_make_words_of_is_left_alone(value, is_repaired):
    assert (repair_of(f"{DEPLOY}--set-env-vars{value}") is not None) == is_repaired


def test_braces_mean_nothing_to_cloud_build():
    line = "steps:\n- name: google/cloud-sdk\n  args: [gcloud, run, deploy, a, --image=b, %s]\n"
    for word in ("'--set-env-vars=A={x,y}'", '"--set-env-vars=A={\\"a\\":1,\\"b\\":2}"'):
        (step,) = cloudbuild.read(DeployFile("cloudbuild.yaml", (line % word).encode())).steps
        assert any(fault.repair for fault in step.faults)


def test_braces_in_the_value_of_a_variable_stay_as_they_are():
    assert repair_of(f"V=A={{x,y}}\n{DEPLOY}--set-env-vars=$V") is not None


def test_a_message_names_a_comma_only_where_one_divides():
    for value, divides in (("A=x,y.z", "a comma"), ("^@^A=x@y.z", "the delimiter")):
        (fault,) = step_of(f"{DEPLOY}--set-env-vars={value}").faults
        assert str(fault.message).startswith(f"{divides} divides a value of")
