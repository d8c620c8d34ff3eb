"""Real modules: a sample of the standard library's, and this package's own."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import lint

STANDARD = (
    "abc ast bisect calendar cgi codecs configparser contextlib copy csv dataclasses email.utils"
    " enum functools getpass gettext glob heapq http.cookies json.decoder linecache locale"
    " mimetypes ntpath numbers os pkgutil platform posixpath pprint queue random sched selectors"
    " shelve shlex signal site socket sqlite3 stat string sysconfig tempfile textwrap timeit"
    " tokenize traceback uuid venv warnings webbrowser wave weakref xml.dom.minidom zipapp"
)


@cache
def real_sources() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in STANDARD.split():
        try:
            spec = importlib.util.find_spec(name)
        except ImportError:
            continue
        if spec is not None and spec.origin is not None and spec.origin.endswith(".py"):
            found[name] = Path(spec.origin).read_bytes()
    package = Path(lint.__file__).parent
    for path in sorted(package.rglob("*.py"))[::9]:
        found[path.relative_to(package).as_posix()] = path.read_bytes()
    return found
