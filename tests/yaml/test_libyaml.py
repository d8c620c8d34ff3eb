"""libyaml and ruamel's own parser agree, so that the fast one may stand for gcloud's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.engine.examples import SKELETONS
from lint.yaml.libyaml import c_events, pure_events
from tests.conformance.corpus import corpus_or_skip


def events(source: Any) -> list[tuple[Any, ...]] | None:
    """The events with what our reader uses of them, or None for malformed text."""
    found: list[tuple[Any, ...]] = []
    try:
        for event in source:
            value = getattr(event, "value", None)
            style = getattr(event, "style", None) or ""
            anchor = getattr(event, "anchor", None)
            tag = getattr(event, "tag", None)
            name = type(event).__name__
            if name.startswith(("Stream", "_Other")):
                continue
            if name.startswith("Document") or name.endswith("EndEvent"):
                found.append((name,))
            else:
                mark = event.start_mark
                # An empty value has no place of its own: libyaml puts it behind its key, where
                # people look for it, the pure parser before the next token.
                place = (mark.line, mark.column) if value != "" or style else ()
                flow = bool(getattr(event, "flow_style", False))
                found.append((name, value, style, anchor, str(tag), flow, place))
    except Exception:
        return None
    return found


TEXTS = [
    *SKELETONS.values(),
    "a: {b: c, 'd': [e, \"f\\n\"], g}\n",
    "a: |\n  x\n   y\nb: >-\n  folded\n  text\n",
    "a: &x 1\nb: *x\n? complex\n: value\n",
    "url: http://x.y/z?a=b#c # comment\n",
    "--- \na: 1\n...\n---\nb: 2\n",
    "a: 'it''s'\nb: \"\\u00e9\"\nc: é\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_both_parsers_agree(text: str) -> None:
    fast = events(c_events(text))
    assert fast is not None
    assert fast == events(pure_events(text))


def test_both_parsers_agree_on_the_corpus() -> None:
    differing = []
    for path in corpus_or_skip():
        text = Path(path).read_text(encoding="utf-8-sig")
        fast = events(c_events(text))
        if fast is not None and fast != events(pure_events(text)):
            differing.append(path)
    assert differing == []


words = st.sampled_from(
    ["a", "yes", "010", "1.5", "x y", "'q'", '"d\\n"', "~", "a:b", "-x", "${X}", "é", "#no", "v #c"]
)
values = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda items: "{" + ", ".join(f"k{n}: {item}" for n, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=6,
)
lines = st.lists(st.tuples(st.sampled_from(["", "  ", "- "]), values), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(lines)
def test_what_libyaml_accepts_the_pure_parser_reads_alike(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{indent}k{n}: {value}\n" for n, (indent, value) in enumerate(parts))
    fast = events(c_events(text))
    if fast is not None:
        assert fast == events(pure_events(text))


def test_the_real_package_is_importable_after_ours() -> None:
    code = (
        "import sys\n"
        "from lint.yaml.libyaml import c_events\n"
        "assert len(list(c_events('a: 1'))) > 4\n"
        "assert not any(name.startswith('ruamel.yaml.main') for name in sys.modules)\n"
        "import ruamel.yaml\n"
        "assert ruamel.yaml.YAML().load('a: 1') == {'a': 1}\n"
        "assert ruamel.yaml.YAML(typ='safe').load('a: 1') == {'a': 1}\n"
        "try:\n"
        "    ruamel.yaml.YAML(typ='safe').load('a: [')\n"
        "except ruamel.yaml.YAMLError as error:\n"
        "    assert error.problem_mark.line == 1\n"
        "else:\n"
        "    raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
