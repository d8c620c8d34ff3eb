"""Every harness survives its seeds, mutations of them, and all that ever broke it."""

from __future__ import annotations

import random
import re
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint.model.findings import Outcome, Place
from tests.fuzz.breaking import what_breaks
from tests.fuzz.bundles import pack, unpack
from tests.fuzz.harnesses import (
    CANARY,
    HARNESSES,
    BrokenError,
    Harness,
    TooLongError,
    canary_of,
    check_reports,
    run,
    warm_up,
)
from tests.fuzz.minimise import minimise
from tests.fuzz.mutation import Mutator
from tests.fuzz.seeds import seeds, words
from tests.report.build import finding, outcome

REGRESSIONS = Path(__file__).parent / "regressions"
ROUNDS = 40


@pytest.mark.parametrize("name", HARNESSES)
def test_seeds(name: str) -> None:
    warm_up(name)
    every = seeds(name)
    assert every
    for data in every[:: max(1, len(every) // 40)]:
        run(HARNESSES[name], data)


@pytest.mark.parametrize("name", HARNESSES)
def test_mutations(name: str) -> None:
    warm_up(name)
    pool, dictionary = seeds(name), words(name)

    # Hypothesis chooses the numbers, and finds the smallest that break something.
    @settings(
        max_examples=ROUNDS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.integers(0, 1 << 32))
    def check(number: int) -> None:
        run(HARNESSES[name], Mutator(pool, dictionary, random.Random(number)).next())

    check()


@pytest.mark.parametrize("name", HARNESSES)
def test_any_bytes(name: str) -> None:
    warm_up(name)

    @settings(
        max_examples=10, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        st.binary(max_size=200)
        | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
    def check(data: bytes) -> None:
        run(HARNESSES[name], data)

    check()


def _regressions() -> list[Path]:
    return sorted(path for path in REGRESSIONS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", _regressions(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_broke_once(path: Path) -> None:
    warm_up(path.parent.name)
    run(HARNESSES[path.parent.name], path.read_bytes())


# The harnesses' own means


def test_a_bundle_is_read_as_it_was_packed() -> None:
    files = {"a.py": b"x\n", "b/c": b"=== \n", "d": b"1\n2\n"}
    files.pop("b/c")
    assert unpack(pack(files)) == files


def test_what_takes_too_long_is_stopped() -> None:
    def busy(data: bytes) -> None:
        end = time.process_time() + 10
        while time.process_time() < end:
            try:
                sum(range(1_000))
            except Exception:
                raise

    with pytest.raises(TooLongError):
        run(Harness(busy, 0.2), b"")


def test_a_canary_counts_where_it_is_the_value_of_an_env_var() -> None:
    head = "apiVersion: serving.knative.dev/v1\nkind: Service\n"
    env = (
        f"spec: {{template: {{spec: {{containers: [{{env: [{{name: A, value: {CANARY}}}]}}]}}}}}}\n"
    )
    assert canary_of((head + env).encode()) == CANARY
    assert not canary_of(f"{head}metadata: {{name: {CANARY}}}\n".encode())


def test_a_leak_and_a_workflow_command_are_noticed() -> None:
    leaking = outcome()
    leaking.findings = [finding(Place("a.yaml", 1, 1), message=CANARY)]
    with pytest.raises(BrokenError, match="shows the value"):
        check_reports(leaking, CANARY)
    assert check_reports(Outcome()) is None


def test_the_cause_of_a_break_is_named_and_the_input_made_small() -> None:
    def picky(data: bytes) -> None:
        if b"xy" in data:
            ElementTree.fromstring("<")

    harness = Harness(picky, 1.0)
    assert what_breaks(harness, b"abc") == ("", "")
    signature, trace = what_breaks(harness, b"abxyc")
    assert signature.startswith("ParseError")
    assert re.search("in picky", trace)
    small = minimise(
        b"a" * 50 + b"xy" + b"b" * 50, lambda d: what_breaks(harness, d)[0] == signature
    )
    assert small == b"xy"


def test_equal_numbers_give_equal_inputs() -> None:
    first, second = (Mutator([b"abc def"], [b"w"], random.Random(7)) for _ in range(2))
    assert [first.next() for _ in range(50)] == [second.next() for _ in range(50)]
