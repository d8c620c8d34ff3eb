"""Scripts that a project names for its runner."""

from __future__ import annotations

import pytest

from tests.image.start.following import launches, one

PDM = "[tool.pdm.scripts]\n"
RYE = "[tool.rye.scripts]\n"
HATCH = "[tool.hatch.envs.default.scripts]\nserve = 'uvicorn a:b'\n[tool.hatch.envs.prod.scripts]\nserve = ['python -m migrate', 'gunicorn c:d']\n"
UV = "[project]\nname = 'shop'\n[project.scripts]\nserve = 'shop.cli:main'\n"


@pytest.mark.parametrize(
    ("command", "file", "text", "expected"),
    [
        ("pdm run serve", "pyproject.toml", f"{PDM}serve = 'uvicorn a:b'\n", "a:b"),
        ("pdm run serve", "pyproject.toml", f"{PDM}serve = {{cmd = 'python -m a'}}\n", "a!"),
        ("pdm run serve", "pyproject.toml", f"{PDM}serve = {{cmd = ['gunicorn', 'a:b']}}\n", "a:b"),
        ("pdm run serve", "pyproject.toml", f"{PDM}serve = {{shell = 'exec gunicorn a:b'}}\n", "a:b"),
        ("pdm run serve", "pyproject.toml", f"{PDM}serve = {{call = 'a.b:main(1)'}}\n", "a.b:main"),
        ("pdm run other", "pyproject.toml", f"{PDM}serve = 'uvicorn a:b'\n", "unknown"),
        ("pdm run gunicorn c:d", "pyproject.toml", f"{PDM}serve = 'uvicorn a:b'\n", "c:d"),
        ("rye run serve", "pyproject.toml", f"{RYE}serve = 'uvicorn a:b'\n", "a:b"),
        ("hatch run serve", "pyproject.toml", HATCH, "a:b"),
        ("hatch run prod:serve", "pyproject.toml", HATCH, "c:d"),
        ("hatch run test:serve", "pyproject.toml", HATCH, "unknown"),
        ("pipenv run web", "Pipfile", "[scripts]\nweb = 'gunicorn a:b'\n", "a:b"),
        ("pipenv run web", "Pipfile", "[scripts]\nweb = {call = 'a:main'}\n", "a:main"),
        ("poetry run serve", "pyproject.toml", "[tool.poetry.scripts]\nserve = 'a:main'\n", "a:main"),
        ("uv run serve", "pyproject.toml", f"{UV}[build-system]\nrequires = []\n", "shop.cli:main"),
        ("uv run --frozen serve", "pyproject.toml", f"{UV}[tool.uv]\npackage = true\n", "shop.cli:main"),
        ("uv run serve", "pyproject.toml", UV, "unknown"),
        ("uv run serve", "pyproject.toml", f"{UV}[build-system]\n[tool.uv]\npackage = false\n", "unknown"),
        ("pdm run env A=1 serve", "pyproject.toml", f"{PDM}serve = 'uvicorn a:b'\n", "unknown"),
        ("pdm run serve", "pyproject.toml", "[tool\n", "unknown"),
        ("pdm run serve", "pyproject.toml", "tool = 1\n", "unknown"),
        ("pdm run serve", "pyproject.toml", f"{PDM}serve = 1\n", "unknown"),
        ("poetry run serve", "pyproject.toml", "[tool.poetry.scripts]\nserve = {reference = 'a'}\n", "unknown"),
    ],
)  # fmt: skip
def test_scripts(command: str, file: str, text: str, expected: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert one(command.split(), {f"/app/{file}": text}) == expected


def test_the_arguments_come_behind_the_words() -> None:
    files = {"/app/pyproject.toml": f"{PDM}serve = 'uvicorn a:b --host 0.0.0.0'\n"}
    (launch,) = launches(["pdm", "run", "serve", "--port", "8080"], files)
    assert launch.address is not None
    assert (launch.address.host, launch.address.port) == ("0.0.0.0", 8080)


def test_a_script_that_runs_itself_ends() -> None:
    files = {"/app/pyproject.toml": f"{PDM}serve = 'pdm run serve'\n"}
    (launch,) = launches(["pdm", "run", "serve"], files)
    assert "more than 8 times" in launch.unknown
