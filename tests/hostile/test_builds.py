"""A hostile build of 40 KB ends within 5 s and 300 MB, and what is not judged is reported."""

from __future__ import annotations

import random
import sys
import zipfile
from pathlib import Path

import pytest

from lint.image.source_limits import MAX_TOKENS, excess
from tests.hostile.running import lint

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: app}
spec: {template: {spec: {containers: [{image: "us-docker.pkg.dev/p/r/app:1"}]}}}
"""
DOTTED = b".".join([b"a"] * 50_000)
# Each is what makes the parser slow or large, again and again; comments of noise let it inflate.
MODULES = {
    "statements": b"x\n" * 1_000_000,
    "statements within the limit": b"x\n" * 18_000,
    "a long f-string": b'x=f"' + b"{a}" * 170_000 + b'"\n',
    "many f-strings": b'x=f"{a}{b}"\n' * 60_000,
    "f-strings side by side": b"x=(" + b'f"{a}"' * 60_000 + b")\n",
    "a dotted import": b"import " + DOTTED + b"\n",
    "a dotted import with blanks": b"import " + DOTTED.replace(b".", b" .\\\n") + b"\n",
    "a dotted import by call": b'import importlib\nimportlib.import_module("' + DOTTED + b'")\n',
    "a dotted package": b'import importlib\nimportlib.import_module(".x", "' + DOTTED + b'")\n',
    "attributes": b"a" + b".a" * 80_000 + b"\n",
    "imports in a line that is not ASCII": b'x="\xc3\xa9";' + b"import a;" * 12_000 + b"\n",
    "brackets": b"x=" + b"(" * 80_000 + b"\n",
    "what may be newer syntax": b"type " + b"x" * 100_000 + b"\n(\n",
}

WITHIN = (
    "statements within the limit",
    "imports in a line that is not ASCII",
    "what may be newer syntax",
)
"""Kinds that are within the limits of what is parsed."""
NEWER = f"Python {sys.version_info.major}.{sys.version_info.minor} cannot read it"
"""Why a module is not checked that is within the limits."""


def build(folder: Path, source: bytes, modules: int) -> Path:
    choose = random.Random(1)
    path = folder / "app-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        names = [f"app.m{number}" for number in range(modules)]
        archive.writestr("app/__init__.py", "")
        archive.writestr("app/main.py", "".join(f"import {name}\n" for name in names))
        for name in names:
            noise = bytes(choose.choices(range(33, 127), k=10_000))
            archive.writestr(name.replace(".", "/") + ".py", b"#" + noise + b"\n" + source)
        archive.writestr("app-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: app\nVersion: 1.0\n")  # fmt: skip
        archive.writestr("app-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")  # fmt: skip
        archive.writestr("app-1.0.dist-info/RECORD", "")
    return path


@pytest.mark.parametrize("kind", MODULES)
def test_wheels(tmp_path, kind: str) -> None:
    (tmp_path / "app.yaml").write_text(MANIFEST)
    wheel = build(tmp_path, MODULES[kind], 4)
    assert wheel.stat().st_size < 50_000
    ended = lint(tmp_path, "app.yaml", "--wheel", wheel.name, "--entrypoint", "app.main", "--no-cache", "--info")  # fmt: skip
    assert ended.code in (0, 1)
    assert ended.seconds < 5
    assert ended.peak < 300
    assert "Traceback" not in ended.errors
    unchecked = [line for line in ended.out.splitlines() if "is not checked" in line]
    beyond = [line for line in unchecked if NEWER not in line]
    assert bool(beyond) is (kind not in WITHIN), ended.out
    if kind == "what may be newer syntax":
        assert len(unchecked) == (4 if sys.version_info < (3, 12) else 0), ended.out
    else:
        assert unchecked == beyond


def test_a_source_tree(tmp_path) -> None:
    (tmp_path / "app.yaml").write_text(MANIFEST)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.py").write_bytes(MODULES["statements"])
    words = ("--source", "src", "--entrypoint", "main", "--no-cache", "--info")
    ended = lint(tmp_path, "app.yaml", *words)
    assert ended.seconds < 5
    assert ended.peak < 300
    assert "what `main` imports is not checked" in ended.out


def test_a_dockerfile(tmp_path) -> None:
    (tmp_path / "app.yaml").write_text(MANIFEST)
    (tmp_path / "main.py").write_text("")
    for text in ("#" + "-" * 20_000, "FROM x AS a\n" * 20_000, "ENV " + "A=" * 20_000):
        (tmp_path / "Dockerfile").write_text("FROM python:3.12\nCOPY . /app\n" + text + "\nFOO\n")
        ended = lint(tmp_path, "app.yaml", "--source", ".", "--entrypoint", "main", "--no-cache")
        assert ended.seconds < 5, text[:20]
        assert ended.peak < 300
        assert "Traceback" not in ended.errors


def test_what_people_write_is_judged() -> None:
    table = b"TABLE = {\n" + b"    1: 0,  # a\n" * 5_000 + b"}\n"
    assert excess(table, 6_000) == ""
    assert excess(b"import a.b.c\n" * 2_000, 3_000) == ""
    assert excess(b'x = f"{a}" f"{b}"\n' * 2_000, 20_000) == ""
    assert excess(b'"""' + b"Some words. " * 100_000 + b'"""\n', 100_000) == ""
    assert "tokens" in excess(b"x\n" * MAX_TOKENS, 10**9)
