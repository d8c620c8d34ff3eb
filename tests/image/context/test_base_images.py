from __future__ import annotations

import pytest

from lint.image.context.base_images import (
    DATAFLOW_LAUNCHER,
    DATAFLOW_WORKER,
    LAMBDA,
    brings_no_packages,
    has_no_entrypoint,
    has_no_python,
    named_python,
    other_platform,
    plain_python,
    pythonpath_of,
    served_command,
    serves_tree,
    without_command,
)


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        ("gcr.io/dataflow-templates-base/python3-template-launcher-base", DATAFLOW_LAUNCHER),
        ("gcr.io/dataflow-templates/python311-template-launcher-base:20240101", DATAFLOW_LAUNCHER),
        ("apache/beam_python3.9_sdk@sha256:00", DATAFLOW_WORKER),
        ("public.ecr.aws/lambda/python:3.12", LAMBDA),
    ],
)
def test_images_of_other_platforms(image: str, reason: str) -> None:
    assert without_command(image) == reason


def test_programs_of_other_platforms() -> None:
    assert other_platform("/opt/apache/beam/boot") == DATAFLOW_WORKER
    assert other_platform("/opt/app/boot") == ""


@pytest.mark.parametrize("image", ["python", "python:3.13-slim", "docker.io/library/python:3"])
def test_python_without_a_program_ends(image: str) -> None:
    assert without_command(image).endswith("started without a program and ends at once")


@pytest.mark.parametrize("image", ["pythonista/app:1", "ghcr.io/acme/python:3", "ubuntu:24.04", ""])
def test_nothing_is_claimed_about_other_images(image: str) -> None:
    assert without_command(image) == "the Dockerfile has neither CMD nor ENTRYPOINT"


def test_base_images_that_serve_the_tree() -> None:
    assert serves_tree("tiangolo/uvicorn-gunicorn-fastapi:python3.11")
    assert serves_tree("tiangolo/meinheld-gunicorn-flask")
    assert not serves_tree("tiangolo/uvicorn-gunicorn-fastapi-fork:1")


@pytest.mark.parametrize(
    ("variables", "files", "target"),
    [
        ({}, ["/app/app/main.py"], "app.main:app"),
        ({}, ["/app/main.py"], "main:app"),
        ({"MODULE_NAME": "srv.api", "VARIABLE_NAME": "api"}, [], "srv.api:api"),
        ({"APP_MODULE": "a:b", "MODULE_NAME": "c"}, [], "a:b"),
        ({"APP_MODULE": None}, [], None),
    ],
)
def test_what_these_images_serve(
    variables: dict[str, str | None], files: list[str], target: str | None
) -> None:
    words = served_command(variables, lambda path: path in files)
    assert words == (None if target is None else ["gunicorn", target])


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("python:3.12-slim", (3, 12)),
        ("python", None),
        ("python:3", None),
        ("mirror.gcr.io/library/python:3.11", (3, 11)),
        ("public.ecr.aws/docker/library/python:3.13-alpine", (3, 13)),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", (3, 12)),
        ("ghcr.io/astral-sh/uv:0.9.1-python3.13-alpine@sha256:00", (3, 13)),
        ("astral/uv:python3.14-trixie", (3, 14)),
    ],
)
def test_images_of_python_alone(image: str, version: tuple[int, int] | None) -> None:
    plain = plain_python(image)
    assert plain is not None
    assert plain.version == version
    assert brings_no_packages(image)


@pytest.mark.parametrize(
    "image", ["acme/python:3.12", "tiangolo/uvicorn-gunicorn:python3.11", "pythonista:3.12"]
)
def test_images_that_may_bring_packages(image: str) -> None:
    assert plain_python(image) is None
    assert not brings_no_packages(image)


@pytest.mark.parametrize(
    "image",
    ["debian:12", "scratch", "gcr.io/distroless/python3-debian12", "ghcr.io/astral-sh/uv:0.9"],
)
def test_images_without_packages(image: str) -> None:
    assert plain_python(image) is None
    assert brings_no_packages(image)


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("python:3.12-slim", (3, 12)),
        ("python:3", None),
        ("us-docker.pkg.dev/acme/hub/library/python:3.12.4-slim", (3, 12)),
        ("localhost:5000/python:3.11", (3, 11)),
        ("bitnami/python:3.13", (3, 13)),
        ("public.ecr.aws/lambda/python:3.12", (3, 12)),
        ("mcr.microsoft.com/devcontainers/python:1-3.12-bookworm", (3, 12)),
        ("tiangolo/uvicorn-gunicorn-fastapi:python3.11-slim", (3, 11)),
        ("apache/airflow:2.9.0-python3.10", (3, 10)),
        ("registry.access.redhat.com/ubi9/python-312:latest", (3, 12)),
        ("gcr.io/distroless/python3-debian12:nonroot", (3, 11)),
        ("gcr.io/distroless/python3", None),
        ("gcr.io/distroless/cc-debian12", None),
        ("acme/python:1.12", None),
        ("acme/python:3.99", None),
        ("acme/python-service:3.12", None),
        ("acme/app:3.12", None),
        ("acme/python3-app", None),
        ("debian:12", None),
    ],
)
def test_images_that_say_their_python(image: str, version: tuple[int, int] | None) -> None:
    assert named_python(image) == version


@pytest.mark.parametrize(
    ("image", "entries"),
    [
        ("tiangolo/uvicorn-gunicorn-fastapi:python3.11", ["/app"]),
        ("gcr.io/distroless/python3-debian12", []),
        ("acme/base", None),
    ],
)
def test_what_images_set_pythonpath_to(image: str, entries: list[str] | None) -> None:
    assert pythonpath_of(image) == entries


@pytest.mark.parametrize(
    ("image", "none"),
    [
        ("python:3.12", True),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm", True),
        ("debian:bookworm-slim", True),
        ("gcr.io/distroless/python3-debian12", False),
        ("ghcr.io/astral-sh/uv:latest", False),
        ("acme/server", False),
    ],
)
def test_images_without_an_entrypoint(image: str, none: bool) -> None:
    assert has_no_entrypoint(image) is none


@pytest.mark.parametrize(
    ("image", "runs", "none"),
    [
        ("scratch", [], True),
        ("alpine", ["apk add curl"], True),
        ("docker.io/library/debian:12", [], True),
        ("cgr.dev/chainguard/static:latest", [], True),
        ("alpine:3", ["apk add py3-pip"], False),
        ("ubuntu:24.04", ["apt-get install -y python3"], False),
        ("gcr.io/distroless/python3", [], False),
        ("golang:1.23", [], False),
        ("alpine/git", [], False),
    ],
)
def test_images_without_python(image: str, runs: list[str], none: bool) -> None:
    assert has_no_python(image, runs) is none
