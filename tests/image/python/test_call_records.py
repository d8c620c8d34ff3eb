"""The records of a module: which function a line belongs to, and a second reading of the same."""

from __future__ import annotations

from lint.image.python.call_records import Call, Class, Function, ModuleCalls


def function(name: str, first: int, last: int) -> Function:
    return Function(name, "", first, last)


def test_line_belongs_to_the_innermost_function() -> None:
    module = ModuleCalls()
    for made in (
        function("f", 2, 9),
        function("f.g", 3, 4),
        function("f.h", 6, 8),
        function("k", 11, 12),
    ):
        module.functions[made.name] = made
    names = [module.function_at(line).name for line in range(1, 14)]
    assert names == ["", "f", "f.g", "f.g", "f", "f.h", "f.h", "f.h", "f", "", "k", "k", ""]


def test_call_of_a_parameter_is_the_first_before_the_yield() -> None:
    made = function("f", 1, 9)
    made.calls.extend([Call("a", 2, 1, 0), Call("a", 3, 1, 0), Call("b", 5, 1, 0)])
    made.yields = 4
    assert made.call_of("a") is made.calls[0]
    assert made.call_of("b") is None


def test_second_reading_fills_what_is_known() -> None:
    outline, whole = ModuleCalls(whole=False), ModuleCalls()
    for module in (outline, whole):
        made = module.functions["A.f"] = function("A.f", 2, 3)
        found = module.classes["A"] = Class("A", ())
        found.methods["f"] = made
    whole.functions["A.f"].calls.append(Call("g", 3, 1, 0))
    whole.functions["A.f.inner"] = function("A.f.inner", 3, 3)
    whole.classes["A"].attributes["x"] = "g()"
    known, method = outline.classes["A"], outline.functions["A.f"]
    assert outline.function_at(3).name == "A.f"
    outline.adopt(whole)
    assert outline.whole
    assert outline.classes["A"] is known
    assert known.attributes == {"x": "g()"}
    assert known.methods == {"f": method}
    assert outline.functions["A.f"] is method
    assert [call.name for call in method.calls] == ["g"]
    assert outline.function_at(3).name == "A.f.inner"


def test_second_reading_takes_the_place_of_what_nobody_has_asked_for() -> None:
    outline = ModuleCalls(False, frozenset(("f",)), lambda: ({}, {}, {}))
    whole = ModuleCalls()
    whole.functions["f"] = function("f", 1, 1)
    outline.adopt(whole)
    assert outline.functions is whole.functions


def test_kept_calls_are_asked_for_once() -> None:
    asked: list[int] = []

    def kept() -> list[Call]:
        asked.append(1)
        return [Call("a", 2, 1, 0)]

    made = function("f", 1, 9)
    made.keep_calls(kept)
    assert asked == []
    assert made.calls is made.calls
    assert asked == [1]


def test_members_are_asked_for_once() -> None:
    asked: list[int] = []

    def members() -> tuple[dict[str, Function], dict[str, Class], dict[str, tuple[str, str]]]:
        asked.append(1)
        return {"f": function("f", 1, 1)}, {}, {"os": ("os", "")}

    module = ModuleCalls(False, frozenset(("f",)), members)
    assert module.defines("f")
    assert not module.defines("g")
    assert asked == []
    assert list(module.functions) == ["f"]
    assert module.imports == {"os": ("os", "")}
    assert asked == [1]


def test_module_without_a_list_of_names_looks_at_its_members() -> None:
    module = ModuleCalls()
    module.functions["f"] = function("f", 1, 1)
    module.classes["A"] = Class("A", ())
    assert module.defines("f")
    assert module.defines("A")
    assert not module.defines("g")
