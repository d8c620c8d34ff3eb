"""Which address a known server listens on: flags, then its env vars, then its files, then its default."""

from __future__ import annotations

from lint.image.start.address import Address, split_address
from lint.image.start.launch import join, variable
from lint.image.start.options import option, options, positional, used
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.image.start.launch import Launch, Surroundings
    from lint.image.start.servers import Server

ALL_HOST = "0.0.0.0"  # noqa: S104
_DEFAULT = "the default"
_DEFAULTS = lazy_regex(r"(?m)\bdefault_(addr|port)[ \t]*=[ \t]*([^\n#]+)")
_CONSTANT = lazy_regex(r"[\"']?([\w.:]+)[\"']?")
_LITERAL = lazy_regex(r"\$\{?\w+")


def file_settings(
    around: Surroundings, program: str, words: list[str], launch: Launch
) -> dict[str, object]:
    """The constants of the configuration file of gunicorn or hypercorn; empty where there is none.

    hypercorn reads none that is not named. A file that is not known may say anything.
    """
    if program not in ("gunicorn", "hypercorn"):
        return {}
    named = option(words, ("-c", "--config"))
    if not named and program == "hypercorn":
        return {}
    if named.startswith("python:"):
        path = join(launch.directory, named[7:].replace(".", "/") + ".py")
    else:
        path = join(launch.directory, named.removeprefix("file:") or "gunicorn.conf.py")
    data = around.files.read(path) if path is not None else None
    if data is None:
        plain = named and not named.startswith(("python:", "-"))
        if plain and path is not None and UNKNOWN not in path:
            launch.absent = path
        return {"bind": None} if named else {}
    if program == "hypercorn" and not named.startswith(("python:", "file:")):
        from lint.support.toml import TomlError, load_toml

        try:
            return load_toml(data.decode("utf-8", "replace"))
        except TomlError:
            return {"bind": None}
    from lint.image.python.constants import module_constants

    return module_constants(data, {**around.env, **launch.env}, around.env_known)


def listening_address(
    around: Surroundings,
    program: str,
    server: Server,
    words: list[str],
    launch: Launch,
    expanded: bool,
    settings: Mapping[str, object] | None = None,
) -> Address | None:
    """Where a server listens; None where its command line does not decide it."""
    address = Address(server.host, server.port)
    address.host_from = address.port_from = f"{_DEFAULT} of {program}"
    settings = settings or {}
    port_known = "PORT" in launch.env or around.env.get("PORT") is not None
    if server.reads_port and port_known:
        value = variable(around, launch, "PORT")
        _set_port(address, value, "PORT", expanded)
        if server.port_host:
            address.host = server.port_host
    for name in server.host_env:
        if name in launch.env or name in around.env:
            address.host, address.host_from = variable(around, launch, name), name
    for name in server.port_env:
        if name in launch.env or name in around.env:
            _set_port(address, variable(around, launch, name), name, expanded)
    if "bind" in settings:
        said = settings["bind"]
        several = said if isinstance(said, (list, tuple)) and said else [said]
        address = _bound(around, several, "the configuration file", address, True)
    if program == "streamlit":
        _streamlit_settings(around, launch, address)
    if program == "gunicorn":
        extra = variable(around, launch, "GUNICORN_CMD_ARGS")
        binds = options((extra or "").split(), server.bind_flags)
        if binds:
            address = _bound(around, binds, "GUNICORN_CMD_ARGS", address, True)
    if options(words, ("--uds", "--unix-socket", "--fd", "-u", "--endpoint", "-e")) and program in (
        "uvicorn",
        "waitress-serve",
        "daphne",
    ):
        address.socket = True
    binds = options(words, server.bind_flags)
    if binds:
        flag = next(flag for flag in server.bind_flags if options(words, (flag,)))
        address = _bound(around, binds, f"`{flag}`", address, expanded)
    host = options(words, server.host_flags)
    if host:
        address.host = None if UNKNOWN in host[-1] else host[-1]
        address.host_from = f"`{used(words, server.host_flags)}`"
        _literal(address, host[-1], expanded)
    port = options(words, server.port_flags)
    if port:
        _set_port(address, port[-1], f"`{used(words, server.port_flags)}`", expanded)
    if _may_be_options(server, words):
        if address.host_from.startswith(_DEFAULT):
            address.host = None
        if address.port_from.startswith(_DEFAULT):
            address.port = None
    if server.form in ("positional-port", "positional-address"):
        for text in positional(server, words)[:1]:
            where, number = split_address(text)
            if number is not None:
                _set_port(address, number, "its argument", expanded)
            if where is not None:
                address.host = ALL_HOST if where in ("0", "") else where
                address.host_from = "its argument"
    if program == "uwsgi" and not binds:
        return None
    return address


