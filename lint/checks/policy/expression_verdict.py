"""What an expression says of a resource, which values decided it, and which of them are unknown.

The expression is taken apart at `&&`, `||`, `!`, `?`, `all` and `exists`. What is left has no such
parts, and is evaluated by the runtime, unless it reads a value that nobody knows yet. So `a || b`
holds when `a` does, whatever the placeholder in `b` stands for.
"""

from __future__ import annotations

from lint.checks.policy.expression_values import has_unknown, is_unknown
from lint.support.cel import evaluate_part
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from typing import Any

    from lint.support.cel_syntax import Term
    from lint.yaml.tree import Node

MAX_WORK = 200_000
"""Values that are looked at to explain one expression."""


UNKNOWN = " ".join(("not", "known"))
"""In data, a value that nobody can know yet; also of a default that follows from one.

It is this very object, so that no text of a manifest is taken for it, and a plain string, because
the runtime gets data that contains it for expressions that look only at other parts.
"""


class WorkLimitError(Exception):
    """The expression looks at more values than `MAX_WORK`."""


class Value:
    """A value that an expression reads: `datum` is what it is, `node` where it is from.

    `node` is None for a default and for what is not there; that of a variable whose entries are
    from several places is a dict of nodes. `key` is the field that it is the value of. `state` is "known",
    "missing" (`datum` is None), or "unknown": nobody can know it yet.
    """

    __slots__ = ("datum", "key", "node", "state")

    def __init__(
        self, datum: Any, node: Node | dict[str, Node] | None, key: str = "", state: str = "known"
    ) -> None:
        self.datum = datum
        self.node = node
        self.key = key
        self.state = state

    def unknown_nodes(self) -> Iterator[ScalarNode]:
        """The scalars with placeholders of which it is made."""
        nodes = self.node.values() if isinstance(self.node, dict) else [self.node]
        for each in nodes:
            for node, key in each.walk_with(self.key, _key) if each is not None else ():
                if isinstance(node, ScalarNode) and is_unknown(node, key):
                    yield node


def _key(parent: Node, name: str, above: str) -> str:
    return name or above


class Read:
    """A value that decided, and what the expression calls it (`path`)."""

    __slots__ = ("path", "value")

    def __init__(self, path: str, value: Value) -> None:
        self.path = path
        self.value = value


class Verdict:
    """True, false, None for undecided, or why there is no value; and the values that decided.

    `term` is the part of the expression that decided, where it is one.
    """

    __slots__ = ("reads", "result", "term")

    def __init__(self, result: bool | str | None, reads: list[Read], term: Term | None) -> None:
        self.result = result
        self.reads = reads
        self.term = term


def judge(
    text: str,
    term: Term,
    variables: Mapping[str, Value],
    may_have_more: Callable[[str], bool],
    undefined: Collection[int] = (),
) -> Verdict:
    """The verdict of an expression. Raises `WorkLimitError`.

    `may_have_more` says of the name of a list or map whether it may have entries that are not known.
    `undefined` are the offsets of fields of which nobody knows what they are.
    """
    return _Judge(text, may_have_more, undefined).decide(term, dict(variables))


