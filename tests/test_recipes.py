"""CONTRIBUTING's recipes, followed to the letter in a copy of the repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "dist", "*.egg-info"
)
BLOCK = re.compile(r"^ {3}```(\w+)(?: (\S+))?\n(.*?)^ {3}```$", re.M | re.S)
PLACES = {
    "lint/checks/registry.py": "CHECKS: dict[str, str] = {\n",
    "docs/own-rules.md": "| check | what it requires |\n|---|---|\n",
    "rules/cloud-run.yaml": "extends:\n",
}
"""The lines below which a recipe adds to a table or a list."""
PROGRAMS = {
    ".venv/bin/python": [sys.executable],
    ".venv/bin/lint": [sys.executable, "-m", "lint"],
    ".venv/bin/mypy": [sys.executable, "-m", "mypy"],
}


def recipe(title: str) -> list[tuple[str, str, str]]:
    """The blocks of a section: language, the file that it is for, and the text."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [
        (language, path, re.sub(r"^ {3}", "", text, flags=re.M))
        for language, path, text in BLOCK.findall(section)
    ]


def shell(command: str, folder: Path) -> str:
    """Runs a line of a recipe; returns what it prints."""
    words = shlex.split(command)
    if words[0] in PROGRAMS:
        words = [*PROGRAMS[words[0]], *words[1:]]
        command = shlex.join(words)
    if "pytest" in words:
        command += " -p no:cacheprovider"
    environment = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
    environment |= {"PYTHONPATH": str(folder), "CLOUDRUN_LINT_CACHE": str(folder / ".cache")}
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def write(folder: Path, path: str, text: str) -> None:
    """Makes a new file, adds to a table, or adds at the end."""
    file = folder / path
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    if path in PLACES:
        assert old.count(PLACES[path]) == 1
        new = old.replace(PLACES[path], PLACES[path] + text)
    else:
        new = old + text
    file.write_text(new, encoding="utf-8")


@pytest.mark.parametrize("title", ["A new rule", "A new check", "A new check for a built-in set"])
def test_a_recipe_leads_to_a_green_suite(tmp_path: Path, title: str) -> None:
    shutil.copytree(ROOT, tmp_path, ignore=LEFT_OUT, dirs_exist_ok=True)
    highest = shell(recipe("A new rule")[0][2], tmp_path).strip()
    free = f"CR{int(highest.removeprefix('CR')) + 1:03}"
    blocks = recipe(title)
    assert blocks
    for language, path, text in blocks:
        if path:
            write(tmp_path, path, text.replace("CR999", free))
        else:
            assert language == "sh"
            for line in text.splitlines():
                shell(line, tmp_path)
    shell(f"{sys.executable} -m ruff check lint tests", tmp_path)
    shell(f"{sys.executable} -m ruff format --check lint tests", tmp_path)
    shell(".venv/bin/python scripts/generate.py --check", tmp_path)
