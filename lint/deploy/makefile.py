"""Makefiles and justfiles: their recipes are shell, once their own variables are filled in."""

from __future__ import annotations

import re

from lint.deploy.bash.budget import Budget, TooLongError
from lint.deploy.bash.machine import choices
from lint.deploy.edits import made, span
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.images import read_images
from lint.deploy.shell import faults_of, read_script
from lint.deploy.shell_script import NO_GRAMMAR
from lint.deploy.step import Read
from lint.deploy.text import Piece, Text
from lint.model.fault import Fault
from lint.model.text import name as shown_name
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.support.shell import ShellUnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.step import CommandLine

MAX_LINES = 20_000
MAX_DEPTH = 20
"""Variables that are made of variables."""
MAX_TEXT = 32 << 10
_ASSIGNMENT = lazy_regex(
    r"[ ]*+(?:(?:export|override|private|unexport)[ \t]++)*+([\w.\-]++)[ \t]*+(::?:?=|\?=|\+=|!=|=)"
    r"[ \t]*+"
)
_JUST_ASSIGNMENT = lazy_regex(r"(?:export[ \t]++)?([\w\-]++)[ \t]*+:=[ \t]*+")
_JUST_RULE = lazy_regex(r"@?[A-Za-z_][\w\-]*+(?:[ ][^:]*+)?:(?!=)")
_RULE = lazy_regex(r"@?[^\s#=:][^#=:]*+::?(?![:=])")
_CONDITION = lazy_regex(r"[ ]*(?:ifeq|ifneq|ifdef|ifndef)\b")
_INCLUDE = lazy_regex(r"[ ]*(?:-include|sinclude|include)\b")
_PREFIX = lazy_regex(r"[ \t]*(?!--[A-Za-z])[@+\-]+[ \t]*")
"""What make takes from the beginning of a line. A flag there is one that was lost."""
_BASH = lazy_regex(r"(?m)^(?:export )?SHELL[ :?]*=.*\bbash\b|^set shell[ :]*=.*\bbash\b")
"""The assignment of make, or the setting of just, that has bash run the recipes."""
_ONE_SHELL = lazy_regex(r"(?m)^\.ONESHELL:")
_INTEREST = ("gcloud", "docker", "podman")
_NAMED = lazy_regex(
    r"(?:^[ ]*(?:export )?|\$[({])([A-Za-z_]\w*)(?=[ \t]*[:?+]?=|[)}:])", re.MULTILINE
)
_ENVIRONMENT = (
    "HOME",
    "PATH",
    "PWD",
    "REGION",
    "PROJECT",
    "PROJECT_ID",
    "IMAGE",
    "SERVICE",
    "USER",
)
_LONG_NAME = lazy_regex(r"\$[A-Za-z_][A-Za-z0-9_]+")


def read(file: DeployFile) -> Read:
    """The deploy steps of the recipes, and the images that they build."""
    is_just = "justfile" in file.name.lower()
    reader = _Reader(file, is_just)
    try:
        reader.read()
    except TooLongError:
        pass  # what was found so far
    except ShellUnavailableError:
        return Read(not_read=NO_GRAMMAR)
    builds, pushed = read_images(reader.commands)
    faults = [*faults_of(reader.commands), *reader.faults]
    return Read(read_commands(reader.commands, file), builds, pushed, faults)


