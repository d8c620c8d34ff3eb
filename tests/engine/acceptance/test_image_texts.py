"""Comments in a Dockerfile, ignore files and code, whether they have findings or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import lint_here

FILES = {
    "Dockerfile": (
        "FROM python:3.12-slim\n{Dockerfile}\nWORKDIR /app\nCOPY . .\n"
        "RUN pip install -r requirements.txt\n"
        'CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8080"]\n'
    ),
    ".dockerignore": "{.dockerignore}\n**/monitoring/\n",
    "requirements.txt": "uvicorn==0.30.0\n",
    "app/__init__.py": "",
    "app/main.py": "from app import other\n{app/main.py}\nimport app.monitoring\nimport uvicorn as app\n",
    "app/other.py": "{app/other.py}\n",
    "app/unread.py": "# lint: ignore[BLD021]: nobody imports this\n",
    "app/monitoring/__init__.py": "",
}


def findings(folder: Path, comments: dict[str, str]) -> list[tuple[str, int, str]]:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for other in FILES:
            text = text.replace(f"{{{other}}}", comments.get(other, ""))
        (folder / name).write_text(text)
    done = lint_here("--source", ".", "--format", "json", cwd=folder)
    made = json.loads(done.stdout)
    assert done.returncode == any(f["severity"] == "error" for f in made["findings"])
    return [(f["path"], f["line"], f["rule"]) for f in made["findings"]]


def test_a_comment_in_code_accepts(tmp_path: Path) -> None:
    assert findings(tmp_path, {}) == [("app/main.py", 3, "BLD021")]
    comments = {"app/main.py": "# lint: ignore[BLD021]: the plugin brings it"}
    assert findings(tmp_path, comments) == []


@pytest.mark.parametrize("name", ["Dockerfile", ".dockerignore", "app/main.py", "app/other.py"])
def test_an_unused_comment_is_found_in_every_file_of_the_image(tmp_path: Path, name: str) -> None:
    found = findings(tmp_path, {name: "# lint: ignore[BLD020]: not here"})
    assert [entry for entry in found if entry[2] != "BLD021"] == [
        (name, 2 if name in ("Dockerfile", "app/main.py") else 1, "IN012")
    ]


def test_the_reason_in_code_is_shown(tmp_path: Path) -> None:
    findings(tmp_path, {"app/other.py": "# lint: ignore[BLD021]: the plugin"})
    assert (
        "1 | # lint: ignore[BLD021]: the plugin" in lint_here("--source", ".", cwd=tmp_path).stdout
    )
