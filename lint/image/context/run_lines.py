"""What a RUN line may do to the files of an image, as far as its words show it."""

from __future__ import annotations

import posixpath
import re

from lint.model.record import default, record
from lint.support.json_text import load_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Programs that neither move the project's files nor make modules.
_QUIET_PROGRAMS = frozenset(
    (
        ":", "addgroup", "adduser", "apk", "apt", "apt-get", "cat", "cd", "chgrp", "chmod", "chown",
        "dos2unix", "dpkg", "echo", "exit", "export", "groupadd", "install-php-extensions",
        "locale-gen", "mkdir", "playwright", "pre-commit", "printf", "set", "sleep", "test",
        "touch", "true", "update-ca-certificates", "useradd", "usermod", "which", "yum", "dnf",
        "microdnf", "corepack", "spacy", "nltk", "[",
    )
)  # fmt: skip
_SCRATCH = ("-", "/var/", "/tmp/", "/root/.cache", "*.pyc", "__pycache__", "~/.cache")  # noqa: S108
_QUIET_MODULES = frozenset(
    ("compileall", "playwright", "spacy", "nltk.downloader", "venv", "ensurepip")
)
_QUIET_COMMANDS = frozenset(("collectstatic", "compilemessages", "check", "migrate"))
_VALUE_OPTIONS = frozenset(
    ("-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f",
     "--find-links", "--group", "--extra", "--only", "--with", "--without", "--python", "-p",
     "--package", "--trusted-host", "--timeout", "--retries", "--cache-dir", "--link-mode",
     "--no-group", "--only-group", "--no-install-package", "--index-strategy", "--prefix-path",
     "--default-timeout", "--progress-bar", "--root-user-action", "-E", "--extras")
)  # fmt: skip
_PACKAGE_FILE = re.compile(r"\.(whl|tar\.gz|zip)$|://|^git\+")


@record
class RunEffect:
    """What one RUN line does."""

    projects: list[str] = default(factory=list)
    """The directories of projects that it installs, as written; "." for the working directory."""
    requirements: list[str] = default(factory=list)
    """The requirements files that it installs, as written."""
    packages: list[str] = default(factory=list)
    """The members of a workspace that it installs, by the names of their projects."""
    moves: bool = False
    """Whether it may move files of the project, or install it in a way that is not followed."""
    makes: bool = False
    """Whether it may make files that the tree does not have."""


def run_effect(command: str) -> RunEffect:
    """What a RUN line does; `command` is the line without the word RUN."""
    effect = RunEffect()
    while command.startswith("--"):
        command = command.partition(" ")[2].lstrip()
    if listed_words(command) is not None:
        effect.moves = effect.makes = True
        return effect
    directory = ""
    for part in re.split(r"&&|\|\||;|\|", command):
        words = part.split()
        while words and re.match(r"[A-Za-z_]\w*=", words[0]):
            words = words[1:]
        while words and words[0] in (
            "sudo",
            "time",
            "exec",
            "then",
            "do",
            "if",
            "fi",
            "done",
            "else",
        ):
            words = words[1:]
        if not words:
            continue
        if words[0] == "cd" and len(words) > 1:
            directory = posixpath.join(directory, words[1])
        before = [(places, len(places)) for places in (effect.projects, effect.requirements)]
        _one(words, effect)
        for places, count in before:
            places[count:] = [posixpath.join(directory, place) for place in places[count:]]
    return effect


def listed_words(text: str) -> list[str] | None:
    """The words of a JSON list of strings. Docker gives any other text to the shell, also `[ -f x ]`."""
    if not text.startswith("["):
        return None
    try:
        words = load_json(text)
    except ValueError:
        return None
    return words if isinstance(words, list) and all(isinstance(w, str) for w in words) else None


