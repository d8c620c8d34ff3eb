"""Programs of a service that end, or go on, without listening on any port."""

from __future__ import annotations

import ast

from lint.image.python.facts import LATER
from lint.image.python.guards import branch
from lint.image.python.syntax import dotted, keyword, targets, text
from lint.image.source_limits import parse
from lint.image.start.servers import QUIET_PROGRAMS
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import module as shown_module
from lint.model.text import name, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.checks.image.entry_points import Entry
    from lint.image.python.closure import Closure

_APPLICATIONS = frozenset(
    (
        "flask.Flask", "fastapi.FastAPI", "quart.Quart", "starlette.applications.Starlette",
        "sanic.Sanic", "litestar.Litestar", "dash.Dash", "bottle.Bottle", "falcon.App",
        "falcon.asgi.App", "flask.app.Flask",
    )
)  # fmt: skip
"""Classes of applications that a server serves."""
_TOOLS = frozenset(
    ("fastmcp.FastMCP", "mcp.server.fastmcp.FastMCP", "mcp.server.mcpserver.MCPServer")
)
"""Classes of servers that talk over standard input and output unless they are told otherwise."""
_SERVERS = frozenset(
    (
        "aiohttp", "bjoern", "cheroot", "cherrypy", "eventlet", "functions_framework", "gevent",
        "granian", "gunicorn", "hypercorn", "meinheld", "multiprocessing", "runpy", "socketserver",
        "subprocess", "tornado", "twisted", "uvicorn", "waitress", "wsgiref",
    )
)  # fmt: skip
_MAY_SERVE = _SERVERS | {"_thread", "asyncio", "concurrent", "http", "socket", "threading"}
"""Packages with which a module may start a server in a way that is not read."""
_STARTS = frozenset(("run", "serve", "start", "listen", "launch", "run_async", "main", "cli"))
_HARMLESS = frozenset(("logging", "sys.path", "warnings", "load_dotenv", "dotenv", "print"))
"""What modules call that start no server, or whose functions do not."""
_PLAIN = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass
)  # fmt: skip


def silent(entry: Entry, closure: Closure) -> Iterator[Fault]:
    """A fault for a program in whose code no call is known that listens on a port."""
    launch = entry.launch
    if launch is None or not entry.certain or launch.assumed:
        return
    if launch.server in QUIET_PROGRAMS:
        if not _may_serve(closure, _MAY_SERVE):
            yield Fault(
                "nothing",
                entry.where,
                message=say(
                    "`{}` listens on no port, and a service must listen on one",
                    own(launch.server),
                ),
                help=say("Deploy it as a worker pool or a job, or start a server beside it."),
                severity="warning",
            )
        return
    if launch.server or not entry.main or closure.path is None:
        return
    try:
        body = parse(closure.path.calls.source(closure.entry) or b"").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    imported = _imported(body)
    for statement in body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            made = _made(statement.value, imported)
            variable = dotted(targets(statement)[0])
            if made in _TOOLS and variable:
                yield from _over_standard_input(entry, closure, body, variable)
            elif made in _APPLICATIONS and variable:
                others = _may_serve(closure, _SERVERS, but=closure.entry)
                own_functions = frozenset(_functions(body))
                if not others and all(_is_plain(one, variable, own_functions) for one in body):
                    yield _without_server(entry, closure, variable, statement)
                return


def _without_server(entry: Entry, closure: Closure, variable: str, statement: ast.stmt) -> Fault:
    shown = closure.reached[closure.entry].display_path
    return Fault(
        "nothing",
        entry.where,
        message=say(
            "`{}` makes `{}` and ends: nothing serves it, and no port is listened on",
            shown_module(closure.entry),
            name(variable),
        ),
        help=say(
            'Start it by a server such as gunicorn or uvicorn, or run it below `if __name__ == "__main__":`.'
        ),
        related=[(Place(shown, statement.lineno, 1, 0, 2), say("the application is made here"))],
    )


def _over_standard_input(
    entry: Entry, closure: Closure, body: list[ast.stmt], variable: str
) -> Iterator[Fault]:
    for node in (node for statement in body for node in ast.walk(statement)):
        if not isinstance(node, ast.Call) or dotted(node.func) != f"{variable}.run":
            continue
        stated = keyword(node, "transport") or (node.args[0] if node.args else None)
        spread = any(item.arg is None for item in node.keywords)
        if spread or (stated is not None and text(stated) != "stdio"):
            continue
        place = closure.reached[closure.entry].display_path
        yield Fault(
            "nothing",
            Place(place, node.lineno, node.col_offset + 1, 0, node.col_offset + 2),
            message=say(
                "`{}` talks over standard input and output unless a transport is stated, and listens on"
                " no port",
                name(f"{variable}.run"),
            ),
            help=say('State the transport: `transport="streamable-http"`.'),
            severity="warning",
        )


def _may_serve(closure: Closure, packages: frozenset[str], but: str = "") -> bool:
    """Whether a module of the start, but for one, imports what may start a server."""
    return any(
        not statement.flags & LATER and statement.module.partition(".")[0] in packages
        for module, reached in closure.reached.items()
        if module != but
        for statement in reached.facts.imports
    )


def _imported(body: list[ast.stmt]) -> dict[str, str]:
    """The dotted names that the names of a module stand for."""
    found: dict[str, str] = {}
    for statement in body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                found[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            for alias in statement.names:
                found[alias.asname or alias.name] = f"{statement.module}.{alias.name}"
    return found


def _made(value: ast.expr | None, imported: Mapping[str, str]) -> str:
    """The class of which a value is a new object, "" for anything else."""
    if not isinstance(value, ast.Call):
        return ""
    head, dot, rest = dotted(value.func).partition(".")
    return imported.get(head, "") + dot + rest if head in imported else ""


def _functions(body: list[ast.stmt]) -> Iterator[str]:
    """The functions of a module: what they call is not read here."""
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement.name


def _is_plain(statement: ast.stmt, application: str, functions: frozenset[str]) -> bool:
    """Whether a statement of a module cannot be what starts a server and waits for it."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        return not any(_last(call) in _STARTS or dotted(call.func) in functions for call in calls)
    if isinstance(statement, _PLAIN):
        return True
    if isinstance(statement, ast.If) and branch(statement.test)[0] and not statement.orelse:
        return all(_is_plain(one, application, functions) for one in statement.body)
    if not isinstance(statement, ast.Expr):
        return False
    if not isinstance(statement.value, ast.Call):
        return isinstance(statement.value, ast.Constant)
    called = dotted(statement.value.func)
    owner = called.rpartition(".")[0] or called
    return owner in _HARMLESS or (owner == application and _last(statement.value) not in _STARTS)


def _last(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2]
