"""The identity of a wheel and where it installs: file name, METADATA, WHEEL, tags, Python."""

from __future__ import annotations

import math

from lint.image.wheel.metadata import canonical_name
from lint.model.text import NOTHING, listed, name, number, own, path, pattern, say, value
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from packaging.specifiers import SpecifierSet
    from packaging.tags import Tag

    from lint.image.fault_list import FaultList
    from lint.image.wheel.reader import Wheel
    from lint.model.text import Message

    Python = tuple[int, int]

_NEWEST_MINOR = 30
"""Requires-Python is asked about Python 3.0 to 3.30: no wheel of today means a later one."""

_NEWEST_PATCH = 40

_PLAIN = lazy_regex(r"[\w.*+!<>=~,;()\[\]\"' \-]*")

_MAX_TEXT = 200
"""Characters of a version or a specifier; `packaging` is not asked about longer ones."""

_MAX_EXPANDED = 100
"""Tags that one compressed tag stands for; `a.b.c-d.e.f-g.h.i` stands for 27."""


def audit_names(wheel: Wheel, python: Python | None, faults: FaultList) -> None:
    """File name, METADATA and WHEEL against each other and against the image's Python."""
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename

    tags: frozenset[Tag] = frozenset()
    file_name = wheel.display_path.rpartition("/")[2]
    try:
        distribution, version, _, tags = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        faults.add(
            "wheel-name-invalid",
            say(
                "`{}` is not a valid wheel file name, expected "
                "`NAME-VERSION-PYTHON-ABI-PLATFORM.whl`",
                path(file_name),
            ),
            wheel.display_path,
            say("Restore the file name that the build gave the wheel."),
        )
        named = None
    else:
        named = (str(distribution), str(version))
    _audit_metadata(wheel, named, faults)
    _audit_wheel_file(wheel, tags, faults)
    platform_fits = _audit_platform(wheel, tags, faults)
    if tags and platform_fits:
        _audit_python(wheel, tags, python, faults)
    _audit_requires_python(wheel, tags, python, faults)


def _audit_metadata(wheel: Wheel, named: tuple[str, str] | None, faults: FaultList) -> None:
    from packaging.version import Version

    display_path = wheel.info_shown("METADATA")
    if "METADATA" not in wheel.info:
        if wheel.info_directory:
            message = say("the wheel has no `{}/METADATA`", path(wheel.info_directory))
            faults.add("metadata-missing", message, wheel.display_path)
        return
    if wheel.info["METADATA"].trouble:
        return  # reported with the archive
    if wheel.info_text("METADATA") is None:
        faults.add("metadata-invalid", say("METADATA cannot be read"), display_path)
        return
    headers = {header.name: header for header in reversed(wheel.headers)}
    for field in ("Metadata-Version", "Name", "Version"):
        if field.lower() not in headers or not headers[field.lower()].value:
            faults.add("metadata-invalid", say("METADATA has no `{}`", own(field)), display_path)
    stated = {"name": wheel.name, "version": wheel.version}
    if "version" in headers and headers["version"].value:
        try:
            stated["version"] = str(Version(wheel.version[:_MAX_TEXT]))
        except ValueError:
            message = say("the version `{}` in METADATA is not valid", pattern(wheel.version))
            faults.add("metadata-invalid", message, display_path, line=headers["version"].line)
            named = (named[0], wheel.version) if named else None
    _audit_requirements(wheel, display_path, faults)
    for position, field in enumerate(stated):
        if named and field in headers and stated[field] != named[position]:
            faults.add(
                "wheel-name-mismatch",
                say(
                    "METADATA has the {} `{}`, and the file name has `{}`",
                    own(field),
                    pattern(stated[field]),
                    pattern(named[position]),
                ),
                display_path,
                say("Restore the file name that the build gave the wheel."),
                headers[field].line,
            )
    _audit_info_directory(wheel, faults)


def _audit_info_directory(wheel: Wheel, faults: FaultList) -> None:
    directory = wheel.info_directory.removesuffix(".dist-info").partition("-")[0]
    if wheel.name and canonical_name(directory) != wheel.name:
        faults.add(
            "wheel-name-mismatch",
            say(
                "the directory `{}` does not belong to the distribution `{}`",
                path(wheel.info_directory),
                name(wheel.name),
            ),
            wheel.display_path,
        )


def _audit_requirements(wheel: Wheel, display_path: str, faults: FaultList) -> None:
    from packaging.requirements import Requirement

    for requirement in wheel.requires_dist:
        try:
            Requirement(requirement.text)
        except (ValueError, RecursionError):
            faults.add(
                "metadata-invalid",
                say("the requirement `{}` in METADATA is not valid", _shown(requirement.text)),
                display_path,
                line=requirement.line,
            )


