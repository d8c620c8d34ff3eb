"""Choices, loops, functions and subshells: which commands run together, and with which values."""

from __future__ import annotations

from lint.deploy.bash.machine import Function, Machine, choices
from lint.deploy.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.deploy.bash.scope import Scope

    Arm = tuple[list[Any], list[Any]]

MAX_ROUNDS = 50
"""Of a loop over more words than that, the word is unknown."""
_TESTS = frozenset(("[", "test", "grep", "command", "which", "type", "hash", "read", "false"))
"""Commands that are run for what they answer."""


def run_block(machine: Machine, node: Any) -> None:
    """Runs `{ ...; }`, and whatever only holds statements."""
    machine.block(node)


def run_subshell(machine: Machine, node: Any) -> None:
    """Runs `( ... )`: what it changes is lost, but for the files that it writes."""
    before = machine.scope
    machine.scope = machine.fork()
    machine.block(node)
    before.written = machine.scope.written
    machine.scope = before


def define(machine: Machine, node: Any) -> None:
    """Keeps a function for its calls."""
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name is not None and body is not None:
        machine.functions[machine.plain(name)] = Function(machine.unit, body)


def run_list(machine: Machine, node: Any) -> None:
    """Runs `A && B` or `A || B`. What follows a test, or something that fails, may not run."""
    operator = next((child.type for child in node.children if child.type in ("&&", "||")), "")
    parts = [child for child in node.children if child.type not in ("&&", "||", "comment", "\n")]
    if len(parts) != 2:
        machine.block(node)
        return
    left, right = parts
    if operator == "&&" and not _is_test(machine, left):
        machine.statement(left)
        if not machine.scope.ended:
            machine.statement(right)
        return
    machine.hide_output()
    first = len(machine.found)
    machine.statement(left)
    if machine.scope.ended:
        return
    choice = next(choices)
    behind = len(machine.found)
    way = machine.way([right], (choice, 1))
    if operator == "||" and len(machine.found) > behind:
        for command in machine.found[first:behind]:
            command.branch += ((choice, 0),)
    machine.meet([machine.scope, way])


def _is_test(machine: Machine, node: Any) -> bool:
    if node.type in ("test_command", "negated_command", "pipeline"):
        return True
    if node.type == "redirected_statement":
        body = node.child_by_field_name("body")
        return body is not None and _is_test(machine, body)
    if node.type == "list":
        return any(_is_test(machine, child) for child in node.named_children)
    name = node.child_by_field_name("name") if node.type == "command" else None
    return name is not None and machine.plain(name) in _TESTS


def run_if(machine: Machine, node: Any) -> None:
    """Runs each way of an `if`."""
    arms: list[Arm] = []
    has_else = False
    clauses = [child for child in node.children if child.type in ("elif_clause", "else_clause")]
    for clause in [node, *clauses]:
        conditions: list[Any] = []
        statements: list[Any] = []
        is_body = clause.type == "else_clause"
        has_else = has_else or is_body
        for child in clause.children:
            if child.type == "then":
                is_body = True
            elif child.type in ("elif_clause", "else_clause"):
                break
            elif child.type not in ("if", "elif", "else", "fi"):
                (statements if is_body else conditions).append(child)
        if [machine.plain(condition) for condition in conditions if condition.is_named] != [
            "false"
        ]:
            arms.append((conditions, statements))
    _choose(machine, arms, has_else)


def run_case(machine: Machine, node: Any) -> None:
    """Runs each way of a `case`, or the one that is taken, where that is known."""
    value = node.child_by_field_name("value")
    text = machine.words().value(value) if value is not None else Text(())
    arms: list[Arm] = []
    is_complete = False
    for item in node.children:
        if item.type != "case_item":
            continue
        patterns = list(item.children_by_field_name("value"))
        statements = [
            child
            for child in item.children
            if child not in patterns and child.type not in ("|", ")", "(", ";;", ";&", ";;&")
        ]
        written = [machine.plain(pattern).strip("\"'") for pattern in patterns]
        is_complete = is_complete or "*" in written
        if text.known and text:
            fits = [_fits(str(text), pattern) for pattern in written]
            if True in fits and not arms:
                machine.each(statements)
                return
            if all(fit is False for fit in fits):
                continue
        arms.append(([], statements))
    _choose(machine, arms, is_complete)


