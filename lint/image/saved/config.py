"""The configuration of a saved image.

Source: https://github.com/opencontainers/image-spec/blob/main/config.md
"""

from __future__ import annotations

from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@record
class ImageConfig:
    """What the image states about itself; what it does not state is "" or empty."""

    architecture: str = ""
    os: str = ""
    entrypoint: list[str] = default(factory=list)
    cmd: list[str] = default(factory=list)
    env: dict[str, str] = default(factory=dict)
    user: str = ""
    workdir: str = "/"
    steps: list[str] = default(factory=list)
    """What made each layer, from the lowest; "" where it is not stated."""


def image_config(data: Any) -> ImageConfig:
    """The configuration in a parsed JSON document; anything of an unexpected type counts as absent."""
    config = ImageConfig()
    if not isinstance(data, dict):
        return config
    config.architecture = _text(data.get("architecture"))
    config.os = _text(data.get("os"))
    inner = data.get("config")
    if isinstance(inner, dict):
        config.entrypoint = _texts(inner.get("Entrypoint"))
        config.cmd = _texts(inner.get("Cmd"))
        config.user = _text(inner.get("User"))
        config.workdir = _text(inner.get("WorkingDir")) or "/"
        for line in _texts(inner.get("Env")):
            name, equals, value = line.partition("=")
            if name and equals:
                config.env[name] = value
    history = data.get("history")
    for step in history if isinstance(history, list) else ():
        if isinstance(step, dict) and step.get("empty_layer") is not True:
            config.steps.append(_text(step.get("created_by")))
    return config


def step_name(step: str) -> str:
    """The Dockerfile instruction that made a layer: all of a COPY, of others the keyword.

    A RUN line may hold build arguments, and those may be secret.
    """
    words = step.split()
    if words[:2] == ["/bin/sh", "-c"]:
        words = words[3:] if words[2:3] == ["#(nop)"] else ["RUN"]
    if not words or words[0] not in ("COPY", "ADD", "RUN", "WORKDIR"):
        return ""
    if words[0] != "COPY":
        return words[0]
    return " ".join(words[: words.index("#")] if "#" in words else words)[:80]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, str)]
