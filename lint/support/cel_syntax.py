"""The syntax tree of a CEL expression, with the place of each part in the text.

The runtime checks and evaluates expressions, and gives no tree. This one is for what the runtime
cannot know: the fields that a resource has, which values decided, and which of them are unknown.
It is made of expressions that the runtime has compiled; whether a text is CEL is not decided here.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 60
"""How deep an expression may be nested."""

MACROS = {"all": (2,), "exists": (2,), "exists_one": (2,), "filter": (2,), "map": (2, 3)}
"""The macros that name a variable, and how many arguments they have with it."""

_TOKEN = re.compile(
    r"(?P<space>(?:\s|//[^\n]*)+)"
    r"|(?P<text>(?:[bB][rR]?|[rR][bB]?)?(?:\"\"\"|'''|\"|'))"
    r"|(?P<number>0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?[uU]?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|`(?P<quoted>[^`\n]*)`"
    r"|(?P<mark>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]{}])"
)
_STRENGTH = {
    "||": 2, "&&": 3,
    "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip
_CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
}


class CelSyntaxError(Exception):
    """An expression that has no tree here: `message`, and `offset` in characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Term:
    """A part of an expression: `text[start:end]` of the whole.

    `kind`, and what `name` and `parts` are then:

    - "literal": the type, such as "string"; `value` is that of a string, an integer, a constant
    - "name": the name of a variable
    - "select": the field; the operand. "index": ""; the operand and the index
    - "call": the function; its arguments. "method": the function; the operand and its arguments
    - "operator": the operator; its operands, two or more of `&&` and `||`, three of `?`
    - "list", "map", "message": ""; what is in it

    `at` is where an error of this part is best reported: at its field, function or operator.
    """

    __slots__ = ("at", "depth", "end", "kind", "name", "parts", "start", "value")

    def __init__(
        self,
        kind: str,
        name: str,
        parts: list[Term],
        span: tuple[int, int],
        at: int = -1,
        value: str | int | bool | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.parts = parts
        self.start, self.end = span
        self.at = at if at >= 0 else self.start
        self.value = value
        self.depth: int = 1 + max((part.depth for part in parts), default=0)
        if self.depth > MAX_DEPTH:
            raise CelSyntaxError(f"it is nested more than {MAX_DEPTH} deep", self.at)

    @property
    def tested(self) -> Term | None:
        """The field that `has(...)` asks for, where this is `has`."""
        if self.kind == "call" and self.name == "has" and len(self.parts) == 1:
            return self.parts[0]
        return None

    @property
    def is_macro(self) -> bool:
        """Whether it is `range.all(x, ...)` or another macro that names a variable."""
        return (
            self.kind == "method"
            and self.name in MACROS
            and len(self.parts) - 1 in MACROS[self.name]
            and self.parts[1].kind == "name"
        )

    @property
    def key(self) -> str | int | None:
        """The field, the key or the index that it takes of its operand, where that is constant."""
        if self.kind == "select":
            return self.name
        if self.kind == "index" and self.parts[1].kind == "literal":
            value = self.parts[1].value
            if isinstance(value, str | int) and not isinstance(value, bool):
                return value
        return None

    def walk(self, bound: frozenset[str] = frozenset()) -> Iterator[tuple[Term, frozenset[str]]]:
        """This part and all below it, each with the variables that macros around it have bound."""
        yield self, bound
        for number, part in enumerate(self.parts):
            if self.is_macro and number == 1:
                continue
            inner = bound | {self.parts[1].name} if self.is_macro and number else bound
            yield from part.walk(inner)


def parse(text: str) -> Term:
    """The tree of an expression. Raises `CelSyntaxError`."""
    parser = _Parser(text)
    term = parser.expression()
    if parser.found:
        raise parser.unexpected()
    return term


class _Parser:
    """Reads tokens one after the other; `found` is the one that comes next, "" at the end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self._open = 0
        self.kind = self.found = ""
        self.start = self._last_end = 0
        self._advance()

    def unexpected(self) -> CelSyntaxError:
        return CelSyntaxError("unexpected text", self.start)

    def _advance(self) -> None:
        self._last_end = self._next
        while self._next < len(self._text):
            match = _TOKEN.match(self._text, self._next)
            if match is None:
                raise CelSyntaxError("unexpected character", self._next)
            start, self._next = match.span()
            self.kind = match.lastgroup or ""
            if self.kind == "space":
                continue
            if self.kind == "text":
                self._next = self._end_of_text(match.group(), self._next)
            self.start = start
            self.found = self._text[start : self._next]
            return
        self.kind = self.found = ""
        self.start = self._next

    def _end_of_text(self, opening: str, begin: int) -> int:
        mark = opening.lstrip("bBrR")
        raw = "r" in opening[: -len(mark)].lower()
        place = begin
        while place < len(self._text):
            if self._text[place] == "\\" and not raw:
                place += 2
            elif self._text.startswith(mark, place):
                return place + len(mark)
            else:
                place += 1
        raise CelSyntaxError("a string does not end", begin)

    def _take(self, mark: str) -> None:
        if self.kind != "mark" or self.found != mark:
            raise self.unexpected()
        self._advance()

    def _at(self, *marks: str) -> bool:
        return self.kind == "mark" and self.found in marks

    def expression(self) -> Term:
        self._open += 1
        if self._open > MAX_DEPTH:
            raise CelSyntaxError(f"it is nested more than {MAX_DEPTH} deep", self.start)
        start = self.start
        term = self._operation(0)
        if self._at("?"):
            at = self.start
            self._advance()
            chosen = self._operation(0)
            self._take(":")
            other = self.expression()
            term = Term("operator", "?", [term, chosen, other], (start, self._last_end), at)
        self._open -= 1
        return term

    def _operation(self, least: int) -> Term:
        start = self.start
        left = self._unary()
        while self.kind in ("mark", "name") and _STRENGTH.get(self.found, 0) > least:
            operator, at = self.found, self.start
            self._advance()
            right = self._operation(_STRENGTH[operator])
            parts = [left, right]
            if operator in ("&&", "||") and left.name == operator and left.start == start:
                # A chain is one operation with many operands, and is not nested.
                parts = [*left.parts, right] if left.kind == "operator" else parts
            left = Term("operator", operator, parts, (start, self._last_end), at)
        return left

    def _unary(self) -> Term:
        marks = []
        while self._at("!", "-"):
            marks.append((self.found, self.start))
            self._advance()
        term = self._member()
        for mark, start in reversed(marks):
            term = Term("operator", mark, [term], (start, self._last_end))
        return term

    def _member(self) -> Term:
        start = self.start
        term = self._primary()
        while self._at(".", "[", "{"):
            mark = self.found
            self._advance()
            if mark == ".":
                at = self.start
                name = self.found.strip("`") if self.kind in ("name", "quoted") else ""
                if not name:
                    raise self.unexpected()
                self._advance()
                if self._at("("):
                    parts = [term, *self._list("(", ")")]
                    term = Term("method", name, parts, (start, self._last_end), at)
                else:
                    term = Term("select", name, [term], (start, self._last_end), at)
            elif mark == "[":
                at = self.start
                index = self.expression()
                self._take("]")
                term = Term("index", "", [term, index], (start, self._last_end), at)
            else:
                parts = self._entries()
                term = Term("message", "", parts, (start, self._last_end))
        return term

    def _list(self, opening: str, closing: str) -> list[Term]:
        self._take(opening)
        parts: list[Term] = []
        while not self._at(closing):
            parts.append(self.expression())
            if not self._at(closing):
                self._take(",")
        self._advance()
        return parts

    def _entries(self) -> list[Term]:
        """What is in braces, behind the opening one: the keys, unless they are names, and values."""
        parts: list[Term] = []
        while not self._at("}"):
            parts.append(self.expression())
            self._take(":")
            parts.append(self.expression())
            if not self._at("}"):
                self._take(",")
        self._advance()
        return parts

    def _primary(self) -> Term:
        start, found, kind = self.start, self.found, self.kind
        if self._at("("):
            self._advance()
            term = self.expression()
            self._take(")")
            return term
        if self._at("["):
            return Term("list", "", self._list("[", "]"), (start, self._last_end))
        if self._at("{"):
            self._advance()
            return Term("map", "", self._entries(), (start, self._last_end))
        if self._at("."):  # a name of the outermost scope
            self._advance()
            found, kind = self.found, self.kind
        if kind not in ("text", "number", "name"):
            raise self.unexpected()
        self._advance()
        span = (start, self._last_end)
        if kind == "text":
            return _text_literal(found, span)
        if kind == "number":
            return _number_literal(found, span)
        if found in _CONSTANTS:
            name, value = _CONSTANTS[found]
            return Term("literal", name, [], span, value=value)
        if self._at("("):
            return Term("call", found, self._list("(", ")"), (start, self._last_end))
        return Term("name", found, [], span)


def _text_literal(found: str, span: tuple[int, int]) -> Term:
    body = found.lstrip("bBrR")
    prefix = found[: len(found) - len(body)].lower()
    quotes = 3 if body[:3] in ('"""', "'''") else 1
    value: str | None = body[quotes:-quotes]
    if "r" not in prefix and "\\" in (value or ""):
        value = None  # what it stands for is the runtime's business
    kind = "bytes" if "b" in prefix else "string"
    return Term("literal", kind, [], span, value=value)


def _number_literal(found: str, span: tuple[int, int]) -> Term:
    if found[-1] in "uU":
        return Term("literal", "uint", [], span)
    if found[:2] in ("0x", "0X"):
        return Term("literal", "int", [], span, value=int(found, 16))
    if found.isdigit():
        return Term("literal", "int", [], span, value=int(found))
    return Term("literal", "double", [], span)
