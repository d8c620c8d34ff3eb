"""The build held against the manifest and against rules: modules, files, imports, env vars."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.errors import UsageError
from lint.model.options import Options
from tests.image.wheels import build_wheel

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/web:1
          command: [uvicorn, "app.main:app"]
          env:
            - {name: MODE, value: fast}
            - {name: LEFT, value: over}
"""
FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os\nfrom app.config import load\nMODE = os.environ['MODE']\napp = load\n",
    "app/config.py": "import os\nURL = os.environ['DB_URL']\ndef load():\n    return os.environ['KEY']\n",
    "app/.env": "A=b\n",
}


def found(tmp_path: Path, rules: str = "", **files: str | None) -> list[tuple[str, str, int, str]]:
    contents = {**FILES, **{k.replace("__", "/"): v for k, v in files.items()}}
    contents = {(k if "." in k else f"{k}.py"): v for k, v in contents.items() if v is not None}
    wheel = build_wheel(tmp_path, name="app", files=contents)
    (tmp_path / "service.yaml").write_text(MANIFEST)
    options = Options([str(tmp_path / "service.yaml")])
    options.wheel = [str(wheel)]
    if rules:
        (tmp_path / "rules.yaml").write_text(rules)
        options.rules = [str(tmp_path / "rules.yaml")]
    outcome = check(options)
    return [
        (f.rule, f.place.path.rpartition("/")[2], f.place.line, f.message)
        for f in outcome.findings
        if not f.rule.startswith("CR")
    ]


def by_rule(findings: list[tuple[str, str, int, str]], rule: str) -> list[tuple[str, int, str]]:
    return [entry[1:] for entry in findings if entry[0] == rule]


def test_env_vars_that_the_code_needs(tmp_path: Path) -> None:
    findings = found(tmp_path)
    ((path, line, message),) = by_rule(findings, "BLD030")
    assert (path, line) == ("service.yaml", 10)
    assert "`DB_URL`" in message
    assert "at import time" in message
    ((_, _, message),) = by_rule(findings, "BLD031")
    assert "`KEY`" in message
    ((path, line, message),) = by_rule(findings, "BLD032")
    assert (path, line) == ("service.yaml", 12)
    assert "`LEFT`" in message
    assert not any("over" in entry[3] for entry in findings)


def test_a_module_that_start_up_imports_is_missing(tmp_path: Path) -> None:
    findings = found(tmp_path, **{"app/config.py": None})  # type: ignore[arg-type]
    ((path, line, message),) = by_rule(findings, "BLD021")
    assert (path, line) == ("main.py", 2)
    assert "`app.config` is imported at import time" in message


def test_the_entry_point_itself_is_missing(tmp_path: Path) -> None:
    findings = found(tmp_path, **{"app/main.py": None})  # type: ignore[arg-type]
    ((path, line, message),) = by_rule(findings, "BLD020")
    assert (path, line) == ("service.yaml", 9)
    assert "`app.main`" in message


RULES = """\
ruleset: own
rules:
  OWN001:
    title: The build is whole
    build: {entrypoint: "app.main:app", modules: [app.extra], forbidden-files: ["**/.env"]}
"""


def test_a_rule_of_the_users_own(tmp_path: Path) -> None:
    findings = found(tmp_path, RULES, **{"app/config.py": None})  # type: ignore[arg-type]
    messages = [message for _, _, message in by_rule(findings, "OWN001")]
    assert any("`app.config` is imported" in message for message in messages)
    assert any(message.startswith("the module `app.extra` is not in") for message in messages)
    assert any("`app/.env` must not be in the image" in message for message in messages)
    assert by_rule(findings, "BLD021") == []


def test_a_module_that_is_there_satisfies_the_rule(tmp_path: Path) -> None:
    assert by_rule(found(tmp_path, RULES, **{"app/extra.py": "", "app/.env": None}), "OWN001") == []  # type: ignore[arg-type]


