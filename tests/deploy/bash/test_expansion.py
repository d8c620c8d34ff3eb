"""lint.deploy.bash.expansion: what variables, arrays and parameters become."""

import pytest

from lint.deploy.shell import read_script
from lint.deploy.text import of_file
from lint.model.source import Source

pytest.importorskip("tree_sitter_bash")
SETTINGS = "A=aab B='Bc'\nB='Bc'\nEMPTY=''\nSPACED='one  two '\nREF=A\nL=(x 'y z' '')\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("$A\"$B\"'$A' ${A:-x} ${NONE:-x}", ["aabBc$A", "aab", "${NONE}"]),
        ('${EMPTY:-"d e"} ${EMPTY-d} ${A:+y} ${EMPTY:=v} $EMPTY', ["d e", "y", "v", "v"]),
        ("${A%b*} ${A##*a} ${A^^} ${B,,}", ["aa", "b", "AAB", "bc"]),
        ('$SPACED "$SPACED" $EMPTY "$EMPTY"', ["one", "two", "one  two ", ""]),
        ('"${L[@]}" ${L[1]} "${L[*]}"', ["x", "y z", "", "y", "z", "x y z "]),
        ('${A:+--flag "$SPACED"} "${A:+b c}"', ["--flag", "one  two ", "b c"]),
        ("x${A:+b  'c d' }y ${NONE:+b c} ${EMPTY:+b c}", ["xb", "c d", "y", "${NONE}"]),
        ('${EMPTY:=v w} "$EMPTY"', ["v", "w", "v w"]),
        ('${!REF} ${#A} $1 "$?"', ["aab", "${A}", "${arg1}", "${status}"]),
    ],
)
def test_values(written, expected):
    script = f"{SETTINGS}docker {written}\n"
    command = read_script(of_file(Source("x.sh", script)))[0]
    assert [str(word) for word in command.words[1:]] == expected


def test_parameters_stay_words():
    script = 'f() { docker "$@" $# "${@:2}"; }\nf a \'b c\'\n'
    command = read_script(of_file(Source("x.sh", script)))[0]
    assert [str(word) for word in command.words[1:]] == ["a", "b c", "${count}", "b c"]
