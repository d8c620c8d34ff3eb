"""Where a program listens that starts its server itself: `uvicorn.run(...)`, `app.run(...)`.

Defaults were read in the published wheels of the versions that `lint.image.start.servers` names,
and of aiohttp 3.14, waitress 3.0.2, gradio 6.31, nicegui 3.18, dash 4.4, bottle 0.13, robyn 0.88.
"""

from __future__ import annotations

import ast
from functools import partial

from lint.image.python.constants import Environment, UnknownValueError, evaluate
from lint.image.python.facts import CONDITION, MAIN, TYPE_ONLY
from lint.image.python.syntax import keyword
from lint.image.start.address import Address, split_address
from lint.image.start.code_values import CodeValues
from lint.image.start.run_code import RunCode
from lint.image.start.servers import ALL, LOOPBACK
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lint.image.python.call_records import ModuleCalls, RunCall
    from lint.image.python.closure import Closure
    from lint.image.python.start_path import StartPath


@record
class Runner:
    """A function that starts a server. All but the first two attributes are given by name."""

    host: str
    """Its default, as is `port`."""
    port: int
    host_keyword: str = "host"
    """The name of the argument with the host; "" for none."""
    port_keyword: str = "port"
    """The name of the argument with the port; "" for none."""
    positions: tuple[int, int] = (-1, -1)
    """Those of the arguments with host and port, -1 for none."""
    env: tuple[str, str] = ("", "")
    """The env vars of host and port that it reads where no argument is given, "" for none."""
    pair: int = -1
    """The position of a `(host, port)` argument, -1 for none."""
    bind: int = -1
    """The position of a `"host:port"` argument, -1 for none."""
    transports: tuple[str, ...] = ()
    """The values of the argument `transport` with which it listens; empty for always."""


_FLASK = Runner(LOOPBACK, 5000, positions=(0, 1))
_FASTMCP = Runner("", 0, transports=("http", "streamable-http", "sse"))
RUNNERS: dict[tuple[str, str], Runner] = {
    ("uvicorn", "run"): Runner(LOOPBACK, 8000),
    ("flask", "run"): _FLASK,
    ("flask_socketio", "run"): Runner(LOOPBACK, 5000),
    ("quart", "run"): _FLASK,
    ("dash", "run"): Runner(LOOPBACK, 8050, env=("HOST", "PORT")),
    ("dash", "run_server"): Runner(LOOPBACK, 8050, env=("HOST", "PORT")),
    ("aiohttp.web", "run_app"): Runner(ALL, 8080),
    ("aiohttp", "run_app"): Runner(ALL, 8080),
    ("waitress", "serve"): Runner(ALL, 8080),
    ("sanic", "run"): Runner(LOOPBACK, 8000),
    ("bottle", "run"): Runner(LOOPBACK, 8080),
    ("gradio", "launch"): Runner(
        LOOPBACK,
        7860,
        host_keyword="server_name",
        port_keyword="server_port",
        env=("GRADIO_SERVER_NAME", "GRADIO_SERVER_PORT"),
    ),
    ("nicegui", "run"): Runner(ALL, 8080),
    ("robyn", "start"): Runner(LOOPBACK, 8080, env=("ROBYN_HOST", "ROBYN_PORT")),
    ("uvicorn", "Config"): Runner(LOOPBACK, 8000),
    ("werkzeug.serving", "run_simple"): Runner("", 0, host_keyword="hostname", positions=(0, 1)),
    ("wsgiref.simple_server", "make_server"): Runner("", 0, positions=(0, 1)),
    ("http.server", "HTTPServer"): Runner("", 0, pair=0),
    ("http.server", "ThreadingHTTPServer"): Runner("", 0, pair=0),
    ("socketserver", "TCPServer"): Runner("", 0, pair=0),
    ("socketserver", "ThreadingTCPServer"): Runner("", 0, pair=0),
    ("gevent.pywsgi", "WSGIServer"): Runner("", 0, pair=0),
    ("eventlet", "listen"): Runner("", 0, pair=0),
    ("aiohttp.web", "TCPSite"): Runner(ALL, 8080, positions=(1, 2)),
    ("tornado", "listen"): Runner(ALL, 0, host_keyword="address", positions=(1, 0)),
    ("websockets", "serve"): Runner(ALL, 0, positions=(1, 2)),
    ("granian", "Granian"): Runner(LOOPBACK, 8000, host_keyword="address"),
    ("fastmcp", "run"): _FASTMCP,
    ("fastmcp", "run_async"): _FASTMCP,
}
"""By the package that the function, or the class of the object, is imported from."""


