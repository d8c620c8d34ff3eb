"""Layers as streams, and what they may inflate to."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from lint.image.saved import streams
from lint.image.saved.fault import SavedError
from lint.image.saved.streams import Blob, Budget, Stored, open_layer

TEXT = bytes(range(256)) * 5000


def read_all(data: bytes, tmp_path: Path, step: int = 70_000) -> bytes:
    path = tmp_path / "layer"
    path.write_bytes(b"before" + data + b"behind")
    with open(path, "rb") as file:
        stream = open_layer(file, Blob(str(path), 6, len(data)), Budget(len(data)))
        parts = []
        while part := stream.take(step):
            parts.append(part)
        return b"".join(parts)


@pytest.mark.parametrize("step", [1000, 70_000, 3_000_000])
def test_a_layer_is_read_whatever_its_compression(tmp_path: Path, step: int) -> None:
    assert read_all(TEXT, tmp_path, step) == TEXT
    assert read_all(gzip.compress(TEXT), tmp_path, step) == TEXT


def test_gzip_members_follow_each_other(tmp_path: Path) -> None:
    parts = gzip.compress(TEXT) + gzip.compress(b"more") + bytes(100)
    assert read_all(parts, tmp_path) == TEXT + b"more"


def test_zstd_layers(tmp_path: Path) -> None:
    built_in = sys.version_info >= (3, 14)
    zstd = pytest.importorskip("compression.zstd" if built_in else "backports.zstd")
    assert read_all(zstd.compress(TEXT) + zstd.compress(b"more"), tmp_path) == TEXT + b"more"
    with pytest.raises(SavedError) as caught:
        read_all(streams.ZSTD + b"\xff" * 50, tmp_path)
    assert caught.value.kind == "image-damaged"


def test_without_a_reader_of_zstd_the_help_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("compression", "compression.zstd", "backports", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SavedError) as caught:
        read_all(streams.ZSTD + b"anything", tmp_path)
    assert caught.value.kind == "image-compression"
    assert "docker save" in str(caught.value.help)


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["stored", "gzip"])
def test_the_bytes_at_a_later_place(tmp_path: Path, pack: object) -> None:
    data = pack(TEXT)  # type: ignore[operator]
    path = tmp_path / "layer"
    path.write_bytes(b"before" + data)
    with open(path, "rb") as file:
        stream = open_layer(file, Blob(str(path), 6, len(data)), Budget(len(data)))
        start = stream.position
        assert stream.take_at(start + 256_001, 2) == b"\x01\x02"
        assert stream.position == start + 256_003
        assert stream.take_at(start + len(TEXT) - 1, 5) == TEXT[-1:]
        assert stream.take_at(start + len(TEXT), 5) == b""
        assert stream.take_at(start + len(TEXT) + 1, 5) is None


class _Halting(io.FileIO):
    """A file that gives less than it is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 7))


def test_a_file_that_gives_less_than_it_has(tmp_path: Path) -> None:
    (tmp_path / "layer").write_bytes(TEXT[:1000])
    with _Halting(str(tmp_path / "layer")) as file:
        stream = Stored(file, Blob("layer", 100, 800))
        assert stream.take(500) == TEXT[100:600]
        assert stream.take(500) == TEXT[600:900]


@pytest.mark.slow
def test_a_layer_that_inflates_too_much_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "FREE_INFLATED", 1 << 20)
    with pytest.raises(SavedError) as caught:
        read_all(gzip.compress(bytes(50 << 20)), tmp_path)
    assert caught.value.kind == "image-too-large"


def test_damaged_data_end_in_one_error(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TEXT))
    data[40:60] = bytes(20)
    with pytest.raises(SavedError) as caught:
        read_all(bytes(data), tmp_path)
    assert caught.value.kind == "image-damaged"
