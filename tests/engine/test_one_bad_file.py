"""What goes wrong in one file is a finding of that file; all others are judged and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lint.cli.main import main
from lint.engine import file_checker, run
from lint.engine.examples import SKELETONS
from lint.manifest.reader import read_manifest
from lint.model.source import Source
from lint.report import FORMATS
from tests.image.wheels import build_wheel

GOOD = SKELETONS["Service"]
WRONG = GOOD.replace("kind: Service", "kind: Service\nbogus: 1")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CLOUDRUN_LINT_DEBUG")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text(GOOD)
    (tmp_path / "wrong.yaml").write_text(WRONG)
    return tmp_path


def break_reader(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def read(path: str, *arguments: Any) -> Any:
        if path.endswith("bad.yaml"):
            raise error
        return read_manifest(path, *arguments)

    monkeypatch.setattr(file_checker, "read_manifest", read)


ERRORS = [
    ValueError("s3cret"),
    RecursionError(),
    MemoryError(),
    KeyError("s3cret"),
    OSError(5, "x"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_that_breaks(
    here: Path,
    error: BaseException,
    format: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    break_reader(monkeypatch, error)
    assert main([".", "--format", format]) == 2
    streams = capsys.readouterr()
    assert "bogus" in streams.out
    assert "IN900" in streams.out
    assert (
        f"internal error in lint: {type(error).__name__} at lint/engine/file_checker.py:"
        in streams.out
    )
    assert "s3cret" not in streams.out + streams.err


def test_a_reader_that_breaks_in_another_process(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_reader(monkeypatch, RecursionError())
    monkeypatch.setattr(run, "MANY", 2)
    monkeypatch.setattr("lint.support.processes.processors", lambda: 2)
    assert main([".", "--format", "concise"]) == 2
    out = capsys.readouterr().out
    assert "bad.yaml:1:1: error[IN900" in out
    assert "wrong.yaml:3:1: error[CR001" in out


def test_a_text_that_cannot_be_shown(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "bad.yaml").write_text(WRONG)
    settle = Source.settle

    def broken(source: Source) -> None:
        if source.path == "bad.yaml":
            raise ValueError
        settle(source)

    monkeypatch.setattr(Source, "settle", broken)
    assert main(["."]) == 2
    out = capsys.readouterr().out
    assert "bad.yaml:1:1: error[IN900" in out
    assert "bad.yaml:3:1: error[CR001" in out
    assert "wrong.yaml:3:1: error[CR001" in out


@pytest.mark.parametrize("option", ["--source", "--wheel"])
def test_an_image_that_cannot_be_read(
    here: Path, option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: Any, **named: Any) -> Any:
        raise IndexError

    monkeypatch.setattr("lint.image.image.read_image", broken)
    wheel = build_wheel(here)
    path = {"--source": ".", "--wheel": wheel}[option]
    assert main(["bad.yaml", "wrong.yaml", option, path, "--format", "concise"]) == 2
    out = capsys.readouterr().out
    assert f"{path}:1:1: error[IN900" in out
    assert "wrong.yaml:3:1: error[CR001" in out


DIGITS = "9" * 2200
HOSTILE = {
    "5,000 digits": GOOD.replace("name: example", "name: " + "9" * 5000),
    "5,000 hexadecimal digits": GOOD.replace("name: example", "name: 0x" + "f" * 5000),
    "digits where a number is": GOOD + f"        ports: [{{containerPort: {DIGITS}}}]\n",
    "digits in a probe": f"{GOOD}        startupProbe: {{periodSeconds: {DIGITS}, failureThreshold: "
    f"{DIGITS}, timeoutSeconds: '{DIGITS}', tcpSocket: {{port: {DIGITS}}}}}\n",
    "900 digits in a probe": f"{GOOD}        startupProbe: {{periodSeconds: {'9' * 900}, "
    f"failureThreshold: {'9' * 900}, tcpSocket: {{port: 8080}}}}\n",
    "brackets in a network interface": GOOD.replace(
        "  template:\n",
        "  template:\n    metadata: {annotations: {run.googleapis.com/network-interfaces: '"
        + "[" * 5000
        + "'}}\n",
    ),
    "brackets in dependencies": GOOD.replace(
        "  template:\n",
        "  template:\n    metadata: {annotations: {run.googleapis.com/container-dependencies: '"
        + '{"a":' * 5000
        + "'}}\n",
    ),
    "digits in an annotation": GOOD.replace(
        "  template:\n",
        "  template:\n    metadata: {annotations: {run.googleapis.com/network-interfaces: '"
        + "9" * 5000
        + "', autoscaling.knative.dev/maxScale: '"
        + "9" * 5000
        + "'}}\n",
    ),
    "deep nesting": GOOD.replace("name: example", "name: " + "{a: " * 900 + "1" + "}" * 900),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_manifests_hide_no_other(
    here: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "bad.yaml").write_text(HOSTILE[what])
    for format in FORMATS:
        assert main(["bad.yaml", "wrong.yaml", "--format", format]) in (1, 2)
        streams = capsys.readouterr()
        assert "bogus" in streams.out
        assert "internal error" not in streams.out + streams.err


@pytest.mark.parametrize("line", ["!", "foo\\", "\\", "!\\", "[", "[a", "**\\", "\\!", "/", "a\0b"])
def test_odd_lines_of_ignore_files(
    here: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / ".git").mkdir()
    (here / ".gitignore").write_text(f"{line}\nbad.yaml\n")
    (here / "lint.toml").write_text(f"exclude = ['x', '{line.replace(chr(0), '')}']\n")
    assert main([".", "--format", "concise"]) == 1
    streams = capsys.readouterr()
    assert "wrong.yaml:3:1: error[CR001" in streams.out
    assert "bad.yaml" not in streams.out


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (f"env: {{required: ['{'9' * 5000}']}}", ""),
        (f"env: {{required: [{'9' * 5000}]}}", "is not a valid number"),
        (f"resources: {{cpu: {'9' * 5000}}}", "is not a valid number"),
        (f"env: {{values: {{A: {{pattern: '{'(' * 3000}'}}}}}}", "more than 1,000 characters"),
        (f"env: {{values: {{A: {{pattern: '{'(' * 900}'}}}}}}", "not a regular expression"),
        ("env: {values: {A: {pattern: 'a{99999999999}'}}}", "not a regular expression"),
        (
            f"annotations: {{values: {{A: {{pattern: '{'(?:' * 330}'}}}}}}",
            "not a regular expression",
        ),
    ],
)
def test_odd_rules(here: Path, rule: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "own.yaml").write_text(f"ruleset: own\nrules:\n  A1:\n    title: t\n    {rule}\n")
    assert main(["bad.yaml", "--rules", "own.yaml"]) == (2 if message else 1)
    streams = capsys.readouterr()
    assert message in streams.out
    assert "internal error" not in streams.out + streams.err


@pytest.mark.parametrize("name", ["\\0", "\\ud800", "\\0.yaml", "\\ud800/x.yaml", "a/\\0/b.yaml"])
def test_odd_names_of_extended_rule_sets(
    here: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "own.yaml").write_text(f'ruleset: own\nextends: ["{name}"]\nrules: {{}}\n')
    assert main(["bad.yaml", "--rules", "own.yaml"]) == 2
    streams = capsys.readouterr()
    assert "own.yaml:2:11: error[SET001" in streams.out
    assert "internal error" not in streams.out + streams.err


@pytest.mark.parametrize("path", ["a\0b", "\ud800", "x/\ud800/y.yaml"])
@pytest.mark.parametrize(
    "words",
    [
        ["{}"], ["bad.yaml", "--rules", "{}.yaml"], ["bad.yaml", "--wheel", "{}*"],
        ["bad.yaml", "--source", "{}"], ["bad.yaml", "--source", ".", "--lock", "{}"],
        ["bad.yaml", "--values", "{}"], ["bad.yaml", "--inventory", "{}"],
        ["bad.yaml", "--settings", "{}"], ["bad.yaml", "--format", "json={}"], ["test", "{}"],
        ["explain", "A", "--rules", "{}"],
    ],
)  # fmt: skip
def test_words_that_no_path_can_be(
    here: Path, words: list[str], path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.replace("{}", path) for word in words]) == 2
    streams = capsys.readouterr()
    assert "a character that no path can have" in streams.err
    assert "internal error" not in streams.out + streams.err


def test_a_broken_rule_set_hides_no_other(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b", "c"):
        (here / f"{name}.yaml").write_text(f"ruleset: {name}\nbogus-{name}: 1\nrules: {{}}\n")
    (here / "lint.toml").write_text(
        'rules = ["a.yaml", "b.yaml"]\n[[overrides]]\npaths = ["wrong.yaml"]\nrules = "c.yaml"\n'
    )
    assert main(["bad.yaml", "wrong.yaml"]) == 2
    out = capsys.readouterr().out
    for name in ("a", "b", "c"):
        assert f"{name}.yaml:2:1: error[SET001" in out
    assert main(["test", "a.yaml", "b.yaml"]) == 2
    error = capsys.readouterr().err
    for name in ("a", "b"):
        assert f"{name}.yaml:2:1: error[SET001" in error
