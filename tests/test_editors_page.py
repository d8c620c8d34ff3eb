"""docs/editors.md: its snippets can be read, and its task matches what the program prints."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from lint.engine.examples import SKELETONS
from tests.command import lint_here

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "editors.md").read_text(encoding="utf-8")
BAD = SKELETONS["Service"] + "        env:\n        - name: PORT\n          value: '80'\n"


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


def test_the_task_of_vs_code_finds_every_finding(tmp_path: Path) -> None:
    settings, tasks = map(json.loads, snippets("json"))
    assert settings["glspc.server.commandArguments"] == ["server"]
    (task,) = tasks["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    (tmp_path / "service.yaml").write_text(BAD)
    program, *arguments = task["command"].split()
    assert program == "lint"
    lines = lint_here(*arguments, cwd=tmp_path).stdout.splitlines()
    matches = [match for line in lines if (match := re.search(pattern["regexp"], line))]
    assert len(matches) == len(lines) - 1
    (found,) = (match for match in matches if match[pattern["code"]] == "CR012")
    assert found[pattern["file"]] == "service.yaml"
    assert found[pattern["severity"]] == "error"
    assert "PORT" in found[pattern["message"]]


def test_the_settings_of_helix_start_the_server() -> None:
    (text,) = snippets("toml")
    settings = tomllib.loads(text)
    assert settings["language-server"]["lint"] == {"command": "lint", "args": ["server"]}
    assert all("lint" in entry["language-servers"] for entry in settings["language"])
