"""The Python that Google's buildpack takes for a source tree without a Dockerfile.

Source: https://github.com/GoogleCloudPlatform/buildpacks, `cmd/python/runtime` and
`pkg/runtime`, and https://docs.cloud.google.com/docs/buildpacks/python#specify-version.
"""

from __future__ import annotations

from lint.image.context import builders
from lint.image.context.project_toml import builder_of, project_env
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.image.context.build_context import Context

VARIABLES = ("GOOGLE_PYTHON_VERSION", "GOOGLE_RUNTIME_VERSION")
"""The variables of the build that name the version; the first one counts."""
FILE = ".python-version"
_OTHER_LANGUAGES = frozenset(
    (
        "package.json",
        "go.mod",
        "pom.xml",
        "build.gradle",
        "build.gradle.kts",
        "Gemfile",
        "composer.json",
        "index.php",
    )
)
_MAX_BYTES = 1 << 20


@record
class BuildPython:
    """A version of Python."""

    version: tuple[int, int]
    stated: bool
    """Whether the tree states it; else it is the newest of the builder."""


def is_for_python(context: Context) -> bool:
    """Whether the Python buildpack makes the image, as far as the tree tells."""
    if context.dockerfile_path:
        return False
    top = {path for path in context.kept if "/" not in path}
    if not any(path.endswith(".py") for path in top) or top & _OTHER_LANGUAGES:
        return False
    # A build that names its Dockerfile is more likely than a buildpack.
    return not any("dockerfile" in path.rpartition("/")[2].lower() for path in context.kept)


def stated_python(texts: Mapping[str, str], env: Mapping[str, str]) -> tuple[str, str] | None:
    """The version that a tree states, and the variable or file that states it.

    `texts` has the files at the top of the tree, `env` the variables of the build.
    """
    for name in VARIABLES:
        if env.get(name):
            return env[name], name
    return (texts[FILE], FILE) if FILE in texts else None


def builder_in(context: Context, texts: Mapping[str, str]) -> str | None:
    """The builder that the tree names, else the default; None where it may be any."""
    named = builder_of(texts.get("project.toml", ""))
    if named:
        return builders.named_builder(named)
    from lint.image.context.build_scripts import written_by

    if written_by(context, "buildpacks/builder", any_line=True):
        return None
    return builders.DEFAULT


def buildpack_python(context: Context) -> BuildPython | None:
    """The Python of the image that a buildpack makes of a tree; None where it is not known."""
    if not context.complete or not is_for_python(context):
        return None
    from lint.image.context.build_scripts import written_by

    if any(written_by(context, name, any_line=True) for name in VARIABLES):
        return None  # a script sets it, for some build
    texts = {
        name: text_of(context, name) for name in ("project.toml", FILE) if name in context.kept
    }
    stated = stated_python(texts, project_env(texts.get("project.toml", "")))
    if stated is not None:
        version = builders.stated_version(stated[0])
        return BuildPython(version, True) if version is not None else None
    builder = builder_in(context, texts)
    return BuildPython(max(builders.BUILDERS[builder]), False) if builder is not None else None


def text_of(context: Context, path: str) -> str:
    """The text of a file of the tree; "" where it cannot be read."""
    member = context.kept[path]
    if member.size > _MAX_BYTES:
        return ""
    try:
        return member.read().decode("utf-8-sig", "replace")
    except OSError:
        return ""