class _Reader:
    """Goes through the lines of a file."""

    def __init__(self, file: DeployFile, is_just: bool) -> None:
        self.file = file
        self.lines = _lines(file.text)[:MAX_LINES]
        self.is_just = is_just
        self.one_shell = bool(_ONE_SHELL.search(file.source.text))
        self.posix = not _BASH.search(file.source.text)
        self.variables: dict[str, Text | None] = {}
        self.commands: list[CommandLine] = []
        self.faults: list[Fault] = []
        self.recipes: list[tuple[str, list[Text]]] = []
        self.names = {*_ENVIRONMENT, *_NAMED.findall(file.source.text)}
        """What the file calls variables, by an assignment or in brackets."""
        self.choice = next(choices)
        self.budget = Budget()

    def read(self) -> None:
        """Reads the variables first: a recipe uses them as they are at the end."""
        position = 0
        conditions = 0
        while position < len(self.lines):
            line = str(self.lines[position])
            if not line.startswith("\t") and _CONDITION.match(line) and not self.is_just:
                conditions += 1
            elif line.strip() == "endif":
                conditions = max(conditions - 1, 0)
            elif _INCLUDE.match(line) and not self.is_just:
                self.variables = dict.fromkeys(self.variables)
            elif line.startswith("define "):
                position = self.skip_definition(position)
            elif self.assigns(position, conditions > 0):
                pass
            elif _JUST_RULE.match(line) if self.is_just else _RULE.match(line):
                position = self.keep_recipe(position)
                continue
            position += 1
            while position < len(self.lines) and str(self.lines[position - 1]).endswith("\\"):
                position += 1
        for index, (target, lines) in enumerate(self.recipes):
            self.run(index, target, lines)

    def skip_definition(self, position: int) -> int:
        name = str(self.lines[position]).split()[1:2]
        self.variables.update(dict.fromkeys(name))
        while position < len(self.lines) and str(self.lines[position]).strip() != "endef":
            position += 1
        return position

    def assigns(self, position: int, is_conditional: bool) -> bool:
        """Reads `NAME := value`; whether a line is that."""
        line = self.lines[position]
        text = str(line)
        match = _JUST_ASSIGNMENT.match(text) if self.is_just else _ASSIGNMENT.match(text)
        if match is None or str(line).startswith("\t"):
            return False
        name = match[1]
        operator = ":=" if self.is_just else match[2]
        value: Text | None = line.cut(match.end())
        while str(self.lines[position]).endswith("\\") and position + 1 < len(self.lines):
            position += 1
            value = None  # a list over several lines
        if self.is_just:
            value = _literal(value)
        elif value is not None:
            comment = value.find(" #")
            value = value.cut(0, comment if comment >= 0 else None).strip()
        if operator in ("?=", "!=") or is_conditional:
            value = None  # the environment, a program or a condition decides
        elif operator == "+=":
            old = self.variables.get(name)
            value = (
                None if old is None or value is None else Text.joined([old, _blank(value), value])
            )
        self.variables[name] = value
        return True

    def keep_recipe(self, position: int) -> int:
        """Keeps the lines below a rule; the number of the line behind them."""
        head = str(self.lines[position])
        target = head.partition(":")[0].strip().lstrip("@")
        lines: list[Text] = []
        inline = self.lines[position].find(";")
        if inline >= 0 and not self.is_just:
            lines.append(self.lines[position].cut(inline + 1))
        while str(self.lines[position]).endswith("\\") and position + 1 < len(self.lines):
            position += 1
        position += 1
        while position < len(self.lines):
            line = str(self.lines[position])
            is_recipe = line.startswith(("\t", " ") if self.is_just else "\t")
            goes_on = bool(lines) and str(lines[-1]).endswith("\\")
            if not is_recipe and not goes_on and line.strip() and not line.startswith("#"):
                if not _CONDITION.match(line) and line.split()[0] not in ("else", "endif"):
                    break
                line = ""
            lines.append(
                self.lines[position] if is_recipe or goes_on else self.lines[position].cut(0, 0)
            )
            position += 1
        self.recipes.append((target, lines))
        return position

    def run(self, index: int, target: str, lines: list[Text]) -> None:
        """Reads the commands of one recipe."""
        if not any(word in str(line) for line in lines for word in (*_INTEREST, "$(", "{{")):
            return
        parts: list[Text] = []
        goes_on = False
        for line in lines:
            if not line.pieces:
                continue
            start = len(str(line)) - len(str(line).lstrip("\t" if not self.is_just else " \t"))
            text = line.cut(start)
            if not goes_on:
                match = _PREFIX.match(str(text))
                text = text.cut(match.end()) if match is not None else text
            goes_on = str(line).endswith("\\")
            self.check(text)
            parts.append(self.expand(text, target, 0))
            parts.append(_line_end(line))
        script = Text.joined(parts)
        shebang = str(script).startswith("#!")
        if shebang and not _is_shell(str(script)):
            return
        found = read_script(
            script,
            self.file.folder,
            {name: value for name, value in self.variables.items() if value is not None}
            if self.is_just
            else None,
            file=self.file,
            line_by_line=not self.one_shell and not shebang,
            posix=self.posix,
            budget=self.budget,
        )
        for command in found:
            command.branch = ((self.choice, index), *command.branch)
        self.commands.extend(found)

    def check(self, line: Text) -> None:
        """`$PROJECT` in a Makefile is `$(P)` and `ROJECT`."""
        text = str(line)
        if self.is_just or not any(word in text for word in _INTEREST):
            return
        for match in _LONG_NAME.finditer(text):
            if text[match.start() - 1 : match.start()] == "$":
                continue
            variable = match[0][1:]
            if variable[0] in self.variables:
                continue
            anchor = line.cut(match.start(), match.end())
            # What nothing else calls a variable may be a part of a password.
            if variable in self.names:
                message = say(
                    "make reads `${}` as `$({})`, which is empty, and the text `{}`",
                    shown_name(variable),
                    shown_name(variable[0]),
                    shown_name(variable[1:]),
                )
                help = say(
                    "Write `$({})` for a variable of make, or `$${}` for one of the shell.",
                    shown_name(variable),
                    shown_name(variable),
                )
            else:
                message = say(
                    "make takes only the letter behind the `$` for the name of a variable"
                )
                help = say("Write the name in brackets, or `$$` for a `$` that the shell gets.")
            # A variable of the shell has two signs: only what make itself has is certainly its own.
            brackets = made(
                [(span(anchor), f"$({variable})")],
                anchor.source,
                safe=variable in self.variables and not self.is_of_shell(variable),
            )
            self.faults.append(
                Fault(
                    "make-variable",
                    anchor.place,
                    message,
                    help=help,
                    repair=brackets if variable in self.names else None,
                )
            )

    def is_of_shell(self, variable: str) -> bool:
        """Whether a recipe sets a variable of the shell that has this name."""
        sets = rf"(?m)^\t(?:.*[\s;&|(@])?(?:{variable}=|(?:for|read)[ \t]+{variable}\b)"
        return re.search(sets, self.file.source.text) is not None

    def expand(self, text: Text, target: str, depth: int) -> Text:
        """The text with the variables of make or just filled in."""
        self.budget.spend(1 + len(text.pieces))
        opening = "{{" if self.is_just else "$"
        parts: list[Text] = []
        position = 0
        size = 0
        while (start := text.find(opening, position)) >= 0 and size < MAX_TEXT:
            parts.append(text.cut(position, start))
            made, position = (
                self.just_value(text, start)
                if self.is_just
                else self.value(text, start, target, depth)
            )
            size += len(made)
            parts.append(made)
        parts.append(text.cut(position))
        return Text.joined(part for part in parts if part) if any(parts) else text.cut(0, 0)

    def value(self, text: Text, start: int, target: str, depth: int) -> tuple[Text, int]:
        """What a reference that begins at a position stands for, and the position behind it."""
        string = str(text)
        following = string[start + 1 : start + 2]
        if following == "$":
            return text.cut(start, start + 2).written("$"), start + 2
        if following in ("(", "{"):
            end = _closing(string, start + 1)
            inside = string[start + 2 : end - 1]
        else:
            end = start + 2
            inside = following
        reference = text.cut(start, end)
        if inside == "@" and " " not in target and "%" not in target:
            return reference.written(target), end
        value = self.variables.get(inside) if inside in self.variables else None
        if value is None or depth >= MAX_DEPTH:
            if inside in ("CURDIR", "PWD"):
                return reference.written("."), end
            return reference.written(f"${{{_placeholder(inside)}}}", known=False), end
        made = self.expand(value, target, depth + 1)
        if made.is_unknown and len(made.pieces) == 1 and not made.string[2:-1].isupper():
            return reference.written(f"${{{_placeholder(inside)}}}", known=False), end
        return made.lent(), end

    def just_value(self, text: Text, start: int) -> tuple[Text, int]:
        """What `{{ NAME }}` stands for, and the position behind it."""
        string = str(text)
        end = string.find("}}", start)
        end = len(string) if end < 0 else end + 2
        inside = string[start + 2 : end - 2].strip()
        value = self.variables.get(inside)
        if value is not None:
            return value.lent(), end
        reference = text.cut(start, end)
        return reference.written(f"${{{_placeholder(inside)}}}", known=False), end


