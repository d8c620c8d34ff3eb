"""What settings and rule files of a repository name: nothing outside it is read or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.cli.main import main
from lint.engine.examples import SKELETONS
from lint.report import FORMATS
from tests.image.wheels import build_wheel

VALID = SKELETONS["Service"]
SECRET = "correct-horse-battery-staple"
RULES = "ruleset: own\nrules:\n  A1:\n    title: A title\n    env: {required: [A]}\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a manifest; beside it a folder with files that are not its own."""
    root = tmp_path / "repository"
    (root / ".git" / "hooks").mkdir(parents=True)
    (root / "service.yaml").write_text(VALID)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text(f"client_secret: {SECRET}\n{SECRET}\n")
    (outside / "rules.yaml").write_text(RULES.replace("A title", SECRET))
    (outside / "inventory.json").write_text("{}")
    (outside / "requirements.txt").write_text(f"{SECRET}==1\n")
    build_wheel(outside)
    (root / "link").symlink_to(outside)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("where", ["{outside}", "../outside", "link", "./link/../../outside"])
@pytest.mark.parametrize(
    ("key", "file"),
    [
        ("rules", "/rules.yaml"),
        ("rules", "/secret"),
        ("wheel", "/app-1.0-py3-none-any.whl"),
        ("wheel", "/*.whl"),
        ("wheel", ""),
        ("source", ""),
        ("image", "/app-1.0-py3-none-any.whl"),
        ("lock", "/requirements.txt"),
        ("wheelhouse", ""),
        ("inventory", "/inventory.json"),
    ],
)
@pytest.mark.parametrize("head", ["", '[[overrides]]\npaths = ["*.yaml"]\n'])
def test_settings_lead_nowhere_else(
    repository: Path,
    where: str,
    key: str,
    file: str,
    head: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = where.format(outside=repository.parent / "outside") + file
    if key == "inventory":
        head = ""  # an override has none
    (repository / "lint.toml").write_text(f'{head}{key} = "{path}"\n')
    assert main(["service.yaml"]) == 2
    streams = capsys.readouterr()
    line = 3 if head else 1
    assert f"lint.toml:{line}:1: `{key}` leads out of the repository" in streams.err
    assert f"give it on the command line: --{key}" in streams.err
    assert SECRET not in streams.out + streams.err


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("rules", ".git/config.yaml"),
        ("lock", ".git/config"),
        ("wheel", "dist/*/../../../outside/*.whl"),
        ("wheel", "[l]ink/*.whl"),
        ("wheel", "wheels"),
        ("source = '.'\nwheelhouse", "wheels"),
    ],
)
def test_ways_around(
    repository: Path, key: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "dist" / "x").mkdir(parents=True)
    (repository / "wheels").mkdir()
    name = "app-1.0-py3-none-any.whl"
    (repository / "wheels" / name).symlink_to(repository.parent / "outside" / name)
    (repository / "lint.toml").write_text(f'{key} = "{path}"\n')
    assert main(["service.yaml"]) == 2
    assert "leads out of the repository" in capsys.readouterr().err


def test_the_command_line_names_what_it_likes(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "lint.toml").write_text('rules = "../outside/rules.yaml"\n')
    assert main(["service.yaml", "--rules", "../outside/rules.yaml"]) == 1
    assert "error[A1" in capsys.readouterr().out


def test_paths_within_the_repository_are_read(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "deploy").mkdir()
    (repository / "rules").mkdir()
    (repository / "rules" / "own.yaml").write_text(RULES)
    (repository / "deploy" / "linked.yaml").symlink_to("../rules/own.yaml")
    (repository / "deploy" / "lint.toml").write_text(
        'rules = ["../rules/own.yaml", "linked.yaml"]\n'
    )
    (repository / "deploy" / "service.yaml").write_text(VALID)
    assert main(["deploy/service.yaml"]) == 1
    assert "error[A1" in capsys.readouterr().out


