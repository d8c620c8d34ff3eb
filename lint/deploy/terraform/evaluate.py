"""HCL expressions as values, as far as they are known before the apply.

What another resource, a data source or a variable without a value decides is unknown; the rest of a
string, a list or a map that it is a part of stays known. The work is bounded: expressions that are
nested deeper, or that need more steps, are unknown as a whole.
"""

from __future__ import annotations

from lint.deploy.terraform.functions import call, operate
from lint.deploy.terraform.hcl import MAX_DEPTH
from lint.deploy.terraform.values import (
    Entries,
    Entry,
    Items,
    Literal,
    Unknown,
    as_text,
    is_known,
    is_null,
    known_text,
    plain,
    weigh,
)
from lint.deploy.text import Piece, Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from lint.deploy.terraform.hcl import Attribute, HclFile, Point
    from lint.deploy.terraform.values import Value

    Resolve = Callable[[str, str], "Value | None"]

MAX_STEPS = 50_000
"""Nodes that are evaluated for one file."""
MAX_WEIGHT = 100_000
"""As `weigh` counts: about 5 MB of text."""
MAX_ITEMS = 1_000
"""Items that a `for` expression or a `dynamic` block makes."""

_NAME = lazy_regex(r"[A-Za-z_][\w\-]*(?:\.[A-Za-z_][\w\-]*)*")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Evaluator:
    """Evaluates the expressions of one module.

    `resolve(kind, name)` gives the value of `var.name` and `local.name`; None where it is unknown.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._steps = 0

    def attribute(self, attribute: Attribute, names: Mapping[str, Value]) -> Value:
        """The value of an argument. `names` are those of loops: `each`, `count`, iterators."""
        return self._expression(attribute.expression, attribute.file, names, 0)

    def spend(self) -> bool:
        """Counts a step of whoever makes blocks; whether there are any left."""
        self._steps += 1
        return self._steps <= MAX_STEPS

    def expression(self, node: Any, file: HclFile) -> Value:
        """The value of an expression that is in no loop."""
        return self._expression(node, file, {}, 0)

    def _unknown(self, node: Any, file: HclFile, name: str = "") -> Unknown:
        text = file.text(node)
        if not name:
            found = _NAME.search(str(text))
            name = found.group() if found else "expression"
        return Unknown(text.written(f"${{{name}}}", False))

    def _expression(
        self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int
    ) -> Value:
        self._steps += 1
        if depth > MAX_DEPTH or self._steps > MAX_STEPS:
            return self._unknown(node, file, "expression")
        value = self._operand(node, node.named_children, file, names, depth + 1)
        # Locals that repeat each other grow by powers.
        return value if weigh(value) <= MAX_WEIGHT else self._unknown(node, file, "expression")

    def _operand(
        self,
        whole: Any,
        nodes: Sequence[Any],
        file: HclFile,
        names: Mapping[str, Value],
        depth: int,
    ) -> Value:
        """A primary with what follows it: `.name`, `[index]`, `.*`."""
        nodes = [node for node in nodes if node.type != "comment"]
        if not nodes:
            return self._unknown(whole, file, "expression")
        first, rest = nodes[0], list(nodes[1:])
        if first.type == "variable_expr":
            return self._reference(whole, first, rest, file, names, depth)
        value = self._primary(first, file, names, depth)
        return self._follow(whole, value, rest, file, names, depth)

    def _primary(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        kind = node.type
        if kind == "expression":
            return self._expression(node, file, names, depth)
        if kind == "literal_value":
            return self._literal(node.named_children[0], file)
        if kind == "template_expr":
            return self._template(node.named_children[0], file, names, depth)
        if kind == "collection_value":
            return self._collection(node.named_children[0], file, names, depth)
        if kind == "function_call":
            return self._call(node, file, names, depth)
        if kind == "for_expr":
            return self._for(node.named_children[0], file, names, depth)
        if kind == "conditional":
            return self._conditional(node, file, names, depth)
        if kind == "operation":
            return self._operation(node.named_children[0], file, names, depth)
        return self._unknown(node, file)

    def _literal(self, node: Any, file: HclFile) -> Value:
        text = file.text(node)
        if node.type == "numeric_lit":
            return Literal(text, _number(str(text)))
        if node.type == "bool_lit":
            return Literal(text, str(text) == "true")
        if node.type == "null_lit":
            return Literal(text, None)
        return self._quoted(node, file, {}, 0)

    def _quoted(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        """A string in quotes, with its interpolations."""
        children = node.children
        if len(children) < 2 or children[-1].type != "quoted_template_end":
            return self._unknown(node, file, "expression")
        inner = [child for child in children[1:-1] if child.type.startswith("template_i")]
        inner += [child for child in children[1:-1] if child.type == "template_directive"]
        inner.sort(key=lambda child: child.start_byte)
        start, end = children[0].end_point, children[-1].start_point
        if len(inner) == 1 and (inner[0].start_point, inner[0].end_point) == (start, end):
            return self._interpolation(inner[0], file, names, depth)
        pieces: list[Piece] = []
        for child in inner:
            pieces += _pieces(file, tuple(start), tuple(child.start_point), _escaped)
            text = as_text(self._interpolation(child, file, names, depth))
            if text is None:
                return self._unknown(child, file)
            pieces += text.pieces
            start = child.end_point
        pieces += _pieces(file, tuple(start), tuple(end), _escaped)
        if not pieces:
            row, column = start
            pieces.append(Piece("", file.source, row + 1, column + 1, True, 0))
        made = Text(pieces)
        return Literal(made, str(made))

    def _interpolation(
        self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int
    ) -> Value:
        for child in node.named_children:
            if child.type == "expression" and node.type == "template_interpolation":
                return self._expression(child, file, names, depth)
        return self._unknown(node, file)

    def _template(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        if node.type == "quoted_template":
            return self._quoted(node, file, names, depth)
        return self._heredoc(node, file, names, depth)

    def _heredoc(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        (first, _), (last, _) = node.start_point, node.children[-1].start_point
        indent = 0
        if node.children[0].type == "heredoc_start" and str(file.text(node))[:3] == "<<-":
            lines = [line for line in file.lines[first + 1 : last] if line.strip()]
            indent = min((len(line) - len(line.lstrip()) for line in lines), default=0)
        inner = [
            child
            for child in node.children
            if child.type in ("template_interpolation", "template_directive")
        ]
        pieces: list[Piece] = []
        start: Point = (first + 1, 0)
        for child in inner:
            pieces += _pieces(file, start, tuple(child.start_point), _doubled, indent)
            text = as_text(self._interpolation(child, file, names, depth))
            if text is None:
                return self._unknown(child, file)
            pieces += text.pieces
            start = tuple(child.end_point)
        pieces += _pieces(file, start, (last, 0), _doubled, indent)
        if not pieces:
            pieces.append(Piece("", file.source, first + 1, 1, True, 0))
        made = Text(pieces)
        return Literal(made, str(made))

    def _collection(
        self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int
    ) -> Value:
        anchor = file.text(node.children[0])
        if node.type == "tuple":
            items = [
                self._expression(child, file, names, depth)
                for child in node.named_children
                if child.type == "expression"
            ]
            return Items(items, anchor)
        entries: dict[str, Entry] = {}
        is_open = False
        for child in node.named_children:
            if child.type != "object_elem":
                continue
            parts = [part for part in child.named_children if part.type == "expression"]
            if len(parts) != 2:
                is_open = True
                continue
            key = self._key(parts[0], file, names, depth)
            value = self._expression(parts[1], file, names, depth)
            if key is None:
                is_open = True
            else:
                entries[str(key)] = Entry(key, value)
        return Entries(entries, anchor, is_open)

    def _key(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Text | None:
        """The key of an object: a bare word stands for itself."""
        words = node.named_children
        if len(words) == 1 and words[0].type == "variable_expr":
            return file.text(words[0])
        value = self._expression(node, file, names, depth)
        text = as_text(value)
        return text if text is not None and text.known else None

    def _call(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        name = str(file.text(node.named_children[0]))
        arguments: list[Value] = []
        for child in node.named_children[1:]:
            if child.type != "function_arguments":
                continue
            if any(part.type == "ellipsis" for part in child.named_children):
                return self._unknown(node, file)
            arguments += [
                self._expression(part, file, names, depth)
                for part in child.named_children
                if part.type == "expression"
            ]
        anchor = file.text(node)
        result = call(name, arguments, anchor)
        if result is None:
            known = [each for each in arguments if isinstance(each, Unknown)]
            if known:
                return Unknown(anchor.written(str(known[0].text), False))
            return self._unknown(node, file, name)
        return result

    def _for(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        intro = node.named_children[1] if len(node.named_children) > 1 else None
        if intro is None or intro.type != "for_intro":
            return self._unknown(node, file)
        loop = [
            str(file.text(child)) for child in intro.named_children if child.type == "identifier"
        ]
        source = next((c for c in intro.named_children if c.type == "expression"), None)
        results = [child for child in node.named_children if child.type == "expression"]
        condition = next((c for c in node.named_children if c.type == "for_cond"), None)
        over = self._expression(source, file, names, depth) if source is not None else None
        grouped = any(child.type == "ellipsis" for child in node.named_children)
        if over is None or isinstance(over, (Unknown, Literal)) or grouped or not loop:
            return self._unknown(node, file)
        anchor = file.text(node.children[0])
        is_open = over.open
        made: list[Value] = []
        entries: dict[str, Entry] = {}
        for key, value in pairs(over)[:MAX_ITEMS]:
            inner = {**names, loop[-1]: value}
            if len(loop) > 1:
                inner[loop[0]] = key
            if condition is not None:
                wanted = self._expression(condition.named_children[0], file, inner, depth)
                if not isinstance(wanted, Literal):
                    is_open = True
                    continue
                if wanted.value is not True:
                    continue
            values = [self._expression(result, file, inner, depth) for result in results]
            if node.type == "for_tuple_expr" and values:
                made.append(values[0])
            elif len(values) == 2:
                name = as_text(values[0])
                if name is None or not name.known:
                    is_open = True
                else:
                    entries[str(name)] = Entry(name, values[1])
        if node.type == "for_tuple_expr":
            return Items(made, anchor, is_open)
        return Entries(entries, anchor, is_open)

    def _conditional(
        self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int
    ) -> Value:
        parts = [child for child in node.named_children if child.type == "expression"]
        if len(parts) != 3:
            return self._unknown(node, file)
        condition = self._expression(parts[0], file, names, depth)
        if isinstance(condition, Literal) and condition.known:
            if condition.value in (True, "true"):
                return self._expression(parts[1], file, names, depth)
            if condition.value in (False, "false"):
                return self._expression(parts[2], file, names, depth)
        first = self._expression(parts[1], file, names, depth)
        second = self._expression(parts[2], file, names, depth)
        if is_known(first) and is_known(second) and plain(first) == plain(second):
            return first
        return self._unknown(node, file)

    def _operation(self, node: Any, file: HclFile, names: Mapping[str, Value], depth: int) -> Value:
        if depth > MAX_DEPTH:
            return self._unknown(node, file, "expression")
        operators = [child for child in node.children if child.type in _OPERATORS]
        if node.type == "unary_operation" and operators:
            rest = [child for child in node.named_children if child is not operators[0]]
            value = self._operand(node, rest, file, names, depth + 1)
            if isinstance(value, Literal) and value.known:
                if operators[0].type == "!" and isinstance(value.value, bool):
                    return Literal(file.text(node), not value.value)
                number = value.value
                if isinstance(number, (int, float)) and not isinstance(number, bool):
                    return Literal(file.text(node), -number)
            return self._unknown(node, file)
        if node.type != "binary_operation" or not operators:
            return self._unknown(node, file)
        middle = operators[0]
        before = [c for c in node.named_children if c.end_byte <= middle.start_byte]
        behind = [c for c in node.named_children if c.start_byte >= middle.end_byte]
        left = self._operand(node, before, file, names, depth + 1)
        right = self._operand(node, behind, file, names, depth + 1)
        result = operate(middle.type, left, right, file.text(node))
        return self._unknown(node, file) if result is None else result

    def _reference(
        self,
        whole: Any,
        first: Any,
        rest: list[Any],
        file: HclFile,
        names: Mapping[str, Value],
        depth: int,
    ) -> Value:
        word = str(file.text(first))
        if word in names:
            return self._follow(whole, names[word], rest, file, names, depth)
        if word in ("var", "local") and rest and rest[0].type == "get_attr":
            name = str(file.text(rest[0].named_children[-1]))
            value = self._resolve(word, name)
            if value is None:
                value = Unknown(_span(file, first, rest[0]).written(f"${{{word}.{name}}}", False))
            return self._follow(whole, value, rest[1:], file, names, depth)
        last = rest[-1] if rest else first
        text = _span(file, first, last)
        found = _NAME.match(str(text))
        return Unknown(text.written(f"${{{found.group() if found else word}}}", False))

    def _follow(
        self,
        whole: Any,
        value: Value,
        rest: Sequence[Any],
        file: HclFile,
        names: Mapping[str, Value],
        depth: int,
    ) -> Value:
        for node in rest:
            if isinstance(value, Unknown):
                return value
            if node.type == "get_attr":
                value = _member(value, str(file.text(node.named_children[-1])), node, file)
            elif node.type == "splat" and node.named_children:
                value = self._splat(value, node.named_children[0], whole, file, names, depth)
            elif node.type == "index" and node.named_children:
                inner = node.named_children[0]
                key = str(file.text(inner)).strip(".[] ")
                parts = [child for child in inner.named_children if child.type == "expression"]
                if parts:
                    found = known_text(self._expression(parts[0], file, names, depth))
                    if found is None:
                        return self._unknown(whole, file)
                    key = found
                value = _member(value, key, node, file)
            else:
                return self._unknown(whole, file)
        return value

    def _splat(
        self,
        value: Value,
        node: Any,
        whole: Any,
        file: HclFile,
        names: Mapping[str, Value],
        depth: int,
    ) -> Value:
        """`value[*].name`: of each item; of anything but a list, of it alone; none of null."""
        rest = [child for child in node.named_children if child.type in ("get_attr", "index")]
        items = [] if is_null(value) else [value]
        is_open = False
        if isinstance(value, Items):
            items, is_open = value.items, value.open
        made = [self._follow(whole, item, rest, file, names, depth) for item in items]
        return Items(made, file.text(node), is_open)


_OPERATORS = frozenset(("!", "-", "+", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"))


def pairs(over: Items | Entries) -> list[tuple[Value, Value]]:
    """The keys and values that a loop goes through. Of a list the keys are numbers."""
    if isinstance(over, Items):
        return [(Literal(over.anchor, number), item) for number, item in enumerate(over.items)]
    return [
        (Literal(over.entries[name].key, name), over.entries[name].value)
        for name in sorted(over.entries)
    ]


def _member(value: Value, key: str, node: Any, file: HclFile) -> Value:
    found: Value | None = None
    if isinstance(value, Entries):
        found = value.get(key)
    elif isinstance(value, Items) and key.isdecimal() and len(key) < 9 and not value.open:
        found = value.items[int(key)] if int(key) < len(value.items) else None
    if found is None:
        word = key if _NAME.fullmatch(key) else "expression"
        return Unknown(file.text(node).written(f"${{{word}}}", False))
    return found


def _span(file: HclFile, first: Any, last: Any) -> Text:
    """The text from one node to the end of another, in the first one's line."""
    (row, column), (end_row, end_column) = first.start_point, last.end_point
    line = file.lines[row]
    end = end_column if end_row == row else len(line)
    return Text([Piece(line[column:end], file.source, row + 1, column + 1)])


