"""Where a text is no YAML: positions, stray tabs, templates."""

from __future__ import annotations

import pytest

from lint.manifest.reader import read_manifest
from lint.yaml.syntax import position, stray_tab


@pytest.mark.parametrize(
    ("text", "index", "found"),
    [
        ("abc", 0, (1, 1)),
        ("a\nbc", 3, (2, 2)),
        ("a\r\nbc", 3, (2, 1)),
        ("a\rbc", 2, (2, 1)),
        ("ü\nüx", 3, (2, 2)),
    ],
)
def test_positions(text: str, index: int, found: tuple[int, int]) -> None:
    assert position(text, index) == found


@pytest.mark.parametrize(
    ("text", "quoted", "found"),
    [
        ("a:\tb", [], (1, 3)),
        ("a: 'x\ty'", [(3, 8)], None),
        ("a: b # x\ty", [], None),
        ("a: b#x\ty", [], (1, 7)),
        ("a: '#'\tb", [(3, 6)], (1, 7)),
        ("a: 'x\ty'\n\tb: c", [(3, 8)], (2, 1)),
        ("a: b", [], None),
    ],
)
def test_stray_tabs(
    text: str, quoted: list[tuple[int, int]], found: tuple[int, int] | None
) -> None:
    fault = stray_tab("a.yaml", text, quoted)
    assert (fault and (fault.where.line, fault.where.column)) == found


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("a: 'b\nc: d\n", "yaml-syntax", 1),
        ("a: {b\nc: d\n", "yaml-syntax", 2),
        ("a: b\n{{- if .x }}\nc: d\n", "template-not-rendered", 2),
        ("a: b\n{% if x %}\n", "template-not-rendered", 2),
        ("a: @NAME@\n@IF@\n", "template-not-rendered", 1),
        # What is filled in has keys of its own.
        ("a:\n  b: 1\n  ${BLOCK}\n", "template-not-rendered", 3),
        ("a:\n  b: 1\n  ${BLOCK}  # traffic\n  c: 1\n", "template-not-rendered", 3),
        ("${BLOCK}\na: 1\n", "template-not-rendered", 1),
        ("a:\n- 1\n__BLOCK__\n", "template-not-rendered", 3),
        ("x: |\n  $X\na: b: c\n", "yaml-syntax", 3),
    ],
)
def test_what_is_wrong_and_where(text: str, kind: str, line: int) -> None:
    fault = read_manifest("a.yaml", text.encode()).faults[0]
    assert (fault.kind, fault.where.line) == (kind, line)