def _lines(text: Text) -> list[Text]:
    """The lines of a file, each a text. A file's text has a piece for each."""
    return [
        Text([piece]).cut(0, len(piece.text) - piece.text.endswith("\n")) for piece in text.pieces
    ]


def _line_end(line: Text) -> Text:
    piece = line.pieces[-1]
    return Text([Piece("\n", piece.source, piece.line, piece.end_column, True, 0)])


def _blank(value: Text) -> Text:
    return value.cut(0, 0).written(" ") if value.pieces else value


def _literal(value: Text | None) -> Text | None:
    """The value of a quoted string of a justfile; None for any other expression."""
    if value is None:
        return None
    value = value.strip()
    string = str(value)
    if (
        len(string) < 2
        or string[0] != string[-1]
        or string[0] not in "'\""
        or string[0] in string[1:-1]
    ):
        return None
    return value.cut(1, len(string) - 1) if "\\" not in string else None


def _placeholder(inside: str) -> str:
    """A name for what a reference stands for: its variable, or the words of its function."""
    words = "".join(character if character.isalnum() else " " for character in inside).split()
    name = "_".join(words[:3]) if not inside.replace("_", "").isalnum() else inside
    return name if name and not name[0].isdigit() else f"value_{name}" if name else "value"


def _closing(string: str, start: int) -> int:
    opening = string[start]
    closing = ")" if opening == "(" else "}"
    depth = 0
    for position in range(start, len(string)):
        if string[position] == opening:
            depth += 1
        elif string[position] == closing:
            depth -= 1
            if depth == 0:
                return position + 1
    return len(string) + 1


def _is_shell(script: str) -> bool:
    return "sh" in script.partition("\n")[0].rpartition("/")[2]
