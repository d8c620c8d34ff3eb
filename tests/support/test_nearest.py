"""What was probably meant by a name that nobody knows."""

from __future__ import annotations

import pytest

from lint.support.nearest import is_given, is_misspelling, nearest

KNOWN = ["maxScale", "minScale", "env", "envFrom", "image"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("max_scale", "maxScale"),
        ("MIN-SCALE", "minScale"),
        ("imgae", "image"),
        ("image", "image"),
        ("zzz", None),
        ("", None),
    ],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, KNOWN) == found


def test_the_cutoff_decides_how_like_a_word_must_be() -> None:
    assert nearest("imag", ["image"], 0.6) == "image"
    assert nearest("imag", ["image"], 0.95) is None
    assert nearest("x", []) is None


def test_the_order_of_the_known_words_does_not_matter() -> None:
    assert nearest("scale", KNOWN, 0.5) == nearest("scale", KNOWN[::-1], 0.5)


def test_a_very_long_word_takes_no_time() -> None:
    assert nearest("x" * 1_000_000, KNOWN) is None


@pytest.mark.parametrize(
    ("word", "known", "certain"),
    [
        ("ingres", ["ingress", "egress"], True),
        ("Max_Scale", ["maxScale", "minScale"], True),
        ("mxScale", ["maxScale", "mixScale"], False),
        ("zzz", ["ingress"], False),
        ("ingress", ["ingress"], True),
    ],
)
def test_a_misspelling_is_near_one_known_word_only(
    word: str, known: list[str], certain: bool
) -> None:
    assert is_misspelling(word, known[0], known) is certain


def test_a_name_is_given_as_it_is_or_misspelt_a_second_time():
    known = ["image", "name"]
    assert is_given("image", "imge", ["imge", "image"], known)
    assert is_given("image", "imge", ["imge", "imagee"], known)
    assert not is_given("image", "imge", ["imge", "name", "other"], known)