@pytest.mark.parametrize("base", ["../outside/rules.yaml", "link/secret", "{outside}/secret"])
@pytest.mark.parametrize("named_by", ["settings", "option"])
@pytest.mark.parametrize("command", ["check", "test", "explain", "rules"])
def test_a_rule_file_extends_nothing_elsewhere(
    repository: Path, base: str, named_by: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    base = base.format(outside=repository.parent / "outside")
    (repository / "own.yaml").write_text(f"extends: [cloud-run, '{base}']\n{RULES}")
    words = {
        "check": ["check", "service.yaml"],
        "test": ["test"],
        "explain": ["explain", "A1"],
        "rules": ["rules"],
    }[command]
    if named_by == "settings":
        (repository / "lint.toml").write_text('rules = "own.yaml"\n')
    else:
        words += ["own.yaml"] if command == "test" else ["--rules", "own.yaml"]
    assert main(words) == 2
    streams = capsys.readouterr()
    assert "leads out of the repository" in streams.out + streams.err
    assert "own.yaml:1:22" in streams.out + streams.err
    assert SECRET not in streams.out + streams.err


def test_a_rule_file_outside_every_repository_is_the_users_own(
    tmp_path: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.yaml").write_text(RULES)
    own = tmp_path / "outside" / "own.yaml"
    own.write_text("ruleset: team\nextends: [../shared/base.yaml]\nrules: {}\n")
    assert main(["service.yaml", "--rules", str(own)]) == 1
    assert "error[A1" in capsys.readouterr().out


def test_what_was_extended_by_permission_is_not_kept_for_others(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan of the cache was made with the paths that one run allows."""
    own = repository / "own.yaml"
    own.write_text(f"extends: [../outside/rules.yaml]\n{RULES}")
    (repository / ".git" / "hooks").rmdir()
    (repository / ".git").rmdir()
    assert main(["service.yaml", "--rules", "own.yaml"]) == 1
    (repository / ".git").mkdir()
    assert main(["service.yaml", "--rules", "own.yaml"]) == 2
    assert "leads out of the repository" in capsys.readouterr().out


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("how", ["rules", "--rules", "extends"])
def test_nothing_of_a_file_that_is_no_rule_set_is_shown(
    repository: Path, format: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "secret.yaml").write_text(
        f"{SECRET}: {SECRET}\n- {SECRET}\n\t{SECRET}:\n'{SECRET}\n"
    )
    words = ["service.yaml", "--format", format]
    if how == "--rules":
        words += ["--rules", "secret.yaml"]
    elif how == "rules":
        (repository / "lint.toml").write_text('rules = "secret.yaml"\n')
    else:
        (repository / "own.yaml").write_text(f"extends: [secret.yaml]\n{RULES}")
        words += ["--rules", "own.yaml"]
    assert main(words) == 2
    streams = capsys.readouterr()
    assert "secret.yaml" in streams.out + streams.err
    assert SECRET not in streams.out + streams.err


@pytest.mark.parametrize(
    "value", ["'concise=.git/hooks/pre-commit'", "['text', 'json=../x']", "'json='"]
)
@pytest.mark.parametrize("options", [[], ["--format", "text"]])
@pytest.mark.parametrize("file", ["lint.toml", "pyproject.toml", "--settings"])
def test_settings_name_no_file_to_write(
    repository: Path,
    value: str,
    options: list[str],
    file: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = sorted(repository.parent.rglob("*"))
    if file == "--settings":
        options = [*options, "--settings", "lint.toml"]
        file = "lint.toml"
    head = "[tool.lint]\n" if file == "pyproject.toml" else ""
    (repository / file).write_text(f"{head}format = {value}\n")
    assert main(["service.yaml", *options]) == 2
    error = capsys.readouterr().err
    assert "`format` names a file, and settings may not say where to write" in error
    assert "Give it on the command line: --format " in error
    assert sorted(repository.parent.rglob("*")) == sorted([*before, repository / file])


def test_settings_name_formats(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "lint.toml").write_text('format = ["json=-"]\n')
    assert main(["service.yaml"]) == 0
    assert capsys.readouterr().out.startswith("{")


def test_settings_that_are_a_link_out_of_the_repository(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "lint.toml").symlink_to("../outside/secret")
    assert main(["service.yaml"]) == 2
    streams = capsys.readouterr()
    assert "the settings lint.toml are a link out of the repository" in streams.err
    assert SECRET not in streams.out + streams.err
    (repository / "lint.toml").unlink()
    (repository.parent / "outside" / "secret").write_text(f"tool = {SECRET}\n")
    (repository / "pyproject.toml").symlink_to("../outside/secret")
    assert main(["service.yaml"]) == 0
    streams = capsys.readouterr()
    assert SECRET not in streams.out + streams.err


@pytest.mark.parametrize(
    "key", ["rules", "wheel", "source", "image", "lock", "wheelhouse", "inventory"]
)
def test_a_path_with_a_nul(repository: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "lint.toml").write_text(f'{key} = "a/b\\u0000.yaml"\n')
    assert main(["service.yaml"]) == 2
    assert f"lint.toml:1:1: `{key}` has a NUL" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ['tool = "tool.lint"', "[tool]\nlint = 3", "tool = [[1]]\n# tool.lint", "[tool]\nlint = []"],
)
def test_tables_of_another_type(
    repository: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pyproject.toml").write_text(text)
    expected = 2 if "lint =" in text else 0
    assert main(["service.yaml"]) == expected
    if expected:
        assert "pyproject.toml:2:1: `tool.lint` must be a table" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
@pytest.mark.parametrize("kind", ["fifo", "/dev/zero", "/proc/self/environ", "/dev/tty"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("own.yaml", ["service.yaml", "--rules", "own.yaml"]),
        ("own.yaml", ["test", "own.yaml"]),
        ("own.yaml", ["test", "--allow-empty", "own.yaml"]),
        ("own.yaml", ["own.yaml"]),
        ("own.yaml", ["."]),
        ("lint.toml", ["service.yaml", "--settings", "lint.toml"]),
        ("lint.toml", ["service.yaml"]),
        ("pyproject.toml", ["service.yaml"]),
        ("values.yaml", ["service.yaml", "--values", "values.yaml"]),
        ("inventory.json", ["service.yaml", "--inventory", "inventory.json"]),
        ("a.lock", ["service.yaml", "--source", ".", "--lock", "a.lock"]),
        ("app-1.0-py3-none-any.whl", ["service.yaml", "--wheel", "app-1.0-py3-none-any.whl"]),
        (".gitignore", ["."]),
        (".dockerignore", ["service.yaml", "--source", "."]),
        ("Dockerfile.dockerignore", ["service.yaml", "--source", "."]),
        ("Dockerfile", ["service.yaml", "--source", "."]),
        ("pyproject.toml", ["service.yaml", "--source", "."]),
        ("setup.cfg", ["service.yaml", "--source", "."]),
        ("Procfile", ["service.yaml", "--source", "."]),
        ("requirements.txt", ["service.yaml", "--source", "."]),
        ("main.py", ["service.yaml", "--source", ".", "--entrypoint", "main"]),
    ],
)
def test_what_is_no_regular_file_is_not_waited_for(
    repository: Path, kind: str, name: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the protection, this test hangs, or takes all the memory."""
    if kind == "fifo":
        os.mkfifo(name)
    elif os.path.exists(kind):
        Path(name).symlink_to(kind)
    assert main(words) in (0, 1, 2)
    streams = capsys.readouterr()
    assert "PATH=" not in streams.out + streams.err


def test_a_manifest_that_is_a_link_out_of_the_repository(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "secret.yaml").symlink_to("../outside/secret")
    (repository / "folder").symlink_to("../outside")
    (repository.parent / "outside" / "secret").write_text(VALID.replace("image", f"{SECRET}: '"))
    for path in ("secret.yaml", "folder/secret", "."):
        assert main([path]) == 2
        streams = capsys.readouterr()
        assert SECRET not in streams.out + streams.err
        assert "a link out of the repository; name the file that it leads to" in streams.out
    (repository / "same.yaml").symlink_to("service.yaml")
    assert main(["same.yaml"]) == 0
    capsys.readouterr()
    assert main(["../outside/secret"]) == 2


@pytest.mark.parametrize("name", ["Dockerfile", ".dockerignore", "pyproject.toml", "setup.cfg"])
def test_a_file_of_the_build_that_is_a_link_out_of_the_repository(
    repository: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / name).symlink_to("../outside/secret")
    (repository.parent / "outside" / "secret").write_text(f"FROM x\n{SECRET} [\n[{SECRET}]\n")
    for format in FORMATS:
        main(["service.yaml", "--source", ".", "--format", format])
        streams = capsys.readouterr()
        assert SECRET not in streams.out + streams.err
