"""libyaml and ruamel's own parser agree, so that the fast one may stand for gcloud's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.engine.examples import SKELETONS
from lint.yaml.libyaml import c_events, pure_events
from tests.conformance.corpus import corpus_or_skip
from tests.examples import examples

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "netra-staging"
MALFORMED = ("IN001",)


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


@pytest.mark.slow
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


@pytest.mark.slow
@settings(max_examples=examples(150), deadline=None)
@given(lines)
def test_what_libyaml_accepts_the_pure_parser_reads_alike(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{indent}k{n}: {value}\n" for n, (indent, value) in enumerate(parts))
    fast = events(c_events(text))
    if fast is not None:
        assert fast == events(pure_events(text))


def test_what_newer_libyaml_accepts_and_gcloud_does_not_is_refused() -> None:
    for text in (
        "k: [a?b]\n",
        "k: {a: ?b}\n",
        "k: [x, {a: [b, c?]}]\n",
        "k: [!!str, x]\n",
        "a: &x 1\nk: [*x: 2]\n",
    ):
        assert events(c_events(text)) is None, text
    for text in (
        "k: ['a?b']\nl: a?b\n",
        "k: [!!str x]\n",
        "a: &x 1\nk: [*x , *x]\n",
        "k: []\nl: a?b\n",
    ):
        fast = events(c_events(text))
        assert fast is not None, text
        assert fast == events(pure_events(text)), text


def run_python(code: str, *words: str, cwd: Path | None = None) -> str:
    command = [sys.executable, "-c", textwrap.dedent(code), *words]
    result = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_real_package_is_importable_after_ours() -> None:
    run_python("""
        import sys
        from lint.yaml.libyaml import c_events
        assert len(list(c_events('a: 1'))) > 4
        assert not {'yaml.loader', 'yaml.reader', 're'} & set(sys.modules), sorted(sys.modules)
        import yaml
        from yaml import safe_load
        assert safe_load('a: [1, 2]') == {'a': [1, 2]}
        assert yaml.load('a: [1, 2]', Loader=yaml.CSafeLoader) == {'a': [1, 2]}
        assert yaml.dump({'a': 1}, Dumper=yaml.CSafeDumper) == 'a: 1\\n'
        assert type(list(yaml.parse('a', Loader=yaml.CLoader))[2]) is yaml.events.ScalarEvent
        assert yaml.__with_libyaml__
        assert [module.__name__ for module in (yaml.reader, yaml.error, yaml.nodes)] == [
            'yaml.reader', 'yaml.error', 'yaml.nodes']
        try:
            yaml.load('a: [', Loader=yaml.CSafeLoader)
        except yaml.parser.ParserError as error:
            assert error.problem_mark.line == 1
        else:
            raise AssertionError
        assert len(list(c_events('a: 1'))) > 4
    """)


def test_the_package_that_somebody_has_imported_before_us_serves() -> None:
    run_python("""
        import yaml
        from lint.yaml.libyaml import c_events
        assert type(list(c_events('a'))[2]) is yaml.ScalarEvent
    """)


def test_a_package_of_another_layout_is_imported_the_ordinary_way() -> None:
    run_python("""
        from lint.yaml import libyaml
        libyaml._MODULES = ('error', 'no_such_module')
        assert len(list(libyaml.c_events('a: 1'))) > 4
        import yaml
        assert yaml.safe_load('a: 1') == {'a': 1}
    """)


BAD = (
    SKELETONS["Service"]
    + """\
        resources: {limits: {cpu: "3", memory: 64Gi}}
        env:
        - {name: PORT, value: '80'}
        - {name: A, value: yes}
        - {name: B, value: }
        - name: C
          value: >-
            two
            lines
"""
)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["yaml", "yaml._yaml"])
def test_without_the_binding_the_verdicts_are_the_same(tmp_path: Path, hidden: str) -> None:
    """`yaml` is missing where PyYAML is, `yaml._yaml` where it was built without libyaml."""
    texts = [BAD, *SKELETONS.values(), *TEXTS, "a: [\n", "a: b: c\n", "k: [a?b]\n", "a: 'x\n"]
    for number, text in enumerate(texts):
        (tmp_path / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    for name in ("service.yaml", "broken.yaml"):
        shutil.copy(EXAMPLE / name, tmp_path)
    code = """
        import json, sys
        if sys.argv[1]:
            sys.modules[sys.argv[1]] = None
        from lint.cli.main import main
        from lint.yaml.libyaml import c_events
        try:
            assert len(list(c_events('a'))) > 4 and not sys.argv[1]
        except ImportError:
            assert sys.argv[1]
        names = [f'{number:02}.yaml' for number in range(int(sys.argv[2]))]
        main([*names, 'service.yaml', 'broken.yaml', '--format', 'json'])
    """
    reports = [
        json.loads(run_python(code, name, str(len(texts)), cwd=tmp_path)) for name in ("", hidden)
    ]
    findings = [
        [(f["path"], f["line"], f["rule"], f["severity"], f["message"]) for f in report["findings"]]
        for report in reports
    ]
    assert len(findings[0]) > 10
    # Malformed text is described by the parser that refused it.
    readable = [[f for f in rows if f[2] not in MALFORMED] for rows in findings]
    assert readable[0] == readable[1]
    malformed = [[(f[0], f[2]) for f in rows if f[2] in MALFORMED] for rows in findings]
    assert malformed[0] == malformed[1]
    assert len(malformed[0]) > 3
    assert reports[0]["summary"] == reports[1]["summary"]


@pytest.mark.slow
def test_without_the_binding_every_example_of_the_built_in_rules_passes() -> None:
    run_python("""
        import sys
        sys.modules['yaml._yaml'] = None
        from lint.cli.main import main
        assert main(['test']) == 0
        from lint.yaml import libyaml
        assert libyaml._parser is False
    """)


@pytest.mark.parametrize("text", ["a:\u2028b\nc: d\u2029e\nf: g\n", "a: b\u2028c\r\ne: \u2028f\n"])
def test_the_slow_parser_counts_lines_as_yaml_1_1_does(text):
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    scalars = [event for event in pure_events(text) if hasattr(event, "value")]
    assert scalars
    for event in scalars:
        mark = event.start_mark
        assert lines[mark.line][mark.column :].startswith(event.value.split()[0])
