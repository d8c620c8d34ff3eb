"""Where the files of the build context land in the image, by the Dockerfile's `COPY` lines."""

from __future__ import annotations

import fnmatch
import posixpath
import re

from lint.image.context.dockerfile import Copy, Stage, Wanted, needed_stages, read_stages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from lint.image.context.ignore_rules import IgnoreRules

_NOWHERE: tuple[frozenset[str], bool] = (frozenset(), False)

# A Dockerfile beyond these is not judged: everything in it is unknown.
_MAX_STAGES = 100
_MAX_COPIES = 1_000
_MAX_SOURCES = 5_000
_MAX_PLACES = 100


class CopyMap:
    """The way from the context to the final stage of a Dockerfile.

    `display_path` is the Dockerfile as findings show it; the final stage is `target`, or the last. `roots` are the directories of the image from
    which Python imports: the working directory and PYTHONPATH; `exact` tells that there are no
    others; `plain` that files stay where COPY puts them. `env` are the variables that it sets, with None
    for a value that is not known; there are no others where `env_known`. `projects` are the
    directories of the projects that it installs, None where one is not known.
    `python` is the version of the image's Python, `start` what its containers run; both are None
    where the Dockerfile does not tell them.
    """

    def __init__(self, text: str, display_path: str, target: str = "") -> None:
        self.display_path = display_path
        self.lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        self._stages = read_stages(text)
        copies = sum(len(stage.copies) for stage in self._stages)
        sources = sum(len(stage.wanted) for stage in self._stages)
        if len(self._stages) > _MAX_STAGES or copies > _MAX_COPIES or sources > _MAX_SOURCES:
            self._stages = []
        index = _target_index(target, self._stages)
        self.unknown_target = target if self._stages and index is None else ""
        """The stage that the build asks for, where there is none; "" else."""
        self._final = len(self._stages) - 1 if index is None else index
        final = self._stages[self._final] if self._stages else None
        self.image = final.image if final is not None else ""
        """The base image of the final stage, as the Dockerfile names it."""
        self.python = final.python if final is not None else None
        self.env: dict[str, str | None] = dict(final.env) if final is not None else {}
        self.env_known = final is not None and final.official
        self.start = final.start if final is not None and final.start.line else None
        self.line = _last_line(final)
        self.shell_form = final is not None and final.shell_form and not final.shell
        """Whether its command is one text for the shell of the image."""
        self.shell = final.shell if final is not None and final.shell_form else []
        """The words of SHELL, where they run its command; empty else."""
        self.workdir = final.workdir if final is not None else None
        self.pythonpath: list[str] | None = final.pythonpath if final is not None else None
        self.path: list[str] | None = final.path if final is not None else None
        """The folders of PATH; None where they are not known."""
        self.user = final.user if final is not None else ""
        """What USER says; "" for the user of the base image."""
        self.projects: list[str] | None = final.projects if final is not None else None
        self.packages = list(
            dict.fromkeys(name for stage in self._stages for name in stage.packages)
        )
        """The members of a workspace that its stages install, by the names of their projects."""
        if final is not None and self._takes_installed(final):
            self.projects = None  # some of what another stage installs is copied from it
        self.requirements: list[str] = final.requirements if final is not None else []
        """The requirements files that it installs, by absolute path."""
        self.roots: tuple[str, ...] = ()
        self.exact = False
        self.plain = False
        if final is not None:
            roots = [final.workdir] if final.workdir else []
            roots += [
                posixpath.normpath(posixpath.join(final.workdir or "/", entry))
                for entry in final.pythonpath or ()
            ]
            self.roots = tuple(dict.fromkeys(roots))
            # Without a WORKDIR of its own, the image says nothing about where Python is to look.
            known = final.workdir not in (None, "/") and final.pythonpath is not None
            plain = all(
                copy.target is not None
                and (copy.stage is None or not self._stages[copy.stage].busy)
                for copy in final.copies
            )
            self.plain = plain and not final.busy and not final.unclear
            self.exact = known and self.plain and not final.projects
        self._copies = [[CopySource(copy) for copy in stage.copies] for stage in self._stages]
        self._asked: dict[str, dict[int, tuple[frozenset[str], bool]]] = {}

    def _takes_installed(self, stage: Stage) -> bool:
        """Whether a stage copies from one that may have installed projects of the tree."""
        pending, seen = [stage], set[int]()
        while pending:
            here = pending.pop()
            if here.base is not None:
                pending.append(self._stages[here.base])
            for copy in here.copies:
                if copy.stage is None or copy.stage in seen:
                    continue
                seen.add(copy.stage)
                other = self._stages[copy.stage]
                if other.projects is None or other.projects or other.unclear:
                    return True
                pending.append(other)
        return False

    def land(self, path: str) -> tuple[bool | None, list[str]]:
        """Whether a file of the context reaches the image, and where it lands for certain.

        None where the Dockerfile does not tell; the places are absolute paths in the image.
        """
        if not self._stages:
            return None, []
        places, maybe = self._land(self._final, path, {})
        brought = True if places else (None if maybe else False)
        return brought, sorted(place for place in places if place)

    def brought_by(self, path: str) -> int:
        """The line of the COPY that brings a file of the context into the final stage.

        It is the last line that may; where none does, the last COPY of all.
        """
        index: int | None = self._final
        while index is not None and self._stages:
            for source in reversed(self._copies[index]):
                copy = source.copy
                if copy.stage is None:
                    brings = bool(source.places(path))
                else:
                    brings = any(
                        not place or source.places(place[1:])
                        for place in self._land(copy.stage, path, {})[0]
                    )
                if brings:
                    return copy.line
            index = self._stages[index].base
        return self.line

    def wanted(self) -> list[Wanted]:
        """What the stages that the image is made of take from the context, in the file's order."""
        needed = needed_stages(self._stages, self._final)
        return [wanted for index in needed for wanted in self._stages[index].wanted]

    def runs(self) -> list[str]:
        """The texts of the RUN lines of all stages that the image is made of."""
        return [
            text
            for index in needed_stages(self._stages, self._final)
            for text in self._stages[index].runs
        ]

    def all_stages(self) -> list[Stage]:
        """The stages of the file, in its order."""
        return self._stages

    def built_stages(self) -> list[Stage]:
        """The stages that the image is made of, in the order of the file."""
        return [self._stages[index] for index in needed_stages(self._stages, self._final)]

    def may_have(self, places: Iterable[str]) -> bool:
        """Whether a RUN or a COPY from elsewhere may bring one of these files into the final stage."""
        index: int | None = self._final
        while index is not None and self._stages:
            stage = self._stages[index]
            if stage.runs or stage.unclear or stage.foreign:
                return True
            for copy in stage.copies:
                target = copy.target
                if target is None or any(
                    f"{place}/".startswith(target.rstrip("/") + "/") for place in places
                ):
                    return True
            index = stage.base
        return not self._stages

    def origin_in(self, stage: Stage, place: str, paths: Iterable[str]) -> str | None:
        """Which of these files of the context a stage has at an absolute path; None for none."""
        index = self._index_of(stage)
        for path in paths:
            # Each install command asks for another place of the same files.
            if place in self._land(index, path, self._asked.setdefault(path, {}))[0]:
                return path
        return None

    def sources_of(self, stage: Stage) -> list[CopySource]:
        """What the COPY and ADD lines of a stage bring, in the order of the file."""
        return self._copies[self._index_of(stage)]

    def below(self, stage: Stage) -> Stage | None:
        """The stage that one starts from; None where it starts from an image."""
        return None if stage.base is None else self._stages[stage.base]

    def _index_of(self, stage: Stage) -> int:
        return next(number for number, one in enumerate(self._stages) if one is stage)

    def changes(self, path: str, place: str) -> tuple[list[str], list[str]]:
        """What may change a file of the context once it is at `place`: RUN lines, and `--chmod`.

        A COPY that brings it there again undoes what the lines before changed.
        """
        runs: list[str] = []
        index: int | None = self._final
        while index is not None and self._stages:
            stage = self._stages[index]
            brings = [
                source.copy
                for source in self._copies[index]
                if source.copy.stage is None and place in source.places(path)
            ]
            if brings and not stage.unclear:
                last = brings[-1]
                runs += [run.text for run in stage.commands if run.line > last.line]
                return runs, [last.mode] if last.mode else []
            runs += stage.runs
            index = stage.base
        modes = [
            source.copy.mode
            for number in needed_stages(self._stages, self._final)
            for source in self._copies[number]
            if source.copy.mode and (source.copy.stage is not None or source.places(path))
        ]
        return self.runs(), modes

    def generates(self, place: str, folders: Collection[str] = ()) -> bool:
        """Whether the image may have a file at `place`, an absolute path, that the tree has not.

        `folders` are those of the context, each with a slash at its end.

        What a COPY brings is known, whatever was made before it: only lines behind the COPY that
        brings the file's directory may add to it.
        """
        if not self._stages:
            return True
        return self._generates(self._final, place, folders, 0)

    def _generates(self, index: int, place: str, folders: Collection[str], depth: int) -> bool:
        stage = self._stages[index]
        line = 0
        for copy in stage.copies:
            if copy.target is None:
                continue
            inside = place.startswith(copy.target.rstrip("/") + "/")
            if not inside:
                continue
            if copy.stage is not None:
                origin = _origin(copy, place)
                if depth > 20 or self._generates(copy.stage, origin, folders, depth + 1):
                    return True
            rest = place[len(copy.target.rstrip("/")) + 1 :]
            if copy.stage is None and any(source + "/" in folders for source in copy.sources):
                line = copy.line
            elif "/" in rest or any(not source for source in copy.sources):
                line = copy.line  # it brings the whole directory
        if stage.base is not None and not line:
            below = self._generates(stage.base, place, folders, depth + 1)
            return below or bool(stage.generates)
        return stage.generates > line

    def origins(self, place: str) -> list[str]:
        """The paths of the context that plain directory copies would bring to an image path."""
        found: list[str] = []
        pending = [(self._final, place)]
        # Stages only look at earlier ones, so this ends; the bound is for hostile files.
        for _ in range(1_000):
            if not pending:
                break
            index, path = pending.pop()
            if index < 0:
                continue
            stage = self._stages[index]
            if stage.base is not None:
                pending.append((stage.base, path))
            for copy in stage.copies:
                if copy.target is None or not path.startswith(copy.target.rstrip("/") + "/"):
                    continue
                rest = path[len(copy.target.rstrip("/")) + 1 :]
                for source in copy.sources:
                    origin = posixpath.join(source, rest)
                    if copy.stage is None:
                        found.append(origin)
                    else:
                        pending.append((copy.stage, "/" + origin))
        return list(dict.fromkeys(found))

    def _land(
        self, index: int, path: str, known: dict[int, tuple[frozenset[str], bool]]
    ) -> tuple[frozenset[str], bool]:
        """The file's paths in a stage ("" for an unknown one), and whether there may be more."""
        if index in known:
            return known[index]
        stage = self._stages[index]
        below, maybe = _NOWHERE if stage.base is None else self._land(stage.base, path, known)
        places = set(below)
        maybe = maybe or stage.unclear
        for source in self._copies[index]:
            copy = source.copy
            if copy.stage is None:
                places |= source.places(path)
                continue
            earlier, more = self._land(copy.stage, path, known)
            for place in earlier:
                places |= source.places(place[1:]) if place else {""}
            # What an earlier stage installs or moves is somewhere in it: all of a virtual
            # environment may come from here.
            maybe = maybe or more or bool(earlier and self._stages[copy.stage].installs)
            if len(places) > _MAX_PLACES:
                places = {""}
        known[index] = (frozenset(places), maybe)
        return known[index]


