"""Warnings about checked code go nowhere, and the caller's filters stay what they are."""

from __future__ import annotations

import threading
import warnings

from lint.support.quiet import quiet


def test_what_is_inside_is_silent_and_what_is_behind_is_not() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with quiet():
            warnings.warn("inside", UserWarning, stacklevel=1)
            with quiet():
                warnings.warn("deeper", UserWarning, stacklevel=1)
            warnings.warn("inside again", UserWarning, stacklevel=1)
        warnings.warn("behind", UserWarning, stacklevel=1)
    assert [str(warning.message) for warning in heard] == ["behind"]


def test_threads_that_overlap_leave_the_filters_as_they_were() -> None:
    before = list(warnings.filters)
    entered, left = threading.Event(), threading.Event()
    heard: list[str] = []

    def first() -> None:
        with quiet():
            entered.set()
            left.wait()
            try:
                warnings.warn("inside", UserWarning, stacklevel=1)
            except UserWarning as warning:
                heard.append(str(warning))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        here = list(warnings.filters)
        thread = threading.Thread(target=first)
        thread.start()
        entered.wait()
        with quiet():
            pass
        left.set()
        thread.join()
        assert warnings.filters == here
    assert warnings.filters == before
    assert heard == []
