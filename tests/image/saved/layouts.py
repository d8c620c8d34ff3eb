"""Builds saved images as docker, podman and buildah write them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

from lint.image.saved.file_system import FileSystem
from lint.image.saved.layers import read_layers
from lint.image.saved.streams import Blob

Entry = tuple[str, bytes | str | None, int]
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(44)
"""The start of a program for x86-64."""
ARM = ELF[:18] + b"\xb7\x00" + ELF[20:]
SITE = "usr/local/lib/python3.12/site-packages"

BASE: dict[str, bytes | str] = {
    "bin/sh": ELF,
    "usr/bin/env": ELF,
    "usr/local/bin/python3.12": ELF,
    "usr/local/bin/python": "->python3.12",
    "usr/local/lib/python3.12/os.py": b"",
    "usr/local/lib/python3.12/cgi.py": b"",
    "usr/local/lib/python3.12/lib-dynload/_old.cpython-312-x86_64-linux-gnu.so": ELF,
    f"{SITE}/": b"",
    "etc/passwd": b"root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1000::/:/bin/sh\n",
    "etc/group": b"root:x:0:\n",
}
"""A small image of Python. `->` is a symbolic link, `=>` a hard link, `/` at the end a folder."""
CONFIG: dict[str, Any] = {
    "Env": ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"],
    "WorkingDir": "/app",
    "Cmd": ["python", "main.py"],
}


def layer(files: dict[str, bytes | str], modes: dict[str, int] | None = None) -> bytes:
    """One layer. Files below bin have the executable bit, as those with a mode in `modes`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name.rstrip("/"))
            data = content if isinstance(content, bytes) else b""
            info.mode = 0o755 if "bin/" in name else 0o644
            info.mode = (modes or {}).get(name, info.mode)
            if name.endswith("/"):
                info.type, info.mode = tarfile.DIRTYPE, 0o755
            elif isinstance(content, str):
                info.type = tarfile.SYMTYPE if content.startswith("->") else tarfile.LNKTYPE
                info.linkname = content[2:]
            else:
                info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def file_system(
    folder: Path, *contents: dict[str, bytes | str], packed: bool = False
) -> FileSystem:
    """What layers with these files make together, the lowest first; `packed` with gzip."""
    blobs = []
    for number, files in enumerate(contents):
        data = gzip.compress(layer(files)) if packed else layer(files)
        path = folder / f"{number}.tar"
        path.write_bytes(data)
        blobs.append(Blob(str(path), 0, len(data)))
    return read_layers(blobs)


def configuration(
    layers: list[bytes],
    config: dict[str, Any] | None = None,
    platform: str = "linux/amd64",
    steps: list[str] | None = None,
) -> bytes:
    """The configuration of an image."""
    system, _, machine = platform.partition("/")
    steps = steps or ["COPY . . # buildkit"] * len(layers)
    return json.dumps(
        {
            "architecture": machine,
            "os": system,
            "config": CONFIG if config is None else config,
            "rootfs": {"type": "layers", "diff_ids": [_digest(data) for data in layers]},
            "history": [
                {"created_by": "ENV A=b", "empty_layer": True},
                *({"created_by": step} for step in steps),
            ],
        }
    ).encode()


def docker_save(path: Path, layers: list[bytes], config: bytes, tag: str = "shop:1.0") -> Path:
    """The tar of `docker save` before Docker 25: a folder for each layer, equal layers are links."""
    name = hashlib.sha256(config).hexdigest() + ".json"
    seen: dict[str, str] = {}
    listed: list[str] = []
    with tarfile.open(path, "w") as tar:
        for number, data in enumerate(layers):
            digest = hashlib.sha256(data).hexdigest()
            folder = hashlib.sha256(f"{number}{digest}".encode()).hexdigest()
            _add(tar, f"{folder}/VERSION", b"1.0")
            listed.append(f"{folder}/layer.tar")
            if digest in seen:
                info = tarfile.TarInfo(f"{folder}/layer.tar")
                info.type, info.linkname = tarfile.SYMTYPE, f"../{seen[digest]}"
                tar.addfile(info)
            else:
                _add(tar, f"{folder}/layer.tar", data)
                seen[digest] = f"{folder}/layer.tar"
        _add(tar, name, config)
        manifest = [{"Config": name, "RepoTags": [tag], "Layers": listed}]
        _add(tar, "manifest.json", json.dumps(manifest).encode())
    return path


