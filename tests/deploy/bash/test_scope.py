"""lint.deploy.bash.scope: what two ways that meet have in common stays known."""

from lint.deploy.bash.scope import Scope, same
from lint.deploy.text import Text
from lint.model.source import Source

SOURCE = Source("x.sh", "abc def")


def text(string, line=1):
    return Text.of(string, SOURCE, line, 1)


def met(one, other, name="A"):
    scope = Scope(".")
    ways = [Scope("."), Scope(".")]
    for way, value in zip(ways, (one, other), strict=True):
        if value is not None:
            way.values[name] = value
    scope.meet(ways)
    value = scope.values.get(name)
    return [str(part) for part in value] if isinstance(value, list) else str(value)


def test_values():
    start = text("--a")
    assert met(text("x"), text("x", 2)) == "x"
    assert met(text("x"), text("y")) == "${A}"
    assert met(text("x"), None) == "${A}"
    assert met(start, start + text(" --b")) == "--a ${A}"
    assert met(start, start + text("b")) == "${A}"
    assert met([start], [start, text("--b")]) == ["--a", "${A}"]
    assert met([start, text("x")], [start, text("y")]) == ["--a", "${A}"]
    assert met([start], [start]) == ["--a"]
    assert met(start.lent() + text(" --b"), start) == "--a ${A}"


def test_folders_files_and_parameters():
    scope, left, right = Scope("."), Scope("a"), Scope("b")
    left.written = {"f": text("x"), "g": text("y")}
    right.written = {"f": text("x")}
    left.parameters, right.parameters = [text("1")], [text("2")]
    scope.meet([left, right])
    assert scope.directory == ""
    assert scope.written["g"] is None
    assert str(scope.written["f"]) == "x"
    assert scope.parameters is None


def test_a_way_that_leaves_does_not_count():
    scope, left, right = Scope("."), Scope("a"), Scope("b")
    left.ended = "exit"
    scope.meet([left, right])
    assert (scope.directory, scope.ended) == ("b", "")
    right.ended = "exit"
    scope.meet([left, right])
    assert scope.ended == "exit"


def test_same_asks_for_what_is_known_too():
    assert same(text("x"), text("x", 3))
    assert not same(text("${A}"), text("A").written("${A}", known=False))
