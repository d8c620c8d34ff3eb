from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lint.report.wrapping import cells, wrapped


def test_lines_end_behind_what_divides_a_name() -> None:
    assert wrapped("gcr.io/shop/app:1.4", 12) == ["gcr.io/shop/", "app:1.4"]
    assert wrapped("the project's networks", 14) == ["the project's", "networks"]
    assert wrapped("x" * 20, 8) == ["xxxxxxxx", "xxxxxxxx", "xxxx"]
    assert wrapped("", 8) == []


def test_a_better_place_to_divide_counts_more_than_a_longer_line() -> None:
    assert wrapped("docker.pkg.dev/example/app/web:1.4.2", 31) == [
        "docker.pkg.dev/example/app/",
        "web:1.4.2",
    ]
    assert wrapped("a-very-long-segment-of-a/path", 24) == ["a-very-long-segment-of-", "a/path"]
    assert wrapped("shop/a-very-long-segment", 20) == ["shop/a-very-long-", "segment"]


def test_three_dots_stay_together() -> None:
    assert wrapped("orders-or...", 11) == ["orders-", "or..."]
    assert wrapped("a-ver.../proxy", 9) == ["a-ver.../", "proxy"]


def test_what_does_not_fit_is_cut() -> None:
    assert wrapped("x" * 30, 8, 2) == ["xxxxxxxx", "xxxxxxx\u2026"]


def test_wide_characters_count_twice_and_marks_do_not_count() -> None:
    assert (cells("名前"), cells("e\u0301")) == (4, 1)


@given(st.text(max_size=60), st.integers(4, 20), st.integers(1, 4))
def test_no_line_is_longer_than_it_may_be(raw: str, width: int, most: int) -> None:
    lines = wrapped(raw, width, most)
    assert len(lines) <= most
    assert all(cells(line) <= width for line in lines)
