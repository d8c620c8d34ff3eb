"""Where start-up begins, as command, Dockerfile and Procfile state it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options
from tests.checks.image.building import DF, FILES, MANIFEST, by_rule, found, run, sourced
from tests.image.wheels import build_wheel


def test_the_entry_point_itself_is_missing(tmp_path: Path) -> None:
    findings = found(tmp_path, **{"app/main.py": None})  # type: ignore[arg-type]
    ((path, line, message),) = by_rule(findings, "BLD020")
    assert (path, line) == ("service.yaml", 9)
    assert "`app.main`" in message


def test_python_m_runs_the_packages_main(tmp_path: Path) -> None:
    manifest = MANIFEST.replace('[uvicorn, "app.main:app"]', "[python, -m, app]")
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    found = dict(run(tmp_path, manifest, wheel=[wheel]))
    assert found["BLD020"].startswith("the entry point `app.__main__` is not in")
    files = {**FILES, "app/__main__.py": "if __name__ == '__main__':\n    import app.gone\n"}
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    assert "`app.gone` is imported" in dict(run(tmp_path, manifest, wheel=[wheel]))["BLD021"]


def test_a_working_directory_of_the_manifests_own_decides_what_is_found(tmp_path: Path) -> None:
    context = tmp_path / "ctx"
    (context / "src" / "app").mkdir(parents=True)
    (context / "src" / "app" / "__init__.py").write_text("")
    (context / "src" / "app" / "main.py").write_text("import app.other\n")
    (context / "src" / "app" / "other.py").write_text("")
    (context / "Dockerfile").write_text("FROM python:3.12\nWORKDIR /srv\nCOPY . .\n")
    assert run(tmp_path, source=str(context))[0][0] == "BLD020"
    manifest = MANIFEST.replace("command:", "workingDir: /srv/src\n          command:")
    assert "BLD020" not in dict(run(tmp_path, manifest, source=str(context)))
    manifest = MANIFEST.replace('[uvicorn, "', '[sh, -c, "cd src && exec uvicorn ')
    assert "BLD020" not in dict(run(tmp_path, manifest, source=str(context)))


@pytest.mark.parametrize(
    ("dockerfile", "container", "entry"),
    [
        ('CMD ["uvicorn", "app.gone:app"]', "", "app.gone"),
        ("CMD exec uvicorn app.gone:app --port $PORT", "", "app.gone"),
        ('ENTRYPOINT ["tini", "--"]\nCMD ["python", "-m", "app.gone"]', "", "app.gone"),
        ('CMD ["uvicorn", "app.gone:app"]', "command: [uvicorn, 'app.main:app']", ""),
        ('ENTRYPOINT ["uvicorn"]\nCMD ["app.main:app"]', "args: ['app.gone:app']", "app.gone"),
        ('ENTRYPOINT ["uvicorn"]\nCMD ["app.gone:app"]', "command: [sh, start.sh]", ""),
        ('CMD ["uvicorn", "app.gone:app"]\nFROM python:3.12\nENTRYPOINT ["uvicorn"]', "", ""),
        ('CMD ["uvicorn", "app.gone:app"]', "args: ['${ARGS}']", ""),
    ],
)
def test_the_dockerfile_tells_what_is_started(
    tmp_path: Path, dockerfile: str, container: str, entry: str
) -> None:
    context = tmp_path / "ctx"
    (context / "app").mkdir(parents=True)
    (context / "app" / "__init__.py").write_text("")
    (context / "app" / "main.py").write_text("")
    (context / "Dockerfile").write_text(f"FROM python:3.12\nWORKDIR /srv\nCOPY . .\n{dockerfile}\n")
    lines = MANIFEST.partition("          command:")[0] + f"          {container}\n"
    found = dict(run(tmp_path, lines, source=str(context)))
    if entry:
        assert found["BLD020"].startswith(f"the entry point `{entry}` is not in")
    else:
        assert "BLD020" not in found


@pytest.mark.parametrize("builder", ["docker", "gcloud"])
def test_a_procfile_tells_what_buildpacks_start(tmp_path: Path, builder: str) -> None:
    context = tmp_path / "ctx"
    context.mkdir()
    (context / "main.py").write_text("import missing_one.part\n")
    (context / "missing_one").mkdir()
    (context / "missing_one" / "__init__.py").write_text("")
    (context / "Procfile").write_text("worker: x\nweb: gunicorn --bind :$PORT main:app\n")
    lines = MANIFEST.partition("          command:")[0]
    found = dict(run(tmp_path, lines, source=str(context), builder=builder))
    assert "`missing_one.part` is imported" in found["BLD021"]
    (context / "Procfile").write_text("web: gunicorn gone.main:app\n")
    assert "BLD020" in dict(run(tmp_path, lines, source=str(context), builder=builder))
    (context / "requirements.txt").write_text("apache-gone==1\n")
    assert "BLD020" not in dict(run(tmp_path, lines, source=str(context), builder=builder))


def test_an_entry_point_that_only_the_tree_has(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/main.py": "", "Dockerfile": DF.format("COPY app/ .")}
    assert sourced(tmp_path, files)["BLD020"].startswith("the entry point `app.main` is not in")


@pytest.mark.parametrize(
    ("files", "severity", "end"),
    [
        ({}, "error", "`ctx`"),
        ({".gitignore": "gone.py\n"}, "warning", "the build (`.gitignore` has it)"),
        ({"build.sh": "cp x app/gone.py\n"}, "warning", "the build (`ctx/build.sh` names it)"),
        (
            {"Dockerfile": "RUN echo > app/gone.py\n"},
            "warning",
            ", unless something else brings it",
        ),
        # What the tree has is left out for certain, whatever git ignores.
        (
            {".gitignore": "gone.py\n", "app/gone.py": "", ".dockerignore": "*/gone.py\n"},
            "error",
            "`ctx`",
        ),
    ],
)
def test_an_entry_point_that_may_be_made_before_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], severity: str, end: str
) -> None:
    monkeypatch.chdir(tmp_path)
    command = files.get("Dockerfile", "") + 'CMD ["uvicorn", "app.gone:app"]\n'
    dockerfile = f"FROM python:3.12\nWORKDIR /srv\nCOPY . .\n{command}"
    for name, text in {"app/__init__.py": "", **files, "Dockerfile": dockerfile}.items():
        path = tmp_path / "ctx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    lines = MANIFEST.partition("          command:")[0]
    (tmp_path / "service.yaml").write_text(lines)
    options = Options(["service.yaml"])
    options.source = "ctx"
    (finding,) = [one for one in check(options).findings if one.rule == "BLD020"]
    assert finding.severity == severity
    assert str(finding.message).endswith(end)


def test_what_was_not_followed_is_told(tmp_path: Path) -> None:
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    (tmp_path / "service.yaml").write_text(MANIFEST.replace("app.main:app", "other.main:app"))
    options = Options([str(tmp_path / "service.yaml")])
    options.wheel = [wheel]
    reported = {entry.rule: entry.reason for entry in check(options).not_run}
    assert reported["BLD021"] == (
        "cannot tell what the container starts (`other.main` is no module of the files that are known, "
        "and may be installed); pass --entrypoint"
    )
    assert "BLD001" not in reported


def not_run(tmp_path: Path, manifest: str, source: Path) -> dict[str, str]:
    (tmp_path / "service.yaml").write_text(manifest)
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(source)
    return {entry.rule: entry.reason for entry in check(options).not_run}


@pytest.mark.parametrize(
    ("command", "not_run"), [('["node", "x.js"]', False), ('["./server"]', True)]
)
def test_rules_on_python_are_not_for_other_languages(
    tmp_path: Path, command: str, not_run: bool
) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "release.py").write_text("import os\nos.environ['TOKEN']\n")
    (tmp_path / "Dockerfile").write_text(f"FROM node:22\nWORKDIR /app\nCOPY . .\nCMD {command}\n")
    (tmp_path / "service.yaml").write_text(
        MANIFEST.replace('          command: [uvicorn, "app.main:app"]\n', "")
    )
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(tmp_path)
    outcome = check(options)
    assert [finding.rule for finding in outcome.findings if finding.rule.startswith("BLD")] == []
    assert bool(outcome.not_run) is not_run


@pytest.mark.parametrize(
    ("base", "lines", "is_python"),
    [
        ("gcr.io/distroless/static-debian12", "", False),
        ("alpine:3.20", "RUN apk add --no-cache ca-certificates\n", False),
        ("debian:12-slim", "", False),
        ("alpine:3.20", "RUN apk add python3\n", True),
        ("gcr.io/distroless/python3-debian12", "", True),
        ("acme/base", "", True),
        ("python:3.12-slim", "", True),
    ],
)
def test_a_compiled_program_of_an_image_without_python(
    tmp_path: Path, base: str, lines: str, is_python: bool
) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "release.py").write_text("import os\nos.environ['TOKEN']\n")
    (tmp_path / "Dockerfile").write_text(
        f"FROM golang:1.23 AS build\nRUN go build -o /server .\nFROM {base}\n{lines}"
        'WORKDIR /app\nCOPY --from=build /server ./server\nCOPY . .\nCMD ["./server"]\n'
    )
    (tmp_path / "service.yaml").write_text(
        MANIFEST.replace('          command: [uvicorn, "app.main:app"]\n', "")
    )
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(tmp_path)
    outcome = check(options)
    assert [finding.rule for finding in outcome.findings if finding.rule.startswith("BLD")] == []
    assert bool(outcome.not_run) is is_python


@pytest.mark.parametrize(
    "dockerfile",
    [
        "FROM gcr.io/dataflow-templates-base/python311-template-launcher-base\nCOPY . .\n",
        'FROM python:3.12\nENTRYPOINT ["/opt/google/dataflow/python_template_launcher"]\n',
    ],
)
def test_an_image_of_another_platform_is_said_to_be_one(tmp_path: Path, dockerfile: str) -> None:
    context = tmp_path / "ctx"
    context.mkdir()
    (context / "main.py").write_text("")
    (context / "Dockerfile").write_text(dockerfile)
    lines = MANIFEST.partition("          command:")[0]
    assert not_run(tmp_path, lines, context)["BLD021"].startswith("the image is a launcher of Data")


def test_the_target_of_a_function_is_followed(tmp_path: Path) -> None:
    context = tmp_path / "ctx"
    (context / "pkg").mkdir(parents=True)
    (context / "pkg" / "__init__.py").write_text("")
    (context / "main.py").write_text("import pkg.gone\ndef handle(request): ...\n")
    (context / "requirements.txt").write_text("functions-framework\n")
    lines = MANIFEST.partition("          command:")[0]
    stated = "{name: web, annotations: {run.googleapis.com/build-function-target: handle}}"
    manifest = lines.replace("{name: web}", stated)
    known = dict(run(tmp_path, manifest, source=str(context)))
    assert "`pkg.gone` is imported" in known["BLD021"]
    assert "BLD023" not in known
    wrong = dict(run(tmp_path, manifest.replace("handle}", "handl}"), source=str(context)))
    assert "`main` has no `handl`" in wrong["BLD023"]


def test_what_a_buildpack_would_serve_is_not_certain(tmp_path: Path) -> None:
    context = tmp_path / "ctx"
    context.mkdir()
    (context / "main.py").write_text("def handle(request): ...\n")
    lines = MANIFEST.partition("          command:")[0]
    found = dict(run(tmp_path, lines, source=str(context)))
    assert "`main` has no `app`" in found["BLD024"]
    assert "BLD023" not in found


BUILT = """FROM python:3.12 AS build
WORKDIR /app
COPY . .
RUN python -m venv /venv && /venv/bin/pip install .
FROM python:3.12
COPY --from=build /venv /venv
WORKDIR /srv
CMD uvicorn shop.main:app
"""


@pytest.mark.parametrize("code", ["app = 1\n", "import shop.gone\napp = 1\n"])
def test_a_project_that_comes_with_a_virtual_environment(tmp_path: Path, code: str) -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'shop'\n",
        "src/shop/__init__.py": "",
        "src/shop/main.py": code,
        "Dockerfile": BUILT,
    }
    assert sourced(tmp_path, files).keys() & {"BLD020", "BLD021"} == (
        {"BLD021"} if "gone" in code else set()
    )


def test_a_script_of_a_project_that_is_not_installed(tmp_path: Path) -> None:
    context = tmp_path / "ctx"
    context.mkdir()
    (context / "pyproject.toml").write_text("[project.scripts]\nshop = 'shop.cli:main'\n")
    (context / "Dockerfile").write_text("FROM python:3.12\nRUN pip install shop==1\nCMD shop\n")
    lines = MANIFEST.partition("          command:")[0]
    assert "what `shop` starts" in not_run(tmp_path, lines, context)["BLD021"]


def test_a_program_in_a_directory_that_is_not_known(tmp_path: Path) -> None:
    files = {
        "main.py": "import shop.gone\n",
        "shop/__init__.py": "",
        "Dockerfile": "FROM acme/base\nCOPY . .\nCMD python main.py\n",
    }
    assert "`shop.gone`" in sourced(tmp_path, files)["BLD021"]
    files["Dockerfile"] = "FROM acme/base\nCOPY . .\nCMD python other.py\n"
    assert not sourced(tmp_path, files).keys() & {"BLD020", "BLD021"}
