from __future__ import annotations

from lint.model.findings import Place, ResourceId
from lint.model.portrait import Link, Part, Portrait, Row
from lint.model.text import hidden, name


def test_texts_are_strings_only_when_they_are_asked_for() -> None:
    row = Row("key", hidden("hunter2"))
    part = Part("secret", name("api-key"), [row])
    assert (row.text, part.title) == ("<redacted, 7 chars>", "api-key")
    assert part.row("key") is row
    assert part.row("other") is None


def test_a_portrait_knows_all_that_findings_can_be_about() -> None:
    portrait = Portrait(ResourceId("Service", "app"), "a.yaml", Place("a.yaml"))
    row = Row("mount", name("x"))
    container, volume = Part("container", name("web"), [row]), Part("volume", name("data"))
    portrait.containers.append(container)
    portrait.attached.append(volume)
    portrait.links.append(Link(row, volume))
    assert portrait.parts == [portrait.whole, container, volume]
    assert portrait.spots() == [portrait.whole, container, row, volume, portrait.links[0]]
