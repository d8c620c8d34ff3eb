"""Simple commands: their words, and what they do: a builtin, a function, or a program of interest."""

from __future__ import annotations

from lint.deploy.bash.assignments import assign
from lint.deploy.bash.builtins import BUILTINS, SILENT
from lint.deploy.bash.continuation import faults_of
from lint.deploy.bash.file_changes import note_files
from lint.deploy.bash.machine import Machine
from lint.deploy.bash.printing import printed
from lint.deploy.bash.quoting import quoting_faults, spaced_assignment
from lint.deploy.bash.wrappers import base, find_program, handed_over, reads_script, script_of
from lint.deploy.step import CommandLine
from lint.deploy.text import Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.deploy.bash.words import Words

    Spans = list[tuple[int, int]]

_GOES_ON = lazy_regex(r"(?:\\[ \t]|\\\n(?=[^\s;&|<>()]))+")
_KEYWORDS = ("{", "}", "then", "do", "else")
"""What is the first word of a command only where the grammar has lost its way."""


def run_command(machine: Machine, node: Any) -> None:
    """Runs a `command` node."""
    behind, machine.behind = machine.behind, []
    *lines, last = _lines(machine.unit.plain, node)
    for children in lines:
        _run_line(machine, children, [])
    _run_line(machine, last, behind)


def _lines(plain: str, node: Any) -> list[list[Any]]:
    """The parts of a command, apart where a line ends between them: the grammar joins some."""
    lines: list[list[Any]] = [[]]
    end = node.start_byte
    for child in node.children:
        if "\n" in plain[end : child.start_byte].replace("\\\n", "") and lines[-1]:
            lines.append([])
        lines[-1].append(child)
        end = child.end_byte
    return lines


def _run_line(
    machine: Machine, children: list[Any], behind: list[tuple[list[Any], int, int]]
) -> None:
    spans: Spans = []
    words: list[Text] = []
    maker = machine.words()
    only_assigns = not any(child.type == "command_name" for child in children)
    for nodes, end in adjoining(children, machine.unit.plain):
        first = nodes[0]
        if first.type == "variable_assignment" and not spans:
            if only_assigns:
                assign(machine, first)
            continue
        if first.type.endswith("redirect") or first.type in ("<<<", "<<", "comment"):
            continue
        span = (first.start_byte, end)
        spans.append(span)
        words.extend(maker.fields_between(nodes, *span))
    for nodes, start, end in behind:
        words.extend(maker.fields_between(nodes, start, end))
    while words and str(words[0]) in _KEYWORDS:
        words = words[1:]
    if words:
        _run(machine, words, spans, maker)


def adjoining(children: list[Any], plain: str) -> list[tuple[list[Any], int]]:
    """Nodes in groups, each with its end: those that touch are one word for the shell.

    The grammar divides some, and passes over an escaped blank and a line end within a word.
    """
    groups: list[tuple[list[Any], int]] = []
    for child in children:
        is_redirect = child.type.endswith("redirect")
        end = child.end_byte
        match = None if is_redirect else _GOES_ON.match(plain, end)
        if match is not None:
            end = match.end()
        if (
            groups
            and groups[-1][1] == child.start_byte
            and not is_redirect
            and not groups[-1][0][-1].type.endswith("redirect")
        ):
            groups[-1] = ([*groups[-1][0], child], end)
        else:
            groups.append(([child], end))
    return groups


def _run(machine: Machine, words: list[Text], spans: Spans, maker: Words) -> None:
    name = str(words[0]) if words[0].known else ""
    if name in machine.functions:
        machine.call(name, words[1:])
        return
    if name in ("sudo", "exec", "time") and len(words) > 1 and str(words[1]) in machine.functions:
        machine.call(str(words[1]), words[2:])
        return
    if name in BUILTINS:
        BUILTINS[name](machine, words)
    elif (script := script_of(words)) is not None:
        machine.run_text(script, own_shell=True)
    elif machine.stdin is not None and reads_script(words):
        script, machine.stdin = machine.stdin, None
        machine.run_text(script, own_shell=True)
        machine.stdin = script
    else:
        _keep(machine, words, spans, maker)
        if name:
            note_files(machine, words)
        if name == "exec" and len(words) > 1 and not str(words[1]).startswith("-"):
            machine.scope.ended = "exit"
    if machine.printed is not None and name not in SILENT:
        machine.printed.append(printed(machine, words))


def _keep(machine: Machine, words: list[Text], spans: Spans, maker: Words) -> None:
    """Keeps a command of a program that deploys or that makes an image."""
    index = find_program(words)
    if index < 0:
        fault = spaced_assignment(machine.unit, words)
        if fault is not None:
            machine.pending.append(fault)
    if index < 0 or not machine.budget.keep():
        return
    words = handed_over(words, index)
    program = base(str(words[0])) if words[0].known else "gcloud"
    if str(words[0]) != program:
        words[0] = words[0].written(program)
    end = machine.end if machine.end >= 0 else spans[-1][1]
    faults = [*machine.pending, *faults_of(machine.unit, spans, end)]
    faults.extend(quoting_faults(words, maker.quotes, maker.literal, maker.bare))
    machine.pending = []
    if faults and str(words[-1]).endswith((" ", "\t")):
        words[-1] = words[-1].strip(" \t")
    scope = machine.scope
    machine.found.append(
        CommandLine(
            words,
            scope.directory,
            machine.conditional,
            faults,
            branch=machine.branch,
            environment={
                name: value
                for name, value in scope.values.items()
                if name.startswith("CLOUDSDK_") and isinstance(value, Text)
            },
            written=dict(scope.written),
            stdin=machine.stdin,
            references=[Text([piece]) for piece in maker.references],
        )
    )
