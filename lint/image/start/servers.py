"""Servers: where each finds its application, and the host and port that it listens on.

Defaults, flags and variables were read in the published wheels of the named versions: gunicorn
27.0.1, uvicorn 0.54, hypercorn 0.18, daphne 4.2.3, waitress 3.0.2, granian 2.8.7, flask 3.1.3,
quart 0.22, fastapi-cli 0.0.34, functions-framework 3.10.2, streamlit 1.67, chainlit 2.12, panel
3.9, sanic 25.12, litestar 2.25, mlflow 3.18, litellm 1.110, google-adk 1, fastmcp 4.2, mcp 2.3,
aiohttp 3.14.
"""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = "0.0.0.0"  # noqa: S104
LOOPBACK = "127.0.0.1"


@record
class Server:
    """One server's command line. All but the first two attributes are given by name."""

    host: str
    """Its default, as is `port`."""
    port: int
    host_flags: Sequence[str] = ()
    """Options that take the host."""
    port_flags: Sequence[str] = ()
    """Options that take the port."""
    bind_flags: Sequence[str] = ()
    """Options that take `HOST:PORT`."""
    host_env: Sequence[str] = ()
    """Env vars that it reads where no option gives the host."""
    port_env: Sequence[str] = ()
    """Env vars that it reads where no option gives the port."""
    reads_port: bool = False
    """Whether `PORT` alone makes it listen on that port."""
    port_host: str = ""
    """The host that it then listens on, "" for its default."""
    bare: str = ""
    """Options without a value, separated by blanks."""
    app_flags: Sequence[str] = ()
    """Options that name the application."""
    directory_flags: Sequence[str] = ()
    """Options that change the directory."""
    path_flags: Sequence[str] = ()
    """Options that only add an import root."""
    form: str = "module:attr"
    """How the application is named: `module:attr`, `file`, `function`, or "" where it is not;
    `positional-port` and `positional-address` for what takes an address in its place."""
    subcommands: Sequence[str] = ()
    """The words of which one must follow its name."""


_FLASK_BARE = "--debug --no-debug --reload --no-reload --debugger --no-debugger --with-threads --without-threads"

