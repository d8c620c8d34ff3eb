"""Python programs and servers: the module or file that each imports or runs."""

from __future__ import annotations

import posixpath
import re

from lint.image.start.launch import Launch, Surroundings, join, variable
from lint.image.start.listening import file_settings, listening_address, replace_defaults
from lint.image.start.options import option
from lint.image.start.options import positional as positional_words
from lint.image.start.servers import ALIASES, LOOPBACK, QUIET_PROGRAMS, SERVERS, Server
from lint.image.start.uwsgi import uwsgi_words
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

_DOTTED = lazy_regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_AS_PATH = lazy_regex(r"(?:\./)?\w+(?:/\w+)*(?:\.py)?:\w+")
_TARGET = lazy_regex(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_][\w.]*)(\(.*\))?")


def start_python(around: Surroundings, words: list[str], launch: Launch, expanded: bool) -> None:
    """Fills in what `python` runs with these arguments.

    `expanded` is true where a shell has replaced the variables in the words.
    """
    position = 0
    while position < len(words):
        word = words[position]
        if word == "-m" or (word.startswith("-") and word.endswith("m") and word[1:-1].isalpha()):
            if position + 1 < len(words):
                _module(around, words[position + 1], words[position + 2 :], launch, expanded)
                return
            break
        if word.startswith("-m") and len(word) > 2:
            _module(around, word[2:], words[position + 1 :], launch, expanded)
            return
        if word in ("-W", "-X", "--check-hash-based-pycs"):
            position += 2
        elif word == "-c":
            launch.unknown = "the program is a text on the command line"
            return
        elif word == "-":
            break
        elif word.startswith("-"):
            position += 1
        else:
            _python_file(around, word, words[position + 1 :], launch, expanded)
            return
    launch.unknown = "Python is started without a program"


def _python_file(
    around: Surroundings, word: str, words: list[str], launch: Launch, expanded: bool
) -> None:
    launch.arguments = words
    path = join(launch.directory, word)
    if UNKNOWN in word:
        launch.unknown = "a variable decides which file Python runs"
        return
    if path is None:
        name = word.removesuffix(".py")
        if name != word and _DOTTED.fullmatch(name) and "." not in name:
            # Wherever it is, what it imports is beside it.
            launch.module = name
            launch.main = True
        else:
            launch.unknown = f"the working directory is not known, so `{word[:60]}` is not found"
        return
    inside = posixpath.join(path, "__main__.py")
    if around.files.read(inside) is not None:
        path = inside  # Python runs it, and looks for modules in its folder
    launch.script = path
    launch.main = True
    launch.search_path = [posixpath.dirname(path)]
    if posixpath.basename(path) == "manage.py" and words[:1] == ["runserver"]:
        launch.address = listening_address(
            around, "runserver", SERVERS["runserver"], words[1:], launch, expanded
        )
        if launch.address is not None:
            replace_defaults(around, path, launch.address)
        launch.server = "runserver"


def _module(
    around: Surroundings, name: str, words: list[str], launch: Launch, expanded: bool
) -> None:
    """`python -m name`: a server, or a module that runs as `__main__`."""
    launch.arguments = words
    program = ALIASES.get(name, name)
    if program in ("coverage", "debugpy", "ddtrace", "memray"):
        inner = _after_module_option(words)
        if inner:
            start_python(around, inner, launch, expanded)
            return
    if program in SERVERS and program != "runserver":
        start_server(around, program, words, launch, expanded)
        return
    if program in QUIET_PROGRAMS:
        start_quiet(around, program, words, launch)
        return
    if program == "django":
        program = "django-admin"
    if not _DOTTED.fullmatch(name):
        launch.unknown = "a variable decides which module Python runs"
        return
    launch.module = name
    launch.main = True
    launch.search_path = [launch.directory] if launch.directory else []


def start_quiet(around: Surroundings, program: str, words: list[str], launch: Launch) -> None:
    """A program that imports an application and does not listen."""
    launch.server = program
    target = ""
    if program == "celery":
        target = option(words, ("-A", "--app")) or variable(around, launch, "APP") or ""
    if program in ("dramatiq", "arq"):
        targets = [word for word in words if _DOTTED.fullmatch(word) or _TARGET.fullmatch(word)]
        target = targets[0] if targets else ""
    if program == "arq":
        target = ":".join(target.rsplit(".", 1))  # what it is given is a class of a module
    if program == "huey_consumer":
        target = next((word for word in words if _DOTTED.fullmatch(word) and "." in word), "")
        target = target.rpartition(".")[0]
    launch.search_path = [launch.directory] if launch.directory else []
    if target:
        set_target(launch, target)
        inner = f"{target.replace('.', '/')}/celery.py"
        if program == "celery" and ":" not in target and _has(around, inner, launch):
            launch.module += ".celery"  # where celery looks in a package
    elif program in ("rq", "alembic"):
        launch.unknown = f"what `{program}` imports is named by a job or a migration"
    else:
        launch.unknown = f"the application of `{program}` is not named on its command line"


