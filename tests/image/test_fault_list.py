"""Faults of a kind are bounded, and names are fit to print."""

from __future__ import annotations

from lint.image.fault_list import MAX_OF_A_KIND, FaultList


def test_faults_of_a_kind_are_bounded_and_counted() -> None:
    faults = FaultList("w.whl")
    for number in range(MAX_OF_A_KIND + 5):
        faults.add("odd", f"odd {number}", "w.whl!a")
    faults.add("other", "other", "w.whl")
    messages = [str(fault.message) for fault in faults.result()]
    assert messages[-2:] == ["other", "5 more findings of the kind `odd`"]
    assert len(messages) == MAX_OF_A_KIND + 2
