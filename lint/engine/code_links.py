"""What the code of a folder says about a manifest in it: the variables it reads, who builds its images.

For editors, which offer the variables and lead to the code. The manifest counts as it is saved: what is
being typed is seldom one.
"""

from __future__ import annotations

import os

from lint.engine.image_names import untagged
from lint.model.findings import Place
from lint.model.options import Options
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.engine.project import Project
    from lint.image.image import Image
    from lint.manifest.resource import Resource


@record
class Variable:
    """An environment variable that the code reads."""

    name: str
    case_sensitive: bool
    needed: bool
    """Whether a start without it fails."""
    free: bool
    """Whether a manifest may set it: neither Cloud Run, nor the image, nor the code does."""
    places: list[Place] = default(factory=list)
    """Where it is read; paths are like those of reports."""


@record
class CodeLinks:
    """What is known of the code behind one manifest."""

    variables: dict[str, Variable] = default(factory=dict)
    """By name, those that a start needs first."""
    builds: dict[str, Place] = default(factory=dict)
    """Where an image is built, by its name without a tag."""

    def variable(self, name: str) -> Variable | None:
        """The variable that a name of a manifest sets; None where the code reads none of it."""
        found = self.variables.get(name)
        if found is None:
            for each in self.variables.values():
                if not each.case_sensitive and each.name.upper() == name.upper():
                    return each
        return found


def code_links(folder: str, manifest: str) -> CodeLinks:
    """What the files of a folder say about one of its manifests, whose path leads into the folder.

    Raises `lint.errors.UsageError` for settings and rule sets that are broken.
    """
    from lint.engine.context import Contexts
    from lint.engine.inputs import find_inputs
    from lint.engine.project import survey
    from lint.settings import SettingsTree

    settings = SettingsTree("")
    contexts = Contexts(Options([folder]), settings, {}, frozenset())
    inputs = find_inputs([folder], settings)
    project = survey(inputs, lambda path: contexts.of(path).values, whole=True)
    links = CodeLinks(builds=_builds(project))
    wanted = os.path.abspath(manifest)
    for each in project.descriptions:
        if os.path.abspath(each.path) == wanted:
            build = project.context_of(each.path, each.resource)
            image = contexts.of(each.path, build).image
            if image is not None:
                _read(links, image, each.resource)
    ordered = sorted(links.variables.values(), key=lambda variable: not variable.needed)
    links.variables = {variable.name: variable for variable in ordered}
    return links


def _builds(project: Project) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for steps in project.steps.values():
        for build in steps.read.builds:
            if build.image and build.anchor is not None:
                found.setdefault(untagged(build.image), build.anchor.place)
    return found


def _read(links: CodeLinks, image: Image, resource: Resource) -> None:
    """Adds the variables that the programs of an image read."""
    from lint.checks.context import CheckContext
    from lint.checks.image.build_env import as_built
    from lint.checks.image.entry_points import entry_points
    from lint.checks.image.start_up import start_up
    from lint.ruleset.field_facts import set_elsewhere
    from lint.support.globs import matches

    if image.build_python is not None:
        image = as_built(image, resource)
    taken = set_elsewhere()
    for entry in entry_points(CheckContext(resource, image=image))[0]:
        env = start_up(entry).env
        if env is None:
            continue
        by_code = {name for read in env.reads if read.need == "set" for name in read.names}
        elsewhere = by_code | entry.image.env.keys() | entry.env.keys()
        for read in env.reads:
            if read.need == "set":
                continue
            for name in read.names:
                variable = links.variables.get(name)
                if variable is None:
                    free = name not in elsewhere and not matches(name, taken)
                    variable = Variable(name, read.case_sensitive, needed=False, free=free)
                    links.variables[name] = variable
                needed = read.need == "required" and not read.later and not read.guarded
                variable.needed = variable.needed or needed
                place = Place(read.display_path, read.line, read.column)
                if str(place) not in map(str, variable.places):
                    variable.places.append(place)
