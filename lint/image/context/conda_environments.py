"""The environments of conda by their names and folders, and those that commands and shells name.

The folders are those of the images of conda's own projects (see `lint.image.context.conda_images`).
"""

from __future__ import annotations

import posixpath

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = "/opt/conda"
"""Where these images have conda: the environment `base`."""
VARIABLE = "CONDA_DEFAULT_ENV"
"""What an activated environment sets to its name."""
MICROMAMBA_ENTRYPOINT = "_entrypoint.sh"
"""The script of micromamba's images that activates the environment `ENV_NAME`."""
PROGRAMS = ("conda", "mamba", "micromamba")

_INSIDE = lazy_regex(r"(?s)/[\w./-]*?/envs/([\w.-]+)(?:/.*)?")


def environment_name(text: str) -> str | None:
    """An environment as commands name it, by its name or its folder; "" for `base`.

    None where a variable decides. A folder elsewhere stands for itself.
    """
    if not text or "$" in text:
        return None
    if "/" not in text:
        return "" if text == "base" else text
    folder = posixpath.normpath(text)
    match = _INSIDE.fullmatch(folder)
    if match is not None:
        return match[1]
    return "" if folder == ROOT else folder


def environment_folder(name: str) -> str:
    """The folder of an environment, of a name that `environment_name` gives."""
    if not name:
        return ROOT
    return name if name.startswith("/") else f"{ROOT}/envs/{name}"


def environment_of_program(path: str) -> str | None:
    """The environment that a program is in, by its absolute path; None where none is known."""
    folder = posixpath.dirname(posixpath.normpath(path))
    if folder == f"{ROOT}/bin":
        return ""
    match = _INSIDE.fullmatch(folder)
    return match[1] if match is not None and folder.endswith("/bin") else None


def environment_on_path(path: str) -> str | None:
    """The environment whose programs PATH finds first; None where that is not known."""
    for folder in path.split(":"):
        found = environment_of_program(f"{folder}/python")
        if found is not None:
            return found
        if not folder.endswith("/.local/bin"):
            return None
    return None


def named_environment(words: Sequence[str]) -> str | None:
    """The environment that the options of `conda run` name; "" where they name none."""
    for position, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option in ("-n", "--name", "-p", "--prefix"):
            if not equals:
                value = words[position + 1] if position + 1 < len(words) else ""
            return environment_name(value)
    return ""


def environment_of_shell(words: Sequence[str]) -> str | None:
    """The environment in which SHELL runs commands: "" for none, None where that is not known."""
    if not words:
        return ""
    if words[0].rpartition("/")[2] in PROGRAMS and "run" in words[:3]:
        return named_environment(words)
    login = any(word.startswith("-") and ("l" in word or "i" in word) for word in words[1:])
    plain = words[0].rpartition("/")[2] in ("sh", "bash", "ash", "dash")
    return "" if plain and not login else None


def activated(words: Sequence[str]) -> str | None:
    """The environment that `source` or `.` activates; None where that is not known.

    `words` are those behind the word: the script, and its arguments.
    """
    script = words[0].rpartition("/")[2] if words else ""
    if script == "activate" and len(words) > 1:
        return environment_name(words[1])
    return None


def only_prepares(script: str) -> bool:
    """Whether a script that a shell sources makes conda known and activates nothing."""
    return script.rpartition("/")[2] in ("conda.sh", "mamba.sh", "micromamba.sh")
