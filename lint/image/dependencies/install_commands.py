"""The commands of a RUN line that install Python distributions, and what each of them installs.

Sources: https://pip.pypa.io/en/stable/cli/pip_install/, https://docs.astral.sh/uv/reference/cli/,
https://python-poetry.org/docs/cli/#install, https://pdm-project.org/latest/reference/cli/ and
https://pipenv.pypa.io/en/latest/commands.html.
"""

from __future__ import annotations

import re
import shlex

from lint.image.context.conda_environments import (
    PROGRAMS,
    activated,
    only_prepares,
)
from lint.image.dependencies.conda_commands import (
    ACTIVATE,
    INSTALL,
    RUN,
    UNKNOWN,
    CondaCommand,
    conda_command,
    conda_lock_command,
)
from lint.image.packaging.lock_file import Chosen
from lint.image.wheel.metadata import canonical_name
from lint.model.record import default, record
from lint.support.json_text import load_json
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_COMMAND = 64 << 10
"""Longer RUN lines are not read."""
_MAX_WORDS = 5_000

# Programs that bring no Python distribution that another program can import.
QUIET = frozenset(
    (
        ":", "[", "addgroup", "adduser", "apk", "apt", "apt-get", "arch", "awk", "cat", "cd", "chgrp",
        "chmod", "chown", "cmake", "corepack", "cut", "dnf", "dos2unix", "dpkg", "echo", "exit",
        "false", "fc-cache", "find", "gcc", "git-lfs", "go", "gpg", "grep", "groupadd",
        "head", "id", "ldconfig", "ln", "locale-gen", "ls", "microdnf", "mkdir", "node", "npm", "npx",
        "playwright", "pnpm", "printenv", "printf", "pwd", "rm", "rmdir", "sed", "set", "setcap",
        "sleep", "sort", "tail", "tee", "test", "touch", "tr", "true", "truncate", "umask", "uname",
        "unlink", "update-ca-certificates", "update-locale", "useradd", "usermod", "wc", "which",
        "whoami", "yarn", "yum",
    )
)  # fmt: skip
# Programs that may bring modules by other ways than an installer.
_BRINGING = frozenset(
    ("bun", "cargo", "cp", "curl", "git", "gunzip", "install", "mv", "protoc", "rsync", "tar",
     "unzip", "wget")
)  # fmt: skip
_QUIET_MODULES = frozenset(
    ("compileall", "playwright", "venv", "ensurepip", "virtualenv", "nltk.downloader", "spacy",
     "site", "black", "pytest", "ruff", "mypy", "zipfile", "grpc_tools.protoc")
)  # fmt: skip
_SHELL_WORDS = frozenset(
    ("sudo", "time", "exec", "then", "do", "if", "fi", "done", "else", "!", "{", "}", "env", "nice")
)
_SEPARATORS = frozenset(("&&", "||", ";", "|", "&", "(", ")", "|&"))
_ASSIGNMENT = lazy_regex(r"[A-Za-z_]\w*=")
_HEREDOC = lazy_regex(r"(?:--\S+\s+)*+<<-?[\"']?\w+[\"']?\s*")
_INSTALLERS = lazy_regex(r"astral\.sh/uv/|install\.python-poetry\.org")
_VALUE_OPTIONS = frozenset(
    (
        "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--python", "-p",
        "--trusted-host", "--timeout", "--retries", "--cache-dir", "--link-mode", "--index",
        "--default-index", "--index-strategy", "--default-timeout", "--progress-bar",
        "--root-user-action", "--no-binary", "--only-binary", "--platform", "--python-version",
        "--implementation", "--abi", "--upgrade-strategy", "--config-settings", "-C",
        "--global-option", "--proxy", "--cert", "--log", "--use-feature", "--use-deprecated",
        "--keyring-provider", "--prerelease", "--resolution", "--exclude-newer", "--torch-backend",
        "--refresh-package", "--upgrade-package", "-P", "--no-install-package", "--config-setting",
        "--build-constraint", "-b", "--src", "--directory", "--project", "--package", "--override",
        "-L", "--lockfile", "-G", "--group", "--only-group", "--no-group", "--extra", "-E",
        "--extras", "--only", "--with", "--without", "--no-extra", "-t", "--target", "--prefix",
        "--root", "--pip-args", "--python-platform", "--categories", "--no-build-isolation-package",
    )
)  # fmt: skip
_LIMITS = frozenset(
    (
        "-c", "--constraint", "--constraints", "-i", "--index-url", "--extra-index-url", "--index",
        "--default-index", "-f", "--find-links", "--no-index", "--pre", "--prerelease", "--resolution",
        "--exclude-newer", "--override", "--overrides", "--uploaded-prior-to", "--build-constraint",
        "--no-binary", "--only-binary", "--platform", "--python-version", "--abi",
    )
)  # fmt: skip
"""Options by which other releases are taken, or others of the name."""
_LIMITING = (
    "INDEX", "CONSTRAINT", "FIND_LINKS", "PRE", "RESOLUTION", "EXCLUDE_NEWER", "OVERRIDE", "BINARY",
    "UPLOADED_PRIOR_TO", "CONFIG_FILE",
)  # fmt: skip
"""Parts of the names of env vars that do the same, behind `PIP_` or `UV_`."""


