"""lint.deploy.bash.compound: which commands run together, and with which values."""

from tests.deploy.bash.scripts import commands, lines


def test_if():
    script = """if [ "$E" = prod ]; then A=1; F=x; elif y; then A=2; F=x; else A=3; F=x; fi
gcloud run $A $F
"""
    assert lines(script) == ["gcloud run ${A} x"]


def test_ways_exclude_each_other():
    one, two, three, four = commands(
        "if a; then docker push 1; elif b; then docker push 2; else docker push 3; fi\n"
        "docker push 4\n"
    )
    assert one.excludes(two)
    assert two.excludes(three)
    assert not one.excludes(four)
    assert [one.conditional, four.conditional] == [True, False]


def test_behind_a_way_that_leaves():
    left, right = commands("if a; then docker push 1; exit; fi\ndocker push 2\n")
    assert left.excludes(right)
    assert not right.conditional
    assert lines("if [ -z $1 ]; then A=x; exit 1; fi\nA=y\ndocker push $A") == ["docker push y"]


def test_case():
    script = "case $E in a) R=1;; b|c) R=2;; esac\ndocker push $R\n"
    assert lines(script) == ["docker push ${R}"]
    assert lines("E=b\n" + script) == ["docker push 2"]
    assert lines("E=z\n" + script) == ["docker push ${R}"]
    one, two = commands("case $E in a) docker push 1;; *) docker push 2;; esac")
    assert one.excludes(two)


def test_and_and_or():
    one, two = commands("gcloud run jobs update x || gcloud run jobs create x")
    assert one.excludes(two)
    assert [one.conditional, two.conditional] == [False, True]
    first, second = commands("docker build . && docker push x")
    assert not first.excludes(second)
    assert not second.conditional
    (found,) = commands('[ -n "$X" ] && docker push x')
    assert found.conditional
    (found,) = commands("gcloud run deploy x || exit 1")
    assert found.branch == ()


def test_loops():
    assert lines("for s in a b; do docker push $s; done") == ["docker push a", "docker push b"]
    assert lines('L=(a \'b c\')\nfor s in "${L[@]}"; do docker push "$s"; done') == [
        "docker push a",
        "docker push b c",
    ]
    assert lines('for p in a:1 b:2; do docker push "${p%%:*}" ${p##*:}; done') == [
        "docker push a 1",
        "docker push b 2",
    ]
    assert lines("for d in */; do docker push $d; done") == ["docker push ${d}"]
    assert lines("for d in $(ls); do docker push $d; done") == ["docker push ${d}"]
    assert lines("A=1\nwhile x; do docker push $A; A=2; done\ndocker push $A") == [
        "docker push ${A}",
        "docker push ${A}",
    ]
    assert lines("for ((i=0;i<3;i++)); do docker push $i; done") == ["docker push ${i}"]


def test_a_subshell_keeps_its_changes_to_itself():
    script = "A=1\n(A=2; docker push $A)\ndocker push $A"
    assert lines(script) == ["docker push 2", "docker push 1"]


def test_arguments_that_are_parsed_in_a_loop_are_unknown():
    script = """NAME=api
while [[ $# -gt 0 ]]; do
  case $1 in --name) NAME="$2"; shift 2;; *) shift;; esac
done
docker push $NAME
"""
    assert lines(script) == ["docker push ${NAME}"]


def test_what_is_switched_off_is_not_run():
    script = "if false; then gcloud run deploy x; else gcloud run deploy y; fi"
    assert lines(script) == ["gcloud run deploy y"]
    assert lines("if false; then gcloud run deploy x; fi") == []
