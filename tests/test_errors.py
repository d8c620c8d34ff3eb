"""How errors of the system are worded."""

from __future__ import annotations

import pytest

from lint.errors import internal_error, os_reason


@pytest.mark.parametrize("path", ["nope", "/", "a\0b"])
def test_the_reason_is_one_phrase_in_lower_case(path: str) -> None:
    with pytest.raises((OSError, ValueError)) as caught:
        open(path, "rb").close()
    reason = os_reason(caught.value)
    assert reason == reason.lower()
    assert "\n" not in reason
    assert "Errno" not in reason
    assert reason


def test_an_error_of_ours_is_named_by_class_and_place_without_its_message() -> None:
    try:
        int("a planted value")
    except ValueError as error:
        found = internal_error(error)
    assert found.startswith(f"internal error: ValueError at {__file__}:")
    assert "planted" not in found
    assert internal_error(KeyError()) == "internal error: KeyError at ?"
