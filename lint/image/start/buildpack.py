"""What Google's Python buildpack makes a container of a source tree start.

Source: https://github.com/GoogleCloudPlatform/buildpacks (August 2026), `cmd/python/missing_entrypoint`,
`cmd/python/functions_framework`, `pkg/python/dependencies.go` and `cmd/config/entrypoint`.
"""

from __future__ import annotations

import re

from lint.image.context.project_toml import project_env
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from lint.image.file import ImageFile

MAX_BYTES = 1 << 20
NO_ENTRY = (
    "there is no Dockerfile, no Procfile, and no `main.py` or `app.py`; the buildpack stops unless "
    "GOOGLE_ENTRYPOINT is set"
)
_VERSION = lazy_regex(r"(\d{1,4})\.(\d{1,4})")
_FRAMEWORK = lazy_regex(r"(?m)^(?:import|from)[ \t]++functions_framework\b")
_SERVES = lazy_regex(r"(?m)^(?:app\b|(?:import|from)[ \t][^\n]*\bapp\b)")
_FASTAPI = lazy_regex(r"(?m)^fastapi\[standard\]([^-]|$)")


@record
class Default:
    """What a buildpack starts, and how sure that is."""

    words: list[str]
    """Empty where it starts nothing."""
    path: str
    """The file that decides, as shown."""
    assumed: bool
    """Whether a setting of the build that no file shows may decide otherwise."""


def buildpack_start(files: Mapping[str, ImageFile], build_env: Mapping[str, str]) -> Default:
    """What the default builder starts where the tree has neither Dockerfile nor Procfile.

    `files` are those of the tree by path. `build_env` are the variables of the build that are known:
    `GOOGLE_ENTRYPOINT`, `GOOGLE_FUNCTION_TARGET`, `GOOGLE_FUNCTION_SOURCE`, `GOOGLE_PYTHON_VERSION`.
    """

    def text(name: str) -> str:
        member = files.get(name)
        if member is None or member.size > MAX_BYTES:
            return ""
        try:
            return member.read().decode("utf-8", "replace")
        except OSError:
            return ""

    env = {**project_env(text("project.toml")), **build_env}
    if env.get("GOOGLE_ENTRYPOINT"):
        shown = files["project.toml"].display_path if "project.toml" in files else ""
        return Default(["/bin/bash", "-c", env["GOOGLE_ENTRYPOINT"]], shown, False)
    source = env.get("GOOGLE_FUNCTION_SOURCE", "main.py")
    if "GOOGLE_FUNCTION_TARGET" in env:
        return _function(files, source, env["GOOGLE_FUNCTION_TARGET"])
    packages = _packages(text("requirements.txt"), text("pyproject.toml"), files)
    name = next((name for name in ("main.py", "app.py") if name in files), "")
    program = text("main.py")
    serves = _SERVES.search(program)
    if name == "main.py" and _FRAMEWORK.search(program) and not serves:
        return _function(files, source, "")
    script = "" if "requirements.txt" in files else _script(text("pyproject.toml"))
    if script:
        return Default([script], files["pyproject.toml"].display_path, True)
    smart = _smart(env.get("GOOGLE_PYTHON_VERSION") or text(".python-version"))
    if smart and "google-adk" in packages and not name:
        words = ["adk", "api_server", "--port", "8080", "--host", "0.0.0.0"]  # noqa: S104
        return Default(words, "", True)
    if not name:
        return Default([], "", True)
    return Default(_server(name, packages if smart else set()), files[name].display_path, True)


def _server(name: str, packages: set[str]) -> list[str]:
    """The server that the requirements name, the first of the buildpack's order; else gunicorn."""
    target = f"{name.removesuffix('.py')}:app"
    if "gunicorn" in packages:
        return ["gunicorn", "-b", ":8080", target]
    if packages & {"uvicorn", "fastapi[standard]"}:
        return ["uvicorn", target, "--port", "8080", "--host", "0.0.0.0"]  # noqa: S104
    if "gradio" in packages:
        settings = ["GRADIO_SERVER_NAME=0.0.0.0", "GRADIO_SERVER_PORT=8080"]
        return ["env", *settings, "python", name]
    if "streamlit" in packages:
        where = ["--server.address", "0.0.0.0", "--server.port", "8080"]  # noqa: S104
        return ["streamlit", "run", name, *where]
    if "google-adk" in packages:
        return ["adk", "api_server", "--port", "8080", "--host", "0.0.0.0"]  # noqa: S104
    return ["gunicorn", "-b", ":8080", target]


def _function(files: Mapping[str, ImageFile], source: str, target: str) -> Default:
    member = files.get(source)
    words = ["functions-framework", "--source", source]
    if target:
        words += ["--target", target]
    return Default(words, member.display_path if member is not None else "", not target)


def _packages(requirements: str, pyproject: str, files: Mapping[str, ImageFile]) -> set[str]:
    """Which of the servers that the buildpack looks for are required."""
    if "requirements.txt" not in files:
        project = _toml(pyproject)
        stated = project.get("project", {}).get("dependencies")
        poetry = project.get("tool", {}).get("poetry", {}).get("dependencies")
        lines = (
            [item for item in stated if isinstance(item, str)] if isinstance(stated, list) else []
        )
        lines += list(poetry) if isinstance(poetry, dict) else []
        requirements = "\n".join(lines)
    found = set()
    for name in ("gunicorn", "uvicorn", "gradio", "streamlit", "google-adk"):
        if re.search(rf"(?m)^{name}\b([^-]|$)|#egg={name}$", requirements):
            found.add(name)
    if _FASTAPI.search(requirements):
        found.add("fastapi[standard]")
    return found


def _script(pyproject: str) -> str:
    """The console script that is started: the only one, or `start`."""
    project = _toml(pyproject)
    for table in (project.get("tool", {}).get("poetry", {}), project.get("project", {})):
        scripts = table.get("scripts") if isinstance(table, dict) else None
        if isinstance(scripts, dict) and scripts:
            if len(scripts) == 1:
                return str(next(iter(scripts)))
            if "start" in scripts:
                return "start"
    return ""


def _smart(version: str) -> bool:
    """Whether the server is chosen by the requirements: from Python 3.13 on, which is the default."""
    match = _VERSION.search(version)
    return match is None or (int(match[1]), int(match[2])) >= (3, 13)


def _toml(text: str) -> dict[str, Any]:
    from lint.support.toml import TomlError, load_toml

    try:
        data = load_toml(text)
    except TomlError:
        return {}
    # What is no table where one belongs counts as an empty one.
    for name in ("project", "tool"):
        if not isinstance(data.get(name, {}), dict):
            data[name] = {}
    if not isinstance(data.get("tool", {}).get("poetry", {}), dict):
        data["tool"]["poetry"] = {}
    return data


def known_build_env(read: Callable[[str], str | None]) -> dict[str, str]:
    """The variables of the build that a manifest's annotations state; `read` gives an annotation.

    Source: https://cloud.google.com/run/docs/reference/rest/v1/namespaces.services, `gcloud run deploy
    --source`, which writes them.
    """
    from lint.support.json_text import load_json

    found: dict[str, str] = {}
    stated = read("run.googleapis.com/build-environment-variables")
    if stated:
        try:
            values = load_json(stated)
        except ValueError:
            values = None
        if isinstance(values, dict):
            found = {str(name): value for name, value in values.items() if isinstance(value, str)}
    target = read("run.googleapis.com/build-function-target")
    if target:
        found["GOOGLE_FUNCTION_TARGET"] = target
    return found
