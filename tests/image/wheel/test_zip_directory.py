"""The directory of an archive, and names of members."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.wheel import zip_directory
from lint.image.wheel.zip_directory import OUTSIDE, Directory, WheelError, shown_name
from tests.image.wheels import Entry, zip_bytes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("app/main.py", "app/main.py"),
        ("a\nb\x1b[31m", "a\\x0ab\\x1b[31m"),
        ("x" * 70, "x" * 57 + "..."),
        ("\udc80", "\\xdc80"),
        ("größe.py", "größe.py"),
    ],
)
def test_names_are_printable(name: str, expected: str) -> None:
    assert shown_name(name) == expected


def directory(data: bytes) -> tuple[Directory, list[str]]:
    kinds: list[str] = []
    stream = io.BytesIO(data)
    return Directory(stream, len(data), lambda kind, message: kinds.append(kind)), kinds


GOOD = zip_bytes([Entry("app/a.py", b"x = 1\n"), Entry("b.py", b"y", method=0)])


def test_entries_in_the_order_of_the_directory() -> None:
    found, kinds = directory(GOOD)
    assert [(entry.name, entry.size, entry.method) for entry in found.entries] == [
        ("app/a.py", 6, 8),
        ("b.py", 1, 0),
    ]
    assert kinds == []
    assert found.entries[0].mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"", "wheel-not-zip", "the file is empty"),
        (b"hello", "wheel-not-zip", "the file is not a ZIP archive"),
        (GOOD[:-30], "wheel-truncated", "its end is missing"),
        (GOOD[20:], "wheel-truncated", "its start is missing"),
        (GOOD.replace(b"PK\1\2", b"PK\1\3", 1), "wheel-damaged", "its directory is overwritten"),
        (zip_bytes([Entry("a", b"x", flags=1)]), "wheel-encrypted", "the wheel is encrypted"),
        (zip_bytes([], zip64=True).replace(b"PK\6\6", b"XX\6\6"), "wheel-damaged", "ZIP64 end record"),
    ],
)  # fmt: skip
def test_archives_that_cannot_be_read(data: bytes, kind: str, message: str) -> None:
    with pytest.raises(WheelError) as caught:
        directory(data)
    assert caught.value.kind == kind
    assert message in str(caught.value.message)


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (zip_bytes([Entry("a", b"x")], count=2), ["archive-ambiguous"]),
        (zip_bytes([Entry("a", b"x")], after=b"more"), ["archive-ambiguous"]),
        (zip_bytes([Entry("a", b"x")], before=b"more"), ["archive-ambiguous"]),
        (zip_bytes([Entry("a\n", b"x"), Entry("b", b"x")]), ["member-name-invalid"]),
        (zip_bytes([Entry(b"\xff", b"x"), Entry("b", b"x")]), ["member-name-invalid"]),
        (zip_bytes([Entry("a", b"x")], comment=b"a comment"), []),
        (zip_bytes([Entry("a", b"x")], zip64=True), []),
    ],
)
def test_lesser_faults(data: bytes, kinds: list[str]) -> None:
    found, told = directory(data)
    assert told == kinds
    assert len(found.entries) == 1
    assert found.entries[0].trouble == ""


def test_directories_are_no_entries_and_the_unreadable_say_why() -> None:
    found, _ = directory(zip_bytes([Entry("app/"), Entry("app/a", b"x", offset=10_000)]))
    assert [(entry.name, entry.trouble) for entry in found.entries] == [("app/a", OUTSIDE)]


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_directory, "MAX_MEMBERS", 3)
    assert len(directory(zip_bytes([Entry(f"a{n}") for n in range(3)]))[0].entries) == 3
    with pytest.raises(WheelError) as caught:
        directory(zip_bytes([Entry(f"a{n}") for n in range(4)]))
    assert caught.value.kind == "wheel-too-large"


def test_a_directory_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_directory, "MAX_DIRECTORY_BYTES", 100)
    with pytest.raises(WheelError) as caught:
        directory(zip_bytes([Entry("a" * 200)]))
    assert caught.value.kind == "wheel-too-large"


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4)), max_size=5
    )
)
def test_damage_ends_in_a_named_error(edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(GOOD)
    for place, change in edits:
        data[place : place + len(change)] = change
    try:
        found, _ = directory(bytes(data))
    except WheelError:
        return  # any other error fails the test
    for entry in found.entries:
        assert entry.name
        assert "\n" not in entry.name
