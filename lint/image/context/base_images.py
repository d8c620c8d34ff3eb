"""What images start that are no services of their own code, and base images with a start of their own."""

from __future__ import annotations

from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DATAFLOW_LAUNCHER = (
    "the image is a launcher of Dataflow flex templates, which Dataflow runs and not Cloud Run"
)
DATAFLOW_WORKER = "the image is a worker of Apache Beam, which Dataflow runs and not Cloud Run"
LAMBDA = "the image is a function of AWS Lambda, which has no server for Cloud Run"
OTHER_PLATFORMS = frozenset((DATAFLOW_LAUNCHER, DATAFLOW_WORKER, LAMBDA))
"""Whole sentences about images that are not for Cloud Run: nothing of them is left to find out."""

_PROGRAMS = {
    "/opt/google/dataflow/python_template_launcher": DATAFLOW_LAUNCHER,
    "/opt/apache/beam/boot": DATAFLOW_WORKER,
    "/lambda-entrypoint.sh": LAMBDA,
}
_IMAGES = (
    (lazy_regex(r"gcr\.io/dataflow-templates(?:-base)?/"), DATAFLOW_LAUNCHER),
    (lazy_regex(r"(?:docker\.io/)?apache/beam_\w*python"), DATAFLOW_WORKER),
    (lazy_regex(r"public\.ecr\.aws/lambda/|amazon/aws-lambda-"), LAMBDA),
)
_INTERPRETER = lazy_regex(r"(?:docker\.io/)?(?:library/)?python(?=[:@]|$)")
_REGISTRY = r"(?:(?:docker\.io|mirror\.gcr\.io|public\.ecr\.aws/docker)/)?"
_PYTHON = lazy_regex(
    _REGISTRY + r"(?:library/)?python(?::(\d{1,4}+)\.(\d{1,4}+)[\w.-]*+)?(?:[:@]|$)"
)
_UV_PYTHON = lazy_regex(
    r"(?:ghcr\.io/astral-sh|(?:docker\.io/)?astral)/uv:(?:[\d.]++-)?python(\d{1,4}+)\.(\d{1,4}+)[\w.-]*+(?:@|$)"
)
_DISTROLESS = lazy_regex(r"gcr\.io/distroless/python3-debian(\d\d)(?:[:@]|$)")
_OF_DEBIAN = {"11": (3, 9), "12": (3, 11), "13": (3, 13)}
_VERSION = lazy_regex(r"3\.(\d{1,2})(?:\.\d{1,2})?")
_IN_NAME = lazy_regex(r"python-?3(\d{1,2})")
_MINORS = range(6, 31)
_SYSTEM = lazy_regex(_REGISTRY + r"(?:library/)?(?:debian|ubuntu|alpine)(?:[:@]|$)")
_BARE = lazy_regex(
    _REGISTRY + r"(?:library/)?(?:debian|ubuntu|alpine)(?:[:@]|$)"
    r"|(?:scratch$|gcr\.io/distroless/|ghcr\.io/astral-sh/uv[:@])"
)
_WITHOUT_PYTHON = lazy_regex(
    _REGISTRY + r"(?:library/)?(?:debian|ubuntu|alpine|busybox)(?:[:@]|$)"
    r"|scratch$|gcr\.io/distroless/(?!python)|cgr\.dev/chainguard/(?:static|glibc-dynamic|wolfi-base)(?:[:@]|$)"
)
_NAMES_PYTHON = lazy_regex(r"(?i)python|py3|\bpip|\buv\b|conda|pyenv")
_SERVED = lazy_regex(
    r"(?:docker\.io/)?tiangolo/(?:uvicorn-gunicorn(?:-fastapi|-starlette)?|meinheld-gunicorn(?:-flask)?)"
    r"(?=[:@]|$)"
)
UV_IMAGES = ("ghcr.io/astral-sh/uv", "astral/uv", "docker.io/astral/uv")
"""How the names of the images begin that bring uv."""
SERVED_DIRECTORY = "/app"
"""Working directory and PYTHONPATH of the images that `serves_tree` names."""


@record
class PlainPython:
    """An image with a Python and nothing else that a program can import."""

    version: tuple[int, int] | None
    """None where the tag does not name it."""


