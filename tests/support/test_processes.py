"""Shares of work come back from processes, whatever happens to those."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lint.support import processes
from lint.support.processes import in_processes, processors, use_at_most

HERE = os.getpid()
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


def test_results_come_in_the_order_of_the_shares() -> None:
    found = list(in_processes(lambda share: (sum(share), os.getpid() == HERE), [[1], [2, 3], [4]]))
    assert found == [(1, True), (5, False), (4, False)]


def test_large_results_come_whole() -> None:
    assert [len(part) for part in in_processes(lambda n: "x" * n, [1, 5_000_000])] == [1, 5_000_000]


def test_a_share_whose_process_died_is_done_again() -> None:
    def work(share: str) -> str:
        if share == "deadly" and os.getpid() != HERE:
            os.kill(os.getpid(), 9)
        return share.upper()

    assert list(in_processes(work, ["a", "deadly", "c"])) == ["A", "DEADLY", "C"]


def test_the_caller_may_say_what_a_lost_share_gives() -> None:
    def work(share: str) -> str:
        if os.getpid() != HERE:
            os.kill(os.getpid(), 9)
        return share.upper()

    assert list(in_processes(work, ["a", "b"], lambda share: f"no {share}")) == ["A", "no b"]


def test_a_share_without_a_process_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", no_more)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    assert list(in_processes(lambda share: os.getpid(), [1, 2, 3])) == [HERE] * 3
    after = len(os.listdir("/proc/self/fd")) if before else 0
    assert after == before


def test_what_fails_in_a_process_fails_here() -> None:
    def work(share: int) -> int:
        return 1 // share

    with pytest.raises(ZeroDivisionError):
        list(in_processes(work, [1, 0]))


def test_there_is_a_processor() -> None:
    assert 1 <= processors() <= 8


def test_a_number_that_is_asked_for_counts_whatever_the_machine_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "_limit", [])
    monkeypatch.setattr(processes, "_ours", [])
    use_at_most(13)
    assert processors() == 1  # in a process of somebody else
    processes.own_this_process()
    if sys.platform != "darwin" and threading.active_count() == 1:
        assert processors() == 13


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.yaml").write_text(
            "apiVersion: serving.knative.dev/v1\nkind: Service\n"
        )
    command = f"{sys.executable} -m lint {tmp_path} | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
