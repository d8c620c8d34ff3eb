"""The platform that a Dockerfile states for its image."""

from __future__ import annotations

from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import name as shown_name
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context

_OTHER = lazy_regex(
    r"(?:linux/)?(?:arm64|aarch64|arm|armhf|386|ppc64le|s390x|riscv64)(?:/\w+)?|windows/\w+"
)


def other_platform(context: Context) -> Iterator[Fault]:
    """A fault `image-platform` where the last FROM states another platform than linux/amd64.

    A platform that FROM states wins over that of the build.
    Source: https://docs.docker.com/reference/dockerfile/#from.
    """
    stages = context.copy_map.built_stages() if context.copy_map is not None else []
    platform = stages[-1].platform if stages else None
    if context.copy_map is None or platform is None or not _OTHER.fullmatch(platform.text):
        return
    yield Fault(
        "image-platform",
        Place(context.copy_map.display_path, platform.line),
        message=say(
            "the image is for `{}`, and Cloud Run runs `linux/amd64`", shown_name(platform.text)
        ),
        help=say("Leave out `--platform`, and build with `docker build --platform linux/amd64`."),
        severity="warning" if platform.assumed else None,
    )