def _fits(value: str, pattern: str) -> bool | None:
    """Whether a value fits a pattern of `case`; None for a pattern that is not read."""
    if pattern == "*":
        return True
    if any(character in pattern for character in "*?[$`\\+@!"):
        return None
    return value == pattern


def _choose(machine: Machine, arms: Sequence[Arm], is_complete: bool) -> None:
    """Runs ways of which one is taken, or none unless they are complete.

    The condition of a way has been run for all that come after it.
    """
    machine.hide_output()
    choice = next(choices)
    ways: list[Scope] = []
    left: list[int] = []
    for index, (conditions, statements) in enumerate(arms):
        machine.each(conditions)
        first = len(machine.found)
        way = machine.way(statements, (choice, index))
        ways.append(way)
        if way.ended and len(machine.found) > first:
            leaving = next(choices)
            left.append(leaving)
            for command in machine.found[first:]:
                command.branch += ((leaving, 0),)
    if not is_complete:
        ways.append(machine.scope)
    machine.meet(ways)
    # Behind a way that leaves the script, only those go on that did not take it.
    machine.branch += tuple((leaving, 1) for leaving in left)


def run_for(machine: Machine, node: Any) -> None:
    """Runs the body of a `for` for each word, or once with an unknown one."""
    body = node.child_by_field_name("body")
    variable = node.child_by_field_name("variable")
    if body is None:
        return
    machine.hide_output()
    name = machine.plain(variable) if variable is not None else ""
    words = _looped(machine, node) if node.children[0].type == "for" else None
    if words is not None and len(words) <= MAX_ROUNDS and all(map(_is_plain, words)):
        for word in words:
            if machine.scope.ended:
                return
            machine.scope.values[name] = word
            machine.statement(body)
        return
    machine.scope.forget(_assigned(machine, body))
    if variable is not None:
        anchor = machine.unit.spot(
            variable.start_byte, variable.end_byte, f"${{{name}}}", known=False
        )
        machine.scope.values[name] = Text([anchor])
    _turn(machine, body)


def _looped(machine: Machine, node: Any) -> list[Text] | None:
    """The words that a loop goes through, None where they are not known."""
    if node.type != "for_statement":
        return None
    values = node.children_by_field_name("value")
    if not values and not any(child.type == "in" for child in node.children):
        return machine.scope.parameters
    words = machine.words()
    return [
        word
        for value in values
        for word in words.fields_between([value], value.start_byte, value.end_byte)
    ]


def _is_plain(word: Text) -> bool:
    """Whether a word of a loop is one, rather than a list or a pattern for names of files."""
    return not word.is_unknown and not any(
        character in piece.text for piece in word.pieces if piece.known for character in "*?"
    )


def run_while(machine: Machine, node: Any) -> None:
    """Runs the body of a `while` or `until` once, for a round that nobody knows."""
    body = node.child_by_field_name("body")
    machine.hide_output()
    machine.scope.forget(_assigned(machine, node))
    if any(_is_shift(machine, child) for child in _below(body)):
        machine.scope.parameters = None
    conditions = []
    for child in node.children:
        if child.type == "do_group":
            break
        if child.type not in ("while", "until"):
            conditions.append(child)
    machine.each(conditions)
    if body is not None:
        _turn(machine, body)


def _is_shift(machine: Machine, node: Any) -> bool:
    return node.type == "command_name" and machine.plain(node) == "shift"


def _turn(machine: Machine, body: Any) -> None:
    """The body of a loop, of which nobody knows how often it runs."""
    machine.meet([machine.scope, machine.way([body], (next(choices), 0))])


def _below(node: Any) -> Iterator[Any]:
    todo = [] if node is None else [node]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(node.children)


def _assigned(machine: Machine, node: Any) -> list[str]:
    """The variables that a loop changes."""
    names = []
    for below in _below(node):
        name = below.child_by_field_name("name") if below.type == "variable_assignment" else None
        if name is not None:
            names.append(machine.plain(name).partition("[")[0])
    return names
