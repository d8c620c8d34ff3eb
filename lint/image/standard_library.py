"""Modules that only some versions of Python's standard library have.

As of Python 3.15. Sources: https://peps.python.org/pep-0594/, https://peps.python.org/pep-0632/,
https://docs.python.org/3/whatsnew/ (the sections "Removed" and "New Modules" of 3.7 to 3.15).
"""

from __future__ import annotations

import sys

_REMOVED_NAMES = {
    (3, 8): "macpath",
    (3, 9): "dummy_threading _dummy_thread",
    (3, 10): "formatter parser symbol",
    (3, 11): "binhex",
    (3, 12): "asynchat asyncore distutils imp smtpd",
    (3, 13): (
        "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev "
        "pipes sndhdr spwd sunau telnetlib uu xdrlib"
    ),
    (3, 15): "sre_compile sre_constants sre_parse",
}
REMOVED = {name: version for version, names in _REMOVED_NAMES.items() for name in names.split()}
"""The first version of Python that does not have a module any more."""

ADDED = {
    "contextvars": (3, 7),
    "dataclasses": (3, 7),
    "graphlib": (3, 9),
    "zoneinfo": (3, 9),
    "tomllib": (3, 11),
    "annotationlib": (3, 14),
    "compression": (3, 14),
    "profiling": (3, 15),
}
"""The first version of Python that has a module."""

_STAND_INS = {
    "asynchat": "pyasynchat",
    "asyncore": "pyasyncore",
    "audioop": "audioop-lts",
    "cgi": "legacy-cgi",
    "cgitb": "legacy-cgi",
    "contextvars": "contextvars",
    "crypt": "legacy-crypt crypt-r",
    "dataclasses": "dataclasses",
    "distutils": "setuptools",
    "graphlib": "graphlib-backport",
    "imp": "zombie-imp",
}


def is_standard(module: str) -> bool:
    """Whether some Python has a module, the running one or another; `module` is a top-level name."""
    return module in sys.stdlib_module_names or module in REMOVED or module in ADDED


def lacks(module: str, python: tuple[int, int]) -> bool:
    """Whether this Python does not have a module that another one has; `module` is a top-level name."""
    removed, added = REMOVED.get(module), ADDED.get(module)
    return (removed is not None and python >= removed) or (added is not None and python < added)


def stand_ins(module: str) -> tuple[str, ...]:
    """The distributions that bring such a module to a Python that lacks it."""
    return (*_STAND_INS.get(module, "").split(), f"standard-{module}")
