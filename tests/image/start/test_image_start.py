from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.start.image_start import image_command


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
