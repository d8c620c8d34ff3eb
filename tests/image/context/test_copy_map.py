"""Where the files of the context land, and from where they can be imported."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.copy_map import CopyMap
from lint.image.context.dockerfile import read_stages
from tests.examples import examples

PYTHON = "FROM python:3.12-slim\nWORKDIR /app\n"


def land(text: str, path: str) -> tuple[bool | None, list[str]]:
    return CopyMap(text, "Dockerfile").land(path)


@pytest.mark.parametrize(
    ("lines", "path", "brought", "places"),
    [
        ("COPY . .", "app/main.py", True, ["/app/app/main.py"]),
        ("COPY . /srv/", "app/main.py", True, ["/srv/app/main.py"]),
        ("COPY ./ ./", "main.py", True, ["/app/main.py"]),
        ("COPY app app", "app/main.py", True, ["/app/app/main.py"]),
        ("COPY app/ ./app/", "app/sub/x.py", True, ["/app/app/sub/x.py"]),
        ("COPY /app .", "app/sub/x.py", True, ["/app/sub/x.py"]),
        ("COPY app app", "apple/main.py", False, []),
        ("COPY app app", "main.py", False, []),
        ("COPY --chown=1:1 --chmod=755 --link app app", "app/m.py", True, ["/app/app/m.py"]),
        ('COPY ["app", "lib", "/x/"]', "lib/m.py", True, ["/x/m.py"]),
        ('COPY --chown=a:b ["my app/", "/x/"]', "my app/m.py", True, ["/x/m.py"]),
        ("COPY main.py .", "main.py", True, ["/app/main.py"]),
        ("COPY main.py run.py", "main.py", True, ["/app/run.py", "/app/run.py/main.py"]),
        ("COPY a.py b.py /x/", "b.py", True, ["/x/b.py"]),
        ("COPY *.py ./", "b.py", True, ["/app/b.py"]),
        ("COPY *.py ./", "sub/b.py", False, []),
        ("COPY src/* ./", "src/pkg/b.py", True, ["/app/b.py"]),
        ("COPY src/[ab]?.py ./", "src/a1.py", True, ["/app/a1.py"]),
        ("COPY src/[^a].py ./", "src/b.py", True, ["/app/b.py"]),
        ("COPY src/[^a].py ./", "src/a.py", False, []),
        ("COPY a \\\n  # why\n\n  b ./", "b/x.py", True, ["/app/x.py"]),
        ("ADD app app", "app/m.py", True, ["/app/app/m.py"]),
        ("WORKDIR sub\nCOPY app .", "app/m.py", True, ["/app/sub/m.py"]),
        ("WORKDIR $X\nCOPY app .", "app/m.py", True, []),
        ("ARG D=app\nCOPY app $D", "app/m.py", True, ["/app/app/m.py"]),
        ("ARG D\nCOPY app $D", "app/m.py", True, []),
        ("COPY ${A:-app} .", "app/m.py", True, ["/app/m.py"]),
        ("ENV A=lib\nCOPY ${A:-app} .", "app/m.py", False, []),
        ("COPY --parents app .", "app/m.py", True, ["/app/app/m.py"]),
        ("COPY --parents src/app/m.py /x/", "src/app/m.py", True, ["/x/src/app/m.py"]),
        ("COPY --parents src/./app/*.py /x/", "src/app/m.py", True, ["/x/app/m.py"]),
        ("COPY --parents src/**/m.py /x/", "src/app/m.py", True, []),
        ("COPY --exclude=*.md app .", "app/m.py", True, ["/app/m.py"]),
        ("COPY --exclude=*.py app .", "app/m.py", False, []),
        ("COPY --exclude=*.py app .", "app/sub/m.py", True, ["/app/sub/m.py"]),
        ("COPY --exclude=**/*.py app .", "app/sub/m.py", False, []),
        ("COPY --exclude=sub --exclude=x app .", "app/sub/m.py", False, []),
        ("COPY --exclude=m.py *.py .", "m.py", False, []),
        ("", "app/m.py", False, []),
        ("RUN echo COPY . .", "app/m.py", False, []),
        # what cannot be known
        ("COPY $X .", "app/m.py", None, []),
        ("COPY $X app .", "app/m.py", True, ["/app/m.py"]),
        ("ADD https://example.com/app.zip .", "app/m.py", None, []),
        ("ADD git@github.com:a/b.git .", "app/m.py", None, []),
        ("ADD app.tar.gz .", "app/m.py", None, []),
        ("COPY dist/*.whl /tmp/", "app/m.py", None, []),
        ("COPY <<EOF /app/m.py\nx = 1\nEOF", "app/m.py", None, []),
        ("COPY --unheard-of=x app .", "app/m.py", None, []),
        ("FROM alpine\nCOPY ${A:-app} /x/", "app/m.py", None, []),
        ("ONBUILD COPY . .", "app/m.py", None, []),
        ("RUN --mount=type=bind,target=/s pip install /s", "app/m.py", None, []),
        ("RUN --mount=type=bind,from=x,target=/s ls", "app/m.py", False, []),
        ("COPY --from=$S /a /a", "app/m.py", None, []),
        # another image brings nothing of the context
        ("COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/", "app/m.py", False, []),
    ],
)
def test_one_stage(lines: str, path: str, brought: bool | None, places: list[str]) -> None:
    assert land(PYTHON + lines, path) == (brought, places)


BUILD = "FROM python:3.12 AS build\nWORKDIR /b\nCOPY . .\n"


@pytest.mark.parametrize(
    ("text", "path", "brought", "places"),
    [
        (BUILD + "FROM python:3.12\n", "m.py", False, []),
        (BUILD + "FROM build\nCOPY x /x\n", "m.py", True, ["/b/m.py"]),
        (BUILD + "FROM python:3.12\nCOPY --from=build /b /app\n", "a/m.py", True, ["/app/a/m.py"]),
        (BUILD + "FROM python:3.12\nCOPY --from=0 /b/a /app\n", "a/m.py", True, ["/app/m.py"]),
        (BUILD + "FROM python:3.12\nCOPY --from=BUILD /b/a /app\n", "m.py", False, []),
        (
            BUILD
            + "RUN pip install .\nFROM python:3.12\nCOPY --from=build /usr/local /usr/local\n",
            "m.py",
            None,
            [],
        ),
        (
            BUILD + "RUN pip install -r requirements.txt\nFROM python:3.12\n"
            "COPY --from=build /usr/local /usr/local\n",
            "m.py",
            False,
            [],
        ),
        ("COPY . .\n", "m.py", None, []),
        ("", "m.py", None, []),
    ],
)
def test_stages(text: str, path: str, brought: bool | None, places: list[str]) -> None:
    assert land(text, path) == (brought, places)


@pytest.mark.parametrize(
    ("lines", "roots"),
    [
        ("", ["/app"]),
        ("ENV PYTHONPATH=/app/src", ["/app", "/app/src"]),
        ("ENV PYTHONPATH /x:/y", ["/app", "/x", "/y"]),
        ('ENV A=1 PYTHONPATH="/x:${PYTHONPATH}" B=2', ["/app", "/x"]),
        ("ENV PYTHONPATH=/x\nENV PYTHONPATH=$PYTHONPATH:/y", ["/app", "/y", "/x"]),
        ("ENV PYTHONPATH=src", ["/app", "/app/src"]),
        ("WORKDIR src", ["/app/src"]),
        ("RUN pip install --no-cache-dir -r requirements.txt && rm -rf /var/lib/apt", ["/app"]),
        ('CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]', ["/app"]),
    ],
)
def test_plain_import_roots(lines: str, roots: list[str]) -> None:
    copy_map = CopyMap(PYTHON + "COPY . .\n" + lines, "Dockerfile")
    assert list(copy_map.roots) == roots
    assert copy_map.exact


@pytest.mark.parametrize(
    "lines",
    [
        "ENV PYTHONPATH=$HERE",
        "WORKDIR $HERE",
        "RUN pip install .",
        "RUN pip install -e .",
        "RUN uv sync",
        "RUN mv app /x",
        "RUN <<EOF\nmv a b\nEOF",
        "COPY $X .",
    ],
)
def test_import_roots_that_are_not_plain(lines: str) -> None:
    assert not CopyMap(PYTHON + "COPY . .\n" + lines, "Dockerfile").exact


def test_an_unknown_base_image_may_set_anything() -> None:
    assert not CopyMap("FROM corp/base\nWORKDIR /app\nCOPY . .\n", "Dockerfile").exact
    assert not CopyMap("FROM python\nCOPY . .\n", "Dockerfile").exact
    text = "FROM docker.io/library/python@sha256:0\nWORKDIR /app\nCOPY . .\n"
    assert CopyMap(text, "Dockerfile").exact


def test_origins_and_the_line_of_the_last_copy() -> None:
    text = (
        BUILD + "FROM python:3.12\nWORKDIR /app\nCOPY --from=build /b/svc .\nCOPY lib lib\nCMD x\n"
    )
    copy_map = CopyMap(text, "Dockerfile")
    assert copy_map.origins("/app/lib/x.py") == ["lib/x.py", "svc/lib/x.py"]
    assert copy_map.line == 7


def test_the_line_that_brings_a_file() -> None:
    text = (
        BUILD + "FROM python:3.12 AS base\nCOPY all /all\nFROM base\nWORKDIR /app\n"
        "COPY svc /app\nCOPY --from=build /b/lib lib\nCOPY readme .\n"
    )
    copy_map = CopyMap(text, "Dockerfile")
    assert copy_map.brought_by("svc/x.py") == 8
    assert copy_map.brought_by("lib/x.py") == 9
    assert copy_map.brought_by("all/x.py") == 5
    assert copy_map.brought_by("nowhere/x.py") == copy_map.line == 10
    assert CopyMap("", "Dockerfile").brought_by("x.py") == 1


@pytest.mark.slow
def test_hostile_dockerfiles_take_little_time() -> None:
    chain = "FROM python AS s0\nCOPY . /0\n" + "".join(
        f"FROM s{i} AS s{i + 1}\nCOPY --from=s{i} / /x{i}\nCOPY --from=s{i} / /y{i}\n"
        for i in range(90)
    )
    start = time.process_time()
    for text in (chain, "FROM a\n" * 5000, "FROM a\n" + "COPY a b\n" * 20000, "RUN \\\n" * 20000):
        copy_map = CopyMap(text, "Dockerfile")
        copy_map.land("a/b.py")
        copy_map.origins("/app/a/b.py")
    assert time.process_time() - start < 3


@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["FROM a", "FROM python AS x", "COPY", "ADD", " --from=x", " . ", "[", '"a"', "\\", "\n",
             "RUN", " <<E", "\nE\n", "WORKDIR", "ENV PYTHONPATH", "=", "$X", "/", "#", " a/* "]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_read_without_an_exception(text: str) -> None:
    read_stages(text)
    CopyMap(text, "x").land("a/b.py")
    CopyMap(text, "x").origins("/a/b.py")


@pytest.mark.parametrize(
    ("builder", "installed"),
    [
        ("COPY . .\nRUN python -m venv /venv && /venv/bin/pip install .", True),
        ("RUN --mount=type=bind,target=/app,rw uv sync --no-editable", True),
        ("COPY . .\nRUN pip install -r requirements.txt", False),
    ],
)
def test_projects_that_another_stage_installs(builder: str, installed: bool) -> None:
    final = "FROM python:3.12\nCOPY --from=build /venv /venv\nWORKDIR /srv\n"
    text = f"FROM python:3.12 AS build\nWORKDIR /app\n{builder}\n{final}"
    assert (CopyMap(text, "Dockerfile").projects is None) is installed
    middle = text.replace("FROM python:3.12\nCOPY", "FROM scratch AS mid\nCOPY") + (
        "FROM python:3.12\nCOPY --from=mid / /\n"
    )
    assert (CopyMap(middle, "Dockerfile").projects is None) is installed
    below = text.replace("FROM python:3.12\nCOPY", "FROM python:3.12 AS base\nCOPY") + "FROM base\n"
    assert (CopyMap(below, "Dockerfile").projects is None) is installed


STAGES = "FROM python:3.12 AS base\nCOPY a.py /x/\nFROM base AS prod\nCOPY b.py /x/\nFROM base AS dev\nCOPY c.py /x/\n"


@pytest.mark.parametrize(
    ("target", "brought", "wanted"),
    [
        ("", ["a.py", "c.py"], ["a.py", "c.py"]),
        ("Prod", ["a.py", "b.py"], ["a.py", "b.py"]),
        ("0", ["a.py"], ["a.py"]),
        ("gone", ["a.py", "c.py"], ["a.py", "c.py"]),
    ],
)
def test_the_stage_that_is_built(target: str, brought: list[str], wanted: list[str]) -> None:
    copy_map = CopyMap(STAGES, "Dockerfile", target)
    assert [path for path in ("a.py", "b.py", "c.py") if copy_map.land(path)[0]] == brought
    assert [each.path for each in copy_map.wanted()] == wanted


@pytest.mark.parametrize(
    ("lines", "place", "generated"),
    [
        # what a COPY brings is known, whatever was made before it
        ("RUN make\nCOPY . .", "/app/app/gone.py", False),
        ("RUN make\nCOPY app app", "/app/app/gone.py", False),
        ("RUN make\nCOPY app/ ./app/", "/app/app/sub/gone.py", False),
        ("COPY . .\nRUN make", "/app/app/gone.py", True),
        ("RUN make\nCOPY app app", "/app/gone.py", True),
        ("RUN make\nCOPY main.py ./app/", "/app/app/gone.py", True),
        ("RUN make\nCOPY app app\nRUN pip install -r r.txt", "/app/app/gone.py", False),
        ("COPY <<EOF /app/app/gone.py\nEOF\nCOPY app app", "/app/app/gone.py", False),
        ("COPY app app\nCOPY <<EOF /app/app/gone.py\nEOF", "/app/app/gone.py", True),
    ],
)
def test_what_may_be_generated(lines: str, place: str, generated: bool) -> None:
    copy_map = CopyMap(PYTHON + lines + "\n", "Dockerfile")
    assert copy_map.generates(place, {"app/", "app/sub/"}) is generated


def test_what_run_lines_and_modes_say() -> None:
    text = STAGES.replace("COPY b.py", "RUN chmod +x b\nCOPY --chmod=755 b.py")
    copy_map = CopyMap(text, "Dockerfile", "prod")
    assert copy_map.runs() == ["chmod +x b"]
    assert copy_map.changes("b.py", "/elsewhere") == (["chmod +x b"], ["755"])
    assert copy_map.changes("a.py", "/elsewhere") == (["chmod +x b"], [])
    assert CopyMap(text, "Dockerfile").runs() == []


@pytest.mark.parametrize(
    ("lines", "runs", "modes"),
    [
        ("COPY . .\nRUN chmod +x a.sh", ["chmod +x a.sh"], []),
        ("COPY a.sh .\nRUN chmod +x a.sh\nCOPY . .", [], []),
        ("COPY a.sh .\nRUN chmod +x a.sh\nCOPY other .", ["chmod +x a.sh"], []),
        ("COPY --chmod=755 a.sh .\nCOPY . .", [], []),
        ("COPY . .\nCOPY --chmod=755 a.sh .", [], ["755"]),
        ("COPY a.sh .\nRUN chmod +x a.sh\nFROM prod\nRUN x", ["x", "chmod +x a.sh"], []),
        ("COPY a.sh .\nRUN chmod +x a.sh\nFROM prod\nCOPY . .\nRUN x", ["x"], []),
        ("COPY a.sh .\nRUN y\nCOPY . .\nCOPY <<E /x\nz\nE", ["y"], []),
    ],
)
def test_a_copy_undoes_what_was_changed(lines: str, runs: list[str], modes: list[str]) -> None:
    copy_map = CopyMap(f"FROM python:3.12 AS prod\nWORKDIR /app\n{lines}\n", "Dockerfile")
    assert copy_map.changes("a.sh", "/app/a.sh") == (runs, modes)


@pytest.mark.parametrize(
    ("lines", "may"),
    [
        ("COPY . /app", False),
        ("COPY --from=a /deps /deps", False),
        ("COPY --from=a / /", True),
        ("COPY --from=a /bin /bin", True),
        ("COPY --from=a /bin/sh /bin/", True),
        ("COPY --from=busybox /bin/busybox /x", True),
        ("RUN x", True),
        ("COPY . $X", True),
    ],
)
def test_what_may_bring_a_file(lines: str, may: bool) -> None:
    text = f"FROM python:3.12 AS a\nRUN y\nFROM gcr.io/distroless/python3\n{lines}\n"
    assert CopyMap(text, "Dockerfile").may_have(["/bin/sh"]) is may
