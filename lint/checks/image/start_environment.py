"""The env vars that a program finds when its container starts."""

from __future__ import annotations

from lint.image.python.constants import Environment, UnknownValueError
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.checks.context import CheckContext
    from lint.image.image import Image
    from lint.image.start.launch import Launch
    from lint.manifest.resource import Container

_SET_OTHERWISE = lazy_regex(
    r"(?:PORT|HOME|PATH|HOSTNAME|PWD|OLDPWD|SHLVL|SHELL|LANG|TZ|TERM|USER|TMPDIR|GPG_KEY|VIRTUAL_ENV"
    r"|RUN_MAIN|SERVER_SOFTWARE|_|PYTHON.*|(?:K|LC|CLOUD_RUN|GOOGLE|GCP|GCLOUD|GAE|FUNCTION"
    r"|KUBERNETES|UVICORN|GUNICORN|HYPERCORN|FLASK|WERKZEUG|DJANGO|CELERY|STREAMLIT|UV|PIP|CONDA"
    r"|OTEL|DD|NEW_RELIC|PYTEST|AWS|AZURE)_.*)"
)
"""Names that Cloud Run, an image, a server or an agent may set without being told to."""


class CertainEnvironment(Environment):
    """The variables of one container, of which each that is not named is not set."""

    __slots__ = ()

    def get(self, name: str) -> str | None:
        """The value of a variable, None where it is unset. Raises `UnknownValueError`."""
        if name not in self.variables and _SET_OTHERWISE.fullmatch(name):
            raise UnknownValueError
        return super().get(name)


def start_variables(
    image: Image, container: Container | None, command: Mapping[str, str | None], port: int
) -> dict[str, str | None]:
    """The variables that a container's program may find, None for an unknown value.

    `command` are those that the command line sets.
    """
    variables: dict[str, str | None] = {"PORT": str(port), **image.env}
    for variable in container.env if container is not None else ():
        if variable.name:
            variables[variable.name] = variable.literal
    variables.update(command)
    for stated in image.env_file_names():
        variables.setdefault(stated, None)  # whether the file is read is not asked
    variables["PORT"] = str(port)
    return variables


def no_others(image: Image, containers: Sequence[Container]) -> bool:
    """Whether nothing else sets variables: then one that is not named has its default."""
    return image.env_known and len(containers) < 2


def certain_environment(
    context: CheckContext, image: Image, containers: Sequence[Container], launch: Launch
) -> Environment | None:
    """The variables that a program finds for certain; None where others may be set."""
    if launch.sets_unknown or len(containers) != 1 or not no_others(image, containers):
        return None
    container = containers[0]
    if context.resource.assumed or kept_by_deploy(context, container):
        return None
    if image.wheels or (image.context is None and not image.origin):
        return None  # an image that nobody sees may set others
    variables = start_variables(image, None, {}, 0)
    seen: set[str] = set()
    for variable in container.env:
        if not variable.name:
            return None
        value = variable.literal
        plain = value is not None and "$(" not in value and variable.name not in seen
        variables[variable.name] = value if plain else None
        seen.add(variable.name)
    variables.update(launch.env)
    variables["PORT"] = None
    return CertainEnvironment(variables)


def kept_by_deploy(context: CheckContext, container: Container) -> bool:
    """Whether an earlier deployment may have set variables that the deploy step leaves alone."""
    resource = context.resource
    if resource.may_have_more("env"):
        return True
    return bool(resource.deployed_by) and container.node.get("env") is None