def start_server(
    around: Surroundings, program: str, words: list[str], launch: Launch, expanded: bool
) -> None:
    """Fills in the application and the address of a known server."""
    server = SERVERS[program]
    launch.server = program
    subcommand = ""
    if server.subcommands:
        found = next((n for n, word in enumerate(words) if word in server.subcommands), None)
        if found is None:
            launch.unknown = f"`{program}` is not started as a server"
            if program == "flask":
                _application(around, program, server, words, launch)
            return
        subcommand = words[found]
        before, words = words[:found], words[found + 1 :]
        words = [*before, *words]
    if program == "uwsgi":
        words = uwsgi_words(around, words, launch)
    directory = option(words, server.directory_flags)
    if directory:
        launch.directory = join(launch.directory, directory)
    root = launch.directory
    added = option(words, server.path_flags)
    launch.search_path = [root] if root else []
    if added:
        paths = [join(root, item) for item in added.split(",")]
        launch.search_path = [*filter(None, paths), *launch.search_path]
    settings = file_settings(around, program, words, launch)
    log_settings = option(words, ("--log-config",))
    if log_settings and UNKNOWN not in log_settings and not log_settings.startswith("-"):
        path = join(root, log_settings)
        if path is not None and around.files.read(path) is None:
            launch.absent = path
    _application(around, program, server, words, launch)
    target = settings.get("wsgi_app")
    if launch.unknown and isinstance(target, str):
        launch.unknown = ""
        set_target(launch, target)
    if isinstance(settings.get("chdir"), str):
        launch.directory = join(root, str(settings["chdir"]))
        launch.search_path = [launch.directory] if launch.directory else []
    address = listening_address(around, program, server, words, launch, expanded, settings)
    if program == "fastapi" and subcommand == "dev" and address is not None:
        if not option(words, server.host_flags):
            address.host, address.host_from = LOOPBACK, "the default of fastapi dev"
    transport = option(words, ("-t", "--transport"))
    if program == "mcp" or (program == "fastmcp" and transport in ("", "stdio")):
        address = None  # the code decides it, or nothing listens
    launch.address = address


def agents_directory(launch: Launch) -> str | None:
    """The folder of the agents that `adk` serves, absolute; None where it is not known."""
    server = SERVERS["adk"]
    words = [word for word in launch.arguments if word not in server.subcommands]
    positional = positional_words(server, words)
    return join(launch.directory, positional[-1] if positional else ".")


def _application(
    around: Surroundings, program: str, server: Server, words: list[str], launch: Launch
) -> None:
    """Finds the application that a server is given."""
    named = option(words, server.app_flags)
    positional = positional_words(server, words)
    if program == "litestar":
        named = named or variable(around, launch, "LITESTAR_APP") or ""
    if "--factory" in words or "--call" in words or program == "aiohttp.web":
        launch.factory = True
    if server.form == "":
        return
    if program in ("flask", "quart"):
        _flask(around, named or launch.env.get("FLASK_APP") or around.env.get("FLASK_APP"), launch)
    elif program == "functions-framework":
        target = option(words, ("--target",)) or variable(around, launch, "FUNCTION_TARGET")
        source = option(words, ("--source",)) or variable(around, launch, "FUNCTION_SOURCE")
        _file_target(around, source or "main.py", launch)
        launch.attribute = target or ""
        launch.main = False
    elif program == "fastapi":
        if named:
            set_target(launch, named)
        else:
            _fastapi(around, positional, launch)
    elif server.form == "file":
        if positional and re.search(r"\.(py|ipynb)(:\w+)?$", positional[0]):
            file, _, attribute = positional[0].partition(":")
            _file_target(around, file, launch)
            launch.attribute = attribute
            launch.main = program == "streamlit"
        else:
            launch.unknown = f"the file that `{program}` runs is not plain"
    elif program == "uwsgi":
        _uwsgi(around, words, positional, launch)
    elif named:
        set_target(launch, named)
    elif server.form == "module:attr":
        targets = [word for word in positional if _TARGET.fullmatch(word)]
        if not targets and program == "gunicorn":
            targets = [f"{w}:application" for w in positional[-1:] if _DOTTED.fullmatch(w)]
        if not targets and program == "sanic":
            targets = [_sanic(around, w, launch) for w in positional[:1] if _DOTTED.fullmatch(w)]
        if targets:
            set_target(launch, targets[0])
        elif positional and _AS_PATH.fullmatch(positional[0]):
            # `app/main:app` is imported as it is written, and no module has such a name.
            launch.module, _, launch.attribute = positional[0].partition(":")
        elif any(UNKNOWN in word for word in positional):
            launch.unknown = "a variable decides which application is served"
        else:
            launch.unknown = f"the application is not named on the command line of `{program}`"


