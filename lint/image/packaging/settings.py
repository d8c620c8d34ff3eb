"""Which packaging setting keeps a module of the tree out of the wheel.

Reads `pyproject.toml` (setuptools, hatch, poetry) and `setup.cfg`, and answers only where the
setting decides beyond doubt; it never builds and never runs `setup.py`.
"""

from __future__ import annotations

import fnmatch
import os
import re

from lint.model.record import record
from lint.support.files import read_in_tree
from lint.support.toml_locations import find_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_SETTINGS_BYTES = 1 << 20

# What setuptools leaves out of a flat layout when nothing says which packages to take
# (setuptools documentation, "Automatic discovery", flat-layout).
_FLAT_EXCLUDED = frozenset(
    "ci bin debian doc docs documentation manpages news newsfragments changelog test tests "  # noqa: SIM905
    "unit_test unit_tests example examples scripts tools util utils python build dist venv env "
    "requirements tasks fabfile site_scons benchmark benchmarks exercise exercises htmlcov".split()
)


@record
class PackagingSetting:
    """A packaging setting that keeps a file out of the wheel."""

    path: str
    """The file that it is in."""
    line: int
    """Where it is in the file."""
    name: str
    """Its dotted name."""
    value: str
    """The pattern that decides; "" when it is the absence of one."""
    message: str
    """What it does, in one sentence."""

    def __repr__(self) -> str:
        return f"<PackagingSetting {self.path}:{self.line} {self.name} {self.value}>"


def explain_missing(directory: str, module_path: str) -> PackagingSetting | None:
    """The setting that keeps a module out of the wheel built from `directory`, when it is clear.

    `module_path` is the module's file relative to the import root (`app/models/user.py`); it has
    to be in the tree, below `directory` itself or below the directory that the settings name.
    """
    if not module_path.endswith(".py"):
        return None
    project = _Project(directory, module_path)
    backend = project.backend()
    if backend.startswith("setuptools"):
        return _explain_setuptools(project)
    if backend.startswith("hatchling"):
        return _explain_hatch(project)
    if backend.startswith("poetry"):
        return _explain_poetry(project)
    return None


class _Project:
    """The settings of one project, and the module that is asked for."""

    def __init__(self, directory: str, module_path: str) -> None:
        self.directory = directory
        self.module = module_path
        self.package = module_path.rpartition("/")[0].replace("/", ".")
        self.display_path = (
            "" if directory in ("", ".") else directory.replace(os.sep, "/").rstrip("/")
        )
        self.text = self.read("pyproject.toml") or ""
        self.settings = _load_toml(self.text)

    def read(self, name: str) -> str | None:
        try:
            data = read_in_tree(os.path.join(self.directory, name), MAX_SETTINGS_BYTES)
        except (OSError, ValueError):
            return None
        return None if len(data) > MAX_SETTINGS_BYTES else data.decode("utf-8", "replace")

    def exists(self, *names: str) -> bool:
        return os.path.exists(os.path.join(self.directory, *names))

    def get(self, *path: str) -> Any:
        """The value of a setting in pyproject.toml, None where there is none."""
        value: Any = self.settings
        for key in path:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return value

    def strings(self, *path: str) -> list[str] | None:
        """A setting that is a list of strings; None where it is missing or anything else."""
        value = self.get(*path)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        return None

    def backend(self) -> str:
        """The build backend; setuptools is what pip falls back on."""
        backend = self.get("build-system", "build-backend")
        if isinstance(backend, str):
            return backend
        if self.settings or self.exists("setup.cfg") or self.exists("setup.py"):
            return "setuptools"
        return ""

    def setting(self, path: tuple[str, ...], value: str, message: str) -> PackagingSetting:
        """A setting with its place in pyproject.toml."""
        line = find_setting(self.text, path, value or None)
        return PackagingSetting(self.file("pyproject.toml"), line, ".".join(path), value, message)

    def file(self, name: str) -> str:
        return f"{self.display_path}/{name}" if self.display_path else name

    def places(self) -> list[str]:
        """The module's paths relative to the project, as laid out usually."""
        return [
            place for place in (self.module, "src/" + self.module) if self.exists(*place.split("/"))
        ]


def _load_toml(text: str) -> dict[str, Any]:
    from lint.support.toml import TomlError, load_toml

    try:
        return load_toml(text)
    except TomlError:
        return {}


def _explain_setuptools(project: _Project) -> PackagingSetting | None:
    if "packages" in (project.read("setup.py") or ""):
        return None
    table = ("tool", "setuptools")
    package_dir = project.get(*table, "package-dir")
    if package_dir is not None and (not isinstance(package_dir, dict) or set(package_dir) != {""}):
        return None
    find = project.get(*table, "packages", "find")
    if isinstance(find, dict):
        path = (*table, "packages", "find")
        finder = _Finder(
            project,
            where=project.strings(*path, "where"),
            include=project.strings(*path, "include"),
            exclude=project.strings(*path, "exclude"),
            namespaces=find.get("namespaces") is not False,
        )
        found = finder.explain()
        if found is None:
            return None
        key, value, message = found
        place = (*path, key) if key in find else path
        return project.setting(place, value, message)
    packages = project.strings(*table, "packages")
    if packages is not None:
        if not project.package or project.package in packages:
            return None
        message = f"lists the packages of the wheel, and `{project.package}` is not among them"
        return project.setting((*table, "packages"), "", message)
    if project.get(*table, "packages") is not None or project.get(*table, "py-modules") is not None:
        return None
    legacy = project.read("setup.cfg")
    if legacy is not None and re.search(r"^(packages|py_modules)\s*=", legacy, re.MULTILINE):
        return _explain_setup_cfg(project, legacy)
    return _explain_discovery(project, package_dir)


