"""What a run is asked to do: the options of `lint check`, and the choices that some of them have.

Each choice is stated here once; the command line, the settings, their JSON Schema and the readers
take it from here. The names of report formats are those of `lint.report.FORMATS`.
"""

from __future__ import annotations

from lint.model.findings import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, Protocol

    from lint.model.findings import Severity

    class Progress(Protocol):
        """Is told what a run does while it goes on."""

        def __call__(self, doing: str, done: int = 0, total: int = 0) -> None:
            """Takes what begins now, or how many of how many parts of it are done."""

    Builder = Literal["docker", "kaniko", "gcloud"]
    Threshold = Severity | Literal["never"]

BUILDERS: tuple[Builder, ...] = ("docker", "kaniko", "gcloud")
"""Whose ignore rules there are readers for; the first is the default."""

THRESHOLDS: tuple[Threshold, ...] = (*SEVERITIES, "never")
"""Severities that can make the exit code 1; the first is the default."""

LIVE_MODES = ("try", "require")
"""Whether a look-up that fails makes the exit code 2; a bare `--live` is the first."""

SAVED_IMAGE = "image"
"""The option and the setting for a saved image. A check, which has nothing to do with it, is called
the same."""

COLORS = ("auto", "always", "never")


def no_progress(doing: str, done: int = 0, total: int = 0) -> None:
    """The progress of a run that nobody watches."""


class Options:
    """The options of `lint check`; "", [] and False for those not given.

    The attributes are named like the options, with `_` for `-`. `set` and `values` are what
    `--set NAME=VALUE` and `--values FILE` gave, unread. `progress` is called with what the run does,
    unless it is short. It is no option: the caller of the run sets it.
    """

    command = "check"
    progress: Progress = staticmethod(no_progress)

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self.paths: list[str] = list(paths)
        self.rules: list[str] = []
        self.select: list[str] = []
        self.ignore: list[str] = []
        self.wheel: list[str] = []
        self.source = ""
        self.image = ""
        self.dockerfile = ""
        self.container = ""
        self.builder = ""
        self.entrypoint = ""
        self.python = ""
        self.lock = ""
        self.wheelhouse = ""
        self.set: list[str] = []
        self.values: list[str] = []
        self.live = ""
        self.project = ""
        self.region = ""
        self.inventory = ""
        self.policy: list[str] = []
        self.format: list[str] = []
        self.fail_on = ""
        self.strict = False
        self.no_accept = False
        self.baseline = ""
        self.write_baseline = False
        self.exit_zero = False
        self.allow_empty = False
        self.quiet = False
        self.info = False
        self.statistics = False
        self.show_settings = False
        self.stdin_filename = ""
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False
        self.color = COLORS[0]
        self.settings = ""
        self.isolated = False
        self.exclude: list[str] = []
        self.no_cache = False
        self.cache_dir = ""
        self.jobs = ""
        self.max_files = ""

    def files(self) -> list[str]:
        """The paths, with the name of standard input in place of `-` where it has one."""
        if not self.stdin_filename:
            return self.paths
        return [self.stdin_filename if path == "-" else path for path in self.paths]