def _uwsgi(around: Surroundings, words: list[str], positional: list[str], launch: Launch) -> None:
    """The application of uWSGI: a module, a file, or what is mounted at a path."""
    target = option(words, SERVERS["uwsgi"].app_flags)
    target = target or option(words, ("--mount",)).partition("=")[2]
    file = option(words, ("--wsgi-file", "--file"))
    for word in [] if target or file else positional:
        if word.endswith((".py", ".wsgi")):
            file = word
        elif _TARGET.fullmatch(word):
            target = word
    if target.endswith(".py"):
        target, file = "", target
    if target:
        set_target(launch, target)
    elif file:
        _file_target(around, file, launch)
    else:
        launch.unknown = (
            "neither the command line nor the configuration of `uwsgi` names an application"
        )
        return
    launch.attribute = launch.attribute or option(words, ("--callable",)) or "application"


def _sanic(around: Surroundings, named: str, launch: Launch) -> str:
    """The application of `sanic a.b`: `a.b:app` where `a.b` is a module, else `a:b`.

    Source: `AppLoader` of sanic 25.12.
    """
    path = named.replace(".", "/")
    if "." not in named or any(_has(around, path + end, launch) for end in (".py", "/__init__.py")):
        return f"{named}:app"
    return ":".join(named.rpartition(".")[::2])


def _flask(around: Surroundings, named: str | None, launch: Launch) -> None:
    if named:
        if named.endswith(".py") or "/" in named:
            path, _, attribute = named.partition(":")
            _file_target(around, path, launch)
            launch.attribute = attribute
        else:
            set_target(launch, named)
        return
    for name in ("wsgi.py", "app.py"):
        if _has(around, name, launch):
            _file_target(around, name, launch)
            return
    launch.unknown = "no application is named, and there is no `wsgi.py` or `app.py`"


def _fastapi(around: Surroundings, positional: list[str], launch: Launch) -> None:
    names = positional[:1] or [
        f"{folder}{name}.py" for folder in ("", "app/") for name in ("main", "app", "api")
    ]
    for name in names:
        if positional or _has(around, name, launch):
            _file_target(around, name, launch, packages=True)
            return
    launch.unknown = "no file is named, and there is no `main.py`, `app.py` or `api.py`"


def _has(around: Surroundings, name: str, launch: Launch) -> bool:
    path = join(launch.directory, name)
    return path is not None and around.files.read(path) is not None


def _file_target(around: Surroundings, word: str, launch: Launch, packages: bool = False) -> None:
    """A server imports a file: from its folder, or from above the packages that hold it."""
    path = join(launch.directory, word)
    if path is None or UNKNOWN in word:
        launch.unknown = f"it is not known which file `{word[:60].replace(UNKNOWN, '?')}` is"
        return
    folder = posixpath.dirname(path)
    module = posixpath.basename(path).removesuffix(".py")
    while packages and around.files.read(posixpath.join(folder, "__init__.py")) is not None:
        module = f"{posixpath.basename(folder)}.{module}"
        folder = posixpath.dirname(folder)
    launch.script = path
    launch.module = "" if not _DOTTED.fullmatch(module) else module
    launch.search_path = [folder]


def set_target(launch: Launch, text: str) -> None:
    """Takes `module:attr`, `module:factory()` or `module` as what is started."""
    match = _TARGET.fullmatch(text)
    if match is not None:
        launch.module, launch.attribute = match[1], match[2]
        launch.factory = launch.factory or match[3] is not None
    elif _DOTTED.fullmatch(text):
        launch.module = text
    else:
        launch.unknown = "a variable decides which application is served"


def _after_module_option(words: list[str]) -> list[str]:
    """The words from the program on that `python -m debugpy ...` and the like run."""
    for number, word in enumerate(words):
        if word == "-m":
            return words[number:]
        if word.endswith(".py"):
            return words[number:]
    return []
