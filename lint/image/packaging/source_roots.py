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
    project, tool = table(data, "project"), table(data, "tool")
    parts: list[Any] = [
        project.get("dependencies"),
        project.get("optional-dependencies"),
        data.get("dependency-groups"),
        table(tool, "pdm").get("dev-dependencies"),
        table(tool, "uv").get("dev-dependencies"),
        table(tool, "hatch").get("envs"),
    ]
    poetry = table(tool, "poetry")
    parts += [poetry.get("dependencies"), poetry.get("dev-dependencies"), poetry.get("group")]
    if "dependencies" in (project.get("dynamic") or ()):
        parts.append(table(tool, "setuptools", "dynamic"))
    return json.dumps(parts, default=str)


def project_name(directory: str) -> str:
    """The name of the project in `directory`; "" where none is stated."""
    data = load_pyproject(directory)
    name = table(data, "project").get("name") or table(data, "tool", "poetry").get("name")
    return name if isinstance(name, str) else ""


def project_scripts(directory: str) -> dict[str, str]:
    """The console scripts of the project in `directory`: `module:attr` by name."""
    data = load_pyproject(directory)
    scripts = (table(data, "project", "scripts"), table(data, "tool", "poetry", "scripts"))
    return {
        name: target.partition("[")[0].strip()
        for found in scripts
        for name, target in found.items()
        if isinstance(target, str)
    }


def _stated(directory: str) -> Iterator[str]:
    for root in (
        *_from_pyproject(table(load_pyproject(directory), "tool")),
        *_from_setup_cfg(directory),
        *_from_setup_py(directory),
    ):
        clean = posixpath.normpath(root.replace("\\", "/"))
        if not clean.startswith(("/", "..")) and clean != "." and "*" not in clean:
            if os.path.isdir(os.path.join(directory, *clean.split("/"))):
                yield clean


def load_pyproject(directory: str) -> dict[str, Any]:
    """The tables of the pyproject.toml in a folder; none where it cannot be read."""
    from lint.support.toml import load_toml

    try:
        text = read_in_tree(os.path.join(directory, "pyproject.toml"), MAX_BYTES)
        data = load_toml(text.decode("utf-8", "replace"))
    except (OSError, ValueError):
        return {}
    return data


def _from_pyproject(tool: dict[str, Any]) -> Iterator[str]:
    setuptools = table(tool, "setuptools")
    yield from texts(table(setuptools, "packages", "find").get("where"))
    for name, path in table(setuptools, "package-dir").items():
        yield from _mapped(name, path)
    packages = table(tool, "poetry").get("packages")
    for entry in packages if isinstance(packages, list) else ():
        if isinstance(entry, dict):
            yield from texts(entry.get("from"))
    for path in texts(table(tool, "hatch", "build", "targets", "wheel").get("packages")):
        yield posixpath.dirname(path.rstrip("/"))
    wheel = table(tool, "hatch", "build", "targets", "wheel")
    for path in texts(wheel.get("only-include")):
        yield posixpath.dirname(path.rstrip("/"))
    yield from texts(wheel.get("sources"))
    for path, name in table(wheel, "sources").items():
        yield from _mapped(name if isinstance(name, str) else "?", path)
    yield from texts(table(tool, "pdm", "build").get("package-dir"))
    if "uv" in tool and "build-backend" in table(tool, "uv"):
        yield from texts(table(tool, "uv", "build-backend").get("module-root", "src"))


def _mapped(name: str, path: object) -> Iterator[str]:
    """The root of a package that is in a folder: none where the folder has another name."""
    if not isinstance(path, str):
        return
    clean = path.rstrip("/")
    parts = [part for part in name.replace("/", ".").split(".") if part]
    if clean.split("/")[len(clean.split("/")) - len(parts) :] == parts:
        yield "/".join(clean.split("/")[: len(clean.split("/")) - len(parts)])


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


def _from_setup_py(directory: str) -> Iterator[str]:
    """`package_dir` and `where` of a setup.py, where they are constants."""
    import ast

    from lint.image.source_limits import parse

    def text(node: ast.AST | None) -> str | None:
        value = node.value if isinstance(node, ast.Constant) else None
        return value if isinstance(value, str) else None

    try:
        tree = parse(read_in_tree(os.path.join(directory, "setup.py"), MAX_BYTES))
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        given = {item.arg: item.value for item in node.keywords}
        places = given.get("package_dir")
        if name == "setup" and isinstance(places, ast.Dict):
            for key, value in zip(places.keys, places.values, strict=True):
                package = text(key)
                if package is not None:
                    yield from _mapped(package, text(value))
        elif name in ("find_packages", "find_namespace_packages"):
            where = text(node.args[0] if node.args else given.get("where"))
            if where is not None:
                yield where


def table(data: Any, *names: str) -> dict[str, Any]:
    """The table at a path of keys; an empty one where there is none."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def texts(value: object) -> list[str]:
    """The strings of a value that is a string or a list."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
