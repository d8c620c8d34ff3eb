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
        ("strings", '["a", 1]', [("must be a JSON list of strings", False)]),
        ("strings", "[a]", [("is not valid JSON: expecting value at character 2", True)]),
        ("strings", "[a", [("is not valid JSON: expecting value at character 2", False)]),
        ("string-map", '{"a": "b"}', []),
        ("string-map", '{"a": 1}', [("must be a JSON object whose values are strings", False)]),
        ("name-lists", '{"a": ["b"]}', []),
        ("name-lists", "{a: [b]}", []),
        (
            "name-lists",
            '{"a": "b"}',
            [("must be a JSON object whose values are lists of container names", False)],
        ),
        ("interfaces", '[{"network": "n", "tags": ["a"]}]', []),
        ("interfaces", "[]", [("has 0 interfaces; exactly 1 is allowed", False)]),
        ("interfaces", "{}", [("must be a JSON list that contains one object", False)]),
        ("interfaces", '[{"netwrk": "n"}]', [("has the unknown key `netwrk`", True)]),
        (
            "interfaces",
            '[{"network": 1}]',
            [("has a value for `network` that is not a string", False)],
        ),
        (
            "interfaces",
            '[{"tags": "a"}]',
            [("has a value for `tags` that is not a list of strings", False)],
        ),
        ("json", '"x"', []),
        ("json", "NaN", []),
        ("json", "[" * 100_000, [("is not valid JSON: it is nested too deeply", False)]),
    ],
)
def test_grammars(grammar: str, text: str, faults: list[tuple[str, bool]]) -> None:
    found = list(grammar_faults(grammar, text))
    assert [(str(message), doubtful) for message, _, doubtful in found] == faults
    assert all(str(help).endswith((".", "?")) for _, help, _ in found)
