"""The facts of one module: what is read of a source for another Python than the running one."""

from __future__ import annotations

import pytest

from lint.image.python.reader import read_facts


@pytest.mark.parametrize("target", [(2, 7), (0, 1), (4, 0), (3, 0)])
def test_a_target_that_the_parser_does_not_know(target) -> None:
    facts = read_facts(b"import app.other\n", target)
    assert facts.unparsable is None
    assert [found.module for found in facts.imports] == ["app.other"]


def test_a_syntax_error_proves_nothing_about_another_major_version() -> None:
    source = b"print 'x'\n"
    assert read_facts(source, (3, 11)).unparsable.kind == "syntax"
    assert read_facts(source, (2, 7)).unparsable.kind == "unknown"
