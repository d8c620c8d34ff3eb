"""The resource blocks of a folder by their addresses: `module.web.google_cloud_run_v2_service.api`."""

from __future__ import annotations

import os

from lint.deploy.file import MAX_BYTES
from lint.deploy.terraform.blocks import read_body
from lint.deploy.terraform.fields import KINDS, field_of
from lint.deploy.terraform.scope import EXTENSIONS, MAX_FILES, Scope, parsed_file
from lint.deploy.terraform.values import known_text
from lint.deploy.terraform.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.terraform.hcl import Block
    from lint.deploy.terraform.values import Entries

_MAX_MODULES = 3


def described(file: DeployFile) -> dict[str, Entries]:
    """What the blocks of the files beside a file say, and those of the local modules that they call."""
    found: dict[str, Entries] = {}
    _folder(file, file.folder, "", found, 0)
    return found


def _folder(
    file: DeployFile, folder: str, prefix: str, found: dict[str, Entries], depth: int
) -> None:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(EXTENSIONS))
    except (OSError, ValueError):
        return
    for name in names[:MAX_FILES]:
        each = file.named(name, folder)
        if each is None or len(each.data) > MAX_BYTES:
            continue
        parsed = parsed_file(each)
        scope = Scope(each, parsed)
        for block in parsed.body.blocks:
            _block(block, scope, prefix, found)
            if str(block.type) == "module" and block.labels and depth < _MAX_MODULES:
                source = block.body.attributes.get("source")
                path = known_text(scope.evaluator.attribute(source, {})) if source else None
                if path is not None and path.startswith(("./", "../")):
                    inner = os.path.normpath(os.path.join(folder, path))
                    below = f"{prefix}module.{block.labels[0]}."
                    _folder(file, inner, below, found, depth + 1)


def _block(block: Block, scope: Scope, prefix: str, found: dict[str, Entries]) -> None:
    if str(block.type) != "resource" or len(block.labels) != 2 or block.broken:
        return
    resource_type = str(block.labels[0])
    if resource_type not in KINDS:
        return
    words = Words(resource_type)
    field = field_of(resource_type)
    entries = read_body(block.body, block.labels[0], field, scope.evaluator, {}, words)
    found[f"{prefix}{resource_type}.{block.labels[1]}"] = entries
