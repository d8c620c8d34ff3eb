"""Base images with conda, and what they bring.

Sources: https://github.com/ContinuumIO/docker-images, https://github.com/conda-forge/miniforge-images
and https://micromamba-docker.readthedocs.io/.
"""

from __future__ import annotations

from lint.image.context.conda_environments import ROOT
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

_MINI = lazy_regex(
    r"(?:docker\.io/)?(?:continuumio/miniconda3|conda/miniconda3|condaforge/(?:miniforge3|mambaforge)(?:-pypy3)?)"
    r"(?=[:@]|$)"
)
_WHOLE = lazy_regex(r"(?:docker\.io/)?continuumio/anaconda3(?=[:@]|$)")
_MICRO = lazy_regex(r"(?:(?:docker\.io/)?mambaorg|ghcr\.io/mamba-org)/micromamba(?=[:@]|$)")
_BEFORE = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@record
class CondaImage:
    """What an image with conda brings."""

    workdir: str
    env: dict[str, str | None]
    """The variables that it sets, as far as anything depends on them."""
    own: bool
    """Whether conda itself, with its distributions, is in the environment `base`."""
    more: bool
    """Whether that environment has others, of which nobody knows."""

    @property
    def activates(self) -> bool:
        """Whether the image's ENTRYPOINT activates the environment that `ENV_NAME` names."""
        return not self.own


def conda_image(image: str) -> CondaImage | None:
    """What an image of conda's own projects brings; None for any other image."""
    if _MINI.match(image) or _WHOLE.match(image):
        env: dict[str, str | None] = {"PATH": f"{ROOT}/bin:{_BEFORE}"}
        if "condaforge/" in image:
            env["CONDA_DIR"] = ROOT
        return CondaImage("/", env, True, _WHOLE.match(image) is not None)
    if _MICRO.match(image):
        env = {"ENV_NAME": "base", "MAMBA_ROOT_PREFIX": ROOT, "PATH": _BEFORE}
        return CondaImage("/tmp", env, False, False)  # noqa: S108
    return None
