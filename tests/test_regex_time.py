"""No regular expression of the package takes more than linear time on any input tried here.

Every pattern is found by itself: calls of `lazy_regex` and of `re` in the sources, and the patterns
that built-in rules state. For each, inputs are made from its own parts: what its repetitions match,
repeated, after what comes before them, followed by what makes the match fail.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
import yaml

ROOT = Path(__file__).parent.parent
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
SIZES = (20, 28, 60, 250, 1_000, 6_000)
FLOOR = 0.01
"""Seconds below which nothing is said: linear patterns take less than 1 ms for the largest size."""


class Found:
    def __init__(self, place: str, pattern: str | bytes, flags: int, methods: frozenset[str]):
        self.place = place
        self.pattern = pattern
        self.flags = flags
        self.methods = methods


def sources() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "lint").rglob("*.py"))
    }


class UnresolvedError(Exception):
    pass


def value_of(node: ast.expr, scope: dict[str, object]) -> object:
    """The value of an expression of constants, names of the module and f-strings."""
    if isinstance(node, ast.JoinedStr):
        # What is put in is an escaped name: any word is as good as another.
        return "".join(
            part.value if isinstance(part, ast.Constant) else "name" for part in node.values
        )
    try:
        return eval(compile(ast.Expression(node), "<pattern>", "eval"), {"re": re}, scope)
    except Exception:
        raise UnresolvedError from None


def found_in(name: str, text: str, everything: str) -> Iterator[Found | str]:
    """The patterns of one source; a string for a call whose pattern is not known here."""
    module = name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    tree = ast.parse(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _method(node)]
    if not calls:
        return
    scope = vars(importlib.import_module(module))
    names = {
        id(node.value): node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    names |= {
        id(node.value): node.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    for call in calls:
        method = _method(call)
        place = f"{name}:{call.lineno}"
        try:
            pattern = value_of(call.args[0], scope)
            flags = 0
            if method in ("lazy_regex", "compile") and len(call.args) > 1:
                flags = int(value_of(call.args[1], scope))  # type: ignore[call-overload]
            for keyword in call.keywords:
                if keyword.arg == "flags":
                    flags = int(value_of(keyword.value, scope))  # type: ignore[call-overload]
        except UnresolvedError:
            yield place
            continue
        if isinstance(pattern, re.Pattern) or hasattr(pattern, "_text"):
            continue  # compiled elsewhere, and found there
        assert isinstance(pattern, str | bytes), place
        methods = frozenset((method,))
        if method in ("lazy_regex", "compile"):
            variable = names.get(id(call), "")
            where = text if variable.startswith("_") else everything
            used = re.findall(rf"\b{variable}\.({'|'.join(METHODS)})\b", where)
            methods = frozenset(used) if variable and used else frozenset(("match", "finditer"))
        if "re.MULTILINE" in ast.unparse(call) or "re.M)" in ast.unparse(call):
            flags |= re.MULTILINE
        yield Found(place, pattern, flags, methods)


def _method(call: ast.Call) -> str:
    if not call.args:
        return ""
    function = call.func
    if isinstance(function, ast.Name) and function.id == "lazy_regex":
        return "lazy_regex"
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        if function.value.id == "re" and function.attr in (*METHODS, "compile"):
            return function.attr
    return ""


NOT_LITERAL = {
    "lint/support/lazy_regex.py",  # compiles what is found where it is called
    "lint/ruleset/validators.py",  # reads the package's own sources only
}


def patterns() -> list[Found]:
    texts = sources()
    everything = "\n".join(texts.values())
    found: list[Found] = []
    for name, text in texts.items():
        if name not in NOT_LITERAL:
            found += [item for item in found_in(name, text, everything) if isinstance(item, Found)]
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        found += rule_patterns(document, path.name)
    unique = {(item.pattern, item.flags, item.methods): item for item in found}
    return list(unique.values())


def rule_patterns(value: object, place: str) -> Iterator[Found]:
    if isinstance(value, dict):
        for key, item in value.items():
            if "pattern" in key and isinstance(item, str):
                # Only the patterns of credentials are searched for; the others match whole values.
                method = "search" if place == "credentials.yaml" else "fullmatch"
                yield Found(f"{place} {key}", item, 0, frozenset((method,)))
            else:
                yield from rule_patterns(item, place)
    elif isinstance(value, list):
        for item in value:
            yield from rule_patterns(item, place)


def example(nodes: object) -> str:
    """A text that the nodes match, mostly."""
    text = ""
    for operator, argument in nodes:  # type: ignore[attr-defined]
        if operator is constants.LITERAL:
            text += chr(argument)
        elif operator is constants.NOT_LITERAL:
            text += "a" if argument != ord("a") else "b"
        elif operator is constants.ANY:
            text += "a"
        elif operator is constants.IN:
            text += member(argument)
        elif operator in (constants.MAX_REPEAT, constants.MIN_REPEAT, POSSESSIVE):
            least, most, body = argument
            text += example(body) * min(max(int(least), 1 if most else 0), 40)
        elif operator is constants.SUBPATTERN:
            text += example(argument[3])
        elif operator is ATOMIC:
            text += example(argument)
        elif operator is constants.BRANCH:
            text += example(argument[1][0])
    return text


POSSESSIVE = getattr(constants, "POSSESSIVE_REPEAT", None)
ATOMIC = getattr(constants, "ATOMIC_GROUP", None)
CATEGORIES = {
    constants.CATEGORY_DIGIT: "1",
    constants.CATEGORY_SPACE: " ",
    constants.CATEGORY_WORD: "a",
    constants.CATEGORY_NOT_DIGIT: "a",
    constants.CATEGORY_NOT_SPACE: "a",
    constants.CATEGORY_NOT_WORD: "-",
}


def members(items: list[tuple[object, object]]) -> list[str]:
    """Some characters of a class."""
    if items[0][0] is constants.NEGATE:
        inner = "".join(f"{chr(low)}-{chr(high)}" for low, high in _ranges(items[1:]))
        return [char for char in "a1 -_./:\n\"'" if not any(ord(a) <= ord(char) <= ord(b) for a, _, b in _triples(inner))] or ["\0"]  # fmt: skip
    found: list[str] = []
    for operator, argument in items:
        if operator is constants.LITERAL:
            found.append(chr(argument))  # type: ignore[arg-type]
        elif operator is constants.RANGE:
            found.append(chr(argument[0]))  # type: ignore[index]
        elif operator is constants.CATEGORY:
            found.append(CATEGORIES[argument])
    if " " in found:
        found.append("\n")
    return found


def _ranges(items: list[tuple[object, object]]) -> Iterator[tuple[int, int]]:
    for operator, argument in items:
        if operator is constants.LITERAL:
            yield argument, argument  # type: ignore[misc]
        elif operator is constants.RANGE:
            yield argument  # type: ignore[misc]
        elif operator is constants.CATEGORY and argument is constants.CATEGORY_SPACE:
            yield from ((9, 13), (32, 32))
        elif operator is constants.CATEGORY and argument is constants.CATEGORY_WORD:
            yield from ((48, 57), (65, 90), (95, 95), (97, 122))
        elif operator is constants.CATEGORY and argument is constants.CATEGORY_DIGIT:
            yield 48, 57


def _triples(text: str) -> Iterator[tuple[str, str, str]]:
    return ((text[i], text[i + 1], text[i + 2]) for i in range(0, len(text), 3))


def member(items: list[tuple[object, object]]) -> str:
    return members(items)[0]


def repetitions(nodes: object, before: str = "") -> Iterator[tuple[str, str]]:
    """What comes before each repetition, and texts that it may repeat."""
    for operator, argument in nodes:  # type: ignore[attr-defined]
        if operator in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            _, most, body = argument
            if most > 10:
                if len(body) == 1 and body[0][0] is constants.IN:
                    for char in members(body[0][1])[:6]:
                        yield before, char
                else:
                    yield before, example(body)
            yield from repetitions(body, before)
        elif operator is constants.SUBPATTERN:
            yield from repetitions(argument[3], before)
        elif operator is ATOMIC:
            yield from repetitions(argument, before)
        elif operator is constants.BRANCH:
            for branch in argument[1]:
                yield from repetitions(branch, before)
        elif operator in (constants.ASSERT, constants.ASSERT_NOT):
            yield from repetitions(argument[1], before)
        before += example([(operator, argument)])


def attacks(pattern: str | bytes, flags: int) -> list[Callable[[int], str]]:
    """Makers of inputs of a given length."""
    nodes = parser.parse(pattern, flags)
    whole = example(nodes)
    found = list(dict.fromkeys(repetitions(nodes)))[:30]
    bodies = list(dict.fromkeys(body for _, body in found if body))[:10]
    made: list[tuple[str, str, str]] = []  # before, repeated, after
    for before, body in found:
        for end in ("", "\0", "\n"):
            made.append((before, body, end))
        made += [("", before + body, "\0"), ("", before, "\0"), (before, body + "\0", "")]
        made += [("", before + body + body, "\0"), ("\n", before + body + "\n", "")]
    for body in bodies:
        made += [("", body, "\0"), (whole[:-1], body, "\0")]
        made += [("", body + other, "\0") for other in bodies if other != body]
    made += [
        ("", whole, ""),
        ("", whole, "\n"),
        ("", whole[:-1], "\0"),
        ("", whole + "\n", ""),
        ("", " ", "\0"),
    ]
    made += [("", "\n", "\0"), ("", "a", "\0"), ("", "-", "\0"), ("", "_", ""), ("", "a.", "")]
    makers: list[Callable[[int], str]] = []
    for before, body, after in dict.fromkeys(made):
        if body:
            makers.append(lambda n, b=before, r=body, a=after: b + r * (n // len(r)) + a)  # type: ignore[misc]
    for first in bodies[:5]:
        for second in bodies[:5]:
            makers.append(lambda n, x=first, y=second: x * (n // 2 // len(x)) + y * (n // 2 // len(y)) + "\0")  # type: ignore[misc]  # fmt: skip
    for before, body in found[:10]:
        makers.append(lambda n, b=before, r=body: (b * (n // 2 // max(len(b), 1))) + r * (n // 2 // max(len(r), 1)))  # type: ignore[misc]  # fmt: skip
    return makers


def slow_input(pattern: str | bytes, flags: int, methods: frozenset[str]) -> str:
    """An input on which the pattern takes more than linear time, shortened; "" if none is found."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = re.compile(pattern, flags)
    kinds = {method if method in ("match", "fullmatch", "search") else "finditer" for method in methods}  # fmt: skip
    for make in attacks(pattern, flags):
        for size in SIZES:
            for kind in kinds:
                if _is_slow(compiled, kind, make, size):
                    text = make(size)
                    return f"{kind} at {size}: {text[:40]!r}...{text[-10:]!r}"
    return ""


