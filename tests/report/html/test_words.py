from __future__ import annotations

from lint.report.html.words import in_words
from tests.report.html.building import Reader, portrait


def test_every_part_and_line_is_there_uncut() -> None:
    made, broken = portrait(200, 40)
    reader = Reader(in_words(made, {id(broken): 7}))
    assert not reader.open
    words = "".join(reader.texts)
    assert all(f"SETTING_{n}" in words for n in range(200))
    assert all(f"KEY_{n} \u2192 secret key-{n}" in words for n in range(40))
    assert "/data \u2192 volume data (missing) 7" in words


def test_a_variable_that_leads_somewhere_has_a_line_of_its_own() -> None:
    made, broken = portrait(3, 2)
    words = in_words(made, {id(broken): 7})
    assert "<code>SETTING_0</code> <code>SETTING_1</code>" in words
    assert words.count("<div><code>KEY_") == 2


def test_findings_are_links_with_a_name() -> None:
    made, broken = portrait()
    links = Reader(in_words(made, {id(broken): 7})).of("a")
    assert {link["href"] for link in links} == {"#f7"}
    assert {link["aria-label"] for link in links} == {"finding 7, error"}
