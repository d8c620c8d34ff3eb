"""What a container's command starts: a server with its application, or a Python program.

The command line is followed as the machine would run it, without running it: shells, wrappers and
start scripts are taken away until a Python program is left. What is not plainly one is unknown,
with one line that says what would make it known.
"""

from __future__ import annotations

import posixpath

from lint.image.context.base_images import other_platform
from lint.image.context.conda_environments import (
    PROGRAMS,
    VARIABLE,
    activated,
    environment_name,
    environment_of_shell,
    only_prepares,
)
from lint.image.start.launch import Launch, Surroundings, join, variable
from lint.image.start.options import option
from lint.image.start.other_languages import NOT_PYTHON, is_other_language
from lint.image.start.program_folders import program_places
from lint.image.start.programs import set_target, start_python, start_quiet, start_server
from lint.image.start.runner_scripts import RUNNERS, runner_script
from lint.image.start.script_file import SHELLS, shell_operand
from lint.image.start.servers import QUIET_PROGRAMS, SERVERS
from lint.image.start.wrappers import unwrap
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.image.start.runner_scripts import RunnerScript
    from lint.support.shell import Command

_PYTHON = lazy_regex(r"(?:python|pypy)[\d.]*")
_SHELLS = SHELLS | {"busybox"}
_QUIET = frozenset(
    (
        "", ":", ".", "[", "[[", "cat", "chmod", "chown", "cp", "date", "echo", "eval", "false",
        "find", "grep", "kill", "ln", "ls", "mkdir", "mv", "printf", "pwd", "read", "rm", "sed",
        "set", "shift", "sleep", "source", "stty", "test", "touch", "trap", "true", "ulimit",
        "umask", "unset", "until", "wait", "which", "whoami", "wait-for-it", "wait-for-it.sh",
        "id", "hostname", "env", "export", "sync", "nc", "curl", "tee", "local",
    )
)  # fmt: skip
_INSTALLS = frozenset(("install", "sync", "add", "update", "upgrade", "create"))
"""One of these is a word of each command that installs distributions."""
MAX_SCRIPTS = 8
"""Start scripts that start each other are followed so far."""
MAX_SCRIPT_BYTES = 1 << 20
"""All start scripts that are followed have so many bytes together; each counts 4 KiB at least."""
_LEAST_BYTES = 4 << 10
_TOO_MANY = "the start scripts start more than can be followed"


def find_launches(words: Sequence[str], around: Surroundings) -> list[Launch]:
    """What a command line in exec form starts and keeps running.

    Several where a script starts several programs; a single one that is `unknown` where it cannot
    be followed. `words` are those of ENTRYPOINT and CMD, or of `command` and `args`.
    """
    follower = _Follower(around)
    found = follower.command(list(words), around.directory, {}, 0, expanded=False)
    for launch in found:
        launch.installs = follower.installs
    return found


