"""The line about progress: on a real terminal while a run is long, and nowhere else."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lint.cli.progress import _Line
from lint.engine.examples import SKELETONS
from tests.cloud.manifests import SERVICE

if TYPE_CHECKING:
    from tests.cloud.server import StandIn

if sys.platform == "win32":
    pytest.skip("no terminals of POSIX", allow_module_level=True)
import fcntl
import pty
import struct
import termios

GONE = "\r\x1b[K"
"""What leaves the terminal as it was."""
PROGRAM = (sys.executable, "-m", "lint")
UNWANTED = ("CI", "GITHUB_ACTIONS", "FORCE_COLOR")


class Terminal:
    """A command on a terminal of its own, with what appeared on it so far; `pipe` feeds `/dev/fd/N`."""

    def __init__(
        self,
        *words: str,
        cwd: Path,
        columns: int = 80,
        program: Sequence[str] = PROGRAM,
        **environ: str,
    ) -> None:
        self.seen = ""
        reading, self.pipe = os.pipe()
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

        def take_terminal() -> None:
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        environment = {k: v for k, v in os.environ.items() if k not in UNWANTED}
        self.process = subprocess.Popen(
            [*program, *(word.replace("FD", str(reading)) for word in words)],
            cwd=cwd,
            env={**environment, "TERM": "xterm", "CLOUDRUN_LINT_CACHE": str(cwd / "c"), **environ},
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            pass_fds=[reading],
            preexec_fn=take_terminal,
        )
        os.close(reading)
        os.close(theirs)

    def watch(self, seconds: float, wanted: str = "") -> str:
        """What appears within some seconds, or until a text has appeared."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not (wanted and wanted in self.seen):
            if select.select([self._ours], [], [], left)[0]:
                try:
                    data = os.read(self._ours, 1 << 16)
                except OSError:  # nobody has the terminal open any more
                    break
                self.seen += data.decode()
        return self.seen

    def feed(self, text: str) -> None:
        """Writes what the command waits for."""
        os.write(self.pipe, text.encode())
        os.close(self.pipe)

    def end(self) -> tuple[int, str]:
        """Exit code and standard output, with all of the terminal in `seen`."""
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            out = stream.read().decode()
        code = self.process.wait(30)
        self.watch(0.2)
        os.close(self._ours)
        return code, out


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(SKELETONS["Service"])
    return tmp_path


LONG = ("good.yaml", "/dev/fd/FD")
"""A run that waits for one of its files as long as the test wants."""


def test_the_line_says_what_is_done_how_much_of_it_and_for_how_long() -> None:
    line = _Line(2)
    line.doing = "checking 3 files"
    assert line.text() == "lint: checking 3 files (0 s)"
    line.done, line.total = 2, 3
    assert line.text() == "lint: checking 3 files, 66 % (0 s)"


@pytest.mark.slow
def test_a_long_run_shows_a_line_that_is_gone_before_the_report(here: Path) -> None:
    terminal = Terminal(*LONG, cwd=here)
    terminal.watch(20, wanted=" s)")
    assert re.match(r"\rlint: checking 2 files, 50 % \([1-9]\d? s\)", terminal.seen)
    terminal.watch(20, wanted="\x1b[K\rlint:")
    assert terminal.seen.count("\r") > 1  # it is drawn again over itself
    assert "\n" not in terminal.seen
    terminal.feed(SKELETONS["Service"])
    code, out = terminal.end()
    assert code == 0
    assert terminal.seen.endswith(GONE)
    assert out.startswith("Checked 2 resources")
    assert "\x1b" not in out


@pytest.mark.slow
def test_a_short_run_shows_nothing(here: Path) -> None:
    (here / "other.yaml").write_text(SKELETONS["Job"])
    # On a busy machine, a second may be too short for this run.
    code = (
        "import sys\nfrom lint.cli import progress\nprogress.AFTER = 30.0\n"
        "from lint.cli.main import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    terminal = Terminal(".", cwd=here, program=[sys.executable, "-c", code])
    os.close(terminal.pipe)
    assert terminal.end()[0] == 0
    assert terminal.seen == ""


@pytest.mark.slow
def test_a_run_on_one_manifest_does_not_even_load_it(here: Path) -> None:
    code = (
        "import sys\nfrom lint.cli.main import main\ncode = main(sys.argv[1:])\n"
        "print([name for name in sys.modules if name.endswith('progress')])\nsys.exit(code)\n"
    )
    terminal = Terminal("good.yaml", cwd=here, program=[sys.executable, "-c", code])
    os.close(terminal.pipe)
    assert terminal.end() == (0, "Checked Service example (good.yaml): no findings.\n[]\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "environ"),
    [(["--quiet"], {}), ([], {"CI": "true"}), ([], {"TERM": "dumb"})],
    ids=["quiet", "ci", "dumb"],
)
def test_no_line_is_shown_where_nobody_wants_one(
    here: Path, words: list[str], environ: dict[str, str]
) -> None:
    terminal = Terminal(*words, *LONG, cwd=here, **environ)
    assert terminal.watch(1.6) == ""
    terminal.feed(SKELETONS["Service"])
    assert terminal.end()[0] == 0
    assert terminal.seen == ""


@pytest.mark.slow
def test_nothing_is_written_to_a_pipe(here: Path) -> None:
    reading, writing = os.pipe()
    with subprocess.Popen(
        [*PROGRAM, "good.yaml", f"/dev/fd/{reading}"],
        cwd=here,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[reading],
    ) as process:
        os.close(reading)
        time.sleep(1.6)
        os.write(writing, SKELETONS["Service"].encode())
        os.close(writing)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert b"\r" not in out


@pytest.mark.slow
def test_a_narrow_terminal_gets_a_line_that_fits(here: Path) -> None:
    terminal = Terminal(*LONG, cwd=here, columns=24)
    terminal.watch(20, wanted="\x1b[K")
    line = terminal.seen.partition("\r")[2].partition("\x1b")[0]
    assert line == "lint: checking 2 files\u2026"
    terminal.feed("")
    terminal.end()


@pytest.mark.slow
def test_an_interrupt_leaves_no_line_behind(here: Path) -> None:
    terminal = Terminal(*LONG, cwd=here)
    terminal.watch(20, wanted=" s)")
    terminal.process.send_signal(signal.SIGINT)
    code, out = terminal.end()
    os.close(terminal.pipe)
    assert (code, out) == (130, "")
    assert terminal.seen.endswith(GONE)


@pytest.mark.slow
def test_a_run_in_the_background_does_not_write_over_the_prompt(here: Path) -> None:
    """As a shell starts it with `&`: in a process group that does not have the terminal."""
    program = ["bash", "-mc", '"$@" & wait $!', "bash", *PROGRAM]
    terminal = Terminal(*LONG, cwd=here, program=program)
    assert terminal.watch(1.8) == ""
    terminal.feed(SKELETONS["Service"])
    code, out = terminal.end()
    assert code == 0
    assert out.startswith("Checked 2 resources")
    assert "lint:" not in terminal.seen


@pytest.mark.slow
def test_look_ups_that_take_long_are_shown(here: Path, project: StandIn) -> None:
    project.latency = 1.3
    (here / "service.yaml").write_text(SERVICE)
    terminal = Terminal("--live", "service.yaml", cwd=here, LINT_ENDPOINTS=project.variable)
    os.close(terminal.pipe)
    terminal.watch(20, wanted=" s)")
    assert re.match(r"\rlint: asking Google Cloud \([1-9]\d? s\)", terminal.seen)
    assert "project shop-staging" in terminal.end()[1]
    assert terminal.seen.endswith(GONE)
