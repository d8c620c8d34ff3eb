"""`code-env`: what the code reads against what manifest, image and command set."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.findings import Finding
from lint.model.options import Options
from tests.checks.image.building import DF, FILES, MANIFEST, by_rule, found, run, sourced
from tests.image.wheels import build_wheel


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


@pytest.mark.parametrize(
    "command",
    [
        '[sh, -c, "export DB_URL=x && exec uvicorn app.main:app"]',
        '[sh, -c, "DB_URL=x uvicorn app.main:app"]',
        '[env, DB_URL=x, uvicorn, "app.main:app"]',
    ],
)
def test_what_the_command_sets_need_not_be_set(tmp_path: Path, command: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    manifest = MANIFEST.replace('[uvicorn, "app.main:app"]', command)
    assert "BLD030" not in dict(run(tmp_path, manifest, wheel=[wheel]))
    manifest = manifest.replace("DB_URL=", "DB_ULR=")
    assert "BLD030" in dict(run(tmp_path, manifest, wheel=[wheel]))


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


def test_an_image_that_is_not_known_may_set_variables(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/main.py": "import os\nX = os.environ['X']\n",
        "Dockerfile": DF.format("COPY . .").replace("python:3.12", "example.com/base:1"),
    }
    found = sourced(tmp_path, files)
    assert "BLD030" not in found
    assert "unless something else sets or catches it" in found["BLD031"]


def judged(tmp_path: Path, code: str, *names: str, manifest: str = "") -> list[Finding]:
    """The findings about env vars of a program in a container that sets these names."""
    context = tmp_path / "ctx"
    context.mkdir(exist_ok=True)
    (context / "main.py").write_text(code)
    (context / "Dockerfile").write_text(
        "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python main.py\n"
    )
    lines = MANIFEST.partition("          command:")[0] + "          env:\n"
    lines += "".join(f"            - {{name: {name}, value: s3cret}}\n" for name in names)
    (tmp_path / "service.yaml").write_text(manifest or lines)
    options = Options([str(tmp_path / "service.yaml")])
    options.source = str(context)
    found = check(options).findings
    return [f for f in found if f.rule in ("BLD030", "BLD031", "BLD032", "BLD039")]


PYDANTIC = (
    "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n{}    key: str\ns = S()\n"
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (".env", False),
        (".env.prod", False),
        ("prod.env", False),
        (".env.example", True),
        (".env.sample", True),
        ("template.env", True),
        ("env.txt", True),
    ],
)
def test_files_of_the_image_that_set_variables(tmp_path: Path, name: str, found: bool) -> None:
    (tmp_path / "ctx").mkdir()
    (tmp_path / "ctx" / name).write_text("KEY=x\n")
    code = PYDANTIC.format(f"    model_config = {{'env_file': '{name}'}}\n")
    rules = {finding.rule for finding in judged(tmp_path, code)}
    assert ("BLD030" in rules) is found


def test_a_required_variable_and_a_set_one_that_resembles_it_are_one_finding(
    tmp_path: Path,
) -> None:
    (finding,) = judged(tmp_path, "import os\nK = os.environ['SECRET_KEY']\n", "SECERT_KEY")
    assert finding.rule == "BLD030"
    assert (
        finding.help
        == "Rename `SECERT_KEY` to `SECRET_KEY` in the container's `env`, or add what is missing."
    )
    set_here = [related for related in finding.related if "is set here" in related.message]
    assert [related.place.line for related in set_here] == [10]


def test_what_resembles_nothing_is_to_be_added(tmp_path: Path) -> None:
    code = "import os\nA = os.environ['SECRET_KEY'], os.environ['DB_HOST']\n"
    required, unused = judged(tmp_path, code, "SECERT_KEY", "ELSE")
    assert required.help == (
        "Rename `SECERT_KEY` to `SECRET_KEY`, and add the others to the container's `env`."
    )
    assert (unused.rule, "`ELSE`" in unused.message) == ("BLD032", True)


def test_a_variable_with_a_default_and_a_set_one_that_resembles_it(tmp_path: Path) -> None:
    code = "import os\nimport linebot\nT = os.getenv('LINE_ACCESS_TOKEN')\n"
    (finding,) = judged(tmp_path, code, "LINE_CHANNEL_ACCESS_TOKEN")
    assert (finding.rule, finding.severity, finding.place.line) == ("BLD039", "warning", 10)
    assert finding.message == (
        "nothing reads the env var `LINE_CHANNEL_ACCESS_TOKEN`, and `LINE_ACCESS_TOKEN`, which the "
        "code reads, is not set"
    )
    assert finding.related[0].place.line == 3


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (
            "T = os.getenv('API_KEY'), os.getenv('API_SECRET_KEY')",
            "API_SECRET_KEY",
        ),  # both are read
        ("T = os.getenv('REDIS_HOST', 'x')", "REDIS_PORT"),
        ("T = os.getenv('LOG_LEVEL', 'info')", "UVICORN_LOG_LEVEL"),
        ("T = os.getenv('SENTRY_ENV', 'x')", "SENTRY_ENVS"),  # the package reads its own
        ("import sys\nT = os.getenv(sys.argv[1]), os.getenv('API_KEY')", "API_KEYS"),  # any name
        ("os.environ['API_KEY'] = 'x'\nT = os.getenv('API_KEY')", "API_KEYS"),  # it is set
    ],
)
def test_no_pair(tmp_path: Path, code: str, name: str) -> None:
    assert [
        f.rule for f in judged(tmp_path, f"import os\n{code}\n", name) if f.rule == "BLD039"
    ] == []