class _Follower:
    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.bytes = 0
        self.installs = False

    def too_much(self, text: bytes | str) -> bool:
        """Counts one more script; whether that is more than is followed."""
        self.bytes += max(len(text), _LEAST_BYTES)
        return self.bytes > MAX_SCRIPT_BYTES

    def command(
        self,
        words: list[str],
        directory: str | None,
        env: Mapping[str, str | None],
        depth: int,
        *,
        expanded: bool,
    ) -> list[Launch]:
        bare = unwrap(words)
        self.installs = self.installs or bare.installs or _installs(bare.words)
        merged = {**env, **{name: _known(value) for name, value in bare.env.items()}}
        if bare.directory:
            directory = join(directory, bare.directory)
        launch = Launch(directory, merged)
        launch.sets_unknown = bare.sets_unknown
        rest = bare.words
        if not rest:
            launch.unknown = "the command is empty"
            return [launch]
        if any(UNKNOWN in word for word in rest[:1]):
            launch.unknown = "a variable decides which program is started"
            return [launch]
        if bare.runner in RUNNERS:
            named = runner_script(self.around.files, directory, bare.runner, bare.named)
            if named is not None:
                return self.named_script(named, rest[1:], launch, depth)
        launch.unknown = other_platform(rest[0])
        if launch.unknown:
            return [launch]
        program = rest[0].rpartition("/")[2]
        launch.program = rest[0]
        arguments = rest[1:]
        launch.arguments = arguments
        if program in _SHELLS:
            return self.shell(program, arguments, launch, depth)
        if _PYTHON.fullmatch(program):
            start_python(self.around, arguments, launch, expanded)
            return [launch]
        if program in ("supervisord", "supervisord.conf"):
            return self.supervisor(arguments, launch, depth)
        if program in SERVERS and program not in ("http.server", "runserver"):
            start_server(self.around, program, arguments, launch, expanded)
            return [launch]
        if program in QUIET_PROGRAMS:
            start_quiet(self.around, program, arguments, launch)
            return [launch]
        if program in self.around.scripts:
            set_target(launch, self.around.scripts[program])
            return [launch]
        if program in ("manage.py", "django-admin"):
            start_python(self.around, rest, launch, expanded)
            return [launch]
        path = join(directory, rest[0])
        places = [path] if "/" in rest[0] or rest[0].endswith((".sh", ".py")) else []
        if "/" not in rest[0]:
            places[:0] = program_places(rest[0], variable(self.around, launch, "PATH"))
        for place in filter(None, places):
            followed = self.file(place, rest[0], arguments, launch, depth)
            if followed is not None:
                return followed
        if path is not None and "/" in rest[0] and UNKNOWN not in path:
            launch.absent = path
        if is_other_language(program, self.package_json(directory)):
            launch.unknown = NOT_PYTHON
        else:
            launch.unknown = f"it is not known what `{program[:60]}` starts"
        return [launch]

    def package_json(self, directory: str | None) -> bytes | None:
        path = join(directory, "package.json")
        return self.around.files.read(path) if path is not None else None

    # Shells and scripts

    def named_script(
        self, named: RunnerScript, arguments: list[str], launch: Launch, depth: int
    ) -> list[Launch]:
        """What a script of the project runs: its words, with the arguments behind them."""
        import shlex

        if named.target:
            set_target(launch, named.target)
            return [launch]
        if depth >= MAX_SCRIPTS:
            launch.unknown = f"start scripts call each other more than {MAX_SCRIPTS} times"
            return [launch]
        text = " ".join([named.text, *map(shlex.quote, arguments)])
        return self.script(text, [], launch, depth + 1, "")

    def shell(self, program: str, words: list[str], launch: Launch, depth: int) -> list[Launch]:
        if program == "busybox":
            words = words[1:]
        position, is_text = shell_operand(words)
        if environment_of_shell([program, *words[:position]]) is None:
            launch.env[VARIABLE] = None  # what the files for a login activate
        if is_text and position < len(words):
            return self.script(words[position], words[position + 2 :], launch, depth, "")
        if position < len(words):
            path = join(launch.directory, words[position])
            if path is not None:
                followed = self.file(
                    path, words[position], words[position + 1 :], launch, depth, expanded=True
                )
                if followed is not None:
                    return followed
                launch.absent = "" if UNKNOWN in path else path
            launch.unknown = f"the script `{words[position][:60]}` is not in the image's files"
        else:
            launch.unknown = "a shell is started without a command"
        return [launch]

    def file(
        self,
        path: str,
        shown: str,
        arguments: list[str],
        launch: Launch,
        depth: int,
        *,
        expanded: bool = False,
    ) -> list[Launch] | None:
        """What a start script in the image runs; None where the image has no such script."""
        data = self.around.files.read(path)
        if data is None:
            return None
        if depth >= MAX_SCRIPTS:
            launch.unknown = f"start scripts call each other more than {MAX_SCRIPTS} times"
            return [launch]
        text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        first = text.partition("\n")[0]
        interpreter = first[2:].split() if first.startswith("#!") else []
        program = unwrap(interpreter).words[:1]
        name = program[0].rpartition("/")[2] if program else ""
        if not expanded and (_PYTHON.fullmatch(name) or (not name and path.endswith(".py"))):
            launch.script = path
            launch.main = True
            launch.search_path = [posixpath.dirname(path)]
            return [launch]
        if expanded or not name or name in _SHELLS:
            return self.script(text, arguments, launch, depth + 1, path)
        launch.unknown = f"`{shown[:60]}` is a script for `{name[:40]}`"
        return [launch]

    def script(
        self, text: str, parameters: list[str], launch: Launch, depth: int, path: str
    ) -> list[Launch]:
        from lint.support.shell import ShellUnavailableError, read_commands

        if self.too_much(text):
            launch.unknown = _TOO_MANY
            return [launch]
        try:
            commands = read_commands(text)
        except ShellUnavailableError:
            launch.unknown = "shell text is not read, because tree-sitter-bash is not installed"
            return [launch]
        if not commands:
            launch.unknown = "the shell text cannot be read"
            return [launch]
        return self.commands(commands, parameters, launch, depth, path)

    def commands(
        self,
        commands: list[Command],
        parameters: list[str],
        launch: Launch,
        depth: int,
        path: str,
    ) -> list[Launch]:
        """The programs that a script leaves running, the one in the foreground last."""
        from lint.support.shell_branches import Decisions
        from lint.support.shell_words import MAX_TEXT, SCRIPT_FOLDER, plain_words

        decisions = Decisions(self.around.env, launch.env, parameters)
        variables: dict[str, str | None] = {**self.around.env, **launch.env}
        if not self.around.env_known:
            # A variable that nothing here sets may still be set by the base image.
            names = {name for command in commands for word in command.words for name in word.names}
            for name in names - variables.keys():
                variables[name] = None
        variables[SCRIPT_FOLDER] = posixpath.dirname(path) if path else None
        variables["@"] = "\0".join(parameters)
        variables["*"] = variables["@"]
        for number, parameter in enumerate(parameters, start=1):
            variables[str(number)] = parameter
        env = dict(launch.env)
        directory = launch.directory
        background: list[Launch] = []
        stays: list[list[Launch]] = []
        last: list[tuple[str, list[Launch]]] = []
        for command in commands:
            taken = decisions.taken(command.branches)
            if taken is False:
                continue
            conditional = command.in_loop or (command.conditional and not taken)
            assigned = {n: _known(w.text(variables)) for n, w in command.assignments.items()}
            words = plain_words(command.words, variables)
            decisions.learn(command.words, words, assigned, conditional)
            if not words:
                variables.update(assigned)
                if command.exported or any(name in self.around.env for name in assigned):
                    env.update(assigned)
                continue
            name = words[0].rpartition("/")[2]
            if name == "cd":
                if not conditional:
                    named = [word for word in words[1:] if not word.startswith("-")]
                    known = len(named) == 1 and UNKNOWN not in named[0]
                    directory = join(directory, named[0]) if known else None
                continue
            if name == "export":
                continue
            if name == "exit":
                if not conditional and command.operator == ";":
                    break
                continue
            if name == "set" and "--" in words:
                values = words[words.index("--") + 1 :]
                if not conditional:
                    joined = "\0".join(values)
                    variables["@"] = joined if len(joined) <= MAX_TEXT else None
                continue
            if name in ("source", ".") and not only_prepares(words[-1]):
                env[VARIABLE] = activated(words[1:])
            if name in PROGRAMS and words[1:2] == ["activate"]:
                env[VARIABLE] = environment_name((*words, "base")[2])
                continue
            if name in _QUIET and not (name == "env" and len(words) > 1):
                continue
            found = self.command(words, directory, {**env, **assigned}, depth, expanded=True)
            for entry in found:
                if not entry.line:
                    entry.path, entry.line = path, command.line
                entry.certain = entry.certain and not conditional
            if command.background:
                for entry in found:
                    entry.certain = False
                background += found
            elif name == "exec":
                stays.append(found)
                if not conditional and command.operator in (";", "&&"):
                    break
            else:
                last.append((command.operator, found))
        foreground = [entry for found in stays for entry in found] or _last_of(last)
        result = [entry for entry in background if not entry.unknown] + foreground
        if not result:
            launch.unknown = "the shell text starts nothing that is known"
            result = background or [launch]
        return result

    def supervisor(self, words: list[str], launch: Launch, depth: int) -> list[Launch]:
        """The programs of a supervisord configuration file."""
        from lint.image.start.supervisor import supervised

        if depth >= MAX_SCRIPTS:
            launch.unknown = f"start scripts call each other more than {MAX_SCRIPTS} times"
            return [launch]
        variables = {**self.around.env, **launch.env}
        try:
            programs = supervised(
                self.around.files, words, launch.directory, variables, self.too_much
            )
        except OverflowError:
            launch.unknown = _TOO_MANY
            return [launch]
        found: list[Launch] = []
        for program in programs or ():
            inside = program.directory or "."
            directory = join(launch.directory, inside) if UNKNOWN not in inside else None
            env = {**launch.env, **program.env}
            for entry in self.command(program.words, directory, env, depth + 1, expanded=False):
                # Of several programs another one may listen while this one fails.
                entry.certain = entry.certain and len(programs or ()) == 1
                entry.sets_unknown = entry.sets_unknown or not program.env_known
                found.append(entry)
        if found:
            return [entry for entry in found if not entry.unknown] or found
        launch.unknown = "the configuration of supervisord is not in the image's files"
        if programs is not None:
            launch.unknown = "the configuration of supervisord starts nothing"
        named = option(words, ("-c", "--configuration"))
        path = join(launch.directory, named) if named else None
        if path is not None and UNKNOWN not in path and self.around.files.read(path) is None:
            launch.absent = path
        return [launch]


def _installs(words: Sequence[str]) -> bool:
    """Whether a command installs Python distributions."""
    if not _INSTALLS.intersection(words):
        return False
    from lint.image.dependencies.install_commands import command_installs

    return command_installs(words)


def _known(value: str) -> str | None:
    return None if UNKNOWN in value else value


def _last_of(commands: list[tuple[str, list[Launch]]]) -> list[Launch]:
    """The command that a script ends with: of `a || b` the first, of a pipeline its first part."""
    number = len(commands) - 1
    while number > 0 and commands[number][0] in ("||", "|"):
        number -= 1
    return commands[number][1] if commands else []
