"""lint.deploy.shell: the commands that a script runs, with the place of each word."""

import pytest

from lint.deploy.shell import faults_of, read_script
from lint.deploy.text import of_file
from lint.model.source import Source

pytest.importorskip("tree_sitter_bash")


def commands(script, directory="."):
    return read_script(of_file(Source("deploy.sh", script)), directory)


def lines(script, directory="."):
    return [" ".join(map(str, command.words)) for command in commands(script, directory)]


def places(script):
    return [
        [(str(word), word.place.line, word.place.column) for word in command.words]
        for command in commands(script)
    ]


def test_words_over_several_lines_keep_their_places():
    script = 'gcloud run deploy \\\n  api \\\n  --image="gcr.io/p/a" \\\n  --port 8080\n'
    assert places(script) == [
        [
            ("gcloud", 1, 1),
            ("run", 1, 8),
            ("deploy", 1, 12),
            ("api", 2, 3),
            ("--image=gcr.io/p/a", 3, 3),
            ("--port", 4, 3),
            ("8080", 4, 10),
        ]
    ]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("gcloud run deploy 'a b'", ["gcloud run deploy a b"]),
        ("A=x\ngcloud run deploy $A", ["gcloud run deploy x"]),
        ("gcloud run deploy $A", ["gcloud run deploy ${A}"]),
        ("gcloud run deploy ${A:-x}", ["gcloud run deploy ${A}"]),
        ("A=y; gcloud run deploy ${A:-x}", ["gcloud run deploy y"]),
        (': "${A:=x}"\ngcloud run deploy $A', ["gcloud run deploy ${A}"]),
        ("A='b c'; gcloud run $A", ["gcloud run b c"]),
        ('L=(a "b c"); L+=(d); gcloud run "${L[@]}"', ["gcloud run a b c d"]),
        ("f() { gcloud run deploy $1; }; f x; f y", ["gcloud run deploy x", "gcloud run deploy y"]),
        (
            "for s in a b; do gcloud run deploy $s; done",
            ["gcloud run deploy a", "gcloud run deploy b"],
        ),
        ("if x; then A=1; else A=2; fi; gcloud run $A", ["gcloud run ${A}"]),
        ("URL=$(gcloud run deploy x)", ["gcloud run deploy x"]),
        ("echo 'gcloud run deploy x'; # gcloud run deploy y", []),
        ("sudo -E env A=1 gcloud run deploy x", ["gcloud run deploy x"]),
        ("retry 3 gcloud run deploy x", ["gcloud run deploy x"]),
        ("time gcloud run deploy x | tee log", ["gcloud run deploy x"]),
        ("bash -c 'gcloud run deploy x'", ["gcloud run deploy x"]),
        ("command -v gcloud >/dev/null || exit 1", []),
    ],
)
def test_what_runs(script, expected):
    assert lines(script) == expected


def test_a_folder_is_followed():
    found = commands(
        "cd app && docker build . \n(cd ../b; docker build .)\ndocker push x\ncd $D; docker push y"
    )
    assert [command.directory for command in found] == ["app", "b", "app", ""]


def test_branches_exclude_each_other():
    left, right, other = commands(
        "if a; then gcloud run deploy x; else gcloud run deploy y; fi\ngcloud run deploy z"
    )
    assert left.excludes(right)
    assert not left.excludes(other)
    assert left.conditional
    assert not other.conditional


def test_a_broken_continuation():
    script = "gcloud run deploy x \\ \n  --image=y \\\n  --port=1\n"
    found = commands(script)
    assert [" ".join(map(str, command.words)) for command in found] == ["gcloud run deploy x"]
    (fault,) = faults_of(found)
    assert (fault.kind, fault.where.line, fault.where.column) == ("broken-continuation", 1, 21)
    assert "`--image`, `--port`" in str(fault.message)