def limits(variable: str) -> bool:
    """Whether an env var of this name makes pip or uv take other releases than the newest."""
    return variable.startswith(("PIP_", "UV_")) and any(part in variable for part in _LIMITING)


@record
class Install:
    """What one command installs."""

    line: int
    """The line of the Dockerfile, from 1."""
    program: str
    """`pip`, `uv pip`, `uv sync`, `poetry`, `pdm`, `pipenv` or `conda`."""
    directory: str | None
    """Where it runs, absolute in the image; None where that is not known."""
    requirements: list[str] = default(factory=list)
    """The requirements that it names, as written."""
    files: list[str] = default(factory=list)
    """The requirements files, as written."""
    projects: list[str] = default(factory=list)
    """The projects, as written, with the extras that are asked: `.[server]`."""
    constraints: list[str] = default(factory=list)
    """The constraints files, as written."""
    builds: bool = False
    """Whether it certainly builds and installs the projects themselves, and not only what they require."""
    bare: bool = False
    """Whether it certainly leaves out the project itself (`--no-install-project`)."""
    syncs: bool = False
    """Whether it certainly stops without a project."""
    alone: bool = False
    """Whether nothing comes with what it names (`--no-deps`)."""
    locked: bool = False
    """Whether it stops where the lock file does not fit (`--frozen`, `--locked`)."""
    chosen: Chosen | None = None
    """The groups and extras of the project that it installs; None where any may be."""
    unclear: bool = False
    """Whether it may install more than is read here."""
    limited: bool = False
    """Whether it may take other releases than the newest of the public index."""
    environment: str | None = ""
    """The environment of conda: "" for `base`, and where there is no conda; None where it is not known."""
    creates: bool = False
    """Whether it makes the environment."""
    named: bool = True
    """Whether the command names the environment, and not a file that it reads."""


@record
class Commands:
    """What the commands of a RUN line install."""

    installs: list[Install] = default(factory=list)
    """In order."""
    unknown: str = ""
    """The first program of which nobody knows what it installs; "" for none."""
    brings: bool = False
    """Whether one of them may bring modules without an installer."""
    other_python: bool = False
    """Whether one of them may bring another Python."""
    limited: bool = False
    """Whether one of them sets what installers take."""


def install_commands(
    text: str,
    line: int,
    directory: str | None,
    variables: Mapping[str, str | None],
    environment: str | None = "",
) -> Commands:
    """Reads the text behind the word RUN; `variables` are those that the line may use.

    `environment` is the environment of conda in which it runs.
    """
    commands = Commands()
    parts = shell_commands(text, variables)
    if parts is None:
        commands.unknown = "RUN"
        return commands
    reader = _Reader(commands, line, directory, environment)
    for part in parts:
        reader.command(part)
    return commands


