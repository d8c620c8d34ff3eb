"""Environment markers as they are in an image: CPython on Linux x86-64.

Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
"""

from __future__ import annotations

_LAST_PATCH = 40


def holds(marker: str, python: tuple[int, int]) -> bool:
    """Whether a marker holds for every patch release of a Python; one that cannot be read does not."""
    from packaging.markers import Marker

    try:
        parsed = Marker(marker)
        return all(parsed.evaluate(environment(python, "", patch)) for patch in (0, _LAST_PATCH))
    except (ValueError, RecursionError):
        return False


def environment(python: tuple[int, int], extra: str, patch: int = 0) -> dict[str, str]:
    """The values that markers are compared with."""
    version = f"{python[0]}.{python[1]}"
    return {
        "extra": extra,
        "implementation_name": "cpython",
        "implementation_version": f"{version}.{patch}",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{version}.{patch}",
        "python_version": version,
        "sys_platform": "linux",
    }
