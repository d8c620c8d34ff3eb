"""A shell script as the command lines that it runs: nothing is executed, all is followed.

Variables that the script assigns are filled in, functions are followed where they are called,
and loops over words that are written there are run through. What the environment, an argument or
the output of a program decides is unknown and keeps the name of its variable.
"""

from __future__ import annotations

from lint.deploy.bash.assignments import assign, assign_all, declare, unset
from lint.deploy.bash.budget import Budget, TooLongError
from lint.deploy.bash.compound import (
    define,
    run_block,
    run_case,
    run_for,
    run_if,
    run_list,
    run_subshell,
    run_while,
)
from lint.deploy.bash.machine import MAX_CHARACTERS, Machine, choices
from lint.deploy.bash.redirections import run_pipeline, run_redirected
from lint.deploy.bash.scope import Scope
from lint.deploy.bash.simple import run_command
from lint.deploy.bash.unit import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.deploy.bash.machine import Run
    from lint.deploy.file import DeployFile
    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text
    from lint.model.fault import Fault

_STATEMENTS: dict[str, Run] = {
    "ERROR": run_block,
    "c_style_for_statement": run_for,
    "case_statement": run_case,
    "command": run_command,
    "compound_statement": run_block,
    "declaration_command": declare,
    "do_group": run_block,
    "for_statement": run_for,
    "function_definition": define,
    "if_statement": run_if,
    "list": run_list,
    "negated_command": run_block,
    "pipeline": run_pipeline,
    "redirected_statement": run_redirected,
    "subshell": run_subshell,
    "unset_command": unset,
    "variable_assignment": assign,
    "variable_assignments": assign_all,
    "while_statement": run_while,
}


def read_script(
    text: Text,
    directory: str = ".",
    variables: Mapping[str, Text | None] | None = None,
    *,
    file: DeployFile | None = None,
    line_by_line: bool = False,
    posix: bool = False,
    budget: Budget | None = None,
) -> list[CommandLine]:
    """The commands of a script that deploy or that make an image, in the order in which they run.

    `directory` is where it starts; "" where that is not known. `variables` are those that are set
    when it starts: the steps of a workflow have some. Any other may be set, and is unknown.
    `file` gives the files that the script sources; without it they are not read.
    `line_by_line` says that each line has a shell of its own, as in a Makefile.
    `posix` says that the shell may be another one than bash, to which braces mean nothing.
    `budget` is what several scripts of one file may cost together: when it is spent, the rest of
    them is not read.

    The program of each is one of `gcloud`, `docker`, `podman`, `nerdctl`, `buildah`, `pack` and
    kaniko's `executor`, however it is called (`sudo`, a path, a variable).

    Raises `lint.support.shell.ShellUnavailableError` where the grammar is not installed.
    """
    if len(text) > MAX_CHARACTERS:
        return []
    budget = budget or Budget()
    try:
        budget.spend(1 + len(text) // 8)
    except TooLongError:
        return []
    unit = Unit(text)
    machine = Machine(unit, Scope(directory, variables), _STATEMENTS, file, budget, posix=posix)
    try:
        if line_by_line:
            machine.lines(unit.root)
        else:
            machine.block(unit.root)
        _read_uncalled(machine)
    except (TooLongError, RecursionError):
        pass  # what was found so far
    return machine.found


def _read_uncalled(machine: Machine) -> None:
    """Reads the functions that nothing calls by its name: `"$@"` may, each for itself."""
    state = machine.scope
    choice = next(choices)
    machine.conditional = True
    for index, (name, function) in enumerate(list(machine.functions.items()), start=1):
        if function.called:
            continue
        machine.scope = state.copy()
        machine.scope.ended = ""
        machine.branch = ((choice, index),)
        machine.call(name, None)


def faults_of(commands: Iterable[CommandLine]) -> list[Fault]:
    """What is wrong with how commands are written; once, where a function runs several times."""
    faults: dict[tuple[str, int, int, str], Fault] = {}
    for command in commands:
        for fault in command.faults:
            where = fault.where
            faults.setdefault((fault.kind, where.line, where.column, str(fault.message)), fault)
    return list(faults.values())
