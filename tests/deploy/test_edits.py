"""lint.deploy.edits: only what is written as it is read is changed."""

import pytest

from lint.deploy import makefile, python_script, shell_script, workflow
from lint.deploy.edits import (
    before,
    between,
    is_value_of,
    joined_by_sign,
    respelt,
    span,
    without_flag,
    without_item,
    without_pair,
)
from lint.deploy.text import Piece, Text
from lint.model.source import Source
from tests.deploy.readings import read


def word(source, string, line=1):
    """A word where it is written first in a line."""
    column = source.lines()[line - 1].index(string) + 1
    return Text([Piece(string, source, line, column)])


def changed(repair, text):
    """The text after a repair, all of whose edits are in one line."""
    places = sorted(
        ((each.arguments[0], each.arguments[1]) for each in (repair, *repair.further)),
        key=lambda edit: -edit[0].column,
    )
    for place, new in places:
        text = text[: place.column - 1] + new + text[place.end_column - 1 :]
    return text


def test_a_word_has_a_span_where_it_is_written():
    source = Source("a.sh", "a --mem=1\n")
    place = span(word(source, "--mem"))
    assert (place.line, place.column, place.end_column) == (1, 3, 8)
    assert before(word(source, "1")).column == 9


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [("", 1, True, 0)],
        [("${A}", 3, False, 4)],
        [("x", 3, True, 2)],
        [("--", 3, True, -1), ("mom", 5, True, -1)],
    ],
)
def test_what_is_written_in_another_way_has_no_span(pieces):
    source = Source("a.sh", "a --mem=1\n")
    text = Text(
        Piece(text, source, 1, column, known, width) for text, column, known, width in pieces
    )
    assert span(text) is None


def test_a_word_is_respelt_safely_only_if_one_known_word_is_near():
    source = Source("a.yaml", "ingres: x")
    assert respelt(word(source, "ingres"), "ingress", ["ingress", "egress"]).safe
    assert not respelt(word(source, "ingres"), "ingress", ["ingress", "ingrest"]).safe
    assert not respelt(word(source, "x"), "ingress", ["ingress"]).safe
    assert respelt(word(source, "x"), "a b", ["a b"]) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--args -m,x", "--args=-m,x"),
        ('--args "-m,x"', '--args="-m,x"'),
        ('["--args", "-m,x"]', '["--args=-m,x"]'),
        ("['--args', '-m,x']", "['--args=-m,x']"),
        ("""['--args', "-m,x"]""", None),
        ("--args ; -m,x", None),
    ],
)
def test_a_flag_and_its_value_become_one_word(line, expected):
    source = Source("a", line)
    repair = joined_by_sign(word(source, "--args"), word(source, "-m,x"))
    assert (repair and changed(repair, line)) == expected


def test_items_of_a_block_sequence_become_one_word():
    source = Source("a", "- --args\n- -m,x\n")
    repair = joined_by_sign(word(source, "--args"), word(source, "-m,x", 2))
    place = repair.arguments[0]
    assert (place.line, place.column, place.end_line, place.end_column) == (1, 9, 2, 3)


@pytest.mark.parametrize(
    ("line", "item", "expected"),
    [("--x=a,b,c", "b", "--x=a,c"), ("--x=a,b", "b", "--x=a"), ("--x=b", "b", None)],
)
def test_an_item_goes_with_a_delimiter(line, item, expected):
    repair = without_item(word(Source("a", line), item))
    assert (repair and changed(repair, line)) == expected


def test_a_pair_goes_with_a_delimiter():
    source = Source("a", "--x=a=1,b=2")
    assert changed(without_pair(word(source, "a"), word(source, "1")), source.text) == "--x=b=2"
    assert without_pair(word(source, "a"), word(source, "2")) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("gcloud --port=80 --cpu=1", "gcloud --cpu=1"),
        ('gcloud --port "80" --cpu=1', "gcloud --cpu=1"),
        ("gcloud --port=80", "gcloud"),
        ("- --port=80", None),
        ('["--port=80", "--cpu=1"]', None),
        ('gcloud --port="80"1', None),
    ],
)
def test_a_flag_goes_with_its_value(line, expected):
    source = Source("a", line)
    place = without_flag(word(source, "--port"), word(source, "80"))
    found = place and line[: place.column - 1] + line[place.end_column - 1 :]
    assert found == expected


