"""lint.deploy.bash.machine: statements, functions, substitutions, and limits."""

import time

import pytest

from tests.deploy.bash.scripts import commands, lines


def test_commands_in_substitutions_and_tests_are_found():
    script = """URL=$(gcloud run deploy a --format=x | tail -1)
if [ -z "$(gcloud run services describe b)" ]; then echo "$(gcloud run deploy c)"; fi
"""
    assert lines(script) == [
        "gcloud run deploy a --format=x",
        "gcloud run services describe b",
        "gcloud run deploy c",
    ]


def test_local_variables_end_with_their_function():
    script = """N=a
f() { local N=$1; gcloud run deploy $N; M=$N; }
f b
gcloud run deploy $N $M
"""
    assert lines(script) == ["gcloud run deploy b", "gcloud run deploy a b"]


def test_parameters():
    script = """deploy() { local name=$1; shift; gcloud run deploy "$name" "$@" ${3:-c} "${@:2}"; }
deploy api --x "--y=a b"
"""
    (found,) = commands(script)
    assert [str(word) for word in found.words[3:]] == ["api", "--x", "--y=a b", "c", "--y=a b"]


def test_what_a_function_prints_is_its_value():
    script = """image() { echo "gcr.io/p/$1:$TAG"; }
gcloud run deploy api --image "$(image api)"
"""
    assert lines(script) == ["gcloud run deploy api --image gcr.io/p/api:${TAG}"]


def test_functions_that_nothing_calls_are_read_apart():
    first, second = commands(
        'a() { gcloud run deploy a "$1"; }\nb() { gcloud run deploy b; }\n"$@"\n'
    )
    assert str(first.words[-1]) == "${arg1}"
    assert first.conditional
    assert first.excludes(second)


def test_a_function_that_calls_itself_ends():
    assert lines("f() { gcloud run deploy a; f; g; }\ng() { f; }\nf\n") == ["gcloud run deploy a"]


def test_each_line_may_have_a_shell_of_its_own():
    script = "cd a && docker build .\ndocker build .\nX=1\ngcloud run deploy $X\n"
    found = commands(script, line_by_line=True)
    assert [command.directory for command in found] == ["a", ".", "."]
    assert str(found[2].words[-1]) == "${X}"


def test_what_the_caller_sets_is_known():
    text = commands("docker push x")[0].words[2]
    assert lines("docker push $IMAGE", variables={"IMAGE": text}) == ["docker push x"]


@pytest.mark.parametrize(
    "script",
    [
        "A=x\n" + "A=$A$A\n" * 2000,
        "A=(x y)\n" + 'A=("${A[@]}" "${A[@]}")\n' * 200 + 'gcloud "${A[@]}"\n',
        "$(" * 5000 + ")" * 5000,
        "gcloud " + "${A:-" * 5000 + "}" * 5000,
        "if a; then\n" * 3000 + "fi\n" * 3000,
        "for a in 1 2 3 4 5 6 7 8 9; do " * 8 + "gcloud run deploy $a" + "; done" * 8,
        "".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}\n" for i in range(30)) + "f0\n",
        'A=\'eval "$A $A"\'\neval "$A"\n',
        "gcloud run \\ " * 20000,
        "".join(f"V{i}=1\n" for i in range(9000)) + "if a; then B=1; fi\n" * 3000,
        ("gcloud run x \\\n" + "#\n" * 60) * 1500,
        "gcloud run x\n" + "\n" * 100000 + " --a\n",
    ],
    ids=lambda script: script[:12],
)
def test_hostile_scripts_end(script):
    start = time.process_time()
    commands(script)
    assert time.process_time() - start < 8
