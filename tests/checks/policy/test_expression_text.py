"""What the text of a CEL expression mentions."""

from __future__ import annotations

import pytest

from lint.checks.policy.expression_text import mentioned_paths, mentioned_variables, one_line
from lint.support.cel_syntax import parse


@pytest.mark.parametrize(
    ("expression", "variables"),
    [
        ("container.startupProbe.periodSeconds >= 75", {"container": ["startupProbe"]}),
        ("has(container.a) && container.b == 2", {"container": ["a", "b"]}),
        ("container['x'] == 1", {"container": ["x"]}),
        ("container[env.X] == 1", {"container": [], "env": ["X"]}),
        ("size(container) > 0 && container.x == 1", {"container": []}),
        ("container.size() == 1", {"container": []}),
        ("container . image == ''", {"container": ["image"]}),
        ("template.spec.containers.all(env, env.image != '')", {"template": ["spec"]}),
        ("'container.x' == annotations['env']", {"annotations": ["env"]}),
        (r"'a\'' + container.x + 'b' == ''", {"container": ["x"]}),
        (r"r'a\' + container.x + r'b' == ''", {"container": ["x"]}),
        ('"""x\'""" == container.y', {"container": ["y"]}),
    ],
)
def test_the_fields_that_an_expression_takes_of_each_variable(
    expression: str, variables: dict[str, list[str]]
) -> None:
    assert mentioned_variables(parse(expression)) == variables


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        ("container.startupProbe.periodSeconds >= 75", ["container startupProbe periodSeconds"]),
        ("annotations['a.b/c'] == '5'", ["annotations a.b/c"]),
        ('env.A == env["B"]', ["env A", "env B"]),
        ("resource.spec[ 0 ].x == 'container.y'", ["resource spec 0 x"]),
        ("size(container) > 0", []),
        ("mycontainer.x == 1", []),
        ("job.spec.l.all(env, env.x == env.y) && has(env.z)", ["job spec l", "env z"]),
        ("job.spec[env.A].b.startsWith('c')", ["job spec", "env A"]),
    ],
)
def test_the_paths_of_an_expression_in_order(expression: str, paths: list[str]) -> None:
    assert [" ".join(path) for path in mentioned_paths(parse(expression))] == paths


def test_an_expression_in_one_line_keeps_its_strings() -> None:
    text = "  a  ==  'x  y' // why\n  && b ==\n\n '''p\n  q''' && c == r'\\' "
    assert one_line(text) == "a == 'x  y' && b == '''p\n  q''' && c == r'\\'"
