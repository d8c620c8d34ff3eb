"""A message under construction: fields, and the nodes that they come from."""

from __future__ import annotations

from lint.cloud.v2.message_builder import MessageBuilder
from lint.yaml.tree import Node
from tests.cloud.manifests import SERVICE, resource_of

ROOT: Node = resource_of(SERVICE).root


def test_a_message_is_built_with_the_places_of_its_fields() -> None:
    message = MessageBuilder({}, "", {})
    message.set("name", "web", ROOT)
    template = message.part("template", None)
    for image in ("a", "b"):
        template.item("containers", ROOT).set("image", image, ROOT)
    template.part("scaling", ROOT).set("min", 1, None)
    assert message.data == {
        "name": "web",
        "template": {"containers": [{"image": "a"}, {"image": "b"}], "scaling": {"min": 1}},
    }
    assert sorted(message.places) == [
        "name",
        "template.containers[0]",
        "template.containers[0].image",
        "template.containers[1]",
        "template.containers[1].image",
        "template.scaling",
    ]


def test_none_leaves_a_field_out_and_false_does_not() -> None:
    message = MessageBuilder({}, "", {})
    message.set("a", None, ROOT)
    message.set("b", False, ROOT)
    message.set("c", "", ROOT)
    assert message.data == {"b": False, "c": ""}
    assert sorted(message.places) == ["b", "c"]


def test_a_part_is_made_once_and_keeps_its_first_place() -> None:
    message = MessageBuilder({}, "template", {})
    other = ROOT.get("kind")
    message.part("vpc", ROOT).set("a", 1, None)
    message.part("vpc", other).set("b", 2, None)
    assert message.data == {"vpc": {"a": 1, "b": 2}}
    assert message.places == {"template.vpc": ROOT}
    assert message.where("x") == "template.x"
