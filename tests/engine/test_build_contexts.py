"""A folder's only service is judged with its only build context."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
"""
OTHER = SERVICE.replace("name: shop", "name: till")
DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n'


def tree(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(folder: Path, monkeypatch: pytest.MonkeyPatch, *paths: str) -> tuple[set[str], list[str]]:
    monkeypatch.chdir(folder)
    outcome = check(Options(list(paths) or ["."]))
    return {finding.rule for finding in outcome.findings}, outcome.notes


def test_one_service_and_one_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(
        tmp_path,
        service_dot_yaml=SERVICE,
        src__Dockerfile=DOCKERFILE,
        src__main_dot_py="import gone.x\n",
    )
    (tmp_path / "src" / "gone").mkdir()
    (tmp_path / "src" / "gone" / "__init__.py").write_text("")
    assert "BLD021" in found(tmp_path, monkeypatch)[0]
    assert found(tmp_path, monkeypatch, "service.yaml")[0] == set()  # a named file is read alone


def test_of_several_contexts_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a__Dockerfile": DOCKERFILE, "a__main_dot_py": "", "b__main_dot_py": ""}
    tree(tmp_path, service_dot_yaml=SERVICE, b__Dockerfile_dot_api=DOCKERFILE, **files)
    rules, notes = found(tmp_path, monkeypatch)
    assert rules == set()
    assert "several build contexts are possible (a, b/Dockerfile.api)" in notes[0]


@pytest.mark.parametrize(
    "files",
    [
        {"tests__Dockerfile": DOCKERFILE, "tests__main_dot_py": "import gone.x\n"},
        {"web__Dockerfile": "FROM node\n", "web__index_dot_js": ""},
        {"other_dot_yaml": OTHER, "Dockerfile": DOCKERFILE, "main_dot_py": "import main.gone\n"},
        {"service_dot_yaml": SERVICE + "---\n" + OTHER, "Dockerfile": DOCKERFILE, "main_dot_py": "import main.gone\n"},
    ],
    ids=["tests", "no Python", "two manifests", "two services"],
)  # fmt: skip
def test_what_is_not_tied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    tree(tmp_path, **{"service_dot_yaml": SERVICE, **files})
    rules, notes = found(tmp_path, monkeypatch)
    assert not [rule for rule in rules if rule.startswith("BLD")]
    assert not any("build contexts" in note for note in notes)


def test_two_descriptions_of_one_service_share_its_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = {"Dockerfile": DOCKERFILE, "main_dot_py": "import main.gone\n"}
    tree(tmp_path, staging_dot_yaml=SERVICE, production_dot_yaml=SERVICE, **code)
    monkeypatch.chdir(tmp_path)
    outcome = check(Options(["."]))
    assert [finding.rule for finding in outcome.findings].count("BLD021") == 1  # one cause
    assert "1 resource: 2 manifests; 1 with its image" in outcome.notes


def test_a_dockerfile_that_takes_from_the_folder_above_has_it_as_context(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    tree(
        tmp_path,
        service_dot_yaml=SERVICE,
        web__Dockerfile='FROM python:3.12-slim\nWORKDIR /app\nCOPY lib lib\nCOPY web web\nCMD ["python", "-m", "web.main"]\n',
        web__main_dot_py="import lib.names\nimport lib.gone\n",
        web____init___dot_py="",
        lib__names_dot_py="",
    )
    monkeypatch.chdir(tmp_path)
    outcome = check(Options(["."]))
    assert [(f.rule, str(f.place)) for f in outcome.findings] == [("BLD021", "web/main.py:2:8")]


def test_a_buildpack_project_is_a_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(
        tmp_path,
        service_dot_yaml=SERVICE,
        requirements_dot_txt="flask\n",
        main_dot_py="import os\nK = os.environ['K']\n",
    )
    assert "BLD030" in found(tmp_path, monkeypatch)[0]


def test_the_options_name_dockerfile_and_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = (
        SERVICE
        + "          ports: [{containerPort: 8080}]\n          name: web\n        - image: us-docker.pkg.dev/p/r/x:1\n          name: api\n"
    )
    tree(
        tmp_path,
        service_dot_yaml=two,
        docker__api_dot_Dockerfile=DOCKERFILE,
        main_dot_py="import os\nK = os.environ['K']\n",
    )
    monkeypatch.chdir(tmp_path)
    options = Options(["service.yaml"])
    options.source, options.dockerfile, options.container = ".", "docker/api.Dockerfile", "api"
    (finding,) = [f for f in check(options).findings if f.rule == "BLD030"]
    assert "container `api`" in str(finding.message)


def test_the_stage_of_a_build_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tree_sitter_bash")
    stages = (
        'FROM python:3.12-slim AS prod\nWORKDIR /app\nCOPY main.py .\nCMD ["python", "main.py"]\n'
        "FROM prod AS dev\nCOPY gone.py .\n"
    )
    build = "docker build -t us-docker.pkg.dev/p/r/shop:1.0 {} .\ngcloud run services replace service.yaml\n"
    tree(
        tmp_path,
        service_dot_yaml=SERVICE,
        Dockerfile=stages,
        main_dot_py="x = 1\n",
        build_dot_sh=build.format("--target prod"),
    )
    assert "BLD040" not in found(tmp_path, monkeypatch)[0]
    (tmp_path / "build.sh").write_text(build.format("--target dev"))
    assert "BLD040" in found(tmp_path, monkeypatch)[0]
    (tmp_path / "build.sh").write_text(build.format(""))
    assert "BLD040" in found(tmp_path, monkeypatch)[0]
