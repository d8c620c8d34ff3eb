"""Writing where nobody can read: one line, and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.cli.output import write_file
from lint.engine.examples import SKELETONS
from lint.errors import UsageError

LINT = f"{sys.executable} -m lint"


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("GITHUB_ACTIONS",)}
    return subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(SKELETONS["Service"])
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words",
    [
        "good.yaml",
        "good.yaml --format json",
        pytest.param("rules", marks=pytest.mark.slow),
        "--help",
    ],
)
def test_a_full_standard_output_is_one_line_and_exit_code_2(
    here: Path, words: str, unbuffered: str
) -> None:
    done = shell(f"PYTHONUNBUFFERED={unbuffered} {LINT} {words} >/dev/full", here)
    assert done.returncode == 2
    assert done.stderr == "lint: cannot write to standard output: no space left on device\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirections")
def test_closed_streams(here: Path) -> None:
    done = shell(f"{LINT} good.yaml >&-", here)
    assert (done.returncode, done.stderr) == (
        2,
        "lint: cannot write to standard output: it is closed\n",
    )
    done = shell(f"{LINT} good.yaml 2>&-", here)
    assert (done.returncode, done.stdout.count("no findings")) == (0, 1)
    assert shell(f"{LINT} nope.yaml --rules nope 2>&-", here).returncode == 2
    done = shell(f"{LINT} - <&-", here)
    assert (done.returncode, done.stderr) == (
        2,
        "lint: cannot read standard input: it is closed\n",
    )


def test_a_reader_that_has_gone_gets_no_message_and_what_it_did_not_read_is_no_pass(
    here: Path,
) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "lint", "good.yaml"],
        cwd=here,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (2, b"")


def test_a_file_is_written_or_added_to(tmp_path: Path) -> None:
    file = str(tmp_path / "report.txt")
    write_file(file, "é\n")
    write_file(file, "b\n", add=True)
    assert Path(file).read_bytes() == "é\nb\n".encode()
    write_file(file, "c\n")
    assert Path(file).read_bytes() == b"c\n"
    with pytest.raises(UsageError, match=r"cannot write .*: is a directory"):
        write_file(str(tmp_path), "")
