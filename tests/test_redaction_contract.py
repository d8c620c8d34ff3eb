"""Text of a user's file reaches a message only through lint/model/text.py: the code itself, read.

mypy refuses a plain string where a `Message` is asked for. What a type cannot say is said here:
templates are literals, and nobody builds a `Message` or looks into one elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT / "lint" / "model" / "text.py"
INTERNALS = {"_arguments", "_settle"}
FACTORIES = {
    "amount",
    "count",
    "hidden",
    "joined",
    "listed",
    "module",
    "name",
    "number",
    "own",
    "path",
    "pattern",
    "placeholder",
    "say",
    "value",
}


def imported(nodes: list[ast.AST]) -> dict[str, str]:
    """What a module calls the functions of lint/model/text.py, anywhere in it."""
    return {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "lint.model.text"
        for alias in node.names
    }


def modules(nodes: list[ast.AST]) -> set[str]:
    """What a module calls lint/model/text.py itself: `from lint.model import text as shown`."""
    return {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "lint.model"
        for alias in node.names
        if alias.name == "text"
    }


def function(node: ast.Call, names: dict[str, str], prefixes: set[str]) -> str | None:
    """The function of lint/model/text.py that is called, or None: `say(...)`, `shown.say(...)`."""
    called = node.func
    if isinstance(called, ast.Name):
        return names.get(called.id)
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return called.attr if called.value.id in prefixes else None
    return None


def complaints(source: str) -> Iterator[str]:
    nodes = list(ast.walk(ast.parse(source)))
    names = imported(nodes)
    prefixes = modules(nodes)
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in INTERNALS:
            yield f"line {node.lineno}: looks into a Message"
        if isinstance(node, ast.Import) and any(a.name == "lint.model.text" for a in node.names):
            yield f"line {node.lineno}: imports the module in a way that this test does not follow"
        if not isinstance(node, ast.Call):
            continue
        called = function(node, names, prefixes)
        if called in ("Message", "_again"):
            yield f"line {node.lineno}: builds a Message by itself"
        elif called == "say":
            yield from _say(node)
        elif called == "count" and not literals(node.args[1]):
            yield f"line {node.lineno}: the noun of count() is no literal"
        elif called == "own" and not _said_by_us(node.args[0]):
            yield f"line {node.lineno}: own() takes one text of ours, not a composed or a user's one"
        elif called == "value":
            for keyword in node.keywords:
                if keyword.arg == "harmless" and isinstance(keyword.value, ast.Constant):
                    if keyword.value.value is not False:
                        yield f"line {node.lineno}: harmless must come from a table"


def _say(node: ast.Call) -> Iterator[str]:
    templates = literals(node.args[0]) if node.args else []
    if not templates:
        yield f"line {node.lineno}: the template of say() is no literal"
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return
    for template in templates:
        if template.count("{}") != len(node.args) - 1:
            yield f"line {node.lineno}: {template!r} has not as many {{}} as arguments"
        if template.replace("{}", "").count("{"):
            yield f"line {node.lineno}: {template!r} has braces that are no {{}}"


def literals(node: ast.expr) -> list[str]:
    """The strings that an expression of literals can be; empty for any other expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        one, other = literals(node.body), literals(node.orelse)
        return one + other if one and other else []
    return []


def _said_by_us(node: ast.expr) -> bool:
    """Not an f-string, a sum, a `%` or a `.format()`, and not the text of a node or an error."""
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        return False
    if isinstance(node, ast.Attribute):
        return node.attr not in ("text", "value", "literal", "stderr")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr not in ("format", "join", "decode", "read")
    return True


@pytest.mark.slow
def test_templates_are_literals_and_messages_are_made_in_one_place():
    found = [
        f"{file.relative_to(ROOT)}, {complaint}"
        for file in sorted((ROOT / "lint").rglob("*.py"))
        if file != TEXT
        for complaint in complaints(file.read_text(encoding="utf-8"))
    ]
    assert not found


def test_the_contract_refuses_what_it_is_there_for():
    head = "from lint.model.text import Message, count, own, say as tell, value\n"
    for code in (
        'tell(f"the value is {text}")',
        'tell("the value is " + text)',
        "tell(text)",
        'tell("the value is {}")',
        'tell("{x}", own("a"))',
        "Message(text, (), None)",
        'own(f"{text}")',
        "own(node.text)",
        "own('%s' % text)",
        "own(''.join(parts))",
        "value(text, harmless=True)",
        "count(2, noun)",
        "message._arguments",
        "import lint.model.text",
        "from lint.model import text as shown\nshown.own(node.text)",
        "from lint.model import text as shown\nshown.say(text)",
    ):
        assert list(complaints(head + code)), code
    for code in (
        'tell("a" if x else "b")',
        'tell("{}", own(rule.params["x"]))',
        "value(text, harmless=table[x])",
        'count(2, "file")',
        'tell("a "\n "b {}", *parts)',
        "from lint.model import text as shown\nshown.own(rule.name)",
    ):
        assert not list(complaints(head + code)), code


def test_every_factory_decides_what_is_shown():
    import lint.model.text as module

    public = {
        node.name
        for node in ast.parse(TEXT.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "Message"
    }
    assert public == FACTORIES
    assert all(hasattr(module, factory) for factory in public)