SERVERS: dict[str, Server] = {
    "uvicorn": Server(
        LOOPBACK,
        8000,
        host_flags=("--host",),
        port_flags=("--port",),
        host_env=("UVICORN_HOST",),
        port_env=("UVICORN_PORT",),
        path_flags=("--app-dir",),
        bare="--reload --access-log --no-access-log --use-colors --no-use-colors --proxy-headers "
        "--no-proxy-headers --server-header --no-server-header --date-header --no-date-header "
        "--factory --version --help",
    ),
    "gunicorn": Server(
        LOOPBACK,
        8000,
        bind_flags=("-b", "--bind"),
        reads_port=True,
        port_host=ALL,
        directory_flags=("--chdir",),
        path_flags=("--pythonpath",),
        bare="-D --daemon --preload --reload --spew --check-config --print-config --no-sendfile "
        "--reuse-port --initgroups --capture-output --log-syslog -R --enable-stdio-inheritance "
        "--proxy-protocol --suppress-ragged-eofs --do-handshake-on-connect --strip-header-spaces "
        "--permit-unconventional-http-method --permit-unconventional-http-version "
        "--disable-redirect-access-to-syslog --no-control-socket",
    ),
    "hypercorn": Server(
        LOOPBACK,
        8000,
        bind_flags=("-b", "--bind"),
        bare="--debug --reload",
    ),
    "daphne": Server(
        LOOPBACK,
        8000,
        host_flags=("-b", "--bind"),
        port_flags=("-p", "--port"),
        bare="--proxy-headers --no-server-name",
    ),
    "waitress-serve": Server(
        ALL,
        8080,
        host_flags=("--host",),
        port_flags=("--port",),
        bind_flags=("--listen",),
        app_flags=("--app",),
        bare="--call --expose-tracebacks --no-expose-tracebacks --ipv4 --no-ipv4 --ipv6 --no-ipv6 "
        "--log-socket-errors --no-log-socket-errors --clear-untrusted-proxy-headers "
        "--no-clear-untrusted-proxy-headers --asyncore-use-poll --no-asyncore-use-poll",
    ),
    "granian": Server(
        LOOPBACK,
        8000,
        host_flags=("--host",),
        port_flags=("--port",),
        host_env=("GRANIAN_HOST",),
        port_env=("GRANIAN_PORT",),
        directory_flags=("--working-dir",),
        bare="--reload --no-reload --factory --no-factory --access-log --no-access-log --ws --no-ws "
        "--respawn-failed-workers --no-respawn-failed-workers --log --no-log --metrics --no-metrics",
    ),
    "uwsgi": Server(
        "",
        0,
        bind_flags=("--http", "--http-socket", "--http11-socket"),
        app_flags=("-w", "--module", "--wsgi"),
        directory_flags=("--chdir", "--chdir2"),
        path_flags=("--pythonpath", "--python-path", "--pp"),
        bare="--master -M --die-on-term --enable-threads --need-app --vacuum --lazy-apps "
        "--single-interpreter --disable-logging --strict --thunder-lock",
    ),
    "flask": Server(
        LOOPBACK,
        5000,
        host_flags=("-h", "--host"),
        port_flags=("-p", "--port"),
        host_env=("FLASK_RUN_HOST",),
        port_env=("FLASK_RUN_PORT",),
        app_flags=("-A", "--app"),
        bare=_FLASK_BARE,
        subcommands=("run",),
    ),
    "quart": Server(
        LOOPBACK,
        5000,
        host_flags=("-h", "--host"),
        port_flags=("-p", "--port"),
        host_env=("QUART_RUN_HOST",),
        port_env=("QUART_RUN_PORT",),
        app_flags=("-A", "--app"),
        bare=_FLASK_BARE,
        subcommands=("run",),
    ),
    "fastapi": Server(
        ALL,
        8000,
        host_flags=("--host",),
        port_flags=("--port",),
        port_env=("PORT",),
        reads_port=True,
        app_flags=("--app", "-e", "--entrypoint"),
        bare="--reload --no-reload --proxy-headers --no-proxy-headers",
        form="file",
        subcommands=("run", "dev"),
    ),
    "functions-framework": Server(
        ALL,
        8080,
        host_flags=("--host",),
        port_flags=("--port",),
        host_env=("HOST",),
        port_env=("PORT",),
        reads_port=True,
        bare="--debug --dry-run",
        form="function",
    ),
    "streamlit": Server(
        ALL,
        8501,
        host_flags=("--server.address",),
        port_flags=("--server.port",),
        host_env=("STREAMLIT_SERVER_ADDRESS",),
        port_env=("STREAMLIT_SERVER_PORT",),
        form="file",
        subcommands=("run",),
    ),
    "chainlit": Server(
        LOOPBACK,
        8000,
        host_flags=("--host",),
        port_flags=("--port",),
        host_env=("CHAINLIT_HOST",),
        port_env=("CHAINLIT_PORT",),
        bare="-w --watch -h --headless -d --debug -c --ci",
        form="file",
        subcommands=("run",),
    ),
    "panel": Server(
        "localhost",
        5006,
        host_flags=("--address",),
        port_flags=("--port",),
        port_env=("BOKEH_DEFAULT_SERVER_PORT",),
        form="file",
        bare="--show --dev --autoreload --use-xheaders --warm --reuse-sessions",
        subcommands=("serve",),
    ),
    "bokeh": Server(
        "localhost",
        5006,
        host_flags=("--address",),
        port_flags=("--port",),
        port_env=("BOKEH_DEFAULT_SERVER_PORT",),
        form="file",
        bare="--show --dev --use-xheaders",
        subcommands=("serve",),
    ),
    "sanic": Server(
        LOOPBACK,
        8000,
        host_flags=("-H", "--host"),
        port_flags=("-p", "--port"),
        bare="--fast --dev -d --debug --factory --single-process -r --reload --auto-tls --no-motd "
        "--access-logs --no-access-logs",
    ),
    "litestar": Server(
        LOOPBACK,
        8000,
        host_flags=("-H", "--host"),
        port_flags=("-p", "--port"),
        host_env=("LITESTAR_HOST",),
        port_env=("LITESTAR_PORT",),
        app_flags=("--app",),
        bare="-r --reload -d --debug -P --pdb",
        subcommands=("run",),
    ),
    "mlflow": Server(
        LOOPBACK,
        5000,
        host_flags=("-h", "--host"),
        port_flags=("-p", "--port"),
        host_env=("MLFLOW_HOST",),
        port_env=("MLFLOW_PORT",),
        form="",
        subcommands=("server", "ui"),
    ),
    "adk": Server(
        LOOPBACK,
        8000,
        host_flags=("--host",),
        port_flags=("--port",),
        form="",
        bare="--reload --no-reload --with_ui --a2a --trace_to_cloud -v --verbose",
        subcommands=("api_server", "web"),
    ),
    "litellm": Server(
        ALL,
        4000,
        host_flags=("--host",),
        port_flags=("--port",),
        host_env=("HOST",),
        port_env=("PORT",),
        reads_port=True,
        form="",
        bare="--debug --detailed_debug",
    ),
    "fastmcp": Server(
        LOOPBACK,
        8000,
        host_flags=("--host",),
        port_flags=("-p", "--port"),
        host_env=("FASTMCP_HOST",),
        port_env=("FASTMCP_PORT",),
        form="file",
        bare="--no-banner --skip-source --skip-env --reload --no-reload --stateless",
        subcommands=("run",),
    ),
    "mcp": Server("", 0, form="file", subcommands=("run",)),
    "aiohttp.web": Server(
        "localhost",
        8080,
        host_flags=("-H", "--hostname"),
        port_flags=("-P", "--port"),
    ),
    "http.server": Server(
        ALL,
        8000,
        host_flags=("-b", "--bind"),
        form="positional-port",
        bare="--cgi",
    ),
    "runserver": Server(LOOPBACK, 8000, form="positional-address", bare="--noreload --nothreading"),
}
"""By the name of the program; `http.server` and `aiohttp.web` are run with `python -m`, `runserver`
by Django."""

ALIASES = {
    "waitress": "waitress-serve",
    "fastapi_cli": "fastapi",
    "functions_framework": "functions-framework",
}
"""Names under which `python -m` runs a server."""

QUIET_PROGRAMS = frozenset(("celery", "rq", "dramatiq", "arq", "huey_consumer", "alembic"))
"""Programs that import an application and listen on nothing."""
