"""Portraits made by hand, and what is in the HTML of one."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lint.model.findings import Finding, Place, ResourceId
from lint.model.portrait import Link, Part, Portrait, Row
from lint.model.text import name, own
from tests.report.build import finding

VOID = {"meta", "input", "br"}
SELF_CLOSED = re.compile(r"<(rect|path|circle)\b[^>]*/>")


def portrait(variables: int = 0, secrets: int = 0) -> tuple[Portrait, Finding]:
    """A service with a mount whose volume is missing, and the finding on it."""
    made = Portrait(ResourceId("Service", "app"), "a.yaml", Place("a.yaml"))
    broken = finding(Place("a.yaml", 3), "the mount names volume `data`, which does not exist")
    mount = Row("mount", name("/data"), topic="mount")
    env = [Row("env", own("some"), topic="env")]
    env += [Row("", name(f"SETTING_{n}"), topic="variable") for n in range(variables)]
    keys = [Row("", name(f"KEY_{n}"), topic="variable") for n in range(secrets)]
    web = Part("container", name("web"), [Row("image", name("gcr.io/p/i:1")), *env, *keys, mount])
    volume = Part("volume", name("data"), missing=True)
    made.containers.append(web)
    made.callers.append(Part("caller", own("Requests"), [Row("ingress", own("all"))]))
    made.attached.append(volume)
    made.links += [Link(made.callers[0], web), Link(mount, volume)]
    for row in keys:
        secret = Part("secret", name(row.text.lower().replace("_", "-")))
        made.attached.append(secret)
        made.links.append(Link(row, secret))
    for spot in (mount, volume, made.links[1]):
        spot.findings.append(broken)
    made.findings.append(broken)
    return made, broken


class Reader(HTMLParser):
    """The elements of a document; `open` are those that were not closed."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(SELF_CLOSED.sub(lambda match: match[0][:-2] + f"></{match[1]}>", document))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements with a tag."""
        return [attributes for name, attributes in self.elements if name == tag]
