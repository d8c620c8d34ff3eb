from __future__ import annotations

from lint.model.findings import Accepted, Place, Related
from lint.model.text import own
from lint.report.html.cards import accepted_line, card, rule_link
from tests.report.build import finding, outcome
from tests.report.html.building import Reader


def test_a_card_has_message_place_source_repair_and_reason() -> None:
    found = finding(
        Place("a.yaml", 2, 1, 2, 5),
        "`port` is <wrong>",
        help="Set `port`.",
        because="Requests go there.",
        moment="start-up",
        documented=True,
        title="A port is right",
        related=(Related(Place("a.yaml", 1, 1, 1, 2), "set here"),),
    )
    reader = Reader(card(found, 3, outcome(found, texts={"a.yaml": "kind: x\nport: y"})))
    assert not reader.open
    text = "".join(reader.texts)
    for words in ("port is <wrong>", "a.yaml:2:1, in what the start calls", "port: y", "set here"):
        assert words in text
    assert "Help Set port." in text
    assert "Why The deploy is rejected. Requests go there." in text
    (article,) = reader.of("article")
    assert article["id"] == "f3"
    assert (article["data-rule"], article["data-file"]) == ("CR001", "a.yaml")
    assert article["data-service"] == "Service app"


def test_only_a_built_in_rule_has_a_page() -> None:
    place = Place("a.yaml")
    assert 'href="https://' in rule_link(finding(place, documented=True))
    assert "href" not in rule_link(finding(place))


def test_an_accepted_finding_says_by_whom_and_why() -> None:
    line = accepted_line(Accepted(finding(Place("a.yaml")), "comment", own("a <b>"), "2027-01-31"))
    assert "Accepted by a comment until 2027-01-31: a &lt;b&gt;" in line
