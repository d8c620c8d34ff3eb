"""Here-documents, pipes, and the files that a script writes."""

from __future__ import annotations

from lint.deploy.bash.machine import Machine
from lint.deploy.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Target = tuple[str, bool]

_WRITING = frozenset((">", ">>", "&>", ">|", "&>>"))


def run_redirected(machine: Machine, node: Any) -> None:
    """Runs a `redirected_statement` node."""
    body = node.child_by_field_name("body")
    before = machine.end, machine.stdin, machine.printed
    text: Text | None = None
    rest: list[Any] = []
    targets: list[Target] = []
    end = int(node.end_byte)
    for child in node.children:
        if child.type == "heredoc_redirect":
            text, more, others = _heredoc(machine, child)
            rest.extend(others)
            targets.extend(more)
            end = len(machine.unit.plain)  # what follows the command is a text, not a line of it
        elif child.type == "file_redirect":
            targets.extend(_targets(machine, child))
        elif child.type == "herestring_redirect" and child.named_children:
            text = machine.words().value(child.named_children[-1])
    machine.end = max(machine.end, end)
    machine.stdin = text if text is not None else machine.stdin
    if targets and machine.printed is not None:
        machine.printed = []
    if body is not None:
        if body.type == "command":
            machine.behind = _words_behind(machine, node, body)
        machine.statement(body)
    machine.end, machine.stdin, machine.printed = before
    _write(machine, body, targets, text)
    for child in rest:
        machine.stdin = text
        machine.statement(child)
        machine.stdin = before[1]


def _words_behind(machine: Machine, node: Any, body: Any) -> list[tuple[list[Any], int, int]]:
    """Words that the grammar keeps apart from their command: those behind `<<EOF`, and a `-`."""
    found: list[tuple[list[Any], int, int]] = []
    end = body.end_byte
    for child in node.children:
        if child.start_byte <= body.start_byte:
            continue
        gap = machine.unit.plain[end : child.start_byte]
        if gap.strip() == "-":
            start = end + gap.index("-")
            found.append(([], start, start + 1))
        end = child.end_byte
        if child.type == "heredoc_redirect":
            arguments = child.children_by_field_name("argument")
        else:  # `> file word`: the grammar takes the word for another file
            arguments = child.children_by_field_name("destination")[1:]
        found.extend(([one], one.start_byte, one.end_byte) for one in arguments)
    return found


def _heredoc(machine: Machine, node: Any) -> tuple[Text | None, list[Target], list[Any]]:
    """The text of a here-document, and the files and the statements that its first line has."""
    is_quoted = False
    text: Text | None = None
    targets: list[Target] = []
    rest: list[Any] = []
    strips = any(child.type == "<<-" for child in node.children)
    for child in node.children:
        if child.type == "heredoc_start":
            is_quoted = any(character in machine.plain(child) for character in "'\"\\")
        elif child.type == "heredoc_body":
            text = machine.words().heredoc(child, is_quoted)
            if strips:
                text = _without_tabs(text)
        elif child.type == "file_redirect":
            targets.extend(_targets(machine, child))
        elif machine.is_statement(child):
            rest.append(child)
    return text, targets, rest


def _without_tabs(text: Text) -> Text:
    """The text of `<<-`, whose lines lose the tabs that they begin with."""
    parts: list[Text] = []
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop + 1
        line = text.cut(start, stop)
        known = line.known_part
        parts.append(line.cut(len(known) - len(known.lstrip("\t"))))
        if stop == len(text):
            break
        start = stop
    return Text.joined(parts)


def _targets(machine: Machine, node: Any) -> list[Target]:
    """The file that a redirection writes to, and whether at its end."""
    destination = node.child_by_field_name("destination")
    kinds = {child.type for child in node.children}
    descriptor = node.child_by_field_name("descriptor")
    if destination is None or not kinds & _WRITING:
        return []
    if descriptor is not None and machine.plain(descriptor) != "1":
        return []
    words = machine.words().fields_between(
        [destination], destination.start_byte, destination.end_byte
    )
    if len(words) != 1 or not words[0].known or str(words[0]).startswith("/dev/"):
        return [("", False)]
    return [(machine.path(str(words[0])), ">>" in kinds)]


def _write(machine: Machine, body: Any, targets: list[Target], text: Text | None) -> None:
    """Keeps what a command writes to files: a here-document, or something unknown."""
    copies = False
    if body is not None and body.type == "command":
        name = body.child_by_field_name("name")
        copies = name is not None and machine.plain(name) == "cat" and len(body.named_children) == 1
    for path, adds in targets:
        if not path:
            continue
        made = text if copies else None
        if adds:
            old = machine.scope.written.get(path)
            made = old + made if old is not None and made is not None else None
        machine.scope.written[path] = made


def run_pipeline(machine: Machine, node: Any) -> None:
    """Runs a `pipeline` node: each part in a shell of its own, with what the one before it prints."""
    before, printed, stdin = machine.scope, machine.printed, machine.stdin
    for child in node.children:
        if child.type in ("|", "|&"):
            continue
        machine.scope = machine.fork()
        machine.printed = []
        machine.statement(child)
        before.written = machine.scope.written
        output = machine.printed
        machine.stdin = _piped(machine, child, output)
        machine.scope = before
    machine.printed, machine.stdin = printed, stdin
    machine.hide_output()


def _piped(machine: Machine, node: Any, output: list[Text | None]) -> Text | None:
    """What a part of a pipe hands to the next one: the here-document of `cat <<EOF`, or its output."""
    if node.type == "redirected_statement":
        body = node.child_by_field_name("body")
        if body is not None and machine.plain(body) == "cat":
            for child in node.children:
                if child.type == "heredoc_redirect":
                    return _heredoc(machine, child)[0]
    return output[0] if len(output) == 1 else None
