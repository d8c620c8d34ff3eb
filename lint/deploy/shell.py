"""A shell script as the command lines that it runs: nothing is executed, all is followed.

Variables that the script assigns are filled in, functions are followed where they are called,
and loops over words that are written there are run through. What the environment, an argument or
the output of a program decides is unknown and keeps the name of its variable.
"""

from __future__ import annotations

import os
from itertools import count

from lint.deploy.bash.continuation import faults_of as continuation_faults
from lint.deploy.bash.scope import Scope
from lint.deploy.bash.unit import Unit
from lint.deploy.bash.words import Budget, TooLongError, Words
from lint.deploy.bash.wrappers import base, find_program, script_of
from lint.deploy.step import CommandLine
from lint.deploy.text import Piece, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from lint.deploy.file import DeployFile
    from lint.model.fault import Fault

MAX_CHARACTERS = 256 << 10
"""A longer script is not read."""
MAX_DEPTH = 60
MAX_CALLS = 12
"""Functions, `eval` and sourced files within each other."""
MAX_COMMANDS = 500
MAX_ROUNDS = 50
"""A loop over more words than that has an unknown one."""

_choices = count(1)
_TESTS = frozenset(("[", "test", "grep", "command", "which", "type", "hash", "read", "false"))
_UNTOLD = ("activate", ".inc", "profile", "bashrc", "zshrc", "nvm.sh", "os-release", "completion")
"""Ends of the names of files that are sourced for other things than settings."""
_PRINTERS = frozenset(("echo", "printf"))
_SILENT = frozenset(
    ("cd", "pushd", "popd", "set", "shopt", "test", "[", ":", "true", "mkdir", "export", "trap")
)


def read_script(
    text: Text,
    directory: str = ".",
    variables: Mapping[str, Text | None] | None = None,
    *,
    file: DeployFile | None = None,
) -> list[CommandLine]:
    """The commands of a script that deploy or that make an image, in the order in which they run.

    `directory` is where it starts; "" where that is not known. `variables` are those that are set
    when it starts: the steps of a workflow have some. Any other may be set, and is unknown.
    `file` gives the files that the script sources; without it they are not read.

    Raises `lint.support.shell.ShellUnavailableError` where the grammar is not installed.
    """
    if len(text) > MAX_CHARACTERS:
        return []
    scope = Scope(directory, variables)
    reader = _Reader(scope, file)
    try:
        reader.read(Unit(text))
        reader.read_uncalled()
    except (TooLongError, RecursionError):
        pass  # what was found so far
    return reader.found


def faults_of(commands: Iterable[CommandLine]) -> list[Fault]:
    """What is wrong with how commands are written; once, where a function runs several times."""
    faults: dict[tuple[str, int, int, str], Fault] = {}
    for command in commands:
        for fault in command.faults:
            where = fault.where
            faults.setdefault((fault.kind, where.line, where.column, str(fault.message)), fault)
    return list(faults.values())


class _Function:
    """A function of the script, or of one that it sources."""

    __slots__ = ("called", "node", "unit")

    def __init__(self, unit: Unit, node: Any) -> None:
        self.unit = unit
        self.node = node
        self.called = False