def _audit_wheel_file(wheel: Wheel, tags: Iterable[Tag], faults: FaultList) -> None:
    display_path = wheel.info_shown("WHEEL")
    if "WHEEL" not in wheel.info:
        if wheel.info_directory:
            message = say("the wheel has no `{}/WHEEL`", path(wheel.info_directory))
            faults.add("wheel-file-missing", message, wheel.display_path)
        return
    if wheel.info["WHEEL"].trouble:
        return
    from lint.image.wheel.metadata import read_headers

    headers = read_headers(wheel.info_text("WHEEL") or "")
    version = next((header for header in headers if header.name == "wheel-version"), None)
    major = version.value.partition(".")[0] if version else ""
    if version is None or not (major.isascii() and major.isdigit()):
        line = version.line if version else 1
        faults.add(
            "wheel-file-invalid",
            say("WHEEL has no valid `Wheel-Version`"),
            display_path,
            line=line,
        )
    elif major != "1":
        message = say(
            "WHEEL has `Wheel-Version` {}, and installers support only version 1",
            pattern(version.value),
        )
        faults.add("wheel-file-invalid", message, display_path, line=version.line)
    stated = [header for header in headers if header.name == "tag"]
    expected = {str(tag) for tag in tags}
    found = {tag for header in stated for tag in _expanded(header.value)}
    if stated and expected and found != expected:
        odd = min(found ^ expected)
        where = say("only in the file name") if odd in expected else say("only in WHEEL")
        faults.add(
            "tag-mismatch",
            say("the tag `{}` is {}", name(odd), where),
            display_path,
            say("Restore the file name that the build gave the wheel."),
            stated[0].line,
        )


def _expanded(tag: str) -> list[str]:
    from packaging.tags import parse_tag

    parts = tag.split("-")
    if math.prod(part.count(".") + 1 for part in parts) > _MAX_EXPANDED:
        return [tag]
    try:
        return [str(single) for single in parse_tag(tag)]
    except ValueError:
        return [tag]


def _audit_platform(wheel: Wheel, tags: Iterable[Tag], faults: FaultList) -> bool:
    """Whether the wheel installs on Linux x86-64, which is all that Cloud Run runs."""
    platforms = sorted({tag.platform for tag in tags})
    fits = any(
        platform == "any"
        or (
            platform.endswith("_x86_64")
            and platform.startswith(("linux", "manylinux", "musllinux"))
        )
        for platform in platforms
    )
    if platforms and not fits:
        faults.add(
            "tag-platform",
            say(
                "the wheel is for {}, and Cloud Run runs Linux on x86-64",
                listed(map(name, platforms)),
            ),
            wheel.display_path,
            say("Build the wheel for `linux_x86_64`, or for `any` if it is pure Python."),
        )
    return fits


def _audit_python(
    wheel: Wheel, tags: frozenset[Tag], python: Python | None, faults: FaultList
) -> None:
    if python is None:
        pythons = [(3, minor) for minor in range(_NEWEST_MINOR + 1)]
        needed = say("Python 3")
    else:
        pythons = [python]
        needed = say("Python {}.{}", number(python[0]), number(python[1]))
    other = any(not tag.interpreter.startswith(("py", "cp")) for tag in tags)
    if other or any(_supported(tags, version) for version in pythons):
        return  # a PyPy wheel may be meant for a PyPy image
    names = sorted({f"{tag.interpreter}-{tag.abi}" for tag in tags})
    faults.add(
        "tag-python",
        say(
            "the wheel is for {} and cannot be installed with {}{}",
            listed(map(name, names)),
            needed,
            say(", the version in the image") if python else NOTHING,
        ),
        wheel.display_path,
        say("Build the wheel with {}.", needed),
    )


def _supported(tags: frozenset[Tag], python: Python) -> bool:
    from packaging.tags import compatible_tags, cpython_tags

    platforms = sorted({tag.platform for tag in tags})
    interpreter = f"cp{python[0]}{python[1]}"
    abis = [interpreter, f"{interpreter}t", f"{interpreter}m"]
    accepted = [
        *cpython_tags(python, abis=abis, platforms=platforms),
        *compatible_tags(python, interpreter=interpreter, platforms=platforms),
    ]
    return not tags.isdisjoint(accepted)


def _audit_requires_python(
    wheel: Wheel, tags: frozenset[Tag], python: Python | None, faults: FaultList
) -> None:
    from packaging.specifiers import SpecifierSet

    if not wheel.requires_python:
        return
    display_path = wheel.info_shown("METADATA")
    line = next(h.line for h in wheel.headers if h.name == "requires-python")
    text = _shown(wheel.requires_python)
    try:
        wanted = SpecifierSet(wheel.requires_python[:_MAX_TEXT])
        wanted.contains("3.0")
    except ValueError:
        message = say("the Requires-Python `{}` in METADATA is not valid", text)
        faults.add("metadata-invalid", message, display_path, line=line)
        return
    if python is not None:
        if not _allows(wanted, python):
            faults.add(
                "requires-python",
                say(
                    "the wheel requires Python `{}`, and the image has {}.{}",
                    text,
                    number(python[0]),
                    number(python[1]),
                ),
                display_path,
                say("Use an image with a Python version that the wheel supports."),
                line,
            )
        return
    pythons = [(3, minor) for minor in range(_NEWEST_MINOR + 1)]
    if tags and not any(_allows(wanted, v) and _supported(tags, v) for v in pythons):
        if any(tag.interpreter.startswith("pp") for tag in tags):
            return
        if not any(_supported(tags, version) for version in pythons):
            return  # reported as tag-python, or as tag-platform
        faults.add(
            "requires-python-tag",
            say("the wheel requires Python `{}`, and its tags allow none of these versions", text),
            display_path,
            say("Build the wheel with a Python version that it supports."),
            line,
        )


def _shown(text: str) -> Message:
    """A requirement or a specifier: names, versions and operators; of an address only its length."""
    return value(text, harmless=_PLAIN.fullmatch(text) is not None)


def _allows(wanted: SpecifierSet, python: Python) -> bool:
    """Whether any patch release of a Python is allowed."""
    return any(
        wanted.contains(f"{python[0]}.{python[1]}.{patch}") for patch in range(_NEWEST_PATCH)
    )