def test_without_a_build_the_rules_are_told_as_not_run(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(MANIFEST)
    (tmp_path / "rules.yaml").write_text(RULES)
    options = Options([str(tmp_path / "service.yaml")])
    options.rules = [str(tmp_path / "rules.yaml")]
    outcome = check(options)
    assert [(e.rule, e.reason) for e in outcome.not_run] == [
        ("OWN001", "needs --wheel or --source")
    ]


def test_an_import_that_no_dependency_provides(tmp_path: Path) -> None:
    findings = found(tmp_path, **{"app/config.py": "import yaml\ndef load(): pass\n"})
    ((path, line, message),) = by_rule(findings, "BLD027")
    assert (path, line) == ("config.py", 1)
    assert "`yaml` is imported" in message


@pytest.mark.parametrize("builder", ["docker", "kaniko"])
def test_the_ignore_file_is_named(tmp_path: Path, builder: str) -> None:
    app = tmp_path / "ctx" / "app"
    app.mkdir(parents=True)
    (app / "__init__.py").write_text("")
    (app / "main.py").write_text("import app.monitoring.core\n")
    (app / "monitoring").mkdir()
    (app / "monitoring" / "core.py").write_text("")
    (tmp_path / "ctx" / ".dockerignore").write_text("**/monitoring/\n!app/\n")
    (tmp_path / "service.yaml").write_text(MANIFEST)
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(tmp_path / "ctx")
    options.builder = builder
    outcome = check(options)
    findings = [f for f in outcome.findings if f.rule == "BLD021"]
    if builder == "kaniko":
        assert findings == []
        return
    (finding,) = findings
    (related, *_) = finding.related
    assert related.place.path.endswith(".dockerignore")
    assert related.place.line == 1
    assert "kaniko" in related.message


def run(tmp_path: Path, manifest: str = MANIFEST, **given: object) -> list[tuple[str, str]]:
    (tmp_path / "service.yaml").write_text(manifest)
    options = Options([str(tmp_path / "service.yaml")])
    for name, value in given.items():
        setattr(options, name, value)
    outcome = check(options)
    return [(f.rule, f.message) for f in outcome.findings if f.rule.startswith("BLD")]


def test_a_lock_file_tells_what_else_is_installed(tmp_path: Path) -> None:
    files = {**FILES, "app/config.py": "import yaml\ndef load(): pass\n"}
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    lock = tmp_path / "uv.lock"
    lock.write_text('[[package]]\nname = "pyyaml"\nversion = "6.0"\n')
    rules = [rule for rule, _ in run(tmp_path, wheel=[wheel], lock=str(lock))]
    assert "BLD027" not in rules
    lock.write_text('[[package]]\nname = "other"\nversion = "6.0"\n')
    assert "BLD027" in [rule for rule, _ in run(tmp_path, wheel=[wheel], lock=str(lock))]


def test_a_wheelhouse_tells_what_provides_an_import(tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    build_wheel(house, name="company-things", files={"things/__init__.py": ""})
    files = {**FILES, "app/config.py": "import things\ndef load(): pass\n"}
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    found = dict(run(tmp_path, wheel=[wheel], wheelhouse=str(house)))
    assert "`company-things`, which provides it" in found["BLD027"]


def test_the_images_python_decides_on_syntax_and_requires_python(tmp_path: Path) -> None:
    files = {**FILES, "app/config.py": "def load(x):\n    match x:\n        case 1: pass\n"}
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    assert "BLD025" not in dict(run(tmp_path, wheel=[wheel]))
    found = dict(run(tmp_path, wheel=[wheel], python="3.9"))
    assert "`app.config` cannot be compiled" in found["BLD025"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"python": "three"}, "'three' is not a Python version such as 3.12"),
        ({"lock": "gone.lock"}, "gone.lock: the lock file cannot be read: no such file"),
        ({"wheelhouse": "gone"}, "the wheelhouse gone is not a directory"),
    ],
)
def test_what_cannot_be_used_is_told(
    tmp_path: Path, given: dict[str, object], message: str
) -> None:
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    with pytest.raises(UsageError) as error:
        run(tmp_path, wheel=[wheel], **given)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("name", ["python", "lock", "wheelhouse"])
def test_what_tells_of_a_build_needs_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        UsageError, match=f"--{name} describes an image: also pass --wheel or --source"
    ):
        run(tmp_path, **{name: "x"})


@pytest.mark.parametrize(
    "command",
    [
        '[sh, -c, "export DB_URL=x && exec uvicorn app.main:app"]',
        '[sh, -c, "DB_URL=x uvicorn app.main:app"]',
        '[env, DB_URL=x, uvicorn, "app.main:app"]',
    ],
)
def test_what_the_command_sets_need_not_be_set(tmp_path: Path, command: str) -> None:
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    manifest = MANIFEST.replace('[uvicorn, "app.main:app"]', command)
    assert "BLD030" not in dict(run(tmp_path, manifest, wheel=[wheel]))
    manifest = manifest.replace("DB_URL=", "DB_ULR=")
    assert "BLD030" in dict(run(tmp_path, manifest, wheel=[wheel]))


