"""COPY of what is not in the build context."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.context.copy_sources import missing_sources
from tests.image.context.trees import make

PYTHON = "FROM python:3.12-slim\nWORKDIR /app\n"


def faults(directory: Path, dockerfile: str = "", builder: str = "docker") -> list[tuple[str, ...]]:
    context = read_context(str(directory), builder, dockerfile or None)  # type: ignore[arg-type]
    return [
        (fault.kind, fault.severity or "error", str(fault.where.line))
        for fault in missing_sources(context)
    ]


def kinds(tmp_path: Path, lines: str, *paths: str, **files: str) -> list[tuple[str, str]]:
    make(tmp_path, *paths, Dockerfile=PYTHON + lines + "\n", **files)
    return [(kind, severity) for kind, severity, _ in faults(tmp_path)]


ABSENT = [("copy-absent", "error")]
IGNORED = [("copy-ignored", "error")]
NOTHING = [("copy-nothing", "error")]  # as far as this fault goes: its rule is a warning
DOUBTFUL = [("copy-absent", "warning")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("COPY main.py .", []),
        ("COPY . .", []),
        ("COPY app /x", []),
        ("COPY app/ /x/", []),
        ("COPY ./app/../app/m.py /x", []),
        ("COPY ../../main.py .", []),  # what leads out of the context leads to its root
        ("COPY /main.py .", []),
        ("COPY main.py gone.py ./", ABSENT),
        ("COPY main.py/x .", ABSENT),
        ("COPY app app/gone.py ./", ABSENT),
        ('COPY ["main.py", "gone py", "./"]', ABSENT),
        ("ADD main.py gone.tgz /x/", ABSENT),
        ("ADD https://example.com/gone.tgz /x/", []),
        ("COPY --chown=a:b --chmod=755 main.py gone.py ./", ABSENT),
        ("COPY --parents app/m.py gone/m.py ./", ABSENT),
        ("COPY --exclude=*.md main.py gone.py ./", ABSENT),
        ("COPY --from=alpine /gone.py .", []),
        ("COPY --from=$IMAGE /gone.py .", []),
        ("COPY main.py <<EOF /x/\nCOPY gone.py .\nEOF", []),
        # BuildKit copies nothing where a wildcard matches nothing
        ("COPY main.py gone* ./", []),
        ("COPY gone*.py ./", NOTHING),
        ("COPY app/*.py ./", []),
        ("COPY app/*.txt ./", NOTHING),
        ("COPY */m.py ./", []),
        ("COPY $UNKNOWN ./", []),
        ("ARG F=gone.py\nCOPY main.py $F ./", DOUBTFUL),
        ("ENV F=gone.py\nCOPY main.py $F ./", ABSENT),
        ("ENV F=main.py\nCOPY $F ./", []),
        ("RUN --mount=type=bind,source=gone.lock,target=x true\nCOPY main.py .", ABSENT),
        ("COPY {{ file }} .", []),
        # a stage that the image is not made of is not built
        ("FROM alpine AS dev\nCOPY gone.py .\nFROM alpine\nCOPY main.py .", []),
        ("FROM alpine AS dev\nCOPY main.py gone.py ./\nFROM alpine\nCOPY --from=dev /a /a", ABSENT),
        # tools make these before the build
        ("COPY main.py dist ./", DOUBTFUL),
        ("COPY main.py web/dist/app ./", DOUBTFUL),
    ],
)
def test_absent(tmp_path: Path, lines: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(tmp_path, lines, "main.py", "app/m.py") == expected


@pytest.mark.parametrize(
    ("ignore", "lines", "expected"),
    [
        ("main.py", "COPY main.py .", IGNORED),
        ("*.py", "COPY main.py .", IGNORED),
        ("*.py\n!main.py", "COPY main.py .", []),
        ("app", "COPY app .", IGNORED),
        ("app/", "COPY app .", IGNORED),
        ("app/*", "COPY app .", []),  # the folder itself stays, empty
        ("app/**", "COPY app .", []),
        ("app", "COPY app/m.py .", IGNORED),
        ("app\n!app/m.py", "COPY app/m.py .", []),
        ("app\n!app/m.py", "COPY app .", []),
        ("*\n!main.py", "COPY app .", IGNORED),
        ("*", "COPY . .", []),
        ("gone.py", "COPY main.py gone.py ./", ABSENT),
    ],
)
def test_ignored(tmp_path: Path, ignore: str, lines: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(tmp_path, lines, "main.py", "app/m.py", dockerignore=ignore + "\n") == expected


def test_the_pattern_is_named(tmp_path: Path) -> None:
    make(tmp_path, "main.py", Dockerfile=PYTHON + "COPY main.py .\n", dockerignore="# x\n*.py\n")
    (fault,) = missing_sources(read_context(str(tmp_path)))
    assert "by the pattern `*.py`" in str(fault.message)
    (related,) = fault.related
    assert related[0].line == 2
    assert (fault.where.line, fault.where.column) == (3, 6)


def test_the_ignore_file_beside_the_dockerfile_counts(tmp_path: Path) -> None:
    make(tmp_path, "main.py", dockerignore="")
    (tmp_path / "docker").mkdir()
    path = tmp_path / "docker" / "Dockerfile"
    path.write_text(PYTHON + "COPY main.py .\n")
    assert faults(tmp_path, str(path)) == []
    (tmp_path / "docker" / "Dockerfile.dockerignore").write_text("*.py\n")
    assert faults(tmp_path, str(path)) == [("copy-ignored", "error", "3")]


def test_gcloud_leaves_out_what_git_ignores(tmp_path: Path) -> None:
    make(
        tmp_path,
        "main.py",
        "key.json",
        Dockerfile=PYTHON + "COPY main.py key.json ./\n",
        gitignore="*.json\n",
    )
    assert faults(tmp_path) == []
    assert faults(tmp_path, builder="gcloud") == [("copy-ignored", "error", "3")]


def test_most_are_absent(tmp_path: Path) -> None:
    lines = "COPY main.py ./\nCOPY a ./a\nCOPY b ./b\nCOPY c ./c"
    make(tmp_path, "main.py", Dockerfile=PYTHON + lines + "\n")
    assert faults(tmp_path) == [("wrong-context", "error", "4")]
    context = read_context(str(tmp_path))
    context.guessed = True
    (fault,) = missing_sources(context)
    assert fault.severity == "warning"
    assert str(fault.message).startswith("3 of 4 paths that the Dockerfile copies are not in")
    assert "right context?" in str(fault.help)


def test_another_folder_has_all(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    service = tmp_path / "services" / "web"
    make(tmp_path, "shared/m.py", "services/web/main.py")
    (service / "Dockerfile").write_text(PYTHON + "COPY shared ./shared\nCOPY services/web ./\n")
    (fault,) = missing_sources(read_context(str(service)))
    assert fault.kind == "wrong-context"
    assert f"`{tmp_path}` has all" in str(fault.message)
    assert faults(tmp_path, str(service / "Dockerfile")) == []


def test_a_near_name_is_proposed(tmp_path: Path) -> None:
    make(tmp_path, "main.py", "statics/a.css", Dockerfile=PYTHON + "COPY main.py static ./\n")
    (fault,) = missing_sources(read_context(str(tmp_path)))
    assert str(fault.help) == "Did you mean `statics`?"


def test_links_are_followed_by_the_builder(tmp_path: Path) -> None:
    make(tmp_path, "real/m.py", dockerignore="")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "broken").symlink_to("/nowhere")
    (tmp_path / "Dockerfile").write_text(
        PYTHON + "COPY link ./\nCOPY link/m.py ./\nCOPY broken ./\n"
    )
    assert faults(tmp_path) == []


def test_an_ignore_file_that_is_not_known_decides_nothing(tmp_path: Path) -> None:
    make(tmp_path, "main.py", Dockerfile=PYTHON + "COPY gone.py .\n")
    (tmp_path / ".dockerignore").write_text("a" * 70_000 + "\n")
    assert faults(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["COPY " + "gone/a " * 100_000 + "/x/", "COPY " + "go*ne/a " * 50_000 + "/x/"]
)
def test_many_sources_take_bounded_time(tmp_path: Path, line: str) -> None:
    make(tmp_path, *(f"app/m{n}.py" for n in range(200)))
    (tmp_path / "Dockerfile").write_text(PYTHON + line + "\n")
    start = time.process_time()
    assert len(faults(tmp_path)) <= 2
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("COPY --chown=a:b ./maim.py .", "./main.py"),
        ("COPY maim.py .", "main.py"),
        ("COPY app/maim.py .", None),  # the file is in another folder
        ("ARG F=maim.py\nCOPY $F .", None),
    ],
)
def test_a_misspelt_name_is_likely_to_be_that_of_the_nearest_file(
    tmp_path: Path, line: str, word: str | None
) -> None:
    make(tmp_path, "main.py", "app/x.txt", Dockerfile=PYTHON + line + "\n")
    (fault,) = missing_sources(read_context(str(tmp_path), "docker"))
    assert (fault.repair and (fault.repair.arguments[1], fault.repair.safe)) == (
        word and (word, False)
    )


def test_a_comment_behind_a_copy(tmp_path: Path) -> None:
    make(tmp_path, "main.py", Dockerfile=PYTHON + "COPY main.py . # the program\nCOPY gone.py .\n")
    found = missing_sources(read_context(str(tmp_path), "docker"))
    assert [(fault.where.line, fault.where.column) for fault in found] == [(3, 16), (4, 6)]
    assert str(found[0].message) == (
        "a comment cannot follow COPY: `#` and the words behind it are paths"
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("COPY ${SRC}/main.py .", []),
        ("COPY ${SRC}/app.py .", ABSENT),
        ("ARG SRC\nCOPY ${SRC}/app.py .", []),
        ("ARG SRC=src\nCOPY ${SRC}/app.py .", []),
        ("FROM acme/base\nCOPY ${SRC}/app.py .", []),
        ("COPY $HTTP_PROXY/app.py .", []),
    ],
)
def test_a_variable_without_a_value(
    tmp_path: Path, lines: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(tmp_path, lines, "main.py", "src/app.py") == expected


def test_an_arg_of_the_lines_before_from(tmp_path: Path) -> None:
    text = "ARG SRC=src\nFROM python:3.12-slim\nWORKDIR /app\nCOPY ${SRC}/app.py .\n"
    make(tmp_path, "src/app.py", Dockerfile=text)
    [fault] = missing_sources(read_context(str(tmp_path), "docker"))
    assert "`SRC` has no value here: `app.py` is not in the build context" in str(fault.message)
    assert "Write `ARG SRC` behind the FROM of this stage" in str(fault.help)
