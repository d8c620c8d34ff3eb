"""Source trees that Google's buildpacks make images of."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: shop
  annotations: {{{annotations}}}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
          env: [{{name: {variable}, value: "3.12"}}]
"""


def found(
    tmp_path: Path,
    files: dict[str, str],
    annotations: str = "",
    variable: str = "MODE",
    *,
    folder: bool = False,
) -> list[tuple[str, str, str, int]]:
    for name, text in files.items():
        path = tmp_path / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    manifest = tmp_path / "service.yaml"
    manifest.write_text(MANIFEST.format(annotations=annotations, variable=variable))
    options = Options([str(tmp_path if folder else manifest)])
    if not folder:
        options.source = str(tmp_path / "src")
    return [
        (f.rule, f.severity, f.place.path.rpartition("/")[2], f.place.line)
        for f in check(options).findings
        if f.rule.startswith("BLD06")
    ]


FLASK = {"requirements.txt": "flask\n"}
APP = {**FLASK, "main.py": "app = 1\n"}
ENTRY = ("BLD060", "error", "src", 1)


@pytest.mark.parametrize(
    ("files", "annotations", "expected"),
    [
        ({**FLASK, "etl.py": "x = 1\n"}, "", [ENTRY]),
        ({"etl.py": "x = 1\n"}, "", [ENTRY]),
        (APP, "", []),
        ({**FLASK, "app.py": "app = 1\n"}, "", []),
        ({**FLASK, "etl.py": "x = 1\n", "Procfile": "web: gunicorn etl:api\n"}, "", []),
        ({**FLASK, "etl.py": "x = 1\n", "Dockerfile": "FROM python:3.12\n"}, "", []),
        ({**FLASK, "etl.py": "x = 1\n", "docker/web.Dockerfile": "FROM python:3.12\n"}, "", []),
        ({**FLASK, "sub/etl.py": "x = 1\n"}, "", []),  # no Python at the top
        ({**FLASK, "etl.py": "x = 1\n", "package.json": "{}"}, "", []),
        (
            {
                "etl.py": "x = 1\n",
                "pyproject.toml": "[project]\nname = 'x'\n[project.scripts]\nstart = 'etl:x'\n",
            },
            "",
            [],
        ),
        ({"etl.py": "x = 1\n", "pyproject.toml": "[project]\nname = 'x'\n"}, "", [ENTRY]),
        (
            {
                **FLASK,
                "etl.py": "",
                "project.toml": "[[build.env]]\nname = 'GOOGLE_ENTRYPOINT'\nvalue = 'gunicorn etl:x'\n",
            },
            "",
            [],
        ),
        (
            {
                **FLASK,
                "etl.py": "",
                "deploy.sh": "gcloud run deploy x --source . --set-build-env-vars GOOGLE_ENTRYPOINT='python etl.py'\n",
            },
            "",
            [],
        ),
        (
            {**FLASK, "etl.py": "x = 1\n"},
            """run.googleapis.com/build-environment-variables: '{"GOOGLE_ENTRYPOINT": "gunicorn etl:x"}'""",
            [],
        ),
    ],
)
def test_entry_points(
    tmp_path: Path,
    files: dict[str, str],
    annotations: str,
    expected: list[tuple[str, str, str, int]],
) -> None:
    assert found(tmp_path, files, annotations) == expected


def test_a_folder_that_nobody_names_may_be_no_service(tmp_path: Path) -> None:
    assert found(tmp_path, {**FLASK, "etl.py": "x = 1\n"}, folder=True) == [ENTRY]
    (tmp_path / "src" / "requirements.txt").write_text("pandas\n")
    assert found(tmp_path, {}, folder=True) == [("BLD060", "warning", "src", 1)]


@pytest.mark.parametrize(
    ("version", "severity"),
    [
        ("3.13\n", None),
        ("3.14.2", None),
        ("3.13.x", None),
        (">=3.13", None),
        ("3.x", None),
        ("3.12", "warning"),
        ("3.9.1", "warning"),
        ("3.6", "error"),
        ("2.7.18", "error"),
        ("3.15", "warning"),  # newer than the table
        ("", "error"),
        ("pypy3.10", "warning"),
        ("3.13\n3.12\n", "warning"),
    ],
)
def test_versions(tmp_path: Path, version: str, severity: str | None) -> None:
    expected = [("BLD061", severity, ".python-version", 1)] if severity else []
    assert found(tmp_path, {**APP, ".python-version": version}) == expected