def _explain_discovery(project: _Project, package_dir: Any) -> PackagingSetting | None:
    """What setuptools finds by itself: all of `src`, or a flat layout without the usual names."""
    if package_dir is not None or project.exists("src") or not project.package:
        return None
    if "project" not in project.settings and not project.exists("setup.cfg"):
        return None
    top = project.package.partition(".")[0]
    if top not in _FLAT_EXCLUDED and not top.startswith((".", "_")):
        return None
    name = "pyproject.toml" if project.settings else "setup.cfg"
    message = f"automatic discovery leaves out top-level packages called `{top}`"
    line = find_setting(project.text, ("project", "name")) if project.settings else 1
    return PackagingSetting(project.file(name), line, "automatic discovery", top, message)


class _Finder:
    """`setuptools.find_packages` and `find_namespace_packages`, asked about one package."""

    def __init__(
        self,
        project: _Project,
        where: list[str] | None,
        include: list[str] | None,
        exclude: list[str] | None,
        namespaces: bool,
    ) -> None:
        self.project = project
        self.where = where or ["."]
        self.include = include or ["*"]
        self.exclude = exclude or []
        self.namespaces = namespaces

    def explain(self) -> tuple[str, str, str] | None:
        """The key, the pattern and the message of what leaves the package out."""
        package = self.project.package
        if not package:
            return None
        roots = [
            where
            for where in self.where
            if self.project.exists(where, *self.project.module.split("/"))
        ]
        if not roots:
            if not self.project.places():
                return None
            named = ", ".join(f"`{where}`" for where in self.where)
            return "where", "", f"looks for packages in {named} only"
        parts = package.split(".")
        for end in range(1, len(parts) + 1):
            if self.namespaces:
                break
            if not any(self.project.exists(root, *parts[:end], "__init__.py") for root in roots):
                path = "/".join(parts[:end])
                return "namespaces", "", f"takes no package without `__init__.py`: `{path}`"
        for pattern in self.exclude:
            if fnmatch.fnmatchcase(package, pattern):
                return "exclude", pattern, f"leaves out `{package}`"
        if not any(fnmatch.fnmatchcase(package, pattern) for pattern in self.include):
            return "include", "", f"has no pattern that takes `{package}`"
        return None


def _explain_setup_cfg(project: _Project, text: str) -> PackagingSetting | None:
    import configparser

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    packages = parser.get("options", "packages", fallback="").strip()
    layout = parser.get("options", "package_dir", fallback="").strip()
    if layout and not re.fullmatch(r"=\s*\S+", layout):
        return None
    section = "options.packages.find"

    def strings(key: str) -> list[str] | None:
        value = parser.get(section, key, fallback="")
        return [item.strip() for item in re.split(r"[,\n]", value) if item.strip()] or None

    if packages in ("find:", "find_namespace:"):
        finder = _Finder(
            project,
            strings("where"),
            strings("include"),
            strings("exclude"),
            packages == "find_namespace:",
        )
        found = finder.explain()
        if found is None:
            return None
        key, value, message = found
        if parser.has_option(section, key):
            line = _cfg_line(text, section, key, value)
            return PackagingSetting(
                project.file("setup.cfg"), line, f"{section}.{key}", value, message
            )
    else:
        listed = [item.strip() for item in re.split(r"[,\n]", packages) if item.strip()]
        if not listed or ":" in packages or not project.package or project.package in listed:
            return None
        value = ""
        message = f"lists the packages of the wheel, and `{project.package}` is not among them"
    line = _cfg_line(text, "options", "packages", "")
    return PackagingSetting(project.file("setup.cfg"), line, "options.packages", value, message)


def _cfg_line(text: str, section: str, key: str, value: str) -> int:
    """The line of an option of an INI file, or of a value in it; 1 when it is not found."""
    inside = False
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            inside = line.strip() == f"[{section}]"
        elif inside and (found or re.match(rf"{re.escape(key)}\s*[=:]", line)):
            if value in line:
                return number
            found = found or number
    return found or 1


def _explain_hatch(project: _Project) -> PackagingSetting | None:
    from lint.image.packaging.selection import explain_hatch

    place = project.places()
    found = explain_hatch(project.settings, project.directory, place[0]) if place else None
    if found is None:
        return None
    path, value, message = found
    if path == (".gitignore",):
        text = project.read(".gitignore") or ""
        lines = [line.strip() for line in text.splitlines()]
        line = lines.index(value) + 1 if value in lines else 1
        return PackagingSetting(project.file(".gitignore"), line, ".gitignore", value, message)
    return project.setting(path, value, message)


def _explain_poetry(project: _Project) -> PackagingSetting | None:
    from lint.image.packaging.selection import explain_poetry

    place = project.places()
    found = explain_poetry(project.settings, place[0]) if place else None
    return None if found is None else project.setting(*found)
