"""Runs the command on one processor and says what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

# VmHWM begins anew with the program; ru_maxrss may be that of the process that forked it. With one
# processor there are no further processes whose memory would have to be added.
SCRIPT = """
import json, os, re, sys, time
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from lint.cli.main import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
sys.stdout.flush()
peak = re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]
print(json.dumps([code, int(peak) // 1024, time.process_time()]), file=sys.stderr)
"""


class Ended:
    """The exit code, the peak memory in MB, the processor time in seconds, and the output."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        assert done.returncode == 0, done.stderr[-2000:]
        *errors, last = done.stderr.splitlines()
        self.code, self.peak, self.seconds = json.loads(last)
        self.out = done.stdout
        self.errors = "\n".join(errors)


def lint(folder: Path, *words: str) -> Ended:
    """Runs `lint` in a folder; ends it, and the test, after a minute."""
    return Ended(
        subprocess.run(
            [sys.executable, "-P", "-c", SCRIPT, *words],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=folder,
            check=False,
        )
    )