def shell_commands(text: str, variables: Mapping[str, str | None]) -> list[list[str]] | None:
    """The commands of a RUN line, each as its words; None where they cannot be told."""
    text = _script(text)
    while text.startswith("--"):
        text = text.partition(" ")[2].lstrip()
    words = _words(text)
    if words is None:
        return None
    if _INSTALLERS.search(text):
        words = _without_installers(words)
    known = {name: value for name, value in variables.items() if value is not None}
    return [[_replaced(word, known) for word in part] for part in _split(words)]


def command_installs(words: Sequence[str]) -> bool:
    """Whether one command, of these words, installs Python distributions, or may do so."""
    commands = Commands()
    _Reader(commands, 0, None, "").command(list(words))
    return bool(commands.installs) or commands.brings


def _script(text: str) -> str:
    """The commands of a here-document as one line; what is no plain one stays as it is."""
    first, newline, body = text.partition("\n")
    if not newline:
        return text
    if not _HEREDOC.fullmatch(first) or body.lstrip().startswith("#!"):
        return "<<"
    lines = [line.strip() for line in body.replace("\\\n", " ").splitlines()]
    kept = [line for line in lines if line and not line.startswith("#")]
    return " ; ".join(kept).replace("&& ;", "&&").replace("|| ;", "||").replace("| ;", "|")


