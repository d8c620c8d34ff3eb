"""Whether a command of a saved image can be executed: found, executable, with its interpreter.

Source: https://man7.org/linux/man-pages/man2/execve.2.html
"""

from __future__ import annotations

import posixpath

from lint.image.saved.tar_entries import FOLDER
from lint.image.start.script_faults import crlf, no_interpreter, not_executable, unusable
from lint.image.start.script_file import SHELLS, executed_file, interpreter_of, shell_text
from lint.model.record import default, record
from lint.model.text import NOTHING, own, path, say
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.image.saved.file_system import FileSystem, Node
    from lint.model.text import Message

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_BUILT_IN = frozenset(
    (
        ".", ":", "[", "alias", "bg", "cd", "command", "echo", "eval", "exec", "exit", "export", "false",
        "hash", "if", "kill", "printf", "pwd", "read", "set", "shift", "source", "test", "trap", "true",
        "type", "ulimit", "umask", "unset", "until", "wait", "while", "for", "case", "{", "(", "!",
    )
)  # fmt: skip
_X86_64 = 62
_MAX_NESTED = 4
MACHINES = {
    3: "32-bit x86",
    40: "32-bit ARM",
    183: "ARM64",
    243: "RISC-V",
    22: "s390x",
    21: "POWER",
}
"""Values of e_machine. Source: https://www.sco.com/developers/gabi/latest/ch4.eheader.html"""


@record
class Execution:
    """What executing a command comes to.

    `fault` is "" where nothing is wrong with it, else `program-missing`, `program-not-executable`
    or `program-interpreter`.
    """

    fault: str = ""
    message: Message = NOTHING
    help: Message = NOTHING
    places: list[str] = default(factory=list)
    """The absolute paths of the programs and scripts on the way, as they are named."""
    plain: bool = False
    """Whether the fault is that the file is no program and has no `#!` line."""


class Execute:
    """Follows one command. `directory` is the working directory, `env` the variables of its container."""

    def __init__(self, system: FileSystem, env: Mapping[str, str | None], directory: str) -> None:
        self.system = system
        self.env = env
        self.directory = directory

    def command(self, words: Sequence[str]) -> Execution:
        """What executing a command in exec form comes to, a single command of a shell included."""
        found = Execution()
        if not words or not words[0] or UNKNOWN in words[0]:
            return found
        self._program(words[0], found, 0)
        if found.fault:
            return found
        if words[0].rpartition("/")[2] not in SHELLS:
            return found
        text, script = shell_text(words), executed_file(words)
        if text:
            inner = _single_command(text)
            if inner and inner not in _BUILT_IN:
                self._by_shell(inner, found)
        elif script is not None and UNKNOWN not in script.path:
            self._script(script.path, found)
        return found

    def _by_shell(self, word: str, found: Execution) -> None:
        """A command that a shell executes: a file without `#!` line it reads as a script itself."""
        inner = Execution()
        self._program(word, inner, 0)
        found.places += inner.places
        if not inner.plain:
            found.fault, found.message, found.help = inner.fault, inner.message, inner.help

    def _script(self, word: str, found: Execution) -> None:
        """A file that a shell is given to read: it need not be executable."""
        place = posixpath.normpath(posixpath.join(self.directory, word))
        found.places.append(place)
        if self.system.find(place) is None:
            found.fault = "program-missing"
            found.message = say("the script `{}` is not in the image", path(place))

    def _program(self, word: str, found: Execution, depth: int) -> None:
        place = self._find(word)
        if place is None:
            found.fault = "program-missing"
            if "/" in word:
                found.message = say("the program `{}` is not in the image", path(word))
            elif self._path() is None:
                found.fault = ""
            else:
                found.message = say(
                    "the program `{}` is in none of the folders of PATH", path(word)
                )
            return
        found.places.append(place)
        node = self.system.find(place)
        if node is not None:
            self._judge(place, node, found, depth)

    def _judge(self, place: str, node: Node, found: Execution, depth: int) -> None:
        if node.type == FOLDER:
            found.fault = "program-not-executable"
            found.message = say("the program `{}` is a folder", path(place))
            return
        if not node.mode & 0o111:
            found.fault = "program-not-executable"
            found.message, found.help = not_executable(place)
            return
        try:
            head = node.head()
        except OSError:
            return
        if head is None:
            return
        if head.startswith(b"\x7fELF"):
            machine = int.from_bytes(head[18:20], "little" if head[5:6] == b"\1" else "big")
            if len(head) >= 20 and machine != _X86_64:
                found.fault = "program-not-executable"
                found.message = say(
                    "the program `{}` is built for {}, and Cloud Run runs x86-64",
                    path(place),
                    own(MACHINES.get(machine, "another processor")),
                )
                found.help = say("Build the image with `docker build --platform linux/amd64`.")
        elif head.startswith(b"#!"):
            self._interpreter(place, head, found, depth)
        elif b"\0" in head:
            found.fault = "program-not-executable"
            found.message = say("`{}` is no program for Linux", path(place))
            found.help = say("Build the image with `docker build --platform linux/amd64`.")
        else:
            found.fault = "program-not-executable"
            found.message, found.help = no_interpreter(place, head)
            found.plain = True

    def _interpreter(self, place: str, head: bytes, found: Execution, depth: int) -> None:
        first, end, _ = head.partition(b"\n")
        if not end and len(head) > 100:
            return  # longer than what is known of it
        if first.endswith(b"\r"):
            found.fault = "program-interpreter"
            found.message, found.help = crlf(place, head)
            return
        stated = interpreter_of(head)
        if not stated.path or depth >= _MAX_NESTED:
            return
        name = stated.path
        inner = Execution()
        self._program(name if name.startswith("/") else f"/{name}", inner, depth + 1)
        if not inner.fault and stated.by_env:
            name = stated.by_env
            self._program(name, inner, depth + 1)
        found.places += inner.places
        if inner.fault:
            found.fault = "program-interpreter"
            found.message, found.help = unusable(place, name, inner.message)

    def _path(self) -> str | None:
        return self.env.get("PATH", DEFAULT_PATH)

    def _find(self, word: str) -> str | None:
        """The absolute path of a program; the first that is a file, as `execvp` takes it."""
        if "/" in word:
            place = posixpath.normpath(posixpath.join(self.directory, word))
            return place if self.system.find(place) is not None else None
        stated = self._path()
        plain: str | None = None
        for folder in (stated or "").split(":"):
            place = posixpath.normpath(posixpath.join(self.directory, folder, word))
            node = self.system.find(place)
            if node is None or node.type == FOLDER:
                continue
            if node.mode & 0o111:
                return place
            plain = plain or place
        return plain


def _single_command(text: str) -> str:
    """The program of a shell text that is one command; "" where it is more, or not plain."""
    from lint.support.shell import ShellUnavailableError, read_commands
    from lint.support.shell_words import plain_words

    if any(mark in text for mark in "|&;<>`\n") or "$(" in text:
        return ""
    first = [word for word in text.split()[:2] if word != "exec"][:1]
    if not first or "$" in first[0]:
        return ""
    try:
        commands = read_commands(text)
    except ShellUnavailableError:
        return ""
    if commands is None or len(commands) != 1 or commands[0].assignments:
        return ""
    words = plain_words(commands[0].words, {})
    words = words[1:] if words[:1] == ["exec"] else words
    word = words[0] if words else ""
    plain = word and UNKNOWN not in word and not word.startswith(("-", "~")) and "$" not in word
    return word if plain and not commands[0].conditional else ""
