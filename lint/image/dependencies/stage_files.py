"""What a stage of a Dockerfile has at a path when one of its lines runs."""

from __future__ import annotations

import posixpath

from lint.image.context.base_images import UV_IMAGES, brings_no_packages
from lint.image.dependencies.install_commands import install_commands
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.build_context import Context
    from lint.image.context.copy_map import CopyMap, CopySource
    from lint.image.context.dockerfile import Run, Stage

_MAX_LEVELS = 100
_CHANGES = lazy_regex(r"\b(?:chmod|chown|dos2unix|sed\s+-i)\b[^;&|\n]*")
"""Commands that change a file, and make none."""


class StageFiles:
    """The files of the stages of a Dockerfile, by the lines before another."""

    def __init__(self, context: Context, copy_map: CopyMap) -> None:
        self._context = context
        self._map = copy_map
        self._by_name: dict[str, list[str]] = {}
        for path in context.kept:
            self._by_name.setdefault(posixpath.basename(path), []).append(path)
        self._plain: dict[int, bool] = {}

    def lacks(self, stage: Stage, line: int, place: str) -> bool:
        """Whether there certainly is no file at `place`, an absolute path, when `line` runs.

        Where a COPY names the file itself, whether the build has it or not, it counts as there.
        """
        here: Stage | None = stage
        for _ in range(_MAX_LEVELS):
            if here is None:
                break
            if here.unclear or not self._lacks_of_its_own(here, line, place):
                return False
            below = self._map.below(here)
            if below is None:
                return brings_no_packages(here.image)
            here, line = below, len(self._map.lines) + 1
        return False

    def origins(self, stage: Stage, line: int, place: str) -> list[str]:
        """The paths of the context from which the folders copied before a line would bring a file."""
        found: list[str] = []
        here: Stage | None = stage
        for _ in range(_MAX_LEVELS):
            if here is None:
                break
            for source in self._map.sources_of(here):
                copy = source.copy
                if copy.target is None or copy.stage is not None or copy.line >= line:
                    continue
                target = copy.target.rstrip("/")
                if place.startswith(target + "/"):
                    rest = place[len(target) + 1 :]
                    found += [posixpath.join(one, rest) for one in copy.sources]
            here, line = self._map.below(here), len(self._map.lines) + 1
        return list(dict.fromkeys(found))

    def _lacks_of_its_own(self, stage: Stage, line: int, place: str) -> bool:
        """The same of what the lines of one stage make."""
        name = posixpath.basename(place)
        for origin in stage.foreign:
            if origin.instruction.line < line and not origin.image.startswith(UV_IMAGES):
                return False
        if any(self._may_bring(source, line, place) for source in self._map.sources_of(stage)):
            return False
        return all(
            run.line >= line or (name not in _CHANGES.sub("", run.text) and self.is_plain(run))
            for run in stage.commands
        )

    def _may_bring(self, source: CopySource, line: int, place: str) -> bool:
        copy = source.copy
        if copy.line >= line:
            return False
        if copy.target is None:
            return True
        target = copy.target.rstrip("/")
        if place != target and not place.startswith(target + "/"):
            return False
        if copy.stage is not None or any("**" in one for one in copy.sources):
            return True
        named = [one for one in copy.sources if one and not any(char in one for char in "*?[")]
        kept, folders = self._context.kept, self._context.kept_folders
        if any(one not in kept and f"{one}/" not in folders for one in named):
            return True  # a source that is not there is a fault of its own
        paths = [*self._by_name.get(posixpath.basename(place), ()), *named]
        found = (source.places(path) for path in paths)
        return any(place in places or "" in places for places in found)

    def is_plain(self, run: Run) -> bool:
        """Whether a RUN line makes no files whose names it does not have."""
        if run.line not in self._plain:
            commands = install_commands(run.text, run.line, run.workdir, run.variables)
            self._plain[run.line] = not (commands.unknown or commands.brings)
        return self._plain[run.line]