def test_a_flag_in_a_line_of_its_own_goes_with_the_line():
    source = Source("a", "gcloud \\\n  --port=80 \\\n  --cpu=1\n")
    place = without_flag(word(source, "--port", 2), word(source, "80", 2))
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 1, 3, 1)


def test_the_value_of_a_variable_is_not_written_behind_the_flag():
    source = Source("a.sh", "X=80\ngcloud --port=$X --cpu=1\n")
    assert not is_value_of(word(source, "--port", 2), word(source, "80"))
    assert is_value_of(word(source, "--cpu", 2), word(source, "1", 2))
    assert between(word(source, "--port", 2), word(source, "--cpu", 2))[0] == "=$X "


DEPLOY = "gcloud run deploy shop --image=a"
FLAGS = [
    "--no-traffic=true",
    "--no-trafic",
    "--cpu-boost=false",
    "--ingress=internall",
    "--args -m,app --port=80",
    "--set-env-vars=A=1,B=x,y.z",
    "--set-env-vars=A=1,A=1",
    "--set-env-vars=A=1,,B=2",
    "--vpc-egress=all-trafic",
]
SCRIPTS = {
    "deploy.sh": (shell_script, "{deploy} {flags}\n"),
    "Makefile": (makefile, "deploy:\n\t{deploy} {flags}\n"),
}
VARIABLES = {
    "string.sh": (shell_script, "F='{flags}'\n{deploy} $F\nother $F\n"),
    "added.sh": (shell_script, "F='{flags}'\nF=\"$F --quiet\"\n{deploy} $F\nother $F\n"),
    "default.sh": (shell_script, "F='{flags}'\n{deploy} ${{F:-}}\nother $F\n"),
    "array.sh": (shell_script, 'F=({flags})\n{deploy} "${{F[@]}}"\nother "${{F[@]}}"\n'),
    "parameters.sh": (shell_script, 'set -- {flags}\n{deploy} "$@"\nother "$@"\n'),
    "Makefile": (makefile, "F = {flags}\ndeploy:\n\t{deploy} $(F)\n\tother $(F)\n"),
    "justfile": (
        makefile,
        "f := '{flags}'\ndeploy:\n    {deploy} {{{{f}}}}\n    other {{{{f}}}}\n",
    ),
    ".github/workflows/a.yml": (
        workflow,
        "on: push\nenv:\n  F: {flags}\njobs:\n  a:\n    runs-on: a\n    steps:\n"
        "      - run: {deploy} $F\n      - run: {deploy} ${{{{ env.F }}}}\n",
    ),
    "deploy.py": (
        python_script,
        "import subprocess\nwords = {words!r}\n"
        "subprocess.run(['gcloud', 'run', 'deploy', 'shop', '--image=a', *words])\n",
    ),
}


def repairs_of(tmp_path, name, file, flags):
    """The repairs of what a file has that gives a command these flags."""
    reader, text = file
    text = text.format(deploy=DEPLOY, flags=flags, words=flags.split())
    found = read(reader, tmp_path / name, text, tmp_path)
    return [fault.repair for step in found.steps for fault in step.faults if fault.repair]


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_written_in_the_command_is_repaired_safely(tmp_path, name, flags):
    (repair, *_) = repairs_of(tmp_path, name, SCRIPTS[name], flags)
    assert repair.safe


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("name", VARIABLES)
def test_what_comes_out_of_a_variable_is_not_repaired_safely(tmp_path, name, flags):
    assert not any(repair.safe for repair in repairs_of(tmp_path, name, VARIABLES[name], flags))


@pytest.mark.parametrize("name", VARIABLES)
def test_what_comes_out_of_a_variable_can_be_repaired(tmp_path, name):
    assert repairs_of(tmp_path, name, VARIABLES[name], "--no-traffic=true")


def test_a_python_list_that_is_the_whole_command_is_repaired_safely(tmp_path):
    text = f"import subprocess\nc = {[*DEPLOY.split(), '--no-traffic=true']}\nsubprocess.run(c)\n"
    (repair,) = repairs_of(tmp_path, "deploy.py", (python_script, text), "")
    assert repair.safe