def _target_index(target: str, stages: list[Stage]) -> int | None:
    """The stage that is built: by its name or number, else the last one; None where there is none."""
    if not target:
        return len(stages) - 1 if stages else None
    for index in range(len(stages) - 1, -1, -1):
        if stages[index].name == target.lower() or target == str(index):
            return index
    return None


def _origin(copy: Copy, place: str) -> str:
    """The path in an earlier stage of what a COPY brings to `place`."""
    target = (copy.target or "").rstrip("/")
    source = copy.sources[0] if copy.sources else ""
    return posixpath.join("/", source, place[len(target) + 1 :])


def _last_line(stage: Stage | None) -> int:
    """The line that a finding about a missing COPY points at."""
    if stage is None:
        return 1
    return stage.copies[-1].line if stage.copies else stage.line


class CopySource:
    """What one COPY brings."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self._tests = [source_test(_below_root(source)) for source in copy.sources]
        self._kept = [source.partition("/./")[0] if copy.parents else "" for source in copy.sources]
        self._excluded: IgnoreRules | None = None
        if copy.excludes:
            from lint.image.context.buildkit_rules import BuildKitRules
            from lint.image.context.dockerignore import read_dockerignore

            text = "\n".join(copy.excludes).encode("utf-8", "surrogateescape")
            self._excluded = BuildKitRules(read_dockerignore(text, "", []) or [])

    def places(self, path: str) -> frozenset[str]:
        """Where it puts a file of the context or of an earlier stage; "" stands for somewhere.

        Source: https://docs.docker.com/reference/dockerfile/#copy
        """
        copy = self.copy
        parts = path.split("/")
        found: set[str] = set()
        for (depth, test), source, pivot in zip(self._tests, copy.sources, self._kept, strict=True):
            if "**" in source:
                found.add("")  # of any depth, with --parents
                continue
            if depth > len(parts) or not test("/".join(parts[:depth])):
                continue
            rest = parts[depth:]
            if self._excluded is not None:
                relative = "/".join(rest) or parts[-1]
                if not self._excluded.decide(relative).included:
                    continue
            if copy.target is None:
                found.add("")
            elif copy.parents:
                above = 0 if "/./" not in source else _below_root(pivot).count("/") + 1
                found.add(posixpath.join(copy.target, *parts[above:]))
            elif rest:
                # The content of a directory is copied, not the directory itself.
                found.add(posixpath.join(copy.target, *rest))
            else:
                inside = posixpath.join(copy.target, parts[-1])
                if copy.into:
                    found.add(inside)
                else:
                    # A single file without a slash at the target's end: a file of that name, or,
                    # where the image has such a directory, a file in it.
                    found.update((copy.target, inside))
        return frozenset(found)


def _below_root(source: str) -> str:
    return posixpath.normpath("/" + source.lstrip("/"))[1:]


def source_test(source: str) -> tuple[int, Callable[[str], object]]:
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