def _is_slow(compiled: re.Pattern[str], kind: str, make: Callable[[int], str], size: int) -> bool:
    """Whether an input of four times the length takes more than seven times as long, and a while."""
    whole = _seconds(compiled, kind, make(size))
    if whole < FLOOR:
        return False
    if whole < 1:
        whole = min(whole, *(_seconds(compiled, kind, make(size)) for _ in range(3)))
    quarter = min(_seconds(compiled, kind, make(size // 4)) for _ in range(3))
    return whole > FLOOR and whole > 7 * quarter


def _seconds(compiled: re.Pattern[str], kind: str, text: str) -> float:
    # Not UTF-8 in the pattern of bytes: what is not ASCII there is a matter of classes only.
    data = text.encode("latin-1", "replace") if isinstance(compiled.pattern, bytes) else text
    start = time.process_time()
    if kind == "finditer":
        for _ in compiled.finditer(data):  # type: ignore[arg-type]
            pass
    else:
        getattr(compiled, kind)(data)
    return time.process_time() - start


FOUND = patterns()


@pytest.mark.parametrize("found", FOUND, ids=[item.place for item in FOUND])
def test_every_pattern_takes_linear_time(found: Found) -> None:
    slow = slow_input(found.pattern, found.flags, found.methods)
    assert not slow, f"{found.place}: {found.pattern!r}: {slow}"


def test_the_patterns_of_the_package_are_found() -> None:
    places = {item.place.partition(":")[0] for item in FOUND}
    assert len(FOUND) > 100
    assert {"lint/yaml/placeholders.py", "lint/manifest/reader.py"} <= places


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(a+)+b", "match"),
        (r"(?:a|a)*b", "match"),
        (r"\$\{\{\s*([^{}]+?)\s*\}\}", "search"),
        (r"\$\{([A-Za-z_][\w.\-]*)[^{}]*\}", "search"),
        (r"(?m)^\s*(?:-\s+)?x", "finditer"),
        (r"--?[\w-]*(?:pass|token)[\w-]*=", "finditer"),
        (r"type[ \t]+\w+.*=", "match"),
        (r"\s+$", "search"),
        (r"(?:.*/)?(?:.*/)?x", "fullmatch"),
        (r"/[\w/]*?/envs/(\w+)(?:/.*)?", "fullmatch"),
    ],
)
def test_a_pattern_that_backtracks_would_be_noticed(pattern: str, method: str) -> None:
    assert slow_input(pattern, 0, frozenset((method,)))
