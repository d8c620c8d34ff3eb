"""Did-you-mean sentences."""

from __future__ import annotations

from lint.checks.suggestion import suggestion


def test_a_suggestion_is_the_nearest_name_or_all_of_them() -> None:
    assert str(suggestion("cahce", ["cache", "data"])) == "Did you mean `cache`?"
    assert str(suggestion("x", ["cache", "data"])) == "Known values: `cache`, `data`."
    assert not suggestion("x", [])
    assert not suggestion("x", [f"volume-{number}" for number in range(41)])
    token = "ghp_" + "a1B2" * 9
    assert token not in str(suggestion("x", [token]))
