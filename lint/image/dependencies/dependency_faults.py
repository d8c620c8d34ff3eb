"""What is wrong with the requirements of an image, whatever its program imports.

Kinds: `requirements-not-installed`, `project-python` and `unpinned`, and those of `install_inputs`,
`locked_wheels` and `other_site`.
"""

from __future__ import annotations

import os
import posixpath
import re

from lint.image.context.conda_images import conda_image
from lint.image.dependencies.install_inputs import absent_inputs
from lint.image.dependencies.locked_wheels import locked_wheels
from lint.image.dependencies.missing_distributions import ImageDistributions
from lint.image.dependencies.other_site import other_site
from lint.image.packaging.conda_environment import read_environment
from lint.image.packaging.lock_file import MAX_LOCK_BYTES
from lint.image.packaging.locked_packages import is_pylock, required_python
from lint.image.packaging.project_requirements import allows, requires_python, supports
from lint.image.packaging.requirements_file import (
    MAX_REQUIREMENTS,
    is_pinned,
    read_requirements,
)
from lint.image.packaging.requirements_text import requirements_text
from lint.image.wheel.metadata import Requirement
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import NOTHING, amount, count, own, say
from lint.model.text import name as shown_name
from lint.model.text import path as shown_path
from lint.model.text import value as shown_value
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context
    from lint.image.dependencies.installed import Installed

MAX_FILES = 50
"""Requirements files that are compared with what is installed."""
MAX_MODULES = 500
"""Modules beside a requirements file in which its imports are looked for."""
MAX_MODULE_BYTES = 1 << 20
_REQUIREMENTS = lazy_regex(r"(?:.*/)?requirements(?:[-_.](?:prod|production|base|main|app))?\.txt")
_ENVIRONMENT = lazy_regex(r"(?:conda[-_]?)?env(?:ironment)?\.ya?ml")
_STARTED = frozenset(("__init__", "agent", "app", "asgi", "main", "server", "settings", "wsgi"))
_WORD = lazy_regex(r"\w+")
_SPECIFIERS = lazy_regex(r"[\d.,<>=!~* ]{1,60}")


def dependency_faults(
    context: Context, installed: Installed, python: tuple[int, int] | None
) -> list[Fault]:
    """The faults of the requirements of an image that is built of a source tree."""
    return [
        *absent_inputs(context),
        *_not_installed(context, installed, python),
        *_other_python(context, installed, python),
        *_other_lock(context, installed),
        *locked_wheels(context, installed),
        *other_site(context),
        *_unpinned(context, installed),
    ]


def _not_installed(
    context: Context, installed: Installed, python: tuple[int, int] | None
) -> Iterator[Fault]:
    """Requirements files of the image that nothing installs, although the code beside them needs it."""
    conda = context.copy_map is not None and conda_image(context.copy_map.image) is not None
    if context.copy_map is None or installed.open or not (installed.commands or conda):
        return
    # Who installs one list and copies everything has the lists of other programs in the image, too.
    folders = {posixpath.dirname(path) for path in installed.files}
    files = [
        path
        for path in context.files
        if _REQUIREMENTS.fullmatch(path) and (not folders or posixpath.dirname(path) in folders)
    ]
    if conda and not installed.commands:
        files += [path for path in context.files if _ENVIRONMENT.fullmatch(path)]
    distributions: ImageDistributions | None = None
    for path in sorted(files)[:MAX_FILES]:
        member = context.files[path]
        if path in installed.files or member.size > MAX_REQUIREMENTS:
            continue
        try:
            text = requirements_text(member.read())
        except OSError:
            continue
        distributions = distributions or ImageDistributions(installed, python=python)
        left = [
            one for one in _requirements(path, text) if one.name and not distributions.has(one.name)
        ]
        found = _first_needed(context, posixpath.dirname(path), left)
        if found is None:
            continue
        requirement, (where, line) = found
        copied = _copy_line(context, path)
        yield Fault(
            "requirements-not-installed",
            Place(context.copy_map.display_path, copied),
            message=say(
                "`{}` is in the image, and nothing installs `{}`, which it requires",
                shown_path(member.display_path),
                shown_name(requirement.name),
            ),
            help=say("Install the file with `conda env update -n base -f`.")
            if _ENVIRONMENT.fullmatch(path)
            else say("Install the file with `pip install -r`."),
            related=[
                (
                    Place(member.display_path, requirement.line),
                    say("`{}` is required here", shown_name(requirement.name)),
                ),
                (Place(where, line), say("it is imported here")),
            ],
        )


def _requirements(path: str, text: str) -> list[Requirement]:
    """What a requirements file, or a file of an environment of conda, states."""
    if not _ENVIRONMENT.fullmatch(path):
        return read_requirements(text).requirements
    packages = read_environment(text)
    of_pip = [Requirement(text, line) for text, line in packages.pip if not text.startswith("-")]
    return [*packages.requirements, *of_pip]


def _copy_line(context: Context, path: str) -> int:
    """The line of the COPY that brings a file of the context."""
    assert context.copy_map is not None
    lines = [
        copy.line
        for stage in context.copy_map.built_stages()
        for copy in stage.copies
        if copy.stage is None
        and any(not source or f"{path}/".startswith(f"{source}/") for source in copy.sources)
    ]
    return lines[-1] if lines else context.copy_map.line


