"""Dockerfiles: instructions, images, paths and names are shown; what is set is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.redaction.showing import assert_hidden, shown


@pytest.mark.parametrize(
    "text",
    [
        "FROM python:3.12-slim AS build",
        "FROM --platform=linux/amd64 python:3.12",
        "COPY --from=build --chown=app:app /app /app",
        "ADD --checksum=«sha256:0123» x.tar /x",
        "WORKDIR /srv\nUSER app\nEXPOSE 8080",
        "ENV TOKEN=«hunter2» MODE=«fast»",
        "ENV TOKEN «hunter2 and more»",
        'ENV A="«b C=d»" E=«f»',
        "ARG TOKEN=«hunter2»",
        "LABEL maintainer=«ann»",
        "MAINTAINER «ann»",
        "«# TOKEN=hunter2»",
        "RUN pip install -r requirements.txt",
        "RUN --mount=«type=secret,id=token» pip install «hunter2»",
        'CMD ["uvicorn", "app.main:app", "--port", "8080", "--token", "«hunter2»"]',
        'ENTRYPOINT ["/usr/local/bin/gunicorn", "«app:app»"]',
        "HEALTHCHECK CMD curl «https://h»",
        "HEALTHCHECK --interval=«5s CMD curl https://h»",
        "ONBUILD RUN echo «hunter2»",
        "RUN pip install «x» \\\n    && echo «hunter2»",
        "RUN <<«EOF»\n«echo hunter2»\n«EOF»\nWORKDIR /a",
        "«UNKNOWN hunter2»",
        "",
    ],
)
def test_instructions(text: str) -> None:
    assert_hidden("Dockerfile", text)


def test_the_file_may_have_any_of_its_names() -> None:
    for name in ("Dockerfile.prod", "api.dockerfile", "Containerfile", "x/Dockerfile"):
        assert shown(name, "WORKDIR /srv") == "WORKDIR /srv"


@given(st.sampled_from(["ENV", "ARG", "LABEL"]), st.text(st.characters(codec="utf-8")))
def test_what_is_set_is_never_shown(instruction: str, value: str) -> None:
    """Whatever comes before it in the value: quotes, escapes, names, line ends."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    assert "CANARY0001" not in shown("Dockerfile", f'{instruction} A="{quoted}CANARY0001"')
