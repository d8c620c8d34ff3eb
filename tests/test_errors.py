"""How errors of the system are worded."""

from __future__ import annotations

import pytest

from lint.errors import os_reason


@pytest.mark.parametrize("path", ["nope", "/", "a\0b"])
def test_the_reason_is_one_phrase_in_lower_case(path: str) -> None:
    with pytest.raises((OSError, ValueError)) as caught:
        open(path, "rb").close()
    reason = os_reason(caught.value)
    assert reason == reason.lower()
    assert "\n" not in reason
    assert "Errno" not in reason
    assert reason
