"""The build held against the manifest and against rules: modules, files, imports, env vars."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lint.engine.run import check
from lint.errors import UsageError
from lint.image.packaging import index_table
from lint.model.options import Options
from tests.checks.image.building import DF, FILES, MANIFEST, by_rule, found, run, sourced
from tests.image.wheels import build_wheel


def test_a_module_that_start_up_imports_is_missing(tmp_path: Path) -> None:
    findings = found(tmp_path, **{"app/config.py": None})  # type: ignore[arg-type]
    ((path, line, message),) = by_rule(findings, "BLD021")
    assert (path, line) == ("main.py", 2)
    assert "`app.config` is imported at import time" in message


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


def test_a_namespace_that_a_required_distribution_shares(tmp_path: Path) -> None:
    files = {"corp/api/main.py": "import corp.common\n"}
    manifest = MANIFEST.replace("app.main:app", "corp.api.main:app")
    wheel = str(build_wheel(tmp_path, name="corp-api", files=files, requires=["corp-common"]))
    assert "BLD022" in dict(run(tmp_path, manifest, wheel=[wheel]))
    wheel = str(build_wheel(tmp_path, name="corp-api", files=files))
    assert "BLD021" in dict(run(tmp_path, manifest, wheel=[wheel]))


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


def test_findings_about_code_say_when_it_runs(tmp_path: Path) -> None:
    main = (
        "import app.one\ndef go():\n    import app.two\ngo()\ndef never():\n    import app.three\n"
    )
    wheel = build_wheel(
        tmp_path, name="app", files={"app/__init__.py": "", "app/main.py": main + "app = 1\n"}
    )
    (tmp_path / "service.yaml").write_text(MANIFEST)
    options = Options([str(tmp_path / "service.yaml")])
    options.wheel = [str(wheel)]
    moments = {
        finding.message.split("`")[1]: finding.moment
        for finding in check(options).findings
        if finding.rule in ("BLD021", "BLD034")
    }
    assert moments == {"app.one": "import", "app.two": "start-up", "app.three": "later"}


REQUIREMENTS = DF.format("COPY . .\nRUN pip install -r requirements.txt")


def _tree(code: str, **files: str) -> dict[str, str]:
    named = {name.replace("_", "."): text for name, text in files.items()}
    return {"Dockerfile": REQUIREMENTS, "app/__init__.py": "", "app/main.py": code, **named}


def test_an_import_that_the_image_does_not_install(tmp_path: Path) -> None:
    files = _tree("import requests\napp = 1\n", requirements_txt="fastapi==1\nuvicorn==1\n")
    found = sourced(tmp_path, files)
    assert "does not install `requests`, which provides it" in found["BLD027"]
    assert "BLD050" not in found


def test_an_import_that_no_requirement_brings_as_the_table_says(tmp_path: Path) -> None:
    files = _tree("import requests\napp = 1\n", requirements_txt="fastapi\nuvicorn\n")
    message = sourced(tmp_path, files)["BLD050"]
    assert message.endswith(f"provides it: no requirement brings it, as of {index_table.DATE}")
    later = _tree("def f():\n    import requests\napp = 1\n", requirements_txt="fastapi\n")
    assert "BLD050" not in sourced(tmp_path, later)


def test_a_module_that_nothing_is_known_to_provide(tmp_path: Path) -> None:
    files = _tree("import settings_local\napp = 1\n", requirements_txt="fastapi==1\n")
    assert "nothing that" in sourced(tmp_path, files)["BLD027"]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import requests\napp = 1\n", "BLD050"),
        ("def f():\n    import requests\napp = 1\n", "BLD027"),
        ("try:\n    import requests\nexcept ImportError:\n    pass\napp = 1\n", None),
        ("import flask\napp = 1\n", None),
    ],
)
def test_a_lock_file_makes_it_an_error(tmp_path: Path, code: str, rule: str | None) -> None:
    files = _tree(code, requirements_txt="flask==3 --hash=sha256:00\n")
    rules = {"BLD027", "BLD050"} & sourced(tmp_path, files).keys()
    assert rules == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("requirements", "rule"),
    [
        ("flask==3\n", "BLD051"),
        ("flask==3\nlegacy-cgi==2\n", None),
        ("flask==3\nacme-kit==1\n", "BLD022"),  # nobody knows what it brings
    ],
)
def test_a_standard_module_that_the_python_lacks(
    tmp_path: Path, requirements: str, rule: str | None
) -> None:
    files = _tree("import cgi\napp = 1\n", requirements_txt=requirements)
    files["Dockerfile"] = files["Dockerfile"].replace("3.12", "3.13")
    found = sourced(tmp_path, files)
    assert {"BLD022", "BLD051"} & found.keys() == ({rule} if rule else set())
    if rule == "BLD051":
        assert "Python 3.13 does not have it: removed in 3.13" in found[rule]


def test_what_this_python_cannot_read_for_a_newer_one_is_said_to_be_unchecked(
    tmp_path: Path,
) -> None:
    files = _tree("import gone\nlazy import gone\napp = 1\n", requirements_txt="flask==3\n")
    files["Dockerfile"] = files["Dockerfile"].replace("3.12", "3.15")
    found = sourced(tmp_path, files)
    assert "BLD025" not in found
    if sys.version_info < (3, 15):
        assert "is not checked: Python 3." in found["BLD026"]
    else:
        assert "BLD026" not in found


@pytest.mark.parametrize("given", ["lock", "wheelhouse"])
def test_what_the_user_names_counts_for_a_tree_too(tmp_path: Path, given: str) -> None:
    tree = tmp_path / "ctx"
    for name, text in _tree("import requests\napp = 1\n", requirements_txt="acme-kit==1\n").items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text)
    unless = ", unless `acme-kit` brings it"
    assert unless in dict(run(tmp_path, source=str(tree)))["BLD027"]
    if given == "lock":
        (tmp_path / "uv.lock").write_text('[[package]]\nname = "acme-kit"\nversion = "1"\n')
        options = {"lock": str(tmp_path / "uv.lock")}
    else:
        (tmp_path / "house").mkdir()
        build_wheel(tmp_path / "house", name="acme-kit", files={"kit/__init__.py": ""})
        options = {"wheelhouse": str(tmp_path / "house")}
    assert unless not in dict(run(tmp_path, source=str(tree), **options))["BLD027"]


def test_agents_that_a_server_imports_on_request(tmp_path: Path) -> None:
    files = {
        "Dockerfile": "FROM python:3.11-slim\nWORKDIR /app\nRUN pip install google-adk==1.13.0\n"
        "COPY agents agents\nCMD adk web --port=8080 --host=0.0.0.0 agents\n",
        "agents/data/__init__.py": "from . import agent\n",
        "agents/data/agent.py": "import immutabledict\nfrom .gone import it\n",
    }
    found = sourced(tmp_path, files)
    assert "`immutabledict` is imported" in found["BLD027"]
    assert "`data.gone`" in found["BLD021"]


def test_code_of_another_python_is_not_checked_and_the_help_says_how_it_would_be(
    tmp_path: Path,
) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:2.7\nCOPY . .\nCMD python main.py\n")
    (tmp_path / "main.py").write_text("print 'a'\n")
    options = Options()
    options.source = str(tmp_path)
    (finding,) = [each for each in check(options).findings if each.rule == "BLD026"]
    assert "`main` imports is not checked: Python 3." in finding.message
    assert finding.help == "Run lint with the Python of the image."
