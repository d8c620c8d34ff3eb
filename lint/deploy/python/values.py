"""What the expressions of a deploy script stand for: texts, lists of them, or something unknown."""

from __future__ import annotations

import ast
import re

from lint.deploy.bash.budget import Budget
from lint.deploy.bash.fields import Fields
from lint.deploy.shell import read_script
from lint.deploy.text import Piece, Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.bash.scope import Scope
    from lint.deploy.python.strings import Literals

    Value = Text | list[Text]

MAX_DEPTH = 60
MAX_TEXT = 32 << 10
_FIELD = lazy_regex(r"\{(\w*)\}|%(?:\((\w+)\))?[sd]")
_UNCHANGED = frozenset(("str", "quote", "fspath", "Path", "resolve", "expanduser"))


class Values:
    """Makes values of expressions in one scope. Nothing is run."""

    def __init__(self, literals: Literals, scope: Scope, budget: Budget) -> None:
        self.literals = literals
        self.scope = scope
        self._budget = budget
        self._depth = 0

    def text(self, node: ast.expr) -> Text:
        """The text that an expression gives; unknown where it is none, or is not known."""
        value = self.value(node)
        return value if isinstance(value, Text) else self.unknown(node)

    def unknown(self, node: ast.expr) -> Text:
        """A text that is not known, with the name of what decides it."""
        return self.literals.replaced(node, f"${{{name_of(node)}}}", known=False)

    def value(self, node: ast.expr) -> Value:
        """The text or the list of texts that an expression gives."""
        self._budget.spend(1)
        if self._depth >= MAX_DEPTH:
            return self.unknown(node)
        self._depth += 1
        try:
            made = self._value(node)
        finally:
            self._depth -= 1
        if isinstance(made, Text):
            self._budget.spend(len(made.pieces))
            return made if len(made) <= MAX_TEXT else self.unknown(node)
        self._budget.spend(len(made))
        return made

    def _value(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.JoinedStr):
            return self.literals.formatted(node, self.text)
        if isinstance(node, ast.Name):
            return self._named(node, node.id)
        if isinstance(node, ast.Attribute | ast.Subscript):
            return self._named(node, key_of(node))
        if isinstance(node, ast.List | ast.Tuple):
            return self.items(node.elts)
        if isinstance(node, ast.BinOp):
            return self._operation(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.NamedExpr):
            return self.value(node.value)
        return self.unknown(node)

    def _constant(self, node: ast.Constant) -> Text:
        if isinstance(node.value, str):
            return self.literals.literal(node, node.value)
        if isinstance(node.value, bool | int | float):
            return self.literals.replaced(node, str(node.value), known=True)
        return self.unknown(node)

    def _named(self, node: ast.expr, key: str) -> Value:
        value = self.scope.values.get(key) if key else None
        if value is None or (isinstance(value, Text) and value.is_unknown):
            return self.unknown(node)
        first = str(value[0]) if isinstance(value, list) and value else str(value).partition(" ")[0]
        if first == "gcloud":
            return value  # the command itself, which is passed on by its name
        return [item.lent() for item in value] if isinstance(value, list) else value.lent()

    def items(self, nodes: Sequence[ast.expr]) -> list[Text]:
        """The elements of a list. `*rest` whose length is not known is one unknown element."""
        items: list[Text] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                value = self.value(node.value)
                items.extend(value if isinstance(value, list) else [self.unknown(node.value)])
            else:
                items.append(self.text(node))
        return items

    def _operation(self, node: ast.BinOp) -> Value:
        if isinstance(node.op, ast.Add):
            left, right = self.value(node.left), self.value(node.right)
            if isinstance(left, list) or isinstance(right, list):
                return [*_as_items(left), *_as_items(right)]
            return left + right
        if isinstance(node.op, ast.Mod):
            left = self.value(node.left)
            if isinstance(left, Text) and left.known:
                values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
                return self._filled(left, [self.text(value) for value in values], {}, node)
        if isinstance(node.op, ast.Div):
            left, right = self.value(node.left), self.value(node.right)
            if isinstance(left, Text) and isinstance(right, Text) and left.known and right.known:
                return left.written(f"{left}/{right}")
        return self.unknown(node)

    def _call(self, node: ast.Call) -> Value:
        name = last_name(node.func)
        if name in ("format", "join") and isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value)
            if isinstance(owner, Text) and owner.known:
                if name == "join" and len(node.args) == 1:
                    return self._joined(owner, node)
                fields = {
                    word.arg: self.text(word.value)
                    for word in node.keywords
                    if word.arg is not None
                }
                return self._filled(owner, [self.text(one) for one in node.args], fields, node)
        if name == "join" and key_of(node.func) == "os.path.join":
            parts = [self.text(argument) for argument in node.args]
            if parts and all(part.known for part in parts):
                return parts[-1].written("/".join(str(part).rstrip("/") for part in parts))
        if name == "strip" and isinstance(node.func, ast.Attribute) and not node.args:
            value = self.value(node.func.value)
            return value.strip() if isinstance(value, Text) else self.unknown(node)
        if name == "split":
            return self._split(node)
        if name in _UNCHANGED and len(node.args) == 1:
            return self.value(node.args[0])
        if name == "list" and len(node.args) == 1:
            value = self.value(node.args[0])
            return value if isinstance(value, list) else self.unknown(node)
        return self.unknown(node)

    def _split(self, node: ast.Call) -> Value:
        """`shlex.split(text)`, `text.split()` and `text.split(" ")`."""
        if key_of(node.func) == "shlex.split" and len(node.args) == 1:
            commands = read_script(self.text(node.args[0]), budget=self._budget)
            return commands[0].words if len(commands) == 1 else self.unknown(node)
        if not isinstance(node.func, ast.Attribute) or len(node.args) > 1 or node.keywords:
            return self.unknown(node)
        if node.args:
            blank = isinstance(node.args[0], ast.Constant) and node.args[0].value == " "
            return self.text(node.func.value).split(" ") if blank else self.unknown(node)
        fields = Fields(self._budget)
        fields.split(self.text(node.func.value))
        fields.end()
        return fields.done

    def _joined(self, separator: Text, node: ast.Call) -> Text:
        value = self.value(node.args[0])
        if not isinstance(value, list):
            return self.unknown(node.args[0])
        parts: list[Text] = []
        for item in value:
            if parts and item.pieces:
                piece = item.pieces[0]
                parts.append(
                    Text([Piece(str(separator), piece.source, piece.line, piece.column, True, 0)])
                )
            parts.append(item)
        return Text.joined(parts) if parts else self.literals.replaced(node, "", known=True)

    def _filled(
        self, template: Text, values: list[Text], named: dict[str, Text], node: ast.expr
    ) -> Text:
        """`"{} {name}".format(...)` and `"%s" % ...`."""
        parts: list[Text] = []
        position = index = 0
        for match in _FIELD.finditer(str(template)):
            parts.append(template.cut(position, match.start()))
            position = match.end()
            key = match[1] or match[2] or ""
            if key.isdigit():
                value = values[int(key)] if len(key) < 4 and int(key) < len(values) else None
            elif key:
                value = named.get(key)
            else:
                value = values[index] if index < len(values) else None
                index += 1
            parts.append(value if value is not None else self.unknown(node))
        parts.append(template.cut(position))
        return Text.joined(part for part in parts if part.pieces)


