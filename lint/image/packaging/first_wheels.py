"""The first release of distributions that has a wheel for the newest Python of the builders.

Older ones are compiled while the image is built, which needs compilers and headers that the builder
does not have, or sources that the newer Python does not accept. Asked of the index with pip in
November 2026, for Python 3.14 on Linux x86-64.
"""

from __future__ import annotations

PYTHON = (3, 14)
FIRST: dict[str, str] = {
    "asyncpg": "0.31.0",
    "httptools": "0.7.1",
    "lxml": "6.0.1",
    "numpy": "2.3.2",
    "orjson": "3.11.4",
    "pandas": "2.3.3",
    "pillow": "11.3.0",
    "psycopg2-binary": "2.9.11",
    "pyarrow": "22.0.0",
    "scipy": "1.16.1",
    "uvloop": "0.22.1",
}


def lacks_wheel(name: str, version: str, python: tuple[int, int]) -> str:
    """The first version with a wheel, where this one has none for a Python; "" elsewhere."""
    if python != PYTHON:
        return ""
    first = FIRST.get(name, "")
    return first if first and _numbers(version) < _numbers(first) else ""


def _numbers(version: str) -> tuple[int, ...]:
    parts = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        parts.append(int(digits[:9]))
    return tuple(parts)
