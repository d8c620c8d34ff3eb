"""The stages of a Dockerfile: variables, base images, what they take from the context."""

from __future__ import annotations

import time

import pytest

from lint.image.context.dockerfile import DEFAULT_PATH, needed_stages, read_stages


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("ARG V=3.12\nFROM python:$V-slim\n", "python:3.12-slim"),
        ("ARG V=3.12\nARG I=python:${V}\nFROM ${I} AS a\n", "python:3.12"),
        ("ARG V\nFROM python:${V}\n", "python:${V}"),
        ("ARG V\nFROM python:${V:-3.11}\n", "python:${V:-3.11}"),
        ("ARG I='python:3.12'\nFROM --platform=$BUILDPLATFORM $I\n", "python:3.12"),
        ("FROM python:3.12 AS Base\nFROM base\n", "python:3.12"),
    ],
)
def test_base_images(text: str, image: str) -> None:
    assert read_stages(text)[-1].image == image


def test_python_of_a_variable() -> None:
    assert read_stages("ARG V=3.12\nFROM python:$V\n")[-1].python == (3, 12)


@pytest.mark.parametrize(
    ("lines", "workdir"),
    [
        ("WORKDIR /app", "/app"),
        ("WORKDIR /app\nWORKDIR sub", "/app/sub"),
        ("WORKDIR sub", "/sub"),
        ("WORKDIR /app\nWORKDIR ..", "/"),
        ("ARG H=/srv\nWORKDIR $H/x", "/srv/x"),
        ("ENV H=/srv\nWORKDIR ${H}", "/srv"),
        ("ENV H=/srv I=$H/x\nWORKDIR /a$I", None),  # one ENV takes its values from before it
        ("ENV H=/srv\nENV I=$H/x\nWORKDIR $I", "/srv/x"),
        ("ARG H=/a\nENV H=/b\nWORKDIR $H", "/b"),
        ("ENV H=/b\nARG H=/a\nWORKDIR $H", "/b"),
        ("WORKDIR $H", None),
        ('WORKDIR "/a b"', "/a b"),
        ("WORKDIR /a b", "/a b"),
        ("WORKDIR ${H:-/app}", "/app"),
    ],
)
def test_working_directory(lines: str, workdir: str | None) -> None:
    assert read_stages(f"FROM python:3.12\n{lines}\n")[-1].workdir == workdir


def test_global_arguments_are_declared_again() -> None:
    text = "ARG D=/app\nFROM python:3.12\nWORKDIR $D\nFROM python:3.12\nARG D\nWORKDIR $D\n"
    assert [stage.workdir for stage in read_stages(text)] == [None, "/app"]


def test_env_has_quotes_and_escapes() -> None:
    stage = read_stages("FROM python:3.12\nENV A='x y' B=\"$Q-${R:-r}\" C=a\\ b D=\nENV E f g\n")[0]
    assert stage.env == {"A": "x y", "B": None, "C": "a b", "D": "", "E": "f g"}


