"""Expressions that could take all memory are refused; ordinary ones are not."""

from __future__ import annotations

import pytest

from lint.support.cel import CelError, compile_expression
from lint.support.cel_limits import MAX_GROWTH, MAX_LENGTH, ExpressionLimitError, check_limits

pytest.importorskip("cel_expr_python")

EIGHT = ".map(x, x+x+x+x+x+x+x+x)"
HOSTS = ", ".join(f"'host-{number}.example.com'" for number in range(200))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[env.A]{EIGHT * 8} == []", "joins values in too many macros"),
        (f"[env.A]{EIGHT * 2} == []", "joins values in too many macros"),
        ("[1]" + ".map(x, [x, x, x, x])" * 8 + " == []", "too many macros"),
        ("[1]" + ".map(x, {'a': x, 'b': x, 'c': x})" * 6 + " == []", "too many macros"),
        ("[env.A]" + " . map ( x ,\n x + x )" * 9 + " == []", "too many macros"),
        ("[env.A].map(x, [x].map(y, [y+y+y+y, x+x+x+x])) == []", "too many macros"),
        ("env.A" + " + env.A" * MAX_GROWTH + " == ''", "joins too many values"),
        ("[[1].exists(x, [1].exists(y, [1].exists(z, true)))][0]", "nested more than 2 deep"),
        ("'" + "x" * MAX_LENGTH + "' == ''", "more than 10,000 characters"),
        ("'\\'' == '' || [env.A]" + EIGHT * 8 + " == []", "macros"),
        ("'''\"''' == '' || [env.A]" + EIGHT * 8 + " == []", "macros"),
        (r"r'\' == '' || [env.A]" + EIGHT * 8 + " == []", "macros"),
    ],
)
def test_refused_when_it_is_compiled(text: str, message: str) -> None:
    with pytest.raises(ExpressionLimitError, match=message):
        check_limits(text)
    with pytest.raises(CelError, match=message):
        compile_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 75",
        f"env.HOST in [{HOSTS}]",
        f"template.spec.containers.all(c, c.image in [{HOSTS}] || c.env.all(e, e.name in [{HOSTS}]))",
        "template.spec.containers.all(c, !has(c.env) || c.env.all(e, !has(e.value) || e.value != 'x'))",
        " && ".join("container.env.exists(e, e.name == 'A' + 'B')" for _ in range(5)),
        "env.URL == 'https://' + env.HOST + ':' + env.PORT + '/' + env.PATH",
        "'" + "+" * 500 + "' == env.A // " + "+" * 500,
        "[1, 2].map(x, x + 1).filter(x, x > 1).all(x, x < 9)",
        "size([env.A, env.B, env.C].filter(x, x != '')) == 3",
    ],
)
def test_accepted(text: str) -> None:
    compile_expression(text)


def test_the_place_is_that_of_the_macro_that_is_too_much() -> None:
    text = "[1].exists(x, [1].exists(y, [1].exists(z, true)))"
    with pytest.raises(CelError) as caught:
        compile_expression(text)
    assert text[caught.value.offset :].startswith(".exists(z")
