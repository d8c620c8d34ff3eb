"""Whether a wheel can be installed in an image: CPython on Linux x86-64.

Source: https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from packaging.tags import Tag

MAX_NAME = 300


def fits(file_name: str, python: tuple[int, int], musl: bool) -> bool:
    """Whether a wheel of this name may fit; `musl` for the C library of Alpine, glibc else.

    Of glibc and musl, any version counts. A name that cannot be read may fit.
    """
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename

    if len(file_name) > MAX_NAME:
        return True
    try:
        tags = parse_wheel_filename(file_name)[3]
    except (InvalidWheelFilename, ValueError):
        return True
    return any(_runs(tag, python) and _is_for(tag.platform, musl) for tag in tags)


def is_compiled(file_name: str) -> bool:
    """Whether a wheel is for one platform."""
    return not file_name.endswith("-any.whl")


def _runs(tag: Tag, python: tuple[int, int]) -> bool:
    name, version = tag.interpreter[:2], tag.interpreter[2:]
    if name not in ("py", "cp") or not version.isdecimal():
        return False
    major, minor = int(version[0]), int(version[1:] or 0)
    own = f"cp{python[0]}{python[1]}"
    if major != python[0]:
        return False
    if tag.abi == "none":
        return minor <= python[1]
    if tag.abi == "abi3":
        return name == "cp" and minor <= python[1]
    return tag.abi in (own, f"{own}m") and minor == python[1]


def _is_for(platform: str, musl: bool) -> bool:
    if platform == "any":
        return True
    if not platform.endswith("_x86_64"):
        return False
    return platform.startswith(("linux", "musllinux" if musl else "manylinux"))
