"""Packages of a lock file that cannot be installed with the image's Python, or on its platform.

Kind: `locked-wheel`.
"""

from __future__ import annotations

import re

from lint.image.context.base_images import plain_python
from lint.image.packaging.lock_file import MAX_LOCK_BYTES
from lint.image.packaging.locked_packages import locked_packages
from lint.image.packaging.wheel_tags import fits, is_compiled
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import amount, own, say
from lint.model.text import name as shown_name
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context
    from lint.image.context.dockerfile import Stage
    from lint.image.dependencies.installed import Installed, LockUse
    from lint.image.packaging.locked_packages import LockedPackage

MAX_FAULTS = 20
_COMPILERS = lazy_regex(
    r"\b(?:gcc|g\+\+|build-essential|build-base|clang|llvm|musl-dev|libc-dev|libc6-dev|cargo|rustup?|gfortran|cmake"
    r"|build-dep|python3?-dev)\b"
)
_SMALL = lazy_regex(r"[:-](?:[\w.]*-)?(?:slim|alpine)")


def locked_wheels(context: Context, installed: Installed) -> list[Fault]:
    """A fault for each package of a lock file that has no file for the image.

    It stops the build where there is no source either, and is a warning where the source is
    compiled in an image without a compiler.
    """
    if installed.other_python:
        return []
    faults: list[Fault] = []
    for use in installed.lock_uses:
        faults += _of_lock(context, use)
        if len(faults) > MAX_FAULTS:
            break
    return faults[:MAX_FAULTS]


def _of_lock(context: Context, use: LockUse) -> Iterator[Fault]:
    stage = use.stage
    member = context.kept[use.path]
    if stage.python is None or plain_python(stage.image) is None or _other_python(stage):
        return
    if member.size > MAX_LOCK_BYTES:
        return
    try:
        text = member.read().decode("utf-8", "replace")
    except OSError:
        return
    musl = "alpine" in stage.image
    compiles = not _SMALL.search(stage.image) or any(map(_COMPILERS.search, stage.runs))
    name = use.path.rpartition("/")[2]
    for package in locked_packages(name, text, stage.python, use.chosen):
        if any(fits(wheel, stage.python, musl) for wheel in package.wheels):
            continue
        compiled = any(map(is_compiled, package.wheels))
        if package.source and (compiles or not compiled):
            continue
        assert context.copy_map is not None
        base = Place(context.copy_map.display_path, stage.line)
        yield _fault(package, Place(member.display_path, _line(text, package)), base, stage, musl)


def _other_python(stage: Stage) -> bool:
    """Whether a variable may make uv take another Python than that of the base image."""
    names = (*stage.env, *stage.args)
    return any(name.startswith(("UV_PYTHON", "UV_MANAGED", "UV_SYSTEM_PYTHON")) for name in names)


def _line(text: str, package: LockedPackage) -> int:
    name = "[-_.]+".join(map(re.escape, package.name.split("-")))
    match = re.search(rf"(?im)^name = [\"']{name}[\"']", text)
    return text.count("\n", 0, match.start()) + 1 if match is not None else 1


def _fault(package: LockedPackage, where: Place, base: Place, stage: Stage, musl: bool) -> Fault:
    assert stage.python is not None
    message = say(
        "`{}` {} has no wheel for Python {}.{} on Linux x86-64 with {}",
        shown_name(package.name),
        shown_name(package.version),
        amount(stage.python[0]),
        amount(stage.python[1]),
        own("musl" if musl else "glibc"),
    )
    if package.source:
        message = say("{}: it is compiled, which may fail, as no line installs a compiler", message)
        help = say("Install a compiler, or lock a version that has such a wheel.")
    else:
        message = say("{}, and the lock file lists no source: the build stops", message)
        help = say("Lock a version that has such a wheel, or use another base image.")
    return Fault(
        "locked-wheel",
        where,
        message=message,
        help=help,
        related=[(base, say("this is the base image"))],
        severity="warning" if package.source else None,
    )
