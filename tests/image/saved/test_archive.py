"""The parts of saved images of every kind."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lint.image.saved import streams
from lint.image.saved.archive import MAX_JSON, MAX_PARTS, read_parts
from lint.image.saved.fault import SavedError
from lint.image.saved.layers import read_layers
from tests.image.saved.layouts import (
    configuration,
    docker_25_save,
    docker_save,
    layer,
    oci_folder,
    oci_tar,
    podman_save,
)

LAYERS = [layer({"a": b"1"}), layer({"b": b"2"}), layer({"a": b"1"})]
CONFIG = configuration(LAYERS)
Save = Callable[[Path, list[bytes], bytes], Path]


@pytest.mark.parametrize("save", [docker_save, docker_25_save, podman_save, oci_tar, oci_folder])
def test_every_kind_of_layout(tmp_path: Path, save: Save) -> None:
    parts = read_parts(str(save(tmp_path / "image", LAYERS, CONFIG)))
    assert (parts.config.os, parts.config.architecture) == ("linux", "amd64")
    assert len(parts.layers) == 3
    system = read_layers(parts.layers)
    assert sorted(system.root.children or {}) == ["a", "b"]


def test_the_names_that_it_was_saved_under(tmp_path: Path) -> None:
    assert read_parts(str(docker_save(tmp_path / "i", LAYERS, CONFIG))).names == ["shop:1.0"]


def _fault(path: Path) -> SavedError:
    with pytest.raises(SavedError) as caught:
        read_parts(str(path))
    return caught.value


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "image-unknown"),
        (b"FROM python:3.12\n" * 100, "image-unknown"),
        (layer({"a": b"1"}), "image-unknown"),
        (gzip.compress(layer({"a": b"1"}), mtime=0), "image-unknown"),
        (layer({"manifest.json": b"[" * 100_000}), "image-damaged"),
        (layer({"manifest.json": b"{}"}), "image-damaged"),
        (layer({"manifest.json": b'[{"Config": "../../c", "Layers": []}]'}), "image-damaged"),
        (layer({"manifest.json": b'[{"Config": 5}]'}), "image-damaged"),
        (layer({"index.json": b'{"manifests": [{"digest": "sha256:../x"}]}'}), "image-damaged"),
        (layer({"manifest.json": "->manifest.json"}), "image-unknown"),
        (layer({"manifest.json": b" " * (MAX_JSON + 1)}), "image-too-large"),
    ],
)
def test_what_is_no_image(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "image.tar"
    path.write_bytes(data)
    assert _fault(path).kind == kind


def test_an_archive_of_many_files_is_no_image(tmp_path: Path) -> None:
    header = tarfile.TarInfo("a").tobuf(tarfile.USTAR_FORMAT)
    path = tmp_path / "image.tar"
    path.write_bytes(header * (MAX_PARTS + 1))
    fault = _fault(path)
    assert fault.kind == "image-unknown"
    assert str(fault.message) == "the file has more than 10,000 entries"


@pytest.mark.parametrize("distance", [1, 1 << 20])
@pytest.mark.parametrize("save", [docker_save, docker_25_save, podman_save, oci_tar])
def test_an_image_that_is_compressed_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Save, distance: int
) -> None:
    monkeypatch.setattr(streams, "MARK_DISTANCE", distance)
    monkeypatch.setattr(streams, "_PIECE", 1000)
    noise = os.urandom(50_000)
    layers = [layer({"a.py": noise, "b.py": b"2"}), layer({"a": b"1"}), layer({"b.py": b"3"})]
    path = save(tmp_path / "image.tar", layers, configuration(layers))
    data = path.read_bytes()
    # gzip may write several members, one behind the other.
    path.write_bytes(gzip.compress(data[:30_000]) + gzip.compress(data[30_000:]))
    parts = read_parts(str(path))
    assert (parts.config.os, len(parts.layers)) == ("linux", 3)
    children = read_layers(parts.layers).root.children or {}
    assert sorted(children) == ["a", "a.py", "b.py"]
    assert (children["a.py"].read(), children["b.py"].read()) == (noise, b"3")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda data: data[: len(data) // 2], "image-truncated"),
        (lambda data: data[:12] + b"\xff" * 20 + data[32:], "image-unknown"),  # no entry is found
        (lambda data: data[:9000] + b"\xff" * 500 + data[9500:], "image-damaged"),
        (gzip.compress, "image-unknown"),  # twice
        (lambda data: b"\x28\xb5\x2f\xfd" + data, "image-unknown"),  # zstd
    ],
)
def test_a_compressed_image_that_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes], bytes], kind: str
) -> None:
    monkeypatch.setattr(streams, "_PIECE", 1000)
    layers = [layer({"b": b"1"}), layer({"a": os.urandom(20_000)})]
    path = podman_save(tmp_path / "image.tar", layers, configuration(layers))
    path.write_bytes(change(gzip.compress(path.read_bytes(), mtime=0)))
    assert _fault(path).kind == kind


def test_a_compressed_image_inflates_to_no_more_than_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "FREE_INFLATED", 1 << 20)
    path = tmp_path / "image.tar.gz"
    path.write_bytes(gzip.compress(layer({"a": bytes(20 << 20)})))
    assert _fault(path).kind == "image-too-large"


def test_parts_that_are_named_often_are_inflated_so_often_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "image.tar.gz"
    listed = [{"Config": "c.json", "Layers": ["a"] * 400}]
    files = {"a": bytes(1 << 20), "c.json": CONFIG, "manifest.json": json.dumps(listed).encode()}
    path.write_bytes(gzip.compress(layer(files)))
    parts = read_parts(str(path))
    monkeypatch.setattr(streams, "MAX_INFLATED", 4 << 20)
    with pytest.raises(SavedError) as caught:
        read_layers(parts.layers)
    assert caught.value.kind == "image-too-large"


def test_a_file_that_is_cut_short(tmp_path: Path) -> None:
    path = docker_save(tmp_path / "image.tar", LAYERS, CONFIG)
    path.write_bytes(path.read_bytes()[:6000])
    assert _fault(path).kind == "image-truncated"


def test_a_folder_that_leads_out_of_itself(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("[]")
    folder = tmp_path / "image"
    folder.mkdir()
    os.symlink("../secret", folder / "manifest.json")
    assert _fault(folder).kind == "image-unknown"


def test_a_folder_of_blobs_that_is_a_link_elsewhere(tmp_path: Path) -> None:
    folder = oci_folder(tmp_path / "image", LAYERS, CONFIG)
    (folder / "blobs").rename(tmp_path / "elsewhere")
    os.symlink("../elsewhere", folder / "blobs")
    assert _fault(folder).kind == "image-damaged"


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _fault(tmp_path / "pipe").kind == "image-unreadable"


def test_an_index_that_contains_itself_ends(tmp_path: Path) -> None:
    folder = oci_folder(tmp_path / "image", LAYERS, CONFIG)
    index = json.loads((folder / "index.json").read_bytes())
    digest = index["manifests"][0]["digest"].partition(":")[2]
    blob = folder / "blobs/sha256" / digest
    blob.write_text(json.dumps({"manifests": index["manifests"] * 2}))
    assert _fault(folder).kind == "image-damaged"


def test_of_several_images_none_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "image.tar"
    one = {"Config": "c.json", "Layers": [], "RepoTags": ["a:1"]}
    with tarfile.open(path, "w") as tar:
        for name, data in (("c.json", CONFIG), ("manifest.json", json.dumps([one, one]).encode())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    assert "2 images" in str(_fault(path).message)


def test_of_several_platforms_that_of_cloud_run_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "image.tar"
    listed = [{"Config": f"{name}.json", "Layers": []} for name in ("arm64", "amd64")]
    files = {
        f"{name}.json": configuration([], platform=f"linux/{name}") for name in ("arm64", "amd64")
    }
    path.write_bytes(layer({**files, "manifest.json": json.dumps(listed).encode()}))
    assert read_parts(str(path)).config.architecture == "amd64"
