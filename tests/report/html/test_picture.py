from __future__ import annotations

import re
from itertools import pairwise

from lint.model.findings import Place, ResourceId
from lint.model.portrait import Part, Portrait, Row
from lint.model.text import name, own
from lint.report.html.picture import (
    MOST_LINES,
    MOST_ROWS,
    MOST_SECRETS,
    WIDTH,
    Picture,
    severity,
)
from tests.report.build import finding
from tests.report.html.building import Reader, portrait


def drawn(variables: int = 0, secrets: int = 0) -> Reader:
    made, broken = portrait(variables, secrets)
    reader = Reader(Picture(made, {id(broken): 7}).svg())
    assert not reader.open
    return reader


def test_a_broken_link_is_marked_and_leads_to_its_finding() -> None:
    reader = drawn()
    classes = [path.get("class") for path in reader.of("path")]
    assert sorted(map(str, classes)) == ["broken error", "link", "link error"]
    assert {link["href"] for link in reader.of("a")} == {"#f7"}
    assert "box volume missing error" in [box.get("class") for box in reader.of("rect")]
    assert any("does not exist" in text for text in reader.texts)


def test_everything_is_inside_the_picture() -> None:
    reader = drawn(60, 40)
    (svg,) = reader.of("svg")
    height = float(str(svg["viewbox"]).split()[3])
    for box in reader.of("rect"):
        x, y = float(str(box["x"])), float(str(box["y"]))
        assert 0 <= x <= x + float(str(box["width"])) <= WIDTH
        assert 0 <= y <= y + float(str(box["height"])) <= height
    for words in reader.of("text"):
        assert 0 <= float(str(words["y"])) <= height


def test_boxes_of_a_column_do_not_overlap() -> None:
    boxes = [box for box in drawn(60, 40).of("rect") if str(box.get("class")).startswith("box")]
    spans: dict[str, list[tuple[float, float]]] = {}
    for box in boxes:
        y = float(str(box["y"]))
        spans.setdefault(str(box["x"]), []).append((y, y + float(str(box["height"]))))
    for column in spans.values():
        column.sort()
        assert all(a[1] < b[0] for a, b in pairwise(column))


def test_many_variables_are_shortened() -> None:
    reader = drawn(200, 40)
    assert "and 193 more" not in reader.texts
    more = [text for text in reader.texts if text.startswith("and ")]
    assert len(more) == 1
    keys = [text for text in reader.texts if text.startswith("KEY_") and "," not in text]
    assert len(keys) == MOST_ROWS
    assert sum(text.startswith("SETTING_") for text in reader.texts) == MOST_LINES


def test_many_secrets_share_a_box_and_those_with_findings_have_their_own() -> None:
    made, broken = portrait(0, 20)
    marked = [part for part in made.attached if part.title in ("key-16", "key-18")]
    marked[0].findings.append(broken)
    made.links[-2].findings.append(broken)
    assert made.links[-2].target is marked[1]
    reader = Reader(Picture(made, {id(broken): 7}).svg())
    shared = 20 - len(marked) - MOST_SECRETS
    assert f"{shared} other secrets" in reader.texts
    boxes = [box for box in reader.of("rect") if str(box.get("class")).startswith("box secret")]
    assert len(boxes) == MOST_SECRETS + len(marked) + 1
    assert {"key-16", "key-18"} <= set(reader.texts)
    assert len([path for path in reader.of("path") if "link" in str(path.get("class"))]) == 22


def test_one_secret_more_has_a_box_of_its_own() -> None:
    boxes = [box.get("class") for box in drawn(0, MOST_SECRETS + 1).of("rect")]
    assert boxes.count("box secret") == MOST_SECRETS + 1


def test_a_label_does_not_touch_its_text() -> None:
    made, broken = portrait()
    rows = [
        Row("connector", name("c")),
        Row("egress", name("all-traffic")),
        Row("subnetwork-x", name("s")),
    ]
    made.attached.append(Part("network", own("VPC network"), rows))
    svg = Picture(made, {id(broken): 7}).svg()
    found = re.findall(r'<text class="[a-z ]+" x="([0-9.]+)" y="([0-9.]+)">([^<]+)<', svg)
    places = {words: (float(x), float(y)) for x, y, words in found}
    assert places["c"][0] == places["all-traffic"][0] > places["connector"][0] + 9 * 6.6
    assert places["s"][1] > places["subnetwork-x"][1]  # a long label has a line of its own


def test_a_resource_without_anything_has_a_picture() -> None:
    bare = Portrait(ResourceId("WorkerPool", ""), "a.yaml", Place("a.yaml"))
    reader = Reader(Picture(bare, {}).svg())
    assert reader.of("svg")[0]["aria-label"] == "Picture of WorkerPool"
    assert "nan" not in str(reader.elements)


def test_more_findings_than_have_room_are_counted() -> None:
    made, broken = portrait()
    row = made.containers[0].rows[0]
    row.findings = [finding(Place("a.yaml", n)) for n in range(1, 6)]
    numbers = {id(each): n for n, each in enumerate([broken, *row.findings], 1)}
    assert "+2" in Reader(Picture(made, numbers).svg()).texts


def test_the_highest_severity_colours() -> None:
    place = Place("a.yaml")
    found = [finding(place, severity="info"), finding(place, severity="warning")]
    assert severity(found) == "warning"
    assert severity([]) == ""
