"""What the text of a CEL expression mentions."""

from __future__ import annotations

import pytest

from lint.checks.policy.expression_text import mentioned_paths, mentioned_variables


@pytest.mark.parametrize(
    ("expression", "variables"),
    [
        ("container.startupProbe.periodSeconds >= 75", {"container": ["startupProbe"]}),
        ("has(container.a) && container.?b.orValue(1) == 2", {"container": ["a", "b"]}),
        ("container['x'] == 1", {"container": []}),
        ("size(container) > 0 && container.x == 1", {"container": []}),
        ("container.size() == 1", {"container": []}),
        ("container . image == ''", {"container": ["image"]}),
        ("template.spec.containers.all(env, env.image != '')", {"template": ["spec"], "env": []}),
        ("'container.x' == annotations['env']", {"annotations": []}),
        (r"'a\'' + container.x + 'b' == ''", {"container": ["x"]}),
        (r"r'a\' + container.x + r'b' == ''", {"container": ["x"]}),
        ('"""x\'""" == container.y', {"container": ["y"]}),
    ],
)
def test_the_fields_that_an_expression_takes_of_each_variable(
    expression: str, variables: dict[str, list[str]]
) -> None:
    assert mentioned_variables(expression) == variables


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        ("container.startupProbe.periodSeconds >= 75", ["container startupProbe periodSeconds"]),
        ("container.?b.orValue(1) == 2", ["container b"]),
        ("annotations['a.b/c'] == '5'", ["annotations a.b/c"]),
        ('env.A == env["B"]', ["env A", "env B"]),
        ("resource.spec[ 0 ].x == 'container.y'", ["resource spec 0 x"]),
        ("size(container) > 0", []),
        ("mycontainer.x == 1", []),
    ],
)
def test_the_paths_of_an_expression_in_order(expression: str, paths: list[str]) -> None:
    assert [" ".join(path) for path in mentioned_paths(expression)] == paths
