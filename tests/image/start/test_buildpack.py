from __future__ import annotations

import pytest

from lint.image.file import ImageFile
from lint.image.start.buildpack import Default, buildpack_start, known_build_env

PROJECT = "[project]\nname = 'x'\nversion = '1'\n"


def start(files: dict[str, str], **build_env: str) -> Default:
    members = {
        name: ImageFile(name, f"src/{name}", len(text), lambda text=text: text.encode())  # type: ignore[misc]
        for name, text in files.items()
    }
    return buildpack_start(members, build_env)


APP = {"main.py": "app = 1\n"}


@pytest.mark.parametrize(
    ("requirements", "words"),
    [
        ("flask\n", "gunicorn -b :8080 main:app"),
        ("uvicorn\ngunicorn==1\n", "gunicorn -b :8080 main:app"),
        ("uvicorn[standard]\n", "uvicorn main:app --port 8080 --host 0.0.0.0"),
        ("fastapi[standard]>=0.1\n", "uvicorn main:app --port 8080 --host 0.0.0.0"),
        ("uvicorn-worker\n", "gunicorn -b :8080 main:app"),
        ("gradio\n", "env GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=8080 python main.py"),
        ("streamlit\n", "streamlit run main.py --server.address 0.0.0.0 --server.port 8080"),
        ("google-adk\n", "adk api_server --port 8080 --host 0.0.0.0"),
        ("git+https://x/y#egg=gunicorn\nuvicorn\n", "gunicorn -b :8080 main:app"),
    ],
)
def test_the_requirements_choose_the_server(requirements: str, words: str) -> None:
    found = start({**APP, "requirements.txt": requirements})
    assert " ".join(found.words) == words
    assert found.assumed
    assert found.path == "src/main.py"


def test_before_python_313_it_is_gunicorn() -> None:
    files = {**APP, "requirements.txt": "uvicorn\n"}
    assert start({**files, ".python-version": "3.12\n"}).words[0] == "gunicorn"
    assert start({**files, ".python-version": "3.13.1\n"}).words[0] == "uvicorn"
    assert start(files, GOOGLE_PYTHON_VERSION="3.11.x").words[0] == "gunicorn"


def test_main_comes_before_app() -> None:
    assert start({"app.py": "", "main.py": ""}).words[-1] == "main:app"
    assert start({"app.py": ""}).words[-1] == "app:app"


def test_without_either_nothing_is_started() -> None:
    assert start({"etl.py": "", "requirements.txt": "flask\n"}).words == []


@pytest.mark.parametrize(
    ("pyproject", "words"),
    [
        (PROJECT + "[project.scripts]\nserve = 'a:b'\n", ["serve"]),
        (PROJECT + "[project.scripts]\nserve = 'a:b'\nstart = 'a:c'\n", ["start"]),
        ("[tool.poetry.scripts]\nrun = 'a:b'\n", ["run"]),
        (PROJECT + "[project.scripts]\na = 'a:b'\nb = 'a:c'\n", ["gunicorn", "-b", ":8080", "main:app"]),
        ("[project]\ndependencies = 3\n[tool]\npoetry = 1\n", ["gunicorn", "-b", ":8080", "main:app"]),
        ("tool = 1\nproject = 'x'\n", ["gunicorn", "-b", ":8080", "main:app"]),
        ("[project]\ndependencies = ['uvicorn>=0.3']\n", ["uvicorn", "main:app", "--port", "8080", "--host", "0.0.0.0"]),
        ("[tool.poetry.dependencies]\nuvicorn = '*'\n", ["uvicorn", "main:app", "--port", "8080", "--host", "0.0.0.0"]),
    ],
)  # fmt: skip
def test_a_script_of_the_project_comes_first(pyproject: str, words: list[str]) -> None:
    assert start({**APP, "pyproject.toml": pyproject}).words == words
    both = start({**APP, "pyproject.toml": pyproject, "requirements.txt": "flask\n"})
    assert both.words == ["gunicorn", "-b", ":8080", "main:app"]


def test_a_function_is_loaded_from_main() -> None:
    files = {"main.py": "import functions_framework\n\n@functions_framework.http\ndef f(r): ...\n"}
    assert start(files).words == ["functions-framework", "--source", "main.py"]
    assert start(files).assumed
    known = start(files, GOOGLE_FUNCTION_TARGET="f", GOOGLE_FUNCTION_SOURCE="src/fn.py")
    assert known.words == ["functions-framework", "--source", "src/fn.py", "--target", "f"]
    assert not known.assumed


def test_an_application_beside_a_function_is_served() -> None:
    files = {"main.py": "import functions_framework\napp = functions_framework.create_app('f')\n"}
    assert start(files).words[-1] == "main:app"


@pytest.mark.parametrize("table", ["build", "io.buildpacks.build"])
def test_the_entrypoint_of_a_project_descriptor(table: str) -> None:
    text = f"[[{table}.env]]\nname = 'GOOGLE_ENTRYPOINT'\nvalue = 'uvicorn a:b'\n"
    found = start({**APP, "project.toml": text})
    assert found.words == ["/bin/bash", "-c", "uvicorn a:b"]
    assert not found.assumed
    assert found.path == "src/project.toml"


def test_annotations_state_the_variables_of_the_build() -> None:
    annotations = {
        "run.googleapis.com/build-function-target": "f",
        "run.googleapis.com/build-environment-variables": '{"GOOGLE_FUNCTION_SOURCE": "a.py", "N": 1}',
    }
    assert known_build_env(annotations.get) == {
        "GOOGLE_FUNCTION_SOURCE": "a.py",
        "GOOGLE_FUNCTION_TARGET": "f",
    }
    broken = {"run.googleapis.com/build-environment-variables": "{"}
    assert known_build_env(broken.get) == {}
