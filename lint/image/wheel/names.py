"""Who a wheel says it is, and where it installs: file name, METADATA, WHEEL, tags, Python."""

from __future__ import annotations

import math

from lint.image.wheel.metadata import canonical_name
from lint.image.wheel.zip_directory import shown_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from packaging.specifiers import SpecifierSet
    from packaging.tags import Tag

    from lint.image.fault_list import FaultList
    from lint.image.wheel.reader import Wheel

    Python = tuple[int, int]

_NEWEST_MINOR = 30
"""Requires-Python is asked about Python 3.0 to 3.30: no wheel of today means a later one."""

_NEWEST_PATCH = 40

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
        name, version, _, tags = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        faults.add(
            "wheel-name-invalid",
            f"`{shown_name(file_name)}` is not the file name of a wheel: no installer accepts it, "
            "expected `{name}-{version}-{python}-{abi}-{platform}.whl`",
            wheel.display_path,
            "Give the wheel the name that its build gave it.",
        )
        named = None
    else:
        named = (str(name), str(version))
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
            message = f"the wheel has no `{shown_name(wheel.info_directory)}/METADATA`"
            faults.add("metadata-missing", message, wheel.display_path)
        return
    if wheel.info["METADATA"].trouble:
        return  # reported with the archive
    if wheel.info_text("METADATA") is None:
        faults.add("metadata-invalid", "METADATA cannot be read", display_path)
        return
    headers = {header.name: header for header in reversed(wheel.headers)}
    for field in ("Metadata-Version", "Name", "Version"):
        if field.lower() not in headers or not headers[field.lower()].value:
            faults.add("metadata-invalid", f"METADATA has no `{field}`", display_path)
    stated = {"name": wheel.name, "version": wheel.version}
    if "version" in headers and headers["version"].value:
        try:
            stated["version"] = str(Version(wheel.version[:_MAX_TEXT]))
        except ValueError:
            message = f"the version `{shown_name(wheel.version)}` in METADATA is not valid"
            faults.add("metadata-invalid", message, display_path, line=headers["version"].line)
            named = (named[0], wheel.version) if named else None
    _audit_requirements(wheel, display_path, faults)
    for position, field in enumerate(stated):
        if named and field in headers and stated[field] != named[position]:
            faults.add(
                "wheel-name-mismatch",
                f"METADATA states the {field} `{shown_name(stated[field])}`, "
                f"the file name `{shown_name(named[position])}`",
                display_path,
                "Give the wheel the name that its build gave it.",
                headers[field].line,
            )
    _audit_info_directory(wheel, faults)


def _audit_info_directory(wheel: Wheel, faults: FaultList) -> None:
    name = wheel.info_directory.removesuffix(".dist-info").partition("-")[0]
    if wheel.name and canonical_name(name) != wheel.name:
        faults.add(
            "wheel-name-mismatch",
            f"`{shown_name(wheel.info_directory)}` is not the directory of "
            f"`{shown_name(wheel.name)}`",
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
                f"the requirement `{shown_name(requirement.text)}` in METADATA is not valid",
                display_path,
                line=requirement.line,
            )


def _audit_wheel_file(wheel: Wheel, tags: Iterable[Tag], faults: FaultList) -> None:
    display_path = wheel.info_shown("WHEEL")
    if "WHEEL" not in wheel.info:
        if wheel.info_directory:
            message = f"the wheel has no `{shown_name(wheel.info_directory)}/WHEEL`"
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
            "wheel-file-invalid", "WHEEL has no valid `Wheel-Version`", display_path, line=line
        )
    elif major != "1":
        message = f"WHEEL states the format {shown_name(version.value, 20)}, installers know 1"
        faults.add("wheel-file-invalid", message, display_path, line=version.line)
    stated = [header for header in headers if header.name == "tag"]
    expected = {str(tag) for tag in tags}
    found = {tag for header in stated for tag in _expanded(header.value)}
    if stated and expected and found != expected:
        odd = min(found ^ expected)
        where = "only in the file name" if odd in expected else "only in WHEEL"
        faults.add(
            "tag-mismatch",
            f"the tag `{shown_name(odd)}` is {where}",
            display_path,
            "Give the wheel the name that its build gave it.",
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
            f"the wheel is for `{shown_name('.'.join(platforms))}`, Cloud Run runs Linux x86-64",
            wheel.display_path,
            "Build the wheel for `linux_x86_64`, or as `any` when it is pure Python.",
        )
    return fits


def _audit_python(
    wheel: Wheel, tags: frozenset[Tag], python: Python | None, faults: FaultList
) -> None:
    if python is None:
        pythons = [(3, minor) for minor in range(_NEWEST_MINOR + 1)]
        needed, where = "Python 3", "Python 3"
    else:
        pythons = [python]
        needed = where = f"Python {python[0]}.{python[1]}"
    other = any(not tag.interpreter.startswith(("py", "cp")) for tag in tags)
    if other or any(_supported(tags, version) for version in pythons):
        return  # a PyPy wheel may be meant for a PyPy image
    names = sorted({f"{tag.interpreter}-{tag.abi}" for tag in tags})
    faults.add(
        "tag-python",
        f"the wheel is for `{shown_name('.'.join(names))}`, which does not install on {where}"
        + (", the Python of the image" if python else ""),
        wheel.display_path,
        f"Build the wheel with {needed}.",
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
    text = shown_name(wheel.requires_python)
    try:
        wanted = SpecifierSet(wheel.requires_python[:_MAX_TEXT])
        wanted.contains("3.0")
    except ValueError:
        message = f"the Requires-Python `{text}` in METADATA is not valid"
        faults.add("metadata-invalid", message, display_path, line=line)
        return
    if python is not None:
        if not _allows(wanted, python):
            faults.add(
                "requires-python",
                f"the wheel requires Python `{text}`, the image has {python[0]}.{python[1]}",
                display_path,
                "Use an image with a Python that the wheel allows.",
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
            f"the wheel requires Python `{text}`, which none that its tags allow is",
            display_path,
            "Build the wheel with a Python that it allows.",
            line,
        )


def _allows(wanted: SpecifierSet, python: Python) -> bool:
    """Whether any patch release of a Python is allowed."""
    return any(
        wanted.contains(f"{python[0]}.{python[1]}.{patch}") for patch in range(_NEWEST_PATCH)
    )
