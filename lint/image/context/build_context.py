"""The build context (`--source`): the tree as the builder and the Dockerfile see it."""

from __future__ import annotations

import os
import posixpath
import re
from copy import copy

from lint.errors import os_reason
from lint.image.context.builder_rules import builder_rules
from lint.image.context.dockerfile import Start
from lint.image.context.ignore_rules import Decision, IgnoreRules
from lint.image.context.source_tree import walk_tree
from lint.image.file import ImageFile
from lint.image.packaging.local_projects import local_projects, required_projects
from lint.image.packaging.requirements_text import requirements_text
from lint.image.packaging.source_roots import project_name, source_roots, stated_dependencies
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.options import BUILDERS
from lint.model.record import default, record
from lint.model.text import amount, own, say
from lint.support.files import read_in_tree
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from lint.image.context.copy_map import CopyMap
    from lint.model.options import Builder

    Reason = Literal["ignored", "not-copied", "elsewhere", "link-outside", "unknown"]


_REQUIREMENTS = lazy_regex(
    r"(?i).*requirements.*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|.*\.lock|pylock.*\.toml"
    r"|environment\.ya?ml"
)
_MAX_REQUIREMENTS = 4 << 20
_ANY: frozenset[str] = frozenset(("*",))
"""Stands for words that could not be read: any may be among them."""


