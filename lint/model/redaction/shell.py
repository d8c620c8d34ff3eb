"""Shell: programs, options, variables and operators are shown; arguments are not.

An argument may be anything: the value of an option, a password, a header. Shown are those that
are paths with an extension that code has, and the module that a server is to serve.
"""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

PROGRAMS = frozenset(
    [
        "apk",
        "apt",
        "apt-get",
        "bash",
        "bundle",
        "bunzip2",
        "cat",
        "cd",
        "celery",
        "chgrp",
        "chmod",
        "chown",
        "command",
        "cp",
        "curl",
        "daphne",
        "date",
        "dd",
        "deno",
        "django-admin",
        "dnf",
        "dockerize",
        "dotnet",
        "dpkg",
        "echo",
        "env",
        "eval",
        "exec",
        "exit",
        "export",
        "false",
        "find",
        "flask",
        "gcloud",
        "gem",
        "getent",
        "git",
        "go",
        "grep",
        "groupadd",
        "gunicorn",
        "gunzip",
        "head",
        "hypercorn",
        "id",
        "install",
        "java",
        "jq",
        "kill",
        "ln",
        "ls",
        "mkdir",
        "mv",
        "mvn",
        "node",
        "npm",
        "npx",
        "pip",
        "pip3",
        "pipenv",
        "pipx",
        "pnpm",
        "poetry",
        "printf",
        "ps",
        "pwd",
        "pypy3",
        "python",
        "python2",
        "python3",
        "rails",
        "read",
        "rm",
        "rq",
        "ruby",
        "sed",
        "seq",
        "set",
        "sh",
        "shift",
        "sleep",
        "sort",
        "source",
        "streamlit",
        "supervisord",
        "tail",
        "tar",
        "tee",
        "test",
        "tini",
        "touch",
        "trap",
        "true",
        "umask",
        "uname",
        "unset",
        "unzip",
        "useradd",
        "uv",
        "uvicorn",
        "waitress-serve",
        "watchmedo",
        "wc",
        "wget",
        "which",
        "xargs",
        "yarn",
        "yum",
        "zip",
    ]
)
_KEYWORDS = frozenset(
    [
        "if",
        "then",
        "else",
        "elif",
        "fi",
        "for",
        "in",
        "do",
        "done",
        "while",
        "until",
        "case",
        "esac",
        "function",
    ]
)
_SUBCOMMANDS = frozenset(
    [
        "add",
        "build",
        "check",
        "ci",
        "clean",
        "download",
        "install",
        "run",
        "sync",
        "update",
        "upgrade",
    ]
)
_GCLOUD_WORDS = frozenset(
    [
        "alpha",
        "beta",
        "builds",
        "create",
        "delete",
        "deploy",
        "execute",
        "functions",
        "jobs",
        "replace",
        "run",
        "services",
        "submit",
        "update",
        "update-traffic",
        "worker-pools",
    ]
)
SERVERS = frozenset(
    [
        "celery",
        "daphne",
        "flask",
        "gunicorn",
        "hypercorn",
        "uvicorn",
        "python",
        "python3",
        "pypy3",
        "waitress-serve",
    ]
)
_HERE = frozenset((".", "./", ".."))
_WORD = lazy_regex(
    r"(?:\"(?:[^\"\\]++|\\.)*+\"?+|'[^']*+'?+|\\.|\\$|[^\s|&;<>()\"'\\]++)++|[|&;<>()]++"
)
_SETTING = lazy_regex(r"[A-Za-z_]\w{0,99}\+?=")
_OPTION = lazy_regex(r"--?[A-Za-z][\w\-]{0,60}(?==|\Z)|-{1,2}\Z|-[A-Za-z]\Z")
_VARIABLE = lazy_regex(r"\"?\$(?:[A-Za-z_]\w{0,99}|\{[A-Za-z_]\w{0,99}\}|[@*#?0-9])\"?")
_CODE_PATH = lazy_regex(
    r"(?:\.{0,2}/)?(?:[A-Za-z0-9_.\-]{1,60}/){0,15}[A-Za-z0-9_.\-*]{1,60}"
    r"\.(?:py|sh|txt|toml|lock|cfg|ini|ya?ml|json|whl|js|ts)"
)
_SERVED = lazy_regex(r"[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,15}:[A-Za-z_]\w{0,60}(?:\(\))?")
_MODULE = lazy_regex(r"[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,15}")
_SHEBANG = lazy_regex(r"#!/[\w./\-]{1,60}(?: -?\w{1,20}){0,3}")
_LISTENING = frozenset(("--bind", "-b", "--host", "--port"))
_ADDRESS = lazy_regex(r"(?:[0-9.:]|localhost|\$[A-Z_]{1,30}|\$\{[A-Z_]{1,30}\}){1,20}")
_PROCESS = lazy_regex(r"[A-Za-z][\w\-]{0,40}:(?=\s)")


