"""Where the files of the build context land in the image, by the Dockerfile's `COPY` lines."""

from __future__ import annotations

import fnmatch
import posixpath
import re

from lint.build.dockerfile import Copy, Stage, read_stages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NOWHERE: tuple[frozenset[str], bool] = (frozenset(), False)


class Placement:
    """The way from the context to the final stage of a Dockerfile.

    `shown` is the Dockerfile as findings show it. `roots` are the directories of the image from
    which Python imports: the working directory and PYTHONPATH; `exact` tells that there are no
    others and that files stay where COPY puts them.
    """

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self._stages = read_stages(text)
        final = self._stages[-1] if self._stages else None
        self.line = _last_line(final)
        self.roots: tuple[str, ...] = ()
        self.exact = False
        if final is not None:
            roots = [final.workdir] if final.workdir else []
            roots += [
                posixpath.normpath(posixpath.join(final.workdir or "/", entry))
                for entry in final.pythonpath or ()
            ]
            self.roots = tuple(dict.fromkeys(roots))
            known = final.workdir is not None and final.pythonpath is not None
            targets = all(copy.target is not None for copy in final.copies)
            self.exact = known and targets and not final.busy and not final.unclear
        self._copies = [
            [(copy, [_source_test(source) for source in copy.sources]) for copy in stage.copies]
            for stage in self._stages
        ]

    def brings(self, path: str) -> bool | None:
        """Whether a file of the context reaches the image; None when that cannot be known."""
        if not self._stages:
            return None
        places, maybe = self._land(len(self._stages) - 1, path)
        if places:
            return True
        return None if maybe else False

    def places(self, path: str) -> list[str]:
        """The absolute paths in the image where a file of the context lands for certain."""
        if not self._stages:
            return []
        places, _ = self._land(len(self._stages) - 1, path)
        return sorted(place for place in places if place)

    def _land(self, index: int, path: str) -> tuple[frozenset[str], bool]:
        """The file's paths in a stage ("" for an unknown one), and whether there may be more."""
        stage = self._stages[index]
        below, maybe = _NOWHERE if stage.base is None else self._land(stage.base, path)
        places = set(below)
        maybe = maybe or stage.unclear
        for copy, tests in self._copies[index]:
            if copy.stage is None:
                places |= _copied(copy, tests, path)
                continue
            earlier, more = self._land(copy.stage, path)
            for place in earlier:
                places |= _copied(copy, tests, place[1:]) if place else {""}
            # What an earlier stage installs or moves is somewhere in it: all of a virtual
            # environment may come from here.
            maybe = maybe or more or bool(earlier and self._stages[copy.stage].busy)
        return frozenset(places), maybe


def _last_line(stage: Stage | None) -> int:
    """The line that a finding about a missing COPY points at."""
    if stage is None:
        return 1
    return stage.copies[-1].line if stage.copies else stage.line


def _source_test(source: str) -> tuple[int, Callable[[str], object]]:
    """The number of components of a source, and the test of that many components of a path."""
    if not source:
        return 0, lambda head: True
    depth = source.count("/") + 1
    if not any(char in source for char in "*?["):
        return depth, source.__eq__
    # Go's filepath.Match and fnmatch differ in `[^x]`, and in that `*` stops at a slash.
    parts = [fnmatch.translate(part.replace("[^", "[!")) for part in source.split("/")]
    tests = [re.compile(part).match for part in parts]
    return depth, lambda head: all(
        test(part) for test, part in zip(tests, head.split("/"), strict=True)
    )


def _copied(
    copy: Copy, tests: list[tuple[int, Callable[[str], object]]], path: str
) -> frozenset[str]:
    """Where one COPY puts the file."""
    parts = path.split("/")
    found: set[str] = set()
    for depth, test in tests:
        if depth > len(parts) or not test("/".join(parts[:depth])):
            continue
        if copy.target is None:
            found.add("")
        elif depth < len(parts):
            # The content of a directory is copied, not the directory itself.
            found.add(posixpath.join(copy.target, *parts[depth:]))
        else:
            inside = posixpath.join(copy.target, parts[-1])
            if copy.into:
                found.add(inside)
            else:
                # A single file without a slash at the target's end: a file of that name, or,
                # where the image has such a directory, a file in it.
                found.update((copy.target, inside))
    return frozenset(found)
