"""Scripts that a project names for its runner: `pdm run serve`, `hatch run prod:serve`, `pipenv run web`.

Sources: https://pdm-project.org/en/latest/usage/scripts/, https://rye.astral.sh/guide/pyproject/#toolryescripts,
https://hatch.pypa.io/latest/config/environment/overview/#scripts,
https://pipenv.pypa.io/en/latest/scripts.html, https://python-poetry.org/docs/cli/#run and
https://docs.astral.sh/uv/concepts/projects/config/#command-line-interfaces.
"""

from __future__ import annotations

from lint.image.start.launch import join
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.image.start.launch import Files

_TABLES = {
    "pdm": ("pyproject.toml", ("tool", "pdm", "scripts")),
    "rye": ("pyproject.toml", ("tool", "rye", "scripts")),
    "hatch": ("pyproject.toml", ("tool", "hatch", "envs")),
    "pipenv": ("Pipfile", ("scripts",)),
    "poetry": ("pyproject.toml", ("tool", "poetry", "scripts")),
    "uv": ("pyproject.toml", ("project", "scripts")),
}
RUNNERS = frozenset(_TABLES)
"""The programs whose scripts are read."""
_MAX_BYTES = 1 << 20


@record
class RunnerScript:
    """What a script stands for: a text for a shell, or a function."""

    text: str
    """"" where it is a function."""
    target: str
    """`module:function`, "" where it is a text."""


def runner_script(
    files: Files, directory: str | None, runner: str, name: str
) -> RunnerScript | None:
    """The script of this name that a runner finds in its working directory; None for none."""
    file, keys = _TABLES[runner]
    path = join(directory, file)
    data = files.read(path) if path is not None else None
    if data is None or len(data) > _MAX_BYTES:
        return None
    from lint.support.toml import TomlError, load_toml

    try:
        whole = load_toml(data.decode("utf-8", "replace"))
    except TomlError:
        return None
    table: Any = whole
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return None
    if runner == "hatch":
        return _of_hatch(table, name)
    stated = table.get(name)
    if runner in ("poetry", "uv"):
        if runner == "uv" and not _is_packaged(whole):
            return None  # its scripts are not installed
        return _function(stated)
    return _script(stated)


def _of_hatch(environments: dict[str, Any], name: str) -> RunnerScript | None:
    environment, colon, script = name.rpartition(":")
    found = environments.get(environment if colon else "default")
    scripts = found.get("scripts") if isinstance(found, dict) else None
    stated = scripts.get(script) if isinstance(scripts, dict) else None
    if isinstance(stated, list):
        return RunnerScript(" && ".join(map(str, stated)), "")
    return _script(stated)


def _script(stated: Any) -> RunnerScript | None:
    if isinstance(stated, dict):
        if isinstance(stated.get("call"), str):
            return _function(stated["call"])
        stated = stated.get("cmd", stated.get("shell"))
    if isinstance(stated, list):
        import shlex

        stated = shlex.join(map(str, stated))
    return RunnerScript(stated, "") if isinstance(stated, str) and stated else None


def _function(stated: Any) -> RunnerScript | None:
    if not isinstance(stated, str) or ":" not in stated:
        return None
    return RunnerScript("", stated.partition("(")[0].strip())


def _is_packaged(project: dict[str, Any]) -> bool:
    """Whether uv installs a project, and with it its scripts."""
    tool: Any = project.get("tool")
    settings: Any = tool.get("uv") if isinstance(tool, dict) else None
    stated = settings.get("package") if isinstance(settings, dict) else None
    return bool(stated) if stated is not None else "build-system" in project