@pytest.mark.parametrize(
    ("builder", "version", "severity"),
    [
        ("google-22", "3.12", None),
        ("google-22", "3.14", "warning"),
        ("v1", "3.7", None),
        ("other", "3.12", None),
        ("other", "3.6", "warning"),
    ],
)
def test_the_builder_that_is_named(
    tmp_path: Path, builder: str, version: str, severity: str | None
) -> None:
    project = f'[io.buildpacks]\nbuilder = "gcr.io/buildpacks/builder:{builder}"\n'
    findings = found(tmp_path, {**APP, "project.toml": project, ".python-version": version})
    assert [severity for _, severity, *_ in findings] == ([severity] if severity else [])


def test_the_variable_goes_before_the_file(tmp_path: Path) -> None:
    project = "[[build.env]]\nname = 'GOOGLE_PYTHON_VERSION'\nvalue = '3.6'\n"
    files = {**APP, "project.toml": project, ".python-version": "3.13"}
    assert found(tmp_path, files) == [("BLD061", "error", "project.toml", 2)]


@pytest.mark.parametrize(
    ("requirements", "version", "lines"),
    [
        ("flask\nasyncpg==0.29.0\n", "", [2]),
        ("asyncpg==0.29.0 ; python_version > '3'  # x\n", "", [1]),
        ("asyncpg==0.29.0\n", "3.13", []),
        ("asyncpg==0.29.0\n", "3.14", [1]),
        ("asyncpg==0.31.0\n", "", []),
        ("asyncpg>=0.29.0\n", "", []),
        ("psycopg2_binary==2.9.9\n", "", [1]),
        ("unheard-of==1.0\n", "", []),
    ],
)
def test_pins_without_wheels(
    tmp_path: Path, requirements: str, version: str, lines: list[int]
) -> None:
    files = {**APP, "requirements.txt": requirements}
    if version:
        files[".python-version"] = version
    assert found(tmp_path, files) == [("BLD062", "warning", "requirements.txt", n) for n in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[build.env]]\nname = 'A'\nvalue = 'b'\n", []),
        ("[[build.env]]\nbuilder = 'x'\n", [("BLD063", "warning", "project.toml", 1)]),
        (
            "[_]\nx = 1\n[[io.buildpacks.build.env]]\nname = 'A'\n",
            [("BLD063", "warning", "project.toml", 3)],
        ),
        ("[[build.env\n", [("BLD063", "warning", "project.toml", 1)]),
    ],
)
def test_project_files(
    tmp_path: Path, text: str, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(tmp_path, {**APP, "project.toml": text}) == expected


def test_variables_of_the_build_at_run_time(tmp_path: Path) -> None:
    assert found(tmp_path, APP, variable="GOOGLE_PYTHON_VERSION") == [
        ("BLD064", "warning", "service.yaml", 11)
    ]
    assert found(tmp_path, APP, variable="GOOGLE_CLOUD_PROJECT") == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def handle(request): ...\n", []),
        ("async def handle(request): ...\n", []),
        ("from app import handle\n", []),
        ("from app import *\n", []),
        ("handle = make()\n", []),
        ("if x:\n    def handle(r): ...\n", []),
        ("def handler(request): ...\n", [("BLD065", "error", "main.py", 1)]),
        ("def broken(\n", []),  # another rule's
    ],
)
def test_function_targets(
    tmp_path: Path, code: str, expected: list[tuple[str, str, str, int]]
) -> None:
    annotation = "run.googleapis.com/build-function-target: handle"
    assert found(tmp_path, {**FLASK, "main.py": code}, annotation) == expected


def test_a_function_without_its_file(tmp_path: Path) -> None:
    annotation = "run.googleapis.com/build-function-target: handle"
    findings = found(tmp_path, {**FLASK, "fn.py": "def handle(r): ...\n"}, annotation)
    assert ("BLD065", "error", "src", 1) in findings


PROJECT = "[project]\nname = 'x'\ndependencies = ['flask', 'Some_Thing>=1']\n"


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ("flask\nsome-thing==1.2\n", []),
        ("flask\n", [("BLD066", "warning", "pyproject.toml", 3)]),
        ("flask\n-e .\n", []),
        ("-r base.txt\n", []),
        ("flask\n.\n", []),
    ],
)
def test_two_lists(
    tmp_path: Path, requirements: str, expected: list[tuple[str, str, str, int]]
) -> None:
    files = {**APP, "requirements.txt": requirements, "pyproject.toml": PROJECT}
    assert found(tmp_path, files) == expected


def test_runtime_file(tmp_path: Path) -> None:
    files = {**APP, "runtime.txt": "python-3.12\n"}
    assert found(tmp_path, files) == [("BLD067", "warning", "runtime.txt", 1)]
    assert found(tmp_path, {**files, ".python-version": "3.13"}) == []


def test_what_git_ignores_is_not_sent(tmp_path: Path) -> None:
    files = {**FLASK, "main.py": "app = 1\n", ".gitignore": "main.py\n", "etl.py": "x = 1\n"}
    assert found(tmp_path, files) == [ENTRY]
