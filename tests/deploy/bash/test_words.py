"""lint.deploy.bash.words: a word is what bash itself makes of it, and each character has its place."""

import re
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint.deploy.shell import read_script
from lint.deploy.text import of_file
from lint.model.source import Source
from tests.examples import examples

pytest.importorskip("tree_sitter_bash")
BASH = shutil.which("bash")


def words(script):
    """The arguments of the first command of docker in a script."""
    return [str(word) for word in read_script(of_file(Source("x.sh", script)))[0].words[1:]]


LITERAL = st.text("abXY019_=,./:@%+-", min_size=1, max_size=6)
INSIDE = st.text("ab 01_=,./:@%+-*?[]{}()<>|&;#~!\t", max_size=8).filter(
    lambda text: "!" not in text
)
NAMES = ("A", "B", "EMPTY", "SPACED", "L")
PARTS = st.one_of(
    LITERAL,
    INSIDE.map(lambda text: f"'{text}'"),
    INSIDE.map(lambda text: f'"{text}"'),
    st.sampled_from(
        [r"\ ", r"\$", r"\"", r"\'", r"\\", r"\a", "\\\n", r'"\$\a\\\""', r"$'a\tb\'\x41'"]
    ),
    st.sampled_from(["$A", "${A}", '"$A"', '"${B}"', "${A:-x}", '"${EMPTY:-d e}"', "${EMPTY:-d}"]),
    st.sampled_from(
        ["${EMPTY-d}", '"${A:+y}"', "${A%b*}", "${A##*a}", "${A^^}", "${B,,}", '"$EMPTY"']
    ),
    st.sampled_from(
        ["$SPACED", '"$SPACED"', "$EMPTY", '"${L[@]}"', "${L[1]}", '"${L[*]}"', "${L[@]}"]
    ),
    st.sampled_from(['"$(echo a b)"', "$(echo a b)", '"`echo q`"', '"$(basename /x/y.z .z)"']),
    st.sampled_from(["{a,b}", "{1..2}", "x{,y}", "{a,{b,'c d'}}", '{"a,b",$A}', "x}", "{}"]),
    st.sampled_from(['"$(dirname /x/y)"', '"${!REF}"', "'$A'", "\"'$A'\"", "\"a\"'b'c"]),
)
WORD = st.lists(PARTS, min_size=1, max_size=4).map("".join)
# The blank of `\\ ` at the beginning of a word is left out and reported: see test_continuation.py.
WORD = WORD.filter(lambda word: not word.startswith(("\\ ", "\\\n\\ ")))
# Braces come before variables: `$A{b,c}` is `$Ab` and `$Ac`.
WORD = WORD.filter(lambda word: re.search(r"\$\w+\{", word) is None)
SETTINGS = "A=aab B='Bc' EMPTY='' SPACED='one  two ' REF=A\nL=(x 'y z' '')\n"


@pytest.mark.slow
@pytest.mark.skipif(BASH is None, reason="bash is not installed")
@given(st.lists(WORD, min_size=1, max_size=4))
@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_are_those_of_bash(written):
    command = f"docker {' '.join(written)} end\n"
    head = 'docker() { printf "%s\\0" "$@"; }\nset -fu\n'
    # Each assignment is a line of its own, as people write them.
    setup = (
        SETTINGS.replace(" B=", "\nB=")
        .replace(" EMPTY=", "\nEMPTY=")
        .replace(" SPACED", "\nSPACED")
    )
    setup = setup.replace(" REF", "\nREF")
    run = subprocess.run(
        [BASH, "--norc", "-c", head + setup + command], capture_output=True, check=False, text=True
    )
    if run.returncode or run.stderr:
        return  # not what bash takes
    expected = run.stdout.split("\0")[:-1]
    found = words(setup + command)
    assert found == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
        ("a\\ b $'a\\tb'", ["a b", "a\tb"]),
        ("a\\\nb \"c\\\nd\" '\\a'", ["ab", "cd", "\\a"]),
        ('"\\$A \\x" $A"$A"\'$A\'', ["$A \\x", "aabaab$A"]),
        ('"" \'\' "$(cat x)"', ["", "", "${cat_x}"]),
    ],
)
def test_words(written, expected):
    assert words(f"A=aab\ndocker {written}\n") == expected


@pytest.mark.parametrize(
    ("written", "end"),
    [("<(printf 'A: 1')", ""), ("a<(x) b", " b"), ("--env-vars-file=<(x)b", "b")],
)
def test_what_a_process_prints_is_not_known(written, end):
    command = read_script(of_file(Source("x.sh", f"docker {written}\n")))[0]
    assert " ".join(map(str, command.words)).endswith(f"${{process}}{end}")
    assert not command.words[1].known


def test_a_shell_that_may_be_another_one_than_bash_makes_nothing_of_braces():
    source = of_file(Source("x.sh", "docker a{b,c} {1..3}\n"))
    (command,) = read_script(source, posix=True)
    assert list(map(str, command.words)) == ["docker", "a{b,c}", "{1..3}"]