def plain_python(image: str) -> PlainPython | None:
    """What the official image of Python, or uv's image on top of it, brings; None for others.

    Sources: https://hub.docker.com/_/python and
    https://docs.astral.sh/uv/guides/integration/docker/#available-images.
    """
    match = _PYTHON.match(image) or _UV_PYTHON.match(image)
    if match is None:
        return None
    return PlainPython((int(match[1]), int(match[2])) if match[1] else None)


def named_python(image: str) -> tuple[int, int] | None:
    """The version of Python that an image has by its name or tag; None where they do not say it.

    `python:3.12` of any registry, `:2.9-python3.12`, `ubi9/python-312`, and distroless images, which have
    the Python of their Debian. Source: https://github.com/GoogleContainerTools/distroless.
    """
    plain = plain_python(image)
    if plain is not None:
        return plain.version
    debian = _DISTROLESS.match(image)
    if debian is not None:
        return _OF_DEBIAN.get(debian[1])
    name, _, tag = image.rpartition("/")[2].partition("@")[0].partition(":")
    match = _IN_NAME.fullmatch(name)
    before = name if name == "python" else ""
    for part in tag.split("-")[:8]:
        if match is None and (before == "python" or part.startswith("python")):
            match = _VERSION.fullmatch(part.removeprefix("python"))
        # `python:1-3.12` has the version of the image in front.
        before = before if name == "python" and part.isdecimal() else part
    minor = int(match[1]) if match is not None else 0
    return (3, minor) if minor in _MINORS else None


def pythonpath_of(image: str) -> list[str] | None:
    """The entries of PYTHONPATH that an image sets, of one that is no official Python; None where unknown."""
    if serves_tree(image):
        return [SERVED_DIRECTORY]
    return [] if image.startswith("gcr.io/distroless/") else None


def brings_no_packages(image: str) -> bool:
    """Whether an image is known to have no Python packages besides the standard library and pip."""
    return plain_python(image) is not None or _BARE.match(image) is not None


def has_no_entrypoint(image: str) -> bool:
    """Whether an image is known to state no ENTRYPOINT: those of Python, uv on Python, and systems."""
    return plain_python(image) is not None or _SYSTEM.match(image) is not None


def has_no_python(image: str, runs: Iterable[str]) -> bool:
    """Whether an image has no Python, as far as its base image and its RUN lines say it."""
    return _WITHOUT_PYTHON.match(image) is not None and not any(map(_NAMES_PYTHON.search, runs))


def other_platform(program: str) -> str:
    """What runs this program (an absolute path) instead of Cloud Run; "" for any other program.

    Sources: the Dockerfiles of https://github.com/GoogleCloudPlatform/python-docs-samples/tree/main/dataflow
    and https://docs.aws.amazon.com/lambda/latest/dg/python-image.html.
    """
    return _PROGRAMS.get(program, "")


def without_command(image: str) -> str:
    """Why an image starts no service where its Dockerfile has neither CMD nor ENTRYPOINT."""
    for pattern, reason in _IMAGES:
        if pattern.match(image):
            return reason
    nothing = "the Dockerfile has neither CMD nor ENTRYPOINT"
    if _INTERPRETER.match(image):
        return f"{nothing}, so `python3` is started without a program and ends at once"
    return nothing


def serves_tree(image: str) -> bool:
    """Whether a base image starts a server with the application that is put into its `/app`."""
    return _SERVED.match(image) is not None


def served_command(
    variables: Mapping[str, str | None], has: Callable[[str], bool]
) -> list[str] | None:
    """What these images start; `has` tells whether the image has a file. None where it is unknown.

    gunicorn, which listens on all interfaces and on PORT.
    Source: https://github.com/tiangolo/uvicorn-gunicorn-docker/blob/master/docker-images/start.sh.
    """
    module = "app.main" if has(f"{SERVED_DIRECTORY}/app/main.py") else "main"
    given = [variables.get(name, "") for name in ("APP_MODULE", "MODULE_NAME", "VARIABLE_NAME")]
    if None in given:
        return None
    target, name, attribute = given
    return ["gunicorn", target or f"{name or module}:{attribute or 'app'}"]
