from __future__ import annotations

import time

import pytest

from lint.cli.main import main
from lint.engine import discovery

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: app}
spec: {template: {spec: {containers: [{image: "gcr.io/p/app:1", env: [{name: PORT, value: "1"}]}]}}}
"""


def never(path: str) -> bool:
    return False


def test_a_limit_that_is_reached_is_reported_and_exit_code_2(tmp_path, monkeypatch, capsys) -> None:
    for number in range(30):
        (tmp_path / f"a{number}").mkdir()
        (tmp_path / f"a{number}" / "x.yaml").write_text("x: 1")
    (tmp_path / "z.yaml").write_text(MANIFEST.replace("PORT", "FINE"))
    monkeypatch.setattr(discovery, "MAX_FILES", 10)
    monkeypatch.chdir(tmp_path)
    assert main(["."]) == 2
    assert "over 10 YAML and JSON files, not all were looked at" in capsys.readouterr().out
    assert main([".", "--max-files", "100"]) == 0
    assert "not all were looked at" not in capsys.readouterr().out
    assert main([".", "--max-files=5"]) == 2
    assert "over 5 YAML and JSON files" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["0", "x", "1.5", "1" * 5_000, "²"])
def test_a_limit_that_is_no_number_is_refused(number: str, tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "app.yaml").write_text(MANIFEST)
    monkeypatch.chdir(tmp_path)
    assert main([".", f"--max-files={number}"]) == 2
    assert "--max-files must be a number from 1 to 999999999" in capsys.readouterr().err


@pytest.mark.parametrize(
    "version",
    [
        r'"serving.knative\u002edev/v1"',
        r'"serving.knative\x2edev/v1"',
        r'"serving.knative\U0000002edev/v1"',
        '"serving.kna\\\n  tive.dev/v1"',
    ],
)
def test_an_escaped_api_version_in_a_folder_is_a_manifest(
    tmp_path, monkeypatch, capsys, version: str
) -> None:
    (tmp_path / "app.yaml").write_text(MANIFEST.replace("serving.knative.dev/v1", version))
    monkeypatch.chdir(tmp_path)
    assert main(["."]) == 1
    assert "PORT" in capsys.readouterr().out


def test_a_manifest_in_utf_16_is_not_passed_over() -> None:
    assert discovery.has_mark(MANIFEST.encode("utf-16"))


@pytest.mark.parametrize("line", ["!", "a\\", "\\", "!\\"])
def test_lines_that_git_takes_are_taken(tmp_path, monkeypatch, capsys, line: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(f"{line}\nbuild/\n")
    (tmp_path / "lint.toml").write_text(f"exclude = ['{line}']\n")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "app.yaml").write_text(MANIFEST)
    (tmp_path / "app.yaml").write_text(MANIFEST)
    monkeypatch.chdir(tmp_path)
    assert main(["."]) == 1
    out = capsys.readouterr().out
    assert "app.yaml:" in out
    assert "build" not in out


def test_patterns_beyond_the_limits_are_a_mistake_in_the_settings(
    tmp_path, monkeypatch, capsys
) -> None:
    (tmp_path / "lint.toml").write_text(f"exclude = ['{'x' * 70_000}']\n")
    monkeypatch.chdir(tmp_path)
    assert main(["."]) == 2
    assert "`exclude` is too large" in capsys.readouterr().err


def test_gitignore_files_of_all_folders_count(tmp_path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.gen.yaml\n/only-top.yaml\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".gitignore").write_text("!keep.gen.yaml\n")
    for name in (
        "x.gen.yaml",
        "only-top.yaml",
        "a/keep.gen.yaml",
        "a/x.gen.yaml",
        "a/only-top.yaml",
    ):
        (tmp_path / name).write_text("x: 1")
    found = discovery.search(str(tmp_path), never).files
    assert [path[len(str(tmp_path)) + 1 :] for path in found] == [
        "a/keep.gen.yaml",
        "a/only-top.yaml",
    ]


def test_a_gitignore_that_is_no_file_is_not_opened(tmp_path) -> None:
    import os

    (tmp_path / ".git").mkdir()
    (tmp_path / "a").mkdir()
    os.mkfifo(tmp_path / ".gitignore")
    (tmp_path / "a" / ".gitignore").symlink_to("/dev/zero")
    (tmp_path / "a" / "x.yaml").write_text("x: 1")
    assert len(discovery.search(str(tmp_path), never).files) == 1


def test_hostile_patterns_take_linear_time(tmp_path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*a*a*a*a*a*a*a*b\n" * 50)
    for number in range(50):
        (tmp_path / ("a" * 200 + f"{number}.yaml")).write_text("x: 1")
    start = time.process_time()
    assert len(discovery.search(str(tmp_path), never).files) == 50
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("# services\n\n- run.googleapis.com\n", True),
        ("---\n-\n  a: 1\n", True),
        ('["run.googleapis.com"]', True),
        ("---\napiVersion: serving.knative.dev/v1\n", False),
        ("-a: 1\n", False),
        ("", False),
    ],
)
def test_a_list_is_seen_by_its_first_line(text: str, listed: bool) -> None:
    assert discovery.is_list(text.encode()) is listed


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Dockerfile", True),
        ("dockerfile", True),
        ("web.dockerfile", True),
        ("api.Dockerfile", True),
        ("Dockerfile.web", True),
        ("Dockerfile.dockerignore", False),
        (".dockerignore", False),
        ("Dockerfiles", False),
        ("Containerfile", False),
    ],
)
def test_names_of_dockerfiles(name: str, is_one: bool) -> None:
    assert discovery.is_dockerfile(name) == is_one


def test_a_virtual_environment_is_not_searched_whatever_its_name(tmp_path) -> None:
    for name in ("env", "app"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin" / "deploy").write_text("gcloud run deploy\n")
        (tmp_path / name / "x.yaml").write_text(MANIFEST)
    (tmp_path / "env" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    found = discovery.search(str(tmp_path), never)
    assert found.files == [str(tmp_path / "app" / "x.yaml")]
    assert found.scripts == [str(tmp_path / "app" / "bin" / "deploy")]
    assert discovery.search(str(tmp_path / "env"), never).files
