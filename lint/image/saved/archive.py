"""The parts of a saved image: its configuration and its layers, as ranges of files.

`docker save` and `podman save` write a tar with `manifest.json`; newer versions of Docker put an
OCI layout into the same tar. An OCI layout is a folder or a tar with `index.json`. Either tar may
be compressed with gzip, as `docker load` takes it.
Source: https://github.com/moby/docker-image-spec/blob/main/spec.md and
https://github.com/opencontainers/image-spec/blob/main/image-layout.md
"""

from __future__ import annotations

import os
import posixpath
import stat

from lint.errors import os_reason
from lint.image.saved.config import ImageConfig, image_config
from lint.image.saved.fault import SavedError
from lint.image.saved.streams import GZIP, ZSTD, Blob, Budget, Inflated, Stored, open_part
from lint.image.saved.tar_entries import HARD_LINK, REGULAR, SPARSE, SYMLINK, tar_entries
from lint.model.record import record
from lint.model.text import amount, own, say
from lint.support.files import open_unbuffered
from lint.support.json_text import load_json
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.image.saved.streams import Mark
    from lint.model.text import Message

MAX_PARTS = 10_000
"""Files of a layout: a blob for each layer, and a few documents."""
MAX_LAYERS = 500
"""Docker allows 127."""
MAX_JSON = 4 << 20
MAX_DOCUMENTS = 200
"""Indexes, manifests and configurations that are read: an index may contain itself."""
_MAX_NESTED = 4
_DIGEST = lazy_regex(r"(sha256|sha384|sha512):([0-9a-f]{64,128})")
_HOW = "Save the image with `docker save NAME -o image.tar`."
WANTED = ("linux", "amd64")
"""What Cloud Run runs. Source: https://cloud.google.com/run/docs/container-contract"""


@record
class SavedParts:
    """What a saved image consists of."""

    config: ImageConfig
    layers: list[Blob]
    """From the lowest."""
    names: list[str]
    """The names that the image was saved under, as far as they are stated."""