def test_the_dockerfile_tells_the_images_python(tmp_path: Path) -> None:
    context = tmp_path / "ctx"
    (context / "app").mkdir(parents=True)
    (context / "app" / "__init__.py").write_text("")
    (context / "app" / "main.py").write_text("match 1:\n    case 1: pass\n")
    dockerfile = "FROM python:{}-slim AS base\nFROM base\nWORKDIR /app\nCOPY . .\n"
    (context / "Dockerfile").write_text(dockerfile.format("3.9"))
    assert "BLD025" in dict(run(tmp_path, source=str(context)))
    (context / "Dockerfile").write_text(dockerfile.format("3.12"))
    assert "BLD025" not in dict(run(tmp_path, source=str(context)))


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


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        ({"helpers.py": ""}, True),
        ({"helpers/__init__.py": ""}, True),
        ({"helpers/other.txt": ""}, False),  # nothing says that this is what is meant
        ({}, False),
        ({"helpers.py": "", "requirements.txt": "Helpers==1.0\n"}, False),
        ({"helpers.py": "", "requirements.txt": "helpers-more\n"}, True),
    ],
)
def test_a_top_level_module_that_no_copy_line_brings(
    tmp_path: Path, files: dict[str, str], missing: bool
) -> None:
    dockerfile = "FROM python:3.11\nWORKDIR /app\nCOPY main.py .\nENTRYPOINT python main.py\n"
    main = "import json, helpers\n"
    for name, text in {"main.py": main, "Dockerfile": dockerfile, **files}.items():
        path = tmp_path / "ctx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    lines = MANIFEST.partition("          command:")[0]
    found = dict(run(tmp_path, lines, source=str(tmp_path / "ctx")))
    assert ("BLD021" in found) is missing
    if missing:
        assert "`helpers` is imported at import time and is not in" in found["BLD021"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ENV KEY=x", False),
        ('ENV A="b c" KEY="x y"', False),
        ("ENV KEY some value", False),
        ("ENV OTHER=KEY=1", True),
        ("ENV OTHER KEY=1", True),
        ("ARG KEY=x", True),
        ("ENV KEY=x\nFROM python:3.11", True),
    ],
)
def test_what_the_image_sets_need_not_be_set(tmp_path: Path, line: str, found: bool) -> None:
    context = tmp_path / "ctx"
    context.mkdir()
    (context / "main.py").write_text("import os\nX = os.environ['KEY']\n")
    tail = "WORKDIR /app\nCOPY . .\nCMD python main.py\n"
    (context / "Dockerfile").write_text(f"FROM python:3.11\n{line}\n{tail}")
    lines = MANIFEST.partition("          command:")[0]
    assert ("BLD030" in dict(run(tmp_path, lines, source=str(context)))) is found


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


DF = "FROM python:3.12\nWORKDIR /app\n{}\nCMD uvicorn app.main:app\n"


def sourced(tmp_path: Path, files: dict[str, str]) -> dict[str, str]:
    for name, text in files.items():
        path = tmp_path / "ctx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    lines = MANIFEST.partition("          command:")[0]
    return dict(run(tmp_path, lines, source=str(tmp_path / "ctx")))


@pytest.mark.parametrize(
    ("lines", "sure"),
    [
        ("COPY . .", True),
        ("COPY . .\nRUN pip install -r requirements.txt", True),
        ("COPY . .\nRUN python -m grpc_tools.protoc --python_out=. a.proto", False),
        ("COPY . .\nRUN echo VERSION=1 > app/gone.py", False),
        ("COPY . .\nCOPY --from=example.com/gen:1 /out /app/app", False),
        ("COPY . .\nCOPY <<EOF /app/app/gone.py\nx = 1\nEOF", False),
    ],
)
def test_what_the_image_build_may_generate(tmp_path: Path, lines: str, sure: bool) -> None:
    files = {
        "app/__init__.py": "",
        "app/main.py": "import app.gone\n",
        "Dockerfile": DF.format(lines),
    }
    found = sourced(tmp_path, files)
    assert ("BLD021" in found) is sure
    assert ("BLD022" in found) is not sure


def test_what_the_tree_has_is_missed_whatever_the_build_runs(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/main.py": "import app.gone\n",
        "app/gone.py": "",
        ".dockerignore": "app/gone.py\n",
        "Dockerfile": DF.format("COPY . .\nRUN python gen.py"),
    }
    assert "`app.gone` is imported" in sourced(tmp_path, files)["BLD021"]