def wanted(text: str) -> list[tuple[str, bool]]:
    return [(w.path, w.assumed) for stage in read_stages(text) for w in stage.wanted]


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("COPY a b /x/", [("a", False), ("b", False)]),
        ("COPY . .", [("", False)]),
        ("COPY ../a/ /b/./c ./", [("a", False), ("b/c", False)]),
        ('COPY ["my file", "/x"]', [("my file", False)]),
        ("COPY --chown=a:b --chmod=755 --link a /x", [("a", False)]),
        ("COPY --from=other a /x", []),
        ("COPY --from=alpine a /x", []),
        ("ADD https://example.com/a.tgz git@github.com:a/b.git c /x/", [("c", False)]),
        ("COPY <<EOF /x\nCOPY z z\nEOF", []),
        ("ARG S=src\nCOPY $S /x", [("src", True)]),
        ("ARG S=src\nENV T=$S/a\nCOPY $T /x", [("src/a", True)]),
        ("ENV S=src\nCOPY $S /x", [("src", False)]),
        ("ARG S\nCOPY $S /x", []),
        ("COPY *.txt /x/", [("*.txt", False)]),
        ("RUN --mount=type=bind,source=uv.lock,target=uv.lock uv sync", [("uv.lock", False)]),
        ("RUN --mount=source=uv.lock,target=uv.lock uv sync", [("uv.lock", False)]),
        ("RUN --mount=type=cache,source=a,target=/b uv sync", []),
        ("RUN --mount=type=bind,from=x,source=a,target=/b uv sync", []),
        ("RUN --mount=type=bind,target=/b uv sync", []),
    ],
)
def test_what_is_wanted(line: str, paths: list[tuple[str, bool]]) -> None:
    assert wanted(f"FROM python:3.12\n{line}\n") == paths


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("FROM a\nFROM b\n", [1]),
        ("FROM a AS x\nFROM b AS y\nFROM x\n", [0, 2]),
        ("FROM a AS x\nFROM b\nCOPY --from=x / /\n", [0, 1]),
        ("FROM a\nFROM b\nCOPY --from=0 / /\n", [0, 1]),
        ("FROM a AS x\nFROM b\nRUN --mount=from=x,target=/m ls\n", [0, 1]),
        ("FROM a AS x\nFROM x AS y\nFROM c\nCOPY --from=y / /\n", [0, 1, 2]),
        ("", []),
    ],
)
def test_needed_stages(text: str, needed: list[int]) -> None:
    assert needed_stages(read_stages(text)) == needed


@pytest.mark.parametrize(
    "lines",
    [
        "".join(f"ENV A{n}=$A{n - 1}\n" for n in range(40_000)),
        "".join(f"ARG A{n}=$A{n - 1}x\n" for n in range(40_000)),
        "ENV " + " ".join(f"A{n}=$A{n - 1}" for n in range(80_000)) + "\n",
        "".join(f"ENV A{n}=1\n" for n in range(20_000)) + "COPY " + "$A1 " * 100_000 + "/x/\n",
        "COPY " + "a " * 400_000 + "/x/\n",
        "RUN --mount=source=a,target=b " * 20_000 + "true\n",
        "RUN \\\n" * 200_000,
        "RUN <<A <<B\n" * 60_000,
    ],
)
def test_hostile_files_take_linear_time(lines: str) -> None:
    start = time.process_time()
    read_stages("FROM python:3.12\n" + lines)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("ENV PATH=/v/bin:$PATH", ["/v/bin", *DEFAULT_PATH]),
        ('ENV PATH="/v/bin:${PATH}"', ["/v/bin", *DEFAULT_PATH]),
        ("ENV V=/v\nENV PATH=$V/bin/:$PATH", ["/v/bin", *DEFAULT_PATH]),
        ("ENV PATH=/a:/b", ["/a", "/b"]),
        ("ENV PATH=$X:$PATH", None),
        ("ENV PATH=bin:$PATH", None),
        ("FROM acme/base", None),
        ("FROM acme/base\nENV PATH=/a:$PATH", None),
    ],
)
def test_path(lines: str, path: list[str] | None) -> None:
    assert read_stages(f"FROM python:3.12\n{lines}\n")[-1].path == path


@pytest.mark.parametrize(
    ("line", "user"),
    [("USER app", "app"), ("USER 1000:1000", "1000"), ("USER $X", "?"), ("RUN x", "")],
)
def test_user(line: str, user: str) -> None:
    stage = read_stages(f"FROM python:3.12 AS a\n{line}\nFROM a\nRUN x\n")[-1]
    assert (stage.user, stage.commands[0].user) == (user, user)


def test_what_a_run_line_knows_of_the_variables_of_installers() -> None:
    text = "FROM python:3.12\nARG UV_A=1\nENV PIP_B=2 C=3\nRUN x\nENV VIRTUAL_ENV=/v\n"
    assert read_stages(text)[0].commands[0].env == {"UV_A": "1", "PIP_B": "2"}
