"""The directories of a project that its packages are imported from once it is installed."""

from __future__ import annotations

import os
import posixpath

from lint.support.files import read_in_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MAX_BYTES = 1 << 20


def source_roots(directory: str) -> tuple[str, ...]:
    """The import roots of the project in `directory`, relative to it; "" is the directory itself.

    Read from pyproject.toml (setuptools, poetry, hatch, pdm, uv, flit) and setup.cfg. `src` counts
    without any setting where it is no package itself.
    """
    roots = ["", *filter(None, _stated(directory))]
    source = os.path.join(directory, "src")
    if os.path.isdir(source) and not os.path.exists(os.path.join(source, "__init__.py")):
        roots.append("src")
    return tuple(dict.fromkeys(roots))


def stated_dependencies(text: str) -> str:
    """The part of a pyproject.toml that states dependencies; all of it where it cannot be read."""
    import json

    from lint.support.toml import TomlError, load_toml

    try:
        data = load_toml(text)
    except TomlError:
        return text
    project, tool = _table(data, "project"), _table(data, "tool")
    parts: list[Any] = [
        project.get("dependencies"),
        project.get("optional-dependencies"),
        data.get("dependency-groups"),
        _table(tool, "pdm").get("dev-dependencies"),
        _table(tool, "uv").get("dev-dependencies"),
        _table(tool, "hatch").get("envs"),
    ]
    poetry = _table(tool, "poetry")
    parts += [poetry.get("dependencies"), poetry.get("dev-dependencies"), poetry.get("group")]
    if "dependencies" in (project.get("dynamic") or ()):
        parts.append(_table(tool, "setuptools", "dynamic"))
    return json.dumps(parts, default=str)


def project_scripts(directory: str) -> dict[str, str]:
    """The console scripts of the project in `directory`: `module:attr` by name."""
    data = _load(directory)
    tables = (_table(data, "project", "scripts"), _table(data, "tool", "poetry", "scripts"))
    return {
        name: target.partition("[")[0].strip()
        for table in tables
        for name, target in table.items()
        if isinstance(target, str)
    }


def _stated(directory: str) -> Iterator[str]:
    for root in (*_from_pyproject(_table(_load(directory), "tool")), *_from_setup_cfg(directory)):
        clean = posixpath.normpath(root.replace("\\", "/"))
        if not clean.startswith(("/", "..")) and clean != "." and "*" not in clean:
            if os.path.isdir(os.path.join(directory, *clean.split("/"))):
                yield clean


def _load(directory: str) -> dict[str, Any]:
    from lint.support.toml import load_toml

    try:
        text = read_in_tree(os.path.join(directory, "pyproject.toml"), MAX_BYTES)
        data = load_toml(text.decode("utf-8", "replace"))
    except (OSError, ValueError):
        return {}
    return data


def _from_pyproject(tool: dict[str, Any]) -> Iterator[str]:
    setuptools = _table(tool, "setuptools")
    yield from _texts(_table(setuptools, "packages", "find").get("where"))
    yield from _texts(_table(setuptools, "package-dir").get(""))
    packages = _table(tool, "poetry").get("packages")
    for entry in packages if isinstance(packages, list) else ():
        if isinstance(entry, dict):
            yield from _texts(entry.get("from"))
    for path in _texts(_table(tool, "hatch", "build", "targets", "wheel").get("packages")):
        yield posixpath.dirname(path.rstrip("/"))
    yield from _texts(_table(tool, "hatch", "build", "targets", "wheel").get("sources"))
    yield from _texts(_table(tool, "pdm", "build").get("package-dir"))
    if "uv" in tool and "build-backend" in _table(tool, "uv"):
        yield from _texts(_table(tool, "uv", "build-backend").get("module-root", "src"))


def _from_setup_cfg(directory: str) -> Iterator[str]:
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        text = read_in_tree(os.path.join(directory, "setup.cfg"), MAX_BYTES)
        parser.read_string(text.decode("utf-8", "replace"))
    except (OSError, ValueError, configparser.Error):
        return
    yield parser.get("options.packages.find", "where", fallback="").strip()
    for line in parser.get("options", "package_dir", fallback="").splitlines():
        name, equals, root = line.partition("=")
        if equals and not name.strip():
            yield root.strip()


def _table(data: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names:
        inner = data.get(name)
        if not isinstance(inner, dict):
            return {}
        data = inner
    return data


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
