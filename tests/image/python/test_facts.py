"""Facts survive being stored, and nothing else is taken for stored facts."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.python.facts import (
    CONDITION,
    IMPORT_ERROR,
    LATER,
    MODULE_NOT_FOUND,
    TYPE_ONLY,
    EnvUse,
    Import,
    ModuleFacts,
    SettingsCall,
    SettingsClass,
    SettingsField,
    Unparsable,
)
from lint.image.python.reader import read_facts
from tests.image.python.sources import real_sources


def plain(value: Any) -> Any:
    """All attributes of a record, to the bottom."""
    names = getattr(type(value), "__slots__", ())
    if names:
        return [type(value).__name__, *((name, plain(getattr(value, name))) for name in names)]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(plain, value)]
    return sorted(value) if isinstance(value, set) else value


def stored(facts: ModuleFacts) -> ModuleFacts:
    return ModuleFacts.from_json(json.loads(json.dumps(facts.to_json())))


@pytest.mark.slow
def test_the_facts_of_real_modules_survive() -> None:
    sources = real_sources()
    assert len(sources) > 60
    kinds = 0
    for name, source in sources.items():
        facts = read_facts(source)
        assert plain(stored(facts)) == plain(facts), name
        kinds += bool(facts.env) + bool(facts.exports) + bool(facts.dynamic_imports)
    assert kinds > 10


NAMES = st.text("abcé_1", min_size=1, max_size=4)
COUNTS = st.integers(0, 300)
FLAGS = st.integers(0, 255)
TEXTS = st.lists(NAMES, max_size=3).map(tuple)
FIELDS = st.builds(SettingsField, NAMES, st.booleans(), st.booleans(), TEXTS, COUNTS, COUNTS)
MODULES = st.builds(
    ModuleFacts,
    imports=st.lists(
        st.builds(
            Import,
            NAMES | st.just(""),
            st.integers(0, 3),
            st.none() | TEXTS.filter(bool) | st.just(("*",)),
            COUNTS,
            COUNTS,
            FLAGS,
        )
    ),
    names=st.sets(NAMES),
    exports=st.none() | TEXTS,
    open_names=st.booleans(),
    lazy_names=st.booleans(),
    sets_env=st.booleans(),
    loads_dotenv=st.booleans(),
    demands=st.booleans(),
    open_submodules=st.booleans(),
    dynamic_imports=st.lists(st.tuples(COUNTS, COUNTS)),
    env=st.lists(
        st.builds(
            EnvUse,
            TEXTS.filter(bool),
            st.sampled_from(["required", "optional", "set"]),
            COUNTS,
            COUNTS,
            FLAGS,
            st.booleans(),
        )
    ),
    dynamic_env=st.lists(st.tuples(COUNTS, COUNTS)),
    classes=st.lists(
        st.builds(
            SettingsClass,
            NAMES,
            TEXTS,
            st.none() | NAMES,
            st.none() | st.booleans(),
            st.booleans(),
            st.booleans(),
            st.lists(FIELDS, max_size=2).map(tuple),
        ),
        max_size=2,
    ),
    calls=st.lists(st.builds(SettingsCall, NAMES, TEXTS, FLAGS), max_size=2),
)


@pytest.mark.slow
@given(MODULES, st.data())
def test_any_facts_survive(facts: ModuleFacts, data: st.DataObject) -> None:
    facts.imported = (
        data.draw(st.sets(st.sampled_from(sorted(facts.names)))) if facts.names else set()
    )
    assert plain(stored(facts)) == plain(facts)


def test_why_there_are_no_facts_survives() -> None:
    facts = ModuleFacts()
    facts.unparsable = Unparsable("syntax", "bad thing", 3, 4)
    assert plain(stored(facts)) == plain(facts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.floats() | st.text(" a>1", max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=10,
)


@given(JSON)
def test_other_data_is_refused_with_one_kind_of_error(data: Any) -> None:
    with contextlib.suppress(ValueError):
        ModuleFacts.from_json(data)


@given(MODULES, st.data())
def test_damaged_facts_are_refused_with_one_kind_of_error(
    facts: ModuleFacts, data: st.DataObject
) -> None:
    damaged = facts.to_json()
    part: Any = damaged
    for _ in range(data.draw(st.integers(0, 3))):
        if not isinstance(part, list) or not part:
            break
        index = data.draw(st.integers(0, len(part) - 1))
        if not isinstance(part[index], list) or data.draw(st.booleans()):
            part[index] = data.draw(JSON)
            break
        part = part[index]
    with contextlib.suppress(ValueError):
        ModuleFacts.from_json(damaged)


@pytest.mark.parametrize(
    "data",
    [None, {}, "x", [], [1], [[], "", -1], [[], "", True], [["1 1 0 x a"], "", 0], [[1], "", 0]],
)
def test_what_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        ModuleFacts.from_json(data)


@pytest.mark.parametrize(
    ("flags", "later", "type_only", "guarded"),
    [
        (0, False, False, False),
        (LATER, True, False, False),
        (TYPE_ONLY, False, True, True),
        (CONDITION | LATER, True, False, True),
        (MODULE_NOT_FOUND | IMPORT_ERROR, False, False, False),  # no error of a variable
    ],
)
def test_what_flags_say(flags: int, later: bool, type_only: bool, guarded: bool) -> None:
    statement = Import("a", 0, None, 1, 1, flags)
    assert (statement.later, statement.type_only) == (later, type_only)
    use = EnvUse(("A",), "required", 1, 1, flags)
    assert (use.later, use.guarded) == (later, guarded)