def _number(text: str) -> int | float:
    if len(text) > 300:
        return float("inf")
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _pieces(
    file: HclFile,
    start: Point,
    end: Point,
    read: Callable[[str, int], tuple[str, int]],
    indent: int = 0,
) -> list[Piece]:
    """The characters between two positions, each run that is written as it stands in one piece."""
    pieces: list[Piece] = []
    for text, line, column in file.between(start, end):
        if column == 1 and indent:
            cut = min(indent, len(text) - len(text.lstrip(" \t")))
            text, column = text[cut:], column + cut
        at = 0
        run = 0
        while at < len(text):
            if text[at] not in "\\$%":
                at += 1
                continue
            made, width = read(text, at)
            if width == 1:
                at += 1
                continue
            if run < at:
                pieces.append(Piece(text[run:at], file.source, line, column + run))
            pieces.append(Piece(made, file.source, line, column + at, True, width))
            at += width
            run = at
        if run < at:
            pieces.append(Piece(text[run:at], file.source, line, column + run))
    return pieces


def _doubled(text: str, at: int) -> tuple[str, int]:
    """What `$${` and `%%{` stand for, with their width."""
    if text[at : at + 3] in ("$${", "%%{"):
        return text[at] + "{", 3
    return text[at], 1


def _escaped(text: str, at: int) -> tuple[str, int]:
    """What an escape of a string in quotes stands for, with its width."""
    if text[at] != "\\":
        return _doubled(text, at)
    letter = text[at + 1 : at + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter], 2
    size = {"u": 4, "U": 8}.get(letter, 0)
    digits = text[at + 2 : at + 2 + size]
    try:
        if size and len(digits) == size:
            return chr(int(digits, 16)), 2 + size
        return "\\", 1
    except (ValueError, OverflowError):
        return "\\", 1