class _Layout:
    """The files of a layout by path: a folder, or a tar."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.folder = os.path.isdir(path)
        self.parts: dict[str, Blob] = {}
        self._links: dict[str, str] = {}
        self._documents = 0
        self._budget = Budget(0)
        """What finding the documents of a compressed file again may inflate to."""
        if not self.folder:
            self._index()

    def _index(self) -> None:
        size = os.path.getsize(self.path)
        with open_unbuffered(self.path) as file:
            head = file.read(4)
            if head == ZSTD:
                raise SavedError(
                    "image-unknown",
                    say("the file is compressed with zstd as a whole, and is not read"),
                    say("Decompress it with `unzstd`."),
                )
            marks: list[Mark] | None = [] if head.startswith(GZIP) else None
            file.seek(0)
            self._budget = Budget(size)
            stream: Stored | Inflated = Stored(file, Blob(self.path, 0, size))
            if marks is not None:
                stream = Inflated(file, size, Budget(size), zstd=False, marks=marks)
            try:
                for count, (entry, type, _, length, link) in enumerate(tar_entries(stream)):
                    if count >= MAX_PARTS:
                        what = say("the file has more than {} entries", amount(MAX_PARTS))
                        raise SavedError("image-unknown", what, own(_HOW))
                    name = _clean(entry)
                    if type in (REGULAR, SPARSE):
                        self.parts[name] = Blob(self.path, stream.position, length, marks)
                    elif type in (SYMLINK, HARD_LINK):
                        base = posixpath.dirname(name) if type == SYMLINK else ""
                        self._links[name] = _clean(posixpath.join(base, link))
            except SavedError as error:
                if error.kind == "image-damaged" and not self.parts:
                    raise _no_image() from None
                raise

    def find(self, name: str) -> Blob | None:
        """A file of the layout."""
        name = _clean(name)
        if not self.folder:
            for _ in range(8):  # old versions of Docker link equal layers
                if name not in self._links:
                    break
                name = self._links[name]
            return self.parts.get(name)
        path = os.path.join(self.path, *name.split("/"))
        inside = os.path.join(os.path.realpath(self.path), "")
        try:
            if not os.path.realpath(path).startswith(inside):
                return None  # a link leads out of the layout
            found = os.lstat(path)
        except (OSError, ValueError):
            return None
        return Blob(path, 0, found.st_size) if stat.S_ISREG(found.st_mode) else None

    def json(self, name: str) -> Any:
        """A parsed document. Raises `SavedError`."""
        self._documents += 1
        if self._documents > MAX_DOCUMENTS:
            raise SavedError(
                "image-too-large",
                say("the image has more than {} documents", amount(MAX_DOCUMENTS)),
            )
        blob = self.find(name)
        if blob is None:
            raise SavedError("image-damaged", say("the image lacks a document that it refers to"))
        if blob.size > MAX_JSON:
            raise SavedError(
                "image-too-large",
                say("a document of the image is larger than {} MiB", amount(MAX_JSON >> 20)),
            )
        with open_unbuffered(blob.path) as file:
            data = open_part(file, blob, self._budget).take(blob.size)
        try:
            return load_json(data)
        except ValueError:
            message = say("a document of the image is no valid JSON")
            raise SavedError("image-damaged", message) from None


def read_parts(path: str) -> SavedParts:
    """The parts of a saved image. Raises `SavedError`."""
    try:
        mode = os.stat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise SavedError("image-unreadable", say("it is no regular file"), own(_HOW))
        layout = _Layout(path)
        if layout.find("manifest.json") is not None:
            return _docker_parts(layout)
        if layout.find("index.json") is not None:
            return _oci_parts(layout)
    except (OSError, ValueError) as error:
        reason = own(os_reason(error))
        raise SavedError("image-unreadable", say("it cannot be read: {}", reason)) from None
    raise _no_image()


def _docker_parts(layout: _Layout) -> SavedParts:
    images = layout.json("manifest.json")
    images = (
        [image for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    )
    read: list[SavedParts] = []
    for image in images[:20]:
        config, layers = image.get("Config"), image.get("Layers")
        if not isinstance(config, str) or not isinstance(layers, list):
            raise SavedError("image-damaged", say("`manifest.json` does not list layers"))
        found = _layers(layout, [layer if isinstance(layer, str) else "" for layer in layers])
        tags = image.get("RepoTags")
        names = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        read.append(SavedParts(image_config(layout.json(config)), found, names))
    if not read:
        raise SavedError("image-damaged", say("`manifest.json` lists no image"))
    if len({part.config.architecture for part in read}) == len(read):
        return _fitting(read)
    raise _several(len(read))


def _oci_parts(layout: _Layout) -> SavedParts:
    read = _manifests(layout, layout.json("index.json"), 0)
    if not read:
        raise SavedError("image-damaged", say("`index.json` lists no image"))
    # Several platforms of one image, of which Cloud Run takes its own.
    platforms = {(part.config.os, part.config.architecture) for part in read}
    if len(platforms) == len(read):
        return _fitting(read)
    raise _several(len(read))


def _manifests(layout: _Layout, index: Any, depth: int) -> list[SavedParts]:
    read: list[SavedParts] = []
    entries = index.get("manifests") if isinstance(index, dict) else None
    for entry in entries[:50] if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        notes = entry.get("annotations")
        notes = notes if isinstance(notes, dict) else {}
        platform = entry.get("platform")
        if notes.get("vnd.docker.reference.type") or (
            isinstance(platform, dict) and platform.get("os") == "unknown"
        ):
            continue  # an attestation
        blob = _blob_name(entry)
        if layout.find(blob) is None:
            continue  # a platform that was not saved
        document = layout.json(blob)
        if isinstance(document, dict) and isinstance(document.get("manifests"), list):
            if depth < _MAX_NESTED:
                read += _manifests(layout, document, depth + 1)
            continue
        layers = document.get("layers") if isinstance(document, dict) else None
        if not isinstance(layers, list):
            raise SavedError("image-damaged", say("a manifest of the image does not list layers"))
        config = layout.json(_blob_name(document.get("config")))
        name = notes.get("io.containerd.image.name") or notes.get(
            "org.opencontainers.image.ref.name"
        )
        found = _layers(layout, [_blob_name(layer) for layer in layers])
        names = [name] if isinstance(name, str) else []
        read.append(SavedParts(image_config(config), found, names))
        if len(read) > 50:
            break
    return read


def _layers(layout: _Layout, names: list[str]) -> list[Blob]:
    if len(names) > MAX_LAYERS:
        message = say("the image has more than {} layers", amount(MAX_LAYERS))
        raise SavedError("image-too-large", message)
    found: list[Blob] = []
    for number, name in enumerate(names, start=1):
        blob = layout.find(name)
        if blob is None:
            raise SavedError(
                "image-damaged", say("layer {} is not in the file", amount(number)), own(_HOW)
            )
        found.append(blob)
    return found


def _blob_name(descriptor: Any) -> str:
    digest = descriptor.get("digest") if isinstance(descriptor, dict) else None
    match = _DIGEST.fullmatch(digest) if isinstance(digest, str) else None
    if match is None:
        raise SavedError("image-damaged", say("a digest of the image is not valid"))
    return f"blobs/{match.group(1)}/{match.group(2)}"


def _fitting(read: list[SavedParts]) -> SavedParts:
    for part in read:
        if (part.config.os, part.config.architecture) == WANTED:
            return part
    return read[0]


def _several(count: int) -> SavedError:
    message = say("the file has {} images, and it is not known which is deployed", amount(count))
    return SavedError("image-unknown", message, own("Save one image with `docker save`."))


def _no_image() -> SavedError:
    message: Message = say("it is no saved image: it has neither `manifest.json` nor `index.json`")
    return SavedError("image-unknown", message, own(_HOW))


def _clean(name: str) -> str:
    return posixpath.normpath(name).lstrip("/")
