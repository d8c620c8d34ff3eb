"""Files of installed packages, found without importing anything.

Only the folders count in which packages are installed: the working directory and the repository that
is checked are on Python's path as well, and a package of theirs must not pass for an installed one.
"""

from __future__ import annotations

import os
import site
import sys

from lint.ruleset.elsewhere.reference import ElsewhereError
from lint.support.confinement import is_inside
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.ruleset.elsewhere.reference import PackageReference


def package_folder(reference: PackageReference) -> str:
    """The folder of the package that has the file. Raises `ElsewhereError`."""
    installed = False
    for folder in _folders():
        package = os.path.join(folder, reference.package)
        if os.path.isfile(os.path.join(package, *reference.path.split("/"))):
            return package
        installed = installed or os.path.isdir(package)
    if installed:
        raise ElsewhereError(
            f"the package {reference.package} has no file {reference.path}",
            "Correct the name, or install another version.",
        )
    raise ElsewhereError(
        f"no package {reference.package} is installed for {sys.executable}",
        "Install it there, and not as an editable package.",
    )


def _folders() -> list[str]:
    """The folders of Python's path in which packages are installed, in its order."""
    folders = {*site.getsitepackages()}
    if site.ENABLE_USER_SITE:
        folders.add(site.getusersitepackages())
    if not sys.flags.ignore_environment:
        here = repository_root(os.getcwd()) or os.getcwd()
        folders.update(
            folder
            for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep)
            if os.path.isabs(folder) and not is_inside(folder, here)
        )
    return [folder for folder in sys.path if folder in folders]