_GRPC = Runner("", 0, host_keyword="", port_keyword="", bind=0)
_GRPC_PORTS = frozenset(("add_insecure_port", "add_secure_port"))
"""Methods of the servers of gRPC, by whatever name a server is called."""


@record
class CodeAddress:
    """An address in the code, and the place of the call."""

    address: Address
    module: str
    name: str
    """The function that is called, as the code writes it."""
    line: int
    column: int
    certain: bool
    """Whether the start is proven to reach the call."""
    host_at: tuple[int, int, int] | None = None
    """The line, and the columns from 1 in bytes, of the text in quotes that is the host; else None."""


def code_addresses(
    closure: Closure,
    path: StartPath,
    modules: Mapping[str, bool],
    environment: Environment,
    words: Sequence[str] | None = None,
) -> Iterator[CodeAddress]:
    """The addresses that the start listens on in the code.

    `modules` maps the modules that the start imports to whether each runs as `__main__`. `words` is
    the command line behind the program, None where it is not known.
    """
    values = CodeValues(closure, path, environment)
    for module, main in modules.items():
        known = path.entered(module)
        if known is None:
            continue
        if known.runs:
            path.calls.whole(module)
        code: RunCode | None = None
        for run in known.runs:
            flags = run.flags
            if flags & TYPE_ONLY or (flags & MAIN and not main):
                continue
            if run.function:
                start = path.reached.get((module, run.function))
                if start is None:
                    continue
                flags |= start.flags
            is_grpc = run.name.rpartition(".")[2] in _GRPC_PORTS
            runner = _GRPC if is_grpc else _runner(known, run)
            if runner is None:
                continue
            code = code or RunCode(path.calls.source(module))
            node = code.call(run)
            if node is None:
                continue
            names = code.names(run, environment, words, partial(values.names, module))
            if runner.transports and not _listens(node, runner, names, environment):
                continue
            address = _address(run.name, node, runner, names, environment)
            certain = not flags & CONDITION
            line, column = node.lineno, node.col_offset + 1
            host_at = _literal_at(_host_argument(node, runner))
            yield CodeAddress(address, module, run.name, line, column, certain, host_at)
    path.calls.save()


def _runner(known: ModuleCalls, run: RunCall) -> Runner | None:
    """The runner that a call names, by what its first part is imported from or made of."""
    first, _, last = run.name.rpartition(".")
    origin = first or run.name
    function = known.functions.get(run.function)
    for _ in range(5):
        head = origin.partition(".")[0].removesuffix("()")
        for values in (function.values if function is not None else {}, known.top.values):
            if head in values and values[head].partition(".")[0].removesuffix("()") != head:
                origin = values[head]
                break
        else:
            made = known.functions.get(head)
            if made is None or len(made.gives) != 1:
                break
            function = made  # what it returns
            (origin,) = made.gives
    head, _, rest = origin.removesuffix("()").partition(".")
    source, name = known.imports.get(head, ("", ""))
    if not source or (source == "uvicorn" and "()" in run.name + origin):
        return None  # what `uvicorn.Server(...)` listens on is for its `Config` to say
    last = last or name
    candidates = [source, f"{source}.{name}" if name else source]
    if rest and not name:
        candidates += [f"{source}.{rest}", f"{source}.{rest}".rpartition(".")[0]]
    for package in candidates:
        runner = RUNNERS.get((package, last)) or RUNNERS.get((package.partition(".")[0], last))
        if runner is not None:
            return runner
    return None