def _words(text: str) -> list[str] | None:
    """The words of a shell command, operators apart; None where they cannot be told."""
    if len(text) > MAX_COMMAND:
        return None
    if text.startswith("["):
        try:
            words = load_json(text)
        except ValueError:
            return None
        return words if isinstance(words, list) and all(isinstance(w, str) for w in words) else None
    if "<<" in text:
        return None
    lexer = shlex.shlex(text, posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:
        return None
    return words if len(words) <= _MAX_WORDS else None


def _without_installers(words: Sequence[str]) -> list[str]:
    """The words without `curl ... | sh` of uv, and of Poetry, which gets an environment of its own."""
    kept: list[str] = []
    parts = _pieces(words)
    position = 0
    while position < len(parts):
        part = parts[position]
        fetched = part[:1] in (["curl"], ["wget"]) and any(
            _INSTALLERS.search(word) for word in part
        )
        if fetched and parts[position + 1 : position + 2] == [["|"]]:
            position += 3
            continue
        kept += part
        position += 1
    return kept


def _pieces(words: Sequence[str]) -> list[list[str]]:
    """The commands and, each alone, the operators between them."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in _SEPARATORS:
            parts += [[word], []]
        else:
            parts[-1].append(word)
    return parts


def _split(words: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    skip = False
    for word in words:
        if word in _SEPARATORS or (word and all(char in "();|&" for char in word)):
            parts.append([])
        elif word and all(char in "<>&" for char in word):
            skip = True  # the word behind it is a file
            if parts[-1] and parts[-1][-1].isdecimal():
                parts[-1].pop()
        elif skip:
            skip = False
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _replaced(word: str, known: Mapping[str, str]) -> str:
    if "$" not in word:
        return word
    return re.sub(
        r"\$(?:\{(\w+)\}|(\w+))", lambda match: known.get(match[1] or match[2], match[0]), word
    )


class _Reader:
    """Reads one command after another; a `cd` counts for those behind it."""

    def __init__(
        self, commands: Commands, line: int, directory: str | None, environment: str | None
    ) -> None:
        self.commands = commands
        self.line = line
        self.directory = directory
        self.environment = environment

    def _install(self, program: str, directory: str | None) -> Install:
        return Install(self.line, program, directory, environment=self.environment)

    def command(self, words: list[str]) -> None:
        """Adds what one command does."""
        while words and (words[0] in _SHELL_WORDS or _ASSIGNMENT.match(words[0])):
            self.commands.limited |= limits(words[0].partition("=")[0])
            words = words[1:]
        if not words:
            return
        program = words[0].rpartition("/")[2]
        if program.startswith("-"):
            return  # options of a command, behind a `$(...)` in it
        if program == "export":
            names = [word.partition("=")[0] for word in words[1:]]
            self.commands.limited |= any(map(limits, names))
        elif program == "cd" and len(words) > 1:
            self._change(words[1])
        elif re.fullmatch(r"(?:python|pypy)[\d.]*", program):
            self._python(words[1:])
        elif re.fullmatch(r"pip[\d.]*", program):
            self._pip(words[1:], "pip")
        elif program == "uv":
            self._uv(words[1:])
        elif program in ("poetry", "pdm", "pipenv"):
            self._manager(program, words[1:])
        elif program in PROGRAMS:
            self._conda(conda_command(words[1:]), [*words[1:]])
        elif program == "conda-lock":
            self._conda(conda_lock_command(words[1:]), [])
        elif program in ("source", "."):
            self._source(words[1:])
        elif program == "eval" and any(
            f"{name} shell" in words[1] for name in PROGRAMS if words[1:]
        ):
            pass  # it makes `conda activate` known
        elif program in ("apk", "apt", "apt-get", "yum", "dnf", "microdnf"):
            if any(re.match(r"(?:python|py)3?[\d.]*(?:$|-)", word) for word in words[1:]):
                self.commands.brings = True
        elif program in _BRINGING:
            self.commands.brings = True
        elif program in ("ln", "tee", "touch", "cat", "echo", "sed", "printf"):
            pass
        elif program not in QUIET:
            self.commands.unknown = self.commands.unknown or program

    def _change(self, target: str) -> None:
        import posixpath

        if "$" in target or (self.directory is None and not target.startswith("/")):
            self.directory = None
        else:
            self.directory = posixpath.normpath(posixpath.join(self.directory or "/", target))

    def _conda(self, command: CondaCommand, words: list[str]) -> None:
        """Adds what a command of conda does."""
        if command.does == UNKNOWN:
            self.commands.unknown = self.commands.unknown or f"conda {words[0] if words else ''}"
        elif command.does == ACTIVATE:
            self.environment = command.environment
        elif command.does == RUN:
            outer = self.environment
            self.environment = command.environment if command.named else outer
            self.command(command.rest)
            self.environment = outer
        elif command.does == INSTALL:
            install = Install(self.line, "conda", self.directory)
            install.environment = command.environment if command.named else self.environment
            install.named = command.named
            install.creates = command.creates
            install.requirements = command.packages
            install.files = command.files
            install.unclear = command.unclear or any("$" in word for word in command.packages)
            self.commands.installs.append(install)

    def _source(self, words: list[str]) -> None:
        """A script that the shell reads: it may activate an environment."""
        script = words[0] if words else ""
        if script.endswith("activate"):
            self.environment = activated(words)
        elif script.rpartition("/")[2] in (".bashrc", ".profile", ".bash_profile"):
            self.environment = None
        elif not only_prepares(script):
            self.commands.unknown = self.commands.unknown or "source"

    def _python(self, words: list[str]) -> None:
        if words[:2] == ["-m", "pip"]:
            self._pip(words[2:], "pip")
        elif words[:2] == ["-m", "uv"]:
            self._uv(words[2:])
        elif words[:1] == ["-m"] and words[1:2] and words[1] in ("poetry", "pdm", "pipenv"):
            self._manager(words[1], words[2:])
        elif (
            (words[:1] == ["-m"] and words[1:2] and words[1] in _QUIET_MODULES)
            or (words[:1] and words[0].endswith("manage.py") and "$" not in words[0])
            or words[:1] in (["--version"], ["-V"])
        ):
            return
        elif words[:1] == ["-c"]:
            self.commands.brings = True
        else:
            self.commands.unknown = self.commands.unknown or "python"

    def _pip(self, words: list[str], program: str) -> None:
        while words and words[0].startswith("-"):
            self.commands.limited |= words[0].partition("=")[0] in _LIMITS
            words = words[1 + (words[0] in _VALUE_OPTIONS) :]
        if words[:1] == ["wheel"]:
            self.commands.unknown = self.commands.unknown or f"{program} wheel"
        if words[:1] == ["sync"] and program == "uv pip":
            words = [
                "install",
                "--no-deps",
                *(f"--requirement={w}" for w in words[1:] if w[0] != "-"),
            ]
        if words[:1] == ["uninstall"]:
            self.commands.brings = True
        if words[:1] == ["config"]:
            self.commands.limited = True
        if words[:1] != ["install"]:
            return
        install = self._install(program, self.directory)
        for option, value in arguments_of(words[1:]):
            install.limited |= option in _LIMITS
            if option in ("-r", "--requirement", "--requirements"):
                install.files.append(value)
            elif option in ("-c", "--constraint", "--constraints"):
                install.constraints.append(value)
            elif option in ("-e", "--editable", ""):
                _package(value, install)
            elif option == "--no-deps":
                install.alone = True
            elif option in ("--group", "--pylock"):
                install.unclear = True
            elif option in ("-t", "--target", "--prefix", "--root"):
                self.commands.brings = True
        install.builds = bool(install.projects)
        self.commands.installs.append(install)

    def _uv(self, words: list[str]) -> None:
        while words and words[0].startswith("-"):
            words = words[1 + (words[0] in _VALUE_OPTIONS) :]
        verb = words[0] if words else ""
        if verb == "pip":
            self._pip(words[1:], "uv pip")
        elif verb in ("sync", "run", "add"):
            install = self._install("uv sync", self._project(words))
            install.projects = ["."]
            install.locked = not {"--frozen", "--locked"}.isdisjoint(words)
            install.chosen = _chosen_by_uv(words)
            install.bare = not {"--no-install-project", "--no-install-workspace"}.isdisjoint(words)
            install.syncs = verb == "sync" and "--script" not in words
            install.builds = install.syncs and _WITHOUT_PROJECT.isdisjoint(words)
            install.unclear = verb == "add" or (verb == "run" and "--with" in words)
            self.commands.other_python = self.commands.other_python or "--python" in words
            self.commands.other_python = self.commands.other_python or "-p" in words
            if verb != "run" or "--no-sync" not in words:
                self.commands.installs.append(install)
            if verb == "run":
                self._run(words[1:])
        elif verb == "python":
            self.commands.other_python = True
        elif verb == "venv":
            self.commands.other_python |= any(word[0] != "-" for word in words[1:] if word) or (
                not {"--python", "-p"}.isdisjoint(words)
            )
        elif verb in ("export", "build", "init", "tool"):
            if verb != "tool":
                self.commands.unknown = self.commands.unknown or f"uv {verb}"

    def _project(self, words: Sequence[str]) -> str | None:
        import posixpath

        for option, value in arguments_of(list(words)):
            if option in ("--project", "--directory"):
                if "$" in value or self.directory is None:
                    return None
                return posixpath.normpath(posixpath.join(self.directory, value))
        return self.directory

    def _run(self, words: list[str]) -> None:
        while words and words[0].startswith("-"):
            words = words[1 + (words[0] in _VALUE_OPTIONS) :]
        if words and not words[0].endswith(".py"):
            self.command(words)
        elif words:
            self.commands.unknown = self.commands.unknown or "python"

    def _manager(self, program: str, words: list[str]) -> None:
        rest = [word for word in words if not word.startswith("-")]
        verb = rest[0] if rest else ""
        if verb in ("install", "sync"):
            install = self._install(program, self.directory)
            install.projects = ["."]
            if program == "pipenv":
                install.locked = verb == "sync" or "--deploy" in words
                if {"--dev", "-d", "--categories"}.isdisjoint(words):
                    install.chosen = Chosen(without=frozenset(("develop",)))
                install.unclear = verb == "install" and len(rest) > 1
                install.projects = []
            elif program == "poetry":
                install.locked = True  # it stops where the two differ
                install.chosen = _chosen_by_poetry(words) if "--only-root" not in words else None
                install.syncs = not any("-C" in word or "directory" in word for word in words)
                install.builds = install.syncs and _WITHOUT_PROJECT.isdisjoint(words)
            else:
                if {"--no-default", "--without"}.isdisjoint(words):
                    install.chosen = Chosen()
                install.locked = not {"--frozen-lockfile", "--check"}.isdisjoint(words)
            self.commands.installs.append(install)
        elif verb == "run":
            self._run(words[words.index("run") + 1 :])
        elif verb in ("add", "export", "build", "requirements", "update"):
            self.commands.unknown = self.commands.unknown or f"{program} {verb}"


_WITHOUT_PROJECT = frozenset(
    (
        "--no-install-project", "--no-install-workspace", "--no-install-local", "--only-dev",
        "--only-group", "--package", "--all-packages", "--no-root", "--no-directory", "--dry-run",
        "--no-install-package",
    )
)  # fmt: skip
"""Options of uv and Poetry by which the project itself is not installed, or may not be."""
_UV_OTHERS = {
    "--package", "--all-packages", "--only-group", "--only-dev", "--inexact", "--no-install-package",
}  # fmt: skip
"""Options of uv that choose in another way than by groups and extras of the project."""


def _chosen_by_uv(words: Sequence[str]) -> Chosen | None:
    """Source: https://docs.astral.sh/uv/reference/cli/#uv-sync."""
    given = arguments_of(list(words))
    options = {option for option, _ in given}
    if options & _UV_OTHERS:
        return None
    if any("$" in value for _, value in given):
        return None
    without = {value for option, value in given if option == "--no-group"}
    if "--no-dev" in options:
        without.add("dev")
    if "--no-default-groups" in options and "--all-groups" not in options:
        without.add("*")
    return Chosen(
        without=frozenset(without),
        groups=frozenset(value for option, value in given if option == "--group"),
        extras=None
        if "--all-extras" in options
        else frozenset(canonical_name(value) for option, value in given if option == "--extra"),
    )


def _chosen_by_poetry(words: Sequence[str]) -> Chosen | None:
    """Source: https://python-poetry.org/docs/cli/#install."""
    given = arguments_of(list(words))
    if any("$" in value for _, value in given):
        return None

    def named(*names: str) -> frozenset[str]:
        return frozenset(
            part.strip() for option, value in given if option in names for part in value.split(",")
        )

    without = named("--without")
    if "--no-dev" in words:
        without |= {"dev"}
    return Chosen(only=named("--only"), without=without)


def arguments_of(words: Sequence[str]) -> list[tuple[str, str]]:
    """(option, value) and ("", word) for the words behind a command."""
    found: list[tuple[str, str]] = []
    position = 0
    takes = _VALUE_OPTIONS | {"-r", "--requirement", "--requirements", "-c", "--constraint",
                              "--constraints", "-e", "--editable", "--pylock"}  # fmt: skip
    while position < len(words):
        word = words[position]
        if word.startswith("-") and len(word) > 1:
            option, equals, value = word.partition("=")
            if not word.startswith("--") and len(word) > 2 and word[:2] in ("-r", "-c", "-e"):
                option, value, equals = word[:2], word[2:].lstrip("="), "="
            if not equals and option in takes:
                position += 1
                value = words[position] if position < len(words) else ""
            found.append((option, value))
        else:
            found.append(("", word))
        position += 1
    return found


def _package(word: str, install: Install) -> None:
    """Adds what pip is told to install by a word: a requirement, a project, or an address."""
    name = re.match(r"[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?\s*(?=$|[=<>~!@;])", word)
    path = word.partition("[")[0]
    if path.startswith((".", "/", "file:")) or ("/" in path and name is None and "://" not in path):
        if (
            re.search(r"\.(?:whl|zip|tar\.gz)$", path)
            or "$" in path
            or "*" in path
            or path.startswith("file:")
        ):
            install.unclear = True
        else:
            install.projects.append(word)
    elif name is not None and ("@" in path or not word.endswith((".whl", ".zip", ".tar.gz"))):
        install.requirements.append(word)
    elif re.search(r"[#&]egg=([\w.-]+)", word):
        install.requirements.append(re.findall(r"[#&]egg=([\w.-]+)", word)[0])
        install.limited = True
    else:
        install.unclear = True