def _may_be_options(server: Server, words: Sequence[str]) -> bool:
    """Whether words that are not known may be options: the application is another word."""
    whole = [word for word in positional(server, words) if word != UNKNOWN]
    return bool(whole or server.app_flags) and any(
        word == UNKNOWN and (not number or not words[number - 1].startswith("-"))
        for number, word in enumerate(words)
    )


def _bound(
    around: Surroundings,
    values: Sequence[object],
    source: str,
    address: Address,
    expanded: bool,
) -> Address:
    """The address of the first of several binds that requests reach, else that of the first one."""
    every = []
    for value in values:
        each = Address(address.host, address.port)
        _bind(value, source, each, expanded)
        every.append(each)
    open_ones = [each for each in every if not each.socket] or every
    for each in open_ones:
        if not each.literal and not each.loopback and each.port in (None, around.port):
            return each
    return open_ones[0]


def _bind(text: object, source: str, address: Address, expanded: bool) -> None:
    if not isinstance(text, str) or UNKNOWN in text:
        if not isinstance(text, str):
            address.host = address.port = None
            return
        host, port = split_address(text)
    else:
        if text.startswith(("unix:", "fd://")):
            address.socket = True
            return
        host, port = split_address(text)
    address.host = ALL_HOST if host is None else (None if UNKNOWN in host else host)
    address.host_from = source
    if port is None:
        address.port = 8000 if address.host is not None else None
    else:
        _set_port(address, port, source, expanded)
    address.port_from = source
    _literal(address, text, expanded)


def replace_defaults(around: Surroundings, path: str, address: Address) -> None:
    """Takes the defaults of Django's `runserver` that the script at `path` replaces.

    Those that it sets to anything but a constant are not known.
    """
    data = around.files.read(path)
    for name, value in _DEFAULTS.findall((data or b"").decode("utf-8", "replace")):
        constant = _CONSTANT.fullmatch(value.strip())
        text = constant[1] if constant is not None else None
        if name == "addr" and address.host_from.startswith(_DEFAULT):
            address.host, address.host_from = text, "`default_addr`"
        elif name == "port" and address.port_from.startswith(_DEFAULT):
            _set_port(address, text, "`default_port`", True)


def _streamlit_settings(around: Surroundings, launch: Launch, address: Address) -> None:
    """The `[server]` table of `.streamlit/config.toml`."""
    path = join(launch.directory, ".streamlit/config.toml")
    data = around.files.read(path) if path is not None else None
    if data is None:
        return
    from lint.support.toml import TomlError, load_toml

    try:
        table = load_toml(data.decode("utf-8", "replace")).get("server")
    except TomlError:
        return
    if isinstance(table, dict):
        if isinstance(table.get("port"), int) and address.port_from.startswith(_DEFAULT):
            address.port, address.port_from = table["port"], "`.streamlit/config.toml`"
        if isinstance(table.get("address"), str) and address.host_from.startswith(_DEFAULT):
            address.host, address.host_from = table["address"], "`.streamlit/config.toml`"


def _set_port(address: Address, text: str | None, source: str, expanded: bool) -> None:
    address.port_from = source
    if text is None or UNKNOWN in text:
        address.port = None
    elif text.isdecimal() and len(text) <= 5:
        address.port = int(text)
    else:
        address.port = None
        _literal(address, text, expanded)


def _literal(address: Address, text: str, expanded: bool) -> None:
    """Notes a variable that stays as it is written, because no shell replaces it."""
    if not expanded:
        match = _LITERAL.search(text)
        if match is not None:
            address.literal = match[0] + ("}" if match[0].startswith("${") else "")
