from __future__ import annotations

from lint.deploy.v2.places import below, key_of, mapping, put, scalar, sequence
from tests.deploy.v2.bodies import tree_of

ROOT = tree_of("a:\n  b: long value\n")


def test_what_is_made_has_the_place_of_what_it_is_made_of() -> None:
    value = ROOT.at("a", "b")
    assert value is not None
    for made in (scalar(value, 7), mapping(value), sequence(value, [])):
        assert (made.line, made.column, made.end_line, made.end_column) == (2, 6, 2, 16)
        assert made.source is None


def test_keys_have_places_too() -> None:
    value = ROOT.at("a", "b")
    inner = ROOT.get("a")
    assert value is not None
    assert inner is not None
    root = mapping(ROOT)
    spec = below(root, "spec", value)
    assert below(root, "spec", ROOT) is spec
    put(spec, "x", scalar(value, True), value)
    assert root.plain() == {"spec": {"x": True}}
    assert spec.keys["x"].column == 6
    assert key_of(ROOT, "a").line == 1
    assert key_of(ROOT, "absent") is ROOT