def _one(words: list[str], effect: RunEffect) -> None:
    """Adds what one command does."""
    program = words[0].rpartition("/")[2]
    if any(word in (">", ">>") or re.match(r"\d?>>?[^&]", word) for word in words[1:]):
        target = next((w for w in words if w.startswith(("/dev/null", ">/dev/null", "2>"))), "")
        if not target:
            effect.makes = True
    if re.fullmatch(r"(python|pypy)[\d.]*", program):
        _python(words[1:], effect)
    elif program in ("pip", "pip3") or re.fullmatch(r"pip3?\.\d+", program):
        _pip(words[1:], effect)
    elif program == "uv":
        _uv(words[1:], effect)
    elif program in ("poetry", "pdm", "hatch", "rye"):
        _manager(words[1:], effect)
    elif program in ("pipenv", "conda", "mamba", "micromamba", "pipx"):
        pass  # they install distributions, not the project
    elif program in ("npm", "yarn", "pnpm", "npx", "bun", "go", "cargo", "gcc", "make", "cmake"):
        effect.makes = True
    elif program == "rm":
        if not all(word.startswith(_SCRATCH) for word in words[1:]):
            effect.moves = True
    elif program == "find":
        if "-delete" in words or "-exec" in words:
            effect.moves = not any(word in ("*.pyc", "__pycache__", "'*.pyc'") for word in words)
    elif program in ("cp", "mv", "ln", "rsync", "tar", "unzip", "git"):
        effect.moves = effect.makes = True
    elif program == "sed":
        effect.makes = True
    elif program not in _QUIET_PROGRAMS:
        effect.makes = True
        effect.moves = effect.moves or program not in ("curl", "wget", "sh", "bash", "protoc")


def _python(words: list[str], effect: RunEffect) -> None:
    if words[:2] in (["-m", "pip"],):
        _pip(words[2:], effect)
    elif words[:2] == ["-m", "uv"]:
        _uv(words[2:], effect)
    elif len(words) > 1 and words[0] == "-m" and words[1] in _QUIET_MODULES:
        return
    elif words[:1] and words[0].endswith("manage.py") and words[1:2]:
        if words[1] not in _QUIET_COMMANDS:
            effect.makes = True
    elif words[:1] == ["-c"]:
        effect.makes = effect.makes or any("open(" in word for word in words)
    elif words[:1] and words[0].endswith("setup.py"):
        effect.projects.append(posixpath.dirname(words[0]) or ".")
        effect.makes = True
    else:
        effect.makes = True


def _arguments(words: list[str]) -> Iterator[tuple[str, str]]:
    """(option, value) and ("", word) for the words behind a command."""
    position = 0
    while position < len(words):
        word = words[position]
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            if not equals and (option in _VALUE_OPTIONS or option in ("-e", "--editable")):
                position += 1
                value = words[position] if position < len(words) else ""
            yield option, value
        else:
            yield "", word
        position += 1


def _pip(words: list[str], effect: RunEffect) -> None:
    if words[:1] != ["install"]:
        effect.makes = effect.makes or words[:1] == ["wheel"]
        effect.moves = effect.moves or words[:1] == ["wheel"]
        return
    for option, value in _arguments(words[1:]):
        if option in ("-t", "--target", "--prefix", "--root"):
            effect.moves = True
        elif option in ("-e", "--editable") or not option:
            _package(value, effect)
        elif option in ("-r", "--requirement") and value:
            effect.requirements.append(value.strip("\"'"))


def _package(word: str, effect: RunEffect) -> None:
    word = word.strip("\"'")
    if "$" in word or _PACKAGE_FILE.search(word):
        effect.moves = effect.moves or "$" in word or word.endswith((".whl", ".tar.gz", ".zip"))
        return
    path = word.partition("[")[0]
    if path.startswith((".", "/")) or "/" in path:
        effect.projects.append(path.rstrip("/") or "/")


def _uv(words: list[str], effect: RunEffect) -> None:
    if words[:1] == ["pip"]:
        _pip(words[1:], effect)
    elif words[:1] == ["sync"]:
        if not {"--no-install-project", "--no-install-workspace"}.intersection(words):
            effect.projects.append(".")
        effect.packages += [
            v for o, v in _arguments(words[1:]) if o == "--package" and "$" not in v
        ]
    elif words[:1] == ["run"]:
        _one([word for word in words[1:] if not word.startswith("-")] or ["true"], effect)
    elif words[:1] == ["build"]:
        effect.makes = effect.moves = True


def _manager(words: list[str], effect: RunEffect) -> None:
    verb = next((word for word in words if not word.startswith("-")), "")
    if verb in ("install", "sync"):
        if (
            not {"--no-root", "--only-root", "--no-self", "--no-project"}.intersection(words)
            or "--only-root" in words
        ):
            effect.projects.append(".")
    elif verb == "build":
        effect.makes = effect.moves = True
    elif verb == "run":
        rest = words[words.index("run") + 1 :]
        if rest:
            _one(rest, effect)
