"""Which branches known values take: compared with what bash does."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import time

import pytest

from lint.support.shell import read_commands

pytest.importorskip("tree_sitter_bash")

SUBJECTS = ('"$1"', "$1", '"${1:-web}"', '"$MODE"', '"${MODE}-x"', "$#")
PATTERNS = ("web", "w*", '"w*"', "a|web", "[vw]eb", "?", "*", "2", "prod-x", "''", "$2", "@(web)")
TESTS = (
    "{} = web",
    "{} == 'web'",
    '{} != "web"',
    "-n {}",
    "-z {}",
    "{} -eq 2",
    "{} -gt 1",
    "-f {}",
)


def scripts() -> list[str]:
    """One script for each test and each pattern, with a line of output for every branch."""
    found = []
    for subject in SUBJECTS:
        for test in TESTS:
            text = test.format(subject)
            found.append(f"if [ {text} ]; then echo a; else echo b; fi")
            found.append(f"[ {text} ] && echo a")
            found.append(f"[ {text} ] || echo a")
            found.append(f"if false; then :; elif [[ {text} ]]; then echo a; else echo b; fi")
        for one, other in itertools.pairwise(PATTERNS):
            cases = f"{one}) echo a;; {other}) echo b;; *) echo c;;"
            found.append(f"shopt -s extglob\ncase {subject} in {cases} esac")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("parameters", [[], ["web"], ["prod", "web"], ["", "x"]])
def test_decisions_are_those_of_bash(parameters: list[str]) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    values: dict[str, str | None] = {"MODE": "prod", "#": str(len(parameters))}
    values |= {str(number): text for number, text in enumerate(parameters, start=1)}
    decided = 0
    texts = scripts()
    whole = "\necho =\n".join(texts)
    done = subprocess.run(
        [bash, "-c", whole, "bash", *parameters],
        env={"MODE": "prod"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    outputs = done.stdout.split("=\n")
    assert len(outputs) == len(texts)
    for text, output in zip(texts, outputs, strict=True):
        for command in read_commands(text) or []:
            words = [word.text({}) for word in command.words]
            if words[:1] != ["echo"]:
                continue
            taken = [branch.taken(values) for branch in command.branches]
            known = False if False in taken else None if None in taken else True
            decided += known is not None
            assert known in (None, words[1] in output.split()), text
    assert decided > 250


def test_loops_and_functions_decide_nothing() -> None:
    text = """
for x in a b; do case "$1" in web) echo one;; esac; done
run() { if [ "$1" = web ]; then echo two; elif [ -n "$MODE" ]; then echo three; fi; }
run other
"""
    commands = {c.words[1].text({}): c for c in read_commands(text) or [] if len(c.words) > 1}
    assert commands["one"].in_loop
    values: dict[str, str | None] = {"1": "web", "MODE": "x"}
    assert [b.taken(values) for b in commands["one"].branches] == [None]
    assert [b.taken(values) for b in commands["two"].branches] == [None]
    assert [b.taken(values) for b in commands["three"].branches] == [None]


def test_what_nobody_states_is_not_known() -> None:
    (command,) = read_commands('if [ "$1" = "${2:-$LOST}" ]; then echo a; fi') or []
    (branch,) = command.branches
    assert set(branch.names()) == {"1", "2", "LOST"}
    assert branch.taken({"1": "x"}) is None
    assert branch.taken({"1": "x", "2": "x"}) is True
    assert branch.taken({"1": "x", "LOST": "y"}) is False
    assert branch.taken({"1": "x", "2": None}) is None


def test_many_branches_take_linear_time() -> None:
    items = "\n".join(f"x{number}) echo {number};;" for number in range(1_900))
    text = f'case "$1" in\n{items}\nesac\n'
    before = time.process_time()
    commands = read_commands(text) or []
    taken = [branch.taken({"1": "y"}) for command in commands for branch in command.branches]
    assert time.process_time() - before < 1
    assert len(taken) == 1_900
    assert taken[50] is False
    assert taken[-1] is None
