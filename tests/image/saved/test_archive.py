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

from lint.image.saved.archive import MAX_JSON, read_parts
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
        (layer({str(n): b"" for n in range(10_001)}), "image-unknown"),
    ],
)
def test_what_is_no_image(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "image.tar"
    path.write_bytes(data)
    assert _fault(path).kind == kind


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
