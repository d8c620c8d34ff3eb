"""The environment of conda in which a container runs a program."""

from __future__ import annotations

from lint.image.context.conda_environments import (
    MICROMAMBA_ENTRYPOINT,
    VARIABLE,
    environment_name,
    environment_of_program,
    environment_of_shell,
    environment_on_path,
)
from lint.image.context.conda_images import conda_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.image.context.copy_map import CopyMap
    from lint.image.start.launch import Launch


def conda_environment(
    launch: Launch, copy_map: CopyMap | None, env: Mapping[str, str | None], by_manifest: bool
) -> str | None:
    """The environment, "" for `base`; None where it is not known, or the image has no conda.

    `env` are the variables of the container; `by_manifest` is whether the manifest states the command.
    """
    image = conda_image(copy_map.image) if copy_map is not None else None
    if image is None or copy_map is None:
        return None
    if launch.program.startswith("/"):
        return environment_of_program(launch.program)
    if "/" in launch.program:
        return None
    if VARIABLE in launch.env:
        return launch.env[VARIABLE]
    if copy_map.shell and not by_manifest:
        inside = environment_of_shell(copy_map.shell)
        if inside != "":
            return inside
    if image.activates:
        start = copy_map.start
        own = start is not None and bool(start.entrypoint)
        kept = own and start is not None and start.entrypoint[0].endswith(MICROMAMBA_ENTRYPOINT)
        if by_manifest or (own and not kept):
            return None
        return environment_name(env.get("ENV_NAME") or "")
    return environment_on_path(env.get("PATH") or "")
