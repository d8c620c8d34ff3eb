"""lint.deploy.python.values: what expressions stand for."""

import ast

import pytest

from lint.deploy.bash.budget import Budget
from lint.deploy.bash.scope import Scope
from lint.deploy.python.strings import Literals
from lint.deploy.python.values import Values, key_of, name_of
from lint.deploy.text import Text
from lint.model.source import Source


def value_of(code, **known):
    source = Source("x.py", code)
    scope = Scope(".")
    for name, value in known.items():
        made = [Text.of(one, source, 1, 1, 0) for one in value] if isinstance(value, list) else None
        scope.values[name] = made if made is not None else Text.of(value, source, 1, 1, 0)
    value = Values(Literals(source), scope, Budget()).value(ast.parse(code, mode="eval").body)
    return str(value) if isinstance(value, Text) else [str(one) for one in value]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("'a' + x + y", "abY"),
        ("f'{x}-{z}'", "b-${z}"),
        ("'{}-{z}'.format(x, z=q)", "b-${q}"),
        ("'{0}{0}'.format(x)", "bb"),
        ("'%s-%s' % (x, q)", "b-${q}"),
        ("['a', x, *l, *q]", ["a", "b", "1", "2", "${q}"]),
        ("l + ['3']", ["1", "2", "3"]),
        ("','.join(l)", "1,2"),
        ("','.join(f'{k}={v}' for k, v in env.items())", "${k}"),
        ("','.join([x, q])", "b,${q}"),
        ("str(8080)", "8080"),
        ("shlex.quote(x)", "b"),
        ("shlex.split('gcloud run \"a b\" ' + x)", ["gcloud", "run", "a b", "b"]),
        ("shlex.split('a b')", "${shlex.split}"),
        ("f'gcloud  run {z} '.split()", ["gcloud", "run", "${z}"]),
        ("'a  b'.split(' ')", ["a", "", "b"]),
        ("'a,b'.split(',')", "${value}"),
        ("os.path.join('a', x)", "a/b"),
        ("' a '.strip()", "a"),
        ("os.environ['P']", "${P}"),
        ("os.environ.get('P', 'x')", "${P}"),
        ("os.getenv('P') or 'x'", "${P}"),
        ("self.region", "${region}"),
        ("config.get('a').b", "${config.get}"),
        ("q if x else 'z'", "${x}"),
        ("None", "${value}"),
        ("list(l)", ["1", "2"]),
    ],
)
def test_values(code, expected):
    if "shlex" in code:
        pytest.importorskip("tree_sitter_bash")
    assert value_of(code, x="b", y="Y", l=["1", "2"]) == expected


def test_deep_and_wide_expressions_end():
    assert value_of("+".join(["x"] * 500), x="b")
    assert len(value_of("[" + "*l," * 100 + "]", l=["1"] * 50)) == 5000


def test_names():
    def node(code):
        return ast.parse(code, mode="eval").body

    assert key_of(node("a.b['c'].d")) == "a.b[c].d"
    assert key_of(node("a[b]")) == ""
    assert name_of(node("f(x)")) == "f"