def _as_items(value: Value) -> list[Text]:
    return value if isinstance(value, list) else [value]


def key_of(node: ast.expr) -> str:
    """The name under which a value is kept: `name`, `self.name`, `CONFIG[key]`; "" for none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = key_of(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        owner = key_of(node.value)
        index = node.slice.value
        return f"{owner}[{index}]" if owner and isinstance(index, str | int) else ""
    return ""


def last_name(node: ast.expr) -> str:
    """The last part of the name of what is called: `run` of `subprocess.run`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def name_of(node: ast.expr) -> str:
    """A name for what an expression gives, for a placeholder: that of the variable it reads."""
    if isinstance(node, ast.Call):
        variable = _environment_variable(node.func, node.args)
        if variable:
            return variable
    if isinstance(node, ast.Subscript):
        variable = _environment_variable(node.value, [node.slice])
        if variable:
            return variable
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and inner is not node:
            variable = _environment_variable(inner.func, inner.args)
            if variable:
                return variable
        if isinstance(inner, ast.Name | ast.Attribute):
            name = re.sub(r"[^\w.]+", "_", key_of(inner)).strip("_.")
            if name and name.isascii():
                return name.removeprefix("self.")
    return "value"


def _environment_variable(owner: ast.expr, arguments: Sequence[ast.expr]) -> str:
    """The variable that `os.environ["X"]` or `os.getenv("X")` reads."""
    if key_of(owner) not in (
        "os.environ",
        "os.environ.get",
        "os.getenv",
        "environ",
        "getenv",
        "environ.get",
    ):
        return ""
    first = arguments[0] if arguments else None
    if (
        isinstance(first, ast.Constant)
        and isinstance(first.value, str)
        and first.value.isidentifier()
    ):
        return first.value if first.value.isascii() else ""
    return ""
