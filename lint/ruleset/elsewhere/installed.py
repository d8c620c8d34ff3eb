"""Files of installed packages, found without importing anything.

Only the folders count in which packages are installed: the working directory and the repository that
is checked may be on Python's path as well, and a package of theirs must not pass for an installed one.
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
    of_packages = _site_folders()
    for folder in sys.path:
        package = os.path.join(folder, reference.package)
        if folder not in of_packages and not _is_outside(folder, package):
            continue
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


def _site_folders() -> set[str]:
    """The folders that installers put packages into."""
    folders = {*site.getsitepackages()}
    if site.ENABLE_USER_SITE:
        folders.add(site.getusersitepackages())
    return folders


def _is_outside(folder: str, package: str) -> bool:
    """Whether a folder of PYTHONPATH has a package that is no part of any repository.

    Nobody knows here which repository is checked. A folder of PYTHONPATH may be above it.
    """
    if sys.flags.ignore_environment or not os.path.isabs(folder):
        return False
    if folder not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        return False
    if is_inside(folder, os.getcwd()):
        return False
    return not repository_root(os.path.realpath(package))
