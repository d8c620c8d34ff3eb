"""What the containers of an image start, by its Dockerfile, Procfile or buildpack."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import Image, read_image
from lint.image.start.image_start import (
    ImageFiles,
    console_scripts,
    image_command,
    launches,
    search_path,
)
from lint.image.start.launch import Launch
from tests.image.wheels import build_wheel


def command(folder: Path, files: dict[str, str], **env: str) -> tuple[list[str], str, int]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    entrypoint, cmd = image_command(read_image([], str(folder), "docker", ""), env, {})
    return [*entrypoint.words, *cmd.words], cmd.path.removeprefix(f"{folder}/"), cmd.line


SERVED = "FROM tiangolo/uvicorn-gunicorn-fastapi:python3.11\nCOPY . /app\n"


@pytest.mark.parametrize(
    ("files", "target"),
    [
        ({"app/main.py": ""}, "app.main:app"),
        ({"main.py": ""}, "main:app"),
    ],
)
def test_a_base_image_with_a_server_serves_the_tree(
    tmp_path: Path, files: dict[str, str], target: str
) -> None:
    words, path, line = command(tmp_path, {**files, "Dockerfile": SERVED})
    assert words == ["gunicorn", target]
    assert (path, line) == ("Dockerfile", 2)


def test_variables_name_what_it_serves(tmp_path: Path) -> None:
    files = {"Dockerfile": SERVED + "ENV MODULE_NAME=a.b\n", "a/b.py": ""}
    assert command(tmp_path, files)[0] == ["gunicorn", "a.b:app"]
    assert command(tmp_path, files, MODULE_NAME="c")[0] == ["gunicorn", "c:app"]


def test_a_stage_has_the_base_image_of_the_one_below(tmp_path: Path) -> None:
    text = "FROM tiangolo/uvicorn-gunicorn AS base\nFROM base\nCOPY . .\n"
    assert command(tmp_path, {"Dockerfile": text, "main.py": ""})[0] == ["gunicorn", "main:app"]


def test_a_command_comes_before_that_of_the_base_image(tmp_path: Path) -> None:
    text = SERVED + 'CMD ["python", "x.py"]\n'
    assert command(tmp_path, {"Dockerfile": text, "main.py": ""})[0] == ["python", "x.py"]


def test_a_buildpack_starts_the_tree_without_a_dockerfile(tmp_path: Path) -> None:
    words, path, line = command(tmp_path, {"main.py": "app = 1\n"})
    assert words == ["gunicorn", "-b", ":8080", "main:app"]
    assert (path, line) == ("main.py", 1)


DOCKERFILE = "FROM python:3.12-slim\nWORKDIR /srv\nENV MODE=fast\nCOPY . .\n"


def image(folder: Path, **files: str) -> Image:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_image([], str(folder), "docker", "")


def parts(found: Image) -> tuple[list[str], list[str], str, int]:
    entrypoint, cmd = image_command(found, {}, {})
    return entrypoint.words, cmd.words, cmd.path.rpartition("/")[2], cmd.line


def test_the_dockerfile_says_so(tmp_path: Path) -> None:
    text = DOCKERFILE + 'ENTRYPOINT ["tini", "--"]\nCMD ["uvicorn", "main:app"]\n'
    found = image(tmp_path, Dockerfile=text, main_dot_py="")
    assert parts(found) == (["tini", "--"], ["uvicorn", "main:app"], "Dockerfile", 6)


def test_a_procfile_says_so(tmp_path: Path) -> None:
    found = image(tmp_path, Procfile="web: gunicorn shop:app\n", main_dot_py="")
    assert parts(found)[1:] == (["/bin/sh", "-c", "gunicorn shop:app"], "Procfile", 1)


def test_a_wheel_alone_starts_nothing(tmp_path: Path) -> None:
    found = read_image([str(build_wheel(tmp_path))], "", "docker", "")
    assert parts(found) == ([], [], "", 0)


def started(found: Image | None, *words: str, **given: str | None) -> Launch:
    directory = given.pop("directory", None)
    (launch,) = launches(found, words, env=given, directory=directory, port=8080, env_known=True)
    return launch


def test_the_image_s_directory_counts_unless_the_manifest_has_one(tmp_path: Path) -> None:
    found = image(tmp_path, Dockerfile=DOCKERFILE, main_dot_py="")
    assert started(found, "python", "main.py").script == "/srv/main.py"
    assert started(found, "python", "main.py", directory="/other").script == "/other/main.py"
    assert started(None, "python", "/x/main.py").script == "/x/main.py"
    assert started(None, "python", "main.py").module == "main"  # wherever it is
    assert started(None, "python", "src/main.py").unknown


def test_the_manifest_s_variables_win_over_those_of_the_image(tmp_path: Path) -> None:
    text = DOCKERFILE + "ENV FLASK_APP=one.app\n"
    found = image(tmp_path, Dockerfile=text, main_dot_py="")
    assert started(found, "flask", "run").module == "one.app"
    assert started(found, "flask", "run", FLASK_APP="two.app").module == "two.app"


def test_console_scripts_of_the_project_and_of_wheels(tmp_path: Path) -> None:
    scripts = '[project]\nname = "shop"\n[project.scripts]\nserve = "shop.cli:main"\n'
    found = image(tmp_path, pyproject_dot_toml=scripts, main_dot_py="")
    assert console_scripts(found) == {"serve": "shop.cli:main"}
    assert started(found, "serve").module == "shop.cli"


def test_files_are_read_by_their_place_in_the_image(tmp_path: Path) -> None:
    found = image(tmp_path, Dockerfile=DOCKERFILE, start_dot_sh="exec true\n")
    files = ImageFiles(found)
    assert files.read("/srv/start.sh") == b"exec true\n"
    assert files.read("/start.sh") is None
    assert ImageFiles(None).read("/srv/start.sh") is None


@pytest.mark.parametrize(
    ("launch", "pythonpath", "expected"),
    [
        (Launch("/app", {}, module="a", search_path=["/app"]), None, ["/app"]),
        (Launch("/app", {}, module="a", search_path=["/app"]), "lib:/x", ["/app", "/app/lib", "/x"]),
        (Launch("/app", {}, module="a", search_path=["/app"]), ":", ["/app"]),
        (Launch(None, {}, module="a"), "/x", None),  # its own directory comes first, and is not known
        (Launch(None, {}), "lib", ["/lib"]),
    ],
)  # fmt: skip
def test_where_a_program_imports_from(
    launch: Launch, pythonpath: str | None, expected: list[str] | None
) -> None:
    assert search_path(launch, pythonpath) == expected
