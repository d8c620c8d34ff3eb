"""The grammars of annotations that hold JSON, and of flow text that Google's samples write."""

from __future__ import annotations

import pytest

from lint.checks.platform.annotation_grammar import (
    MAX_DEPTH,
    FlowError,
    grammar_faults,
    read_flow,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{app:[collector]}", {"app": ["collector"]}),
        ("{ app : [a, b,], }", {"app": ["a", "b"]}),
        ("{\"a\": ['b c', d]}", {"a": ["b c", "d"]}),
        ("[]", []),
        ("word", "word"),
        ("[1, true]", ["1", "true"]),
    ],
)
def test_flow_text(text: str, value: object) -> None:
    assert read_flow(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[a",
        "{a}",
        "{a:}",
        "{[a]: b}",
        "[a b]",
        "[a]]",
        ",",
        "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
        "'",
    ],
)
def test_what_is_no_flow_text(text: str) -> None:
    with pytest.raises(FlowError):
        read_flow(text)


@pytest.mark.parametrize(
    ("grammar", "text", "faults"),
    [
        ("strings", '["a"]', []),
        ("strings", '["a", 1]', [("is not a JSON list of strings", False)]),
        ("strings", "[a]", [("is not JSON: expecting value at character 2", True)]),
        ("strings", "[a", [("is not JSON: expecting value at character 2", False)]),
        ("string-map", '{"a": "b"}', []),
        ("string-map", '{"a": 1}', [("is not a JSON object of strings", False)]),
        ("name-lists", '{"a": ["b"]}', []),
        ("name-lists", "{a: [b]}", []),
        ("name-lists", '{"a": "b"}', [("is not an object of lists of container names", False)]),
        ("interfaces", '[{"network": "n", "tags": ["a"]}]', []),
        ("interfaces", "[]", [("has 0 interfaces; exactly one is allowed", False)]),
        ("interfaces", "{}", [("is not a JSON list of one interface", False)]),
        ("interfaces", '[{"netwrk": "n"}]', [("has the unknown key `netwrk`", True)]),
        ("interfaces", '[{"network": 1}]', [("has a `network` that is no string", False)]),
        ("interfaces", '[{"tags": "a"}]', [("has `tags` that are no list of strings", False)]),
        ("json", '"x"', []),
        ("json", "NaN", []),
        ("json", "[" * 100_000, [("is not JSON: it is nested too deep", False)]),
    ],
)
def test_grammars(grammar: str, text: str, faults: list[tuple[str, bool]]) -> None:
    found = list(grammar_faults(grammar, text))
    assert [(message, doubtful) for message, _, doubtful in found] == faults
    assert all(help.endswith((".", "?")) for _, help, _ in found)
