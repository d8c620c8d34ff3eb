"""What a project requires, as its pyproject.toml, setup.cfg or setup.py states it.

Sources: https://packaging.python.org/en/latest/specifications/pyproject-toml/,
https://packaging.python.org/en/latest/specifications/dependency-groups/,
https://python-poetry.org/docs/pyproject/ and
https://setuptools.pypa.io/en/latest/userguide/declarative_config.html.
"""

from __future__ import annotations

import os

from lint.image.packaging.source_roots import MAX_BYTES, load_pyproject, table, texts
from lint.image.wheel.metadata import Requirement, canonical_name
from lint.model.record import default, record
from lint.support.files import read_in_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_PATCHES = 60
"""Patch releases of a Python version that a specifier is tried on."""


@record
class ProjectRequirements:
    """What a project requires."""

    name: str = ""
    """Its canonical name; "" where it has none."""
    requirements: list[Requirement] = default(factory=list)
    """With the lines that state them."""
    open: bool = False
    """Whether it may require more, which only its build tells."""


def project_requirements(
    directory: str, extras: Iterable[str] | None = ()
) -> ProjectRequirements | None:
    """What the project in a folder requires; None where nothing there states it.

    `extras` are those that are installed; None for all of them and all groups.
    """
    data = load_pyproject(directory)
    poetry = table(data, "tool", "poetry")
    found = ProjectRequirements()
    lines = _lines(os.path.join(directory, "pyproject.toml"))
    wanted = None if extras is None else {canonical_name(extra) for extra in extras}
    stated = _chosen(data, wanted)
    project = table(data, "project")
    if project:
        found.name = canonical_name(str(project.get("name", "")))
        dynamic = texts(project.get("dynamic"))
        found.open = "dependencies" in dynamic or "optional-dependencies" in dynamic
    elif poetry:
        found.name = canonical_name(str(poetry.get("name", "")))
    elif _has_old_settings(directory) or not data:
        return _from_setup_cfg(directory)
    found.requirements = [Requirement(text, _line_of(text, lines)) for text in stated]
    for entry, text in _poetry(poetry, wanted):
        requirement = Requirement(entry, _line_of(text, lines))
        if requirement.name != "python":
            found.requirements.append(requirement)
    return found


def requires_python(directory: str) -> tuple[str, str, int] | None:
    """The Python that a project requires: the version specifiers, the key, and its line.

    None where it states none, or in a way that is not read.
    """
    data = load_pyproject(directory)
    stated = table(data, "project").get("requires-python")
    key = "requires-python"
    if stated is None:
        stated = table(data, "tool", "poetry", "dependencies").get("python")
        key = "python"
        if isinstance(stated, str):
            stated = _caret(stated)
    if not isinstance(stated, str):
        return None
    lines = _lines(os.path.join(directory, "pyproject.toml"))
    number = next(
        (n for n, line in enumerate(lines, 1) if line.lstrip().strip("\"'").startswith(key)), 1
    )
    return stated, key, number


def supports(directory: str, python: tuple[int, int]) -> bool:
    """Whether a project can be installed with some patch release of a Python, as far as it says."""
    stated = requires_python(directory)
    return stated is None or allows(stated[0], python)


def allows(text: str, python: tuple[int, int]) -> bool:
    """Whether version specifiers take some patch release of a Python; those that cannot be read do."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        specifiers = SpecifierSet(text)
    except InvalidSpecifier:
        return True
    versions = (f"{python[0]}.{python[1]}.{patch}" for patch in range(_PATCHES))
    return any(specifiers.contains(version, prereleases=True) for version in versions)


def _caret(text: str) -> str | None:
    """Poetry's `^3.10` and `~3.10` as version specifiers; None for a form that is not read."""
    found = []
    for part in text.split(","):
        part = part.strip()
        if part[:1] in "^~" and part[1:2] != "=":
            numbers = part[1:].strip().split(".")
            if len(numbers) < 2 or not all(number.isdecimal() for number in numbers):
                return None
            found.append(f">={'.'.join(numbers)}")
            if part[0] == "^":
                found.append(f"<{int(numbers[0]) + 1}")
            else:
                found.append(f"<{numbers[0]}.{int(numbers[1]) + 1}")
        elif "|" in part:
            return None
        else:
            found.append(f"=={part}" if part[:1].isdecimal() else part)
    return ",".join(found)


def _chosen(data: dict[str, Any], wanted: set[str] | None) -> list[str]:
    found = texts(table(data, "project").get("dependencies"))
    for extra, listed in table(data, "project", "optional-dependencies").items():
        if wanted is None or canonical_name(extra) in wanted:
            found += texts(listed)
    if wanted is None:
        for listed in table(data, "dependency-groups").values():
            found += texts(listed)
        found += texts(table(data, "tool", "uv").get("dev-dependencies"))
        for listed in table(data, "tool", "pdm", "dev-dependencies").values():
            found += texts(listed)
    return found


def _poetry(poetry: dict[str, Any], wanted: set[str] | None) -> Iterator[tuple[str, str]]:
    """The requirements in Poetry's own form: as a requirement, and as the file has them."""
    tables = [table(poetry, "dependencies")]
    if wanted is None:
        tables.append(table(poetry, "dev-dependencies"))
        for group in table(poetry, "group").values():
            tables.append(table(group, "dependencies"))
    for dependencies in tables:
        for name, value in dependencies.items():
            extras = texts(value.get("extras")) if isinstance(value, dict) else []
            # A version in Poetry's form is no specifier: only whether it is pinned counts.
            version = value if isinstance(value, str) else table(dependencies, name).get("version")
            pinned = isinstance(version, str) and version[:1].isdecimal()
            text = f"{name}[{','.join(extras)}]" if extras else name
            yield (f"{text}=={version}" if pinned else text), name


def _has_old_settings(directory: str) -> bool:
    return any(os.path.isfile(os.path.join(directory, name)) for name in ("setup.cfg", "setup.py"))


def _from_setup_cfg(directory: str) -> ProjectRequirements | None:
    """`install_requires` of a setup.cfg; beside a setup.py there may be more."""
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    path = os.path.join(directory, "setup.cfg")
    try:
        parser.read_string(read_in_tree(path, MAX_BYTES).decode("utf-8", "replace"))
    except (OSError, ValueError, configparser.Error):
        return None
    found = ProjectRequirements(canonical_name(parser.get("metadata", "name", fallback="")))
    stated = parser.get("options", "install_requires", fallback="")
    lines = _lines(path)
    for text in stated.replace(",\n", "\n").splitlines():
        if text.strip():
            found.requirements.append(Requirement(text.strip(), _line_of(text.strip(), lines)))
    found.open = os.path.isfile(os.path.join(directory, "setup.py")) or stated.startswith("file:")
    return found


def _lines(path: str) -> list[str]:
    try:
        return read_in_tree(path, MAX_BYTES).decode("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return []


def _line_of(text: str, lines: list[str]) -> int:
    """The line that has a requirement, from 1; 1 where it is not found."""
    return next((n for n, line in enumerate(lines, 1) if text in line), 1)
