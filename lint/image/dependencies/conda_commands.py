"""The commands of conda, mamba and micromamba: what they install, and into which environment.

Sources: https://docs.conda.io/projects/conda/en/stable/commands/, and
https://mamba.readthedocs.io/en/latest/user_guide/micromamba.html.
"""

from __future__ import annotations

from lint.image.context.conda_environments import (
    environment_name,
)
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL, RUN, ACTIVATE, NOTHING, UNKNOWN = "install", "run", "activate", "", "unknown"
"""What a command does."""

_VALUES = frozenset(
    (
        "-n", "--name", "-p", "--prefix", "-c", "--channel", "--file", "--solver", "--platform",
        "--subdir", "--repodata-fn", "--clone", "--category", "-r", "--root-prefix", "--rc-file",
        "--channel-priority", "--experimental-solver", "--extras", "-E", "--log-level", "--env-file",
        "--cwd",
    )
)  # fmt: skip
_INSTALLING = frozenset(("install", "create", "update", "upgrade"))
_QUIET = frozenset(
    (
        "", "clean", "config", "deactivate", "doctor", "export", "info", "init", "list", "notices", "repoquery",
        "search", "self-update", "shell", "shell.bash", "shell.posix", "tos", "verify",
    )
)  # fmt: skip


@record
class CondaCommand:
    """One command."""

    does: str
    environment: str | None = None
    """As `environment_name` has it; None where the command names none, or it is not known."""
    named: bool = False
    """Whether the command names an environment."""
    packages: list[str] = default(factory=list)
    files: list[str] = default(factory=list)
    rest: list[str] = default(factory=list)
    """The command that `run` runs."""
    unclear: bool = False
    """Whether it installs more than these."""
    creates: bool = False
    """Whether it makes the environment."""


def conda_command(words: Sequence[str]) -> CondaCommand:
    """Reads the words behind the program's name."""
    found = CondaCommand(NOTHING)
    position = 0
    verbs: list[str] = []
    while position < len(words):
        word = words[position]
        position += 1
        option, equals, value = word.partition("=")
        if not word.startswith("-") or word == "-":
            if verbs in (["env"], []):
                verbs.append(word)
                if word == "env":
                    continue
            elif verbs == ["run"]:
                found.rest = [word, *words[position:]]
                break
            else:
                found.packages.append(word)
            continue
        takes = option in _VALUES or (option == "-f" and _names_file(words, position))
        if takes and not equals:
            value = words[position] if position < len(words) else ""
            position += 1
        if option in ("-n", "--name", "-p", "--prefix"):
            found.environment, found.named = environment_name(value), True
        elif option in ("-f", "--file") and takes:
            found.files.append(value)
        elif option in ("--clone", "--env-file"):
            found.unclear = True
    verb = verbs[-1] if verbs else ""
    if verb in _INSTALLING:
        found.does = INSTALL
        found.creates = verb == "create"
        if verbs[0] == "env" and not found.files:
            found.files = found.packages or ["environment.yml"]
            found.packages = []
    elif verb == "run":
        found.does = RUN
    elif verb == "activate":
        found.does = ACTIVATE
        found.environment = environment_name(found.packages[0]) if found.packages else ""
    elif verbs[:1] != ["env"] and verb not in _QUIET:
        found.does = UNKNOWN
    return found


def conda_lock_command(words: Sequence[str]) -> CondaCommand:
    """Reads the words behind `conda-lock`."""
    if words[:1] != ["install"]:
        return CondaCommand(UNKNOWN)
    found = conda_command(words)
    found.files += found.packages or ([] if found.files else ["conda-lock.yml"])
    found.packages = []
    found.creates = True
    return found


def _names_file(words: Sequence[str], position: int) -> bool:
    """Whether a file follows `-f`, which is `--force` for `conda install`."""
    word = words[position] if position < len(words) else ""
    return word.endswith((".yml", ".yaml", ".txt", ".lock")) or "/" in word