def _first_needed(
    context: Context, folder: str, requirements: list[Requirement]
) -> tuple[Requirement, tuple[str, int]] | None:
    """The first requirement that a module in a folder imports, and where."""
    from lint.image.packaging.known_distributions import IMPORTS

    if not requirements:
        return None
    patterns: list[tuple[Requirement, re.Pattern[str]]] = []
    for requirement in requirements[:500]:
        names = [name for name, providers in IMPORTS.items() if requirement.name in providers]
        names.append(requirement.name.replace("-", "_"))
        if requirement.name.startswith("google-cloud-"):
            names.append("google.cloud." + requirement.name[13:].replace("-", "_"))
        words = []
        for name in names:
            parent, dot, last = name.rpartition(".")
            words.append(rf"(?:import|from)[ \t]+{re.escape(name)}(?![\w])")
            if dot:
                words.append(
                    rf"from[ \t]+{re.escape(parent)}[ \t]+import[ \t]+{re.escape(last)}(?![\w])"
                )
        patterns.append((requirement, re.compile(rf"^(?:{'|'.join(words)})")))
    modules = _modules(context, folder)
    mentioned = {
        word for imports in modules.values() for _, line in imports for word in _WORD.findall(line)
    }
    for path, imports in modules.items():
        stem = posixpath.basename(path).removesuffix(".py")
        # A module that no other one names may be a script of its own, which the image does not run.
        if stem not in _STARTED and stem not in mentioned:
            continue
        for number, line in imports:
            for requirement, pattern in patterns:
                if pattern.match(line):
                    return requirement, (context.files[path].display_path, number)
    return None


def _modules(context: Context, folder: str) -> dict[str, list[tuple[int, str]]]:
    """The lines with imports at the top level of the modules in a folder, each with its number."""
    prefix = f"{folder}/" if folder else ""
    paths = [path for path in context.files if path.startswith(prefix) and path.endswith(".py")]
    found: dict[str, list[tuple[int, str]]] = {}
    for path in sorted(paths)[:MAX_MODULES]:
        member = context.files[path]
        if member.size > MAX_MODULE_BYTES or "test" in path[len(prefix) :]:
            continue
        try:
            lines = member.read().decode("utf-8", "replace").splitlines()
        except OSError:
            continue
        found[path] = [
            (number, line)
            for number, line in enumerate(lines, 1)
            if line.startswith(("import ", "from "))
        ]
    return found


def _other_python(
    context: Context, installed: Installed, python: tuple[int, int] | None
) -> Iterator[Fault]:
    """Projects that cannot be installed with the image's Python."""
    if python is None or installed.other_python:
        return
    for path, program in dict.fromkeys(installed.projects):
        folder = os.path.join(context.directory, *posixpath.dirname(path).split("/"))
        stated = requires_python(folder)
        # uv fetches the Python that a project requires.
        if stated is None or (program == "uv sync" and not installed.no_downloads):
            continue
        text, key, line = stated
        if supports(folder, python):
            continue
        shown = context.kept[path].display_path if path in context.kept else path
        # A buildpack may take uv, which fetches a Python that fits.
        certain = program in ("pip", "uv pip", "uv sync") and context.copy_map is not None
        yield Fault(
            "project-python",
            Place(shown, line),
            message=say(
                "the project requires Python `{}`, and the image has {}.{}{}",
                shown_value(text, harmless=_SPECIFIERS.fullmatch(text) is not None),
                amount(python[0]),
                amount(python[1]),
                NOTHING if certain else own(", unless another Python is found"),
            ),
            help=say("Use a base image with a Python that fits, or change `{}`.", shown_name(key)),
            severity=None if certain else "warning",
        )


def _other_lock(context: Context, installed: Installed) -> Iterator[Fault]:
    """A pylock.toml that is for another Python: installers stop at it.

    Source: https://packaging.python.org/en/latest/specifications/pylock-toml/#installation
    """
    if installed.other_python:
        return
    for use in installed.lock_uses:
        member, python = context.kept[use.path], use.stage.python
        if not is_pylock(posixpath.basename(use.path)) or member.size > MAX_LOCK_BYTES:
            continue
        try:
            text = member.read().decode("utf-8", "replace")
        except OSError:
            continue
        stated = required_python(text)
        if python is None or not stated or allows(stated, python):
            continue
        lines = text.splitlines()
        line = next((n for n, one in enumerate(lines, 1) if one.startswith("requires-python")), 1)
        yield Fault(
            "project-python",
            Place(member.display_path, line),
            message=say(
                "the lock file is for Python `{}`, and the image has {}.{}",
                shown_value(stated, harmless=_SPECIFIERS.fullmatch(stated) is not None),
                amount(python[0]),
                amount(python[1]),
            ),
            help=say("Use a base image with a Python that fits, or lock for this one."),
        )


def _unpinned(context: Context, installed: Installed) -> Iterator[Fault]:
    """That nothing says which versions are installed."""
    copy_map = context.copy_map
    if copy_map is None or installed.open or installed.locks:
        return
    stated = [one for one in installed.stated if one.path]
    if len(stated) < 2 or any(is_pinned(one.requirement) for one in stated):
        return
    if any("-c" in run.text.split() for stage in copy_map.built_stages() for run in stage.commands):
        return
    first = stated[0]
    yield Fault(
        "unpinned",
        Place(first.path, max(first.line, 1)),
        message=say(
            "none of {} names a version, and there is no lock file: two builds may install different ones",
            count(len(stated), "requirement"),
        ),
        help=say("Install from a lock file, or pin the versions."),
    )