class _Judge:
    def __init__(
        self, text: str, may_have_more: Callable[[str], bool], undefined: Collection[int]
    ) -> None:
        self._text = text
        self._may_have_more = may_have_more
        self._undefined = undefined
        self._work = 0

    def decide(self, term: Term, scope: dict[str, Value]) -> Verdict:
        """The verdict of a part that is true or false."""
        if term.kind == "operator":
            if term.name == "!":
                inner = self.decide(term.parts[0], scope)
                result = not inner.result if isinstance(inner.result, bool) else inner.result
                return Verdict(result, inner.reads, term)
            if term.name in ("&&", "||"):
                parts = (self.decide(part, scope) for part in term.parts)
                return _combined(parts, decisive=term.name == "||")
            if term.name == "?":
                return self._choice(term, scope)
        if term.is_macro and term.name in ("all", "exists"):
            found = self._each(term, scope)
            if found is not None:
                return found
        return self._whole(term, scope)

    def _choice(self, term: Term, scope: dict[str, Value]) -> Verdict:
        condition, chosen, other = term.parts
        which = self.decide(condition, scope)
        if isinstance(which.result, bool):
            taken = self.decide(chosen if which.result else other, scope)
            return Verdict(taken.result, taken.reads + which.reads, taken.term)
        if which.result is None:
            both = self.decide(chosen, scope), self.decide(other, scope)
            # Two that are true do not decide: the condition may turn out to have no value.
            if both[0].result == both[1].result and both[0].result is not True:
                return Verdict(both[0].result, both[0].reads + both[1].reads, term)
        return which

    def _each(self, term: Term, scope: dict[str, Value]) -> Verdict | None:
        """`all` or `exists`, element by element; None where the elements have no places."""
        decisive = term.name == "exists"
        range_, variable, body = term.parts
        value = self._value(range_, scope)
        if value is None or value.state != "known" or not isinstance(value.datum, list | dict):
            return None
        name = variable.name
        verdicts = [
            self.decide(body, {**scope, name: element}) for element in self._elements(value)
        ]
        found = _combined(iter(verdicts), decisive)
        itself = Read(self._shown(range_), value)
        if found.result is not decisive and self._open(value):
            itself.value = Value(value.datum, value.node, value.key, "unknown")
            return Verdict(None, [itself], term)
        if not verdicts:
            return Verdict(not decisive, [itself], term)
        return found

    def _whole(self, term: Term, scope: dict[str, Value]) -> Verdict:
        """The verdict of a part that the runtime evaluates as a whole."""
        reads = list(self._reads(term, scope))
        unknown = [read for read in reads if read.value.state == "unknown"]
        if unknown:
            return Verdict(None, unknown, term)
        values: list[Value] = []
        text = self._with_names(term, scope, values)
        data = {f"v{n}": value.datum for n, value in enumerate(values) if value.state == "known"}
        self._spend(sum(self._size(datum) for datum in data.values()))
        result = evaluate_part(text, len(values), data)
        return Verdict(result, reads, term)

    def _with_names(self, term: Term, scope: Mapping[str, Value], values: list[Value]) -> str:
        """The text of a part in which `v0`, `v1`, ... stand for the values that it reads.

        A name whose value is missing has none, so that reading it is an error.
        """
        pieces: list[str] = []
        done = term.start

        def replace(part: Term, known: Mapping[str, Value]) -> None:
            nonlocal done
            tested = part.tested
            owner = self._value(tested.parts[0], known) if tested is not None else None
            if tested is not None and owner is not None and owner.state == "known":
                found = self._value(tested, known)
                words = "true" if found is not None and found.datum is not None else "false"
            else:
                value = owner or self._value(part, known)
                if value is None:
                    for number, child in enumerate(part.parts):
                        if part.is_macro and number == 1:
                            continue
                        inner = known
                        if part.is_macro and number:
                            variable = part.parts[1].name
                            inner = {name: v for name, v in known.items() if name != variable}
                        if not (part.kind == "message" and number % 2 == 1):
                            replace(child, inner)
                    return
                words = f"v{len(values)}"
                values.append(value)
            pieces.append(self._text[done : part.start] + f" {words} ")
            done = part.end

        replace(term, scope)
        return "".join(pieces) + self._text[done : term.end]

    def _reads(self, term: Term, scope: Mapping[str, Value], deep: bool = True) -> Iterator[Read]:
        """What a part reads. Of a list or map that is not looked into (`deep`), only itself."""
        tested = term.tested
        if tested is not None:
            value = self._value(tested, scope)
            if value is not None:
                # Whatever a placeholder stands for, it is set; in `env`, what is a secret's is not.
                state = "known" if value.datum is not None else value.state
                if state == "unknown" and value.node is not None:
                    state = "missing"
                yield Read(self._shown(tested), Value(value.datum, value.node, value.key, state))
            return
        value = self._value(term, scope)
        if value is not None:
            if deep and value.state == "known" and self._has_unknown(value):
                value = Value(value.datum, value.node, value.key, "unknown")
            if value.state == "known" and deep and self._open(value):
                value = Value(value.datum, value.node, value.key, "unknown")
            yield Read(self._shown(term), value)
            return
        if term.kind == "operator" and term.name == "in":
            yield from self._reads(term.parts[0], scope)
            yield from self._membership(term, scope)
            return
        if term.name == "size" and term.kind in ("call", "method") and len(term.parts) == 1:
            for read in self._reads(term.parts[0], scope, deep=False):
                if (isinstance(read.value.datum, list | dict) and self._open(read.value)) or (
                    isinstance(read.value.datum, str) and self._has_unknown(read.value)
                ):
                    read.value = Value(read.value.datum, read.value.node, "", "unknown")
                yield read
            return
        if term.is_macro:
            range_, variable, *bodies = term.parts
            yield from self._reads(range_, scope, deep=False)
            for element in self._elements_of(range_, scope):
                for body in bodies:
                    yield from self._reads(body, {**scope, variable.name: element})
            return
        for number, part in enumerate(term.parts):
            if not (term.kind == "message" and number % 2 == 1):
                yield from self._reads(part, scope)

    def _membership(self, term: Term, scope: Mapping[str, Value]) -> Iterator[Read]:
        """What `key in map` reads of the map: only the key. Of a list it reads all."""
        right = term.parts[1]
        value = self._value(right, scope)
        if value is None or not isinstance(value.datum, dict):
            yield from self._reads(right, scope)
            return
        key = term.parts[0].value
        if self._open(value) and key not in value.datum:
            value = Value(value.datum, value.node, value.key, "unknown")
        yield Read(self._shown(right), value)

    def _elements_of(self, term: Term, scope: Mapping[str, Value]) -> list[Value]:
        value = self._value(term, scope)
        if value is not None:
            return list(self._elements(value))
        if term.is_macro and term.name == "filter":
            return self._elements_of(term.parts[0], scope)
        return []

    def _elements(self, value: Value) -> Iterator[Value]:
        if isinstance(value.datum, list):
            for number in range(len(value.datum)):
                yield self._step(value, number)
        elif isinstance(value.datum, dict):
            for key in value.datum:
                yield Value(key, None)

    def _value(self, term: Term, scope: Mapping[str, Value]) -> Value | None:
        """The value of a variable, or of a field below one; None for any other part."""
        if term.kind == "name":
            return scope.get(term.name)
        if term.kind == "call" and term.name == "dyn" and len(term.parts) == 1:
            return self._value(term.parts[0], scope)  # for the type check only
        if term.kind not in ("select", "index"):
            return None
        of = self._value(term.parts[0], scope)
        if of is None:
            return None
        key = term.key
        if term.kind == "select" and term.at in self._undefined:
            return Value(None, None, term.name, "unknown")
        if key is None:
            index = self._value(term.parts[1], scope)
            if index is None or index.state != "known" or not isinstance(index.datum, str | int):
                return None
            key = index.datum
        return of if of.state != "known" else self._step(of, key)

    def _step(self, of: Value, key: str | int) -> Value:
        self._spend(1)
        name = key if isinstance(key, str) else of.key
        node = _child(of.node, key)
        if isinstance(of.datum, dict) and isinstance(key, str):
            if key in of.datum:
                datum = of.datum[key]
                unknown = _is_unknown(datum, node, name)
                return Value(datum, node, name, "unknown" if unknown else "known")
            if node is not None and of.key == "env" and not isinstance(of.node, MappingNode):
                return Value(None, node, name, "unknown")  # its value is a secret's
            if self._open(of) or self._may_have_more(key):
                return Value(None, None, name, "unknown")
        elif isinstance(of.datum, list) and isinstance(key, int) and 0 <= key < len(of.datum):
            datum = of.datum[key]
            unknown = _is_unknown(datum, node, name)
            return Value(datum, node, name, "unknown" if unknown else "known")
        elif isinstance(of.node, ScalarNode) and is_unknown(of.node, of.key):
            return Value(None, of.node, name, "unknown")
        return Value(None, None, name, "missing")

    def _has_unknown(self, value: Value) -> bool:
        nodes = value.node.values() if isinstance(value.node, dict) else [value.node]
        self._spend(self._size(value.datum))
        return any(node is not None and has_unknown(node, value.key) for node in nodes)

    def _open(self, value: Value) -> bool:
        """Whether a list or map may have entries that are not known."""
        if not isinstance(value.datum, list | dict):
            return False
        return bool(value.key) and self._may_have_more(value.key)

    def _shown(self, term: Term) -> str:
        key = term.key
        if term.kind in ("select", "index") and key is not None:
            operand = self._shown(term.parts[0])
            if isinstance(key, str):
                return f"{operand}.{key}" if key.isidentifier() else f'{operand}["{key}"]'
            return f"{operand}[{key}]"
        return " ".join(self._text[term.start : term.end].split())

    def _size(self, datum: Any) -> int:
        size = 0
        todo = [datum]
        while todo:
            found = todo.pop()
            size += 1
            if size > MAX_WORK:
                raise WorkLimitError
            if isinstance(found, dict):
                todo.extend(found.values())
            elif isinstance(found, list):
                todo.extend(found)
        return size

    def _spend(self, work: int) -> None:
        self._work += work
        if self._work > MAX_WORK:
            raise WorkLimitError