def docker_25_save(path: Path, layers: list[bytes], config: bytes) -> Path:
    """The tar of `docker save` from Docker 25 on: an OCI layout with `manifest.json` beside it."""
    blobs, index = _oci(layers, config)
    with tarfile.open(path, "w") as tar:
        for digest, data in blobs.items():
            _add(tar, f"blobs/sha256/{digest}", data)
        names = [f"blobs/sha256/{hashlib.sha256(data).hexdigest()}" for data in layers]
        manifest = [
            {
                "Config": f"blobs/sha256/{hashlib.sha256(config).hexdigest()}",
                "RepoTags": None,
                "Layers": names,
            }
        ]
        _add(tar, "index.json", index)
        _add(tar, "manifest.json", json.dumps(manifest).encode())
        _add(tar, "oci-layout", b'{"imageLayoutVersion": "1.0.0"}')
    return path


def podman_save(path: Path, layers: list[bytes], config: bytes) -> Path:
    """The tar of `podman save`: a file for each layer, and links for older readers."""
    name = hashlib.sha256(config).hexdigest() + ".json"
    with tarfile.open(path, "w") as tar:
        names = []
        for data in layers:
            names.append(hashlib.sha256(data).hexdigest() + ".tar")
            _add(tar, names[-1], data)
        _add(tar, name, config)
        manifest = [{"Config": name, "RepoTags": ["localhost/shop:latest"], "Layers": names}]
        _add(tar, "manifest.json", json.dumps(manifest).encode())
    return path


def oci_tar(path: Path, layers: list[bytes], config: bytes) -> Path:
    """An OCI layout as a tar, with gzip layers."""
    blobs, index = _oci([gzip.compress(data, 1) for data in layers], config)
    with tarfile.open(path, "w") as tar:
        _add(tar, "index.json", index)
        for digest, data in blobs.items():
            _add(tar, f"./blobs/sha256/{digest}", data)
    return path


def oci_folder(path: Path, layers: list[bytes], config: bytes) -> Path:
    """An OCI layout as a folder, with gzip layers."""
    blobs, index = _oci([gzip.compress(data, 1) for data in layers], config)
    (path / "blobs/sha256").mkdir(parents=True)
    for digest, data in blobs.items():
        (path / "blobs/sha256" / digest).write_bytes(data)
    (path / "index.json").write_bytes(index)
    return path


def _oci(layers: list[bytes], config: bytes) -> tuple[dict[str, bytes], bytes]:
    """The blobs by digest, and the index: an image, and an attestation as BuildKit adds one."""
    blobs = {hashlib.sha256(data).hexdigest(): data for data in [*layers, config]}
    manifest = json.dumps(
        {"config": {"digest": _digest(config)}, "layers": [{"digest": _digest(d)} for d in layers]}
    ).encode()
    inner = json.dumps(
        {
            "manifests": [
                {"digest": _digest(manifest), "platform": {"os": "linux", "architecture": "amd64"}},
                {"digest": _digest(b"?"), "platform": {"os": "unknown", "architecture": "unknown"}},
                {"digest": _digest(b"arm"), "platform": {"os": "linux", "architecture": "arm64"}},
            ]
        }
    ).encode()
    for data in (manifest, inner):
        blobs[hashlib.sha256(data).hexdigest()] = data
    index = {"schemaVersion": 2, "manifests": [{"digest": _digest(inner)}]}
    return blobs, json.dumps(index).encode()


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))
