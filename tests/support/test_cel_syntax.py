"""The tree of an expression, and where its parts are."""

from __future__ import annotations

import pytest

from lint.support.cel import compile_expression
from lint.support.cel_syntax import MAX_DEPTH, CelSyntaxError, Term, parse


def shown(term: Term) -> str:
    name = term.name or term.kind
    return f"{name}({', '.join(map(shown, term.parts))})" if term.parts else str(name)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a || b && c == d + e * f", "||(a, &&(b, ==(c, +(d, *(e, f)))))"),
        ("a - b - c", "-(-(a, b), c)"),
        ("(a || b) || c || d", "||(||(a, b), c, d)"),
        ("!a.b['c'] ? -1 : x in [1, 2,]", "?(!(index(b(a), string)), -(int), in(x, list(int, int)))"),
        ("a ? b : c ? d : e", "?(a, b, ?(c, d, e))"),
        ("c.all(e, e.x == 'y').z", "z(all(c, e, ==(x(e), string)))"),
        ("{'a': 1, 'b': 2.5}.a // end", "a(map(string, int, string, double))"),
        ("google.protobuf.Duration{seconds: 5} == x", "==(message(seconds, int), x)"),
        (r"""r'\' + '''it's''' + '\'' + b'x' """, "+(+(+(string, string), string), bytes)"),
        ("0x1F + 5u + 1e3 + .5", "+(+(+(int, uint), double), double)"),
        ("a.`b-c` == null && true", "&&(==(b-c(a), null), bool)"),
    ],
)  # fmt: skip
def test_the_tree_of_an_expression(text: str, tree: str) -> None:
    assert shown(parse(text)) == tree


def test_each_part_knows_its_place() -> None:
    text = "(a.b [ 0 ] == 'x') && c . d . startsWith( e )"
    both = parse(text)
    same, call = both.parts
    assert [text[part.start : part.end] for part in same.parts] == ["a.b [ 0 ]", "'x'"]
    assert text[same.at :].startswith("==")
    assert text[call.start : call.end] == "c . d . startsWith( e )"
    assert text[call.at :].startswith("startsWith")
    assert (same.parts[0].key, same.parts[1].value) == (0, "x")


def test_what_a_macro_binds_is_no_variable_outside_of_it() -> None:
    found = [
        (term.name, sorted(bound))
        for term, bound in parse("c.all(c, c.x) && has(e.y)").walk()
        if term.kind == "name"
    ]
    assert found == [("c", []), ("c", ["c"]), ("e", [])]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100 + "true" + ")" * 100,
        "!" * 100 + "true",
        "container" + ".a" * 100 + " == 1",
        "true ? true : " * 100 + "true",
        "size(" * 100 + "env" + ")" * 100 + " == 1",
        "1" + " - 1" * 100 + " == 1",
    ],
)
def test_an_expression_that_is_nested_too_deep_is_refused(text: str) -> None:
    with pytest.raises(CelSyntaxError) as caught:
        parse(text)
    assert caught.value.message == f"it is nested more than {MAX_DEPTH} deep"
    assert 0 < caught.value.offset < len(text)


def test_a_chain_of_operands_is_not_nested() -> None:
    pytest.importorskip("cel_expr_python")
    text = " && ".join(["container.name != ''"] * 400)
    compile_expression(text)
    assert len(parse(text).parts) == 400


@pytest.mark.parametrize("text", ["", "a +", "a b", "'x", "a.(b)", "a ? b", "[1", "#"])
def test_what_is_no_expression_has_no_tree(text: str) -> None:
    with pytest.raises(CelSyntaxError):
        parse(text)