class _Reader:
    """Goes through the statements of a script with the state of the shell at each."""

    def __init__(self, scope: Scope, file: DeployFile | None) -> None:
        self.scope = scope
        self.file = file
        self.unit: Unit
        self.found: list[CommandLine] = []
        self.functions: dict[str, _Function] = {}
        self.calls: list[str] = []
        self.locals: list[dict[str, Text | list[Text] | None]] = []
        self.branch: tuple[tuple[int, int], ...] = ()
        self.conditional = False
        self.depth = 0
        self.budget = Budget()
        self.printed: list[Text | None] | None = None
        """What the commands of a `$(...)` print; None outside of one."""
        self.stdin: Text | None = None
        self.end = -1
        """Where the present command ends with its redirections; -1 where it has none."""

    # The text and its parts

    def read(self, unit: Unit) -> None:
        """Runs a whole text in the present state."""
        before = getattr(self, "unit", None)
        self.unit = unit
        branch = self.branch
        self.block(unit.root)
        self.branch = branch
        if before is not None:
            self.unit = before

    def read_uncalled(self) -> None:
        """Reads the functions that nothing calls: `"$@"` or the name of the script may."""
        state = self.scope
        for name, function in list(self.functions.items()):
            if function.called:
                continue
            self.scope = state.copy()
            self.scope.ended = ""
            self.scope.parameters = None
            self.branch = ((next(_choices), 0),)
            self.conditional = True
            self.call(name, None)

    def block(self, node: Any) -> None:
        """The statements directly below a node."""
        branch = self.branch
        for child in node.children:
            if self.scope.ended:
                break
            self.statement(child)
        self.branch = branch

    def statement(self, node: Any) -> None:
        """Runs one statement."""
        self.budget.spend(1)
        run = _STATEMENTS.get(node.type)
        if run is None or self.depth > MAX_DEPTH:
            if node.child_count and node.type not in _LEAVES:
                self.substitutions(node)
            return
        self.depth += 1
        try:
            run(self, node)
        finally:
            self.depth -= 1

    def substitutions(self, node: Any) -> None:
        """Runs the commands whose output a test or an expression uses."""
        todo = [node]
        while todo:
            node = todo.pop()
            if node.type == "command_substitution":
                self.output(node)
            else:
                todo.extend(reversed(node.children))

    def words(self) -> Words:
        return Words(self.unit, self.scope, self.output, self.budget)

    # Simple commands

    def command(self, node: Any) -> None:
        for children in _lines(self.unit.plain, node):
            self.simple(children)

    def simple(self, children: list[Any]) -> None:
        """One command, its assignments first. Nodes that touch are one word."""
        spans: list[tuple[int, int]] = []
        fields: list[Text] = []
        starts: list[int] = []
        position = 0
        while position < len(children):
            child = children[position]
            position += 1
            if child.type == "variable_assignment" and not spans:
                if not any(other.type == "command_name" for other in children):
                    self.assignment(child)
                continue
            if child.type.endswith("redirect") or child.type in ("<<<", "<<"):
                continue
            nodes = [child]
            while position < len(children) and children[position].start_byte == nodes[-1].end_byte:
                if children[position].type.endswith("redirect"):
                    break
                nodes.append(children[position])
                position += 1
            span = (child.start_byte, nodes[-1].end_byte)
            made = self.words().fields_between(nodes, *span)
            spans.append(span)
            starts.extend([len(spans) - 1] * len(made))
            fields.extend(made)
        while fields and str(fields[0]) in ("{", "}", "then", "do", "else"):
            fields, starts = fields[1:], starts[1:]
        if not fields:
            return
        self.run(fields, [spans[index] for index in starts] and spans)

    def run(self, words: list[Text], spans: list[tuple[int, int]]) -> None:
        """Runs one command that was made of the words of these spans."""
        name = str(words[0]) if words[0].known else ""
        if name in self.functions:
            self.call(name, words[1:])
            return
        builtin = _BUILTINS.get(name)
        if builtin is not None:
            builtin(self, words)
            if self.printed is not None and name not in _SILENT and name not in _TELLING:
                self.printed.append(None)
            return
        script = script_of(words)
        if script is not None:
            self.inner(script)
        elif name in ("sudo", "exec") and len(words) > 1 and str(words[1]) in self.functions:
            self.call(str(words[1]), words[2:])
        else:
            self.emit(words, spans)
        if name == "exec" and len(words) > 1 and not str(words[1]).startswith("-"):
            self.scope.ended = "exit"
        if self.printed is not None:
            self.printed.append(self.prints(name, words))

    def emit(self, words: list[Text], spans: list[tuple[int, int]]) -> None:
        """Keeps a command of a program that deploys."""
        index = find_program(words)
        if index < 0 or len(self.found) >= MAX_COMMANDS:
            return
        words = words[index:]
        program = base(str(words[0])) if words[0].known else "gcloud"
        if str(words[0]) != program:
            words[0] = words[0].written(program)
        end = self.end if self.end >= 0 else spans[-1][1]
        faults = continuation_faults(self.unit, spans, end)
        if spans and faults and str(words[-1]).endswith((" ", "\t")):
            words[-1] = words[-1].strip(" \t")
        self.found.append(
            CommandLine(
                words,
                self.scope.directory,
                self.conditional,
                faults,
                branch=self.branch,
                environment={
                    name: value
                    for name, value in self.scope.values.items()
                    if name.startswith("CLOUDSDK_") and isinstance(value, Text)
                },
                written=dict(self.scope.written),
                stdin=self.stdin,
            )
        )

    def call(self, name: str, parameters: list[Text] | None) -> None:
        """Runs a function. One that calls itself is read once."""
        function = self.functions[name]
        function.called = True
        if name in self.calls or len(self.calls) >= MAX_CALLS:
            return
        before = self.unit, self.scope.parameters, self.end, self.branch, self.stdin
        self.unit, self.scope.parameters, self.end = function.unit, parameters, -1
        self.calls.append(name)
        self.locals.append({})
        self.statement(function.node)
        for local, value in self.locals.pop().items():
            if value is None:
                self.scope.values.pop(local, None)
            else:
                self.scope.values[local] = value
        self.calls.pop()
        self.unit, self.scope.parameters, self.end, self.branch, self.stdin = before
        if self.scope.ended == "return":
            self.scope.ended = ""

    def inner(self, text: Text, *, own: bool = False) -> None:
        """Runs a text that is made of words: `bash -c`, `eval`."""
        if len(self.calls) >= MAX_CALLS or len(text) > MAX_CHARACTERS or not text.pieces:
            return
        self.budget.spend(1 + len(text) // 8)
        self.calls.append("")
        before, end = self.scope, self.end
        self.end = -1
        if not own:
            self.scope = before.copy()
            self.scope.parameters = None
        self.read(Unit(text))
        self.scope, self.end = before, end
        self.calls.pop()

    # Builtins

    def change_directory(self, words: list[Text]) -> None:
        targets = [word for word in words[1:] if str(word) not in ("--", "-P", "-L", "-e")]
        if len(targets) != 1 or not targets[0].known or str(targets[0]) in ("-", ""):
            self.scope.directory = ""
            return
        self.scope.directory = self.path(str(targets[0]))

    def path(self, name: str) -> str:
        """A path that the script names, as one of the command line; "" where it is not known."""
        if name.startswith("~"):
            return ""
        if os.path.isabs(name):
            return _as_given(name, self.file)
        if not self.scope.directory:
            return ""
        return os.path.normpath(os.path.join(self.scope.directory, name))

    def forget_directory(self, words: list[Text]) -> None:
        del words
        self.scope.directory = ""

    def set_parameters(self, words: list[Text]) -> None:
        for index, word in enumerate(words[1:], start=1):
            if str(word) == "--":
                self.scope.parameters = words[index + 1 :]
                return
            if not str(word).startswith(("-", "+")):
                if str(words[index - 1]) not in ("-o", "+o") and not str(words[index - 1])[
                    1:
                ].endswith("o"):
                    self.scope.parameters = words[index:]
                return

    def shift(self, words: list[Text]) -> None:
        number = str(words[1]) if len(words) > 1 else "1"
        parameters = self.scope.parameters
        if (
            parameters is None
            or not number.isdigit()
            or any(word.is_unknown for word in parameters[: int(number)])
        ):
            self.scope.parameters = None
        else:
            self.scope.parameters = parameters[int(number) :]

    def evaluate(self, words: list[Text]) -> None:
        parts: list[Text] = []
        for word in words[1:]:
            if parts:
                parts.append(word.cut(0, 0) + Text([_space(word)]))
            parts.append(word)
        self.inner(Text.joined(parts), own=True)

    def source(self, words: list[Text]) -> None:
        """`source FILE`: a file of the repository is read, any other may set every variable."""
        if len(words) < 2:
            return
        name = str(words[1])
        if name.endswith(_UNTOLD):
            return
        file = None
        if self.file is not None and words[1].known:
            path = self.path(name)
            file = self.file.named(path, os.curdir) if path else None
        if (
            file is None
            or len(file.data) > MAX_CHARACTERS
            or len(self.calls) >= MAX_CALLS
            or name in self.calls
        ):
            self.scope.forget(list(self.scope.values))
            return
        self.calls.append(name)
        end, self.end = self.end, -1
        before = self.scope.parameters
        self.read(Unit(file.text))
        self.scope.parameters = before
        self.end = end
        self.calls.pop()
        if self.scope.ended == "return":
            self.scope.ended = ""

    def exit(self, words: list[Text]) -> None:
        self.scope.ended = "return" if str(words[0]) == "return" else "exit"

    def unset(self, words: list[Text]) -> None:
        for word in words[1:]:
            if str(word) in self.scope.values:
                self.scope.values[str(word)] = Text(())

    def assign_unknown(self, words: list[Text]) -> None:
        """`read NAME`, `mapfile NAME`, `printf -v NAME`: what they set is not known."""
        for word in words[1:]:
            if word.known and str(word).isidentifier():
                self.keep(str(word), word.written(f"${{{word}}}", known=False))

    def nothing(self, words: list[Text]) -> None:
        del words

    def print(self, words: list[Text]) -> None:
        if str(words[0]) == "printf" and "-v" in [str(word) for word in words[1:2]]:
            self.assign_unknown(words[2:3] * 2)
        if self.printed is not None:
            self.printed.append(self.prints(str(words[0]), words))

    def prints(self, name: str, words: Sequence[Text]) -> Text | None:
        """What a command prints, None where that is not known."""
        arguments = [word for word in words[1:] if str(word) != "--"]
        if name == "echo" and arguments and not str(arguments[0]).startswith("-"):
            parts: list[Text] = []
            for word in arguments:
                if parts:
                    parts.append(Text([_space(word)]))
                parts.append(word)
            return Text.joined(parts)
        if name == "printf" and len(arguments) == 2 and str(arguments[0]) in ("%s", "%s\\n"):
            return arguments[1]
        if name == "pwd" and self.scope.directory:
            path = os.path.abspath(self.scope.directory)
            return words[0].written(path)
        if arguments and all(word.known for word in arguments):
            path = str(arguments[-1])
            if name == "dirname" and len(arguments) == 1:
                return arguments[0].written(os.path.dirname(path.rstrip("/")) or ".")
            if name == "basename" and len(arguments) == 1:
                return arguments[0].written(os.path.basename(path.rstrip("/")))
            if name == "basename" and len(arguments) == 2:
                stem = os.path.basename(str(arguments[0]).rstrip("/")).removesuffix(path)
                return arguments[0].written(stem)
            if name in ("realpath", "readlink") and self.path(path):
                return arguments[-1].written(os.path.abspath(self.path(path)))
            if name == "git" and [str(word) for word in arguments] == [
                "rev-parse",
                "--show-toplevel",
            ]:
                root = _repository(self.scope.directory)
                return words[0].written(root) if root else None
        return None

    # Variables

    def assignments(self, node: Any) -> None:
        for child in node.children:
            if child.type == "variable_assignment":
                self.assignment(child)

    def assignment(self, node: Any, *, local: bool = False) -> None:
        target = node.child_by_field_name("name")
        if target is None:
            return
        name = self.unit.plain[target.start_byte : target.end_byte]
        value = node.child_by_field_name("value")
        if not name.isidentifier():
            if target.type == "subscript":
                self.element(target)
            return
        if local and self.locals:
            self.locals[-1].setdefault(name, self.scope.values.get(name))
        adds = any(child.type == "+=" for child in node.children)
        old = self.scope.values.get(name)
        if value is not None and value.type == "array":
            items = self.array(value)
            if not adds:
                self.scope.values[name] = items
            elif isinstance(old, list):
                self.scope.values[name] = old + items
            else:
                anchor = Text(
                    [
                        self.unit.spot(
                            target.start_byte, target.end_byte, f"${{{name}}}", known=False
                        )
                    ]
                )
                first = (
                    [old] if isinstance(old, Text) and old else [] if old is not None else [anchor]
                )
                self.scope.values[name] = first + items
            return
        start = node.end_byte if value is None else value.start_byte
        # Nodes that touch the value belong to it: the grammar divides some.
        made = (
            Text([self.unit.spot(min(start, node.end_byte - 1), node.end_byte, "", known=True)])
            if value is None
            else self.named(name, self.words().value(value))
        )
        if adds and isinstance(old, Text):
            made = old + made
        elif adds:
            anchor = Text(
                [self.unit.spot(target.start_byte, target.end_byte, f"${{{name}}}", known=False)]
            )
            made = anchor if isinstance(old, list) else anchor + made
        self.keep(name, made)

    def named(self, name: str, value: Text) -> Text:
        """A value that the output of a command decides gets the name of its variable."""
        if not value.is_unknown or len(value.pieces) != 1:
            return value
        piece = value.pieces[0]
        if piece.text[2:-1].isidentifier() and piece.text[2:-1].isupper():
            return value
        if not piece.text.startswith("${") or piece.text.startswith("${{"):
            return value
        return Text(
            [Piece(f"${{{name}}}", piece.source, piece.line, piece.column, False, piece.width)]
        )

    def keep(self, name: str, value: Text) -> None:
        self.scope.values[name] = value

    def element(self, target: Any) -> None:
        """`ARRAY[key]=value`: what the array holds behind it is not known."""
        name = self.unit.plain[target.start_byte : target.end_byte].partition("[")[0]
        anchor = Text(
            [self.unit.spot(target.start_byte, target.end_byte, f"${{{name}}}", known=False)]
        )
        self.scope.values[name] = anchor

    def array(self, node: Any) -> list[Text]:
        items: list[Text] = []
        children = [
            child for child in node.children if child.type not in ("(", ")", "comment", "\n")
        ]
        position = 0
        words = self.words()
        while position < len(children):
            nodes = [children[position]]
            position += 1
            while position < len(children) and children[position].start_byte == nodes[-1].end_byte:
                nodes.append(children[position])
                position += 1
            if (
                nodes[0].type == "variable_assignment"
                or self.unit.plain[nodes[0].start_byte] == "["
            ):
                anchor = self.unit.spot(
                    node.start_byte, node.start_byte + 1, "${array}", known=False
                )
                return [Text([anchor])]  # an array with keys
            items.extend(words.fields_between(nodes, nodes[0].start_byte, nodes[-1].end_byte))
        return items

    def declaration(self, node: Any) -> None:
        first = node.children[0].type if node.children else ""
        is_local = first in ("local", "declare", "typeset") and bool(self.locals)
        for child in node.children:
            if child.type == "variable_assignment":
                self.assignment(child, local=is_local)
            elif child.type == "variable_name" and is_local:
                name = self.unit.plain[child.start_byte : child.end_byte]
                self.locals[-1].setdefault(name, self.scope.values.get(name))
                self.scope.values[name] = Text(
                    [self.unit.spot(child.start_byte, child.end_byte, "", known=True)]
                )
            elif child.child_count:
                self.substitutions(child)

    # Redirections and pipes

    def redirected(self, node: Any) -> None:
        body = node.child_by_field_name("body")
        before = self.end, self.stdin, self.printed
        text: Text | None = None
        rest: list[Any] = []
        targets: list[tuple[str, bool]] = []
        for child in node.children:
            if child.type == "heredoc_redirect":
                text, more, others = self.heredoc(child)
                rest.extend(others)
                targets.extend(more)
                self.end = len(self.unit.plain)
            elif child.type == "file_redirect":
                targets.extend(self.target(child))
            elif child.type == "herestring_redirect" and child.named_children:
                text = self.words().value(child.named_children[-1])
        if self.end < 0 or self.end == before[0]:
            self.end = node.end_byte
        self.stdin = text if text is not None else self.stdin
        if self.printed is not None and targets:
            self.printed = []
        if body is not None:
            self.statement(body)
        self.end, self.stdin, self.printed = before
        if targets:
            self.write(body, targets, text)
        for child in rest:
            self.stdin = text
            self.statement(child)
            self.stdin = before[1]

    def heredoc(self, node: Any) -> tuple[Text | None, list[tuple[str, bool]], list[Any]]:
        """The text of a here-document, the files and the statements that are in its first line."""
        quoted = False
        text: Text | None = None
        targets: list[tuple[str, bool]] = []
        rest: list[Any] = []
        strips = any(child.type == "<<-" for child in node.children)
        for child in node.children:
            if child.type == "heredoc_start":
                start = self.unit.plain[child.start_byte : child.end_byte]
                quoted = any(character in start for character in "'\"\\")
            elif child.type == "heredoc_body":
                text = self.words().heredoc(child, quoted)
                if strips:
                    text = _without_tabs(text)
            elif child.type == "file_redirect":
                targets.extend(self.target(child))
            elif child.type in _STATEMENTS:
                rest.append(child)
        return text, targets, rest

    def target(self, node: Any) -> list[tuple[str, bool]]:
        """The file that a redirection writes to, and whether at its end."""
        destination = node.child_by_field_name("destination")
        kinds = {child.type for child in node.children}
        descriptor = node.child_by_field_name("descriptor")
        if destination is None or not kinds & {">", ">>", "&>", ">|", "&>>"}:
            return []
        if (
            descriptor is not None
            and self.unit.plain[descriptor.start_byte : descriptor.end_byte] != "1"
        ):
            return []
        words = self.words().fields(destination)
        if len(words) != 1 or not words[0].known:
            return []
        path = self.path(str(words[0]))
        return [(path, ">>" in kinds)] if path and not path.startswith("/dev/") else []

    def write(self, body: Any, targets: list[tuple[str, bool]], text: Text | None) -> None:
        """Keeps what a command writes to files: a here-document, or something unknown."""
        program = ""
        if body is not None and body.type == "command":
            name = body.child_by_field_name("name")
            program = self.unit.plain[name.start_byte : name.end_byte] if name is not None else ""
            if program == "cat" and len(body.named_children) > 1:
                program = ""
        for path, adds in targets:
            made = text if program in ("cat", "tee") else None
            if adds:
                old = self.scope.written.get(path)
                made = old + made if old is not None and made is not None else None
            self.scope.written[path] = made

    def tee(self, words: list[Text]) -> None:
        for word in words[1:]:
            if word.known and not str(word).startswith("-"):
                path = self.path(str(word))
                if path:
                    adds = any(str(other) in ("-a", "--append") for other in words[1:])
                    self.scope.written[path] = None if adds else self.stdin

    def pipeline(self, node: Any) -> None:
        """Each part runs in a shell of its own; what one writes is there for the next."""
        piped = self.stdin
        before, printed = self.scope, self.printed
        for child in node.children:
            if child.type in ("|", "|&"):
                continue
            self.scope = before.copy()
            self.stdin = piped
            self.printed = []
            self.statement(child)
            before.written = self.scope.written
            output = self.printed
            piped = output[0] if len(output) == 1 else None
        self.scope, self.printed, self.stdin = before, printed, None
        if self.printed is not None:
            self.printed.append(None)

    def output(self, node: Any) -> Text | None:
        """Runs a command substitution; what it prints, as far as that is known."""
        if self.depth > MAX_DEPTH:
            return None
        before = self.scope, self.printed, self.end, self.stdin, self.branch
        self.scope = before[0].copy()
        self.budget.spend(len(self.scope.values) // 16)
        self.printed, self.end, self.stdin = [], -1, None
        self.depth += 1
        for child in node.children:
            if child.type not in ("$(", ")", "`"):
                self.statement(child)
        self.depth -= 1
        parts = self.printed
        self.scope, self.printed, self.end, self.stdin, self.branch = before
        if len(parts) == 1:
            return parts[0]
        return None

    def unread(self) -> None:
        """Has the output of a substitution be unknown: what prints depends on a condition."""
        if self.printed is not None:
            self.printed.append(None)

    # Compound commands

    def compound(self, node: Any) -> None:
        self.block(node)

    def subshell(self, node: Any) -> None:
        before = self.scope
        self.scope = before.copy()
        self.block(node)
        before.written = self.scope.written
        self.scope = before

    def and_or(self, node: Any) -> None:
        operator = next((child.type for child in node.children if child.type in ("&&", "||")), "")
        parts = [child for child in node.children if child.type not in ("&&", "||", "comment")]
        if len(parts) != 2:
            self.block(node)
            return
        left, right = parts
        if operator == "&&" and not self.is_test(left):
            self.statement(left)
            if not self.scope.ended:
                self.statement(right)
            return
        self.unread()
        first = len(self.found)
        self.statement(left)
        if self.scope.ended:
            return
        choice = next(_choices)
        if operator == "||":
            for command in self.found[first:]:
                command.branch += ((choice, 0),)
        ways = [self.scope, self.way(right, (choice, 1))]
        self.scope = ways[0].copy()
        self.scope.meet(ways)

    def is_test(self, node: Any) -> bool:
        if node.type in ("test_command", "negated_command", "pipeline"):
            return True
        if node.type == "redirected_statement":
            body = node.child_by_field_name("body")
            return body is not None and self.is_test(body)
        if node.type == "list":
            return any(self.is_test(child) for child in node.named_children)
        if node.type != "command":
            return False
        name = node.child_by_field_name("name")
        return name is not None and self.unit.plain[name.start_byte : name.end_byte] in _TESTS

    def way(self, node: Any, branch: tuple[int, int]) -> Scope:
        """Runs a statement or a list of them as one of several ways; the state behind it."""
        before, conditional, old = self.scope, self.conditional, self.branch
        self.scope = before.copy()
        self.budget.spend(len(before.values) // 16)
        self.branch += (branch,)
        self.conditional = True
        for child in node if isinstance(node, list) else [node]:
            if not self.scope.ended:
                self.statement(child)
        after, self.scope = self.scope, before
        self.conditional, self.branch = conditional, old
        return after

    def choose(self, arms: Sequence[tuple[list[Any], Callable[[], None]]], complete: bool) -> None:
        """Runs the ways of an `if` or `case`, of which one is taken; none, unless `complete`.

        The function of each arm runs before it: the condition, which later arms have run, too.
        """
        self.unread()
        choice = next(_choices)
        ways: list[Scope] = []
        ended: list[int] = []
        for index, (statements, condition) in enumerate(arms):
            condition()
            first = len(self.found)
            way = self.way(statements, (choice, index))
            ways.append(way)
            if way.ended and len(self.found) > first:
                leaving = next(_choices)
                ended.append(leaving)
                for command in self.found[first:]:
                    command.branch += ((leaving, 0),)
        if not complete:
            ways.append(self.scope)
        self.budget.spend(sum(len(way.values) for way in ways) // 16)
        self.scope = self.scope.copy()
        self.scope.meet(ways)
        # Behind an `if` that leaves the script, only those who did not take it go on.
        self.branch += tuple((leaving, 1) for leaving in ended)

    def if_(self, node: Any) -> None:
        arms: list[tuple[list[Any], Callable[[], None]]] = []
        has_else = False
        clauses = [
            node,
            *(child for child in node.children if child.type in ("elif_clause", "else_clause")),
        ]
        for clause in clauses:
            conditions: list[Any] = []
            statements: list[Any] = []
            behind = clause.type == "else_clause"
            has_else = has_else or behind
            for child in clause.children:
                if child.type == "then":
                    behind = True
                elif child.type in ("elif_clause", "else_clause"):
                    break
                elif child.type not in ("if", "elif", "else", "fi"):
                    (statements if behind else conditions).append(child)
            arms.append((statements, lambda nodes=conditions: self.each(nodes)))  # type: ignore[misc]
        self.choose(arms, has_else)

    def each(self, nodes: list[Any]) -> None:
        for node in nodes:
            self.statement(node)

    def case(self, node: Any) -> None:
        value = node.child_by_field_name("value")
        text = self.words().value(value) if value is not None else Text(())
        arms: list[tuple[list[Any], Callable[[], None]]] = []
        complete = False
        for item in node.children:
            if item.type != "case_item":
                continue
            patterns = list(item.children_by_field_name("value"))
            statements = [
                child
                for child in item.children
                if child not in patterns and child.type not in ("|", ")", "(", ";;", ";&", ";;&")
            ]
            written = [
                self.unit.plain[one.start_byte : one.end_byte].strip("\"'") for one in patterns
            ]
            if "*" in written:
                complete = True
            if text.known and text:
                matches = [_fits(str(text), pattern) for pattern in written]
                if True in matches and not any(one is None for one in matches) and not arms:
                    for child in statements:
                        if not self.scope.ended:
                            self.statement(child)
                    return
                if not any(one is not False for one in matches):
                    continue  # this way is never taken
            arms.append((statements, lambda: None))
        self.choose(arms, complete)

    def for_(self, node: Any) -> None:
        body = node.child_by_field_name("body")
        variable = node.child_by_field_name("variable")
        if body is None:
            return
        self.unread()
        name = (
            self.unit.plain[variable.start_byte : variable.end_byte] if variable is not None else ""
        )
        words: list[Text] | None = None
        if node.type == "for_statement" and node.children[0].type == "for":
            words = self.looped(node)
        if (
            words is not None
            and len(words) <= MAX_ROUNDS
            and all(_is_plain(word) for word in words)
        ):
            for word in words:
                if self.scope.ended:
                    return
                self.scope.values[name] = word
                self.statement(body)
            return
        assigned = _assigned(body, self.unit.plain)
        self.scope.forget(assigned)
        if name.isidentifier() and variable is not None:
            anchor = self.unit.spot(
                variable.start_byte, variable.end_byte, f"${{{name}}}", known=False
            )
            self.scope.values[name] = Text([anchor])
        self.turn(body)

    def looped(self, node: Any) -> list[Text] | None:
        """The words that a loop goes through."""
        values = node.children_by_field_name("value")
        if not values and not any(child.type == "in" for child in node.children):
            return self.scope.parameters
        words = self.words()
        return [word for value in values for word in words.fields(value)]

    def while_(self, node: Any) -> None:
        body = node.child_by_field_name("body")
        self.unread()
        self.scope.forget(_assigned(node, self.unit.plain))
        if any(
            child.type == "command"
            and "shift" in self.unit.plain[child.start_byte : child.end_byte]
            for child in _below(body)
        ):
            self.scope.parameters = None
        for child in node.children:
            if child.type in ("while", "until"):
                continue
            if child.type == "do_group":
                break
            self.statement(child)
        if body is not None:
            self.turn(body)

    def turn(self, body: Any) -> None:
        """The body of a loop, of which nobody knows how often it runs."""
        way = self.way(body, (next(_choices), 0))
        ways = [self.scope, way]
        self.scope = self.scope.copy()
        self.scope.meet(ways)

    def function(self, node: Any) -> None:
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is not None and body is not None:
            self.functions[self.unit.plain[name.start_byte : name.end_byte]] = _Function(
                self.unit, body
            )

    def negated(self, node: Any) -> None:
        self.block(node)


def _lines(plain: str, node: Any) -> list[list[Any]]:
    """The parts of a command, apart where a line ends between them: the grammar joins some."""
    lines: list[list[Any]] = [[]]
    end = node.start_byte
    for child in node.children:
        gap = plain[end : child.start_byte]
        if "\n" in gap.replace("\\\n", "") and lines[-1]:
            lines.append([])
        lines[-1].append(child)
        end = child.end_byte
    return lines


def _space(word: Text) -> Piece:
    place = word.place
    return Piece(" ", word.source, place.line, place.column, True, 0)


def _as_given(path: str, file: DeployFile | None) -> str:
    """An absolute path as relative as those of the command line are."""
    if file is None or os.path.isabs(file.path):
        return os.path.normpath(path)
    try:
        return os.path.relpath(path)
    except ValueError:
        return os.path.normpath(path)


def _repository(directory: str) -> str:
    """The root of the repository that a folder is in, "" for none."""
    if not directory:
        return ""
    folder = os.path.abspath(directory)
    for _ in range(MAX_DEPTH):
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return ""


def _without_tabs(text: Text) -> Text:
    lines = text.split("\n")
    end = Text([lines[0].written("\n").pieces[0]]) if lines and lines[0].pieces else Text(())
    parts: list[Text] = []
    for line in lines:
        if parts:
            parts.append(end)
        cut = len(line.known_part) - len(line.known_part.lstrip("\t"))
        parts.append(line.cut(cut) if cut else line)
    return Text.joined(parts)


def _fits(value: str, pattern: str) -> bool | None:
    """Whether a value fits a pattern of `case`; None for a pattern that is not read."""
    if pattern == "*":
        return True
    if any(character in pattern for character in "*?[$`\\"):
        return None
    return value == pattern


def _is_plain(word: Text) -> bool:
    """Whether a word of a loop is one, rather than a list or a pattern for names of files."""
    return not word.is_unknown and not any(
        character in piece.text for piece in word.pieces if piece.known for character in "*?"
    )


def _below(node: Any) -> Iterable[Any]:
    todo = [] if node is None else [node]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(node.children)


def _assigned(node: Any, plain: str) -> list[str]:
    """The variables that a loop changes."""
    names = []
    for below in _below(node):
        if below.type == "variable_assignment":
            name = below.child_by_field_name("name")
            if name is not None:
                names.append(plain[name.start_byte : name.end_byte].partition("[")[0])
    return names


_LEAVES = frozenset(("comment", "word", "heredoc_body"))
_STATEMENTS: dict[str, Callable[[_Reader, Any], None]] = {
    "case_statement": _Reader.case,
    "c_style_for_statement": _Reader.for_,
    "command": _Reader.command,
    "compound_statement": _Reader.compound,
    "declaration_command": _Reader.declaration,
    "do_group": _Reader.compound,
    "ERROR": _Reader.compound,
    "for_statement": _Reader.for_,
    "function_definition": _Reader.function,
    "if_statement": _Reader.if_,
    "list": _Reader.and_or,
    "negated_command": _Reader.negated,
    "pipeline": _Reader.pipeline,
    "redirected_statement": _Reader.redirected,
    "subshell": _Reader.subshell,
    "variable_assignment": _Reader.assignment,
    "variable_assignments": _Reader.assignments,
    "while_statement": _Reader.while_,
}
_BUILTINS: dict[str, Callable[[_Reader, list[Text]], None]] = {
    ".": _Reader.source,
    ":": _Reader.nothing,
    "cd": _Reader.change_directory,
    "echo": _Reader.print,
    "eval": _Reader.evaluate,
    "exit": _Reader.exit,
    "mapfile": _Reader.assign_unknown,
    "popd": _Reader.forget_directory,
    "printf": _Reader.print,
    "pushd": _Reader.change_directory,
    "read": _Reader.assign_unknown,
    "readarray": _Reader.assign_unknown,
    "return": _Reader.exit,
    "set": _Reader.set_parameters,
    "shift": _Reader.shift,
    "source": _Reader.source,
    "tee": _Reader.tee,
    "unset": _Reader.unset,
}
_TELLING = frozenset(("echo", "printf"))
