"""The words about fields and annotations are whole: none is missing, none is left over."""

from __future__ import annotations

import re

import pytest

from lint.manifest import defaults
from lint.manifest.field_table import TYPES
from lint.manifest.field_words import FieldWords, Words, field_words

WORDS = field_words()
ALL: dict[str, Words] = {
    **{".".join(path): words for path, words in WORDS.fields.items()},
    **{".".join(path): words for path, words in WORDS.keys.items()},
    **WORDS.annotations,
}


def test_every_field_of_the_api_has_words_and_no_other() -> None:
    assert set(WORDS.fields) == {(owner, name) for owner, names in TYPES.items() for name in names}


def test_keys_are_those_of_maps() -> None:
    for owner, name, _ in WORDS.keys:
        assert TYPES[owner][name][0] == "map", f"{owner}.{name}"


@pytest.mark.parametrize("name", sorted(ALL))
def test_words_are_sentences_with_a_page(name: str) -> None:
    words = ALL[name]
    assert re.fullmatch(r"[A-Z].*\.", words.says), words.says
    assert words.says.count(". ") <= 4, "a hover is read in one glance"
    assert not words.limits.endswith(".")
    assert words.stage in ("", "ALPHA", "BETA")
    assert re.fullmatch(r"https://cloud\.google\.com/[a-z0-9/#-]+", words.page), words.page
    for part in (words.says, words.limits, words.default, *words.values):
        assert isinstance(part, str)


def test_defaults_are_those_that_checks_use() -> None:
    fields = WORDS.fields
    assert fields["Container", "ports"].default == str(defaults.PORT)
    assert fields["Probe", "periodSeconds"].default == str(defaults.PROBE["periodSeconds"])
    assert fields["TaskSpec", "timeoutSeconds"].default == str(defaults.TASK_TIMEOUT)
    assert WORDS.keys["ResourceRequirements", "limits", "memory"].default == defaults.MEMORY


def test_an_entry_is_a_text_or_has_parts() -> None:
    words = FieldWords(
        {
            "pages": {"reference": "https://a", "other": "https://b"},
            "fields": {
                "T": {"page": "other", "a": "A.", "b": {"says": "B.", "page": "reference"}},
            },
            "keys": {"T.m.example.com/k": {"says": "K.", "values": ["1"]}},
            "flags": {"--f": "not x/y"},
            "annotations": {
                "x/y": {"says": "Y.", "limits": "none", "stage": "BETA", "offered": False}
            },
        }
    )
    assert words.fields["T", "a"].page == "https://b"
    assert words.fields["T", "b"].page == "https://a"
    assert words.keys["T", "m", "example.com/k"].values == ("1",)
    assert words.annotations["x/y"].stage == "BETA"
    assert (words.annotations["x/y"].offered, words.fields["T", "a"].offered) == (False, True)
    assert words.flags["--f"] == ("x/y", True)


def test_flags_set_what_has_words() -> None:
    for flag, (target, inverted) in WORDS.flags.items():
        assert target in ALL, flag
        assert not inverted or target.endswith("-disabled")
