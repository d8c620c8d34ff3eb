"""No line of any output can begin a command of a workflow runner that a file decided."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from lint.cli.main import main
from lint.report import FORMATS
from lint.report.safe import without_commands
from tests.canary.running import working_in

HEAD = """\
apiVersion: serving.knative.dev/v1
kind: {kind}
metadata:
  name: "x\\n::error::PWN##[error]"
spec:
  template:
    spec:
      containers:
      - image: gcr.io/p/a
        "\\n::error::PWN##[error]": 1
        env: [{{name: "\\n::error::PWN", value: x}}, {{name: PORT, value: x}}]
"""
KINDS = ["Service", '"x\\n::error::PWN"', '"::error::PWN##[error]"']


def run(folder: Path, *arguments: str) -> list[str]:
    out, err = io.StringIO(), io.StringIO()
    with working_in(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        main(arguments)
    return (out.getvalue() + "\n" + err.getvalue()).split("\n")


def commands(lines: list[str]) -> list[str]:
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "github"])
def test_manifests_and_their_names_make_no_commands(tmp_path: Path, kind: str, name: str) -> None:
    files = ["::error::x.yaml", "##[error]x.yaml", "x\n::error::y.yaml"]
    for file in files:
        (tmp_path / file).write_text(HEAD.format(kind=kind))
    lines = run(tmp_path, "check", "--format", name, *files)
    assert not commands(lines)
    assert any("PWN" in line or "error" in line for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "::error::nope.yaml"),
        ("check", "a\n::error::nope.yaml"),
        ("check", "--rules", "x\n::error::PWN", "."),
        ("check", "--set", "\n::error::PWN", "."),
        ("check", "--values", "\n::error::PWN", "."),
        ("check", "--format", "\n::error::PWN", "."),
        ("test", "x\n::error::PWN##[error]"),
        ("explain", "x\n::error::PWN"),
    ],
)
def test_standard_error_is_escaped_like_reports(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert not commands(run(tmp_path, *arguments))


def test_settings_make_no_commands(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.format(kind="Service"))
    (tmp_path / "lint.toml").write_text(
        '"\\n::error::PWN##[error]" = 1\nrules = ["\\n::error::PWN"]\n'
    )
    lines = run(tmp_path, "check", "a.yaml")
    assert not commands(lines)
    assert not any("\x1b" in line for line in lines)


def test_what_begins_a_command_is_escaped() -> None:
    assert without_commands("::error::x\n  ::y\na::b") == "\\x3a:error::x\n  \\x3a:y\na::b"
    assert without_commands("\x1b[1m::x") == "\x1b[1m\\x3a:x"
    assert without_commands("a ##[error]") == "a \\x23#[error]"