def mark(source: Source) -> None:
    """Reveals what may be shown of a script or of a Procfile."""
    source.is_code = True
    procfile = source.path.lower().endswith("procfile")
    for number, line in enumerate(source.lines(), start=1):
        start = 0
        if number == 1 and line.startswith("#!/") and _SHEBANG.fullmatch(line):
            source.reveal(1, 1, 1, len(line) + 1)
        if procfile:
            match = _PROCESS.match(line)
            if match is not None:
                start = match.end()
                source.reveal(number, 1, number, start + 1)
        mark_command(source, number, line, start)


def mark_command(source: Source, number: int, line: str, start: int = 0) -> None:
    """Reveals what may be shown of one line of commands, from index `start` on."""
    words: list[tuple[str, int]] = []
    for match in _WORD.finditer(line, start):
        word = match[0]
        if word.startswith("#"):
            break
        words.append((word, match.start()))
    for (_, at), size in zip(words, shown_sizes([word for word, _ in words]), strict=True):
        if size:
            source.reveal(number, at + 1, number, at + size + 1)


def shown_sizes(words: list[str]) -> list[int]:
    """How much of each word of a command may be shown, in characters from its beginning."""
    sizes: list[int] = []
    command = True  # whether the next word can be a program
    served = False  # whether the command is a server's or an interpreter's
    gcloud = False  # whether the next word can name a command of gcloud
    last = ""
    for word in words:
        size = 0
        gcloud = last == "gcloud" or (gcloud and last in _GCLOUD_WORDS)
        if word[0] in "|&;<>()":
            size = len(word)
            command = word[0] not in "<>"
            served = False
        elif word == "\\":
            size = 1
        elif _SETTING.match(word):
            size = len(_SETTING.match(word)[0])  # type: ignore[index]
        elif command and (word in PROGRAMS or word in _KEYWORDS or word in ("[", "!", "{", "}")):
            size = len(word)
            served = served or word in SERVERS
            command = word in _KEYWORDS or word in ("!", "{", "exec", "env", "command", "tini")
        elif _OPTION.match(word):
            size = len(_OPTION.match(word)[0])  # type: ignore[index]
            size += word[size : size + 1] == "="
            command = command and last in ("tini", "--")
        elif (
            (gcloud and word in _GCLOUD_WORDS)
            or _VARIABLE.fullmatch(word)
            or (last in PROGRAMS and word in _SUBCOMMANDS)
        ):
            size = len(word)
            command = False
        elif served and ((last == "-m" and _MODULE.fullmatch(word)) or _SERVED.fullmatch(word)):
            size = len(word)
            # `python -m gunicorn` is a server too.
            command = False
        elif (not last.startswith("-") and _CODE_PATH.fullmatch(word)) or word in _HERE:
            size = len(word)
            command = False
        elif (last in ("-r", "-c", "--requirement") and _CODE_PATH.fullmatch(word)) or (
            last in _LISTENING and _ADDRESS.fullmatch(word)
        ):
            size = len(word)
        else:
            command = False
        sizes.append(size)
        last = word
    return sizes
