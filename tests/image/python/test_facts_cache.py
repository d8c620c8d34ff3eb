"""Facts count for the very source that they were read from, and for nothing else."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from lint.image.file import ImageFile
from lint.image.python.facts import ModuleFacts
from lint.image.python.facts_cache import FactsCache
from lint.image.python.parallel_reader import read_all


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def module(source: bytes, path: str = "a.py") -> ImageFile:
    return ImageFile(path, path, len(source), lambda: source)


def read(*members: ImageFile) -> dict[str, ModuleFacts]:
    facts: dict[str, ModuleFacts] = {}
    cache = FactsCache("image")
    read_all(members, facts, cache)
    cache.save([member.path for member in members])
    return facts


def with_crc(source: bytes, crc: int) -> bytes:
    """The source with a comment of 4 bytes before its last line, so that it has this CRC-32.

    The bits of a CRC are linear in the bits of the text: 32 equations for 32 bits.
    """
    head = source + b"#"

    def crc_of(word: int) -> int:
        return zlib.crc32(head + word.to_bytes(4, "little"))

    zero = crc_of(0)
    rows = [(crc_of(1 << bit) ^ zero, 1 << bit) for bit in range(32)]
    wanted, word = crc ^ zero, 0
    for bit in range(32):
        pivot = next(row for row in rows if row[0] >> bit & 1)
        rows = [
            (row[0] ^ pivot[0], row[1] ^ pivot[1]) if row[0] >> bit & 1 else row
            for row in rows
            if row is not pivot
        ]
        if wanted >> bit & 1:
            wanted, word = wanted ^ pivot[0], word ^ pivot[1]
    return head + word.to_bytes(4, "little")


def test_the_forger_works() -> None:
    assert zlib.crc32(with_crc(b"import os\n", 0x12345678)) == 0x12345678


def test_unchanged_sources_are_not_parsed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = read(module(b"import os\n"), module(b"import sys\n", "b.py"))
    monkeypatch.setattr("lint.image.python.reader.read_facts", None)
    after = read(module(b"import os\n"), module(b"import sys\n", "b.py"))
    assert json.dumps([before[p].to_json() for p in ("a.py", "b.py")]) == json.dumps(
        [after[p].to_json() for p in ("a.py", "b.py")]
    )


def test_a_source_with_the_same_size_and_crc_is_another_one() -> None:
    good = b"import os, json, re, a.b\n#####"
    bad = with_crc(b"import a.missing_module \n", zlib.crc32(good))
    assert len(bad) == len(good)
    assert zlib.crc32(bad) == zlib.crc32(good)
    first = read(module(good))["a.py"].to_json()
    assert read(module(bad))["a.py"].to_json() != first


def test_a_changed_source_is_read_again_and_removed_ones_are_forgotten() -> None:
    read(module(b"import os\n"), module(b"import sys\n", "b.py"))
    changed = read(module(b"import re\n"))
    fresh: dict[str, ModuleFacts] = {}
    read_all([module(b"import re\n")], fresh)
    assert changed["a.py"].to_json() == fresh["a.py"].to_json()
    assert FactsCache("image").get(module(b"import sys\n", "b.py")) is None


def test_facts_of_another_image_or_python_do_not_count() -> None:
    read(module(b"import os\n"))
    assert FactsCache("image").get(module(b"import os\n")) is not None
    assert FactsCache("other").get(module(b"import os\n")) is None
    assert FactsCache("image", (3, 12)).get(module(b"import os\n")) is None
