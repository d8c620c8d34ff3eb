"""Whether the command of a container can be executed."""

from __future__ import annotations

import pytest

from lint.image.saved.file_system import FileSystem
from lint.image.saved.layers import read_layers
from lint.image.saved.programs import Execute
from lint.image.saved.streams import Blob
from tests.image.saved.layouts import ARM, BASE, ELF, layer

FILES: dict[str, bytes | str] = {
    **BASE,
    "bin/good.sh": b"#!/bin/sh\nexec python main.py\n",
    "bin/crlf.sh": b"#!/bin/sh\r\nexec python\r\n",
    "bin/bash.sh": b"#!/bin/bash\n",
    "bin/env.sh": b"#!/usr/bin/env python3.12\n",
    "bin/env_gone.sh": b"#!/usr/bin/env -S node --x\n",
    "bin/nested.sh": b"#! /bin/good.sh\n",
    "bin/looping.sh": b"#!/bin/looping.sh\n",
    "bin/text": b"echo hello\n",
    "bin/empty": b"",
    "bin/windows": b"MZ\x90\0\x03\0\0\0",
    "bin/arm": ARM,
    "bin/folder/": b"",
    "app/plain.sh": b"#!/bin/sh\n",
    "app/run": ELF,
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> FileSystem:
    path = tmp_path_factory.mktemp("image") / "layer.tar"
    data = layer(FILES, {"app/run": 0o755})
    path.write_bytes(data)
    return read_layers([Blob(str(path), 0, len(data))])


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["python", "main.py"], ""),
        (["/usr/local/bin/python"], ""),
        (["./run"], ""),
        (["run"], "program-missing"),
        (["gunicorn", "app:app"], "program-missing"),
        (["/bin/gone"], "program-missing"),
        (["/bin/good.sh"], ""),
        (["/bin/env.sh"], ""),
        (["/bin/nested.sh"], ""),
        (["/bin/looping.sh"], ""),
        (["/bin/crlf.sh"], "program-interpreter"),
        (["/bin/bash.sh"], "program-interpreter"),
        (["/bin/env_gone.sh"], "program-interpreter"),
        (["/bin/text"], "program-not-executable"),
        (["/bin/empty"], "program-not-executable"),
        (["/bin/arm"], "program-not-executable"),
        (["/bin/folder"], "program-not-executable"),
        (["/app/plain.sh"], "program-not-executable"),
        (["sh", "/app/plain.sh"], ""),
        (["sh", "plain.sh"], ""),
        (["sh", "gone.sh"], "program-missing"),
        (["sh", "-e", "gone.sh"], "program-missing"),
        (["sh", "-o", "errexit", "plain.sh"], ""),
        (["sh", "plain.sh", "-c", "gone"], ""),
        (["/bin/windows"], "program-not-executable"),
        (["bash", "-c", "python main.py"], "program-missing"),
        ([], ""),
        (["\N{REPLACEMENT CHARACTER}"], "program-missing"),
    ],
)
def test_commands(system: FileSystem, words: list[str], fault: str) -> None:
    env = {"PATH": "/usr/local/bin:/bin"}
    assert Execute(system, env, "/app").command(words).fault == fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("python main.py", ""),
        ("exec gunicorn app:app", "program-missing"),
        ("uvicorn app:app --port $PORT", "program-missing"),
        ("cd /app && uvicorn app:app", ""),
        ("$SERVER app", ""),
        ("exec $SERVER", ""),
        ("A=b uvicorn app", ""),
        ("echo hello", ""),
        ("/bin/text", ""),
        ("/bin/crlf.sh", "program-interpreter"),
        ("./plain.sh", "program-not-executable"),
        ("command -v uvicorn || python", ""),
    ],
)
def test_a_single_command_of_a_shell(system: FileSystem, text: str, fault: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    env = {"PATH": "/usr/local/bin:/bin"}
    assert Execute(system, env, "/app").command(["/bin/sh", "-c", text]).fault == fault


def test_without_path_the_usual_folders_count(system: FileSystem) -> None:
    assert Execute(system, {}, "/").command(["python"]).fault == ""
    assert Execute(system, {"PATH": None}, "/").command(["python"]).fault == ""


def test_the_messages_name_the_file(system: FileSystem) -> None:
    found = Execute(system, {}, "/app").command(["/bin/crlf.sh"])
    assert "the `#!` line of `/bin/crlf.sh` ends in CR LF" in str(found.message)
    assert str(found.help).startswith("Save it with LF line ends")
    found = Execute(system, {}, "/app").command(["/bin/bash.sh"])
    assert str(found.message) == (
        "`/bin/bash.sh` cannot be started by `/bin/bash`, which its `#!` line names: "
        "the program `/bin/bash` is not in the image"
    )
    assert "is no program for Linux" in str(
        Execute(system, {}, "/app").command(["/bin/windows"]).message
    )
    assert "ARM64" in str(Execute(system, {}, "/app").command(["/bin/arm"]).message)