def _word(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@record
class Absence:
    """Why a file of the source tree cannot be imported in the image."""

    path: str
    """Relative to the context."""
    display_path: str
    """The path that findings show."""
    reason: Reason
    """One of

    - `ignored`: `decision.pattern` excludes it;
    - `not-copied`: no COPY line brings it;
    - `elsewhere`: it is copied to `places`, where nothing imports from;
    - `link-outside`: it is reached only by a symbolic link that leaves the context;
    - `unknown`: the Dockerfile or the tree leaves it open.
    """
    decision: Decision
    """That of the builder's own ignore rules."""
    others: dict[Builder, Decision] = default(factory=dict)
    """For `ignored`: what the other builders decide."""
    places: list[str] = default(factory=list)
    """For `elsewhere`: absolute paths in the image."""
    dockerfile: str = ""
    """For `not-copied` and `elsewhere`: the Dockerfile."""
    line: int = 1
    """The line of the Dockerfile to change."""

    def __repr__(self) -> str:
        return f"<Absence {self.path}: {self.reason}>"


WORKSPACE = "/workspace"
"""Where buildpacks put the source tree.

Source: https://cloud.google.com/docs/buildpacks/build-application
"""


class Context:
    """One build context as one builder sees it.

    `files` holds all that reaches the image or may, by path relative to the context; `members`
    the part below an import root, by path relative to that root (`app/main.py`); where two roots
    have the same path, the first root wins, as in Python. `complete` is false when the tree or an
    ignore file could not be read to its end: then a missing member means nothing.
    """

    def __init__(
        self, directory: str, display_path: str, builder: Builder, rules: IgnoreRules
    ) -> None:
        self.directory = directory
        self.display_path = display_path
        self.builder = builder
        self.files: dict[str, ImageFile] = {}
        self.kept: dict[str, ImageFile] = {}
        """The files that the builder gets, by path; those of `files` and what no COPY brings."""
        self.guessed = False
        """Whether it is only likely that the image is built from this folder."""
        self.dockerfile_path = ""
        """The Dockerfile as it was given or found; "" for none."""
        self._kept_folders: frozenset[str] | None = None
        self.members: dict[str, ImageFile] = {}
        self.roots: tuple[str, ...] = ("",)
        self.image_roots: tuple[str, ...] = ()
        self.landed: dict[str, list[str]] = {}
        self._places: dict[str, ImageFile] | None = None
        self.copy_map: CopyMap | None = None
        self.faults: list[Fault] = []
        self.complete = True
        self.ignore_files: list[str] = []
        self.scripts: list[tuple[str, str]] | None = None
        """The build scripts of the repository, by path with their text; None before they are read."""
        self.git_rules: dict[str, IgnoreRules | None] = {}
        """The rules of each folder's `.gitignore` that was read, by the folder; None without one."""
        self._rules: dict[Builder, IgnoreRules] = {builder: rules}
        self._dockerfile: str | None = None
        self._words: frozenset[str] | None = None
        self._links_outside: set[str] = set()

    def excluded(
        self, path: str, builder: Builder | None = None, *, is_dir: bool = False
    ) -> Decision:
        """What a builder's ignore rules say of a path, given relative to the context."""
        return self._rules_of(builder or self.builder).decide(path, is_dir)

    @property
    def rules_known(self) -> bool:
        """Whether the builder's ignore rules could be read."""
        return self._rules_of(self.builder).known

    @property
    def kept_folders(self) -> frozenset[str]:
        """The folders that hold kept files, each with a slash at its end."""
        if self._kept_folders is None:
            found: set[str] = set()
            for path in self.kept:
                folder = path.rpartition("/")[0]
                while folder and folder + "/" not in found:
                    found.add(folder + "/")
                    folder = folder.rpartition("/")[0]
            self._kept_folders = frozenset(found)
        return self._kept_folders

    def others(self, path: str) -> dict[Builder, Decision]:
        """What the ignore rules of the other builders say of the file."""
        return {
            builder: self.excluded(path, builder)
            for builder in BUILDERS
            if builder != self.builder and self._rules_of(builder).known
        }

    def exists_in_tree(self, path: str) -> bool:
        """Whether the tree has this file, ignored or not; `path` is relative to the context."""
        parts = path.split("/")
        if not path or ".." in parts or "" in parts or "\0" in path:
            return False
        try:
            return os.path.isfile(os.path.join(self.directory, *parts))
        except ValueError:  # a name that no file system takes
            return False

    def absence(self, path: str) -> Absence | None:
        """Why a file is no member although the tree has it; None when it is one, or nowhere.

        `path` is relative to an import root, as the keys of `members`.
        """
        if path in self.members:
            return None
        for candidate in self.candidates(path):
            if self.exists_in_tree(candidate):
                return self._explain(candidate)
        return None

    def in_tree(self, path: str) -> bool:
        """Whether the tree has a file, in the build or not; `path` as for `absence`."""
        return any(self.exists_in_tree(candidate) for candidate in self.candidates(path))

    def started_from(self, search_path: Sequence[str] | None) -> Context:
        """The context for a program that finds its modules in these directories of the image.

        PYTHONPATH and the projects that the Dockerfile installs come behind them. None stands for
        a program whose directory is not known: then any place in the image counts.
        """
        started = copy(self)
        started.members = {}
        copy_map = self.copy_map
        if copy_map is None:
            # Buildpacks put the tree into their working directory as it is.
            for place in search_path or ():
                root = place.removeprefix(WORKSPACE).strip("/")
                add_below(started.members, root, self.files)
            for root in self.roots:
                add_below(started.members, root, self.files)
            return started
        workdir = copy_map.workdir or "/"
        roots = list(search_path or copy_map.roots)
        roots += [posixpath.normpath(posixpath.join(workdir, e)) for e in copy_map.pythonpath or ()]
        for project in copy_map.projects or ():
            roots += self._project_roots(project)
        for file in copy_map.requirements:
            for project in self._required(file):
                roots += self._project_roots(posixpath.normpath(posixpath.join(workdir, project)))
        started.image_roots = tuple(dict.fromkeys(roots))
        known = copy_map.plain and copy_map.pythonpath is not None and copy_map.projects is not None
        started.fill_members(known and search_path is not None)
        if copy_map.projects is None and copy_map.packages:
            for root in self._package_roots(copy_map.packages):
                add_below(started.members, root, self.files)
        return started

    def fill_members(self, exact: bool) -> None:
        """Fills `members` from `image_roots`; unless these are all, from anywhere in the image."""
        for image_root in self.image_roots:
            prefix = image_root.rstrip("/") + "/"
            for path, places in self.landed.items():
                for place in places:
                    if place.startswith(prefix):
                        _add(self.members, place[len(prefix) :], self.files[path])
        if not exact:
            # Files may be moved, or imported from elsewhere: then any place in the image counts.
            for root in self.roots:
                add_below(self.members, root, self.files)

    def _package_roots(self, names: Sequence[str]) -> Iterator[str]:
        """The import roots, in the tree, of the members of a workspace and of what they depend on."""
        for path in self.files:
            if not path.endswith("/pyproject.toml"):
                continue
            folder = posixpath.dirname(path)
            inner = os.path.join(self.directory, *folder.split("/"))
            if project_name(inner) in names:
                for place in (folder, *local_projects(self.directory, folder, ())):
                    there = os.path.join(self.directory, *place.split("/"))
                    yield from (
                        posixpath.normpath(posixpath.join(place, root))
                        for root in source_roots(there)
                    )

    @property
    def installs_projects(self) -> bool:
        """Whether projects of the tree are installed, or may be."""
        copy_map = self.copy_map
        if copy_map is None or copy_map.projects is None or copy_map.projects:
            return True
        return any(self._required(file) for file in copy_map.requirements)

    def _required(self, file: str) -> list[str]:
        """The directories that a requirements file of the image installs, as it writes them."""
        member = self.at(file)
        if member is None or member.size > _MAX_REQUIREMENTS:
            return []
        try:
            return required_projects(requirements_text(member.read()))
        except OSError:
            return []

    def _project_roots(self, project: str) -> list[str]:
        """The import roots, in the image, of a project that is installed from there.

        Those of the projects beside it that are installed with it come behind its own.
        """
        assert self.copy_map is not None
        roots = self._own_roots(project)
        for origin in self.copy_map.origins(f"{project.rstrip('/')}/pyproject.toml"):
            if self.exists_in_tree(origin):
                here = posixpath.dirname(origin)
                for folder in local_projects(self.directory, here, self.files):
                    inner = posixpath.relpath(folder or ".", here or ".")
                    roots += self._own_roots(posixpath.normpath(posixpath.join(project, inner)))
        return roots

    def _own_roots(self, project: str) -> list[str]:
        assert self.copy_map is not None
        roots = []
        for name in ("pyproject.toml", "setup.py", "setup.cfg"):
            for origin in self.copy_map.origins(f"{project.rstrip('/')}/{name}"):
                folder = os.path.join(self.directory, *posixpath.dirname(origin).split("/"))
                if os.path.isfile(os.path.join(folder, name)):
                    roots += [posixpath.join(project, root) for root in source_roots(folder)]
        return [root.rstrip("/") or "/" for root in roots] or [project]

    def at(self, place: str) -> ImageFile | None:
        """The file at an absolute path of the image; None where the tree brings none there."""
        if self.copy_map is None:
            path = place.removeprefix(WORKSPACE).strip("/")
            return self.files.get(path)
        return self._placed().get(place)

    def names_in(self, folder: str) -> list[str]:
        """The names of the files that the tree brings into an absolute folder of the image."""
        inside = folder.rstrip("/") + "/"
        if self.copy_map is None:
            if not inside.startswith(WORKSPACE + "/"):
                return []
            inside = inside.removeprefix(WORKSPACE + "/")
        places = self.files if self.copy_map is None else self._placed()
        cut = len(inside)
        return [p[cut:] for p in places if p.startswith(inside) and "/" not in p[cut:]]

    def _placed(self) -> dict[str, ImageFile]:
        """The files by their absolute paths in the image."""
        if self._places is None:
            self._places = {
                place: self.files[path] for path, places in self.landed.items() for place in places
            }
        return self._places

    def folders_with(self, name: str) -> list[str]:
        """The folders of the tree, as shown, that have a top-level module of this name.

        Folders that belong to packages and the context itself do not count.
        """
        found: dict[str, None] = {}
        for path, member in self.files.items():
            folder, slash, file = path.rpartition("/")
            if file == "__init__.py":
                folder, slash, file = folder.rpartition("/")
            if slash and file in (name, f"{name}.py") and f"{folder}/__init__.py" not in self.files:
                shown = member.display_path.removesuffix("/__init__.py").rpartition("/")[0]
                found[shown] = None
        return list(found)

    def procfile(self) -> tuple[Start, str] | None:
        """What the `web` line of a Procfile starts, and the file as shown; None without one."""
        member = self.files.get("Procfile")
        if member is None or member.size > _MAX_REQUIREMENTS:
            return None
        try:
            text = member.read().decode("utf-8", "replace")
        except OSError:
            return None
        for number, line in enumerate(text.splitlines(), start=1):
            name, colon, command = line.partition(":")
            if colon and name.strip() == "web":
                return Start([], ["/bin/sh", "-c", command.strip()], number), member.display_path
        return None

    def mentions(self, name: str) -> bool:
        """Whether a file at the top that states requirements has the name as a word."""
        if self._words is None:
            self._words = self._read_words()
        return self._words is _ANY or _word(name) in self._words

    def resembles(self, name: str) -> bool:
        """Whether a word of the requirements holds the name, or the name holds the word."""
        if self._words is None:
            self._words = self._read_words()
        if self._words is _ANY:
            return True
        wanted = _word(name)
        return any(wanted in word or (len(word) > 3 and word in wanted) for word in self._words)

    def _read_words(self) -> frozenset[str]:
        """All words of the files that state requirements; `_ANY` where one cannot be read."""
        words: set[str] = set()
        try:
            for file in sorted(os.listdir(self.directory)):
                if _REQUIREMENTS.fullmatch(file):
                    data = read_in_tree(os.path.join(self.directory, file), _MAX_REQUIREMENTS)
                    text = requirements_text(data)
                    if file == "pyproject.toml":
                        text = stated_dependencies(text)
                    words.update(map(_word, re.findall(r"[\w.-]+", text)))
        except OSError:
            return _ANY
        return frozenset(words)

    def candidates(self, path: str) -> list[str]:
        """Where in the tree a file with this path below an import root may come from."""
        found = [f"{root}/{path}" if root else path for root in self.roots]
        if self.copy_map is not None:
            for root in self.image_roots:
                found += self.copy_map.origins(f"{root.rstrip('/')}/{path}")
        return list(dict.fromkeys(found))

    def _explain(self, path: str) -> Absence:
        decision = self.excluded(path)
        display_path = join_shown(self.display_path, path)
        if not self._rules_of(self.builder).known:
            return Absence(path, display_path, "unknown", decision)
        if not decision.included:
            absence = Absence(path, display_path, "ignored", decision)
            absence.others = self.others(path)
            return absence
        parts = path.split("/")
        if any("/".join(parts[:end]) in self._links_outside for end in range(1, len(parts) + 1)):
            return Absence(path, display_path, "link-outside", decision)
        if self.copy_map is None:
            return Absence(path, display_path, "unknown", decision)
        brought, places = self.copy_map.land(path)
        if brought is False:
            absence = Absence(path, display_path, "not-copied", decision)
        elif places and path in self.files:
            absence = Absence(path, display_path, "elsewhere", decision)
            absence.places = places
        else:
            return Absence(path, display_path, "unknown", decision)
        absence.dockerfile = self.copy_map.display_path
        absence.line = self.copy_map.brought_by(path)
        return absence

    def _rules_of(self, builder: Builder) -> IgnoreRules:
        if builder not in self._rules:
            self._rules[builder] = self.read_rules(builder)
        return self._rules[builder]

    def read_rules(self, builder: Builder) -> IgnoreRules:
        """A builder's ignore rules as the files have them now."""
        return _read_rules(self.directory, self.display_path, builder, self._dockerfile, [])


def read_context(
    directory: str,
    builder: Builder = "docker",
    dockerfile: str | None = None,
    target: str = "",
) -> Context:
    """Reads the tree in `directory` as `builder` sees it; never raises for what it finds there.

    `dockerfile` is a path as the user gives it; without one the context's own `Dockerfile` is
    read if there is one. `target` is the stage that is built, "" for the last one.

    Faults, besides those of the walk and of the ignore files: `dockerfile-unreadable`.
    """
    display_path = directory.replace(os.sep, "/").rstrip("/") or directory
    found = dockerfile or _find_dockerfile(directory)
    ignored = os.path.lexists(os.path.join(directory, ".dockerignore"))
    if found is None and builder == "docker" and not ignored:
        # Nothing is for Docker: gcloud sends the folder to a buildpack, by its own ignore rules.
        builder = "gcloud"
    ignore_files: list[str] = []
    rules = _read_rules(directory, display_path, builder, found, ignore_files)
    context = Context(directory, display_path, builder, rules)
    context._dockerfile = found
    context.dockerfile_path = found or ""
    context.ignore_files = ignore_files
    tree = walk_tree(directory, display_path, rules)
    context.faults = [*rules.faults, *tree.faults]
    context.complete = rules.known and tree.complete
    context._links_outside = tree.links_outside
    if found is not None:
        context.copy_map = _read_placement(found, directory, display_path, context, target)
    _place(context, tree.files)
    return context


def _find_dockerfile(directory: str) -> str | None:
    # BuildKit also takes the lower-case name.
    for name in ("Dockerfile", "dockerfile"):
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            return path
    return None


def _read_rules(
    directory: str, display_path: str, builder: Builder, dockerfile: str | None, used: list[str]
) -> IgnoreRules:
    """The ignore rules of a builder; appends the ignore file, as shown, to `used`."""
    if builder == "gcloud":
        from lint.image.context.gcloudignore import NAME, gcloud_rules

        if os.path.isfile(os.path.join(directory, NAME)):
            used.append(join_shown(display_path, NAME))
        return gcloud_rules(directory, display_path)
    choices = [
        (os.path.join(directory, ".dockerignore"), join_shown(display_path, ".dockerignore"))
    ]
    if dockerfile is not None:
        beside = dockerfile + ".dockerignore"
        choices.insert(0, (beside, beside.replace(os.sep, "/")))
    for path, name in choices:
        if os.path.lexists(path):
            used.append(name)
            return builder_rules(path, name, builder)
    return builder_rules(None, "", builder)


def _read_placement(
    dockerfile: str, directory: str, display_path: str, context: Context, target: str
) -> CopyMap | None:
    from lint.image.context.copy_map import CopyMap
    from lint.image.context.dockerfile import MAX_DOCKERFILE_BYTES

    name = dockerfile.replace(os.sep, "/")
    if dockerfile.startswith(os.path.join(directory, "")):
        name = join_shown(display_path, os.path.relpath(dockerfile, directory).replace(os.sep, "/"))
    try:
        data = read_in_tree(dockerfile, MAX_DOCKERFILE_BYTES)
    except (OSError, ValueError) as error:
        message = say("the Dockerfile cannot be read: {}", own(os_reason(error)))
        context.faults.append(Fault("dockerfile-unreadable", Place(name), message=message))
        return None
    if len(data) > MAX_DOCKERFILE_BYTES:
        message = say(
            "the Dockerfile is larger than {} MiB and is not checked",
            amount(MAX_DOCKERFILE_BYTES >> 20),
        )
        context.faults.append(Fault("dockerfile-unreadable", Place(name), message=message))
        return None
    return CopyMap(data.decode("utf-8", "replace"), name, target)


def _place(context: Context, kept: dict[str, ImageFile]) -> None:
    """Fills `files` and `members` with what the Dockerfile brings of the kept files."""
    context.kept = kept
    copy_map = context.copy_map
    context.roots = source_roots(context.directory)
    if copy_map is None:
        context.files = kept
        context.roots = tuple(dict.fromkeys([*context.roots, *_installed_roots(context)]))
        for root in context.roots:
            add_below(context.members, root, kept)
        return
    for path, member in kept.items():
        brought, places = copy_map.land(path)
        if brought is not False:
            context.files[path] = member
            context.landed[path] = places
    context.image_roots = copy_map.roots
    context.fill_members(copy_map.exact)


def _installed_roots(context: Context) -> Iterator[str]:
    """The import roots of the projects of the tree that a buildpack installs with the one at its top."""
    folders = local_projects(context.directory, "", context.files)
    member = context.files.get("requirements.txt")
    if member is not None and member.size <= _MAX_REQUIREMENTS:
        try:
            stated = required_projects(requirements_text(member.read()))
        except OSError:
            stated = []
        folders += [posixpath.normpath(path) for path in stated]
    for folder in folders:
        if not folder.startswith(("/", "..")):
            inner = os.path.join(context.directory, *folder.split("/"))
            yield from (posixpath.normpath(posixpath.join(folder, r)) for r in source_roots(inner))


def add_below(members: dict[str, ImageFile], root: str, files: dict[str, ImageFile]) -> None:
    """Adds the files below a folder under their paths relative to it; those there already stay."""
    prefix = root + "/" if root else ""
    for path, member in files.items():
        if path.startswith(prefix):
            _add(members, path[len(prefix) :], member)


def _add(members: dict[str, ImageFile], path: str, member: ImageFile) -> None:
    if path in members:
        return
    if path != member.path:
        member = ImageFile(path, member.display_path, member.size, member.read)
    members[path] = member


def join_shown(directory: str, name: str) -> str:
    """A path below the context as findings show it."""
    return name if directory in ("", ".") else f"{directory.rstrip('/')}/{name}"