def _is_unknown(datum: Any, node: Node | None, key: str) -> bool:
    return datum is UNKNOWN or (isinstance(node, ScalarNode) and is_unknown(node, key))


def _child(node: Node | dict[str, Node] | None, key: str | int) -> Node | None:
    if isinstance(node, dict):
        return node.get(key) if isinstance(key, str) else None
    if isinstance(node, MappingNode) and isinstance(key, str):
        return node.get(key)
    if isinstance(node, SequenceNode) and isinstance(key, int) and 0 <= key < len(node.items):
        return node.items[key]
    return None


def _combined(verdicts: Iterator[Verdict], decisive: bool) -> Verdict:
    """The verdict of operands of `||` (`decisive` is True) or `&&` (False).

    One operand with the decisive result decides; else an unknown one leaves it open, else an error
    is the result, else all have decided.
    """
    every = list(verdicts)
    for wanted in (decisive, None):
        found = [verdict for verdict in every if verdict.result is wanted]
        if found:
            return _together(found)
    errors = [verdict for verdict in every if isinstance(verdict.result, str)]
    if errors:
        return _together(errors)
    if not every:
        return Verdict(not decisive, [], None)
    return _together(every)


def _together(verdicts: Collection[Verdict]) -> Verdict:
    reads = [read for verdict in verdicts for read in verdict.reads]
    (first, *more) = verdicts
    return Verdict(first.result, reads, None if more else first.term)