def test_an_entry_point_that_only_the_tree_has(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/main.py": "", "Dockerfile": DF.format("COPY app/ .")}
    assert sourced(tmp_path, files)["BLD020"].startswith("the entry point `app.main` is not in")


def test_an_image_that_is_not_known_may_set_variables(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/main.py": "import os\nX = os.environ['X']\n",
        "Dockerfile": DF.format("COPY . .").replace("python:3.12", "example.com/base:1"),
    }
    found = sourced(tmp_path, files)
    assert "BLD030" not in found
    assert "unless something else sets or catches it" in found["BLD031"]


def test_a_namespace_that_a_required_distribution_shares(tmp_path: Path) -> None:
    files = {"corp/api/main.py": "import corp.common\n"}
    manifest = MANIFEST.replace("app.main:app", "corp.api.main:app")
    wheel = str(build_wheel(tmp_path, name="corp-api", files=files, requires=["corp-common"]))
    assert "BLD022" in dict(run(tmp_path, manifest, wheel=[wheel]))
    wheel = str(build_wheel(tmp_path, name="corp-api", files=files))
    assert "BLD021" in dict(run(tmp_path, manifest, wheel=[wheel]))


def test_what_was_not_followed_is_told(tmp_path: Path) -> None:
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    (tmp_path / "service.yaml").write_text(MANIFEST.replace("app.main:app", "other.main:app"))
    options = Options([str(tmp_path / "service.yaml")])
    options.wheel = [wheel]
    reported = {entry.rule: entry.reason for entry in check(options).not_run}
    assert reported["BLD021"] == "cannot tell what the container starts; pass --entrypoint"
    assert "BLD001" not in reported


@pytest.mark.parametrize("name", ["Dockerfile", "dockerfile", "Procfile"])
def test_no_setting_of_a_start_command_is_shown(tmp_path: Path, name: str) -> None:
    from lint.report import render

    start = "TOKEN=hunter2 uvicorn app.gone:app"
    text = (
        f"worker: x\nweb: {start}\n"
        if name == "Procfile"
        else f"FROM python:3.12\nWORKDIR /x\nCOPY . .\nCMD {start}\n"
    )
    sourced(tmp_path, {"app/__init__.py": "", name: text})
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(tmp_path / "ctx")
    display_path = render("text", check(options))
    assert "app.gone" in display_path
    assert "TOKEN=<redacted, 7 chars>" in display_path
    assert "hunter2" not in display_path


@pytest.mark.parametrize(
    ("files", "display_path"),
    [
        (
            {"app/main.py": "PASSWORD = 'hunter2'; import app.gone\n"},
            "PASSWORD = '<redacted, 7 chars>'",
        ),
        ({"app/main.py": "PASSWORD = 'hunter2\n"}, "PASSWORD = '<redacted, 7 chars>"),
        (
            {
                "Dockerfile": "FROM python:3.12\nWORKDIR /x\nCOPY app/ .\nCMD TOKEN=hunter2 uvicorn app.main:app --password hunter2\n"
            },
            "--password <redacted, 7 chars>",
        ),
    ],
)
def test_no_literal_of_the_build_is_shown(
    tmp_path: Path, files: dict[str, str], display_path: str
) -> None:
    from lint.report import render

    plain = {"app/__init__.py": "", "app/main.py": "", "Dockerfile": DF.format("COPY . .")}
    sourced(tmp_path, {**plain, **files})
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(tmp_path / "ctx")
    text = render("text", check(options))
    assert "hunter2" not in text
    assert display_path in text


@pytest.mark.parametrize(
    ("main", "lacks"),
    [
        ("app = 1\n", False),
        ("from app.config import load as app\n", False),
        ("from framework import *\n", False),
        ("def __getattr__(name): return 1\n", False),
        ("if True:\n    app = 1\n", False),
        ("ap = 1\n", True),
        ("", True),
    ],
)
def test_what_the_server_is_to_serve(tmp_path: Path, main: str, lacks: bool) -> None:
    wheel = str(build_wheel(tmp_path, name="app", files={**FILES, "app/main.py": main}))
    found = dict(run(tmp_path, wheel=[wheel]))
    assert ("BLD023" in found) is lacks
    if lacks:
        assert found["BLD023"] == "`app.main` has no `app`, which the container serves"
