"""Many modules at once: the same facts as one by one, whatever happens to one of them."""

from __future__ import annotations

import gc
import os
import signal
from pathlib import Path

import pytest

from lint.image.file import ImageFile
from lint.image.python import parallel_reader
from lint.image.python.facts import ModuleFacts
from lint.image.python.facts_cache import FactsCache
from lint.image.python.parallel_reader import read_all
from lint.image.python.reader import MAX_SOURCE_BYTES, read_facts
from lint.support.cache import content_digest

SOURCES = {
    f"app/m{number}.py": f"import os, app.m{number}\nX = os.environ['V{number}']\n".encode()
    * (1 + number % 5)
    for number in range(24)
}


def module(path: str, source: bytes) -> ImageFile:
    return ImageFile(path, path, len(source), lambda: source)


def members() -> list[ImageFile]:
    return [module(path, source) for path, source in SOURCES.items()]


@pytest.fixture(params=[1, 3], ids=["one process", "three processes"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    if request.param > 1 and not hasattr(os, "fork"):
        pytest.skip("the system cannot fork")
    monkeypatch.setattr(parallel_reader, "processors", lambda: request.param)
    monkeypatch.setattr(parallel_reader, "_WORTH_FORKING", 100)
    count: int = request.param
    return count


def test_the_facts_are_those_of_each_module_alone(processes: int) -> None:
    facts: dict[str, ModuleFacts] = {}
    read_all(members(), facts)
    assert facts.keys() == SOURCES.keys()
    for path, source in SOURCES.items():
        assert facts[path].to_json() == read_facts(source).to_json(), path
        assert facts[path].digest == content_digest(source)


def test_what_is_known_is_not_read(processes: int) -> None:
    known = ModuleFacts()
    facts = {"app/m1.py": known}

    def read() -> bytes:
        raise AssertionError

    read_all([ImageFile("app/m1.py", "a", 3, read)], facts)
    assert facts == {"app/m1.py": known}


def test_a_member_that_cannot_be_read_hides_no_other(processes: int) -> None:
    def damaged() -> bytes:
        raise OSError("the member's data is damaged")

    facts: dict[str, ModuleFacts] = {}
    broken = [
        ImageFile("a.py", "a.py", 1000, damaged),
        ImageFile("b.py", "b.py", MAX_SOURCE_BYTES + 1, lambda: b""),
        module("c.py", b"def (\n"),
    ]
    read_all([*broken, *members()], facts)
    reasons = [facts[name].unparsable for name in ("a.py", "b.py", "c.py")]
    assert [reason.kind for reason in reasons if reason is not None] == [
        "unknown",
        "limit",
        "syntax",
    ]
    assert [path for path in SOURCES if facts[path].unparsable is not None] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_process_that_dies_takes_its_share_with_it_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parallel_reader, "processors", lambda: 3)
    monkeypatch.setattr(parallel_reader, "_WORTH_FORKING", 100)
    own = os.getpid()

    def deadly() -> bytes:
        assert os.getpid() != own
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    facts: dict[str, ModuleFacts] = {}
    read_all([ImageFile("deadly.py", "deadly.py", 10, deadly), *members()], facts)
    assert facts.keys() == {*SOURCES, "deadly.py"}
    lost = [path for path, found in facts.items() if found.unparsable is not None]
    assert "deadly.py" in lost
    assert len(facts) - len(lost) > 0


def test_what_does_not_fit_beside_others_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three processes share what one may take; a module that needs more waits for its turn."""
    if not hasattr(os, "fork"):
        pytest.skip("the system cannot fork")
    monkeypatch.setattr(parallel_reader, "processors", lambda: 3)
    monkeypatch.setattr(parallel_reader, "_WORTH_FORKING", 100)
    monkeypatch.setattr(parallel_reader, "MAX_TOKENS", 12_000)
    large = b"".join(b"x%d = 'a text that is long enough'\n" % number for number in range(2_000))
    facts: dict[str, ModuleFacts] = {}
    read_all([module("large.py", large), *members()], facts)
    assert facts["large.py"].unparsable is None
    assert len(facts["large.py"].names) == 2_000


def test_the_cache_serves_what_it_has_and_is_given_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    paths = list(SOURCES)
    for _ in range(2):
        facts: dict[str, ModuleFacts] = {}
        cache = FactsCache("image")
        read_all(members(), facts, cache)
        cache.save(paths)
        for path, source in SOURCES.items():
            assert facts[path].to_json() == read_facts(source).to_json(), path
            assert facts[path].digest == content_digest(source)
        monkeypatch.setattr(parallel_reader, "_read", None)  # the second time nothing is read


def test_the_collector_is_as_it_was() -> None:
    for enabled in (False, True):
        (gc.enable if enabled else gc.disable)()
        try:
            read_all(members(), {})
            assert gc.isenabled() is enabled
        finally:
            gc.enable()