def _address(
    name: str,
    node: ast.Call,
    runner: Runner,
    names: Mapping[str, object],
    environment: Environment,
) -> Address:
    address = Address(runner.host or None, runner.port or None)
    address.host_from = address.port_from = f"the default of `{name}`"
    spread = False
    given: dict[object, object] = {}
    for item in node.keywords:
        if item.arg is None:
            values = _value(item.value, names, environment)
            spread = spread or not isinstance(values, dict)
            given.update(values if isinstance(values, dict) else {})
    for number, variable in enumerate(runner.env):
        if variable:
            try:
                value = environment.get(variable)
            except UnknownValueError:
                value = None
                address.host, address.port = (
                    (None, address.port) if not number else (address.host, None)
                )
            if value and number == 0:
                address.host, address.host_from = value, variable
            elif value:
                address.port, address.port_from = _number(value), variable
    host = _host_argument(node, runner)
    port = keyword(node, runner.port_keyword)
    port_position = runner.positions[1]
    if port is None and 0 <= port_position < len(node.args):
        port = node.args[port_position]
    if runner.pair >= 0:
        pair = node.args[runner.pair] if runner.pair < len(node.args) else None
        if isinstance(pair, ast.Tuple) and len(pair.elts) == 2:
            port = pair.elts[1]
        else:
            address.host = address.port = None
    if host is not None or runner.host_keyword in given:
        said = given[runner.host_keyword] if host is None else _value(host, names, environment)
        address.host = (said or ALL) if isinstance(said, str) else None
        address.host_from = f"`{runner.host_keyword}`"
    elif spread:
        address.host = None
    if port is not None or runner.port_keyword in given:
        said = given[runner.port_keyword] if port is None else _value(port, names, environment)
        address.port = _number(said)
        address.port_from = f"`{runner.port_keyword}`"
    elif spread:
        address.port = None
    if 0 <= runner.bind < len(node.args):
        said = _value(node.args[runner.bind], names, environment)
        address.host, stated = split_address(said) if isinstance(said, str) else (None, None)
        address.port = _number(stated)
        address.socket = isinstance(said, str) and said.startswith(("unix:", "unix-abstract:"))
        address.host_from = address.port_from = f"the argument of `{name}`"
    sockets = ("uds", "fd", "sock", "unix_socket", "path")
    if any(keyword(node, name) is not None or name in given for name in sockets):
        address.socket = True
    return address


def _listens(
    node: ast.Call, runner: Runner, names: Mapping[str, object], environment: Environment
) -> bool:
    """Whether a call states a transport with which it listens."""
    stated = keyword(node, "transport")
    if stated is None and node.args:
        stated = node.args[0]
    return stated is not None and _value(stated, names, environment) in runner.transports


def _host_argument(node: ast.Call, runner: Runner) -> ast.expr | None:
    """The argument with the host, as the code writes it."""
    if runner.pair >= 0:
        pair = node.args[runner.pair] if runner.pair < len(node.args) else None
        return pair.elts[0] if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 else None
    host = keyword(node, runner.host_keyword)
    position = runner.positions[0]
    if host is None and 0 <= position < len(node.args):
        host = node.args[position]
    return host


def _literal_at(node: ast.expr | None) -> tuple[int, int, int] | None:
    """Where a text in quotes is written in one line; None for anything else."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    # The width is that of the text in plain quotes.
    if node.end_lineno != node.lineno or node.end_col_offset is None:
        return None
    if node.end_col_offset - node.col_offset != len(node.value) + 2:
        return None
    return node.lineno, node.col_offset + 1, node.end_col_offset + 1


def _value(node: ast.expr, names: Mapping[str, object], environment: Environment) -> object:
    try:
        return evaluate(node, names, environment)
    except UnknownValueError:
        return None


def _number(value: object) -> int | None:
    if type(value) is int and 0 < value < 65536:
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) <= 5 else None
